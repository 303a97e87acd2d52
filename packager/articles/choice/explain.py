"""Says of every text and picture of a page what became of it, and why: kept and left out together are all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.choice.ruled import OUTSIDE
from packager.articles.markup.tree import UNWALKED, Item, Walk
from packager.articles.text.characters import squeeze
from packager.model import Decision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from packager.articles.choice.body import Choice
    from packager.articles.markup.page import Page

# Elements whose text nobody reads: programs, styles, and what is not the page's own content.
UNREAD = frozenset(("script", "style", "template", "head"))


def decisions(page: Page, choice: Choice, roles: dict[int, str], refused: dict[int, str]) -> Iterator[Decision]:
    """Each text and picture in order. `roles` says by item number what a kept one is ("body", "caption" ...); `refused`
    why a picture was left out.
    """
    for part in in_order(page.items, page.skipped):
        if not isinstance(part, Item):
            yield from _unwalked(part)
        elif part.is_text:
            yield _text(page, part, choice, roles)
        else:
            yield _picture(part, roles, refused)


def in_order(items: list[Item], skipped: list[tuple[int, etree._Element]]) -> Iterator[Item | etree._Element]:
    """The items of a walk and what it skipped, in the page's order."""
    at = 0
    for n, element in skipped:
        yield from items[at:n]
        at = n
        yield element
    yield from items[at:]


def _text(page: Page, item: Item, choice: Choice, roles: dict[int, str]) -> Decision:
    if item is page.title_item:
        return Decision("text", item.text, "title", f"the page's {item.heading or item.tag}")
    role = roles.get(item.n)
    if role is not None:
        return Decision("text", item.text, role, _where(item))
    return Decision("text", item.text, "", choice.reasons.get(item.n, "not in the article"))


def _picture(item: Item, roles: dict[int, str], refused: dict[int, str]) -> Decision:
    if item.n in refused:
        return Decision("picture", item.addresses[0], "", refused[item.n])
    return Decision("picture", item.addresses[0], roles.get(item.n, "picture"), _where(item))


def _where(item: Item) -> str:
    """The innermost frames round an item, as evidence."""
    frames = (
        f"{frame.tag}{'.' if frame.names else ''}{frame.names.strip().partition(' ')[0]}" for frame in item.path[-2:]
    )
    return " > ".join(frames)


def _unwalked(element: etree._Element) -> Iterator[Decision]:
    """The texts and pictures of an element that was not walked: by its kind it holds no article text, or it stands
    outside what the site's rule names.
    """
    if element.tag in UNWALKED:
        texts = [text for text in element.itertext() if not text.isspace()] if element.tag not in UNREAD else []
        if texts:
            yield Decision("text", squeeze(" ".join(map(str, texts))), "", f"in <{element.tag}>, which is not read")
        return
    walk = Walk(element, absolute=str)
    for part in in_order(walk.items, walk.skipped):
        if not isinstance(part, Item):
            yield from _unwalked(part)
        elif part.is_text:
            yield Decision("text", part.text, "", OUTSIDE)
        else:
            yield Decision("picture", part.addresses[0], "", OUTSIDE)
