"""Joins Arabic letters: each in the form that its neighbours ask for, as Unicode's presentation forms.

Unicode's own data hold all that it needs (the compatibility mappings of U+FB50 to U+FEFC; The Unicode Standard, 9.2).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import chain

_BLOCKS = (range(0xFB50, 0xFE00), range(0xFE70, 0xFEFD))
_TATWEEL, _JOINER = "\u0640", "\u200d"
JOINERS = frozenset({_JOINER, "\u200c"})
"""Zero width joiner and non-joiner."""

_LAM = "\u0644"


def joined(text: str) -> str:
    """The text with its Arabic letters joined, without vowel points (which titles do without) and joiners."""
    units = _units(text)
    shaped = []
    for place, unit in enumerate(units):
        before = units[place - 1] if place else ""
        after = units[place + 1] if place + 1 < len(units) else ""
        back = _reaches_on(before) and _reaches_back(unit)
        on = _reaches_on(unit) and _reaches_back(after)
        tag = ("isolated", "initial", "final", "medial")[2 * back + on]
        shaped.append(_forms().get(unit, {}).get(tag, unit))
    return "".join(unit for unit in shaped if unit not in JOINERS)


def _units(text: str) -> list[str]:
    """Letters, lam and alef as one (they are always written as a ligature), without points."""
    units: list[str] = []
    for letter in text:
        if unicodedata.category(letter) == "Mn" and "\u0610" <= letter <= "\u06ed":
            continue
        if units and units[-1] == _LAM and _LAM + letter in _forms():
            units[-1] += letter
        else:
            units.append(letter)
    return units


def _reaches_on(unit: str) -> bool:
    return unit in {_TATWEEL, _JOINER} or "initial" in _forms().get(unit, {})


def _reaches_back(unit: str) -> bool:
    return unit in {_TATWEEL, _JOINER} or "final" in _forms().get(unit, {})


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Letter, or lam and alef -> the name of a form -> the letter that has it."""
    forms: dict[str, dict[str, str]] = {}
    for code in chain(*_BLOCKS):
        tag, *parts = unicodedata.decomposition(chr(code)).split() or ("",)
        letters = "".join(chr(int(part, 16)) for part in parts)
        if len(letters) == 1 or (len(letters) == 2 and letters[0] == _LAM and letters[1] in "\u0622\u0623\u0625\u0627"):
            forms.setdefault(letters, {}).setdefault(tag.strip("<>"), chr(code))
    return forms
