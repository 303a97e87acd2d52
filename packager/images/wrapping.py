"""What of a text a cover can letter, and where its lines may end."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from packager.images.faces import face_of
from packager.images.joining import JOINERS, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

ELLIPSIS = "…"
_MAX_LETTERS = 300

_NO_START = frozenset("、。，．・：；？！）］｝〉》」』】〕ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々…")
"""Letters that no line of Chinese or Japanese begins with (JLREQ 3.1.7, CLREQ 3.1.3)."""

_NO_END = frozenset("（［｛〈《「『【〔")
"""And that none ends with."""


class Unit(NamedTuple):
    """A piece of text that stays in one line, and whether a space parts it from the one before."""

    text: str
    spaced: bool


def drawable(text: str) -> tuple[str, str]:
    """The text as it can be lettered, composed (NFC) and joined, and the letters that cannot.

    Words in a script that has no face are left out whole; of other words only the signs without one (emoji).
    """
    kept, lost = [], []
    for word in map(_upheld, joined(_tidy(text)).split()):
        without = [letter for letter in word if face_of(letter) is None]
        lost += [letter for letter in without if unicodedata.category(letter) not in {"Mn", "Me", "Sk"}]
        if not any(unicodedata.category(letter).startswith("L") for letter in without):
            kept.append("".join(letter for letter in word if letter not in without))
    return " ".join(filter(None, kept)), "".join(dict.fromkeys(lost))


def units(text: str) -> list[Unit]:
    """The pieces that lines are made of: words, and the letters of scripts that part no words."""
    found = []
    for word in text.split():
        start = 0
        for place in range(1, len(word) + 1):
            if place == len(word) or _breaks(word[place - 1], word[place]):
                found.append(Unit(word[start:place], spaced=not start))
                start = place
    return found


def clusters(word: str) -> Iterator[str]:
    """The letters of a word, each with the marks on it."""
    cluster = ""
    for letter in word:
        if cluster and unicodedata.category(letter) != "Mn":
            yield cluster
            cluster = ""
        cluster += letter
    yield cluster


def _upheld(word: str) -> str:
    """The word without marks that have no letter of their script to stand on."""
    kept = ""
    for letter in word:
        if unicodedata.category(letter) != "Mn" or (kept and face_of(letter) is face_of(kept[-1])):
            kept += letter
    return kept


def _breaks(before: str, after: str) -> bool:
    """Whether a line may end between two letters of a word."""
    return (_is_wide(before) or _is_wide(after)) and before not in _NO_END and after not in _NO_START


def _is_wide(letter: str) -> bool:
    """Whether a letter is Chinese or Japanese (Korean parts its words)."""
    return unicodedata.east_asian_width(letter) in {"W", "F"} and not "\uac00" <= letter <= "\ud7a3"


def _tidy(text: str) -> str:
    """The text composed, without controls and direction marks, of bearable length."""
    letters = []
    for letter in unicodedata.normalize("NFC", text):
        if letter.isprintable() or letter in JOINERS:
            letters.append(letter)
        elif unicodedata.category(letter) != "Cf":
            letters.append(" ")
    tidied = "".join(letters)
    return tidied if len(tidied) <= _MAX_LETTERS else tidied[:_MAX_LETTERS].rstrip() + ELLIPSIS
