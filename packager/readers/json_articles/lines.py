"""Reads JSON Lines: one line in memory, each with its number and place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from packager.limits import LARGEST_PAGE
from packager.readers.json_articles.scan import NoJson, record_of
from packager.readers.texts.unicode_text import unicode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK = b" \t\r\n\0\x1e\xef\xbb\xbf"
_OBJECT = re.compile(rb"\s{0,99}\{\s{0,99}\"")
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number from 1, its place in the file, its bytes (None: too long)."""

    number: int
    place: int
    content: bytes | None


def read(stream: BinaryIO) -> Iterator[Line]:
    """The lines of a stream that are not blank."""
    number = 0
    while True:
        place = stream.tell()
        content = stream.readline(LARGEST_PAGE + 1)
        if not content:
            return
        number += 1
        if len(content) > LARGEST_PAGE and not content.endswith(b"\n"):
            _skip(stream)
            yield Line(number, place, None)
        elif content.strip(_BLANK):
            yield Line(number, place, content)


def is_by_line(stream: BinaryIO) -> bool:
    """Whether a file holds a record a line: its first is a whole object, or the next one begins like it."""
    following = read(stream)
    first = next(following, None)
    if first is None or first.content is None:
        return first is not None
    text = first.content.strip(_BLANK)
    if not text.startswith(b"{"):
        return not text.startswith(b"[")
    second = next(following, None)
    try:
        value = record_of(_decoded(first.content))
    except NoJson:
        return len(text) > 1 and bool(second and second.content and _OBJECT.match(second.content))
    return second is not None and isinstance(value, dict)


def text(content: bytes) -> tuple[str, list[tuple[str, str]]]:
    """A line's characters, and (finding code, message) of what is damaged."""
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        found = unicode_text(content)
        return found.content.decode("utf-8", "replace"), found.problems()


def _decoded(content: bytes) -> str:
    return text(content)[0]


def _skip(stream: BinaryIO) -> None:
    """Behind the rest of a line."""
    while (piece := stream.readline(_PIECE)) and not piece.endswith(b"\n"):
        pass
