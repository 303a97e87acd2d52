"""About a volume: what was collected, what is missing, what was inferred, and where each article is from."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from packager import __version__
from packager.model import UNKNOWN, Basis
from packager.volumes import periods
from packager.volumes.evidence import told
from packager.volumes.listing import Kind, Line, pages
from packager.volumes.markup import Markup, fill, join, link, markup, short_link
from packager.volumes.matter import APART, extent, language_of
from packager.volumes.places import chapter_path
from packager.volumes.plan import source_label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from packager.model import Entry, Link, Value
    from packager.volumes.matter import Matter

_ABOUT = Kind("about")
_SOURCES = Kind("sources", lines="records.xhtml")


def about_pages(of: Matter, identifier: str) -> Iterator[bytes]:
    """What the volume is; what was collected, what is missing, which dates are inferred, whose the rights are."""
    lines = [
        *_section(of, "collected", _collected(of)),
        *_section(of, "missing", _missing(of), "nothing_missing"),
        *_section(of, "dates_inferred", _inferred(of), "nothing_inferred"),
        *_section(of, "each_its_own", _own_rights(of)),
    ]
    return pages(of, _ABOUT, of.labels["about"], lines, _introduction(of, identifier))


def source_pages(of: Matter) -> Iterator[bytes]:
    """For each article: where it is from, how its date is known, its input's digest, and what is missing."""
    return pages(of, _SOURCES, of.labels["sources"], (Line(_record_of(of, entry)) for entry in of.volume.entries))


def _introduction(of: Matter, identifier: str) -> Markup:
    rows = [
        ("publication", of.publication),
        ("issn", of.issn),
        ("topic", of.volume.topic_label),
        ("topics", ", ".join(of.topic(section) for section in of.sections) if of.grouped else ""),
        ("period", of.period),
        ("extent", of.part),
        ("extent", extent(of, of.volume.entries)),
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


def _section(of: Matter, key: str, lines: Iterable[Markup], otherwise: str = "") -> Iterator[Line]:
    """Lines below a heading; without any, what `otherwise` says, or nothing."""
    below = (fill("heading.xhtml", level="h2", attributes=Markup(), text=of.labels[key]),)
    found = [Line(line, below) for line in lines]
    if not found and otherwise:
        found = [Line(fill("item.xhtml", text=of.labels[otherwise]), below)]
    yield from found


def _collected(of: Matter) -> Iterator[Markup]:
    """What each source brought, those with most articles first."""
    by_source: dict[str, list[Entry]] = defaultdict(list)
    for entry in of.volume.entries:
        by_source[source_label(entry) or of.labels["unknown_source"]].append(entry)
    for source, entries in sorted(by_source.items(), key=lambda item: (-len(item[1]), item[0])):
        known = (source, extent(of, tuple(entries)), _between(of, "captured", entries))
        yield fill("item.xhtml", text=join(map(markup, filter(None, known)), APART))


def _between(of: Matter, key: str, entries: Iterable[Entry]) -> str:
    """The first and the last day that the entries were captured: "Captured: 1 March 2025 to 3 March 2025"."""
    known = (entry.metadata.captured for entry in entries)
    days = sorted({value.value[:10]: of.labels.date(value) for value in known if of.labels.date(value)}.items())
    if not days:
        return ""
    first, last = days[0][1], days[-1][1]
    return f"{of.labels[key]}: {first if first == last else of.labels['between'].format(first=first, last=last)}"


def _missing(of: Matter) -> Iterator[Markup]:
    for entry in of.volume.entries:
        if references := of.found.lost.get(entry.id):
            yield _told(of, entry, _references(of, references, short_link))


def _inferred(of: Matter) -> Iterator[Markup]:
    for entry in of.volume.entries:
        issued = entry.metadata.issued
        if issued.basis is Basis.INFERRED or not periods.known(issued):
            yield _told(of, entry, _dated(of, issued))


def _own_rights(of: Matter) -> Iterator[Markup]:
    """Rights that articles state and that are not the volume's, each with how many state them."""
    stated = Counter(entry.metadata.rights.value for entry in of.volume.entries)
    for rights, number in sorted(stated.items(), key=lambda item: (-item[1], item[0])):
        if rights and rights != of.rights:
            yield fill("item.xhtml", text=f"{rights} ({of.labels.count('articles', number)})")


def _told(of: Matter, entry: Entry, what: Markup) -> Markup:
    """A line that names an article and what is to be told of it."""
    return fill(
        "about-entry.xhtml",
        href=chapter_path(entry),
        language=language_of(of, entry),
        title=entry.metadata.title.value,
        what=what,
    )


def _record_of(of: Matter, entry: Entry) -> Markup:
    metadata = entry.metadata
    rows = [
        ("source", source_label(entry)),
        ("address", link(metadata.source.value)),
        ("also", join((_elsewhere(place) for place in entry.also), APART)),
        ("input", entry.locator),
        ("published", _dated(of, metadata.issued)),
        ("updated", metadata.modified.value),
        ("captured", metadata.captured.value),
        ("digest", entry.capture),
        ("rights", metadata.rights.value if metadata.rights.value != of.rights else ""),
        ("missing", _references(of, of.found.lost.get(entry.id, ()), markup)),
    ]
    return fill(
        "about-article.xhtml",
        href=chapter_path(entry),
        language=language_of(of, entry),
        title=metadata.title.value,
        rows=_rows(of, rows),
    )


def _references(of: Matter, references: Iterable[str], show: Callable[[str], Markup]) -> Markup:
    """Addresses of pictures, each as `show` makes it."""
    known = (show(reference) if reference else of.labels["unknown"] for reference in references)
    return join((fill("about-missing.xhtml", reference=reference) for reference in known), ", ")


def _elsewhere(place: Link) -> Markup:
    """Where a story stands as well: publisher and address, as far as known."""
    known = (markup(place.title), link(place.address))
    return join(filter(None, known), ", ")


def _rows(of: Matter, rows: Iterable[tuple[str, str]]) -> Markup:
    return join(fill("about-row.xhtml", label=of.labels[key], value=value) for key, value in rows if value)


def _dated(of: Matter, issued: Value) -> Markup:
    """A date as the source states it, how precise it is, how it is known and from what."""
    if issued == UNKNOWN or not periods.known(issued):
        known = (of.labels["undated"], issued.value, told(issued.evidence, of.labels))
        return join(map(markup, filter(None, known)), APART)
    parts: list[str] = [issued.value, of.labels.precision(issued), of.labels.basis(issued)]
    if issued.evidence:
        evidence = told(issued.evidence, of.labels)
        parts.append(fill("evidence.xhtml", label=of.labels["evidence"], evidence=evidence))
    return join(map(markup, filter(None, parts)), APART)
