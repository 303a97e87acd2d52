"""Which language a text is in, by its common words and its own letters; enough for alt texts, labels and dates."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from packager.articles.markup.vocabulary import words

# Fewer signs than this, or too few among the words, decide nothing.
LEAST_SIGNS = 4
LEAST_SHARE = 0.06
ENOUGH = 0.25
# Of a language whose words are not known here, a neighbour's words are in every text: they have to be so many.
MOST = 0.5
SAMPLE = 600

_TAG = re.compile(r"[a-zA-Z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$")
# Codes of countries that pages write where a language belongs.
_MISTAKEN = {"vn": "vi", "jp": "ja", "cn": "zh", "cz": "cs", "dk": "da", "se": "sv", "gr": "el", "kr": "ko", "ua": "uk"}


@cache
def _signs() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Word -> languages it is common in; letter -> languages it is peculiar to."""
    table = tomllib.loads(
        resources.files("packager.articles.text").joinpath("languages.toml").read_text(encoding="utf-8")
    )
    common: dict[str, list[str]] = {}
    letters: dict[str, list[str]] = {}
    for code, row in table.items():
        for word in row["words"].split():
            common.setdefault(word, []).append(code)
        for letter in row["letters"]:
            letters.setdefault(letter, []).append(code)
    return common, letters


@cache
def _known() -> frozenset[str]:
    """The languages whose common words are known."""
    return frozenset(code for codes in _signs()[0].values() for code in codes)


@cache
def own_letters(code: str) -> frozenset[str]:
    """The letters that a language shares with few others."""
    return frozenset(letter for letter, codes in _signs()[1].items() if code in codes)


@lru_cache(maxsize=1 << 8)
def language_tag(stated: str) -> str:
    """A stated language as a BCP 47 tag; "" where it is none ("vn" means Vietnamese)."""
    tag = stated.strip().replace("_", "-")
    primary, _, rest = tag.partition("-")
    primary = _MISTAKEN.get(primary.lower(), primary.lower())
    tag = f"{primary}-{rest}" if rest else primary
    return tag if _TAG.match(tag) else ""


def recognise(text: str, stated: str = "") -> tuple[str, str]:
    """(language, evidence) of a text; ("", "") where too little speaks for one.

    A stated language that many words speak for is taken without asking for the others; one whose words are not known
    here is doubted only where most words speak for another.
    """
    sample = words(text[:SAMPLE])
    common, letters = _signs()
    told = sum(stated in common.get(word, ()) for word in sample) if stated else 0
    if told and told + sum(map(own_letters(stated).__contains__, text[:SAMPLE])) > ENOUGH * len(sample):
        return stated, "the text's words and letters"
    signs: dict[str, list[str]] = {}
    for word in sample:
        codes = set(common.get(word, ()))
        if not word.isascii():
            codes.update(code for letter in word for code in letters.get(letter, ()))
        for code in codes:
            signs.setdefault(code, []).append(word)
    code = max(sorted(signs), key=lambda code: len(signs[code]), default="")
    count = len(signs[code]) if code else 0
    share = MOST if stated and stated not in _known() else LEAST_SHARE
    if count < LEAST_SIGNS or count < share * len(sample):
        return "", ""
    return code, f"{count} of {len(sample)} words, such as «{'», «'.join(dict.fromkeys(signs[code][:4]))}»"
