"""Brings colours to sRGB, and transparent pictures onto a ground, with Pillow and its LittleCMS."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageCms

from packager.images import pillow
from packager.images.icc import is_srgb

_SRGB = ImageCms.createProfile("sRGB")
_LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
_SPACES = {"L": b"GRAY", "RGB": b"RGB ", "CMYK": b"CMYK", "LAB": b"Lab "}
_SPACE = slice(16, 20)
"""Where a profile names its colour space (ICC.1, 7.2)."""

_UPPER_BYTES = [value >> 8 for value in range(2**16)]
_WHITE, _DARK = (255, 255, 255), (48, 48, 48)
_LIGHT = 200
_SEEN = 64
"""From so little opacity on a pixel counts as seen."""


def eight_bits(image: Image.Image) -> Image.Image:
    """The picture in L, RGB, RGBA, CMYK or LAB, with its colour profile."""
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.convert("I").point(_UPPER_BYTES, "L")
    if image.mode == "F":
        _, brightest = pillow.levels(image)
        return image.point(lambda light: light * (255 / max(brightest, 1e-9)) + 0).convert("L")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in _SPACES else image.convert("RGB")


def in_srgb(image: Image.Image) -> Image.Image:
    """The picture in L, RGB or RGBA by its own colour profile; without a usable one, by the plain conversion."""
    if image.mode == "RGBA":
        opaque = in_srgb(image.convert("RGB"))
        opaque.putalpha(image.getchannel("A"))
        return opaque
    profile = _LAB if image.mode == "LAB" else image.info.get("icc_profile") or b""
    usable = profile[_SPACE] == _SPACES[image.mode] and not is_srgb(profile)
    transform = _transform(profile, image.mode) if usable else None
    if transform is None:
        return image if image.mode in {"L", "RGB"} else image.convert("RGB")
    converted = transform.apply(image)
    return converted.convert("L") if image.mode == "L" else converted


@lru_cache(maxsize=8)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """What brings a mode's colours to sRGB; None for a profile that LittleCMS refuses, as browsers do."""
    try:
        return ImageCms.buildTransform(ImageCms.ImageCmsProfile(io.BytesIO(profile)), _SRGB, mode, "RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def on_ground(image: Image.Image) -> Image.Image:
    """An RGBA picture in RGB on white, or on dark grey if nearly all that is seen of it is light.

    On a page of either colour lines can be lost: black ones on nothing at night, white ones on white by day.
    """
    seen = image.getchannel("A").point(lambda opacity: 255 * (opacity >= _SEEN))
    tones = image.convert("L").histogram(seen)
    light, known = sum(tones[_LIGHT:]), sum(tones)
    transparent = image.width * image.height - known
    dark = transparent > known // 20 and light > known * 0.95
    ground = Image.new("RGBA", image.size, (*(_DARK if dark else _WHITE), 255))
    ground.alpha_composite(image)
    return ground.convert("RGB")
