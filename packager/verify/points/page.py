"""A page of a volume, and the words for places in it: paths in the archive, the articles they are of, what is told."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from lxml import etree

Element: TypeAlias = etree._Element  # lxml gives its elements' type no public name

TYPE = "{http://www.idpf.org/2007/ops}type"

_CHAPTER = re.compile(r"(?:.*/)?a-([0-9a-f]+)(?:-\d+)?\.xhtml")


class Told(NamedTuple):
    """What a check found: the place in the volume, and what is wrong there."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Page:
    """An XHTML file of a volume: its length in bytes and its root; `trouble` says why it has none."""

    path: str
    length: int
    root: Element
    trouble: str = ""

    def target(self, href: str) -> tuple[str, str]:
        """The path in the archive and the fragment that a relative link leads to."""
        return target(self.path, href)


@lru_cache(maxsize=1 << 14)
def article_of(path: str) -> str:
    """The id of the article whose chapter a file is, "" for other pages."""
    match = _CHAPTER.fullmatch(path)
    return match[1] if match else ""


def target(path: str, href: str) -> tuple[str, str]:
    """The path in the archive and the fragment that a relative reference in a member leads to."""
    reference, _, fragment = href.partition("#")
    if not reference:
        return path, fragment
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(reference))), fragment


def text_of(element: Element) -> str:
    """What an element says, on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def parser() -> etree.XMLParser:
    """A strict parser that takes in nothing from outside a document."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
