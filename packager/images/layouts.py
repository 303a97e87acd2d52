"""Which layout a cover has, by the size and shape of its photo (docs/covers.md)."""

from __future__ import annotations

from enum import Enum

_LEAST_PHOTO = (560, 380)
"""Pixels: less is shown small, in a frame."""

_SHAPES = (0.42, 2.6)
"""Width by height: what is narrower or wider is shown whole, in a frame."""

_UPRIGHT = 0.9
"""Narrower than this, a photo is an upright one."""


class Layout(Enum):
    """How a cover is laid out."""

    WINDOW = "window"  # a photo across the cover, lettering on paper below
    PAGE = "page"  # an upright photo down to the foot, lettering on a label on it
    INSET = "inset"  # a small photo, or one of an odd shape, whole in a frame
    LETTERING = "lettering"  # no photo


def layout_of(width: int, height: int) -> Layout:
    """The layout for a photo of so many pixels."""
    small = width < _LEAST_PHOTO[0] or height < _LEAST_PHOTO[1]
    if small or not _SHAPES[0] <= width / height <= _SHAPES[1]:
        return Layout.INSET
    return Layout.PAGE if width / height < _UPRIGHT else Layout.WINDOW
