"""Which further pages of its own article a page states: links to the next one, and the numbers in a pagination box.

A link counts only where it leads to the article's own address but for the number of the page: the next article, the
next page of a list and pages of comments have addresses of their own.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast
from urllib.parse import quote, urljoin, urlsplit

from packager.articles.markup.page_numbers import first_of, numbered, same_but_for_the_page
from packager.articles.markup.tree import names_of
from packager.articles.markup.vocabulary import names_comments, names_pagination

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from packager.articles.markup.page import Page

# A box stands so many elements above its links; comments may hold it so far up.
NEAR, FAR = 5, 30
LONGEST_NUMBER = 40  # with the white space round it


def first_address(page: Page) -> str:
    """The address of the article whose first page this is; for a page without one, a file: address of its locator."""
    return first_of(page.base or f"file:///{quote(page.locator)}")


def further_pages(page: Page, first: str, number: int = 1) -> dict[int, str]:
    """The whole addresses of other pages of the article at `first`, by number, as its page of a number states them."""
    shared = same_but_for_the_page(first)
    base = page.base or f"file:///{quote(page.locator)}"
    found: dict[int, str] = {}
    for said, href in _links(page):
        address = _joined(base, href)
        part = numbered(address)
        if part is None or part.number == 1 or part.number != (said or number + 1):
            continue
        if same_but_for_the_page(part.first) == shared:
            found.setdefault(part.number, address)
    return found


def _joined(base: str, href: str) -> str:
    """A link's whole address; "" for one that is none."""
    try:
        joined = urljoin(base, href.strip())
        urlsplit(joined)
    except ValueError:
        return ""
    return joined


def _links(page: Page) -> Iterator[tuple[int, str]]:
    """The links that may lead to further pages, with the number that they show, or 0 for those to the next page: as
    the site's rule says, rel=next, then numbers in a box.
    """
    if page.applied is not None:
        yield from ((0, href) for href in page.applied.next_page)
    yield from ((0, href) for href in filter(None, [page.fields.linked("next")]))
    for link in page.root.iter("a"):
        text = link.text
        if not text or text.isspace():
            text = link[0].text if len(link) == 1 else ""
        number = int(text) if text and len(text) < LONGEST_NUMBER and text.strip().isdecimal() else 0
        is_next = "next" in (link.get("rel") or "").lower().split()
        if (is_next or number) and not _in_comments(link) and (is_next or _in_pagination(link)):
            yield 0 if is_next else number, link.get("href") or ""


def _in_pagination(link: etree._Element) -> bool:
    return any(names_pagination(_names(element)) for element in (link, *islice(link.iterancestors(), NEAR)))


def _in_comments(link: etree._Element) -> bool:
    return any(names_comments(_names(element)) for element in islice(link.iterancestors(), FAR))


def _names(element: etree._Element) -> str:
    return names_of(cast("Mapping[str, str]", element.attrib))
