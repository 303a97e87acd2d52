"""What fields round an article say of it: tables of names and values, by the names of fields.toml."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from packager.limits import LONGEST_FIELD, MOST_VALUES
from packager.model import UNKNOWN, Basis, Link, Metadata, Value
from packager.readers.stated.dates import stated_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DATES = ("issued", "modified", "captured")
LISTS = ("creator", "subject")

_BETWEEN = re.compile(r"[^\w]|_")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_NAMED_NOTE = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_BASES = {basis.value: basis for basis in Basis}


class FieldError(Exception):
    """A field's value is not what its name asks for; the message goes on behind the field's name."""


@dataclass(slots=True)
class Stated:
    """What a table of fields says.

    `metadata` are the values that could be read, `fields` all fields by plain names, `unknown` the fields (as written)
    that mean nothing here, `unusable` those whose value does not fit, and why.
    """

    metadata: Metadata = field(default_factory=Metadata)
    fields: dict[str, object] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    unusable: list[tuple[str, str]] = field(default_factory=list)

    def text(self, word: str) -> str:
        """The text of a field beside the metadata (`beside` in fields.toml), "" without."""
        for name in table()["beside"][word]:
            try:
                found = next(iter(_texts(self.fields.get(name))), "")
            except FieldError:
                continue
            if found:
                return found
        return ""

    def picture(self) -> tuple[str, str]:
        """The address and the caption of the picture at the top, "" without."""
        caption = self.text("caption")
        for name in table()["beside"]["picture"]:
            held = self.fields.get(name)
            if isinstance(held, dict):
                named = {plain(str(key)): value for key, value in held.items()}
                sources = (named.get(key) for key in table()["tables"]["picture"])
                own = named.get("caption")
                caption = own if isinstance(own, str) else caption
                held = next((source for source in sources if isinstance(source, str)), "")
            if isinstance(held, str) and 0 < len(held) <= LONGEST_FIELD:
                return held.strip(), cleaned(caption)
        return "", ""


@cache
def table() -> dict[str, Any]:
    """The names of fields.toml."""
    return tomllib.loads(resources.files(__package__).joinpath("fields.toml").read_text(encoding="utf-8"))


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {word: tuple(names) for word, names in table()["words"].items()}


@cache
def _known() -> frozenset[str]:
    return frozenset(name for group in ("words", "beside") for names in table()[group].values() for name in names)


def plain(name: str) -> str:
    """A field's name in small letters, without what stands between its words."""
    return _BETWEEN.sub("", name[:100]).lower()


def names_date(name: str) -> bool:
    """Whether a field is one of those that hold a date."""
    return any(plain(name) in _words()[word] for word in DATES)


def stated(fields: Mapping[str, object], basis: Basis, evidence: str) -> Stated:
    """What fields say; each value has `basis` and as evidence the given one with the field's name.

    Values are texts, numbers, dates, lists of them, and tables that name a thing or are a `Value` as metadata are
    written (value, precision, basis, evidence), which keep what they state.
    """
    written = dict(_flat(fields))
    result = Stated(fields={plain(name): value for name, value in reversed(written.items())})
    names = {plain(name): name for name in reversed(written)}
    result.unknown = [name for name in written if plain(name) not in _known()]
    words: dict[str, Any] = {}
    for word, synonyms in _words().items():
        present = [name for name in synonyms if result.fields.get(name) not in (None, "", [], {})]
        for name in present:
            reader = _Field(word, basis, f"{evidence}: {names[name]}")
            try:
                if word == "subject":  # an article may have tags and categories
                    held = (*words.get(word, ()), *reader.values(result.fields[name]))
                    words[word] = tuple({value.value: value for value in reversed(held)}.values())[::-1]
                else:
                    words.setdefault(word, reader.read(result.fields[name]))
            except FieldError as error:
                result.unusable.append((names[name], str(error)))
    if not words.get("section"):
        words.pop("section", None)
    result.metadata = Metadata(**words)
    return result


def cleaned(text: str) -> str:
    """A text as NFC on one line, without controls."""
    return " ".join(unicodedata.normalize("NFC", _CONTROLS.sub("", text)).split())


