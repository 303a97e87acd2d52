"""HTML text -> tree, by lxml, with what libxml2 would cut in silence looked for beforehand (lxml 6.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from packager.articles.markup.endings import open_to_the_end, swallowed
from packager.errors import CaptureFailed
from packager.limits import DEEPEST_NESTING, LONGEST_TAG

_HEAD_TAGS = frozenset(("title", "meta", "link", "base", "script", "style", "template"))

_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{LONGEST_TAG},}}>")
_TAG_NAME = re.compile(r"<[a-zA-Z][^\s>/]*")
# One value, however long: a picture that a page was saved with.
_DATA = re.compile(r"data:[^\s\"'<>]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree of a page; `cut` says that it nests deeper than the parser reads, `unclosed` what it leaves open so that
    its end is not read ("" for nothing).
    """

    root: etree._Element
    cut: bool
    unclosed: str = ""


def parse(text: str) -> Parsed:
    """The tree of a page.

    Tags longer than LONGEST_TAG characters, data: URIs apart, lose their attributes. Raises CaptureFailed("no-text")
    for a page that holds no element and no text.
    """
    if not text or text.isspace():
        raise CaptureFailed("no-text", "the page holds no text")
    if _may_hold_long_tag(text):
        text = _LONG_TAG.sub(_bounded, text)
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(open_to_the_end(text).encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CaptureFailed("no-text", "the page holds no text") from error
    if root is None:
        raise CaptureFailed("no-text", "the page holds no text")
    unclosed = swallowed(root)
    _end_head(root)
    for embed in reversed(list(root.iter("embed"))):
        _close(embed)
    cut = any("depth" in entry.message.lower() for entry in parser.error_log) if len(text) > DEEPEST_NESTING else False
    return Parsed(root, cut, "" if cut else unclosed)


def _may_hold_long_tag(text: str) -> bool:
    """Whether the text has a stretch of half the limit without "<": a longer tag holds at least one such window."""
    window = LONGEST_TAG // 2
    return any(text.find("<", at, at + window) < 0 for at in range(0, len(text) - window, window))


def _bounded(tag: re.Match[str]) -> str:
    if len(_DATA.sub("", tag.group())) <= LONGEST_TAG:
        return tag.group()
    return _TAG_NAME.match(tag.group()).group() + ">"  # type: ignore[union-attr]


def _end_head(root: etree._Element) -> None:
    """Ends a head that the page did not: libxml2 puts what HTML 4 did not know (main, article, figure) into it."""
    head = root.find("head")
    first = (
        next((e for e in head if e.tag not in _HEAD_TAGS and e.tag != "noscript"), None) if head is not None else None
    )
    if first is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    moved = [e for e in (first, *first.itersiblings()) if e.tag not in _HEAD_TAGS]
    moved[-1].tail, body.text = (moved[-1].tail or "") + (body.text or ""), None
    body[:0] = moved


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
