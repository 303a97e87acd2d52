"""The texts of a canonical article, as they are searched: its title, paragraphs, captions and authors."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TITLE, TEXT, CAPTION, AUTHOR = "title", "text", "caption", "author"

_INLINE = re.compile(r"</?(?:a|abbr|code|em|q|small|span|strong|sub|sup|time)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_TIME = re.compile(r"<time\b.*?</time>")
_HEAD = re.compile(r".*?<article>\s*", re.DOTALL)
_PLACES = (("<header><h1>", TITLE), ('<p class="byline">', AUTHOR), ("<figure", CAPTION))
_NO_TEXT = tuple(start for start, _ in _PLACES)


class Block(NamedTuple):
    """One block of an article: where it stands (`TITLE`, `TEXT`, `CAPTION` or `AUTHOR`) and its text, on one line."""

    place: str
    text: str


def blocks(content: bytes) -> Iterator[Block]:
    """The blocks of a canonical article (UTF-8 XHTML, one block a line), in order, but for those without a text."""
    for line in _lines(content):
        place = next((place for start, place in _PLACES if line.startswith(start)), TEXT)
        text = _text(_TIME.sub("", line)).rstrip("· ") if place == AUTHOR else _text(line)
        if text:
            yield Block(place, text)


def said(content: bytes) -> str:
    """What all blocks at `TEXT` of a canonical article say, one after the other; any white space stands for a space."""
    return _unmarked("\n".join(line for line in _lines(content) if not line.startswith(_NO_TEXT)))


def _lines(content: bytes) -> list[str]:
    return _HEAD.sub("", content.decode("utf-8", "replace"), count=1).split("\n")


def _text(line: str) -> str:
    """What a line of XHTML says, without its markup."""
    return " ".join(_unmarked(line).split())


def _unmarked(text: str) -> str:
    if "<" in text:
        text = _TAG.sub(" ", _INLINE.sub("", text))
    return html.unescape(text) if "&" in text else text
