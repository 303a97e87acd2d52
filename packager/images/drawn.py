"""Draws a picture anew with Pillow: upright, smaller, in sRGB; the same bytes for the same picture and Pillow."""

from __future__ import annotations

import io
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, ImageSequence

from packager.images import pillow
from packager.images.colour import eight_bits, in_srgb, on_ground
from packager.images.facts import displayed

if TYPE_CHECKING:
    from packager.images.facts import Probe
    from packager.images.rendition import Profile

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF orientation -> what turns the stored picture upright."""

_SAMPLE = 256
_FEW_COLOURS = 16
_SHARE = 0.75
_THUMBNAIL_QUALITY = 75
_REDUCING_GAP = 2.0
"""Shrink by whole steps down to twice the size first: 166 ms instead of 390 at 43 megapixels, 0.1 % of difference."""

_MOST_FRAMES = 50
_BLANK = 16
"""Levels of grey that a frame has to span to show something: animations begin black or white."""


def redraw(data: bytes, facts: Probe, size: tuple[int, int], profile: Profile) -> tuple[bytes, str]:
    """The picture at `size` (pixels as displayed) and its media type; of an animation the first frame that shows any.

    A drawing and what stays transparent become PNG, all else JPEG. `data` is free of metadata: Pillow refuses a PNG
    whose text is made to fill the memory. Raises PictureUnreadable ("picture-damaged").
    """
    with pillow.refusing():
        image = eight_bits(_drafted(data, facts, size))
        drawing = facts.media_type != "image/jpeg" and _is_drawing(image)
        image = _finished(image, facts, size, opaque=profile.opaque)
        if profile.grey and image.mode == "RGB":
            image = image.convert("L")
        if drawing or image.mode == "RGBA":
            return _png(image), "image/png"
        return _jpeg(image, profile.quality), "image/jpeg"


def small(data: bytes, facts: Probe, size: tuple[int, int]) -> bytes:
    """A small JPEG of the picture at `size` (pixels as displayed), as `redraw` but quick rather than fine."""
    with pillow.refusing():
        image = _finished(eight_bits(_drafted(data, facts, size)), facts, size, opaque=True)
        return _jpeg(image, _THUMBNAIL_QUALITY)


def filling(data: bytes, facts: Probe, size: tuple[int, int], centre: tuple[float, float]) -> Image.Image:
    """The picture upright and opaque, scaled and cropped about `centre` (fractions) to fill `size` exactly."""
    with pillow.refusing():
        image = eight_bits(_drafted(data, facts, size))
        image = _finished(image, facts, displayed(*image.size, facts.orientation), opaque=True)
        return ImageOps.fit(image, size, Image.Resampling.BILINEAR, centering=centre)


def _drafted(data: bytes, facts: Probe, size: tuple[int, int]) -> Image.Image:
    """The decoded picture; a JPEG is decoded at the smallest eighth that is not below `size`."""
    image = pillow.opened(data, facts.media_type)
    if facts.animated and facts.media_type != "image/tiff":
        return _first_shown(image)
    image.draft(None, _stored(size, facts))
    image.load()
    return image


def _first_shown(animation: Image.Image) -> Image.Image:
    """The first frame that is not blank, else the first; a frame that is broken ends the search."""
    frames = islice(ImageSequence.Iterator(animation), _MOST_FRAMES)
    first = next(frames).copy()
    if _shows_something(first):
        return first
    with suppress(OSError, SyntaxError, ValueError):
        return next((frame.copy() for frame in frames if _shows_something(frame)), first)
    return first


def _shows_something(frame: Image.Image) -> bool:
    darkest, brightest = pillow.levels(on_ground(frame.convert("RGBA")).convert("L"))
    return brightest - darkest >= _BLANK


def _stored(size: tuple[int, int], facts: Probe) -> tuple[int, int]:
    return size[::-1] if facts.turned else size


def _is_drawing(image: Image.Image) -> bool:
    """Whether a picture is drawn or typed rather than photographed: beside its ground it is made of few colours.

    Some 65,000 of its pixels tell. The commonest colour is taken for the ground; the more of the picture that is, the
    fewer of the others have to be among the commonest, for the edges of letters have many.
    """
    if image.mode in {"CMYK", "LAB"}:
        return False
    sample = image.resize((min(image.width, _SAMPLE), min(image.height, _SAMPLE)), Image.Resampling.NEAREST)
    _, *counts = sorted((count for count, _ in sample.getcolors(_SAMPLE**2) or ()), reverse=True)
    beside = sum(counts)
    return sum(counts[:_FEW_COLOURS]) * sample.width * sample.height >= _SHARE * beside**2


def _finished(image: Image.Image, facts: Probe, size: tuple[int, int], *, opaque: bool) -> Image.Image:
    """The picture at its size, in sRGB, upright, bare of every remark, and where `opaque` without transparency."""
    stored = _stored(size, facts)
    if image.size != stored:
        image = image.resize(stored, Image.Resampling.LANCZOS, reducing_gap=_REDUCING_GAP)
    image = in_srgb(image)
    image = on_ground(image) if opaque and image.mode == "RGBA" else image
    turn = _TURNS.get(facts.orientation)
    image = image if turn is None else image.transpose(turn)
    image.info = {}
    return image


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
