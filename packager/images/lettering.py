"""Sets lines of text for covers: wrapped between words, shrunk until they fit, never clipped."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from PIL import ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import ImageDraw

FONT_PACKAGE = "fontpkg_be_vietnam_pro"
"""Be Vietnam Pro (SIL OFL 1.1), from the PyPI distribution fontpkg-be-vietnam-pro."""

_LEADING = 1.24
"""Line height in font sizes: the tallest Vietnamese letter (Ẳ) reaches 1.23 above the baseline."""

_ABOVE, _BELOW = 1.23, 0.27
"""Reach of the font's tallest and deepest letters above and below the baseline, in font sizes."""

_EM = 1000
_MAX_LETTERS = 300
_ELLIPSIS = "…"


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """The cover's font in a weight ("Bold", "Medium" ...) and size in pixels.

    Basic layout: every letter stands in its composed form (NFC), and no optional library may change the result.
    """
    file = resources.files(FONT_PACKAGE).joinpath("files", f"BeVietnamPro-{weight}.ttf")
    return ImageFont.truetype(io.BytesIO(file.read_bytes()), size, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines set in one font; `height` in pixels reaches from the top of the tallest letter to the deepest."""

    lines: tuple[str, ...]
    weight: str
    size: int

    @property
    def leading(self) -> int:
        """Pixels from one baseline to the next."""
        return round(self.size * _LEADING)

    @property
    def height(self) -> int:
        """Pixels that the block takes, room for the highest diacritics included."""
        if not self.lines:
            return 0
        return round(self.size * (_ABOVE + _BELOW)) + (len(self.lines) - 1) * self.leading

    def draw(self, canvas: ImageDraw.ImageDraw, left: int, top: int, colour: tuple[int, int, int]) -> int:
        """Draws the lines from `top` down and returns where they end."""
        baseline = top + round(self.size * _ABOVE)
        for number, line in enumerate(self.lines):
            place = left, baseline + number * self.leading
            canvas.text(place, line, fill=colour, font=font(self.weight, self.size), anchor="ls")
        return top + self.height


def fitted(text: str, weight: str, sizes: Sequence[int], width: int, height: int) -> Lettering:
    """The text in the largest of `sizes` (descending) whose lines fill no more than `width` x `height` pixels.

    Where even the smallest is too large, as many lines as fit (at least one) end in an ellipsis.
    """
    words = tidy(text).split()
    for size in sizes:
        block = Lettering(tuple(_wrapped(words, weight, size, width)), weight, size)
        if block.height <= height:
            return block
    kept = max(1, len(block.lines) - -(-(block.height - height) // block.leading))
    *above, last = block.lines[:kept]
    return Lettering((*above, _shortened(last, weight, block.size, width)), weight, block.size)


def tidy(text: str) -> str:
    """The text composed (NFC), without controls and direction marks, of bearable length."""
    letters = "".join(letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", text))
    return letters if len(letters) <= _MAX_LETTERS else letters[:_MAX_LETTERS].rstrip() + _ELLIPSIS


def _wrapped(words: Sequence[str], weight: str, size: int, width: int) -> Iterator[str]:
    """Lines as full as they go; a word wider than a line is broken."""
    line = ""
    for word in words:
        joined = f"{line} {word}" if line else word
        if _width(joined, weight, size) <= width:
            line = joined
            continue
        if line:
            yield line
        *full, line = _pieces(word, weight, size, width)
        yield from full
    if line:
        yield line


def _pieces(word: str, weight: str, size: int, width: int) -> list[str]:
    """The word broken into pieces no wider than a line."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and _width(pieces[-1] + letter, weight, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _shortened(line: str, weight: str, size: int, width: int) -> str:
    """The line with an ellipsis at its end, within the width."""
    while line and _width(line + _ELLIPSIS, weight, size) > width:
        line = line[:-1].rstrip()
    return line + _ELLIPSIS


def _width(text: str, weight: str, size: int) -> float:
    """Pixels that a line takes, by the advances of its letters (within 1 %, and far cheaper than laying it out)."""
    return sum(_advance(letter, weight) for letter in text) * size / _EM


@cache
def _advance(letter: str, weight: str) -> float:
    """A letter's advance in thousandths of the font size."""
    return font(weight, _EM).getlength(letter)
