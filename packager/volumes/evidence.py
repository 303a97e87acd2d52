"""From what a date is known, in the language of a volume: evidence is English in the library, quotes are as they are.

The phrases that evidence is made of stand in `[evidence]` of `labels/en.toml`, as the code that states them does.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from packager.volumes.labels import FALLBACK, labels
from packager.volumes.markup import Markup, fill, join, markup

if TYPE_CHECKING:
    from packager.volumes.labels import Labels

_QUOTE = re.compile("(«[^»]*»)")
_PLACE = re.compile(r"\\{(\w+)\\}")
_LETTERS = re.compile(r"[^\W\d_]")


def told(evidence: str, words: Labels) -> Markup:
    """Evidence in the language of the labels; what they have no phrase for stays English, and is marked as that."""
    if words.language == FALLBACK:
        return markup(evidence)
    return join((_piece(piece, words) for piece in _QUOTE.split(evidence)), "")


def _piece(piece: str, words: Labels) -> Markup:
    if _QUOTE.fullmatch(piece):
        return markup(piece)
    pattern, names = _phrases()
    if _LETTERS.search(pattern.sub("", piece)):
        return fill("foreign.xhtml", language=FALLBACK, text=piece)

    def translated(match: re.Match[str]) -> str:
        name = names[match.lastgroup or ""]
        known = re.fullmatch(_regex(labels(FALLBACK).table["evidence"][name]), match[0])
        return str(words.table["evidence"][name]).format(**(known.groupdict() if known else {}))

    return markup(pattern.sub(translated, piece))


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds any phrase, the longest first, and the names of its groups."""
    table = labels(FALLBACK).table["evidence"]
    names = {f"phrase_{name}": name for name in sorted(table, key=lambda name: (-len(table[name]), name))}
    whole = "|".join(f"(?P<{group}>{_regex(table[name], '(?:')})" for group, name in names.items())
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)"), names


def _regex(phrase: str, group: str = r"(?P<\1>") -> str:
    """A phrase as a regular expression: its places hold a word."""
    return _PLACE.sub(rf"{group}\\S+)", re.escape(phrase))
