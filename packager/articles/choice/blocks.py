"""The article's body as a stream of XHTML: lists, tables, quotes and headings rebuilt from the frames of its texts."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from packager.articles.choice.info_boxes import is_info_box
from packager.articles.choice.tables import CELLS, is_data_table, table_markup

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """Writes texts and figures in order, opening and closing the containers that they stand in."""

    def __init__(self, page: Page, kept: Sequence[int], figures: Sequence[tuple[int, Figure]]) -> None:
        self.pieces: list[str | Figure] = []
        self._page = page
        self._kept = kept
        self._numbers = sorted([*kept, *(n for n, _ in figures)])
        self._open: list[Frame] = []
        self._tables: dict[Frame, bool] = {}
        self._boxes: dict[Frame, bool] = {}
        self._level = HIGHEST - 1
        heads = [int(page.items[n].heading[1]) for n in kept if page.items[n].heading]
        self._top = min(heads, default=HIGHEST)
        shown = dict(figures)
        written: set[Frame] = set()
        for n in self._numbers:
            if n in shown:
                self._figure(n, shown[n])
            else:
                self._text(page.items[n], written)
        self._nest([])

    def _count(self, frame: Frame, numbers: Sequence[int]) -> int:
        return bisect_left(numbers, frame.end) - bisect_left(numbers, frame.start)

    def _containers(self, path: Sequence[Frame]) -> list[Frame]:
        """The containers of a path that hold kept text and may stand in one another."""
        chain: list[Frame] = []
        for frame in path:
            if not chain and self._is_box(frame) and self._count(frame, self._kept):
                chain.append(frame)
                continue
            if frame.tag not in CONTAINERS or not self._count(frame, self._kept):
                continue
            outer = chain[-1].tag if chain else ""
            wanted = PARENTS.get(frame.tag)
            fits = outer in wanted if wanted is not None else outer not in LISTS and outer != "dl"
            if fits:
                chain.append(frame)
        while chain and (chain[-1].tag in LISTS or chain[-1].tag == "dl"):
            chain.pop()
        return chain

    def _nest(self, chain: list[Frame]) -> None:
        """Closes what is open and opens what is wanted."""
        common = 0
        while common < min(len(chain), len(self._open)) and chain[common] is self._open[common]:
            common += 1
        for frame in reversed(self._open[common:]):
            self.pieces.append(f"</{self._name(frame)}>")
        self.pieces.extend(f"<{self._name(frame)}>" for frame in chain[common:])
        self._open = chain

    def _name(self, frame: Frame) -> str:
        """The element that a container becomes."""
        return frame.tag if frame.tag in CONTAINERS else "aside"

    def _is_box(self, frame: Frame) -> bool:
        if frame not in self._boxes:
            self._boxes[frame] = is_info_box(self._page, frame)
        return self._boxes[frame]

    def _figure(self, n: int, figure: Figure) -> None:
        path = self._page.items[n].path if n >= 0 else ()
        self._nest(self._containers(path))
        self.pieces.append(figure)

    def _text(self, item: Item, written: set[Frame]) -> None:
        table = next((frame for frame in item.path if frame.tag == "table" and self._is_data(frame)), None)
        if table is not None and any(frame.tag in PARTS for frame in item.path[table.depth + 1 :]):
            if table not in written:
                written.add(table)
                self._nest(self._containers(item.path[: table.depth]))
                self.pieces.append(table_markup(self._page, table))
            return
        chain = self._containers(item.path)
        self._nest(chain)
        self.pieces.append(self._block(item, chain[-1] if chain else None))

    def _is_data(self, frame: Frame) -> bool:
        if frame not in self._tables:
            self._tables[frame] = is_data_table(self._page, frame)
        return self._tables[frame]

    def _block(self, item: Item, home: Frame | None) -> str:
        if item.heading:
            return (
                self._heading(item) if home is None or self._is_box(home) else f"<p><strong>{item.markup}</strong></p>"
            )
        if any(frame.tag == "pre" for frame in item.path):
            return f"<pre>{item.markup}</pre>"
        alone = home is not None and home.tag in ROWS and self._count(home, self._numbers) == 1
        return item.markup if alone else f"<p>{item.markup}</p>"

    def _heading(self, item: Item) -> str:
        """A heading whose level never skips one."""
        wanted = HIGHEST + int(item.heading[1]) - self._top
        self._level = max(HIGHEST, min(wanted, self._level + 1, LOWEST))
        return f"<h{self._level}>{item.markup}</h{self._level}>"
