"""Exactly one topic an article: a site's rule, the page's section, its address path, or the folder it lies in.

The user's mapping unifies their names, and a name that it knows goes before one that it does not.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from packager.articles.text.clean_text import clean
from packager.model import UNKNOWN, Basis, Value
from packager.slugs import mapped, resolve, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.config import Settings
    from packager.model import Capture

# Folder names and address parts that name no topic.
_NO_TOPIC = re.compile(
    r"(?:\d[\d\W_]*|news|article|articles|story|stories|posts?|blog|amp|index|pages?|html?|content|archive|feed|en|vi|"
    r"[a-z]{2}|tin-tuc|bai-viet|detail|media|data|files?|saved|dumps?|txt|seed|sources?|input|download(?:s|ed)?)",
    re.IGNORECASE,
)
_SECTION_SLUG = re.compile(r"[^\W\d_]+(?:-[^\W_]+){0,4}")
LONGEST = 40


def topic_of(sections: Iterable[Value], address: str, capture: Capture, settings: Settings) -> Value:
    """The article's topic with its basis; unknown where nothing names one.

    `sections` are what a site's rule finds, then what the page names in fields and breadcrumbs; of `capture` only its
    name is read. `settings.topics` maps what any of them may say to a topic's name.
    """
    first = UNKNOWN
    for value in filter(None, _named(sections, address, capture, settings)):
        first = first or value
        if not settings.topics:
            break
        name = mapped(value.value, settings.topics)
        if name:
            return value if name == value.value else _renamed(value, name)
    return replace(first, value=resolve(first.value, {})) if first else UNKNOWN


def _named(sections: Iterable[Value], address: str, capture: Capture, settings: Settings) -> Iterator[Value]:
    """All that may name the topic, best first."""
    yield from sections
    yield _addressed(address)
    yield _folder(capture, settings)


def _renamed(value: Value, name: str) -> Value:
    return replace(value, value=name, evidence=f"{value.evidence}; «{value.value}» is {name} in packager.toml")


def _addressed(address: str) -> Value:
    """The first part of an address path that reads like a section, if an article's name follows it."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return UNKNOWN
    parts = [unquote(part) for part in path.split("/") if part]
    part = next((part for part in parts[:-1] if not _NO_TOPIC.fullmatch(part)), "")
    if len(part) <= LONGEST and _SECTION_SLUG.fullmatch(part):
        return Value(part, Basis.INFERRED, f"path of the address: /{part}/")
    return UNKNOWN


def _folder(capture: Capture, settings: Settings) -> Value:
    """The outermost folder below the source that may name a topic, else the source's own folder if it names one."""
    folders = (clean(unquote(name)) for name in capture.folders)  # a name may be no text at all
    name = next((name for name in folders if name and not _NO_TOPIC.fullmatch(name) and len(name) <= LONGEST), "")
    if not name:
        own = clean(unquote(capture.source.rpartition("/")[2]))
        name = own if slug(own) in _sections() or mapped(own, settings.topics) else ""
    return Value(name, Basis.INFERRED, f"folder: {name}/") if name else UNKNOWN


@cache
def _sections() -> frozenset[str]:
    """The slugs of sections that newspapers have."""
    text = resources.files("packager.articles.metadata").joinpath("section_names.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["names"].split())
