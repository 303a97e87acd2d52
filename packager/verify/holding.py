"""What an output folder holds: every file read once, beside what the manifest and the catalogue say of it."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from packager.errors import OutputError, PackagerError
from packager.library import unfinished
from packager.library.catalogue import Catalogue
from packager.model import Outcome
from packager.publish import manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from packager.model import Entry, Publication

Advance: TypeAlias = "Callable[[int], None]"

LIBRARY, OBJECTS = "library", "library/objects"
UNREADABLE = ""
_OBJECT = re.compile(rf"{OBJECTS}/([0-9a-f]{{2}})/([0-9a-f]{{62}})")


# What reading a catalogue raises that is damaged, or says what no run writes.
NOT_UNDERSTOOD = (PackagerError, ValueError, KeyError, TypeError, AttributeError, sqlite3.Error)


@dataclass(frozen=True)
class Known:
    """What a catalogue counts on; `trouble` says why it cannot be understood, "" where it can.

    `articles` are those that stand as such in the report, `copies` all whose objects are kept.
    """

    objects: frozenset[str] = frozenset()
    publications: Mapping[str, Publication] = field(default_factory=dict)
    articles: int = 0
    copies: int = 0
    trouble: str = ""

    @cached_property
    def needed(self) -> dict[str, str]:
        """The paths of the objects of articles and of the volumes, with their digests."""
        volumes = {path: item.sha256 for path, item in self.publications.items()}
        return {object_name(digest): digest for digest in self.objects} | volumes


@dataclass(frozen=True)
class Holding:
    """An output folder as it stands.

    `digests` has the sha256 of every file by its path, "" for one that cannot be read; `bytes` counts them all.
    `unfinished` says that the last run did not end, so that the manifest tells of the one before. `known` is what the
    catalogue counts on.
    """

    output: Path
    digests: Mapping[str, str]
    bytes: int
    listed: manifest.Manifest
    unfinished: bool
    known: Known

    @cached_property
    def uses(self) -> Mapping[str, list[Entry]]:
        """The articles that need an object that is damaged or missing, by its digest."""
        lost = {digest for digest in self.known.objects if self.digests.get(object_name(digest)) != digest}
        found: dict[str, list[Entry]] = defaultdict(list)
        with suppress(*NOT_UNDERSTOOD), Catalogue(self.output / manifest.CATALOGUE, reading=True) as catalogue:
            for entry in catalogue.copies():
                for digest in lost.intersection(entry.objects):
                    found[digest].append(entry)
        return found

    def witness(self, name: str) -> str:
        """What a file's digest has to be, by better evidence than the manifest's: its name, or the catalogue."""
        return manifest.named(name) or self.known.needed.get(name, "")


def hold(output: Path, advance: Advance) -> Holding:
    """Reads an output folder; OutputError where it cannot be listed."""
    digests: dict[str, str] = {}
    size = 0
    for name in manifest.files(output):
        path = output / name
        try:
            digests[name] = manifest.digest_of(path)
            size += path.stat().st_size
        except (OSError, OutputError):
            digests[name] = UNREADABLE
        advance(1)
    is_unfinished = unfinished.is_unfinished(output / LIBRARY)
    return Holding(output, digests, size, manifest.read(output), is_unfinished, _known(output / manifest.CATALOGUE))


def _known(path: Path) -> Known:
    """What a catalogue counts on; every row of it is read."""
    objects: set[str] = set()
    copies = articles = 0
    try:
        with Catalogue(path, reading=True) as catalogue:
            publications = {item.path: item for item in catalogue.publications()}
            for entry in catalogue.copies():
                objects.update(entry.objects)
                copies += 1
            withdrawn = catalogue.withdrawals()
            for record in catalogue.ledger():
                articles += record.outcome is Outcome.ARTICLE and record.article not in withdrawn
    except PackagerError as error:
        return Known(trouble=str(error))
    except NOT_UNDERSTOOD as error:
        return Known(trouble=f"a row of it cannot be understood ({type(error).__name__}: {error})")
    return Known(frozenset(objects), publications, articles, copies)


def object_name(digest: str) -> str:
    """The path of an object below the output folder."""
    return f"{OBJECTS}/{digest[:2]}/{digest[2:]}"


def object_digest(name: str) -> str:
    """The digest that an object's path names; "" for any other file."""
    match = _OBJECT.fullmatch(name)
    return match[1] + match[2] if match else ""
