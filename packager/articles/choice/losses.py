"""Text that stands in an article and that nothing reads, told as the loss it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packager.articles.markup.tree import text_of
from packager.articles.text.characters import composed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

    from packager.articles.markup.page import Page

# Elements that may hold prose, and from how many words on they do: what a player says to old browsers is shorter.
_HOLDERS = frozenset("template svg object textarea audio video iframe dialog noscript select option".split())
_PROSE = 20
_SHOWN = 60
_TAG = re.compile(r"<[^<>]*>")


def losses(page: Page, kept: Sequence[int]) -> Iterator[tuple[str, str]]:
    """What a page leaves open so that its end is lost, and prose among the texts that were kept which is not read:
    (finding code, message).
    """
    if page.unclosed:
        yield "unclosed", f"{page.unclosed} is opened and never closed; what stands after it is not read"
    unread: dict[str, list[str]] = {}
    for n, element in page.skipped if kept else ():
        if kept[0] <= n <= kept[-1] + 1 and (text := _prose(element)):
            unread.setdefault(str(element.tag), []).append(text)
    for tag, texts in unread.items():
        words = sum(len(text.split()) for text in texts)
        yield "text-unread", f"{words} words stand in {len(texts)} <{tag}>: «{texts[0][:_SHOWN]} …»"


def _prose(element: etree._Element) -> str:
    """What an element says, "" where that is no prose; a formula says something in any case."""
    if element.tag != "math" and element.tag not in _HOLDERS:
        return ""
    said = text_of(element) or element.get("srcdoc", "")
    text = composed(_TAG.sub(" ", said))  # a frame's and a noscript's markup may be text
    return text if element.tag == "math" or len(text.split()) >= _PROSE else ""
