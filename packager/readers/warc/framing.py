"""Frames the records of a WARC file (WARC 1.1, sections 4 and 5), and goes on after damage.

A record is as long as its Content-Length says if another record, a member or the file ends there; else it goes on to
where the next record begins. What lies between records and belongs to none is told as damage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from packager.readers.warc.fields import Fields
from packager.readers.warc.window import SURELY_BEGINS, Position, Window

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

START = Position(0)

_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_CONTENT_LENGTH = re.compile(rb"\n[Cc]ontent-[Ll]ength[ \t]*:[ \t]*(\d{1,15})[ \t]*(?![^\r\n])")
_END_OF_RECORD = b"\r\n\r\n"
_LONGEST_HEADER = 256 * 1024
_MOST_MISREAD = 8


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that belong to no record: where they begin, and what is wrong."""

    position: Position
    message: str


class Record:
    """A record: its header, and its block, which is read in pieces, once.

    After `close`, `length` is how many bytes the block has, `trouble` says what is wrong with the record, and
    `misread` that its stated length misled: then the same record follows once more, as it is.
    """

    def __init__(self, window: Window, length: int | None = None, *, trusting: bool = True) -> None:
        self.position = window.position
        self.length = 0
        self.trouble = ""
        self.misread = False
        self._window = window
        self._known = length is not None
        self._open = True
        self.header = self._read_header()
        stated = _CONTENT_LENGTH.search(self.header)
        self.stated = int(stated[1]) if stated else None
        self._expected = length if self._known else self.stated if trusting else None
        self.block = self._pieces()

    @cached_property
    def fields(self) -> Fields:
        """The named fields of the header."""
        return Fields(self.header.partition(b"\n")[2])

    def close(self) -> None:
        """Reads on to the record's end, and settles where that is."""
        if not self._open:
            return
        self._open = False
        for _ in self.block:
            pass
        if not self._known and not self.trouble:
            self._settle()

    def _read_header(self) -> bytes:
        window = self._window
        while not (end := _END_OF_HEADER.search(window.data, window.at)):
            if len(window.data) - window.at > _LONGEST_HEADER or not window.advance():
                self.trouble = window.tell() or "its header does not end"
                header = window.data[window.at : window.at + _LONGEST_HEADER]
                window.at += len(header)
                return header
        begin, limit = window.at, end.start()
        if another := SURELY_BEGINS.search(window.data, begin + 1, limit + 1):
            self.trouble = "its header does not end"
            window.at = limit = another.start()
        else:
            window.at = end.end()
        return window.data[begin:limit]

    def _pieces(self) -> Iterator[bytes]:
        if self.trouble:
            return
        window, left = self._window, self._expected
        if left is None:
            for piece in window.until_next_record():
                self.length += len(piece)
                yield piece
            return
        while left and (window.at < len(window.data) or window.advance()):
            piece = window.data[window.at : window.at + left]
            window.at += len(piece)
            self.length += len(piece)
            left -= len(piece)
            yield piece

    def _settle(self) -> None:
        window = self._window
        if self._expected is None:
            self.trouble = window.tell() or self._wrong_length()
        elif self.length < self._expected:
            self.trouble = window.tell()
            self.misread = not self.trouble
        else:
            self.misread = not self._ends_here()
            if not self.misread and not window.skip_padding():
                self.trouble = window.tell()
        if not self.trouble and not self.misread and not self.header.startswith(b"WARC/"):
            self.trouble = "its first line is damaged"

    def _ends_here(self) -> bool:
        window = self._window
        window.holds(len(_END_OF_RECORD))
        if window.data.startswith(_END_OF_RECORD, window.at):
            return True
        return not window.skip_padding() or window.begins_record()

    def _wrong_length(self) -> str:
        if self.stated is None:
            return "it states no length"
        if self.stated == self.length:
            return ""
        return f"it states a length of {self.stated:,} bytes, and has {self.length:,}"


def records(file: BinaryIO, start: Position = START) -> Iterator[Record | Damage]:
    """The records of a file from a position on, and what is damaged between them.

    A record that was not read to its end is, before the next one comes. Raises CaptureFailed: unreadable-file.
    """
    window, misread = Window(file, start), 0
    while (yield from _to_record(window)):
        record = Record(window, trusting=misread < _MOST_MISREAD)
        yield record
        record.close()
        if record.misread:
            misread += 1
            window = _entered(file, record.position)
            record = Record(window, trusting=False)
            yield record
            record.close()


def record_at(file: BinaryIO, position: Position, length: int) -> Record:
    """The record at a position whose block is known to have so many bytes."""
    return Record(_entered(file, position), length)


def _entered(file: BinaryIO, position: Position) -> Window:
    window = Window(file, position)
    window.enter()
    return window


def _to_record(window: Window) -> Generator[Damage, None, bool]:
    """Goes to where the next record begins, and tells what it passes over; returns whether there is one."""
    while True:
        if not window.skip_padding():
            position = window.position
            if trouble := window.tell():
                yield Damage(position, trouble)
            if not window.enter():
                return False
        elif window.begins_record():
            return True
        else:
            position = window.position
            found = window.seek_record()
            yield Damage(position, window.tell() or "the bytes there belong to no record")
            if found:
                return True
