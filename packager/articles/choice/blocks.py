"""The article's body as a stream of XHTML: lists, tables, quotes and headings rebuilt from the frames of its texts."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from packager.articles.choice.attributes import counting, turned
from packager.articles.choice.info_boxes import is_info_box
from packager.articles.choice.scene_breaks import SceneBreaks
from packager.articles.choice.tables import CELLS, is_data_table, table_markup
from packager.direction import direction
from packager.limits import DEEPEST_MARKUP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree

    from packager.articles.draft import Figure
    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item

LISTS = frozenset(("ul", "ol"))
CONTAINERS = frozenset("ul ol li dl dt dd blockquote".split())
PARENTS = {"li": LISTS, "dt": frozenset(("dl",)), "dd": frozenset(("dl",))}
ROWS = frozenset("li dt dd".split())
# What a data table shows; text that stands anywhere else in it goes before it.
PARTS = CELLS | {"caption"}

# The article's own h1 is its title; its deepest heading in the canonical form is h4.
HIGHEST, LOWEST = 2, 4


class Stream:
    """Writes texts and figures in order, opening and closing the containers that they stand in.

    `language` is the article's; a direction is written only where it is not that of its language.
    """

    def __init__(
        self, page: Page, kept: Sequence[int], figures: Sequence[tuple[int, Figure]], language: str = ""
    ) -> None:
        self.pieces: list[str | Figure] = []
        self._page = page
        self._kept = kept
        self._numbers = sorted([*kept, *(n for n, _ in figures)])
        self._open: list[Frame] = []
        self._tables: dict[Frame, bool] = {}
        self._boxes: dict[Frame, bool] = {}
        self._direction = direction(language)
        self._level = HIGHEST - 1
        heads = [int(page.items[n].heading[1]) for n in kept if page.items[n].heading]
        self._top = min(heads, default=HIGHEST)
        shown = dict(figures)
        written: set[Frame] = set()
        breaks = SceneBreaks(page)
        for before, n in zip([-1, *self._numbers], self._numbers, strict=False):
            if before >= 0 and breaks.between(before, n):
                self._break(page.items[n].path)
            if n in shown:
                self._figure(n, shown[n])
            else:
                self._text(page.items[n], written)
        self._nest(())

    def _count(self, frame: Frame, numbers: Sequence[int]) -> int:
        return bisect_left(numbers, frame.end) - bisect_left(numbers, frame.start)

    def _containers(self, path: Sequence[Frame]) -> list[Frame]:
        """The containers of a path that hold kept text and may stand in one another, to a limit."""
        chain: list[Frame] = []
        for frame in path:
            if not chain and self._is_box(frame) and self._count(frame, self._kept):
                chain.append(frame)
                continue
            if frame.tag not in CONTAINERS or not self._count(frame, self._kept):
                continue
            if frame.tag == "dl" and not self._defines(frame):
                continue
            outer = chain[-1].tag if chain else ""
            wanted = PARENTS.get(frame.tag)
            fits = outer in wanted if wanted is not None else outer not in LISTS and outer != "dl"
            if fits and len(chain) < DEEPEST_MARKUP:
                chain.append(frame)
        while chain and (chain[-1].tag in LISTS or chain[-1].tag == "dl"):
            chain.pop()
        return chain

    def _defines(self, frame: Frame) -> bool:
        """Whether what is kept of a definition list begins with a term and ends with a definition, as HTML wants it."""
        first = self._kept[bisect_left(self._kept, frame.start)]
        last = self._kept[bisect_left(self._kept, frame.end) - 1]
        return self._row(first, frame) == "dt" and self._row(last, frame) == "dd"

    def _row(self, n: int, home: Frame) -> str:
        """The row of a definition list that a text stands in."""
        inside = self._page.items[n].path[home.depth + 1 :]
        return next((frame.tag for frame in inside if frame.tag in {"dt", "dd"}), "")

    def _nest(self, path: Sequence[Frame]) -> Frame | None:
        """Closes what is open and opens what a path wants; the innermost container."""
        chain = self._containers(path)
        common = 0
        while common < min(len(chain), len(self._open)) and chain[common] is self._open[common]:
            common += 1
        for frame in reversed(self._open[common:]):
            self.pieces.append(f"</{self._name(frame)}>")
        for outer, frame in zip([None, *chain][common:], chain[common:], strict=False):
            turn = self._turned(path[: frame.depth + 1], outer)
            self.pieces.append(f"<{self._name(frame)}{counting(frame)}{turn}>")
        self._open = chain
        return chain[-1] if chain else None

    def _turned(self, path: Sequence[Frame], outer: Frame | None) -> str:
        """The direction of what has that path, as an attribute, if it runs another way than what it stands in."""
        return turned(path, path[: outer.depth + 1] if outer is not None else (), self._direction)

    def _name(self, frame: Frame) -> str:
        """The element that a container becomes."""
        return frame.tag if frame.tag in CONTAINERS else "aside"

    def _is_box(self, frame: Frame) -> bool:
        if frame not in self._boxes:
            self._boxes[frame] = is_info_box(self._page, frame)
        return self._boxes[frame]

    def _break(self, path: Sequence[Frame]) -> None:
        """A break before what has that path, unless it would stand inside a container."""
        if not self._open or self._open[:1] != self._containers(path)[:1]:
            self._nest(())
            self.pieces.append("<hr/>")

    def _figure(self, n: int, figure: Figure) -> None:
        path = self._page.items[n].path if n >= 0 else ()
        self._nest(path)
        self.pieces.append(figure)

    def _text(self, item: Item, written: set[Frame]) -> None:
        table = next((frame for frame in item.path if frame.tag == "table" and self._is_data(frame)), None)
        if table is not None and any(frame.tag in PARTS for frame in item.path[table.depth + 1 :]):
            if table not in written:
                written.add(table)
                home = self._nest(item.path[: table.depth])
                turn = self._turned(item.path[: table.depth + 1], home)
                self.pieces.append(table_markup(self._page, table, turn))
            return
        self.pieces.append(self._block(item, self._nest(item.path)))

    def _is_data(self, frame: Frame) -> bool:
        if frame not in self._tables:
            self._tables[frame] = is_data_table(self._page, frame)
        return self._tables[frame]

    def _block(self, item: Item, home: Frame | None) -> str:
        place = self._page.places.numbers.get(item.n)
        own = (f' id="{place}"' if place else "") + self._turned(item.path, home)
        if item.heading:
            return (
                self._heading(item, own)
                if home is None or self._is_box(home)
                else f"<p{own}><strong>{item.markup}</strong></p>"
            )
        if any(frame.tag == "pre" for frame in item.path):
            return f"<pre{own}>{item.markup}</pre>"
        if home is not None and self._signs(item, home):
            return f"<footer{own}>{item.markup}</footer>"
        alone = home is not None and home.tag in ROWS and self._count(home, self._numbers) == 1
        return item.markup if alone and not own else f"<p{own}>{item.markup}</p>"

    def _signs(self, item: Item, quote: Frame) -> bool:
        """Whether a text says whose words the quote before it are."""
        own = self._numbers[bisect_left(self._numbers, quote.start) : bisect_left(self._numbers, quote.end)]
        if quote.tag != "blockquote" or len(own) == 1 or own[-1] != item.n:
            return False
        return _is_cited(item.element) or any(frame.tag == "footer" for frame in item.path[quote.depth + 1 :])

    def _heading(self, item: Item, own: str) -> str:
        """A heading whose level never skips one."""
        wanted = HIGHEST + int(item.heading[1]) - self._top
        self._level = max(HIGHEST, min(wanted, self._level + 1, LOWEST))
        return f"<h{self._level}{own}>{item.markup}</h{self._level}>"


def _is_cited(element: etree._Element) -> bool:
    """Whether all that an element ends with is a source."""
    last = element[-1] if len(element) else None
    whole = element.tag == "blockquote" or not (element.text or "").strip(" \t\n—–-")
    return last is not None and last.tag == "cite" and whole and not (last.tail or "").strip()
