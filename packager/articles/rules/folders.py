"""Folders of rules, by host: `host.txt`, `.host.txt` for what stands below a host, `global.txt` for all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from packager.articles.rules.parse import Problem, parse
from packager.articles.rules.rule import GLOBAL, Rule, make_rule
from packager.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from packager.articles.rules.parse import Directive

_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")


@dataclass(slots=True)
class _Said:
    """What the files of one rule say, those that matter most first."""

    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def wants_no_help(self) -> bool:
        """Whether the rule is to stand alone."""
        said = (d.value.lower() for d in self.directives if d.key == "autodetect_on_failure")
        return next(said, "yes") in ("no", "false")


class Rules:
    """The rules of some folders, the first of which goes before the others; each rule is read when it is needed."""

    def __init__(self, folders: list[Traversable]) -> None:
        self._folders = [{item.name: item for item in folder.iterdir()} for folder in folders]
        self._rules: dict[str, Rule | None] = {}

    def for_address(self, address: str) -> Rule | None:
        """The rule for the site of an address (see `for_site`)."""
        return self.for_site(site_of(address))

    def for_site(self, host: str) -> Rule | None:
        """The rule for a site, else global.txt alone if there is one; None where nothing applies."""
        if not host:
            return None
        if host not in self._rules:
            self._rules[host] = self._rule(host)
        return self._rules[host]

    def names(self) -> list[str]:
        """The names of all rules, sorted: hosts, with a "." before those that serve for what stands below them."""
        found = {name.removesuffix(".txt") for folder in self._folders for name in folder if name.endswith(".txt")}
        return sorted(found - {GLOBAL.removesuffix(".txt")})

    def check(self) -> list[Problem]:
        """The lines of all rules that do not serve; reads every file."""
        rules = (self._made(name) for name in self.names())
        return list(dict.fromkeys(problem for rule in rules if rule is not None for problem in rule.problems))

    def _rule(self, host: str) -> Rule | None:
        """The rule of the first folder that has one for a host; in a folder the nearest name goes first."""
        for folder in self._folders:
            for name in _names(host):
                if f"{name}.txt" in folder:
                    return self._made(name)
        return self._made("global")

    def _made(self, name: str) -> Rule | None:
        """A rule with those it is like, then global.txt unless it wants no other help; None without a file."""
        said = _Said()
        self._gather(name, said)
        if not said.texts and not said.problems:
            return None
        if name != "global" and not said.wants_no_help():
            self._gather("global", said)
        return make_rule(name, said.texts, said.directives, said.problems)

    def _gather(self, name: str, said: _Said) -> None:
        """Adds what a file says, then what those say that it is like."""
        if name in said.names:
            return
        said.names.append(name)
        text = self._text(name, said.problems)
        if text is None:
            return
        own, wrong = parse(text, f"{name}.txt")
        said.texts.append(text)
        said.directives += own
        said.problems += wrong
        for directive in own:
            if directive.key == "like" and not self._has(directive.value):
                said.problems.append(directive.problem(f"there is no rule {directive.value}"))
            elif directive.key == "like":
                self._gather(directive.value, said)

    def _has(self, name: str) -> bool:
        return any(f"{name}.txt" in folder for folder in self._folders)

    def _text(self, name: str, problems: list[Problem]) -> str | None:
        """The text of the first folder's file of that name; what cannot be read is a problem."""
        item = next((folder[f"{name}.txt"] for folder in self._folders if f"{name}.txt" in folder), None)
        if item is None:
            return None
        try:
            content = item.read_bytes()
        except OSError as error:
            problems.append(Problem(f"{name}.txt", 0, f"cannot be read ({error.strerror})"))
            return None
        text = content.decode("utf-8", errors="replace")
        if "\ufffd" in text:
            problems.append(Problem(f"{name}.txt", 0, "is not UTF-8"))
        return text


def _names(host: str) -> Iterator[str]:
    """The names under which a rule for a host may stand, nearest first."""
    yield host
    while "." in host:
        host = host.partition(".")[2]
        yield f".{host}"


def site_of(address: str) -> str:
    """The site that an address belongs to: its host without "www."; "" where it names none."""
    try:
        host = (urlsplit(address).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""
    return host if _HOST.fullmatch(host) else ""


@lru_cache(maxsize=256)
def site_rules(folder: str) -> Rules:
    """The shipped rules, after those of the user's folder; UsageError if that is not there."""
    return load(Path(folder) if folder else None)


def load(folder: Path | None) -> Rules:
    """The user's rules, if any, before the shipped ones; UsageError for a folder that is not there."""
    shipped: Traversable = resources.files("packager.articles.rules").joinpath("sites")
    if folder is None:
        return Rules([shipped])
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder of rules; name another or leave the setting out")
    return Rules([folder, shipped])
