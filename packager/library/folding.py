"""Words as they are searched for: cut out of a text, and without what one may leave out when typing.

A word has two forms. Its *exact* form has its marks, whatever its case, its Unicode form and, in Vietnamese, whichever
vowel of oa, oe and uy bears the tone (hóa and hoá are one word). Its *folded* form has none: đường is duong, Łódź is
lodz. Scripts that set no spaces between words are cut into pairs of neighbouring characters, so that a search finds any
part of a run: 東京都 is 東京 京都 都.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from packager.slugs import UNDECOMPOSED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONG = 40  # characters of a piece that is seldom met twice
FORM = 1
"""Changes with everything here and in `texts` that changes what words an article has."""

_INVISIBLE = "\u00ad\u034f\u061c\u0640\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""May stand inside a word and is not written when typing it: soft hyphens, joiners, directions, the Arabic tatweel."""
_OPTIONAL = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
)
"""Marks that one may leave out: diacritics, points of Hebrew, vowels and hamzas of Arabic. Thai or Hindi without its
vowel signs would be other words."""
_UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ecd\u0edc-\u0edf"  # Thai, Lao
    "\u1000-\u103f\u1050-\u108f\u1780-\u17d3"  # Burmese, Khmer
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"  # kana
    "\u1100-\u11ff\uac00-\ud7a3\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"  # Hangul, Han
)
_MARKED_PLANES = (range(0x300, 0x3100), range(0xA600, 0xAC00), range(0xFE00, 0xFE30), range(0x10A00, 0x12000))
_DROPPED = re.compile(f"[{_INVISIBLE}]")
_UNMARKED = re.compile(f"[{_INVISIBLE}{_OPTIONAL}]")
_RUN = re.compile(f"[{_UNSPACED}]")
_PLAIN = re.compile(r"[^\W_]+")
_ALIKE = UNDECOMPOSED | str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ς": "σ"})
_TONES = tuple(
    (first + plain, other + second)
    for marked, other, plain, toned in (
        ("òóỏõọ", "o", "a", "àáảãạ"),
        ("òóỏõọ", "o", "e", "èéẻẽẹ"),
        ("ùúủũụ", "u", "y", "ỳýỷỹỵ"),
    )
    for first, second in zip(marked, toned, strict=True)
)


class Token(NamedTuple):
    """A word, or a pair of characters of a script without spaces, and where it stands in its text."""

    start: int
    end: int
    text: str


def exact(text: str) -> str:
    """Text in its exact form; what it makes of its own result is the same again."""
    text = _DROPPED.sub("", unicodedata.normalize("NFKC", text))
    text = unicodedata.normalize("NFKC", text.casefold())
    for old, new in _TONES:
        text = text.replace(old, new)
    return text


def folded(text: str) -> str:
    """Text in its folded form; what it makes of its own result is the same again."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _UNMARKED.sub("", text).translate(_ALIKE))


def words(text: str, form: Callable[[str], str]) -> list[str]:
    """The words of a text in a form (`exact`, `folded`), in order."""
    found: list[str] = []
    for piece in text.split():  # most pieces were met before
        found += _known(piece, form) if len(piece) < LONG else _cut(piece, form)
    return found


def sought(text: str, form: Callable[[str], str]) -> tuple[list[str], bool]:
    """The words of a query, as `words` cuts the texts that hold them, and whether the last is only a beginning."""
    found: list[str] = []
    last: list[str] = []
    formed = form(text)
    for run in _words(formed).findall(formed):
        last = _pairs(run) if _RUN.match(run) else []
        found += last or [run]
    if len(last) > 1:
        found.pop()  # what follows in the text may go on from the last character
    return found, len(last) == 1


def tokens(text: str, form: Callable[[str], str]) -> Iterator[Token]:
    """The words of a text as it is written, each in a form (`exact`, `folded`) and with its place."""
    for match in _words(text).finditer(text):
        found = words(match[0], form)
        single = len(found) > 1 and len(found) == len(_clusters(match[0]))
        ends = [end + match.start() for end in _ends(match[0])] if single else []
        for number, word in enumerate(found):
            if single:
                start = ends[number - 1] if number else match.start()
                yield Token(start, ends[min(number + 1, len(ends) - 1)], word)
            else:
                yield Token(match.start(), match.end(), word)


@lru_cache(maxsize=50_000)
def _known(piece: str, form: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(_cut(piece, form))


def _cut(piece: str, form: Callable[[str], str]) -> list[str]:
    formed = form(piece)
    return [word for run in _words(formed).findall(formed) for word in (_pairs(run) if _RUN.match(run) else [run])]


def _ends(run: str) -> list[int]:
    """Where each character of a run ends, with its marks."""
    ends, end = [], 0
    for cluster in _clusters(run):
        end += len(cluster)
        ends.append(end)
    return ends


def _pairs(run: str) -> list[str]:
    """A run of a script without spaces as pairs of neighbours, the last character alone."""
    parts = _clusters(run)
    return [first + second for first, second in zip(parts, [*parts[1:], ""], strict=True)]


def _clusters(run: str) -> list[str]:
    """Characters, each with the marks that follow it."""
    return _cluster().findall(run)


@cache
def _cluster() -> re.Pattern[str]:
    return re.compile(f".[{_marks()}{_INVISIBLE}]*", re.DOTALL)


def _words(text: str) -> re.Pattern[str]:
    """What finds the words of a text: one that is quick where no letter of it needs care."""
    return _any_words() if _special().search(text) else _PLAIN


@cache
def _special() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}{_marks()}{_INVISIBLE}]")


@cache
def _any_words() -> re.Pattern[str]:
    """Runs of a script without spaces, and words: letters and digits with their marks."""
    also = f"{_marks()}{_INVISIBLE}"
    return re.compile(f"[{_UNSPACED}][{_UNSPACED}{also}]*|[^\\W_{_UNSPACED}][{also}]*(?:[^\\W_{_UNSPACED}][{also}]*)*")


@cache
def _marks() -> str:
    """Every mark that combines with what is before it, as Unicode knows them."""
    return "".join(
        char for plane in _MARKED_PLANES for char in map(chr, plane) if unicodedata.category(char).startswith("M")
    )
