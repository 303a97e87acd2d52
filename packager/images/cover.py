"""Draws a volume's cover: a photo or a quiet pattern above, publication, topic and period below.

It always needs Pillow; import it from here, not through the package.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw

from packager.images import drawn
from packager.images.lettering import fitted
from packager.images.probe import probe
from packager.images.strip import strip

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 1600, 2400
"""Pixels; 2:3, as shops and readers show covers."""

_PICTURE = 1067
"""Height of the picture: one of 1600 x 1067, the press's 3:2, fills it without being scaled (17 ms saved)."""

_BAR = 12
_MARGIN = 130
_COLUMN = WIDTH - 2 * _MARGIN
_QUALITY = 85

_TITLE_SIZES = (200, 178, 160, 144, 130, 116, 104, 94, 84, 74, 64)
_LINE_SIZES = (88, 80, 72, 64, 58, 52, 46)
_FOOTER_SIZES = (42, 38, 34)

_LINES = 4
_LINE_ROOM, _FOOTER_ROOM = 480, 60
_GAP = 40
_RULE = (150, 10)
_PANEL = _PICTURE + _BAR + 2 * _GAP
"""Where the text begins."""

_CENTRE = (0.5, 0.4)
"""Where a photo is cropped about: heads stand above the middle."""

Colour = tuple[int, int, int]


class _Palette(NamedTuple):
    """The colours of one cover: its ground, the accent, and the letters on the ground."""

    ground: Colour
    accent: Colour
    letters: Colour
    quiet: Colour


_PAPER, _MIST = (250, 248, 243), (196, 200, 204)
_PALETTES = (
    _Palette((22, 42, 66), (226, 168, 72), _PAPER, _MIST),
    _Palette((26, 61, 58), (224, 182, 92), _PAPER, _MIST),
    _Palette((84, 30, 38), (232, 190, 122), _PAPER, _MIST),
    _Palette((48, 42, 72), (228, 152, 122), _PAPER, _MIST),
    _Palette((38, 40, 44), (214, 96, 72), _PAPER, _MIST),
    _Palette((58, 50, 36), (222, 186, 104), _PAPER, _MIST),
)
"""Deep grounds that carry white letters at a contrast of 9:1 and more (WCAG 2.2, 1.4.6 asks for 7:1)."""


def draw_cover(title: str, lines: Sequence[str], photo: bytes | None, footer: str = "") -> bytes:
    """A cover of 1600 x 2400 pixels as JPEG, the same bytes for the same arguments.

    `title` is the publication, `lines` what it is of ("Kinh tế", "Tháng 2 năm 2025"), `photo` a picture to lead with
    (any kind that `probe` knows), `footer` a small last line. Text that is too long is wrapped, shrunk, at last cut
    with an ellipsis. Raises PictureUnreadable for a photo that cannot be decoded.
    """
    seed = hashlib.sha256(title.encode("utf-8", "surrogatepass")).digest()
    palette = _PALETTES[seed[0] % len(_PALETTES)]
    image = Image.new("RGB", (WIDTH, HEIGHT), palette.ground)
    canvas = ImageDraw.Draw(image)
    if photo is None:
        _draw_pattern(canvas, palette, seed)
    else:
        facts = probe(photo)
        image.paste(drawn.filling(strip(photo, facts), facts, (WIDTH, _PICTURE), _CENTRE), (0, 0))
    canvas.rectangle((0, _PICTURE, WIDTH, _PICTURE + _BAR - 1), fill=palette.accent)
    _draw_text(canvas, palette, title, lines, footer)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _draw_text(canvas: ImageDraw.ImageDraw, palette: _Palette, title: str, lines: Sequence[str], footer: str) -> None:
    """The title, a rule, the lines below it and the footer at the foot of the panel; the title gets what is left."""
    texts = [line for line in lines if line.strip()][:_LINES]
    below = [fitted(text, "Medium", _LINE_SIZES, _COLUMN, _LINE_ROOM // len(texts)) for text in texts]
    foot = fitted(footer, "Regular", _FOOTER_SIZES, _COLUMN, _FOOTER_ROOM)
    bottom = HEIGHT - 3 * _GAP - foot.height
    start = bottom - 2 * _GAP - sum(block.height for block in below)
    heading = fitted(title, "Bold", _TITLE_SIZES, _COLUMN, start - 2 * _GAP - _PANEL)
    heading.draw(canvas, _MARGIN, _PANEL, palette.letters)
    canvas.rectangle((_MARGIN, start - _GAP, _MARGIN + _RULE[0], start - _GAP + _RULE[1]), fill=palette.accent)
    for number, block in enumerate(below):
        start = block.draw(canvas, _MARGIN, start, palette.letters if number else palette.accent)
    foot.draw(canvas, _MARGIN, bottom, palette.quiet)


def _draw_pattern(canvas: ImageDraw.ImageDraw, palette: _Palette, seed: bytes) -> None:
    """A page of print seen from afar: columns of bars in two tints of the ground, their lengths from the seed."""
    canvas.rectangle((0, 0, WIDTH, _PICTURE), fill=_tint(palette, 0.06))
    columns, gutter, step, bar = 3, 60, 42, 16
    width = (_COLUMN - gutter * (columns - 1)) // columns
    for column in range(columns):
        left = _MARGIN + column * (width + gutter)
        for row, top in enumerate(range(_MARGIN, _PICTURE - _MARGIN, step)):
            chance = seed[(column * 11 + row) % len(seed)]
            length = width if chance % 4 else width * (90 + chance % 100) // 256
            canvas.rectangle((left, top, left + length, top + bar), fill=_tint(palette, 0.16))


def _tint(palette: _Palette, share: float) -> Colour:
    """The ground with a share of the letters' colour mixed in."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(palette.ground, palette.letters, strict=True))
    return red, green, blue
