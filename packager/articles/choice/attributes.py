"""What a rebuilt element keeps of the page's attributes: how a list counts, and which way a text runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.articles.markup.tree import Frame

_NUMBER = re.compile(r"-?\d{1,6}")
_WAYS_OF_COUNTING = frozenset("aAiI")
_DIRECTIONS = frozenset(("ltr", "rtl"))


def counting(frame: Frame) -> str:
    """How an ordered list counts, as attributes; "" for 1, 2, 3."""
    if frame.tag != "ol":
        return ""
    element = frame.element
    start, way = (element.get("start") or "").strip(), (element.get("type") or "").strip()
    begins = f' start="{int(start)}"' if _NUMBER.fullmatch(start) and int(start) != 1 else ""
    backwards = ' reversed="reversed"' if element.get("reversed") is not None else ""
    return begins + backwards + (f' type="{way}"' if way in _WAYS_OF_COUNTING else "")


def runs(path: Sequence[Frame], otherwise: str) -> str:
    """The direction that the innermost frame states, "ltr" or "rtl"; where none does, the one given."""
    for frame in reversed(path):
        stated = frame.element.get("dir")
        if stated is not None and stated.lower() in _DIRECTIONS:
            return stated.lower()
    return otherwise


def turned(path: Sequence[Frame], outer: Sequence[Frame], otherwise: str) -> str:
    """The attribute of an element that runs another way than the one that it stands in; "" where it does not."""
    way = runs(path, otherwise)
    return f' dir="{way}"' if way != runs(outer, otherwise) else ""
