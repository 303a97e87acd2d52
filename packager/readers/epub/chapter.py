"""One document of a book: parsed, told from what is no article, and without what only leads about the book."""

from __future__ import annotations

import html.entities
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from lxml import etree

from packager.readers.epub.navigation import TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_XHTML = "{http://www.w3.org/1999/xhtml}"
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31};)")
_XML = frozenset((b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"))
_PICTURES = ("img", "image", "svg", "picture", "object", "video", "audio", "math", "iframe")
_REMOVED = "removed"
# libxml2 needs quadratic time for the attributes of one element.
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{100000,}>")
_BARE = ("section", "div", "article", "main")


@cache
def _table() -> dict[str, Any]:
    text = resources.files("packager.readers.epub").joinpath("front_matter.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def makers() -> frozenset[str]:
    """Names that stand in the place of a creator and are none, in small letters."""
    return frozenset(_table()["makers"])


@dataclass(frozen=True, slots=True)
class Chapter:
    """A document's tree, its elements named without namespace; changed in place."""

    root: etree._Element

    @property
    def body(self) -> etree._Element:
        """What holds the text."""
        body = self.root.find("body")
        return self.root if body is None else body

    def kinds(self) -> frozenset[str]:
        """The words by which the document says what it is, on its body and on what holds all of that."""
        found: set[str] = set()
        element: etree._Element | None = self.body
        while element is not None:
            found.update(_words(element))
            inside = [child for child in element if isinstance(child.tag, str)]
            element = inside[0] if len(inside) == 1 and inside[0].tag in _BARE else None
        return frozenset(found)

    def is_front_matter(self, kinds: frozenset[str]) -> bool:
        """Whether the words of it and of the book, `kinds`, or its own content say that it is no article."""
        return not kinds.isdisjoint(_table()["types"]) or not self._has_content() or self._is_list()

    def is_picture(self) -> bool:
        """Whether it holds a picture and no text."""
        return not _text(self.body) and self._has_content()

    def without_navigation(self) -> list[etree._Element]:
        """Takes out what only leads about the book, and returns it."""
        removed = [element for element in self.body.iter("*") if _leads(element)]
        take_out(self.root, removed)
        return removed

    def written(self) -> bytes:
        """The document as HTML in UTF-8."""
        etree.cleanup_namespaces(self.root)
        return etree.tostring(self.root, method="html", encoding="utf-8", doctype="<!DOCTYPE html>", with_tail=False)

    def _has_content(self) -> bool:
        return bool(_text(self.body)) or next(self.body.iter(*_PICTURES), None) is not None

    def _is_list(self) -> bool:
        """Whether next to all its text are links."""
        if any(
            not set(_table()["lists"]).isdisjoint(_classes(element)) for element in self.body.iter("ul", "ol", "div")
        ):
            return True
        links, linked, whole = _linked(self.body)
        limits = _table()["list"]
        return links >= int(limits["links"]) and linked >= float(limits["share"]) * whole


def chapter_of(content: bytes) -> Chapter | None:
    """The document's tree; None where it can only be read as it stands."""
    root = _as_xml(_NAMED.sub(_character, content))
    if root is None:
        root = _as_html(content)
    if root is None:
        return None
    for element in root.iter(f"{_XHTML}*"):
        element.tag = str(element.tag).removeprefix(_XHTML)
    return Chapter(root)


def take_out(root: etree._Element, elements: Iterable[etree._Element]) -> None:
    """Takes elements out of a tree; the text behind them stays."""
    for element in elements:
        element.tag = _REMOVED
    etree.strip_elements(root, _REMOVED, with_tail=False)


def _as_xml(content: bytes) -> etree._Element | None:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _as_html(content: bytes) -> etree._Element | None:
    """The tree of a document that is no XML, where that loses nothing of it."""
    if _LONG_TAG.search(content):
        return None
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        content.decode("utf-8")
        root = etree.fromstring(content, parser)
    except (UnicodeDecodeError, etree.XMLSyntaxError, ValueError):
        return None
    return None if any("depth" in entry.message.lower() for entry in parser.error_log) else root


def _character(match: re.Match[bytes]) -> bytes:
    """HTML's named characters, which XML does not know, by their numbers."""
    known = "" if match[1] in _XML else html.entities.html5.get(match[1].decode("ascii"), "")
    return "".join(f"&#{ord(character)};" for character in known).encode("ascii") or match[0]


def _words(element: etree._Element) -> Iterator[str]:
    for stated in (element.get(TYPE), element.get("epub:type"), element.get("role"), element.get("class")):
        yield from (word.removeprefix("doc-") for word in (stated or "").lower().split())


def _classes(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


def _leads(element: etree._Element) -> bool:
    table = _table()
    stated = (element.get(TYPE) or element.get("epub:type") or "").split()
    return (
        element.tag in table["elements"]
        or element.get("role") in table["roles"]
        or not set(stated).isdisjoint(table["parts"])
        or not set(_classes(element)).isdisjoint(table["classes"])
    )


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def _linked(body: etree._Element) -> tuple[int, int, int]:
    """How many links there are, how long their text is, and how long all text is; links in links count once."""
    links = linked = whole = inside = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        is_link = element.tag == "a" and bool(element.get("href"))
        if event == "start":
            inside, links = inside + is_link, links + is_link
            said = _length(element.text)
        else:
            inside -= is_link
            said = _length(element.tail) if element is not body else 0
        whole += said
        linked += said if inside else 0
    return links, linked, whole


def _length(text: str | None) -> int:
    return len("".join((text or "").split()))
