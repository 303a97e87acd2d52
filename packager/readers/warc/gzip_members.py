"""Unfolds the gzip members of a WARC file (RFC 1952; WARC 1.1, Annex D).

What is damaged costs the member that it stands in: what can be read of it comes out, then the next member that begins
a record is looked for.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, BinaryIO

from packager.readers.warc.inflate import GZIP_WINDOW, Broken, inflater, salvaged
from packager.readers.warc.packed import BEGINNING, PIECE, Packed, Piece, unfolds_too_much

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

MAGIC = b"\x1f\x8b\x08"


def pieces(file: BinaryIO, start: int) -> Iterator[Piece]:
    """The pieces of all members from the one at `start` on, at most 1 MB each.

    The first piece of a member has 16 bytes at least, if the member has. Raises CaptureFailed: unreadable-file.
    """
    packed = Packed(file, start)
    while packed.skip_padding():
        member = packed.offset
        packed.holds(len(MAGIC))
        if packed.rest.startswith(MAGIC):
            sound = yield from _member(packed, member)
        else:
            sound = False
            yield Piece(member, first=True, data=b"", trouble="the bytes there are no gzip member")
        if not sound and not packed.seek_next(member + 1, MAGIC, begins_record):
            return


def begins_record(packed: bytes) -> bool:
    """Whether the beginning of a gzip member unfolds to that of a record."""
    try:
        return zlib.decompressobj(GZIP_WINDOW).decompress(packed, BEGINNING).startswith(b"WARC/")
    except zlib.error:
        return False


def _member(packed: Packed, member: int) -> Generator[Piece, None, bool]:
    """Unfolds one member; returns whether it is sound."""
    decoder = inflater(GZIP_WINDOW)
    first, length, held = True, 0, b""
    while True:
        try:
            unfolded = decoder.decompress(packed.rest, PIECE)
        except Broken as error:
            rest = _before_break(packed, member, length - len(held))
            yield Piece(member, first, rest, f"the gzip data are broken ({error})")
            return False
        length += len(unfolded)
        if held:
            unfolded, held = held + unfolded, b""
        if decoder.eof:
            packed.rest = decoder.unused_data
            yield Piece(member, first, unfolded)
            return True
        packed.rest = decoder.unconsumed_tail
        if not packed.rest and not packed.more():
            yield Piece(member, first, unfolded, "the gzip data end early")
            return False
        if unfolds_too_much(length, packed.offset - member):
            yield Piece(member, first, unfolded, "the gzip data unfold to far more than a record holds")
            return False
        if first and len(unfolded) < BEGINNING:
            held = unfolded
            continue
        yield Piece(member, first, unfolded)
        first = False


def _before_break(packed: Packed, member: int, known: int) -> bytes:
    """What a broken member unfolds to behind the bytes that are known, read once more in small steps."""
    packed.seek(member)
    decoder = zlib.decompressobj(GZIP_WINDOW)
    length = 0
    while packed.rest or packed.more():
        before = decoder.copy()
        try:
            length += len(decoder.decompress(packed.rest, PIECE))
        except zlib.error:
            unfolded = salvaged(before, packed.rest)
            return unfolded[max(0, known - length) :]
        packed.rest = decoder.unconsumed_tail
    return b""
