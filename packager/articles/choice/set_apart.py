"""Captions that no name tells: texts below a picture that look unlike paragraphs, and the rows of picture tables."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from packager.articles.choice.body import good

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item

MOST_TEXT = 300
CELL_TEXT = 200
TABLE_ITEMS = 24

_CENTRED = re.compile(r"text-align\s*:\s*(?:-webkit-)?center", re.IGNORECASE)
_CENTRED_CLASS = re.compile(r"(?<!\S)(?:align-?center|(?:has-)?text-(?:align-)?center)(?!\S)")
_EMPHASIS = frozenset(("em", "i", "small", "font", "cite"))


def set_apart(page: Page) -> set[int]:
    """The texts right below a picture, or a run of pictures, that are set apart as captions are."""
    below = {item.n + 1 for item in page.items if not item.is_text and item.n not in page.dull}
    texts = (page.items[n] for n in sorted(below) if n < len(page.items) and page.items[n].is_text)
    homes: dict[Frame, set[int]] = {}
    for text in texts:
        if _is_set_apart(page, text):
            homes.setdefault(_home(text), set()).add(text.n)
    special = (numbers for home, numbers in homes.items() if not _usual(page, home, numbers))
    return set(_in_tables(page)).union(*special)


def _home(text: Item) -> Frame:
    return text.path[-2] if len(text.path) > 1 else text.path[-1]


def _usual(page: Page, home: Frame, numbers: set[int]) -> bool:
    """Whether other texts of a frame look like those below its pictures: then the look says nothing."""
    others = [item for item in page.inside(home) if item.is_text and item.n not in numbers and _home(item) is home]
    return sum(_centred(item) or _emphasised(item) for item in others) > len(numbers)


def _is_set_apart(page: Page, text: Item) -> bool:
    if text.heading or text is page.title_item or len(text.text) > MOST_TEXT or 4 * text.linked > len(text.text):
        return False
    if not any(frame.holds(text.n - 1) for frame in text.path[-2:]) or _looks(page, text.n + 1, text.path[-2:]):
        return False
    return _centred(text) or (_emphasised(text) and _within_prose(page, text))


def _looks(page: Page, number: int, around: tuple[Frame, ...]) -> bool:
    """Whether the next text beside one looks the same: then paragraphs do."""
    if number >= len(page.items) or not page.items[number].is_text or not around[0].holds(number):
        return False
    following = page.items[number]
    return _centred(following) or _emphasised(following)


def _centred(text: Item) -> bool:
    element = text.path[-1].element
    return (
        element.tag == "center"
        or element.get("align") == "center"
        or _CENTRED.search(element.get("style") or "") is not None
        or _CENTRED_CLASS.search(element.get("class") or "") is not None
    )


def _emphasised(text: Item) -> bool:
    """Whether all words of a text stand in one emphasis, whatever picture stands beside it."""
    element = text.path[-1].element
    worded = [child for child in element if isinstance(child.tag, str) and "".join(map(str, child.itertext())).strip()]
    bare = (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    return not bare and len(worded) == 1 and worded[0].tag in _EMPHASIS


def _within_prose(page: Page, text: Item) -> bool:
    """Whether a paragraph of the article stands above, so that the text is no lead below the title's picture."""
    return any(good(item) for item in page.items[_home(text).start : text.n])


def _in_tables(page: Page) -> Iterator[int]:
    """The texts of tables that hold nothing but rows of pictures, each with a row of short texts below."""
    for table in page.frames:
        if table.tag == "table" and table.pictures and table.end - table.start <= TABLE_ITEMS:
            items = page.inside(table)
            texts = [item for item in items if item.is_text]
            pictured = {_row(item) for item in items if not item.is_text}
            short = all(len(text.text) <= CELL_TEXT and not page.headline(text) for text in texts)
            if short and not items[0].is_text and not any(_row(text) in pictured for text in texts):
                yield from (text.n for text in texts)


def _row(item: Item) -> Frame | None:
    return next((frame for frame in reversed(item.path) if frame.tag == "tr"), None)


def in_column(page: Page, item: Item, texts: list[Item]) -> list[Item]:
    """Of the texts in the row below a row of pictures, that of this picture's column; all where columns differ."""
    row = _row(item)
    if row is None or not texts or _row(texts[0]) in (None, row):
        return texts
    shown = list(dict.fromkeys(page.group[other.n] for other in page.inside(row) if not other.is_text))
    first = _row(texts[0])
    own = list(takewhile(lambda text: _row(text) is first, texts))
    if len(own) != len(shown) or len(shown) < 2:
        return texts
    return [own[shown.index(page.group[item.n])]]
