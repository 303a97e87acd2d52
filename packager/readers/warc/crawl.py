"""The records of one crawl, in the WARC files of one folder: finds what a revisit or a redirect stands for."""

from __future__ import annotations

import os
import posixpath
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from packager.errors import CaptureFailed
from packager.limits import MOST_REDIRECTS
from packager.readers import names
from packager.readers.files import locator_of
from packager.readers.warc.addresses import joined, key
from packager.readers.warc.index import Index, index_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.readers.contract import SourceFile
    from packager.readers.warc.index import Entry

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_HELD = frozenset(("response", "resource"))
_MOST_TRIED = 1_000  # captures of one address, the nearest in time; each may lead elsewhere


class Held(NamedTuple):
    """An entry, and the index of the records of its file."""

    records: Index
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Search:
    """What an address is looked for with (see `Crawl.find`), and the captures that were looked at."""

    time: int
    everywhere: bool
    seen: set[str] = field(default_factory=set)


class Crawl:
    """The file `file` and those of the same folder whose names say that they are WARC files."""

    def __init__(self, file: SourceFile) -> None:
        self.own = index_of(file)
        self._file = file

    @cached_property
    def is_first(self) -> bool:
        """Whether the file is the crawl's first, by its name."""
        return all(self._file.name <= name for name in self._names)

    @cached_property
    def others(self) -> tuple[Index, ...]:
        """The indexes of the other files that can be read."""
        return tuple(chain.from_iterable(map(self._other, self._names)))

    def find(self, address: str, time: int, *, everywhere: bool = False) -> Held | None:
        """What is held of an address, redirects followed: of several captures the one nearest in time to `time`.

        The file's own captures go before those of the others, unless `everywhere` is asked for. The server's message
        about an error is found only where no capture holds more.
        """
        return self._found(address, _Search(time, everywhere))

    def original(self, held: Held) -> Held | None:
        """The record whose body a revisit stands for; any other is its own."""
        revisit = held.entry
        if revisit.type != "revisit":
            return held
        for index in (held.records, *(index for index in self._all() if index is not held.records)):
            found = [entry for entry in _originals(index, revisit) if entry.type in _HELD and entry.length > 0]
            if found:
                return Held(index, min(found, key=lambda entry: _unlike(entry, revisit)))
        return None

    def holds(self, address_key: str, record: str) -> bool:
        """Whether the crawl has a capture of an address or a record with an id, conversions apart."""
        return any(
            entry.type in _HELD and (not entry.status or entry.status < 300)
            for index in self._all()
            for entry in chain(index.captures(address_key), index.of_record(record) if record else ())
        )

    def _all(self) -> Iterator[Index]:
        yield self.own
        yield from self.others

    def _found(self, address: str, search: _Search, hops: int = 0) -> Held | None:
        refused = None
        for indexes in ((self.own, *self.others),) if search.everywhere else ((self.own,), self.others):
            captures = [Held(index, entry) for index in indexes for entry in index.captures(key(address))]
            captures.sort(key=lambda held: (held.entry.address != address, abs(held.entry.time - search.time)))
            for held in captures[:_MOST_TRIED]:
                found = self._final(held, search, hops)
                if found is not None and found.entry.status < 400:
                    return found
                refused = refused or found
        return refused

    def _final(self, held: Held, search: _Search, hops: int) -> Held | None:
        """What a capture leads to, that so many redirects led to; None where that is nothing."""
        entry = held.entry
        mark = f"{held.records.identity}:{entry.position}"
        if mark in search.seen or hops > MOST_REDIRECTS:
            return None
        search.seen.add(mark)
        if entry.status in _REDIRECTS and entry.location:
            return self._found(joined(entry.address, entry.location), search, hops + 1)
        if entry.type == "revisit":
            return held if self.original(held) else None
        return held if entry.length and entry.status // 100 in {0, 2, 4, 5} and entry.type != "conversion" else None

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return _crawl_files(os.path.join(self._file.folder.root, posixpath.dirname(self._file.path)))  # noqa: PTH118

    def _other(self, name: str) -> Iterator[Index]:
        if name == self._file.name:
            return
        path = posixpath.join(posixpath.dirname(self._file.path), name)
        locator = posixpath.join(posixpath.dirname(self._file.locator), locator_of(name))
        with suppress(CaptureFailed):
            yield index_of(replace(self._file, path=path, locator=locator))


def _originals(index: Index, revisit: Entry) -> Iterator[Entry]:
    """What a revisit may stand for, by any of the ways that it says so."""
    if revisit.refers_to:
        yield from index.of_record(revisit.refers_to)
    if revisit.refers_key:
        yield from index.captures(revisit.refers_key)
    if revisit.digest:
        yield from index.of_digest(revisit.digest)
    if not revisit.digest and not revisit.refers_key:
        yield from index.captures(revisit.key)


def _unlike(entry: Entry, revisit: Entry) -> tuple[bool, bool, bool, int]:
    """How little a record is what a revisit refers to; the least is the best."""
    return (
        not revisit.refers_to or entry.record != revisit.refers_to,
        entry.digest != revisit.digest,
        entry.key != (revisit.refers_key or revisit.key),
        abs(entry.time - (revisit.refers_time or revisit.time)),
    )


def _crawl_files(folder: str) -> tuple[str, ...]:
    try:
        return tuple(sorted(name for name in os.listdir(folder) if names.is_crawl(name)))  # noqa: PTH208 - names alone
    except OSError:
        return ()
