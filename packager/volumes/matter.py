"""Front and back matter of a volume: cover page, title page, contents, and where everything is from.

All of it is in the volume's language; an article's own words in another language are marked as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from packager import __version__
from packager.direction import direction
from packager.model import UNKNOWN, Basis
from packager.volumes import chapters, periods
from packager.volumes.labels import labels as labels_of
from packager.volumes.markup import Markup, fill, join, link, markup
from packager.volumes.plan import sections, source_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packager.config import Settings
    from packager.model import Entry, Link, Value, Volume
    from packager.volumes.labels import Labels
    from packager.volumes.plan import Section

SEPARATOR = " · "
LONGEST_SUMMARY = 240  # characters


@dataclass(frozen=True, slots=True)
class Matter:
    """What the pages of one volume are made from."""

    volume: Volume
    sections: tuple[Section, ...]
    labels: Labels
    rights: str

    @property
    def title(self) -> str:
        """Publisher, topic and ISO period, or that it is undated: "Báo Lào Cai · Kinh tế · 2025-02"."""
        period = self.volume.period if periods.kind(self.volume.period) else self.period
        return SEPARATOR.join(filter(None, (self.publication, self.volume.topic_label, period)))

    @property
    def publication(self) -> str:
        """The publication's name; a plain word where it has none."""
        return self.volume.publication or self.labels["articles"]

    @property
    def period(self) -> str:
        """The period in words; "" for a volume that is not bound by time."""
        return self.labels.period(self.volume.period)

    @property
    def grouped(self) -> bool:
        """Whether the contents need topics: a volume that is bound by topic has only one."""
        return "topic" not in self.volume.by and any(section.label for section in self.sections)

    def topic(self, section: Section) -> str:
        """The name of a topic, also of none."""
        return section.label or self.labels["unsorted"]


def matter(volume: Volume, settings: Settings) -> Matter:
    """The matter of a volume; its rights are the configured ones, else the only ones that its articles state."""
    stated = {entry.metadata.rights.value for entry in volume.entries} - {""}
    rights = settings.rights or (stated.pop() if len(stated) == 1 else "")
    return Matter(volume, tuple(sections(volume, settings)), labels_of(volume.language), rights)


def cover_page(of: Matter) -> bytes:
    """The page that shows the cover picture."""
    return _page(of, of.labels["cover"], fill("cover.xhtml", alt=f"{of.labels['cover']}: {of.title}"))


def title_page(of: Matter) -> bytes:
    """Publication, topic, period, extent and rights."""
    heading = of.volume.topic_label or of.period or of.publication
    body = fill(
        "titlepage.xhtml",
        publication=of.publication if of.publication != heading else "",
        heading=heading,
        period=of.period if of.period != heading else "",
        extent=_extent(of, of.volume.entries),
        rights=f"{of.labels['rights']}: {of.rights or of.labels['rights_unknown']}",
    )
    return _page(of, of.title, body)


def contents_page(of: Matter) -> bytes:
    """Every article by topic and date: its title, facts and first lines; the article's id is its line's anchor."""
    topics = join(_topic(of, section) for section in of.sections)
    extent = _extent(of, of.volume.entries)
    body = fill("contents.xhtml", heading=of.labels["contents"], extent=extent, topics=topics)
    return _page(of, of.labels["contents"], body)


def about_page(of: Matter, identifier: str) -> bytes:
    """What the volume is, and for each article where it is from, how its date is known and what is missing."""
    body = fill(
        "about.xhtml",
        heading=of.labels["about"],
        introduction=_introduction(of, identifier),
        sources=of.labels["sources"],
        articles=join(_record_of(of, entry) for entry in of.volume.entries),
    )
    return _page(of, of.labels["about"], body)


def _page(of: Matter, title: str, body: Markup) -> bytes:
    language = of.volume.language
    page = fill("page.xhtml", language=language, direction=direction(language), title=title, body=body)
    return page.encode("utf-8")


def _extent(of: Matter, entries: tuple[Entry, ...]) -> str:
    """How much there is: "35 articles · 100 pictures"."""
    shown = sum(len(entry.pictures) - entry.missing for entry in entries)
    counts = [("articles", len(entries)), ("pictures", shown), ("missing", sum(entry.missing for entry in entries))]
    return SEPARATOR.join(of.labels.count(key, number) for key, number in counts if number)


