"""Sorts names as a language does: by its letters, then by its marks, then small letters before capitals.

What is a letter of its own and what only a mark on one is data of the language (`[order]` of `labels/LANGUAGE.toml`):
"ă" follows "a" in Vietnamese, where "á" is an "a" with a tone; "ñ" follows "n" in Spanish, where French has none such.
Code point order misplaces 20 of 27 Vietnamese lines (measured).
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from packager.slugs import UNDECOMPOSED
from packager.volumes.labels import labels

if TYPE_CHECKING:
    from collections.abc import Mapping

SortKey: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], str]

VIETNAMESE = "vi"  # its order is also right for unmarked Latin text
_ROOM = 8  # after each letter for those that follow it
_LAST_SCRIPT_WITH_LETTERS = 0x2E80  # what comes after are characters and syllables: no headings of an index


class Alphabet(NamedTuple):
    """The letters of their own with their places, the marks with theirs, and what other letters are taken for.

    `letters` has those of one character, `marked` those that are a letter and a combining mark.
    """

    letters: Mapping[str, int]
    marked: Mapping[tuple[str, str], int]
    marks: Mapping[str, int]
    taken_for: Mapping[int, str]


def sort_key(text: str, language: str = VIETNAMESE) -> SortKey:
    """What to sort `text` by: its letters, then its marks, then the text itself, small letters before capitals."""
    alphabet = _alphabet(language)
    letters: list[int] = []
    marks: list[int] = []
    base = ""
    for char in unicodedata.normalize("NFD", text.casefold().translate(alphabet.taken_for)):
        if not unicodedata.combining(char) or not letters:
            base = char
            letters.append(alphabet.letters.get(char) or ord(char) * _ROOM)
            marks.append(0)
        elif (base, char) in alphabet.marked:
            letters[-1] = alphabet.marked[base, char]
        else:
            marks[-1] = alphabet.marks.get(char) or ord(char)
    return tuple(letters), tuple(marks), text.swapcase()


def heading_key(text: str, language: str) -> SortKey:
    """`sort_key` without the quotation marks and brackets that a text begins with."""
    return sort_key(text[_first_letter(text) :], language)


def initial(text: str, language: str) -> str:
    """The heading that a text stands below in an index: its first letter as a capital, "0-9", "" for other scripts.

    A letter of the language's own keeps its mark ("Ă"), any other loses it ("Á" stands below "A").
    """
    char = unicodedata.normalize("NFC", text[_first_letter(text) :])[:1].casefold()[:1]
    if char.isdigit():
        return "0–9"
    if not char.isalpha() or ord(char) >= _LAST_SCRIPT_WITH_LETTERS:
        return ""
    alphabet = _alphabet(language)
    base, *found = [*unicodedata.normalize("NFD", char.translate(alphabet.taken_for)[:1])]
    own = next((mark for mark in found if (base, mark) in alphabet.marked), "")
    return unicodedata.normalize("NFC", base + own).upper()


def _first_letter(text: str) -> int:
    """Where the first letter or digit of a text stands, 0 without one."""
    return next((place for place, char in enumerate(text) if char.isalnum()), 0)


@cache
def _alphabet(language: str) -> Alphabet:
    """The alphabet of a language; that of English where it has no table."""
    table = labels(language).table["order"]
    letters: dict[str, int] = {}
    marked: dict[tuple[str, str], int] = {}
    for base, *followers in table["letters"]:
        for place, letter in enumerate(followers, 1):
            parts = unicodedata.normalize("NFD", letter)
            key = ord(base) * _ROOM + place
            if len(parts) == 1:
                letters[letter] = key
            else:
                marked[parts[0], parts[1]] = key
    marks = {mark: place for place, mark in enumerate(table["marks"], 1)}
    taken_for = {char: plain.lower() for char, plain in UNDECOMPOSED.items() if chr(char) not in letters}
    return Alphabet(letters, marked, marks, taken_for)
