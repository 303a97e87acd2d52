"""The order in which a line's letters stand on paper, left to right (a part of UAX #9: no embeddings, one line)."""

from __future__ import annotations

import unicodedata
from itertools import groupby

_STRONG = {"L": "L", "R": "R", "AL": "R"}
_NUMBERS = frozenset({"EN", "AN"})
_IN_NUMBERS = frozenset({"ES", "ET", "CS"})
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is Hebrew or Arabic (UAX #9, P2 and P3)."""
    return next((_STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), "L") == "R"


def visual(line: str, *, right_to_left: bool) -> str:
    """The line's letters from left to right; `right_to_left` is the direction of the text that the line is of."""
    levels = _levels(line, 1 if right_to_left else 0)
    letters = [letter.translate(_MIRRORED) if level % 2 else letter for letter, level in zip(line, levels, strict=True)]
    for level in range(max(levels, default=0), 0, -1):
        turned: list[str] = []
        pairs = zip(letters, levels, strict=True)
        order: list[int] = []
        for above, run in groupby(pairs, key=lambda pair: pair[1] >= level):
            found = list(run)[:: -1 if above else 1]
            turned += [letter for letter, _ in found]
            order += [deep for _, deep in found]
        letters, levels = turned, order
    return "".join(letters)


def _levels(line: str, base: int) -> list[int]:
    """The embedding level of each letter: even ones run left to right (UAX #9, I1 and I2)."""
    kinds = _resolved([unicodedata.bidirectional(letter) for letter in line], "R" if base else "L")
    at_base = {"L": 2, "R": 1, "N": 2} if base else {"L": 0, "R": 1, "N": 2}
    return [at_base[kind] for kind in kinds]


def _resolved(kinds: list[str], base: str) -> list[str]:
    """Each letter's direction: "L", "R", or "N" for a number in text that runs right to left."""
    found, strong = [""] * len(kinds), base
    for place, kind in enumerate(kinds):
        strong = _STRONG.get(kind, strong)
        beside = kinds[max(0, place - 1)], kinds[min(len(kinds) - 1, place + 1)]
        if kind in _STRONG:
            found[place] = strong
        elif kind in _NUMBERS or (kind in _IN_NUMBERS and _NUMBERS.issuperset(beside)):
            found[place] = "N" if strong == "R" else "L"
    for place, kind in enumerate(found):
        if not kind:
            before = found[place - 1] if place else base
            after = next((later for later in found[place:] if later), base)
            sides = {"R" if side == "N" else side for side in (before, after)}
            found[place] = sides.pop() if len(sides) == 1 else base
    return found
