"""The door to Pillow: named formats, our limits, our errors. It costs 13 ms to import, so others wait for a need.

Nothing here or behind it decodes a picture that `probe` has not measured, and `ImageFile.LOAD_TRUNCATED_IMAGES` stays
False: half a picture is a finding, never grey in silence.
"""

from __future__ import annotations

import io
import warnings
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, cast

from PIL import Image, UnidentifiedImageError

from packager.errors import PictureUnreadable
from packager.images.facts import Colour, Probe, damaged, displayed, too_large
from packager.limits import MOST_PIXELS

if TYPE_CHECKING:
    from collections.abc import Iterator

Image.MAX_IMAGE_PIXELS = None  # limits.MOST_PIXELS holds instead, as an error: Pillow's own only warns at first

_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/avif": "AVIF",
    "image/heic": "HEIF",
    "image/jp2": "JPEG2000",
    "image/x-icon": "ICO",
}
_UPRIGHT = frozenset({"image/tiff", "image/heic"})
"""Kinds that their decoders turn upright by themselves."""
_ORIENTATION = 0x0112
_COLOURS = {"1": Colour.GREY, "L": Colour.GREY, "LA": Colour.GREY, "P": Colour.PALETTE, "CMYK": Colour.CMYK}


@contextmanager
def refusing() -> Iterator[None]:
    """Turns whatever a decoder raises on broken bytes into PictureUnreadable ("picture-damaged")."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on odd metadata, which are dropped anyhow
            yield
    except (PictureUnreadable, MemoryError):
        raise
    except UnidentifiedImageError as error:  # its words hold an address in memory
        raise damaged("The picture cannot be decoded (its header is broken)") from error
    except Exception as error:  # decoders of hostile bytes raise nearly anything: SyntaxError, KeyError, struct.error
        raise damaged(f"The picture cannot be decoded ({error})") from error


def opened(data: bytes, media_type: str) -> Image.Image:
    """The picture, not yet decoded; to be used within `refusing`. Only the named format is tried.

    Raises PictureUnreadable ("picture-too-large") where the file's frame is larger than its header.
    """
    if media_type == "image/heic":
        _learn_heic()
    image = Image.open(io.BytesIO(data), formats=[_FORMATS[media_type]])
    if image.width * image.height > MOST_PIXELS:
        raise too_large(f"The picture has {image.width:,} x {image.height:,} pixels; the limit is {MOST_PIXELS:,}")
    return image


@cache
def _learn_heic() -> None:
    """Teaches Pillow HEIC, once, for only phones' photos need it."""
    import pi_heif  # noqa: PLC0415

    pi_heif.register_heif_opener(thumbnails=False)


def probe(data: bytes, media_type: str) -> Probe:
    """The facts of a kind that we do not parse ourselves."""
    with refusing():
        image = opened(data, media_type)
        orientation = 1 if media_type in _UPRIGHT else image.getexif().get(_ORIENTATION, 1)
        orientation = orientation if orientation in range(1, 9) else 1
        width, height = displayed(*image.size, orientation)
        bits = 16 if image.mode.startswith("I") or image.mode == "F" else 8
        colour = Colour.GREY if bits == 16 else _COLOURS.get(image.mode, Colour.RGB)
        animated = media_type != "image/heic" and getattr(image, "n_frames", 1) > 1  # a HEIC names the one to show
        return Probe(
            media_type, width, height, orientation, animated, colour, alpha=image.has_transparency_data, bits=bits
        )


def levels(image: Image.Image) -> tuple[float, float]:
    """The darkest and the brightest level of a picture of one channel."""
    darkest, brightest = image.getextrema()
    return cast("float", darkest), cast("float", brightest)


def decode(data: bytes, media_type: str) -> None:
    """Decodes the first frame, a JPEG at an eighth of its size, and forgets it; raises PictureUnreadable."""
    with refusing():
        image = opened(data, media_type)
        if media_type == "image/jpeg":
            image.draft(image.mode, (image.width // 8, image.height // 8))
        image.load()
