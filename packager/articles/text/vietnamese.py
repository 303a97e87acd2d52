"""Vietnamese in eight bits: the charsets that came before Unicode, and how they are told apart.

Tables: charsets.toml (VISCII of RFC 1456, TCVN 5712:1993, VNI); windows-1258 is Python's.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from functools import cache

from packager.articles.text.charsets import table

VIETNAMESE = ("windows-1258", "tcvn3", "viscii", "vni")

_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
_SAMPLE = 64 * 1024
_WORDS = 300
_ENOUGH_WORDS = 5
_ENOUGH = 0.8

# A syllable without its tone: first consonant, vowel and ending, as the language forms them.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ng|ngh|nh|ph?|qu|r|s|th?|tr|v|x)?"
    r"[ou]?(?:ă(?:[cmnpt]|ng)|â(?:[cmnptuy]|ng)|a(?:[cimnoptuy]|ch|ng|nh)?|ê(?:[cmnptu]|ch|nh)?|e(?:[cmnopt]|ng)?"
    r"|iê(?:[cmnptu]|ng)|ia|i(?:[cmnptu]|ch|nh)?|oo(?:ng|c)|ô(?:[cimnpt]|ng)?|ơ[imnpt]?|o(?:[cimnpt]|ng)?"
    r"|uô(?:[cimnt]|ng)|ua|ươ(?:[cimnptu]|ng)|ưa|ư(?:[cimntu]|ng)?|u(?:[cimnpt]|ng)?|yê(?:[mntu]|ng)|y(?:ch|nh|[antpu])?)"
)


def decode_vietnamese(content: bytes, charset: str) -> str:
    """Text of one of the VIETNAMESE charsets, in NFC; U+FFFD stands for a byte that the charset does not have."""
    if charset == "vni":
        return _vni(content)
    if charset == "windows-1258":
        return unicodedata.normalize("NFC", content.decode("windows-1258", "replace"))
    return unicodedata.normalize("NFC", codecs.charmap_decode(content, "replace", _characters(charset))[0])


def vietnamese_charset(content: bytes) -> str:
    """The charset in which bytes are Vietnamese, "" if they are not.

    Of the different words that hold other than ASCII bytes at least five, and four in five, have to be Vietnamese
    syllables, and not the same as in windows-1252.
    """
    found = dict.fromkeys(word for word in _WORD.findall(content[:_SAMPLE]) if not word.isascii())
    words = list(found)[:_WORDS]
    if len(words) < _ENOUGH_WORDS:
        return ""
    scores = {charset: _score(words, charset) for charset in VIETNAMESE}
    best = max(VIETNAMESE, key=scores.__getitem__)
    return best if scores[best] >= max(_ENOUGH, _ENOUGH_WORDS / len(words)) else ""


def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable: its sounds in their order, at most one tone."""
    bare, tones = _TONES.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def _score(words: list[bytes], charset: str) -> float:
    """The share of words that are syllables; 0 if windows-1252 reads those the same."""
    texts = [decode_vietnamese(word, charset) for word in words]
    syllables = [is_syllable(text) for text in texts]
    own = any(
        syllable and text != word.decode("windows-1252", "replace")
        for word, text, syllable in zip(words, texts, syllables, strict=True)
    )
    return sum(syllables) / len(words) if own else 0.0


@cache
def _characters(charset: str) -> str:
    """256 characters, one for each byte."""
    lower = [chr(byte) for byte in range(128)]
    if charset == "viscii":
        for byte, letter in table()["viscii_controls"].items():
            lower[int(byte)] = letter
    return "".join(lower) + str(table()["upper_halves"][charset])


def _vni(content: bytes) -> str:
    text = content.decode("windows-1252", "replace")
    pattern, marked, letters = _vni_tables()
    return pattern.sub(lambda match: marked.get(match[0]) or letters.get(match[0], match[0]), text)


@cache
def _vni_tables() -> tuple[re.Pattern[str], dict[str, str], dict[str, str]]:
    """A pattern for pairs and single letters, what pairs mean, and what single letters mean."""
    stated = table()["vni"]
    letters = {form(key): form(value) for key, value in stated["letters"].items() for form in (str.lower, str.upper)}
    marked = {}
    for base in "aeouyôöAEOUYÔÖ":
        for mark, marks in stated["marks"].items():
            composed = unicodedata.normalize("NFC", letters.get(base, base) + marks)
            if len(composed) == 1:
                marked[base + mark] = composed
                marked[base + mark.upper()] = composed
    pairs = "|".join(map(re.escape, [*marked, *letters]))
    return re.compile(pairs), marked, letters
