"""What a picture's header says (`Probe`), and the words in which pictures are refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from packager.errors import PictureUnreadable


class Colour(StrEnum):
    """How a picture stores colour."""

    GREY = "grey"
    RGB = "rgb"
    CMYK = "cmyk"
    PALETTE = "palette"


SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/bmp": ".bmp",
    "image/tiff": ".tif",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "image/jp2": ".jp2",
    "image/x-icon": ".ico",
    "image/svg+xml": ".svg",
}
"""Media type -> file name suffix, for every kind of picture that is read."""


@dataclass(frozen=True, slots=True)
class Probe:
    """Facts of a picture by its header: `width` and `height` in pixels as displayed, after `orientation` (EXIF, 1-8).

    `bits` are per channel; `alpha` is any transparency; `animated` means that it holds several frames or pages; `srgb`
    is False where its own colour profile says other colours.
    """

    media_type: str
    width: int
    height: int
    orientation: int = 1
    animated: bool = False
    colour: Colour = Colour.RGB
    alpha: bool = False
    bits: int = 8
    srgb: bool = True

    @property
    def suffix(self) -> str:
        """The file name suffix of the real kind, with its dot."""
        return SUFFIXES[self.media_type]

    @property
    def drawing(self) -> bool:
        """Whether it is an SVG drawing, which is cleaned and never drawn."""
        return self.media_type == "image/svg+xml"

    @property
    def turned(self) -> bool:
        """Whether the stored picture lies on its side, so that its stored width is its displayed height."""
        return self.orientation >= 5


def displayed(width: int, height: int, orientation: int) -> tuple[int, int]:
    """The size as displayed of a stored size: orientations 5-8 lie on their side (EXIF 2.32, 4.6.4 A)."""
    return (height, width) if orientation >= 5 else (width, height)


def damaged(what: str) -> PictureUnreadable:
    """The error for a picture of a known kind whose bytes are broken."""
    return PictureUnreadable("picture-damaged", what)


def unknown(what: str) -> PictureUnreadable:
    """The error for bytes that are no picture of a kind that can be shown."""
    return PictureUnreadable("picture-unknown", what)


def too_large(what: str) -> PictureUnreadable:
    """The error for a picture beyond a limit."""
    return PictureUnreadable("picture-too-large", what)
