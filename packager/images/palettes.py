"""The colours of covers: one palette a topic, so that a shelf shows which volumes belong together."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

Colour = tuple[int, int, int]


class Palette(NamedTuple):
    """The colours of one cover: a deep ground, what stands on it, and the paper, printed in the ground's colour."""

    ground: Colour
    accent: Colour
    letters: Colour = (252, 250, 246)
    paper: Colour = (247, 243, 235)


PALETTES = (
    Palette((18, 40, 68), (244, 178, 66)),
    Palette((14, 66, 60), (240, 196, 92)),
    Palette((112, 24, 36), (246, 198, 120)),
    Palette((58, 38, 92), (246, 164, 128)),
    Palette((34, 36, 40), (240, 92, 66)),
    Palette((84, 52, 18), (250, 202, 96)),
    Palette((12, 62, 92), (250, 142, 92)),
    Palette((44, 62, 26), (240, 206, 84)),
    Palette((96, 20, 66), (248, 186, 150)),
    Palette((40, 50, 74), (250, 176, 110)),
    Palette((84, 34, 18), (252, 192, 104)),
)
"""Deep grounds that carry white letters at a contrast of 9:1 and more (WCAG 2.2, 1.4.6 asks for 7:1), also in grey."""


def palette_of(name: str) -> Palette:
    """The palette of a topic or publication, always the same."""
    seed = hashlib.sha256(name.casefold().encode("utf-8", "surrogatepass")).digest()
    return PALETTES[seed[0] % len(PALETTES)]


def tint(ground: Colour, towards: Colour, share: float) -> Colour:
    """The ground with a share (0 to 1) of another colour mixed in."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(ground, towards, strict=True))
    return red, green, blue
