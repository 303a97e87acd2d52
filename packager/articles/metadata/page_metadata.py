"""What a page says of itself: each value with its basis and evidence, taken by stated precedence.

Fields of the page (JSON-LD, microdata, then meta elements) go before what is printed on it, that before what is
inferred; the title is the one shown (titles.py), and people go before bodies as authors (authors.py). A date that is
not known is unknown: nothing here reads a clock or a file's time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from packager.articles.dating.dates import event_date
from packager.articles.metadata import authors, issue_dates, sections
from packager.articles.metadata.authors import byline_items
from packager.articles.metadata.fields import PUBLISHER_NAMES
from packager.articles.metadata.metadata_words import folded, listed, phrases
from packager.articles.metadata.subtitles import subtitle_of
from packager.articles.metadata.titles import title_of
from packager.articles.text.clean_text import clean
from packager.articles.text.languages import language_tag, recognise
from packager.model import UNKNOWN, Basis, Value

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Item
    from packager.articles.metadata.structured import Stated

__all__ = ["PageMetadata", "byline_items", "clean"]

# A notice of rights stands among so many texts at the page's end, and is so short.
LAST, NOTICE = 30, 200

RIGHTS_NAMES, LANGUAGE_NAMES = listed("fields", "rights"), listed("fields", "language")

_RIGHTS = re.compile(rf"\W{{0,3}}(?:{phrases('words', 'rights')})", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


class PageMetadata:
    """Reads one page's metadata; `body` are the article's texts in order, its lead first."""

    def __init__(self, page: Page, body: Sequence[Item]) -> None:
        self._page = page
        self._body = body
        self.language = self._language(" ".join(item.text for item in body))
        self._code = self.language.value
        self._publisher = self._stated_publisher()
        self._sites = page.fields.site_names | self._host_names() | {folded(self._publisher.value)} - {""}

    def title(self) -> Value:
        """The title shown, less a kicker, unless the fields agree on another."""
        return title_of(self._page.title_item, self._page.stated_titles)

    def subtitle(self, title: Value, used: Container[int]) -> Value:
        """What stands beside the title and is neither that nor the lead; `used` are the article's texts."""
        return subtitle_of(self._page, title, self._body, used)

    def creators(self) -> tuple[Value, ...]:
        """The authors: people before newsrooms and agencies, the publisher only as the author that a field states."""
        return authors.creators(self._page, self._body, self._sites)

    def issued(self) -> Value:
        """When the article was issued: as the page says, else as its text lets infer with evidence."""
        return issue_dates.issued(self._page, self._body, self._code) or self._inferred_date()

    def _inferred_date(self) -> Value:
        """The day of the event that the article's first text tells of."""
        texts = [item.text for item in self._body]
        found = event_date(texts[0], "\n".join(texts[1:]), self._code) if texts else None
        return Value(found.value, Basis.INFERRED, found.evidence, found.precision) if found else UNKNOWN

    def modified(self) -> Value:
        """When the article was last changed, as its fields say."""
        return issue_dates.modified(self._page, self._code)

    def stated_dates(self) -> list[Value]:
        """The fields that state the date of issue, whether they hold a date or not."""
        return issue_dates.stated(self._page)

    def section(self) -> Value:
        """The section that the page's fields, its breadcrumb or a link to its category name."""
        return sections.section(self._page, self._sites)

    def sections(self) -> Iterator[Value]:
        """All that names the article's section, best first."""
        return sections.named(self._page, self._sites)

    def subjects(self) -> tuple[Value, ...]:
        """The source's own topics and keywords."""
        return sections.subjects(self._page, self._body, self._sites)

    def publisher(self) -> Value:
        """JSON-LD, og:site_name, what follows the title in the title element, else the address's host."""
        return self._publisher

    def _stated_publisher(self) -> Value:
        fields = self._page.fields
        named = [said for said in fields.structured.stated("publisher") if "://" not in said.text]
        stated = _value([*named, *fields.stated(PUBLISHER_NAMES)])
        host = urlsplit(self._page.address).netloc.removeprefix("www.") if self._page.address else ""
        inferred = Value(host, Basis.INFERRED, "host of the address") if host else UNKNOWN
        return stated or self._after_title() or inferred

    def _after_title(self) -> Value:
        """What the title element adds to the title."""
        site = self._page.stated_titles.added(self._page.title)
        evidence = f"title element: «{self._page.fields.head_title[:120]}»"
        return Value(site, Basis.INFERRED, evidence) if site else UNKNOWN

    def _host_names(self) -> frozenset[str]:
        """The names that the address's host goes by: "www.a-b.de" is "abde" and "ab"."""
        host = urlsplit(self._page.address).netloc.lower().removeprefix("www.") if self._page.address else ""
        labels = host.split(".")
        main = labels[-3] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2] if len(labels) > 1 else ""
        return frozenset(filter(None, (folded(host), folded(main) if len(main) > 2 else "")))

    def _language(self, text: str) -> Value:
        """What the page says, unless its words plainly say otherwise (templates lie)."""
        root, fields = self._page.root, self._page.fields
        told = [(root.get("lang") or root.get("xml:lang") or "", "html lang")]
        told += [(said.text, said.place) for said in fields.structured.stated("inLanguage")]
        told += [(said.text, said.place) for said in fields.stated(LANGUAGE_NAMES)]
        stated, evidence = next(((tag, place) for text, place in told if (tag := language_tag(text))), ("", ""))
        primary = stated.partition("-")[0].lower()
        found, signs = recognise(text, primary)
        if found and found != primary:
            lie = f" (the page says {stated})" if stated else ""
            return Value(found, Basis.INFERRED, f"{signs}{lie}")
        return Value(stated, Basis.METADATA, evidence) if stated else UNKNOWN

    def rights(self) -> Value:
        """The rights that the page's fields state, else its link to a licence, else the notice at its end."""
        fields = self._page.fields
        stated = _value([*fields.structured.stated("copyrightNotice", "license"), *fields.stated(RIGHTS_NAMES)])
        address = self._page.absolute(fields.linked("license"))
        linked = Value(address, Basis.METADATA, "link license") if address else UNKNOWN
        return stated or linked or self._notice()

    def _notice(self) -> Value:
        """The last text that opens as a notice of rights does and names an owner: a picture's © is no such notice."""
        page = self._page
        short = (item for item in page.texts[: -LAST - 1 : -1] if len(item.text) <= NOTICE)
        texts = (clean(item.text) for item in short if _RIGHTS.match(item.text) and not page.is_caption(item))
        notice = next(filter(self._names_owner, texts), "")
        return Value(notice, Basis.VISIBLE, "notice at the page's end") if notice else UNKNOWN

    def _names_owner(self, notice: str) -> bool:
        rest = _RIGHTS.sub(" ", notice)
        dated = _YEAR.search(rest) is not None or len(_RIGHTS.findall(notice)) > 1
        return any(map(str.isalpha, rest)) and (dated or any(site in folded(rest) for site in self._sites))

    def source(self, captured: str) -> Value:
        """The canonical address: what the page states, else where it was captured; a site's front page is none."""
        page = self._page
        stated = (
            (page.fields.canonical(), "link canonical"),
            (page.meta("og:url"), "meta og:url"),
            *((said.text, said.place) for said in page.fields.structured.addresses()),
            (captured, "address of the capture"),
        )
        for address, evidence in stated:
            absolute = page.absolute(address)
            if absolute and (urlsplit(absolute).path.strip("/") or urlsplit(absolute).query):
                return Value(absolute, Basis.METADATA, evidence)
        return UNKNOWN


def _value(stated: Iterable[Stated]) -> Value:
    """The first text that is stated, as a value."""
    said = next(iter(stated), None)
    return Value(said.text, Basis.METADATA, said.place) if said is not None else UNKNOWN
