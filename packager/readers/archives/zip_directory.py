"""Reads what a ZIP file says it holds: its central directory, or without one the headers before each entry.

PKWARE's APPNOTE 6.3: 4.3.7 local file header, 4.3.12 central directory, 4.3.14 to 4.3.16 its end, 4.5.3 ZIP64.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed
from packager.limits import MEGABYTE, MOST_ENTRIES
from packager.readers.archives.entry_names import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sBBHHHHHIIIHHHHHII")
_END = struct.Struct("<4sHHHHIIH")
_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQHHIIQQQQ")
LOCAL_SIGNATURE, _CENTRAL_SIGNATURE, _END_SIGNATURE = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_LONGEST_COMMENT = 0xFFFF
_IN_ZIP64 = 0xFFFFFFFF
_ZIP64, _UNICODE_PATH = 0x0001, 0x7075
UTF8, ENCRYPTED, SIZES_FOLLOW, END_MARKED = 1 << 11, 1 << 0, 1 << 3, 1 << 1
_UNIX = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a ZIP file: `offset` is its local header's, `packed` its bytes in the file, -1 where not known.

    `mode` is what Unix says of the file (st_mode), 0 where the archive does not say.
    """

    name: str
    offset: int
    packed: int
    length: int
    crc: int
    method: int
    flags: int
    mode: int = 0

    @property
    def is_folder(self) -> bool:
        """Whether it is only a folder."""
        return self.name.endswith(("/", "\\"))

    @property
    def is_encrypted(self) -> bool:
        """Whether its bytes need a password."""
        return bool(self.flags & ENCRYPTED)

    @property
    def is_checked(self) -> bool:
        """Whether its length and checksum are known beforehand."""
        return self.packed >= 0


class CutShort(CaptureFailed):
    """The file ends before its directory does, so that nothing says what it held."""


def directory(file: BinaryIO) -> Iterator[Entry]:
    """The entries of the central directory; raises CutShort, and CaptureFailed, maybe after some of them."""
    length = file.seek(0, os.SEEK_END)
    start, end, shift, count = _place(file, length)
    while start < end:
        file.seek(start)
        header = file.read(_CENTRAL.size)
        if len(header) < _CENTRAL.size or not header.startswith(_CENTRAL_SIGNATURE):
            raise CaptureFailed("damaged-file", "its directory is broken")
        fields = _CENTRAL.unpack(header)
        _, _, system, _, flags, method, _, _, crc, packed, size, name, extra, comment, _, _, attributes, offset = fields
        written, more = file.read(name), file.read(extra)
        start += _CENTRAL.size + name + extra + comment
        count -= 1
        mode = attributes >> 16 if system == _UNIX else 0
        size, packed, offset = _long(more, size, packed, offset)
        yield Entry(_name(written, flags, more), offset + shift, packed, size, crc, method, flags, mode)
    if count > 0:
        raise CaptureFailed("damaged-file", "its directory ends early")


def local_headers(file: BinaryIO) -> Iterator[Entry]:
    """The entries of a file whose directory is broken, by the headers before them."""
    length, behind = file.seek(0, os.SEEK_END), 0
    for position in islice(_signatures(file), MOST_ENTRIES):
        entry = _local_entry(file, position) if position >= behind else None
        if entry is not None and entry.name:
            end = data_start(file, entry) + entry.packed
            behind = end if end <= length else behind
            yield entry


def data_start(file: BinaryIO, entry: Entry) -> int:
    """Where an entry's bytes begin; raises CaptureFailed (damaged-file) where its header is not there."""
    inside = 0 <= entry.offset < file.seek(0, os.SEEK_END)
    file.seek(entry.offset if inside else 0)
    header = file.read(LOCAL.size)
    if not inside or len(header) < LOCAL.size or not header.startswith(LOCAL_SIGNATURE):
        raise CaptureFailed("damaged-file", "does not stand where the archive's directory says")
    *_, name, extra = LOCAL.unpack(header)
    return int(entry.offset + LOCAL.size + name + extra)


