"""A site's rule: what its lines say, compiled once, and what it finds on a page."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.articles.rules.application import Application
from packager.articles.rules.expression import Expression, compiled, wrong
from packager.articles.rules.parse import kind_of, replacements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

    from packager.articles.rules.application import Applied
    from packager.articles.rules.parse import Directive, Problem

# The rule that every site's is followed by.
GLOBAL = "global.txt"

_XPATH_KINDS = ("first", "every", "wrapping")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What one site's files say of its pages.

    `digest` is the sha256 (hex) of their text; `own_keys` are those that its own files hold, not global.txt;
    `problems` are the lines that do not serve. The flags are for the
    steps after: `prune` asks to leave out side boxes inside the body, `autodetect_on_failure` allows the generic way
    where the rule finds nothing, `insert_detected_image` a lead picture from the metadata, and `skip_json_ld` says
    that the site's JSON-LD lies. `test_addresses` are pages that the rule was written for.
    """

    name: str
    digest: str
    expressions: Mapping[str, tuple[Expression, ...]]
    own_keys: frozenset[str]
    replaced: tuple[tuple[str, str], ...]
    strip_names: re.Pattern[str] | None
    strip_addresses: re.Pattern[str] | None
    lazy_attributes: tuple[str, ...]
    test_addresses: tuple[str, ...]
    problems: tuple[Problem, ...]
    prune: bool = True
    autodetect_on_failure: bool = True
    insert_detected_image: bool = True
    skip_json_ld: bool = False

    def prepare(self, text: str) -> str:
        """The page's text after the rule's replacements, to be parsed."""
        for find, replace in self.replaced:
            text = text.replace(find, replace)
        return text

    def apply(self, root: etree._Element) -> Applied:
        """What the rule finds on a page, given its `html` element.

        First changes the tree as wrap_in and src_lazy_load_attr say, so it must come before any walk over it.
        """
        return Application(self, root).result()


def make_rule(name: str, texts: Iterable[str], directives: list[Directive], problems: list[Problem]) -> Rule:
    """A rule from its directives, those that matter most first; `texts` are all that it was read from."""
    expressions: dict[str, list[Expression]] = {}
    problems = list(problems)
    for directive in directives:
        if kind_of(directive.key) in _XPATH_KINDS:
            message = wrong(directive.value)
            if message:
                problems.append(directive.problem(message))
            else:
                expressions.setdefault(directive.key, []).append(Expression(directive, compiled(directive.value)))
    replaced, unpaired = replacements(directives)

    def said(key: str) -> list[str]:
        return [directive.value for directive in directives if directive.key == key]

    flags = {d.key: d.value.lower() in ("yes", "true") for d in reversed(directives) if kind_of(d.key) == "flag"}
    return Rule(
        name=name,
        digest=hashlib.sha256("\0".join(texts).encode()).hexdigest(),
        expressions={key: tuple(found) for key, found in expressions.items()},
        own_keys=frozenset(d.key for d in directives if d.file != GLOBAL),
        replaced=tuple(replaced),
        strip_names=_any_of(said("strip_id_or_class")),
        strip_addresses=_any_of(said("strip_image_src")),
        lazy_attributes=tuple(dict.fromkeys(said("src_lazy_load_attr"))),
        test_addresses=tuple(said("test_url")),
        problems=(*problems, *unpaired),
        **flags,
    )


def _any_of(texts: list[str]) -> re.Pattern[str] | None:
    """A pattern that finds any of the texts; None without any."""
    return re.compile("|".join(map(re.escape, texts))) if texts else None
