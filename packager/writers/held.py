"""What an EPUB of ours that was written before holds: its articles, and how many of their pictures it shows."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHAPTER = re.compile(r"EPUB/chapters/a-([^-./]+)(?:-\d+)?\.xhtml")
_PICTURE = re.compile(rb"<img\b[^>]*>")
_MISSING = b'class="missing"'
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)


class Pictures(NamedTuple):
    """How many pictures an article shows, and how many have only a place."""

    shown: int
    missing: int


def articles(book: Path) -> frozenset[str]:
    """The ids of a volume's articles, by the names of its chapters; none for a file that cannot be opened."""
    try:
        with zipfile.ZipFile(book) as archive:
            return frozenset(match[1] for name in archive.namelist() if (match := _CHAPTER.fullmatch(name)))
    except _UNREADABLE:
        return frozenset()


def pictures(book: Path) -> dict[str, Pictures]:
    """The pictures of each article of a volume, by its id; none for a file that cannot be read."""
    shown, missing = Counter[str](), Counter[str]()
    try:
        for article, chapter in _chapters(book):
            found = _PICTURE.findall(chapter)
            missing[article] += sum(_MISSING in picture for picture in found)
            shown[article] += sum(_MISSING not in picture for picture in found)
    except _UNREADABLE:
        return {}
    return {article: Pictures(shown[article], missing[article]) for article in shown}


def _chapters(book: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            match = _CHAPTER.fullmatch(name)
            if match:
                yield match[1], archive.read(name)
