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


class Block(NamedTuple):
    """One block of an article: where it stands (`TITLE`, `TEXT`, `CAPTION` or `AUTHOR`) and its text, on one line."""

    place: str
    text: str


def blocks(content: bytes) -> Iterator[Block]:
    """The blocks of a canonical article (UTF-8 XHTML, one block a line), in order, but for those without a text."""
    for line in _HEAD.sub("", content.decode("utf-8", "replace"), count=1).split("\n"):
        place = next((place for start, place in _PLACES if line.startswith(start)), TEXT)
        text = _text(_TIME.sub("", line)).rstrip("· ") if place == AUTHOR else _text(line)
        if text:
            yield Block(place, text)


def _text(line: str) -> str:
    """What a line of XHTML says, without its markup."""
    if "<" in line:
        line = _TAG.sub(" ", _INLINE.sub("", line))
    return " ".join((html.unescape(line) if "&" in line else line).split())
