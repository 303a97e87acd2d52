"""Unpacks ZIP files."""

from __future__ import annotations

import stat
from itertools import islice
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed
from packager.findings import finding
from packager.limits import MOST_ENTRIES
from packager.readers.archives.target import Target, unpacked
from packager.readers.archives.zip_directory import LOCAL, CutShort, directory, local_headers
from packager.readers.archives.zip_entries import entry_pieces, limit_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from packager.model import Finding
    from packager.readers.archives.zip_directory import Entry
    from packager.readers.contract import SourceFile

_PLAIN = {0, stat.S_IFREG, stat.S_IFDIR}


def unpack_zip(file: SourceFile, to: Path) -> Iterator[Finding]:
    """Writes the files of a ZIP file below `to`; raises CaptureFailed where there is none that can be written.

    A file that ends before its directory does is refused as a whole: nothing says what is missing of it.
    """
    yield from unpack_entries(Target(file, to))


def unpack_entries(target: Target) -> Iterator[Finding]:
    """Writes the files of the target's ZIP file; raises as `unpack_zip` does."""
    with target.file.open() as opened:
        yield from unpacked(target, _steps(opened, target))


def entries_of(file: BinaryIO) -> tuple[list[Entry], CaptureFailed | None]:
    """The entries of a ZIP file in the order of their bytes, at most MOST_ENTRIES + 1, and what is wrong with it.

    Those that a broken directory does not name are found by their own headers. Raises CutShort.
    """
    entries: dict[int, list[Entry]] = {}
    trouble = None
    try:
        for entry in islice(directory(file), MOST_ENTRIES + 1):
            entries.setdefault(entry.offset, []).append(entry)
    except CutShort:
        raise
    except CaptureFailed as error:
        trouble = error
        for entry in islice(local_headers(file), MOST_ENTRIES + 1):
            entries.setdefault(entry.offset, [entry])
    return [entry for offset in sorted(entries) for entry in entries[offset]], trouble


def apart(entries: Iterable[Entry]) -> tuple[list[Entry], int]:
    """The entries that have bytes of their own, and how many share those of another one, as bombs do."""
    own: list[Entry] = []
    end = sharing = 0
    for entry in entries:
        if entry.offset < end:
            sharing += 1
        else:
            own.append(entry)
            end = entry.offset + LOCAL.size + max(entry.packed, 0)
    return own, sharing


def _steps(file: BinaryIO, target: Target) -> Iterator[Finding]:
    entries, trouble = entries_of(file)
    if trouble is not None:
        yield finding(trouble.code, target.file.where, f"{target.file.locator}: {trouble.message}")
    own, sharing = apart(entries)
    for entry in own:
        target.count()
        if stat.S_IFMT(entry.mode) not in _PLAIN:
            yield target.told(CaptureFailed("not-a-file", "is a link or a device, which are not unpacked"), entry.name)
        elif not entry.is_folder:
            limit = min(target.limit, limit_of(entry, target.length))
            yield from target.write(entry.name, entry_pieces(file, entry, limit), limit)
    if sharing:
        message = f"{target.file.locator}: {sharing} entries share the bytes of others; they are not read"
        yield finding("too-large", target.file.where, message)
