"""The packed bytes of a WARC file, read in blocks, and the pieces that they unfold to."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from packager.errors import CaptureFailed
from packager.limits import GREATEST_RATIO, MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE = MEGABYTE
BEGINNING = 16
_BLOCK = 64 * 1024
_RATIO_FREE = 64 * MEGABYTE
_PADDING = b"\0\t\r\n "


class Piece(NamedTuple):
    """Bytes that were unfolded.

    `member` is where their member begins in the file, `first` whether they are its first; `trouble` says why the
    member ends with them too early, "" if it does not.
    """

    member: int
    first: bool
    data: bytes
    trouble: str = ""


class Packed:
    """A file's bytes from `offset` on; `rest` are those that were read and not used yet."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        self._file = file
        self.seek(offset)

    def seek(self, offset: int) -> None:
        """Goes on at another place."""
        self._file.seek(offset)
        self.rest, self._end = b"", offset

    @property
    def offset(self) -> int:
        """Where `rest` begins in the file."""
        return self._end - len(self.rest)

    def more(self, length: int = _BLOCK) -> bool:
        """Reads on; False at the end of the file. Raises CaptureFailed: unreadable-file."""
        data = read(self._file, length)
        self.rest = self.rest + data if self.rest else data
        self._end += len(data)
        return bool(data)

    def holds(self, length: int) -> bool:
        """Whether `rest` has so many bytes, after reading on if need be."""
        while len(self.rest) < length:
            if not self.more():
                return False
        return True

    def take(self, length: int) -> bytes:
        """The next bytes, fewer at the end of the file."""
        self.holds(length)
        taken, self.rest = self.rest[:length], self.rest[length:]
        return taken

    def skip_padding(self) -> bool:
        """Passes over white space and NULs; False at the end of the file."""
        while True:
            self.rest = self.rest.lstrip(_PADDING)
            if self.rest or not self.more():
                return bool(self.rest)

    def seek_next(self, after: int, magic: bytes, is_start: Callable[[bytes], bool]) -> bool:
        """Goes to the next place that has the magic bytes and `is_start` of what follows; False if there is none."""
        self.seek(after)
        while self.holds(len(magic)):
            place = self.rest.find(magic)
            if place < 0:
                self.rest = self.rest[1 - len(magic) :]
                if not self.more():
                    break
                continue
            self.rest = self.rest[place:]
            self.holds(_TRIAL)
            if is_start(self.rest[:_TRIAL]):
                return True
            self.rest = self.rest[1:]
        return False


_TRIAL = 512
"""Packed bytes that are enough to see what a member begins with."""


def unfolds_too_much(length: int, packed: int) -> bool:
    """Whether so many unfolded bytes are more than so few packed ones can honestly hold."""
    return length > max(_RATIO_FREE, packed * GREATEST_RATIO)


def read(file: BinaryIO, length: int) -> bytes:
    """The next bytes of a file; raises CaptureFailed: unreadable-file."""
    try:
        return file.read(length)
    except OSError as error:
        raise CaptureFailed("unreadable-file", f"cannot be read ({error.strerror})") from error
