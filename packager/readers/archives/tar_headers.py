"""Reads TAR headers: ustar, GNU and pax (POSIX.1-2017, pax: "ustar Interchange Format", "pax Extended Header")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from packager.errors import CaptureFailed

BLOCK = 512
ZEROS = b"\0" * BLOCK
REGULAR, FOLDERS, LINK, GNU_NAME, GNU_LINK, PAX, PAX_GLOBAL = b"0\07", b"5D", b"1", b"L", b"K", b"xX", b"g"
WITHOUT_FILE = b"V"
KINDS = {
    b"2": "a symbolic link",
    b"3": "a device",
    b"4": "a device",
    b"6": "a pipe",
    b"M": "a part of a file",
    b"S": "a file with holes",
}
_PAX_LENGTH = re.compile(rb"(\d{1,12}) ")
_SUM = slice(148, 156)


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before an entry's bytes: its name, its kind (one byte), how long it is, and what a link leads to."""

    name: str
    kind: bytes
    length: int
    link: str


def is_header(block: bytes) -> bool:
    """Whether a block is a TAR header, by the checksum that it states of itself."""
    if len(block) < BLOCK or block[:BLOCK] == ZEROS:
        return False
    stated = _number(block[_SUM])
    return stated == sum(block[:148]) + 8 * 0x20 + sum(block[156:BLOCK])


def header(block: bytes) -> Header:
    """What a header says; raises CaptureFailed (damaged-file) for a length that is none."""
    name = _text(block[0:100])
    if block[257:263] == b"ustar\0" and (prefix := _text(block[345:500])):
        name = f"{prefix}/{name}"
    length = _number(block[124:136])
    if length < 0:
        raise CaptureFailed("damaged-file", "states a length below nothing")
    kind = block[156:157]
    return Header(name, b"5" if kind in REGULAR and name.endswith("/") else kind, length, _text(block[157:257]))


def named(content: bytes) -> str:
    """A long name as GNU tar writes it."""
    return _text(content)


def pax_records(content: bytes) -> dict[str, str]:
    """The records of a pax header; raises CaptureFailed (damaged-file) where they are broken."""
    records: dict[str, str] = {}
    position = 0
    while position < len(content) and content[position]:
        stated = _PAX_LENGTH.match(content, position)
        end = position + int(stated[1]) if stated else 0
        key, equals, value = content[stated.end() if stated else 0 : max(end - 1, 0)].partition(b"=")
        if not equals or end > len(content):
            raise CaptureFailed("damaged-file", "has a pax header that is broken")
        records[key.decode("utf-8", "replace")] = value.decode("utf-8", "surrogateescape")
        position = end
    return records


def _text(field: bytes) -> str:
    return field.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def _number(field: bytes) -> int:
    """A number in octal digits, or as GNU tar writes large ones; -1 for what is none."""
    if field[:1] in (b"\x80", b"\xff"):
        return int.from_bytes(field[1:], "big") if field[0] == 0x80 else -1
    digits = field.partition(b"\0")[0].strip()
    try:
        return int(digits or b"0", 8)
    except ValueError:
        return -1
