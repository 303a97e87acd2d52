"""Which photos a cover shows across its whole width (docs/covers.md)."""

from __future__ import annotations

_LEAST = (560, 380)
"""Pixels: less looks coarse."""

_SHAPES = (0.42, 2.6)
"""Width by height: of what is narrower or wider too much would be cut off."""


def fills_cover(width: int, height: int) -> bool:
    """Whether a photo of so many pixels fills a cover's width; others stand whole in a frame."""
    return width >= _LEAST[0] and height >= _LEAST[1] and _SHAPES[0] <= width / height <= _SHAPES[1]
