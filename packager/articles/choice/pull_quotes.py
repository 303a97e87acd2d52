"""Pull quotes: what a page shows a second time, large, to catch the eye. In a book it would only be said twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.choice.body import SENTENCE_ENDS
from packager.articles.markup.vocabulary import names_pull_quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item

SAID_AGAIN = "said again: a quote pulled out of the text"
# Longer quotes are no pull quotes; shorter texts beside one say who spoke; fewer words stand in any text.
MOST_TEXT = 500
SIGNATURE = 80
LEAST_WORDS = 4


def pull_quotes(page: Page, kept: Iterable[int]) -> set[int]:
    """The numbers of kept texts in quotes that say nothing but what another kept text says too, and by whom."""
    quotes: dict[Frame, list[Item]] = {}
    others: list[Item] = []
    for n in sorted(kept):
        item = page.items[n]
        frame = next((frame for frame in item.path if _is_quote(frame)), None)
        if frame is not None:
            quotes.setdefault(frame, []).append(item)
        else:
            others.append(item)
    if not quotes:
        return set()
    said = _said(others)
    return {item.n for items in quotes.values() if _repeats(items, said) for item in items}


def _is_quote(frame: Frame) -> bool:
    return frame.length <= MOST_TEXT and (frame.tag == "blockquote" or names_pull_quote(frame.names))


def _repeats(items: list[Item], said: str) -> bool:
    """Whether all of a quote stands in what is said elsewhere, but for a signature."""
    new = [item for item in items if len(item.words) < LEAST_WORDS or _said([item]) not in said]
    return items[0] not in new and all(_signs(item.text) for item in new)


def _signs(text: str) -> bool:
    """Whether a text is short and no sentence, as the name of one who is quoted."""
    return len(text) < SIGNATURE and not text.rstrip().endswith(SENTENCE_ENDS)


def _said(items: list[Item]) -> str:
    """The words of some texts, with a space at each end; what one text says never runs on in the next."""
    return " | ".join(f" {' '.join(item.words)} " for item in items)
