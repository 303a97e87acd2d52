"""Whether two pages are of one article: by their own addresses, their days of issue, their titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.choice.ruled import chosen
from packager.articles.markup.page_numbers import numbered, same_but_for_the_page
from packager.articles.metadata.issue_dates import stated_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packager.articles.markup.page import Page
    from packager.articles.markup.page_numbers import Numbered
    from packager.model import Capture

# Titles are the same that share so many of their words.
ALIKE = 0.75


def numbers_in(addresses: Iterable[str]) -> list[Numbered]:
    """The addresses that hold the number of a page."""
    return [part for part in map(numbered, addresses) if part is not None]


def own_addresses(page: Page, capture: Capture) -> list[str]:
    """The addresses that a page and its capture give for itself."""
    return [address for address in dict.fromkeys((capture.address, *_stated_addresses(page))) if address]


def _stated_addresses(page: Page) -> list[str]:
    return [page.absolute(address) for address in (page.fields.canonical(), page.meta("og:url"))]


def is_copy(page: Page, first: Page) -> bool:
    """Whether a page says and shows nothing that the first one does not: that one, collected twice."""
    kept = {page.items[n].text for n in chosen(page).kept}
    return kept <= {item.text for item in first.texts} and _pictures(page) <= _pictures(first)


def _pictures(page: Page) -> set[tuple[str, ...]]:
    return {item.addresses for item in page.items if not item.is_text}


def belongs(page: Page, first: Page, address: str) -> bool:
    """Whether a page is one of an article's: issued on no other day, and as its own address says, else its title."""
    if _issued_apart(page, first):
        return False
    stated = list(filter(None, _stated_addresses(page)))
    if not stated:
        words, others = set(page.title_words), set(first.title_words)
        return len(words & others) > ALIKE * min(len(words), len(others))
    known = {*stated, *(part.first for part in numbers_in(stated))}
    return same_but_for_the_page(address) in map(same_but_for_the_page, known)


def _issued_apart(page: Page, first: Page) -> bool:
    """Whether two pages state different days of issue."""
    mine, theirs = stated_days(page), stated_days(first)
    return bool(mine and theirs) and not mine & theirs


def is_another_article(page: Page, first: Page, address: str) -> bool:
    """Whether an address that looked like a further page's is that of another article, say of a daily column."""
    return address in _stated_addresses(page) and _issued_apart(page, first)
