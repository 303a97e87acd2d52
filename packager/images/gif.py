"""GIF by its bytes: header, integrity of its blocks, and removal of comments (GIF89a specification)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from packager.errors import PictureUnreadable
from packager.images.facts import Colour, Probe, damaged
from packager.limits import MOST_PICTURE_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = (b"GIF87a", b"GIF89a")

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _COMMENT, _APPLICATION = 0xF9, 0xFE, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_HEADER = 13


class Block(NamedTuple):
    """One block: what introduces it (for an extension its label) and the offsets of its first and last byte."""

    kind: int
    start: int
    end: int


def blocks(data: bytes) -> Iterator[Block]:
    """Every block after the global palette, up to the trailer or a clean end of the file.

    Raises PictureUnreadable ("picture-damaged") where the chain breaks.
    """
    position = _HEADER + _palette(data[10])
    for _ in range(MOST_PICTURE_PARTS):
        introducer = data[position] if position < len(data) else _TRAILER
        if introducer == _TRAILER:
            yield Block(_TRAILER, position, min(position + 1, len(data)))
            return
        if introducer not in {_EXTENSION, _IMAGE} or position + 10 > len(data):
            raise damaged("The GIF is cut short or broken between two blocks")
        if introducer == _EXTENSION:
            kind, first = data[position + 1], position + 2
        else:
            kind, first = _IMAGE, position + 11 + _palette(data[position + 9])
        end = _after_sub_blocks(data, first)
        yield Block(kind, position, end)
        position = end
    raise damaged("The GIF holds more blocks than any real one")


def _palette(flags: int) -> int:
    """Bytes of the palette that follows, by the flags of a screen or image descriptor."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_sub_blocks(data: bytes, position: int) -> int:
    """The offset after the empty sub-block that ends a chain of them."""
    try:
        while data[position]:
            position += data[position] + 1
    except IndexError:
        raise damaged("The GIF is cut short: it ends inside a block") from None
    return position + 1


def probe(data: bytes) -> Probe:
    """The facts of a GIF, read up to its second image; what is broken before that is for `check` to tell."""
    if len(data) < _HEADER:
        raise damaged("The GIF's header is cut short")
    width, height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    images, alpha = 0, False
    with suppress(PictureUnreadable):
        for block in blocks(data):
            if block.kind == _CONTROL and not images:
                alpha = bool(data[block.start + 3] & 1)
            images += block.kind == _IMAGE
            if images == 2:
                break
    return Probe("image/gif", width, height, animated=images == 2, colour=Colour.PALETTE, alpha=alpha)


def strip(data: bytes) -> bytes:
    """The same GIF without comments, XMP and whatever follows its end; frames are untouched.

    The very same object if there is nothing to drop.
    """
    kept, position, end = [], 0, 0
    for block in blocks(data):
        end = block.end
        if not _needed(data, block):
            kept.append(data[position : block.start])
            position = end
    if not kept and end == len(data):
        return data
    return b"".join([*kept, data[position:end]])


def _needed(data: bytes, block: Block) -> bool:
    """Whether a block is part of what is shown: no comment, and of the application's blocks only the looping one."""
    if block.kind == _APPLICATION:
        return data[block.start + 3 : block.start + 14] in _LOOPS
    return block.kind != _COMMENT


def check(data: bytes) -> None:
    """Whether the chain of blocks is whole and holds an image; raises PictureUnreadable ("picture-damaged")."""
    if _IMAGE not in {block.kind for block in blocks(data)}:
        raise damaged("The GIF holds no image")
