"""Faces of those who wrote an article, which stand by its byline and are none of its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import AUTHOR_PATH, words
from packager.articles.metadata.people import says_by

if TYPE_CHECKING:
    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item

# A name has so many words, and a byline stands so many items after its face.
NAME_WORDS = range(2, 5)
NEAR = 3


def is_portrait(page: Page, item: Item, around: list[Frame]) -> bool:
    """Whether a picture leads to an author's page, or is called as the byline right after it calls its author."""
    link = next((frame for frame in reversed(around) if frame.tag == "a"), None)
    if link is not None and AUTHOR_PATH.search(link.element.get("href") or ""):
        return True
    name = words(item.element.get("alt") or "")
    after = page.items[item.n + 1 : item.n + 1 + NEAR]
    return len(name) in NAME_WORDS and any(
        says_by(text.text) and set(name) <= set(text.words) for text in after if text.is_text
    )
