"""Reads the bytes of a ZIP file's entries, in pieces, and checks them."""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed
from packager.limits import GREATEST_RATIO, MEGABYTE, RATIO_FREE
from packager.readers.archives.unfold import Inflate, pieces_of, unfold
from packager.readers.archives.zip_directory import END_MARKED, data_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from packager.readers.archives.zip_directory import Entry

_STORED, _DEFLATE, _BZIP2, _LZMA = 0, 8, 12, 14
_DESCRIPTOR = b"PK\7\x08"


def limit_of(entry: Entry, length: int) -> int:
    """How many bytes an entry may unfold to, in an archive of `length` bytes."""
    return max(RATIO_FREE, GREATEST_RATIO * (entry.packed if entry.is_checked else length))


def entry_pieces(file: BinaryIO, entry: Entry, limit: int) -> Iterator[bytes]:
    """An entry's bytes, unfolded.

    Raises CaptureFailed: too-large (states more than `limit` bytes), encrypted, compression-unknown, damaged-file (also
    after the bytes, where their checksum is not the one stated).
    """
    if entry.length > limit:
        raise CaptureFailed("too-large", f"would unfold to {entry.length:,} bytes, of which {limit:,} are read")
    if entry.is_encrypted:
        raise CaptureFailed("encrypted", "needs a password")
    crc = length = 0
    for piece in _unfolded(file, entry):
        crc, length = zlib.crc32(piece, crc), length + len(piece)
        yield piece
    if not entry.is_checked:
        return
    if length != entry.length:
        raise CaptureFailed("damaged-file", f"holds {length:,} bytes and not the {entry.length:,} that are stated")
    if crc != entry.crc:
        raise CaptureFailed("damaged-file", "its checksum is not that of its bytes")


def _unfolded(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    start = data_start(file, entry)
    packed = entry.packed if entry.is_checked else None
    if packed is None and entry.method == _STORED:
        packed = _distance(file, start)
    file.seek(start)
    raw = pieces_of(file, packed)
    if entry.method == _STORED:
        return raw
    if entry.method == _DEFLATE:
        return unfold(raw, lambda: Inflate(-zlib.MAX_WBITS))
    if entry.method == _BZIP2:
        return unfold(raw, bz2.BZ2Decompressor)
    if entry.method == _LZMA:
        return unfold(_alone(raw, entry), lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=256 * MEGABYTE))
    raise CaptureFailed("compression-unknown", f"is packed by method {entry.method}, which is not read")


def _alone(raw: Iterable[bytes], entry: Entry) -> Iterator[bytes]:
    """LZMA data as a file of their own begins (APPNOTE 5.8.8: version, size of the properties, properties)."""
    pieces = iter(raw)
    head = next(pieces, b"")
    size = b"\xff" * 8 if entry.flags & END_MARKED else entry.length.to_bytes(8, "little")
    yield head[4:9] + size + head[9:]
    yield from pieces


def _distance(file: BinaryIO, start: int) -> int:
    """How long a stored entry is whose length only follows it: up to the descriptor that states that length.

    Raises CaptureFailed (damaged-file) where there is none.
    """
    file.seek(start)
    window, length = b"", 0
    for piece in pieces_of(file):
        window += piece
        at = window.find(_DESCRIPTOR)
        while 0 <= at <= len(window) - 16:
            if int.from_bytes(window[at + 8 : at + 12], "little") == length + at:
                return length + at
            at = window.find(_DESCRIPTOR, at + 1)
        length += max(0, len(window) - 16)
        window = window[-16:]
    raise CaptureFailed("damaged-file", "has lost the line that says where it ends")
