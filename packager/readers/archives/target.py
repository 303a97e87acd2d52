"""The folder that an archive is unpacked to: plain files only, none outside, within limits."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from packager.errors import CaptureError, CaptureFailed
from packager.findings import finding
from packager.limits import GREATEST_RATIO, LARGEST_UNPACKED, MOST_ENTRIES, RATIO_FREE
from packager.readers.archives.entry_names import folded, numbered, safe_parts
from packager.readers.files import locator_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from packager.model import Finding
    from packager.readers.contract import SourceFile

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Full(Exception):  # noqa: N818
    """The archive holds more than is unpacked; what was unpacked stays."""


class Target:
    """An empty folder that `file`'s entries are written to, as new files that only their owner may read.

    `limit` is how many bytes the archive may unfold to. `held` maps the name of each entry that was written to its
    path. Names that the file system would take for one are told apart by numbers.
    """

    def __init__(self, file: SourceFile, folder: Path) -> None:
        self.file = file
        self.held: dict[str, Path] = {}
        self.length = _length_of(file)
        self.limit = min(file.room, max(RATIO_FREE, self.length * GREATEST_RATIO))
        self._left = self.limit
        self._entries = 0
        self._folder = folder
        self._folds = _folds_names(folder)
        self._taken: dict[Path, set[str]] = {}
        self._numbers: dict[tuple[Path, str], int] = {}
        self._folders: dict[tuple[Path, str], str] = {}

    def where(self, name: str) -> str:
        """An entry as findings name it."""
        return f"{self.file.where}/{locator_of(name)}"

    def count(self) -> None:
        """Counts an entry of whatever kind; raises Full."""
        self._entries += 1
        if self._entries > MOST_ENTRIES:
            raise Full(f"holds more than {MOST_ENTRIES:,} entries; the others are not read")

    def write(self, name: str, pieces: Iterable[bytes], limit: int = LARGEST_UNPACKED) -> Iterator[Finding]:
        """Writes an entry; one that breaks off is kept as far as it could be read, one beyond `limit` bytes is not.

        Yields what is wrong with the entry. Raises Full, and OSError where the folder cannot be written.
        """
        try:
            parts = safe_parts(name)
        except CaptureFailed as error:
            yield self.told(error, name)
            return
        path = self._free(parts)
        if path.name != parts[-1]:
            yield finding("entry-renamed", self.where(name), f"{path.name}: is what it is called beside another one")
        trouble: CaptureError | None = None
        with os.fdopen(os.open(path, _FLAGS, 0o600), "wb") as file:
            try:
                self._copy(pieces, file, limit)
            except CaptureError as error:
                trouble = error
            empty = not file.tell()
        if trouble is not None:
            yield self.told(trouble, name)
        if trouble is not None and (empty or trouble.code == "too-large"):
            path.unlink()
        else:
            self.held[name] = path
        if self._left < 0:
            raise Full(f"unfolds to more than {self.limit:,} bytes; the rest is not read")

    def told(self, error: CaptureError, name: str) -> Finding:
        """What is wrong with an entry, as a finding."""
        return finding(error.code, self.where(name), f"{locator_of(name)}: {error.message}")

    def _copy(self, pieces: Iterable[bytes], file: BinaryIO, limit: int) -> None:
        length = 0
        for piece in pieces:
            length += len(piece)
            self._left -= len(piece)
            if length > limit or self._left < 0:
                raise CaptureFailed(
                    "too-large", f"unfolds to more than {length - len(piece):,} bytes, which is all that is read of it"
                )
            file.write(piece)

    def _free(self, parts: list[str]) -> Path:
        """Where an entry can be written; the folders on the way are made."""
        folder = self._folder
        for part in parts[:-1]:
            folder = folder / self._named(folder, part, is_folder=True)
        return folder / self._named(folder, parts[-1], is_folder=False)

    def _named(self, folder: Path, name: str, *, is_folder: bool) -> str:
        """A name that no other has: its own, or with the first number that is free. A folder is made once."""
        if is_folder and (folder, name) in self._folders:
            return self._folders[folder, name]
        taken, number = self._taken.setdefault(folder, set()), self._numbers.get((folder, name), 1)
        free = name if number == 1 else numbered(name, number)
        while self._key(free) in taken:
            number += 1
            free = numbered(name, number)
        taken.add(self._key(free))
        self._numbers[folder, name] = number
        if is_folder:
            (folder / free).mkdir(mode=0o700)
            self._folders[folder, name] = free
        return free

    def _key(self, name: str) -> str:
        """What is the same of names that the file system takes for one."""
        return folded(name) if self._folds else name


def unpacked(target: Target, steps: Iterator[Finding]) -> Iterator[Finding]:
    """What unpacking tells; where it leaves no file, the first of that is raised as CaptureFailed."""
    held: list[Finding] = []
    try:
        for told in steps:
            held.append(told)
            if target.held:
                yield from held
                held.clear()
    except (CaptureError, Full) as error:
        code, message = (error.code, error.message) if isinstance(error, CaptureError) else ("too-large", str(error))
        held.append(finding(code, target.file.where, f"{target.file.locator}: {message}"))
    if target.held:
        yield from held
        return
    if not held:
        raise CaptureFailed("empty-file", f"{target.file.locator}: holds no files")
    yield from held[1:]
    raise CaptureFailed(held[0].code, held[0].message)


def _length_of(file: SourceFile) -> int:
    with file.open() as opened:
        return opened.seek(0, os.SEEK_END)


def _folds_names(folder: Path) -> bool:
    """Whether the file system takes names of other cases for one."""
    probe = folder / "Case"
    probe.mkdir(mode=0o700)
    try:
        return (folder / "cASE").exists()
    finally:
        probe.rmdir()
