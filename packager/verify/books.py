"""Every volume, page by page, beside what the library holds of it: the points of docs/checklist.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.errors import LibraryDamaged
from packager.findings import finding
from packager.library.catalogue import Catalogue
from packager.library.objects import Objects
from packager.model import Link
from packager.publish.manifest import CATALOGUE
from packager.verify.holding import LIBRARY
from packager.verify.points import LOSSES, UNREADABLE, Flaw, flaws
from packager.verify.points.book import Book
from packager.verify.points.kept import Kept
from packager.verify.volumes import ARCHIVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from packager.model import Finding, Publication
    from packager.verify.holding import Holding

_OTHERS = frozenset(("same-text", "near-duplicate"))


def check(holding: Holding) -> Iterator[Finding]:
    """What is wrong inside the volumes that are as they were written; `fixity` tells of the others.

    After a run that did not end they may be older than what the library holds, and are not read.
    """
    if holding.known.trouble or holding.unfinished:
        return
    with Catalogue(holding.output / CATALOGUE, reading=True) as catalogue:
        library = Library(catalogue, Objects(holding.output / LIBRARY / "objects"))
        for path, item in holding.known.publications.items():
            if item.media_type in ARCHIVES and holding.digests.get(path) == item.sha256:
                for flaw in library.examine(holding.output / path, item):
                    code = "volume-incomplete" if flaw.point in LOSSES else "volume-flawed"
                    yield finding(code, path, f"{flaw.place}: {flaw.message} (point {flaw.point})")


class Library:
    """What volumes are held against; it remembers which articles they held, so that none stands in two parts."""

    def __init__(self, catalogue: Catalogue, objects: Objects) -> None:
        self._catalogue = catalogue
        self._objects = objects
        self._also: dict[str, tuple[Link, ...]] = _elsewhere(catalogue)
        self._volumes: dict[tuple[str, str], str] = {}

    def examine(self, path: Path, item: Publication) -> Iterator[Flaw]:
        """What is wrong with one volume; an object that is damaged is for `fixity` to tell."""
        try:
            with Book(path) as book:
                chapters = book.chapters
            yield from self._standing_twice(chapters, item)
            yield from flaws(path, self.kept(chapters, item))
        except UNREADABLE as error:
            yield Flaw(1, path.name, f"cannot be read as an EPUB ({error})")
        except LibraryDamaged:
            return

    def kept(self, chapters: Iterable[str], item: Publication) -> Kept:
        """What the library holds of a volume of these articles (by id)."""
        held = {name: self._catalogue.versions(name) for name in chapters}
        entries = {name: copies[0] for name, copies in held.items() if copies}
        elsewhere = {name: self._also[name] for name in entries if name in self._also}
        return Kept(item, entries, self._objects.read, elsewhere)

    def _standing_twice(self, chapters: Mapping[str, str], item: Publication) -> Iterator[Flaw]:
        for name, page in chapters.items():
            other = self._volumes.setdefault((item.by, name), item.path)
            if other != item.path:
                yield Flaw(29, page, f"stands in {other} as well")


def _elsewhere(catalogue: Catalogue) -> dict[str, tuple[Link, ...]]:
    """Where the stories of bound articles stand as well, by their ids."""
    found: dict[str, dict[Link, None]] = {}
    for pair in catalogue.duplicates():
        if pair.kind in _OTHERS and pair.duplicate.address:
            found.setdefault(pair.bound.id, {})[Link("", pair.duplicate.address)] = None
    return {name: tuple(links) for name, links in found.items()}
