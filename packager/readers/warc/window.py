"""A window on the unfolded bytes of a WARC file, which knows where each byte stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from packager.readers.warc.unfold import is_packed, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.readers.warc.packed import Piece

# A record begins with its version; where that line is damaged the next one tells it all the same.
_BEGINS = re.compile(rb"WARC/\d|[^\r\n]{1,20}\r?\nWARC-[A-Z]")
SURELY_BEGINS = re.compile(rb"WARC/\d\.\d{1,2}\r?\n(?:WARC-[A-Z]|Content-[LT])")
_VERSION = b"WARC/"
_LONGEST_BEGINNING = 32
_PADDING = b"\r\n\0"
_RECORD_ENDS = (b"\r\n\r\n", b"\n\n", b"\r\n", b"\n")


class Position(NamedTuple):
    """Where a record begins: the offset in the file, of it or of its member, and so many unfolded bytes into that."""

    offset: int
    skip: int = 0

    @classmethod
    def parse(cls, text: str) -> Position:
        """A position from its text."""
        offset, _, skip = text.partition("+")
        return cls(int(offset), int(skip or 0))

    def __str__(self) -> str:
        """The offset, and "+" and the bytes into the member if they are any."""
        return f"{self.offset}+{self.skip}" if self.skip else str(self.offset)


class Window:
    """The bytes from a position on: `data[at:]` were unfolded and are still to be read.

    `trouble` says why the member ends with `data` too early. Members follow each other without a seam, unless the next
    one begins a record.
    """

    def __init__(self, file: BinaryIO, start: Position) -> None:
        self.data, self.at = b"", 0
        self.trouble = self._untold = ""
        self._packed = is_packed(file)
        self._members = [(start.offset, -start.skip)]  # each with where it begins in `data`
        self._pieces = pieces(file, *start)
        self._next: Piece | None = None

    @property
    def position(self) -> Position:
        """Where the next byte stands."""
        member, begin = next(start for start in reversed(self._members) if start[1] <= self.at)
        return Position(member, self.at - begin) if self._packed else Position(member + self.at - begin)

    def advance(self) -> bool:
        """Puts the next piece behind what is left.

        False where a record cannot go on: at the end of the file, after trouble, before a member that begins a record
        or is damaged.
        """
        if self.trouble:
            return False
        piece = self._peek()
        if piece is None or (piece.first and (piece.trouble or piece.data.startswith(_VERSION))):
            return False
        self._take(piece)
        return True

    def enter(self) -> bool:
        """Drops what is left of a member and goes to the next; False if there is none."""
        self._members = [(member, begin - len(self.data)) for member, begin in self._members]
        self.data, self.at, self.trouble = b"", 0, ""
        self._untold = ""
        piece = self._peek()
        if piece is None:
            return False
        self._take(piece)
        return True

    def holds(self, length: int) -> bool:
        """Whether so many bytes are left, after reading on if need be."""
        while len(self.data) - self.at < length:
            if not self.advance():
                return False
        return True

    def skip_padding(self) -> bool:
        """Passes over what may stand between records; False if the member or the file ends there."""
        while True:
            data = self.data[self.at : self.at + _LONGEST_BEGINNING]
            self.at += len(data) - len(data.lstrip(_PADDING))
            if self.at < len(self.data):
                return True
            if not self.advance():
                return False

    def begins_record(self) -> bool:
        """Whether a record begins here."""
        self.holds(_LONGEST_BEGINNING)
        return _BEGINS.match(self.data, self.at) is not None

    def until_next_record(self) -> Iterator[bytes]:
        """The bytes up to where another record surely begins, without the line ends before it."""
        while True:
            found = SURELY_BEGINS.search(self.data, self.at)
            if found:
                yield _without_end(self.data[self.at : found.start()])
                self.at = found.start()
                return
            end = max(self.at, len(self.data) - _LONGEST_BEGINNING)
            if end > self.at:
                yield self.data[self.at : end]
                self.at = end
            if not self.advance():
                yield _without_end(self.data[self.at :])
                self.at = len(self.data)
                return

    def seek_record(self) -> bool:
        """Passes over bytes up to where a record surely begins; False if none does before the member ends."""
        while True:
            found = SURELY_BEGINS.search(self.data, self.at)
            if found:
                self.at = found.start()
                return True
            self.at = max(self.at, len(self.data) - _LONGEST_BEGINNING)
            if not self.advance():
                self.at = len(self.data)
                return False

    def tell(self) -> str:
        """The trouble that the member ends with, once; "" where there is none, or it was told before."""
        trouble, self._untold = self._untold, ""
        return trouble

    def _peek(self) -> Piece | None:
        if self._next is None:
            self._next = next(self._pieces, None)
        return self._next

    def _take(self, piece: Piece) -> None:
        self._next = None
        left = self.data[self.at :]
        if not left and piece.first:
            self._members = [(piece.member, 0)]
        else:
            self._members = [(member, begin - self.at) for member, begin in self._members]
            if piece.first:
                self._members.append((piece.member, len(left)))
            while len(self._members) > 1 and self._members[1][1] <= 0:
                del self._members[0]
        self.data, self.at, self.trouble = left + piece.data if left else piece.data, 0, piece.trouble
        self._untold = piece.trouble


def _without_end(block: bytes) -> bytes:
    """The end of a block without the line ends that close a record."""
    ending = next(filter(block.endswith, _RECORD_ENDS), b"")
    return block[: len(block) - len(ending)]
