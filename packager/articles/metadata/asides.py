"""Where a page speaks of other things than its article: comments, teasers, navigation; never a box round the title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import tokens
from packager.articles.metadata.metadata_words import names_beside, names_elsewhere

if TYPE_CHECKING:
    from collections.abc import Container

    from lxml import etree

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Item

_TAGS = frozenset(("nav", "form", "figcaption", "figure", "blockquote"))
_OUTER_TAGS = frozenset(("aside", "footer"))
# So near the title even a box named after teasers is the article's own head.
HEAD = 8
PROSE = 70
# So many boxes round an item are asked.
DEEPEST = 40


def title_number(page: Page) -> int:
    """The number of the item that is the title; 0 if none is."""
    return page.title_item.n if page.title_item is not None else 0


def texts_between(page: Page, first: int, last: int) -> list[Item]:
    """The texts among the items of some numbers, both ends included."""
    return [item for item in page.items[max(0, first) : max(0, last + 1)] if item.is_text]


def is_aside(page: Page, number: int) -> bool:
    """Whether an item stands in a box that is not the article's own."""
    if number >= len(page.items):
        return True
    title = title_number(page)
    near = _is_near(page, title, number)
    for frame in page.items[number].path[-DEEPEST:]:
        if frame.holds(title) and page.title_item is not None:
            continue
        if frame.tag in _TAGS or names_elsewhere(frame.names):
            return True
        if near:
            continue
        if names_beside(frame.names) or frame.tag == "aside":
            return True
        if frame.tag == "footer" and not _shares_article(page, number):
            return True
    return False


def _is_near(page: Page, title: int, number: int) -> bool:
    """Whether an item belongs to the article's head: by the title, with no more prose than a lead between them."""
    between = page.items[min(title, number) + 1 : max(title, number)]
    return len(between) < HEAD and sum(len(item.text) > PROSE for item in between) <= 1


def _shares_article(page: Page, number: int) -> bool:
    """Whether an item stands in an article element that holds the title as well."""
    title = title_number(page)
    return any(frame.tag == "article" and frame.holds(title) for frame in page.items[number].path)


def is_element_aside(element: etree._Element, neutral: Container[etree._Element], *, near: bool) -> bool:
    """Whether an element stands in a box that is not the article's own.

    `neutral` are the boxes round the title; `near` says that no other heading stands between it and the element.
    """
    for outer in element.iterancestors():
        if outer in neutral:
            return False
        if outer.tag in _TAGS or (outer.tag in _OUTER_TAGS and not near):
            return True
        names = tokens(f"{outer.get('class') or ''} {outer.get('id') or ''}")
        if names_elsewhere(names) or (names_beside(names) and not near):
            return True
    return False
