"""Finds and reads the fields before a text: YAML, TOML or JSON front matter, pandoc's title block, MultiMarkdown's.

YAML is composed, never constructed: values stay as they are written, aliases and merges unfold nothing.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

import yaml

from packager.limits import LARGEST_FRONT_MATTER, MOST_VALUES
from packager.readers.stated.fields import table
from packager.readers.stated.sidecar import read_json

_FENCED = re.compile(r"(---|\+\+\+)[ \t]*\n")
_ENDS = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE),
}
_YAML_FIELD = re.compile(r"\s*(?:#[^\n]*\n\s*)*[\"']?[\w.$-][^\n:]{0,80}:(?:\s|$)")
_LINE_FIELD = re.compile(r"([^\W\d_][\w -]{0,40}):[ \t]+(\S[^\n]*)(?:\n|\Z)")
_TITLE_BLOCK = ("title", "author", "date")
_DEEPEST = 3
_MOST_NODES = 10_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields before a text, the text behind them, and what is wrong with the fields, "" where nothing is.

    Broken fields are `unread`: what stands there, as it is.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    problem: str = ""
    unread: str = ""


def front_matter(text: str) -> FrontMatter:
    """The fields before a text whose lines end with a line feed, if there are any."""
    opening = _FENCED.match(text)
    if opening:
        return _fenced(text, opening)
    if text.startswith("{"):
        return _json(text)
    if text.startswith("% "):
        return _title_block(text)
    return _lines(text)


def _fenced(text: str, opening: re.Match[str]) -> FrontMatter:
    closing = _ENDS[opening[1]].search(text, opening.end(), opening.end() + LARGEST_FRONT_MATTER)
    inside = text[opening.end() : closing.start()] if closing else ""
    is_toml = opening[1] == "+++"
    if closing is None:
        looks = _YAML_FIELD.match(text, opening.end()) is not None or is_toml
        return FrontMatter(text=text, problem="the fields at its head do not end" if looks else "")
    if not is_toml and inside.strip() and not _YAML_FIELD.match(inside):  # a text between two lines
        return FrontMatter(text=text)
    rest = text[closing.end() :]
    try:
        fields = tomllib.loads(inside) if is_toml else _yaml(inside)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        return FrontMatter({}, rest, _problem("TOML" if is_toml else "YAML", error), text[: closing.end()])
    return FrontMatter(fields, rest)


def _problem(kind: str, error: Exception) -> str:
    what = "nests too deep" if isinstance(error, RecursionError) else f"is not valid {kind} ({error})"
    return f"the front matter {what}"


def _json(text: str) -> FrontMatter:
    """Fields in JSON, which end with a line that holds a brace alone."""
    closing = re.compile(r"^\}[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, 0, LARGEST_FRONT_MATTER)
    if not closing:
        return FrontMatter(text=text)
    rest = text[closing.end() :]
    try:
        fields = read_json(text[: closing.end()])
    except (json.JSONDecodeError, RecursionError) as error:
        return FrontMatter({}, rest, _problem("JSON", error), text[: closing.end()])
    return FrontMatter(fields, rest)


def _title_block(text: str) -> FrontMatter:
    """A title block of pandoc: title, authors (";" between them) and date on lines that begin with a per cent sign."""
    lines: list[str] = []
    position = 0
    for found in re.finditer(r"%[ \t]([^\n]*)(?:\n|\Z)", text[:LARGEST_FRONT_MATTER]):
        if found.start() != position or len(lines) == len(_TITLE_BLOCK):
            break
        lines.append(found[1].strip())
        position = found.end()
    fields: dict[str, Any] = {name: value for name, value in zip(_TITLE_BLOCK, lines, strict=False) if value}
    if "author" in fields:
        fields["author"] = [name.strip() for name in fields["author"].split(";") if name.strip()]
    return FrontMatter(fields, text[position:])


def _lines(text: str) -> FrontMatter:
    """MultiMarkdown's fields: one a line up to the first blank line, the first of them the title's or the date's."""
    fields: dict[str, Any] = {}
    position = 0
    while (found := _LINE_FIELD.match(text, position)) and len(fields) < MOST_VALUES:
        fields[found[1]] = found[2].strip()
        position = found.end()
    first = next(iter(fields), "").strip().lower()
    known = table()["words"]
    opens = first in (*known["title"], *known["issued"], *known["creator"])
    ends = not text[position : position + 1].strip() or text.startswith("\n", position)
    return FrontMatter(fields, text[position:]) if opens and ends and len(fields) > 1 else FrontMatter(text=text)


def _yaml(text: str) -> dict[str, Any]:
    """The fields of a YAML mapping as texts, lists and mappings of texts; ValueError for what is none."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error
    except (IndexError, KeyError, TypeError, AttributeError, OverflowError) as error:  # what the library lets through
        raise ValueError(f"{type(error).__name__}: {error}") from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("it holds no fields")  # noqa: TRY004 - one kind of error for all that is wrong with it
    return _Composed().mapping(root)


class _Composed:
    """Reads composed YAML; it holds so many values at most, however often its aliases name them."""

    def __init__(self) -> None:
        self._left = _MOST_NODES

    def mapping(self, node: yaml.MappingNode, depth: int = 0) -> dict[str, Any]:
        """The fields of a mapping; ValueError where there are too many."""
        pairs = ((key.value, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))
        return {str(name): self._value(value, depth + 1) for name, value in pairs}

    def _value(self, node: yaml.Node, depth: int) -> object:
        """A node's value; what lies deeper than fields do is left out."""
        self._left -= 1
        if self._left < 0:
            raise ValueError(f"it holds more than {_MOST_NODES:,} values")
        if isinstance(node, yaml.ScalarNode):
            return None if node.tag == "tag:yaml.org,2002:null" else node.value
        if depth > _DEEPEST:
            return None
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, depth)
        return [self._value(item, depth + 1) for item in node.value]
