"""A chapter beside the canonical article that it was made from: the article's own words, without what a volume adds."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from packager.articles.text.characters import composed, squeeze
from packager.readers.epub.own_volume import go_on
from packager.volumes.elements import H

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.model import Entry
    from packager.verify.points.page import Element, Page

_BREAK, _BRACKET = f"{H}hr", f"{H}rp"
_MARKS = tuple(H + tag for tag in "em strong sub sup q code abbr small rt".split())
_TEXTS = frozenset(H + tag for tag in "p h2 h3 h4 li dt dd td th caption pre footer".split())
_FLOW = _TEXTS | frozenset(H + tag for tag in "ul ol dl table blockquote figure aside".split())
_APART = frozenset(H + tag for tag in "head header nav".split())
_ADDED = frozenset(("turn", "related", "facts", "lost", "subtitle", "origin", "byline", "lead"))


class Group(NamedTuple):
    """A figure: the addresses of its pictures in the source, which of them are missing, and its caption."""

    pictures: tuple[str, ...]
    missing: tuple[bool, ...]
    caption: str


@dataclass(frozen=True)
class Chapter:
    """The files of one article in a volume, and what the library holds of it: its entry and its canonical root.

    `told` are the messages of what was found when the volume was written.
    """

    pages: tuple[Page, ...]
    entry: Entry
    canonical: Element
    told: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The first file, which reports name."""
        return self.pages[0].path

    @property
    def header(self) -> Element | None:
        """The chapter's header."""
        return self.pages[0].root.find(f".//{H}header")

    @cached_property
    def texts(self) -> list[str]:
        """The texts of its body."""
        return [*texts(self.roots)]

    @cached_property
    def kept(self) -> list[str]:
        """The texts of the article's body."""
        return [*texts([self.canonical])]

    @cached_property
    def roots(self) -> list[Element]:
        """The roots of its files, blocks that were cut put together again: the words of one stand in the first."""
        first, *others = [page.root for page in self.pages]
        if not others:
            return [first]
        first, *others = map(deepcopy, (first, *others))
        section = first.find(f".//{H}section")
        for section_of in (root.find(f".//{H}section") for root in others):
            if section is not None and section_of is not None:
                go_on(section, section_of)
        return [first]


def leads(roots: Iterable[Element]) -> list[str]:
    """The texts of the lead."""
    return [words(element) for root in roots for element in root.iter(f"{H}p") if element.get("class") == "lead"]


def texts(roots: Iterable[Element]) -> Iterator[str]:
    """The texts of the body, block by block, without leads, captions and what a volume adds; a break is a line."""
    for root in roots:
        yield from filter(None, ("———" if block.tag == _BREAK else words(block) for block in _blocks(root)))


def marks(roots: Iterable[Element]) -> list[str]:
    """What is emphasised, raised, lowered or marked otherwise in the body, each with how."""
    found = (element for root in roots for block in _blocks(root) for element in block.iter(*_MARKS))
    return [f"<{str(element.tag).removeprefix(H)}>{words(element)}" for element in found]


def _blocks(element: Element) -> Iterator[Element]:
    """The innermost blocks of text."""
    for child in element.iterchildren("*"):
        if child.get("class") in _ADDED or child.tag in _APART:
            continue
        if child.tag == _BREAK or (child.tag in _TEXTS and not any(inner.tag in _FLOW for inner in child)):
            yield child
        else:
            yield from _blocks(child)


def groups(roots: Iterable[Element]) -> Iterator[Group]:
    """The figures."""
    for root in roots:
        for figure in root.iter(f"{H}figure"):
            pictures = [*figure.iter(f"{H}img")]
            captions = [words(caption) for caption in figure.iter(f"{H}figcaption")]
            yield Group(
                tuple(picture.get("data-original-src", "") for picture in pictures),
                tuple(picture.get("class") == "missing" for picture in pictures),
                " ".join(captions),
            )


def words(element: Element) -> str:
    """What an element says, in NFC and with single spaces, without the ways back from notes that a volume adds and the
    brackets round readings that it leaves out.
    """
    return composed(squeeze("".join(_said(element))))


def _said(element: Element) -> Iterator[str]:
    if element.get("role") != "doc-backlink" or element.get("aria-label") is None:
        yield element.text or ""
        for child in element:
            if isinstance(child.tag, str) and child.tag != _BRACKET:
                yield from _said(child)
            yield child.tail or ""
