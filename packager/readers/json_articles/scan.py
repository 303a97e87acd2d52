"""Finds the records in JSON: line by line, or in one document, without building more than one record at a time."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from packager.limits import MOST_RECORDS
from packager.readers.json_articles.fields import folded, lists, wrappers

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DAMAGED = 1_000  # the decoder's own errors count the lines before them
_MOST_DIGITS = 300  # int() refuses more than 4,300, and takes quadratic time
_LONGEST_OUTER = 100_000
_DEEPEST_LIST = 3
_SPACE = re.compile(r"[\s\ufeff\x00\x1e,]*+")
_GAP = re.compile(r"[\s\ufeff\x00\x1e]*+")
_NEXT = re.compile(r"\}\s*+,?\s*+(?=\{\s*+\")")


class NoJson(ValueError):  # noqa: N818 - what it is
    """Text that is no JSON; the message says why."""


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _MOST_DIGITS else digits


# Control characters in texts are let through, and NaN is no value.
_DECODER = json.JSONDecoder(parse_int=_number, parse_constant=lambda _: None, strict=False)


def value_at(text: str, place: int) -> tuple[Any, int]:
    """The JSON value at a place and where it ends; raises NoJson."""
    try:
        return _DECODER.raw_decode(text, place)
    except RecursionError as error:
        raise NoJson("nests too deep") from error
    except json.JSONDecodeError as error:
        raise NoJson(f"{error.msg} at character {error.pos - place + 1}") from error
    except (ValueError, StopIteration) as error:
        raise NoJson(str(error) or "ends early") from error


def record_of(line: str) -> object:
    """The one value of a line; raises NoJson."""
    start = _gap(line, 0)
    value, end = value_at(line, start)
    rest = line[end:].strip(" \t\r\n\0\ufeff\x1e,")
    if rest:
        raise NoJson(f"extra data at character {end + 1}")
    return value


@dataclass(frozen=True, slots=True)
class Record:
    """A value of a document: where it stands, and why it cannot be read, "" where it can."""

    place: int
    trouble: str = ""


@dataclass(slots=True)
class Document:
    """A document's text, its records, and the small fields of the object round them."""

    text: str
    records: list[Record] = field(default_factory=list)
    outer: dict[str, Any] = field(default_factory=dict)
    damaged: int = 0

    @property
    def full(self) -> bool:
        """Whether no more records are looked for."""
        return len(self.records) > MOST_RECORDS or self.damaged > MOST_DAMAGED


def document(text: str) -> Document:
    """The records of a document: the elements of its array, of a list in its object, or its objects themselves."""
    found = Document(text)
    place = _skip(text, 0)
    while place < len(text) and not found.full:
        place = _top(found, place)
        place = _skip(text, place)
    return found


def _top(found: Document, place: int) -> int:
    """Takes in a value at the top; where it ends."""
    if found.text[place] == "[":
        return _elements(found, place + 1)
    if found.text[place] == "{":
        before = len(found.records)
        end = _members(found, place + 1, 1)
        if len(found.records) > before:
            return end
        found.outer.clear()
    return _one(found, place)


def _one(found: Document, place: int) -> int:
    """Takes in one record; behind a broken one it goes on where the next object seems to begin."""
    text = found.text
    try:
        _, end = value_at(text, place)
    except NoJson as error:
        found.records.append(Record(place, str(error)))
        found.damaged += 1
        following = _NEXT.search(text, place + 1)
        return following.end() if following else len(text)
    found.records.append(Record(place))
    return end


def _behind(found: Document, place: int, error: NoJson) -> int:
    """Tells what is broken in a document that holds articles, and goes on with the records behind it."""
    if not found.records:
        return len(found.text)
    found.records.append(Record(place, str(error)))
    found.damaged += 1
    following = _NEXT.search(found.text, place)
    return _elements(found, following.end()) if following and not found.full else len(found.text)


def _elements(found: Document, place: int) -> int:
    """Takes in the elements of an array that begins before `place`; where it ends."""
    text = found.text
    place = _skip(text, place)
    while place < len(text) and text[place] != "]" and not found.full:
        place = _skip(text, _one(found, place))
    if place >= len(text) and (not found.records or not found.records[-1].trouble):
        found.records.append(Record(len(text), "the list ends early"))
    return place + 1


def _members(found: Document, place: int, depth: int) -> int:
    """Takes in the lists of articles among an object's members, keeps its small fields; where it ends or breaks."""
    text = found.text
    while True:
        place = _skip(text, place)
        if place >= len(text) or text[place] != '"':
            return place + 1
        try:
            name, place = value_at(text, place)
            place = _gap(text, place)
            if text[place : place + 1] != ":":
                return place
            place = _member(found, folded(name), _gap(text, place + 1), depth)
        except NoJson as error:
            return _behind(found, place, error)


def _member(found: Document, name: str, place: int, depth: int) -> int:
    text = found.text
    opening = text[place : place + 1]
    if opening == "[" and name in lists() and text[_gap(text, place + 1) :][:1] == "{":
        return _elements(found, place + 1)
    if opening == "{" and name in wrappers() and depth < _DEEPEST_LIST:
        before = len(found.records)
        end = _members(found, place + 1, depth + 1)
        if len(found.records) > before:
            return end
    value, end = value_at(text, place)
    if end - place <= _LONGEST_OUTER and depth == 1:
        found.outer[name] = value
    return end


def _skip(text: str, place: int) -> int:
    """Behind white space and commas."""
    match = _SPACE.match(text, place)
    return match.end() if match else place


def _gap(text: str, place: int) -> int:
    """Behind white space."""
    match = _GAP.match(text, place)
    return match.end() if match else place


def strings(value: object) -> Iterator[str]:
    """All texts in a value, names apart."""
    waiting: list[object] = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
