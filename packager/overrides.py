"""`overrides.toml`: what a person corrects, article by article, parsed once into `Overrides`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packager.articles.metadata.corrections import EVIDENCE, Override
from packager.articles.metadata.identifiers import identifier_of, is_identifier
from packager.articles.text.clean_text import clean
from packager.articles.text.languages import language_tag
from packager.errors import UsageError
from packager.findings import finding
from packager.model import UNKNOWN, Basis, Value
from packager.readers.stated.dates import iso_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from packager.model import Entry, Finding

NAME = "overrides.toml"
EXCLUDED, UNUSED = "excluded", "override-unused"

_KEYS = ("title", "subtitle", "date", "topic", "authors", "language", "exclude")
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Overrides:
    """What is given, by article id; `keys` holds the key that the file has for each, an address or the id itself."""

    articles: Mapping[str, Override] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def excludes(self, article: str) -> bool:
        """Whether an article is to be in no volume."""
        return article in self.articles and self.articles[article].exclude

    def bindable(self, entries: Iterable[Entry]) -> list[Entry]:
        """The articles that are not excluded."""
        return [entry for entry in entries if not self.excludes(entry.id)]

    def findings(self, holder: Callable[[str], str]) -> Iterator[Finding]:
        """What to tell of a library; `holder` names the input that an article is bound from, "" where it has none."""
        for article, key in self.keys.items():
            place = holder(article)
            if not place:
                yield finding(UNUSED, NAME, f"{key}: no article of the library has this address or id")
            elif self.excludes(article):
                yield finding(EXCLUDED, place, f"is bound into no volume, as {NAME} says under {key}")


def located(config: Path | None) -> Path | None:
    """The overrides.toml beside a configuration file, else in the working folder; None if there is neither."""
    folders = [config.parent, Path()] if config else [Path()]
    return next((folder / NAME for folder in folders if (folder / NAME).is_file()), None)


def load(path: Path) -> Overrides:
    """The overrides of a TOML file; UsageError names the line and the key of what cannot be understood."""
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name another file with --overrides") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is not valid TOML ({error}); mend the line it names") from error
    return _Parser(str(path), text).parse(table)


class _Parser:
    """Parses one file; `where` names it in errors, `text` is searched for the line to name."""

    def __init__(self, where: str, text: str) -> None:
        self._where = where
        self._lines = text.splitlines()

    def parse(self, table: Mapping[str, Any]) -> Overrides:
        """The overrides of the parsed file."""
        articles: dict[str, Override] = {}
        keys: dict[str, str] = {}
        for key, row in table.items():
            article = self._article(key)
            if article in keys:
                raise self._wrong(key, "", f"corrects the same article as {keys[article]!r}; keep one of them")
            if not isinstance(row, dict):
                raise self._wrong(key, "", f'is no table; write ["{key}"] on a line, and below it what is corrected')
            keys[article] = key
            articles[article] = self._override(key, row)
        return Overrides(articles, keys)

    def _article(self, key: str) -> str:
        if is_identifier(key):
            return key
        if _ADDRESS.fullmatch(key):
            return identifier_of(key)
        raise self._wrong(
            key, "", "is neither an address (https://...) nor an article's id; `packager list --json` shows both"
        )

    def _override(self, key: str, row: Mapping[str, Any]) -> Override:
        for name in row:
            if name not in _KEYS:
                raise self._wrong(key, name, f"is no word of this file; use any of {', '.join(_KEYS)}")
        exclude = row.get("exclude", False)
        if not isinstance(exclude, bool):
            raise self._wrong(key, "exclude", "must be true or false")
        return Override(
            title=self._text(key, row, "title"),
            subtitle=self._text(key, row, "subtitle"),
            issued=self._issued(key, row),
            topic=self._text(key, row, "topic"),
            language=self._language(key, row),
            creator=self._authors(key, row),
            exclude=exclude,
        )

    def _text(self, key: str, row: Mapping[str, Any], name: str) -> Value:
        if name not in row:
            return UNKNOWN
        text = clean(row[name]) if isinstance(row[name], str) else ""
        if not text:
            raise self._wrong(key, name, "must be a text that is not empty")
        return given(text)

    def _language(self, key: str, row: Mapping[str, Any]) -> Value:
        stated = self._text(key, row, "language")
        tag = language_tag(stated.value)
        if stated and not tag:
            raise self._wrong(key, "language", f"= {stated.value!r} is no BCP 47 tag, as vi or en-GB are")
        return given(tag) if tag else UNKNOWN

    def _authors(self, key: str, row: Mapping[str, Any]) -> tuple[Value, ...] | None:
        if "authors" not in row:
            return None
        stated = row["authors"]
        names = [stated] if isinstance(stated, str) else stated
        if not isinstance(names, list) or not all(isinstance(name, str) and clean(name) for name in names):
            raise self._wrong(key, "authors", 'must be a name or a list of names, as in ["Lê A", "Trần B"]')
        return tuple(given(clean(name)) for name in names)

    def _issued(self, key: str, row: Mapping[str, Any]) -> Value:
        """A date that is as precise as it is written."""
        if "date" not in row:
            return UNKNOWN
        stated = row["date"].isoformat() if isinstance(row["date"], date) else str(row["date"])
        try:
            return dated(stated)
        except ValueError as error:
            form = "must be an ISO date: 2025, 2025-02, 2025-02-21 or 2025-02-21T14:05+07:00"
            raise self._wrong(key, "date", f"{form} ({error})") from error

    def _wrong(self, key: str, name: str, message: str) -> UsageError:
        """The error of a key, or of a word under it, with its line."""
        line = self._line(key, name)
        where = f"{self._where}, line {line}" if line else self._where
        return UsageError(f"{where}: {f'{key}: {name}' if name else repr(key)} {message}")

    def _line(self, key: str, name: str) -> int:
        """The line of a word in the table of a key; that of the table's head where `name` is "", 0 if not found."""
        heads = [n for n, line in enumerate(self._lines) if line.lstrip().startswith("[")]
        for head, end in pairwise([*heads, len(self._lines)]):
            if key in _top_keys(self._lines[head]):
                words = (n for n in range(head, end) if name and name in _top_keys(self._lines[n]))
                return next(words, head) + 1
        return next((n for n, line in enumerate(self._lines, 1) if key in _top_keys(line)), 0)


def given(value: str, precision: str = "") -> Value:
    """A value that a person gives."""
    return Value(value, Basis.GIVEN, EVIDENCE, precision)


def dated(stated: str) -> Value:
    """A date as precise as it is written, in ISO 8601; ValueError for what is none."""
    return given(*iso_date(stated))


def _top_keys(line: str) -> Iterable[str]:
    """The keys that a line would set or open, were it a file of its own."""
    try:
        return tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        name = line.partition("=")[0].strip()  # a value that goes on below, or is none
        return (name, name.strip("\"'"))
