"""Turns what fields say into metadata with evidence."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from packager.limits import LONGEST_FIELD, MOST_VALUES
from packager.model import UNKNOWN, Basis, Value
from packager.readers.stated.dates import stated_date
from packager.readers.texts.article_text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

# RSS 2.0, author: "lawyer@boyer.net (Lawyer Boyer)"; also "Lawyer Boyer <lawyer@boyer.net>".
_MAILED = re.compile(r"\s{0,9}(?:mailto:)?[^\s@()<>]{1,80}@[^\s@()<>]{1,200}\s{0,9}\(([^()]{1,200})\)\s{0,9}")
_ADDRESSED = re.compile(r"([^<>()@]{1,200}?)\s{0,9}[<(](?:mailto:)?[^\s@<>()]{1,80}@[^\s@<>()]{1,200}[>)]\s{0,9}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}")
_WEB = re.compile(r"(?i)https?://[^\s/?#]")
_SHOWN = 80

Problems = list[tuple[str, str]]


def value(text: str, evidence: str, *, tags: bool = True) -> Value:
    """A field's words as a value; UNKNOWN where it has none."""
    words = plain(text, tags=tags)[:LONGEST_FIELD]
    return Value(words, Basis.METADATA, evidence) if words else UNKNOWN


def values(texts: Iterable[tuple[str, str]]) -> tuple[Value, ...]:
    """(text, evidence) as values, each text once."""
    found: dict[str, Value] = {}
    for text, evidence in islice(texts, MOST_VALUES):
        if said := value(text, evidence):
            found.setdefault(said.value.casefold(), said)
    return tuple(found.values())


def person(text: str) -> str:
    """The name in a field that may hold an address for mail as well."""
    text = plain(text, tags="@" not in text)
    match = _MAILED.fullmatch(text) or _ADDRESSED.fullmatch(text)
    return match[1].strip(" \"'") if match else text


def date(texts: Iterable[tuple[str, str]], problems: Problems) -> Value:
    """The first of (text, evidence) that is a date; what is none is told as bad-date."""
    for text, evidence in texts:
        if not text.strip():
            continue
        try:
            said, precision = stated_date(text)
        except ValueError:
            shown = plain(text, tags=False)
            problems.append(("bad-date", f"«{shown[:_SHOWN]}» ({evidence}) is no date"))
        else:
            return Value(said, Basis.METADATA, evidence, precision)
    return UNKNOWN


def language(text: str, evidence: str) -> Value:
    """A language's label; UNKNOWN where it is none."""
    text = text.strip()
    return Value(text.replace("_", "-"), Basis.METADATA, evidence) if _LANGUAGE.fullmatch(text) else UNKNOWN


def is_web(address: str) -> bool:
    """Whether a text is an address of the web."""
    return _WEB.match(address.strip()) is not None and len(address.split()) == 1
