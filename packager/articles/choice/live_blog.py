"""Live blogs: entries told in turn, each with its time. However like cards they look, all of them are the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import names_discussion, names_live

if TYPE_CHECKING:
    from lxml import etree

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item

TAGS = frozenset("article section div li".split())
LEAST_ENTRIES = 3
# Lists of other pages have times too, but are made of links.
MOST_LINKED = 0.5
# An entry's time and heading are among its first texts.
HEAD = 3
LONGER_TEXT = 60

_CLOCK = re.compile(r"\b\d{1,2}\s?[:.h]\s?\d{2}\b")


def live_entries(page: Page) -> frozenset[Frame]:
    """The frames of a live blog's entries: alike, side by side, and each with a time; none on any other page."""
    if not _is_live(page):
        return frozenset()
    beside: dict[tuple[etree._Element | None, str], list[Frame]] = {}
    for frame in page.frames:
        if frame.tag in TAGS and frame.length and _is_timed(page, frame):
            beside.setdefault((frame.element.getparent(), frame.tag), []).append(frame)
    return frozenset(frame for frames in beside.values() if _tell(page, frames) for frame in frames)


def _is_live(page: Page) -> bool:
    """Whether the page's data or the name of a box round its longer texts says so."""
    if any("LiveBlogPosting" in str(node.get("@type")) for node in page.data):
        return True
    around = {frame for item in page.texts if len(item.text) >= LONGER_TEXT for frame in item.path}
    return any(names_live(frame.names) for frame in around)


def _is_timed(page: Page, frame: Frame) -> bool:
    first = [item.text for item in page.inside(frame)[:HEAD] if item.is_text]
    return any(_CLOCK.search(text) for text in first) or next(frame.element.iter("time"), None) is not None


def _tell(page: Page, frames: list[Frame]) -> bool:
    """Whether boxes side by side are entries: several, in no box of comments, and not made of links."""
    around = page.items[frames[0].start].path[: frames[0].depth + 1]
    linked = sum(item.linked for frame in frames for item in page.inside(frame))
    whole = sum(frame.length for frame in frames)
    talk = any(names_discussion(frame.names) for frame in around)
    return len(frames) >= LEAST_ENTRIES and not talk and linked < MOST_LINKED * whole


def heads_entry(page: Page, item: Item) -> bool:
    """Whether a text is among the first of an entry: its time, its heading, who wrote it."""
    return any(frame in page.live_entries and item.n < frame.start + HEAD for frame in item.path)
