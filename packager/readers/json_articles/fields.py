"""Finds what an article is made of among the fields of a record, by the table fields.toml."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib import resources
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST_VALUES = 10_000
_DROPPED = str.maketrans("", "", "_-: ")


@cache
def table() -> dict[str, Any]:
    """The tables of fields.toml."""
    text = resources.files("packager.readers.json_articles").joinpath("fields.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def lists() -> frozenset[str]:
    """The names of lists of articles."""
    return frozenset(table()["lists"])


@cache
def wrappers() -> frozenset[str]:
    """The names of objects that hold such lists."""
    return frozenset(table()["wrappers"])


@lru_cache(maxsize=10_000)
def folded(name: str) -> str:
    """A field's name as the table writes it."""
    return name.translate(_DROPPED).lower()


class Fields:
    """A record's fields by their folded names; of names that fold alike the first that says something counts."""

    def __init__(self, record: dict[str, Any]) -> None:
        self._found: dict[str, tuple[str, Any]] = {}
        for name, value in record.items():
            key = folded(name)
            if key not in self._found or not self._found[key][1]:
                self._found[key] = (name, value)

    def __contains__(self, name: str) -> bool:
        """Whether a field of a (folded) name says anything."""
        return bool(self._found.get(name, ("", None))[1])

    def has(self, path: str) -> bool:
        """Whether there is a field that a path begins with."""
        return path.partition(".")[0] in self._found

    def under(self, names: Iterable[str]) -> Iterator[tuple[str, Any]]:
        """(name as written, value) of the fields under some names, in the order of the names; lists are walked."""
        for path in names:
            steps = path.split(".")
            if steps[0] in self._found:
                name, value = self._found[steps[0]]
                for one in _inside([value], steps[1:]):
                    yield name, one

    def texts(self, *names: str) -> Iterator[tuple[str, str]]:
        """(name as written, text) of the fields under some names; of objects what they call themselves."""
        for name, value in self.under(names):
            if said := text_in(value):
                yield name, said


def text_in(value: object, names: str = "name") -> str:
    """The text of a value: itself, or what an object says under some names of the table; "" for other values."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        found = Fields(value)
        said = (one for _, one in found.under(table()["inside"][names]) if isinstance(one, str) and one.strip())
        return next(said, "")
    return ""


def _inside(values: list[Any], steps: list[str]) -> Iterator[Any]:
    """The values that a path leads to, through objects and lists."""
    for value in _flat(values):
        if not steps:
            yield value
        elif isinstance(value, dict):
            yield from (one for _, one in Fields(value).under([".".join(steps)]))


def _flat(values: list[Any]) -> Iterator[Any]:
    """The values of lists in lists, in order; what is more than so many is taken as one text."""
    found = _leaves(values)
    yield from islice(found, _MOST_VALUES)
    rest = [str(value) for value in found if isinstance(value, str | int | float)]
    if rest:
        yield "\n\n".join(rest)


def _leaves(values: list[Any]) -> Iterator[Any]:
    waiting = [iter(values)]
    while waiting:
        value = next(waiting[-1], _leaves)
        if value is _leaves:
            waiting.pop()
        elif isinstance(value, list):
            waiting.append(iter(value))
        else:
            yield value


def is_article(record: object) -> bool:
    """Whether a value is an article: it has a text, or title, lead and one thing more that tells an article."""
    if not isinstance(record, dict) or not record:
        return False
    fields, text = Fields(record), table()["text"]
    if any(name in fields for name in text["never"]) and not _has(fields, table()["fields"]["title"][:4]):
        return False
    named = table()["fields"]
    titled = _has(fields, named["title"])
    beside = [_has(fields, named[key]) for key in ("address", "creator", "issued")]
    if _has(fields, text["sure"]):
        return True
    if _has(fields, text["likely"]):
        return titled or any(beside)
    headed = _has(fields, [name for name in named["title"] if name != "name"])
    return headed and any(beside) and (_has(fields, text["lead"]) or sum(beside) > 1)


def _has(fields: Fields, names: Iterable[str]) -> bool:
    return any(text.strip() for name in names if fields.has(name) for _, text in fields.texts(name))
