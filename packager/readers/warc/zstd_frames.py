"""Unfolds the Zstandard frames of a WARC file (RFC 8878; iipc's "Zstandard compression for WARC files").

Frames are walked block by block, so that where each begins and ends is known and no step unfolds more than 128 kB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

import zstandard

from packager.limits import MEGABYTE
from packager.readers.warc.packed import BEGINNING, Packed, Piece, unfolds_too_much

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

MAGIC = b"\x28\xb5\x2f\xfd"
DICTIONARY = b"\x5d\x2a\x4d\x18"
_LARGEST_DICTIONARY = 16 * MEGABYTE
_LARGEST_WINDOW = 128 * MEGABYTE
_BLOCK_HEADER = 3
_RLE = 1
_RESERVED = 3
_LARGEST_BLOCK = 128 * 1024
_FIELD_BYTES = (0, 2, 4, 8)
_DICTIONARY_BYTES = (0, 1, 2, 4)


def begins(head: bytes) -> bool:
    """Whether these are the first bytes of a Zstandard file, or of the dictionary before one."""
    return head.startswith((MAGIC, DICTIONARY))


def pieces(file: BinaryIO, start: int) -> Iterator[Piece]:
    """The pieces of all frames from the one at `start` on, as `gzip_members.pieces` yields them.

    Raises CaptureFailed: unreadable-file.
    """
    dictionary = _dictionary(Packed(file, 0))
    packed = Packed(file, start)
    while packed.holds(1):
        member = packed.offset
        packed.holds(8)
        if _is_skippable(packed.rest):
            _skip(packed)
            continue
        sound = yield from _frame(packed, member, dictionary)
        if not sound and not packed.seek_next(member + 1, MAGIC, lambda _: True):
            return


def _is_skippable(head: bytes) -> bool:
    return len(head) >= 8 and head[1:4] == DICTIONARY[1:] and 0x50 <= head[0] <= 0x5F


def _skip(packed: Packed) -> None:
    packed.seek(packed.offset + 8 + int.from_bytes(packed.rest[4:8], "little"))


def _dictionary(packed: Packed) -> zstandard.ZstdCompressionDict | None:
    """The dictionary that a file begins with, itself packed or not."""
    head = packed.take(8)
    length = int.from_bytes(head[4:], "little")
    if not head.startswith(DICTIONARY) or length > _LARGEST_DICTIONARY:
        return None
    content = packed.take(length)
    if content.startswith(MAGIC):
        try:
            content = zstandard.ZstdDecompressor().decompress(content, max_output_size=_LARGEST_DICTIONARY)
        except (zstandard.ZstdError, MemoryError):
            return None
    return zstandard.ZstdCompressionDict(content)


def _frame(
    packed: Packed, member: int, dictionary: zstandard.ZstdCompressionDict | None
) -> Generator[Piece, None, bool]:
    """Unfolds one frame; returns whether it is sound."""
    decoder = zstandard.ZstdDecompressor(dictionary, max_window_size=_LARGEST_WINDOW).decompressobj()
    first, length, held, trouble = True, 0, b"", ""
    steps = _steps(packed)
    while not trouble:
        step = next(steps, None)
        if step is None:
            break
        try:
            held += decoder.decompress(step)
        except zstandard.ZstdError as error:
            trouble = f"the Zstandard data are broken ({error})"
            break
        if len(held) < BEGINNING:
            continue
        length += len(held)
        if unfolds_too_much(length, packed.offset - member):
            trouble = "the Zstandard data unfold to far more than a record holds"
            break
        yield Piece(member, first, held)
        first, held = False, b""
    if not trouble and not decoder.eof:
        trouble = "the Zstandard data end early"
    if first or held or trouble:
        yield Piece(member, first, held, trouble)
    return not trouble


def _steps(packed: Packed) -> Iterator[bytes]:
    """A frame's bytes in order: its header, each block, its checksum; fewer where its structure is broken."""
    packed.holds(18)
    if not packed.rest.startswith(MAGIC) or len(packed.rest) < 6:
        return
    descriptor = packed.rest[4]
    single, checksum = descriptor >> 5 & 1, descriptor >> 2 & 1
    content_size = _FIELD_BYTES[descriptor >> 6] or single
    yield packed.take(5 + (not single) + _DICTIONARY_BYTES[descriptor & 3] + content_size)
    last = False
    while not last:
        header = packed.take(_BLOCK_HEADER)
        block = int.from_bytes(header, "little")
        last, kind, size = bool(block & 1), block >> 1 & 3, block >> 3
        if len(header) < _BLOCK_HEADER or kind == _RESERVED or (size > _LARGEST_BLOCK and kind != _RLE):
            return
        yield header + packed.take(1 if kind == _RLE else size)
    if checksum:
        yield packed.take(4)
