"""The picture of an article that shows none: the one that only the page's metadata name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.draft import Figure, Shown
from packager.articles.markup.vocabulary import DULL_PATH, names_placeholder, words
from packager.articles.text.characters import escape
from packager.articles.text.clean_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.articles.markup.page import Page

ADDRESS_KEYS = ("url", "contentUrl", "@id")


def lead_picture(page: Page) -> Figure | None:
    """A figure with the first picture that the page's metadata name and that is no site's logo; None if none is."""
    for address, caption in _stated(page):
        if page.absolute(address) and not DULL_PATH.search(address) and not names_placeholder(address):
            alt = clean(page.meta("og:image:alt"))
            said = caption or (alt if len(words(alt)) > 2 else "")
            return Figure([Shown((address,), alt)], escape(said))
    return None


def _stated(page: Page) -> Iterator[tuple[str, str]]:
    """The pictures that the page's fields name, each with its caption."""
    shared = page.meta("og:image", "twitter:image")
    named = [one for node, _ in page.fields.structured.articles for one in _images(page, node.get("image"))]
    captions = dict(reversed(named))
    if shared:
        yield shared, captions.get(shared, "") or (named[0][1] if len(named) == 1 else "")
    yield from named


def _images(page: Page, value: object) -> Iterator[tuple[str, str]]:
    """(address, caption) of the images under a key of JSON-LD: addresses, ImageObjects, lists of them."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one, ""
        elif isinstance(one, dict):
            node = page.fields.structured.resolved(one)
            address = next((said for key in ADDRESS_KEYS if isinstance(said := node.get(key), str) and said), "")
            caption = node.get("caption") or node.get("description")
            yield address, clean(caption) if isinstance(caption, str) and len(words(caption)) > 2 else ""
