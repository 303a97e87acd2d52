"""Every reading system and checker that volumes are opened in: name -> what it finds wrong, by book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import checkers
from tests.reading_systems import browser
from tests.reading_systems.calibre import calibre
from tests.reading_systems.koreader import koreader
from tests.reading_systems.mupdf import mupdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    Problems = dict[Path, list[str]]


def epubcheck(books: Iterable[Path]) -> Problems:
    """Every message of EPUBCheck, from fatal errors down to usage notes."""
    return {
        book: [f"{one.severity} {one.id} {one.text}" for one in messages]
        for book, messages in checkers.epubcheck_all(books).items()
    }


SYSTEMS: dict[str, Callable[[Iterable[Path]], Problems]] = {
    "foliate-js": browser.foliate,
    "epub.js": browser.epubjs,
    "MuPDF": mupdf,
    "calibre": calibre,
    "KOReader": koreader,
    "EPUBCheck": epubcheck,
    "Ace": browser.ace,
}