def _topic(of: Matter, section: Section) -> Markup:
    heading = "h3" if of.grouped else "h2"
    days = groupby(section.entries, key=lambda entry: of.labels.date(entry.metadata.issued) or of.labels["undated"])
    dates = join(_date(of, heading, date, entries) for date, entries in days)
    if not of.grouped:
        return dates
    extent = _extent(of, section.entries)
    return fill("contents-topic.xhtml", anchor=f"t-{section.slug}", label=of.topic(section), extent=extent, dates=dates)


def _date(of: Matter, heading: str, date: str, entries: Iterable[Entry]) -> Markup:
    lines = join(_line(of, entry) for entry in entries)
    return fill("contents-date.xhtml", heading=heading, date=date, entries=lines)


def _line(of: Matter, entry: Entry) -> Markup:
    shown = len(entry.pictures) - entry.missing
    source = source_label(entry)
    facts = [
        source if source != of.volume.publication else "",
        of.labels["inferred"] if entry.metadata.issued.basis is Basis.INFERRED else "",
        of.labels.count("minutes", chapters.minutes(entry)),
        of.labels.count("pictures", shown) if shown else "",
        of.labels.count("missing", entry.missing) if entry.missing else "",
    ]
    return fill(
        "contents-entry.xhtml",
        anchor=chapters.anchor(entry),
        href=f"{chapters.FOLDER}/{chapters.file_name(entry)}",
        language=_language(of, entry),
        title=entry.metadata.title.value,
        facts=SEPARATOR.join(filter(None, facts)),
        summary=_cut(entry.summary),
    )


def _language(of: Matter, entry: Entry) -> Markup:
    """The language attributes of an article's own words, where it is not the volume's."""
    language = entry.metadata.language.value
    if not language or language == of.volume.language:
        return Markup()
    return fill("language.xhtml", language=language, direction=direction(language))


def _cut(summary: str) -> str:
    """The first lines, cut between words."""
    text = " ".join(summary.split())
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[:LONGEST_SUMMARY].rpartition(" ")[0].rstrip(" .,;:") + "…"


def _introduction(of: Matter, identifier: str) -> Markup:
    rows = [
        ("publication", of.publication),
        ("topic", of.volume.topic_label),
        ("period", of.period),
        ("extent", _extent(of, of.volume.entries)),
        ("language", of.volume.language),
        ("identifier", identifier),
        ("rights", of.rights or of.labels["rights_unknown"]),
        ("software", f"packager {__version__}"),
    ]
    return fill(
        "about-introduction.xhtml",
        text=of.labels["note_text"],
        dates=of.labels["note_dates"],
        pictures=of.labels["note_pictures"],
        rows=_rows(of, rows),
    )


def _record_of(of: Matter, entry: Entry) -> Markup:
    metadata = entry.metadata
    missing = [picture.reference or of.labels["unknown"] for picture in entry.pictures if not picture.held]
    rows = [
        ("source", source_label(entry)),
        ("address", link(metadata.source.value)),
        ("also", join((_elsewhere(place) for place in entry.also), SEPARATOR)),
        ("input", entry.locator),
        ("published", _dated(of, metadata.issued)),
        ("captured", metadata.captured.value),
        ("digest", entry.capture),
        ("rights", metadata.rights.value if metadata.rights.value != of.rights else ""),
        ("missing", join((fill("about-missing.xhtml", reference=reference) for reference in missing), ", ")),
    ]
    return fill(
        "about-article.xhtml",
        href=f"{chapters.FOLDER}/{chapters.file_name(entry)}",
        language=_language(of, entry),
        title=metadata.title.value,
        rows=_rows(of, rows),
    )


def _elsewhere(place: Link) -> Markup:
    """Where a story stands as well: publisher and address, as far as known."""
    known = (markup(place.title), link(place.address))
    return join(filter(None, known), ", ")


def _rows(of: Matter, rows: Iterable[tuple[str, str]]) -> Markup:
    return join(fill("about-row.xhtml", label=of.labels[key], value=value) for key, value in rows if value)


def _dated(of: Matter, issued: Value) -> str:
    """A date as the source states it, how precise it is, how it is known and from what."""
    if issued == UNKNOWN or not periods.known(issued):
        return SEPARATOR.join(filter(None, (of.labels["undated"], issued.value, issued.evidence)))
    evidence = f"{of.labels['evidence']}: {issued.evidence}" if issued.evidence else ""
    return SEPARATOR.join(filter(None, (issued.value, of.labels.precision(issued), of.labels.basis(issued), evidence)))
