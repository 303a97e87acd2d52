"""Rules between texts (hr): which of them part two kept texts, as a break between scenes does."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item


class SceneBreaks:
    """The rules of a page."""

    def __init__(self, page: Page) -> None:
        self._items = page.items
        self._is_caption = page.is_caption
        self._rules = [frame for frame in page.frames if frame.tag == "hr"]
        self._places = [rule.start for rule in self._rules]

    def between(self, before: int, after: int) -> bool:
        """Whether a rule parts two items that nothing but captions and pictures parts else: one round what is left out
        is none of the article's.
        """
        rules = self._rules[bisect_right(self._places, before) : bisect_right(self._places, after)]
        if not rules or any(item.is_text and not self._is_caption(item) for item in self._items[before + 1 : after]):
            return False
        return any(_stands_between(rule, self._items[before], self._items[after]) for rule in rules)


def _stands_between(rule: Frame, before: Item, after: Item) -> bool:
    """Whether what holds a rule holds both items too."""
    homes = {item.path[rule.depth - 1] for item in (before, after) if 0 < rule.depth <= len(item.path)}
    return len(homes) == 1 and all(home.index < rule.index < home.last for home in homes)
