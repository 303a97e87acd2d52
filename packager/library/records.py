"""The forms in which findings, metadata and pictures are written down: JSON that reads back as it was."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from packager.model import UNKNOWN, Basis, Finding, Link, Metadata, Outcome, Picture, Severity, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SINGLE = (
    "title", "subtitle", "issued", "modified", "language", "publisher", "section", "topic",
    "identifier", "source", "rights", "captured",
)  # fmt: skip
_LISTS = ("creator", "subject")
_ORDER = tuple(Metadata.__slots__)
NOTHING = "{}"  # an empty JSON object
_BASES = {basis.value: basis for basis in Basis}
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one input: a row of the ledger.

    `digest` is the sha256 of the input's bytes, "" where it has to be read again, or of an article that is not where it
    was read from; `article` the article's id, "" where there is none; `reason` says why an input is no article.
    `dependencies` maps each file the input was read with (relative name) to its digest, "" for one that was looked for
    and is not there, "refused" for one that might not be read; a change in any of them, or of the `normaliser`, makes
    the input worth reading again.
    """

    source: str
    locator: str
    digest: str
    outcome: Outcome
    article: str = ""
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    dependencies: Mapping[str, str] = field(default_factory=dict)
    normaliser: str = ""

    @property
    def name(self) -> str:
        """The input as reports name it."""
        return f"{self.source}/{self.locator}"

    @property
    def is_left(self) -> bool:
        """Whether it is an article that stays though it cannot be read where it was read from."""
        return bool(self.article) and not self.digest


class Item(NamedTuple):
    """What the report tells of one input; `outcome` is one of `Outcome`'s values."""

    source: str
    locator: str
    outcome: str
    article: str
    reason: str
    findings: tuple[Finding, ...]


class Standing(NamedTuple):
    """What is on record of one input, as far as it tells whether it has to be read again; see `Record`.

    `dependencies` and `findings` are JSON, as they are written down: most are empty.
    """

    locator: str
    digest: str
    article: str
    normaliser: str
    dependencies: str
    findings: str

    @property
    def is_left(self) -> bool:
        """Whether it is an article that stays though it cannot be read where it was read from."""
        return bool(self.article) and not self.digest

    @property
    def consulted(self) -> Mapping[str, str]:
        """The files that the input was read with, with their digests."""
        return {} if self.dependencies == NOTHING else json.loads(self.dependencies)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of what reading the input found."""
        return frozenset(told["code"] for told in json.loads(self.findings))


@dataclass(frozen=True, slots=True)
class Container:
    """What is known of a file of several that was read to its end.

    `digest` is the sha256 of its bytes, `beside` the key of what it was read with, `findings` are those that are no
    single input's.
    """

    source: str
    locator: str
    digest: str
    beside: str = ""
    findings: tuple[Finding, ...] = ()


def dumps(data: object, indent: int | None = None) -> str:
    """JSON in readable Unicode that always encodes as UTF-8; half characters are written as escapes."""
    text = _COMPACT.encode(data) if indent is None else json.dumps(data, ensure_ascii=False, indent=indent)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALVES.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
    return text


def encodable(text: str) -> str:
    """Text that SQLite can hold: half characters become their escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def metadata_json(metadata: Metadata, indent: int | None = None) -> str:
    """Metadata as one JSON object in Dublin Core words; what is not known is left out."""
    return dumps(metadata_table(metadata), indent)


def metadata_table(metadata: Metadata) -> dict[str, Any]:
    """Metadata as a table of values, in the order of the model's words."""
    table: dict[str, Any] = {}
    for word in _ORDER:
        known = getattr(metadata, word)
        if word == "related":
            table[word] = [{"title": link.title, "address": link.address} for link in known]
        elif word in _LISTS:
            table[word] = [_value_table(value) for value in known]
        elif known != UNKNOWN:
            table[word] = _value_table(known)
    return {word: known for word, known in table.items() if known}


def metadata_from_json(text: str) -> Metadata:
    """The metadata that `metadata_json` wrote."""
    return metadata_from_table(json.loads(text))


def metadata_from_table(table: Mapping[str, Any]) -> Metadata:
    """The metadata that `metadata_table` made a table of."""
    words: dict[str, Any] = {word: _value(table[word]) for word in _SINGLE if word in table}
    for word in _LISTS:
        words[word] = tuple(map(_value, table.get(word, ())))
    words["related"] = tuple(Link(link["title"], link["address"]) for link in table.get("related", ()))
    return Metadata(**words)


def pictures_json(pictures: Iterable[Picture]) -> str:
    """Pictures as a JSON list of [reference, digest, media_type, width, height, length]; [reference] if not held."""
    return dumps(pictures_table(pictures))


def pictures_table(pictures: Iterable[Picture]) -> list[list[str | int]]:
    """Pictures as lists, as `pictures_json` says."""
    return [
        [item.reference, item.digest, item.media_type, item.width, item.height, item.length]
        if item != Picture(item.reference)
        else [item.reference]
        for item in pictures
    ]


def pictures_from_json(text: str) -> tuple[Picture, ...]:
    """The pictures that `pictures_json` wrote."""
    return pictures_from_table(json.loads(text))


def pictures_from_table(table: Iterable[Sequence[Any]]) -> tuple[Picture, ...]:
    """The pictures that `pictures_table` made lists of."""
    return tuple(Picture(*facts) for facts in table)


def findings_json(findings: Iterable[Finding]) -> str:
    """Findings as a JSON list of objects."""
    return dumps(findings_table(findings))


def findings_table(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """Findings as the report states them."""
    return [
        {
            "code": item.code,
            "severity": item.severity.value,
            "where": item.where,
            "message": item.message,
            "hint": item.hint,
        }
        for item in findings
    ]


def findings_from_json(text: str) -> tuple[Finding, ...]:
    """The findings that `findings_json` wrote."""
    if text == "[]":
        return ()
    return findings_from_table(json.loads(text))


def findings_from_table(table: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """The findings that `findings_table` made tables of."""
    return tuple(Finding(**{**item, "severity": Severity(item["severity"])}) for item in table)


def _value_table(value: Value) -> dict[str, str]:
    """A value with its basis, and its evidence and precision where it has them."""
    table = {"value": value.value, "basis": value.basis.value}
    if value.precision:
        table["precision"] = value.precision
    if value.evidence:
        table["evidence"] = value.evidence
    return table


def _value(table: Mapping[str, str]) -> Value:
    return Value(table["value"], _BASES[table["basis"]], table.get("evidence", ""), table.get("precision", ""))
