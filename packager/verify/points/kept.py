"""What the library holds of a volume, and what was seen in the volume's pages on the way through them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from packager.verify.points.chapter import groups, texts
from packager.verify.points.page import article_of, text_of
from packager.volumes.elements import H

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from packager.model import Entry, Link, Publication
    from packager.verify.points.book import Book
    from packager.verify.points.page import Element, Page

_PART = re.compile(r"-part\d+\.")
_BLOCKS_OF_ORIGIN = frozenset(("origin", "facts"))


@dataclass(frozen=True)
class Kept:
    """What is on record of a volume: its publication, its articles by id, a way to their canonical pages by digest.

    `also` says where else the story of an article stands. `most_bytes` caps the volume's size, 0 for no cap.
    """

    publication: Publication
    entries: Mapping[str, Entry]
    read: Callable[[str], bytes]
    also: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    most_bytes: int = 0

    @property
    def part(self) -> bool:
        """Whether the volume is one of several parts."""
        return _PART.search(self.publication.path) is not None


class Turn(NamedTuple):
    """A link of the way to a chapter's neighbours: its `rel`, and where it leads."""

    rel: str
    path: str
    fragment: str


@dataclass(frozen=True)
class Seen:
    """What links and comparisons need of a page, after it is gone.

    `top` and `end` are the ways to the neighbours, `links` the other links of the text; `lines` names the elements
    that hold a link to a chapter, each with that chapter. `address` is where a chapter says it is from, `digest` that
    of its heading, texts and pictures (articles of few words are the same only where those are: docs/duplicates.md).
    """

    path: str
    language: str
    heading: str
    address: str
    digest: str
    ids: frozenset[str]
    links: tuple[str, ...]
    top: tuple[Turn, ...]
    end: tuple[Turn, ...]
    lines: frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Reading:
    """A volume that was read to its end: what was seen of its pages, by path, and what the library holds of it.

    `broken` are the pages that could not be read.
    """

    book: Book
    kept: Kept | None
    seen: dict[str, Seen] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    @property
    def chapters(self) -> Iterator[Seen]:
        """The first files of the articles, in the order of the spine."""
        return (self.seen[path] for path in self.book.chapters.values() if path in self.seen)

    @property
    def entries(self) -> list[Entry]:
        """The articles as the library holds them, in the order of the spine; none without the library."""
        held = self.kept.entries if self.kept else {}
        return [held[name] for name in self.book.chapters if name in held]


def seen(page: Page) -> Seen:
    """What is kept of a page."""
    root = page.root
    heading = next((text_of(element) for element in root.iter(f"{H}h1")), "")
    pictures = [picture for group in groups([root]) for picture in group.pictures]
    turns = [nav for nav in root.iter(f"{H}nav") if nav.get("class") == "turn"]
    top = [nav for nav in turns if next(nav.iterancestors(f"{H}header"), None) is not None]
    return Seen(
        page.path,
        root.get("lang", ""),
        heading,
        next((link.get("href", "") for link in root.iterfind(f".//{H}footer[@class='origin']//{H}a")), ""),
        sha256("\n".join((heading, *texts([root]), *pictures)).encode()).hexdigest(),
        frozenset(str(element.get("id")) for element in root.iter("*") if element.get("id")),
        tuple(link.get("href", "") for link in root.iter(f"{H}a") if not _is_apart(link)),
        tuple(turn for nav in top for turn in _turns(nav, page)),
        tuple(turn for nav in turns if nav not in top for turn in _turns(nav, page)),
        frozenset(_lines(page)),
    )


def _turns(nav: Element, page: Page) -> Iterator[Turn]:
    for link in nav.iter(f"{H}a"):
        yield Turn(link.get("rel", ""), *page.target(link.get("href", "")))


def _is_apart(link: Element) -> bool:
    """Whether a link belongs to what a volume says of the article."""
    return any(
        above.get("class") in _BLOCKS_OF_ORIGIN or (above.tag == f"{H}nav" and above.get("class") == "turn")
        for above in link.iterancestors()
    )


def _lines(page: Page) -> Iterator[tuple[str, str]]:
    if article_of(page.path):
        return
    for link in page.root.iter(f"{H}a"):
        path, _ = page.target(link.get("href", ""))
        named = next((above for above in link.iterancestors() if above.get("id")), None)
        if article_of(path) and named is not None:
            yield str(named.get("id")), path


def says(text: str, what: str) -> bool:
    """Whether a text holds another one, whatever the white space."""
    return re.sub(r"\s+", " ", what).strip() in re.sub(r"\s+", " ", text)
