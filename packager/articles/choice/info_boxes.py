"""Boxes of facts that an article carries (a person's life, a law's text), told from boxes of teasers beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import names_info_box, names_side_box

if TYPE_CHECKING:
    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame

HEADS = frozenset("h2 h3 h4 h5 h6 ul ol dl table".split())
ASKING = frozenset("form button label".split())
TAGS = frozenset("aside div section".split())
# A box that says less is a label, one of which more is linked leads elsewhere, and the article is no box of its own.
LEAST_TEXT = 60
MOST_LINKED = 0.3
MOST_OF_PAGE = 0.5


def is_info_box(page: Page, frame: Frame) -> bool:
    """Whether a frame is named as a box of facts, or is an aside with a heading or a list and without a name against
    it, and says more than its links do.
    """
    if page.bare:
        return frame.tag == "aside"
    if frame.tag not in TAGS or frame.length < LEAST_TEXT:
        return False
    if not names_info_box(frame.names) and not (frame.tag == "aside" and _told(page, frame)):
        return False
    linked = sum(item.linked for item in page.inside(frame) if item.is_text)
    whole = sum(len(item.text) for item in page.texts)
    return linked < MOST_LINKED * frame.length and frame.length < MOST_OF_PAGE * whole


def _told(page: Page, frame: Frame) -> bool:
    """Whether a nameless box has a heading or a list, and asks for nothing."""
    inside = {inner.tag for inner in page.frames[frame.index : frame.last]}
    return not names_side_box(frame.names) and bool(inside & HEADS) and not inside & ASKING
