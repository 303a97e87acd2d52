"""Lines of a rule -> directives, in the public ftr-site-config format: `key: value`, `key(argument): value`, `# ..`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# An argument may hold colons and brackets: it ends at the first "):".
_LINE = re.compile(r"(?P<key>[A-Za-z_]+)\s*(?:\((?P<argument>.*?)\))?\s*:(?P<value>.*)")
# In plain text the format takes no account of quotes.
_QUOTES = str.maketrans("", "", "'\"")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one line of a rule; the rest of the rule serves all the same."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """`file:line: message`."""
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Directive:
    """One line of a rule: its key with what it says, and where it stands."""

    key: str
    value: str
    argument: str
    file: str
    line: int

    def problem(self, message: str) -> Problem:
        """A problem with this line."""
        return Problem(self.file, self.line, message)


@cache
def keys() -> dict[str, frozenset[str]]:
    """Kind -> its keys, as `keys.toml` lists them."""
    text = resources.files("packager.articles.rules").joinpath("keys.toml").read_text(encoding="utf-8")
    return {kind: frozenset(names.split()) for kind, names in tomllib.loads(text).items()}


@cache
def kind_of(key: str) -> str:
    """The kind of a key; "" for one that the format does not know."""
    return next((kind for kind, names in keys().items() if key in names), "")


def parse(text: str, file: str) -> tuple[list[Directive], list[Problem]]:
    """The directives of a rule in order, without those that are ignored, and the lines that are none."""
    directives: list[Directive] = []
    problems: list[Problem] = []
    for number, line in _lines(text):
        match = _LINE.fullmatch(line)
        if match is None:
            problems.append(Problem(file, number, f"is no «key: value»: {line[:60]}"))
            continue
        key = match["key"].lower()
        directive = Directive(key, match["value"].strip(), match["argument"] or "", file, number)
        message = _wrong(directive)
        if message:
            problems.append(directive.problem(message))
        elif kind_of(key) != "ignored":
            directives.append(_unquoted(directive))
    return directives, problems


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers from 1."""
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _wrong(directive: Directive) -> str:
    """What is wrong with a directive; "" if nothing is."""
    kind = kind_of(directive.key)
    if not kind:
        return f"there is no key {directive.key!r}"
    if kind == "ignored":
        return ""
    if kind == "wrapping" and not re.fullmatch(r"[a-z][a-z0-9]*", directive.argument):
        return f"{directive.key} needs a tag in brackets, as in wrap_in(blockquote)"
    if kind == "flag" and directive.value.lower() not in ("yes", "no", "true", "false"):
        return f"{directive.key} is yes or no"
    return "" if directive.value or kind == "replacing" else f"{directive.key} has no value"


def _unquoted(directive: Directive) -> Directive:
    """The directive without quotes, where it holds plain text to look for."""
    if directive.key not in ("strip_id_or_class", "strip_image_src", "src_lazy_load_attr"):
        return directive
    value = directive.value.translate(_QUOTES)
    return Directive(directive.key, value, directive.argument, directive.file, directive.line)


def replacements(directives: list[Directive]) -> tuple[list[tuple[str, str]], list[Problem]]:
    """(find, replace) pairs in order: a replace_string belongs to the first find_string before it that has none."""
    pairs: list[tuple[str, str]] = []
    problems: list[Problem] = []
    waiting: list[Directive] = []
    for directive in directives:
        if directive.key == "find_string":
            waiting.append(directive)
        elif directive.key == "replace_string" and directive.argument:
            pairs.append((directive.argument, directive.value))
        elif directive.key == "replace_string" and waiting:
            pairs.append((waiting.pop(0).value, directive.value))
        elif directive.key == "replace_string":
            problems.append(directive.problem("replace_string without a find_string before it"))
    problems += [directive.problem("find_string without a replace_string after it") for directive in waiting]
    return [pair for pair in pairs if pair[0]], problems
