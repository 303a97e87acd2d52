"""WebP by its bytes: header, integrity of its chunks, and removal of metadata (RFC 9649)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from packager.images import exif
from packager.images.facts import Probe, damaged, displayed
from packager.limits import MOST_PICTURE_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

_RENDERING = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})
_ANIMATED, _XMP, _EXIF, _ALPHA = 0x02, 0x04, 0x08, 0x10
_START = 12


class Chunk(NamedTuple):
    """One RIFF chunk: its name and the offsets of its first byte, of its content and after its padding."""

    kind: bytes
    start: int
    body: int
    end: int


def recognised(data: bytes) -> bool:
    """Whether the bytes begin as a WebP does."""
    return data.startswith(b"RIFF") and data[8:12] == b"WEBP"


def chunks(data: bytes) -> Iterator[Chunk]:
    """Every chunk that the RIFF header counts; damaged where one is cut short. A missing last pad byte is forgiven."""
    file_end = 8 + int.from_bytes(data[4:8], "little")
    if file_end > len(data) + 1:
        raise damaged("The WebP is cut short: its header counts more bytes than the file holds")
    position = _START
    for _ in range(MOST_PICTURE_PARTS):
        if position + 8 > min(file_end, len(data)):
            return
        body = position + 8
        length = int.from_bytes(data[position + 4 : body], "little")
        if body + length > len(data):
            raise damaged("The WebP is cut short: it ends inside a chunk")
        end = min(body + length + length % 2, len(data))
        yield Chunk(data[position : position + 4], position, body, end)
        position = end
    raise damaged("The WebP holds more chunks than any real one")


def probe(data: bytes) -> Probe:
    """The facts of a WebP by its first chunk, and the orientation by its EXIF chunk."""
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        raise damaged("The WebP's header is cut short")
    if kind == b"VP8X":
        return _extended(data, body)
    if kind == b"VP8L" and body[0] == 0x2F:
        packed = int.from_bytes(body[1:5], "little")
        size = (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
        return Probe("image/webp", *size, alpha=bool(packed >> 28 & 1))
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        size = int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
        return Probe("image/webp", *size)
    raise damaged("The WebP's header is broken")


def _extended(data: bytes, body: bytes) -> Probe:
    """The facts of an extended WebP (RFC 9649, 2.7)."""
    flags, orientation = body[0], 1
    if flags & _EXIF:
        block = next((data[chunk.body : chunk.end] for chunk in chunks(data) if chunk.kind == b"EXIF"), b"")
        orientation = exif.orientation(block.removeprefix(b"Exif\0\0"))
    width, height = int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    width, height = displayed(width, height, orientation)
    return Probe("image/webp", width, height, orientation, bool(flags & _ANIMATED), alpha=bool(flags & _ALPHA))


def strip(data: bytes) -> bytes:
    """The same WebP without EXIF, XMP, unknown chunks and whatever follows its end; pixels are untouched.

    The very same object if there is nothing to drop.
    """
    held = list(chunks(data))
    end = held[-1].end if held else _START
    if end == len(data) and all(chunk.kind in _RENDERING for chunk in held):
        return data
    body = b"".join(_kept(data, chunk) for chunk in held if chunk.kind in _RENDERING)
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def _kept(data: bytes, chunk: Chunk) -> bytes:
    """The bytes of a chunk, whole with its padding; in the extended header nothing promises metadata any more."""
    content = data[chunk.start : chunk.end]
    if chunk.kind == b"VP8X":
        return content[:8] + bytes([content[8] & ~(_EXIF | _XMP)]) + content[9:]
    return content + b"\0" * (len(content) % 2)


def check(data: bytes) -> None:
    """Whether the chain of chunks is whole; raises PictureUnreadable ("picture-damaged")."""
    if not _RENDERING & {chunk.kind for chunk in chunks(data)}:
        raise damaged("The WebP holds no picture")
