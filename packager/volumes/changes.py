"""What a volume has that its last edition had not: marked in the contents, and listed on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from packager.model import Changes
from packager.volumes.listing import Kind, Line, dated_entry, pages
from packager.volumes.markup import Markup, fill
from packager.volumes.places import CHANGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from packager.model import Entry
    from packager.volumes.matter import Matter

Held: TypeAlias = "Mapping[str, tuple[str, str]]"
"""Articles by their ids, each with the digest of its content and its title."""

_CHANGES = Kind("changes")


def since(editions: Iterable[tuple[str, Held]], now: Held, erased: Collection[str] = ()) -> Changes | None:
    """What changed since the last of a volume's editions, the newest first, that held something else.

    None where there is no such edition. Of what was `erased` not even the title is told.
    """
    for name, held in editions:
        changed = {article for article in now if article in held and held[article][0] != now[article][0]}
        new, gone = now.keys() - held.keys(), held.keys() - now.keys()
        if new or changed or gone:
            titles = sorted(held[article][1] for article in gone if article not in erased)
            return Changes(name, tuple(sorted(new)), tuple(sorted(changed)), tuple(titles))
    return None


def mark(of: Matter, entry: Entry) -> Markup:
    """What the contents say of an article that is new or changed; "" for any other."""
    changes = of.volume.changes
    if changes is None:
        return Markup()
    for key, articles in (("new", changes.new), ("changed", changes.changed)):
        if entry.id in articles:
            return fill("mark.xhtml", text=of.labels[key])
    return Markup()


def pointer(of: Matter) -> Markup:
    """The line of the contents that leads to the page of changes; "" where there is none."""
    if not any(True for _ in _lines(of)):
        return Markup()
    return fill("line.xhtml", name="changes", text=fill("changes-link.xhtml", href=CHANGES, text=of.labels["changes"]))


def change_pages(of: Matter) -> Iterator[bytes]:
    """The articles that are new, changed or gone since the last edition; none where nothing changed."""
    lines = list(_lines(of))
    if lines and of.volume.changes is not None:
        told = of.labels["since"].format(edition=of.volume.changes.since)
        yield from pages(of, _CHANGES, of.labels["changes"], lines, fill("line.xhtml", name="since", text=told))


def _lines(of: Matter) -> Iterator[Line]:
    """What changed in this volume; what is gone is told in the first part."""
    changes = of.volume.changes
    if changes is None:
        return
    for key, articles in (("new_articles", changes.new), ("changed_articles", changes.changed)):
        known = frozenset(articles)
        heading = _heading(of, key)
        yield from (Line(dated_entry(of, entry), (heading,)) for entry in of.volume.entries if entry.id in known)
    if of.volume.part <= 1:
        heading = _heading(of, "gone_articles")
        yield from (Line(fill("item.xhtml", text=title), (heading,)) for title in changes.gone)


def _heading(of: Matter, key: str) -> Markup:
    return fill("heading.xhtml", level="h2", attributes=Markup(), text=of.labels[key])
