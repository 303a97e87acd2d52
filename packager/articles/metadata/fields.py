"""What a page states in fields: meta elements, links, and structured data, gathered once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from packager.articles.metadata.metadata_words import folded, listed, phrases
from packager.articles.metadata.structured import MARKS, Stated, Structured, linked_data, marked_up
from packager.articles.text.clean_text import field_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

TITLE_NAMES = listed("fields", "title")
PUBLISHER_NAMES = listed("fields", "publisher")
KEYWORD_NAMES = listed("fields", "keywords")
# What a page may state -> its schema.org property, and the names of its meta elements.
STATING = {
    "author": ("author", listed("fields", "author")),
    "date": ("datePublished", listed("fields", "issued")),
    "section": ("articleSection", listed("fields", "section")),
    "keywords": ("keywords", KEYWORD_NAMES),
}
READ = frozenset(("meta", "link", "title", "script"))
NAMING = ("property", "name", "itemprop", "http-equiv")
DATA_LABELS = frozenset(phrases("people", "data_labels").split("|"))


class Fields:
    """`metas` maps a lower-case property, name or itemprop to its contents in order; `structured` holds the nodes."""

    def __init__(self, root: etree._Element) -> None:
        self.metas: dict[str, list[str]] = {}
        self._links: dict[str, str] = {}
        self._titles: list[str] = []
        self._scripts: list[str] = []
        self._marked: list[etree._Element] = []
        self._read(root)
        self.head_title = field_text(self._titles[0]) if self._titles else ""
        self.structured = Structured(linked_data(self._scripts), marked_up(self._marked))
        self.structured.prefer(field_text(title).casefold() for title in (self.meta(*TITLE_NAMES), self.head_title))

    def _read(self, root: etree._Element) -> None:
        """Gathers from all elements in one pass."""
        for element in root.iter("*"):
            tag = element.tag
            if not MARKS.isdisjoint(element.keys()) and (tag != "meta" or "itemprop" in element.attrib):
                self._marked.append(element)
            if tag not in READ:
                continue
            if tag == "meta":
                self._read_meta(element)
            elif tag == "title":
                self._titles.append(element.text or "")
            elif tag == "script" and "ld+json" in (element.get("type") or "").lower():
                self._scripts.append(element.text or "")
            elif tag == "link" and (href := element.get("href")):
                for rel in (element.get("rel") or "").lower().split():
                    self._links.setdefault(rel, href)

    def _read_meta(self, element: etree._Element) -> None:
        content = (element.get("content") or "").strip()
        if content:
            for key in NAMING:
                for name in (element.get(key) or "").lower().split():
                    self.metas.setdefault(name, []).append(content)

    def meta(self, *names: str) -> str:
        """The first content under one of the names, as the page writes it; "" if there is none."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    def stated(self, names: Iterable[str]) -> Iterator[Stated]:
        """All contents under some names as clean text, in the order of the names."""
        for name in filter(self.metas.__contains__, names):
            for content in self.metas[name]:
                if text := field_text(content):
                    yield Stated(text, f"meta {name}")

    def first(self, *names: str) -> str:
        """The first content under one of the names as clean text; "" if there is none."""
        return next((said.text for said in self.stated(names)), "")

    def canonical(self) -> str:
        """The address that the page calls canonical, as it writes it; "" if it calls none so."""
        return self.linked("canonical")

    def linked(self, rel: str) -> str:
        """The first address that the page links to in a role, as it writes it; "" if there is none."""
        return self._links.get(rel, "")

    def states(self, what: str) -> bool:
        """Whether any field states the author, date, section or keywords."""
        key, names = STATING[what]
        return any(self.structured.stated(key)) or any(self.stated(names))

    @cached_property
    def keywords(self) -> tuple[Stated, ...]:
        """The keywords that the fields list, each list as it is written."""
        return (*self.structured.stated("keywords"), *self.stated(KEYWORD_NAMES))

    def labelled(self) -> Iterator[Stated]:
        """The values of twitter's free fields whose label says that they name the author."""
        for number in ("1", "2"):
            label = self.first(f"twitter:label{number}").casefold().rstrip(":")
            if label in DATA_LABELS:
                yield from self.stated((f"twitter:data{number}",))

    @cached_property
    def site_names(self) -> frozenset[str]:
        """The names under which the page's fields know its publisher or site, folded."""
        names = [said.text for said in self.stated(PUBLISHER_NAMES)]
        names += [said.text for said in self.structured.stated("publisher")]
        return frozenset(filter(None, map(folded, names)))
