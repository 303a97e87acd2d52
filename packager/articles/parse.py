"""HTML text -> tree, by lxml, with what libxml2 would cut in silence looked for beforehand (FACTS: lxml 6.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from packager.errors import CaptureFailed

# libxml2 drops the rest of a page nested deeper than this, also with huge_tree.
DEPTH_LIMIT = 2048
# Attributes cost quadratic time: 40,000 on one element take 10 s.
TAG_LIMIT = 100_000

_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{TAG_LIMIT},}}>")
_TAG_NAME = re.compile(r"<[a-zA-Z][^\s>/]*")


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a page; `cut` says that it nests deeper than the parser reads."""

    root: etree._Element
    cut: bool


def parse(text: str) -> Parsed:
    """The tree of a page.

    Tags longer than TAG_LIMIT characters lose their attributes. Raises CaptureFailed("no-text") for a page that
    holds no element and no text.
    """
    text = _LONG_TAG.sub(lambda match: _TAG_NAME.match(match.group()).group() + ">", text)  # type: ignore[union-attr]
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CaptureFailed("no-text", "the page holds no text") from error
    if root is None:
        raise CaptureFailed("no-text", "the page holds no text")
    for embed in reversed(list(root.iter("embed"))):
        _close(embed)
    cut = any("depth" in entry.message.lower() for entry in parser.error_log) if len(text) > DEPTH_LIMIT else False
    return Parsed(root, cut)


def _close(void: etree._Element) -> None:
    """Ends an element that holds nothing by definition, which libxml2 does not know: what follows it is not inside."""
    parent, inside, after = void.getparent(), list(void), void.tail or ""
    if parent is None:
        return
    void.tail, void.text = void.text, None
    place = parent.index(void) + 1
    parent[place:place] = inside
    last = inside[-1] if inside else void
    last.tail = (last.tail or "") + after