def _place(file: BinaryIO, length: int) -> tuple[int, int, int, int]:
    """Start and end of the central directory, what its offsets have to be shifted by, and the entries it has."""
    tail_start = max(0, length - _LONGEST_COMMENT - _END.size)
    file.seek(tail_start)
    tail = file.read(_LONGEST_COMMENT + _END.size)
    at = tail.rfind(_END_SIGNATURE, 0, len(tail) - _END.size + len(_END_SIGNATURE))
    if at < 0:
        raise CutShort("damaged-file", "is cut short: what it holds, and how much of it, is not known any more")
    _, _, _, _, count, size, offset, _ = _END.unpack_from(tail, at)
    end = tail_start + at
    found = _zip64(file, end)
    if found is not None:
        end, count, size, offset = found
    start = end - size
    if start < 0 or offset > start:
        raise CaptureFailed("damaged-file", "its directory is not where it says")
    return start, end, start - offset, count


def _zip64(file: BinaryIO, end: int) -> tuple[int, int, int, int] | None:
    """End, entries, size and offset of a ZIP64 directory; None where there is none."""
    file.seek(max(0, end - _LOCATOR.size))
    locator = file.read(_LOCATOR.size)
    if len(locator) < _LOCATOR.size or not locator.startswith(b"PK\6\7"):
        return None
    stated = _LOCATOR.unpack(locator)[2]
    for place in (
        end - _LOCATOR.size - _END64.size,
        stated,
    ):  # the first also where something stands before the archive
        if 0 <= place < end:
            file.seek(place)
            record = file.read(_END64.size)
            if len(record) == _END64.size and record.startswith(b"PK\6\6"):
                *_, count, size, offset = _END64.unpack(record)
                return place, count, size, offset
    raise CaptureFailed("damaged-file", "its ZIP64 directory is not where it says")


def _local_entry(file: BinaryIO, position: int) -> Entry | None:
    file.seek(position)
    header = file.read(LOCAL.size)
    if len(header) < LOCAL.size:
        return None
    _, _, flags, method, _, _, crc, packed, size, name, extra = LOCAL.unpack(header)
    written, more = file.read(name), file.read(extra)
    size, packed, _ = _long(more, size, packed, 0)
    entry = Entry(_name(written, flags, more), position, packed, size, crc, method, flags)
    return replace(entry, packed=-1) if flags & SIZES_FOLLOW and not packed else entry


def _signatures(file: BinaryIO) -> Iterator[int]:
    """Where local headers seem to stand; the file may be read elsewhere in between."""
    start, rest = 0, b""
    while True:
        file.seek(start + len(rest))
        piece = file.read(MEGABYTE)
        if not piece:
            return
        window = rest + piece
        at = window.find(LOCAL_SIGNATURE)
        while at >= 0:
            yield start + at
            at = window.find(LOCAL_SIGNATURE, at + 1)
        rest = window[1 - len(LOCAL_SIGNATURE) :]
        start += len(window) - len(rest)


def _long(extra: bytes, *values: int) -> tuple[int, int, int]:
    """Length, packed length and offset, each from the ZIP64 field where it does not fit its own."""
    field = _fields(extra).get(_ZIP64, b"")
    long = []
    for value in values:
        if value == _IN_ZIP64 and len(field) >= 8:
            value, field = int.from_bytes(field[:8], "little"), field[8:]  # noqa: PLW2901 - the same value
        long.append(value)
    return long[0], long[1], long[2]


def _name(written: bytes, flags: int, extra: bytes) -> str:
    """A name in the encoding that its flag or its Unicode path field states (4.6.9)."""
    field = _fields(extra).get(_UNICODE_PATH, b"")
    if flags & UTF8 or len(field) > 5:
        return (field[5:] or written).decode("utf-8", "surrogateescape")
    return decoded(written)


def _fields(extra: bytes) -> dict[int, bytes]:
    fields: dict[int, bytes] = {}
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        fields.setdefault(kind, extra[4 : 4 + length])
        extra = extra[4 + length :]
    return fields
