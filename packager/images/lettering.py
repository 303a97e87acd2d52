"""Sets lines of text for covers: wrapped between words, shrunk until they fit, never clipped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from packager.images import wrapping
from packager.images.faces import EM, advance, face_of, font, ink
from packager.images.visual_order import runs_right_to_left, visual

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import ImageDraw

    from packager.images.faces import Face

_LEADING = 1.14
"""Line height in font sizes, where no marks ask for more."""

_APART = 0.06
"""Font sizes between the deepest letter of a line and the tallest of the next."""

_CAPITALS = 0.7
"""Height of capitals in font sizes: a line reaches at least so high, so that lines of one size stand on one height."""

_WORTH_A_LINE = 0.72
"""Letters may be so much smaller for one line less."""

_RAISE = 0.2
"""Font sizes by which a Thai tone mark stands higher over a vowel that is above its letter too."""

_TONE_MARKS = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")
_UPPER_VOWELS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47\u0e4d")
_SARA_AM = "\u0e33"


class _Run(NamedTuple):
    """Letters that are drawn in one go: in one face, by so much higher (in font sizes)."""

    letters: str
    face: Face
    rise: float


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines set in one size; `height` in pixels reaches from the top of the tallest letter to the deepest."""

    lines: tuple[str, ...]
    weight: str
    size: int
    right_to_left: bool = False

    @property
    def above(self) -> float:
        """Pixels from the top to the first baseline."""
        return self._reach(self.lines[0])[0] if self.lines else 0

    @property
    def leading(self) -> float:
        """Pixels from one baseline to the next: no letter of a line touches one of the next."""
        reaches = [self._reach(line) for line in self.lines]
        needed = (upper[1] + lower[0] + _APART * self.size for upper, lower in pairwise(reaches))
        return max(_LEADING * self.size, *needed, 0)

    @property
    def height(self) -> int:
        """Pixels that the block takes, its highest and lowest marks included."""
        if not self.lines:
            return 0
        below = self._reach(self.lines[-1])[1]
        return round(self.above + (len(self.lines) - 1) * self.leading + below)

    @property
    def width(self) -> float:
        """Pixels of the longest line."""
        return max((width(line, self.weight, self.size) for line in self.lines), default=0)

    def draw(self, canvas: ImageDraw.ImageDraw, left: int, top: int, room: int, colour: tuple[int, int, int]) -> int:
        """Draws the lines from `top` down, in a column of `room` pixels from `left`, and returns where they end.

        Lines begin at the column's side where their script begins.
        """
        for number, line in enumerate(self.lines):
            start = left + (room - width(line, self.weight, self.size) if self.right_to_left else 0)
            baseline = round(top + self.above + number * self.leading)
            for run in _runs(visual(line, right_to_left=self.right_to_left)):
                drawn = font(run.face, self.weight, self.size)
                place = round(start), baseline - round(run.rise * self.size)
                canvas.text(place, run.letters, fill=colour, font=drawn, anchor="ls")
                start += drawn.getlength(run.letters)
        return top + self.height

    def _reach(self, line: str) -> tuple[float, float]:
        """How far a line reaches above and below its baseline, in pixels."""
        above, below = _CAPITALS * EM, 0.0
        for run in _runs(line):
            for letter in run.letters:
                high, low = ink(letter, run.face, self.weight)
                above, below = max(above, high + run.rise * EM), max(below, low)
        return above * self.size / EM, below * self.size / EM


def fitted(text: str, weight: str, sizes: Sequence[int], room: int, height: int) -> Lettering:
    """The text in the largest of `sizes` (descending) whose lines fill no more than `room` x `height` pixels.

    Words of scripts without spaces stay whole where half the largest size is small enough; others are broken only where
    the smallest size asks for it. Where even that is too large, as many lines as fit (at
    least one) end in an ellipsis.
    """
    words, units = [wrapping.Unit(word, spaced=True) for word in text.split()], wrapping.units(text)
    large = [size for size in sizes if size * 2 >= sizes[0]]
    found = _whole(words, weight, large, room, height) or _whole(units, weight, sizes, room, height)
    return found or _cut(_set(units, weight, sizes[-1], room), room, height)


