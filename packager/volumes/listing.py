"""Pages that list things below headings: cut into files that fit reading systems, one file in memory at a time."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from packager.volumes.markup import Markup, fill, join
from packager.volumes.matter import date, facts, language_of, page
from packager.volumes.places import chapter_path
from packager.volumes.split import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.model import Entry
    from packager.volumes.matter import Matter


class Line(NamedTuple):
    """An item of a list, and the headings that it stands below, outermost first."""

    markup: Markup
    below: tuple[Markup, ...] = ()

    @property
    def size(self) -> int:
        """Bytes in a file, with room for headings."""
        return len(self.markup.encode("utf-8")) + 100


class Kind(NamedTuple):
    """What a page of a list is: the word for its class, the template of its body and that of a list of lines."""

    name: str
    body: str = "listing.xhtml"
    lines: str = "entries.xhtml"


def dated_entry(of: Matter, entry: Entry) -> Markup:
    """An article in a list: its title, which leads to its chapter, and its date."""
    return fill(
        "entry.xhtml",
        anchor="",
        href=chapter_path(entry),
        thumbnail="",
        language=language_of(of, entry),
        title=entry.metadata.title.value,
        facts=facts([date(of, entry.metadata.issued) or of.labels["undated"]]),
        first_lines="",
    )


def pages(of: Matter, kind: Kind, title: str, lines: Iterable[Line], head: str = "") -> Iterator[bytes]:
    """The files of a page: its title, what stands before the list, and the lines below their headings."""
    yield from files(of, kind, title, runs(lines, lambda line: line.size), head)


def files(of: Matter, kind: Kind, title: str, runs: Iterable[list[Line]], head: str = "") -> Iterator[bytes]:
    """The files of a page whose lines are cut into runs already."""
    for number, run in enumerate(runs):
        heading = f"{title} ({of.labels['continued']})" if number else title
        body = fill(kind.body, name=kind.name, heading=heading, head="" if number else head, lines=listed(run, kind))
        yield page(of, heading, body)


def listed(lines: Iterable[Line], kind: Kind) -> Markup:
    """The lines below their headings; a heading stands where it differs from that of the line before."""
    pieces: list[Markup] = []
    before: tuple[Markup, ...] = ()
    for below, run in groupby(lines, key=lambda line: line.below):
        same = next((depth for depth, pair in enumerate(zip(below, before, strict=False)) if pair[0] != pair[1]), None)
        pieces.extend(below[len(before) if same is None else same :])
        pieces.append(fill(kind.lines, entries=join(line.markup for line in run)))
        before = below
    return join(pieces)
