"""Links within an article: to its notes and back, and to other places of the text that are kept."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from lxml import etree

from packager.articles.choice.tables import CELLS
from packager.articles.markup.inline import links

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Item

# What refers to a note is a mark: "1", "[12]", "(iv)", "*".
LONGEST_MARK = 6

_ANCHORS = etree.XPath("//*[@id] | //a[@name]")


@dataclass(frozen=True, slots=True)
class Places:
    """The places that links lead to: fragment of an address -> our name, and number of a text -> its name."""

    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[int, str] = field(default_factory=dict)


def find_places(page: Page, kept: Sequence[int], lead: Iterable[int], part: int = 0) -> Places:
    """The places among the kept texts (in order) that these and the lead link to; `part` numbers an article's pages."""
    wanted: dict[str, list[tuple[int, str]]] = {}
    for n in (*lead, *kept):
        for href, text in links(page.items[n].pieces):
            if fragment := page.fragment(href):
                wanted.setdefault(fragment, []).append((n, text))
    if not wanted:
        return Places()
    found = {name: n for name, n in _anchored(page, kept).items() if name in wanted}
    notes = {found[name] for name, links_to in wanted.items() if name in found and _refers(links_to, found[name])}
    numbers: dict[int, str] = {}
    counts: Counter[str] = Counter()
    for n in sorted(set(found.values())):
        kind = "note" if n in notes else "place"
        counts[kind] += 1
        numbers[n] = f"{kind}-{part}-{counts[kind]}" if part else f"{kind}-{counts[kind]}"
    return Places({name: numbers[n] for name, n in found.items()}, numbers)


def _refers(links_to: list[tuple[int, str]], place: int) -> bool:
    """Whether the links to a place are marks in texts before it."""
    return all(n < place and len(text.strip()) <= LONGEST_MARK for n, text in links_to)


def _anchored(page: Page, kept: Sequence[int]) -> dict[str, int]:
    """Fragment -> the number of the kept text that stands there, or begins there; the first that is called so."""
    frames = {frame.element: frame for frame in page.frames}
    found: dict[str, int] = {}
    for element in cast("list[etree._Element]", _ANCHORS(page.root)):
        home = next((outer for outer in (element, *element.iterancestors()) if outer in frames), None)
        if home is None:
            continue
        frame = frames[home]
        at = bisect_left(kept, frame.start)
        # The text that is going on at an anchor without text of its own has the number at which the anchor begins.
        within = at < len(kept) and kept[at] < max(frame.end, frame.start + 1)
        if within and _may_be_named(page.items[kept[at]], frame.depth):
            for name in (element.get("id"), element.get("name")):
                if name:
                    found.setdefault(name, kept[at])
    return found


def _may_be_named(item: Item, depth: int) -> bool:
    """Whether a text is deep enough to be the anchor's, and becomes a block of its own: what a table holds does not."""
    return len(item.path) >= depth and not any(frame.tag in CELLS for frame in item.path)


def is_noted(page: Page, item: Item) -> bool:
    """Whether a long text links to the place of a text, as to a note."""
    if not page.fragments:
        return False
    anchors = (*(frame.element for frame in item.path[-2:]), *item.element.iter("a", "sup"))
    return any(anchor.get(name) in page.fragments for anchor in anchors for name in ("id", "name"))
