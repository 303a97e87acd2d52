"""What the pages about a volume are made from, and what they have in common.

They are in the volume's language, or in that of the labels where these are not translated; an article's own words in
another language are marked as such.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from packager.direction import direction
from packager.volumes import periods, topics
from packager.volumes.labels import labels as labels_of
from packager.volumes.markup import Markup, fill, join
from packager.volumes.places import chapter_path
from packager.volumes.plan import sections
from packager.volumes.split import part_name
from packager.volumes.surroundings import minutes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from packager.config import Settings
    from packager.model import Entry, Value, Volume
    from packager.volumes.chapters import Shown
    from packager.volumes.figures import Figure
    from packager.volumes.labels import Labels
    from packager.volumes.plan import Section

APART = Markup(" · ")
LONGEST_SUMMARY = 240  # characters

_ISO_LENGTHS = {1: 4, 2: 7, 3: 10}  # characters of a year, a month and a day


class Captioned(NamedTuple):
    """A figure with a caption, where it stands (path and id), and which of the volume's entries it belongs to."""

    caption: str
    href: str
    entry: int


@dataclass(slots=True)
class Found:
    """What making the chapters of a volume brought to light, by the ids of their articles.

    `lost` holds the addresses of pictures that are not shown; `thumbnails` the small pictures of articles.
    """

    lost: dict[str, tuple[str, ...]] = field(default_factory=dict)
    captions: list[Captioned] = field(default_factory=list)
    thumbnails: dict[str, Shown] = field(default_factory=dict)
    pictures: int = 0
    described: int = 0

    def take(self, number: int, entry: Entry, figures: Iterable[Figure], files: Sequence[bytes]) -> None:
        """Take in the figures of one of the volume's entries, by its number, whose chapter is in these files."""
        lost: list[str] = []
        for figure in figures:
            lost.extend(figure.lost)
            self.pictures += figure.pictures
            self.described += figure.described
            if figure.caption:
                href = f"{part_name(chapter_path(entry), _part_with(figure, files))}#{figure.anchor}"
                self.captions.append(Captioned(figure.caption, href, number))
        if lost:
            self.lost[entry.id] = (*lost,)

    @property
    def missing(self) -> int:
        """How many pictures are not shown."""
        return sum(map(len, self.lost.values()))


def _part_with(figure: Figure, files: Sequence[bytes]) -> int:
    """In which of a chapter's files, counted from 1, a figure stands."""
    named = f' id="{figure.anchor}"'.encode()
    return next((part for part, file in enumerate(files, 1) if named in file), 1) if len(files) > 1 else 1


@dataclass(frozen=True, slots=True)
class Matter:
    """What the pages of one volume are made from; `issn` is that of the publication, "" without."""

    volume: Volume
    sections: tuple[Section, ...]
    labels: Labels
    rights: str
    issn: str = ""
    found: Found = field(default_factory=Found)

    @property
    def title(self) -> str:
        """Publisher, topic and ISO period, or that it is undated, and which part: "Báo · Kinh tế · 2025-02 (2/3)"."""
        period = self.volume.period if periods.kind(self.volume.period) else self.period
        whole = APART.join(filter(None, (self.publication, self.volume.topic_label, period)))
        return f"{whole} ({self.volume.part}/{self.volume.parts})" if self.volume.part else whole

    @property
    def part(self) -> str:
        """Which part of how many this is, in words; "" for a whole volume."""
        volume = self.volume
        return self.labels["part"].format(number=volume.part, parts=volume.parts) if volume.part else ""

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
        """Whether the contents need topics and each has a page: there are several, or the volume's own names none."""
        return len(self.sections) > 1 or self.volume.topic == topics.OTHER

    @property
    def language(self) -> str:
        """The language of the pages about the volume: its own where the labels are in it."""
        own = self.volume.language
        return own if own.partition("-")[0].lower() == self.labels.language else self.labels.language

    def topic(self, section: Section) -> str:
        """The name of a topic, also of none."""
        return section.label or self.labels["unsorted"]


def matter(volume: Volume, settings: Settings) -> Matter:
    """The matter of a volume; its rights are the configured ones, else the only ones that its articles state."""
    stated = {entry.metadata.rights.value for entry in volume.entries} - {""}
    rights = settings.rights or (stated.pop() if len(stated) == 1 else "")
    issn = settings.issn if volume.publication == settings.publication else ""
    return Matter(volume, tuple(sections(volume, settings)), labels_of(volume.language), rights, issn)


def page(of: Matter, title: str, body: Markup) -> bytes:
    """A page about the volume."""
    whole = fill("page.xhtml", language=of.language, direction=direction(of.language), title=title, body=body)
    return whole.encode("utf-8")


def extent(of: Matter, entries: tuple[Entry, ...]) -> str:
    """How much there is: "35 articles · 100 pictures"."""
    counts: Counter[str] = Counter(articles=len(entries))
    for entry in entries:
        counts["pictures"] += shown(of, entry)
        counts["missing"] += lost(of, entry)
    return APART.join(of.labels.count(key, number) for key, number in counts.items() if number)


def lost(of: Matter, entry: Entry) -> int:
    """How many pictures of an article are not shown."""
    return len(of.found.lost.get(entry.id, ()))


def shown(of: Matter, entry: Entry) -> int:
    """How many pictures of an article are shown."""
    return max(0, len(entry.pictures) - lost(of, entry))


def language_of(of: Matter, entry: Entry) -> Markup:
    """The language attributes of an article's own words, where it is not the pages'."""
    language = entry.metadata.language.value
    if not language or language == of.language:
        return Markup()
    return fill("language.xhtml", language=language, direction=direction(language))


def date(of: Matter, value: Value) -> Markup:
    """A date in words, as precise as it is known, for programs too; "" where it is not known."""
    written = of.labels.date(value)
    if not written:
        return Markup()
    parts = periods.known(value)
    return fill("time.xhtml", iso=periods.start(parts).isoformat()[: _ISO_LENGTHS[len(parts)]], written=written)


def reading_time(of: Matter, entry: Entry) -> str:
    """How long an article takes to read."""
    return of.labels.count("minutes", minutes(entry))


def facts(parts: Iterable[str]) -> Markup:
    """Several facts on one line."""
    return join((fill("fact.xhtml", fact=part) for part in parts if part), APART)


def cut(text: str) -> str:
    """The beginning of a text on one line, cut between words."""
    line = " ".join(text.split())
    whole = line.removesuffix(" …")  # it was cut before
    if len(line) <= LONGEST_SUMMARY:
        return line if line == whole else _open(whole)
    return _open(line[:LONGEST_SUMMARY].rpartition(" ")[0] or line[:LONGEST_SUMMARY])


def _open(text: str) -> str:
    """A text that is cut: without the sign at its end."""
    return text.rstrip(" .,;:–-") + "…"
