"""The words of dates (dates.toml): months, weekdays, zones."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table() -> dict[str, Any]:
    """The tables of dates.toml."""
    return tomllib.loads(resources.files("packager.articles.dating").joinpath("dates.toml").read_text(encoding="utf-8"))


def primary(language: str) -> str:
    """The primary subtag of a language tag, in small letters."""
    return language.replace("_", "-").partition("-")[0].lower()


@cache
def months(language: str) -> dict[str, int]:
    """Name in small letters -> month: all languages' names that mean one month, English, and the language's own."""
    meanings: dict[str, set[int]] = {}
    for other in table()["months"].values():
        for name, month in _numbered(other).items():
            meanings.setdefault(name, set()).add(month)
    certain = {name: min(found) for name, found in meanings.items() if len(found) == 1}
    own = table()["months"].get(_month_language(language), [])
    return {**certain, **_numbered(table()["months"]["en"]), **_numbered(own)}


@cache
def weekday_pattern(language: str) -> re.Pattern[str]:
    """Finds the names of weekdays, of the language if its names are known, else of all languages."""
    names = sorted(_weekdays(language), key=len, reverse=True)
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def weekday(text: str, language: str) -> int | None:
    """The first weekday that a text names, Monday is 0."""
    match = weekday_pattern(primary(language)).search(text)
    return _weekdays(primary(language))[match[0].lower()] - 1 if match else None


def zone_of(language: str) -> str:
    """The zone in which a language's press sits, "" if there are several."""
    zones = table()["zones"]
    tag = language.replace("_", "-").lower()
    return str(zones.get(tag) or zones.get(primary(language), ""))


@cache
def _weekdays(language: str) -> dict[str, int]:
    stated = table()["weekdays"]
    if _month_language(language) in stated:
        return _numbered(stated[_month_language(language)])
    return {name: number for other in stated.values() for name, number in _numbered(other).items()}


def _month_language(language: str) -> str:
    return {"no": "nb", "nn": "nb", "bs": "hr"}.get(primary(language), primary(language))


def _numbered(names: list[str]) -> dict[str, int]:
    return {name: number for number, forms in enumerate(names, 1) for name in forms.split("|")}