def _set(units: Sequence[wrapping.Unit], weight: str, size: int, room: float) -> Lettering:
    text = "".join(unit.text for unit in units)
    return Lettering(tuple(_wrapped(units, weight, size, room)), weight, size, runs_right_to_left(text))


def _whole(
    units: Sequence[wrapping.Unit], weight: str, sizes: Sequence[int], room: int, height: int
) -> Lettering | None:
    """The pieces in the largest size in which none is broken; somewhat smaller where that saves a line."""
    found: Lettering | None = None
    for size in sizes:
        if found and size < _WORTH_A_LINE * found.size:
            break
        block = _set(units, weight, size, room)
        whole = all(width(unit.text, weight, size) <= room for unit in units)
        if whole and block.height <= height and (found is None or len(block.lines) < len(found.lines)):
            found = block
    return found and _balanced(found, units, room)


def _cut(block: Lettering, room: int, height: int) -> Lettering:
    """As many lines as fit, at least one, the last with an ellipsis."""
    while block.height > height and len(block.lines) > 1:
        *above, last, _ = block.lines
        block = replace(block, lines=(*above, _shortened(last, block.weight, block.size, room)))
    return block


def width(text: str, weight: str, size: int) -> float:
    """Pixels that a line takes, by the advances of its letters (within 1 %, and far cheaper than laying it out)."""
    return sum(advance(letter, face, weight) for letter in text if (face := face_of(letter))) * size / EM


def _balanced(block: Lettering, units: Sequence[wrapping.Unit], room: int) -> Lettering:
    """The block in as many lines, but as even as they go: no lone word in the last."""
    narrow, wide = max((width(unit.text, block.weight, block.size) for unit in units), default=0), float(room)
    best = block
    while wide - narrow > block.size / 4:
        middle = (narrow + wide) / 2
        even = _set(units, block.weight, block.size, middle)
        if len(even.lines) <= len(block.lines) and even.height <= block.height:
            wide, best = middle, even
        else:
            narrow = middle
    return best


def _runs(line: str) -> Iterator[_Run]:
    """The line's letters as they are drawn; those without a face are left out."""
    marked = [(face_of(letter), _rise(line, place), letter) for place, letter in enumerate(line)]
    for (face, rise), found in groupby(marked, key=lambda mark: mark[:2]):
        if face:
            yield _Run("".join(letter for *_, letter in found), face, rise)


def _rise(line: str, place: int) -> float:
    beside = line[max(0, place - 1) : place + 2]
    stacked = line[place] in _TONE_MARKS and (beside[0] in _UPPER_VOWELS or beside[-1] == _SARA_AM)
    return _RAISE if stacked else 0.0


def _wrapped(units: Sequence[wrapping.Unit], weight: str, size: int, room: float) -> Iterator[str]:
    """Lines as full as they go; a word wider than a line is broken."""
    line = ""
    for unit in units:
        joined = f"{line} {unit.text}" if line and unit.spaced else line + unit.text
        if width(joined, weight, size) <= room:
            line = joined
            continue
        if line:
            yield line
        *full, line = _pieces(unit.text, weight, size, room)
        yield from full
    if line:
        yield line


def _pieces(word: str, weight: str, size: int, room: float) -> list[str]:
    """The word broken into pieces no wider than a line."""
    pieces = [""]
    for cluster in wrapping.clusters(word):
        if pieces[-1] and width(pieces[-1] + cluster, weight, size) > room:
            pieces.append("")
        pieces[-1] += cluster
    return pieces


def _shortened(line: str, weight: str, size: int, room: float) -> str:
    """The line with an ellipsis at its end, within the width."""
    line = line.removesuffix(wrapping.ELLIPSIS)
    while line and width(line + wrapping.ELLIPSIS, weight, size) > room:
        line = line[:-1].rstrip()
    return line + wrapping.ELLIPSIS
