"""PNG by its bytes: header, integrity, and removal of metadata (PNG, third edition)."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, NamedTuple

from packager.errors import PictureUnreadable
from packager.images import exif, icc
from packager.images.facts import Colour, Probe, damaged, displayed
from packager.limits import LARGEST_PROFILE, MOST_PICTURE_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"\x89PNG\r\n\x1a\n"

_RENDERING = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT".split()
)
"""Chunks that say how the picture looks; every other one is metadata."""

_COLOURS = {0: Colour.GREY, 2: Colour.RGB, 3: Colour.PALETTE, 4: Colour.GREY, 6: Colour.RGB}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_BITS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Passes of an interlaced picture: first column, first row, step across, step down (PNG, 8.2)."""

_FILTERS = 5
_PIECE = 2**16
_BLOCK = 2**20


class Chunk(NamedTuple):
    """One chunk: its type and the offsets of its first byte, of its content, and of the byte after its CRC."""

    kind: bytes
    start: int
    body: int
    end: int


def chunks(data: bytes) -> Iterator[Chunk]:
    """Every chunk up to and with IEND.

    Raises PictureUnreadable ("picture-damaged") where the chain breaks or the file ends before IEND.
    """
    position = len(MAGIC)
    for _ in range(MOST_PICTURE_PARTS):
        body = position + 8
        end = body + int.from_bytes(data[position : position + 4], "big") + 4
        if end > len(data):
            raise damaged("The PNG is cut short: it ends inside a chunk")
        kind = data[position + 4 : body]
        yield Chunk(kind, position, body, end)
        if kind == b"IEND":
            return
        position = end
    raise damaged("The PNG holds more chunks than any real one")


def probe(data: bytes) -> Probe:
    """The facts of a PNG, read up to its pixels."""
    header, orientation, animated, alpha, srgb = _header(data), 1, False, False, True
    for kind, _, body, end in chunks(data):
        if kind == b"IDAT":
            break
        if kind == b"eXIf":
            orientation = exif.orientation(data[body : end - 4])
        animated |= kind == b"acTL"
        alpha |= kind == b"tRNS"
        if kind == b"iCCP":
            srgb = icc.is_srgb(_profile(data[body : end - 4]))
    else:
        raise damaged("The PNG holds no pixels")
    width, height = displayed(header.width, header.height, orientation)
    alpha |= header.colour_type in {4, 6}
    colour = _COLOURS[header.colour_type]
    return Probe("image/png", width, height, orientation, animated, colour, alpha, header.bits, srgb)


def _profile(body: bytes) -> bytes:
    """The colour profile of an iCCP chunk; b"" for one that does not unpack to a bearable size (`check` tells)."""
    try:
        return _unpacked_profile(body)
    except PictureUnreadable:
        return b""


class _Header(NamedTuple):
    """The fields of IHDR that matter (compression and filter method are always 0)."""

    width: int
    height: int
    bits: int
    colour_type: int
    interlaced: bool

    def rows(self) -> Iterator[tuple[int, int]]:
        """For each pass that is not empty: how many rows, and the bytes of a row without its filter byte."""
        passes = _ADAM7 if self.interlaced else ((0, 0, 1, 1),)
        for column, row, across, down in passes:
            width, height = -(-(self.width - column) // across), -(-(self.height - row) // down)
            if width > 0 and height > 0:
                yield height, (width * _CHANNELS[self.colour_type] * self.bits + 7) // 8


def _header(data: bytes) -> _Header:
    """IHDR (PNG, 11.2.1); damaged if it says what the specification does not allow."""
    if data[8:16] != b"\0\0\0\rIHDR" or len(data) < 33:
        raise damaged("The PNG's header is missing or cut short")
    bits, colour_type, compression, filtering, interlaced = data[24:29]
    if bits not in _BITS.get(colour_type, set()) or compression or filtering or interlaced > 1:
        raise damaged("The PNG's header is broken")
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return _Header(width, height, bits, colour_type, bool(interlaced))


def strip(data: bytes) -> bytes:
    """The same PNG without text, EXIF, times, private chunks and whatever follows its end; pixels are untouched.

    Nothing is unpacked, so a text chunk made to fill the memory does no harm. The very same object if there is
    nothing to drop.
    """
    kept, position, end = [], 0, 0
    for kind, start, _, after in chunks(data):
        end = after
        if kind not in _RENDERING:
            kept.append(data[position:start])
            position = end
    if not kept and end == len(data):
        return data
    return b"".join([*kept, data[position:end]])


def check(data: bytes) -> None:
    """Whether all that is needed to show the PNG is whole: CRCs, and the compressed rows to the last.

    Metadata are neither verified nor unpacked; pixels are unpacked piece by piece, so that memory stays at about
    1 MB. Raises PictureUnreadable ("picture-damaged").
    """
    header = _header(data)
    needed = [chunk for chunk in chunks(data) if chunk.kind in _RENDERING]
    for kind, start, _, end in needed:
        if zlib.crc32(memoryview(data)[start + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise damaged(f"The PNG's {kind.decode('ascii')} chunk does not match its checksum")
        if kind == b"iCCP":
            _unpacked_profile(data[start + 8 : end - 4])
    if header.colour_type == 3 and all(chunk.kind != b"PLTE" for chunk in needed):
        raise damaged("The PNG's palette is missing")
    pixels = (data[chunk.body : chunk.end - 4] for chunk in needed if chunk.kind == b"IDAT")
    try:
        _check_rows(header, filter(None, _unpacked(pixels)))
    except zlib.error as error:
        raise damaged(f"The PNG's pixels cannot be unpacked ({error})") from error


def _unpacked_profile(body: bytes) -> bytes:
    """An ICC profile; PictureUnreadable ("picture-damaged") for one that does not unpack to a bearable size."""
    name, _, packed = body.partition(b"\0")
    unpacking = zlib.decompressobj()
    try:
        profile = unpacking.decompress(packed[1:], LARGEST_PROFILE)
    except zlib.error as error:
        raise damaged(f"The PNG's colour profile cannot be unpacked ({error})") from error
    if not unpacking.eof or not name:
        raise damaged("The PNG's colour profile is cut short or too large")
    return profile


def _unpacked(pixels: Iterator[bytes]) -> Iterator[bytes]:
    """The decompressed pixel data in blocks of at most 1 MB."""
    unpacking = zlib.decompressobj()
    for part in pixels:
        for offset in range(0, len(part), _PIECE):
            pending = part[offset : offset + _PIECE]
            while pending and not unpacking.eof:
                yield unpacking.decompress(pending, _BLOCK)
                pending = unpacking.unconsumed_tail


def _check_rows(header: _Header, blocks: Iterator[bytes]) -> None:
    """Whether the unpacked data hold every row of every pass, each with a filter that exists (PNG, 9.2)."""
    held = b""
    for rows, length in header.rows():
        row = length + 1
        left, due = rows * row, 0  # due: how far off the next row's filter byte is
        while left:
            held = held or next(blocks, b"")
            taken = held[:left]
            if not taken:
                raise damaged("The PNG is cut short: rows are missing")
            if max(taken[due::row], default=0) >= _FILTERS:
                raise damaged("The PNG's rows are broken")
            due = (due - len(taken)) % row
            left -= len(taken)
            held = held[len(taken) :]
