"""JPEG by its bytes: header, and removal of metadata (ITU-T T.81, JFIF 1.02)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from packager.images import exif, icc
from packager.images.facts import Colour, Probe, damaged, displayed, unknown
from packager.limits import MOST_PICTURE_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"\xff\xd8\xff"

_EOI, _SOS, _DHT, _COM = 0xD9, 0xDA, 0xC4, 0xFE
_APP0, _APP1, _APP2, _APP14, _APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
_BASELINE, _EXTENDED, _PROGRESSIVE = 0xC0, 0xC1, 0xC2
_FRAMES = frozenset(range(0xC0, 0xD0)) - {_DHT, 0xC8, 0xCC}
_COLOURS = {1: Colour.GREY, 3: Colour.RGB, 4: Colour.CMYK}
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""Begins with one literal byte, so that the search runs at memchr's speed: 0.1 ms instead of 2 for 310 kB."""
_PROFILE = b"ICC_PROFILE\0"
_PROFILE_PART = 14
"""Bytes before a part of a colour profile: its name, which part it is, and of how many (ICC.1, B.4)."""
_JFIF_BARE = 14
"""Bytes of a JFIF header without its thumbnail."""


class Segment(NamedTuple):
    """One marker segment: the offsets of its first byte, of its content and of the byte after it."""

    marker: int
    start: int
    body: int
    end: int


def segments(data: bytes) -> Iterator[Segment]:
    """Every segment after SOI up to and with EOI; entropy-coded data lie between an SOS and the next one.

    Bytes that belong to no segment are passed over, as decoders do.

    Raises PictureUnreadable ("picture-damaged") where the file ends within a segment or before EOI.
    """
    position = 2
    for _ in range(MOST_PICTURE_PARTS):
        found = _MARKER.search(data, position)
        if found is None:
            raise damaged("The JPEG is cut short: its end-of-image marker is missing")
        start, body = found.span()
        marker = data[body - 1]
        if marker == _EOI:
            yield Segment(marker, start, body, body)
            return
        end = body + int.from_bytes(data[body : body + 2], "big")
        if end < body + 2 or end > len(data):
            raise damaged("The JPEG is cut short or broken inside a segment")
        yield Segment(marker, start, body + 2, end)
        position = end
    raise damaged("The JPEG holds more segments than any real one")


def probe(data: bytes) -> Probe:
    """The facts of a JPEG, read up to its frame header; a colour profile behind that is as good as none."""
    orientation, profile = 1, []
    for marker, _, body, end in segments(data):
        if marker == _APP1 and data.startswith(b"Exif\0\0", body):
            orientation = exif.orientation(data[body + 6 : end])
        elif marker == _APP2 and data.startswith(_PROFILE, body):
            profile.append(data[body + _PROFILE_PART - 2 : end])
        elif marker in _FRAMES:
            return replace(_frame(marker, data[body:end], orientation), srgb=_is_srgb(profile))
        elif marker == _SOS:
            break
    raise damaged("The JPEG holds no picture: it has no frame header")


def _is_srgb(profile: list[bytes]) -> bool:
    """Whether the parts of a profile, each with its number before it, make one of sRGB; no part is sRGB, too."""
    return not profile or icc.is_srgb(b"".join(part[2:] for part in sorted(profile)))


def _frame(marker: int, header: bytes, orientation: int) -> Probe:
    """The facts of a frame header (T.81, B.2.2)."""
    if len(header) < 6:
        raise damaged("The JPEG's frame header is cut short")
    if marker not in {_BASELINE, _EXTENDED, _PROGRESSIVE} or header[0] != 8 or header[5] not in _COLOURS:
        raise unknown("The JPEG is coded in a way that browsers do not show (lossless, arithmetic or 12 bits)")
    height, width = int.from_bytes(header[1:3], "big"), int.from_bytes(header[3:5], "big")
    width, height = displayed(width, height, orientation)
    return Probe("image/jpeg", width, height, orientation, colour=_COLOURS[header[5]])


def strip(data: bytes) -> bytes:
    """The same JPEG without EXIF, XMP, comments, thumbnails and whatever follows its end; pixels are untouched.

    JFIF header, ICC profile and Adobe's colour transform stay, as decoders need them. The very same object if there
    is nothing to drop.
    """
    kept, position, end = [], 0, 0
    for segment in segments(data):
        end = segment.end
        if not _needed(data, segment):
            kept.append(data[position : segment.start])
            position = end
    if not kept and end == len(data):
        return data
    return b"".join([*kept, data[position:end]])


def _needed(data: bytes, segment: Segment) -> bool:
    """Whether decoders need the segment to show the picture."""
    marker, _, body, end = segment
    if marker == _APP0:
        return data.startswith(b"JFIF\0", body) and end - body == _JFIF_BARE
    if marker == _APP2:
        return data.startswith(_PROFILE, body)
    if marker == _APP14:
        return data.startswith(b"Adobe", body)
    return marker != _COM and not _APP0 <= marker <= _APP15
