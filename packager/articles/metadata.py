"""What a page says of itself: each value with its basis and evidence, taken by stated precedence.

Fields of the page (JSON-LD, then meta) go before what is printed on it, that before what is inferred. A date that is
not known is unknown: nothing here reads a clock or a file's time.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from packager.articles.dates import find_date
from packager.articles.languages import language_tag, recognise
from packager.articles.tree import squeeze
from packager.articles.vocabulary import names_byline, words
from packager.model import UNKNOWN, Basis, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.articles.page import Page
    from packager.articles.tree import Item

ISSUED_NAMES = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "date",
    "dc.date.issued",
    "dc.date",
    "dcterms.issued",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "og:published_time",
)
MODIFIED_NAMES = ("article:modified_time", "datemodified", "og:updated_time", "lastmod", "dcterms.modified")
AUTHOR_NAMES = ("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "sailthru.author")
SECTION_NAMES = ("article:section", "articlesection", "section", "parsely-section", "dc.subject.section")
KEYWORD_NAMES = ("news_keywords", "keywords", "article:tag", "parsely-tags", "dc.subject")
RIGHTS_NAMES = ("dc.rights", "dcterms.rights", "copyright", "rights")
ARTICLE_TYPES = ("article", "posting", "report", "page")

_NAME = re.compile(r"[^\W\d_][^<>@/\\|{}\[\]]{1,60}$")
_BYLINE_START = re.compile(
    r"^(?:by|von|por|par|da|di|door|av|af|theo|tác giả|bài và ảnh|bài, ảnh|nhóm pv)\b[\s:]*", re.IGNORECASE
)
_NAMES_APART = re.compile(r"\s*(?:,|;|\||&| and | und | et | và )\s*")
_SITE_APART = re.compile(r"\s+[-|–—·:»]\s+")
_LIST_APART = re.compile(r"\s*[,;]\s*")

# A printed date stands so many items round the title.
DATE_REACH = 8
DATE_TEXT = 90


def clean(text: str) -> str:
    """A metadata value as NFC text on one line."""
    return unicodedata.normalize("NFC", squeeze(text))


def first(values: Iterable[Value]) -> Value:
    """The first value that is known."""
    return next((value for value in values if value), UNKNOWN)


class PageMetadata:
    """Reads one page's metadata; `language` is asked by the dates."""

    def __init__(self, page: Page, body_text: str) -> None:
        self._page = page
        self._articles = [d for d in page.data if str(d.get("@type", "")).lower().endswith(ARTICLE_TYPES)] or page.data
        self.language = self._language(body_text)
        self._code = self.language.value

    def _meta(self, names: Iterable[str]) -> Iterator[Value]:
        """The page's meta values under some names, in that order."""
        for name in names:
            content = clean(self._page.metas.get(name, ""))
            if content:
                yield Value(content, Basis.METADATA, f"meta {name}")

    def _declared(self, key: str) -> Iterator[tuple[Any, str]]:
        """The JSON-LD values of a key, with their evidence."""
        for thing in self._articles:
            if key in thing:
                yield thing[key], f"JSON-LD {key}"

    def _declared_texts(self, key: str) -> Iterator[Value]:
        for value, evidence in self._declared(key):
            for text in names_in(value):
                yield Value(text, Basis.METADATA, evidence)

    def title(self) -> Value:
        """The title shown (h1), else og:title, else the title element's, less the site's name."""
        page = self._page
        if page.title_item is not None:
            return Value(clean(page.title_item.text), Basis.VISIBLE, page.title_item.heading or page.title_item.tag)
        stated = first(self._meta(("og:title", "twitter:title")))
        head = clean(page.head_title)
        return stated or (Value(_SITE_APART.split(head)[0], Basis.METADATA, "title element") if head else UNKNOWN)

    def creators(self) -> tuple[Value, ...]:
        """The authors: JSON-LD, meta, then what is printed in an element named byline or author."""
        site = self.publisher().value.casefold()
        sources = (self._declared_texts("author"), self._meta(AUTHOR_NAMES), self._printed_bylines())
        for source in sources:
            found: dict[str, Value] = {}
            for value in source:
                for name in _NAMES_APART.split(_BYLINE_START.sub("", value.value)):
                    if _NAME.match(name) and "://" not in name and name.casefold() != site:
                        found.setdefault(name.casefold(), Value(name, value.basis, value.evidence))
            if found:
                return tuple(found.values())
        return ()

    def _printed_bylines(self) -> Iterator[Value]:
        for item in self._page.texts:
            frame = next((f for f in item.path[-2:] if names_byline(f.names)), None)
            if frame is not None and len(item.words) < 8 and not any(c.isdigit() for c in item.text):
                yield Value(clean(item.text), Basis.VISIBLE, f"{frame.tag} {frame.names.strip()}")

    def issued(self) -> Value:
        """When the article was issued: JSON-LD, meta, a time element, a date printed round the title."""
        stated = (*self._declared_texts("datePublished"), *self._meta(ISSUED_NAMES))
        return first(map(self._dated, stated)) or first(self._time_elements()) or first(self._printed_dates())

    def modified(self) -> Value:
        """When the article was last changed, as its fields say."""
        return first(map(self._dated, (*self._declared_texts("dateModified"), *self._meta(MODIFIED_NAMES))))

    def stated_dates(self) -> list[Value]:
        """The fields that state the date of issue, whether they hold a date or not."""
        return [*self._declared_texts("datePublished"), *self._meta(ISSUED_NAMES)]

    def _dated(self, stated: Value) -> Value:
        found = find_date(stated.value, self._code)
        if found is None:
            return UNKNOWN
        return Value(found.value, stated.basis, f"{stated.evidence}: «{stated.value[:80]}»", found.precision)

    def _time_elements(self) -> Iterator[Value]:
        """The time elements round the title, machine-readable part first."""
        for element in self._page.root.iter("time"):
            text = element.get("datetime") or squeeze("".join(map(str, element.itertext())))
            yield self._dated(Value(text, Basis.METADATA, "time element"))

    def _printed_dates(self) -> Iterator[Value]:
        """Dates printed above or just below the title, nearest first."""
        title = self._page.title_item
        around = self._page.texts if title is None else sorted(self._page.texts, key=lambda i: abs(i.n - title.n))
        for item in around[: 2 * DATE_REACH]:
            if item is not title and len(item.text) < DATE_TEXT and any(c.isdigit() for c in item.text):
                yield self._dated(Value(item.text, Basis.VISIBLE, "printed by the title"))

    def _language(self, text: str) -> Value:
        """What the page says, unless its words plainly say otherwise (templates lie)."""
        root = self._page.root
        stated = language_tag(root.get("lang") or root.get("xml:lang") or "")
        basis, evidence = Basis.METADATA, "html lang"
        if not stated:
            stated, evidence = language_tag(self._page.meta("og:locale", "content-language", "language")), "meta"
        primary = stated.partition("-")[0].lower()
        found, signs = recognise(text, primary)
        if found and found != primary:
            told = f" (the page says {stated})" if stated else ""
            return Value(found, Basis.INFERRED, f"{signs}{told}")
        return Value(stated, basis, evidence) if stated else UNKNOWN

    def publisher(self) -> Value:
        """JSON-LD, og:site_name, what follows the title in the title element, else the address's host."""
        page = self._page
        stated = first(self._declared_texts("publisher")) or first(
            self._meta(("og:site_name", "application-name", "dc.publisher"))
        )
        if stated:
            return stated
        parts = _SITE_APART.split(clean(page.head_title))
        shown = clean(page.title)
        if len(parts) > 1 and shown and words(parts[0]) == words(shown)[: len(words(parts[0]))]:
            return Value(parts[-1], Basis.INFERRED, f"title element: «{clean(page.head_title)[:120]}»")
        host = urlsplit(page.address).netloc.removeprefix("www.") if page.address else ""
        return Value(host, Basis.INFERRED, "host of the address") if host else UNKNOWN

    def section(self) -> Value:
        """The section that the page's fields name, else the last step of its breadcrumb."""
        stated = first(self._declared_texts("articleSection")) or first(self._meta(SECTION_NAMES))
        return stated or first(self._breadcrumb())

    def _breadcrumb(self) -> Iterator[Value]:
        for thing in self._page.data:
            if thing.get("@type") == "BreadcrumbList":
                steps = [text for step in _listed(thing.get("itemListElement")) for text in names_in(step)]
                inner = [step for step in steps if words(step) != words(self._page.title)]
                if len(inner) > 1:
                    yield Value(inner[1], Basis.METADATA, "JSON-LD BreadcrumbList")
        links = [i for i in self._page.texts if i.linked and any("breadcrumb" in f.names for f in i.path)]
        steps = [clean(item.text) for item in links if not self._page.like_title(item)]
        if len(steps) > 1:
            yield Value(steps[-1], Basis.VISIBLE, f"breadcrumb: «{' › '.join(steps)[:120]}»")

    def subjects(self) -> tuple[Value, ...]:
        """The source's own topics and keywords."""
        found: dict[str, Value] = {}
        for value in (*self._declared_texts("keywords"), *self._meta(KEYWORD_NAMES)):
            for text in _LIST_APART.split(value.value):
                if text:
                    found.setdefault(text.casefold(), Value(text, value.basis, value.evidence))
        return tuple(found.values())

    def rights(self) -> Value:
        """The rights that the page's fields state."""
        stated = (*self._declared_texts("license"), *self._declared_texts("copyrightNotice"), *self._meta(RIGHTS_NAMES))
        return first(stated)

    def source(self, captured: str) -> Value:
        """The canonical address: what the page states, else where it was captured; a site's front page is none."""
        page = self._page
        links = (e.get("href") or "" for e in page.root.iter("link") if (e.get("rel") or "").lower() == "canonical")
        stated = [(address, "link canonical") for address in links]
        stated += [(page.meta("og:url"), "meta og:url"), (captured, "address of the capture")]
        for address, evidence in stated:
            absolute = page.absolute(address)
            if absolute and (urlsplit(absolute).path.strip("/") or urlsplit(absolute).query):
                return Value(absolute, Basis.METADATA, evidence)
        return UNKNOWN


def names_in(value: object) -> Iterator[str]:
    """The texts of a JSON-LD value: itself, its name, or those of its members."""
    if isinstance(value, str):
        if clean(value):
            yield clean(value)
    elif isinstance(value, dict):
        inner = value.get("name") or value.get("item")
        if inner is not None:
            yield from names_in(inner)
    elif isinstance(value, list):
        for item in value:
            yield from names_in(item)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def byline_items(page: Page, creators: Iterable[Value]) -> set[int]:
    """The texts that say no more than the authors' names: they stand in the byline."""
    names = [words(value.value) for value in creators]
    return {item.n for item in page.texts if len(item.text) < 120 and _only_names(item, names)}


def _only_names(item: Item, names: list[list[str]]) -> bool:
    mine = words(_BYLINE_START.sub("", item.text))
    return bool(mine) and len(mine) < 16 and any(mine == name for name in names)