def _flat(fields: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The fields, then those that stand in a table beside them."""
    for name, value in fields.items():
        if not (isinstance(value, dict) and plain(name) in table()["tables"]["names"]):
            yield name, value
    for name, value in fields.items():
        if isinstance(value, dict) and plain(name) in table()["tables"]["names"]:
            yield from ((key, held) for key, held in value.items() if key not in fields)


def _listed(value: object) -> list[object]:
    """A value as a list."""
    items = value if isinstance(value, list) else [value]
    if len(items) > MOST_VALUES:
        raise FieldError(f"holds more than {MOST_VALUES:,} values")
    return items


def _texts(value: object) -> Iterator[str]:
    """The texts of a value; FieldError for what has none."""
    for item in _listed(value):
        if item is None:
            continue
        text = cleaned(_text(item))
        named = _NAMED_NOTE.fullmatch(text)
        if text:
            yield named[1].strip() if named else text


def _text(item: object) -> str:
    if isinstance(item, dict):
        named = {plain(str(key)): value for key, value in item.items()}
        item = next((named[key] for key in table()["tables"]["label"] if isinstance(named.get(key), str)), None)
    if isinstance(item, date):
        return item.isoformat()
    if isinstance(item, bool) or not isinstance(item, str | int | float):
        raise FieldError("must be a text or a list of texts")
    text = item if isinstance(item, str) else repr(item)
    if len(text) > LONGEST_FIELD:
        raise FieldError(f"holds more than {LONGEST_FIELD:,} characters")
    return text


@dataclass(frozen=True, slots=True)
class _Field:
    """Reads the value of one word."""

    word: str
    basis: Basis
    evidence: str

    def read(self, written: object) -> Value | tuple[Value, ...] | tuple[Link, ...]:
        """What the word is given; FieldError for what does not fit it."""
        if self.word == "related":
            return tuple(_links(written))
        values = self.values(written)
        if self.word in LISTS:
            return values
        if self.word == "section":  # of several categories none is the section
            return values[0] if len(values) == 1 else UNKNOWN
        if len(values) != 1:
            raise FieldError("must be one value")
        return values[0]

    def values(self, written: object) -> tuple[Value, ...]:
        """The values that are written; FieldError for what does not fit the word."""
        return tuple(value for item in _listed(written) for value in self._values(item))

    def _values(self, item: object) -> Iterator[Value]:
        precision = ""
        basis, evidence = self.basis, self.evidence
        if isinstance(item, dict) and "value" in item:
            stated_basis, stated_evidence = item.get("basis"), item.get("evidence")
            if isinstance(stated_basis, str) and isinstance(stated_evidence, str) and stated_basis in _BASES:
                basis, evidence = _BASES[stated_basis], cleaned(stated_evidence[:LONGEST_FIELD])
        if isinstance(item, list):
            raise FieldError("must be a text or a list of texts")
        for text in _texts(item):
            value = text
            if self.word in DATES:
                value, precision = _date(text)
            elif self.word == "language":
                value = _language(text)
            elif self.word == "source":
                value = _address(text)
            if self.word in LISTS and isinstance(item, str) and self.word == "subject":
                yield from (Value(part, basis, evidence) for part in _parted(value))
            else:
                yield Value(value, basis, evidence, precision)


def _parted(text: str) -> Iterator[str]:
    """Topics that stand in one text, parted by commas."""
    return (part.strip() for part in text.split(",") if part.strip())


def _date(text: str) -> tuple[str, str]:
    try:
        return stated_date(text)
    except ValueError as error:
        raise FieldError(f"= {text[:60]!r} is no date, as 2025-02-21 or 2025-02-21T14:05+07:00 are") from error


def _language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise FieldError(f"= {text[:60]!r} is no BCP 47 tag, as vi or en-GB are")
    return text.replace("_", "-")


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise FieldError(f"= {text[:60]!r} is no address, as https://example.org/news are")
    return text


def _links(written: object) -> Iterator[Link]:
    """Links to other articles: tables of title and address (or url), or addresses."""
    for item in _listed(written):
        if isinstance(item, dict):
            address, title = item.get("address", item.get("url")), item.get("title", "")
        else:
            address, title = item, ""
        if not isinstance(address, str) or not isinstance(title, str) or len(title) > LONGEST_FIELD:
            raise FieldError("must be a list of tables with title and address")
        yield Link(cleaned(title) or _address(address), _address(address))
