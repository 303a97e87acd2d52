"""What makes a volume right: each point of docs/checklist.md that no validator sees, as one check.

A check is a function of a page, of an article beside its canonical page, or of a volume that was read to its end. The
numbers are those of the table in docs/checklist.md; a new check is a function, a line here and there, and a bad sample
in tests/verify/points/.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from lxml import etree

from packager.errors import LibraryDamaged
from packager.verify.points import (
    container,
    documents,
    heads,
    links,
    metadata,
    navigation,
    picture_files,
    pictures,
    sources,
    styles,
    texts,
)
from packager.verify.points.book import Book
from packager.verify.points.chapter import Chapter
from packager.verify.points.kept import Kept, Reading, seen
from packager.verify.points.page import parser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from packager.verify.points.page import Page, Told

PageCheck: TypeAlias = "Callable[[Page, Book], Iterator[Told]]"
ChapterCheck: TypeAlias = "Callable[[Chapter, Book], Iterator[Told]]"
VolumeCheck: TypeAlias = "Callable[[Reading], Iterator[Told]]"

PAGES: Mapping[int, tuple[PageCheck, ...]] = {
    1: (documents.check_form,),
    2: (documents.check_languages,),
    3: (documents.check_headings,),
    7: (documents.check_foreign,),
    9: (pictures.check_figures,),
    10: (pictures.check_alternatives,),
    11: (texts.check_characters,),
    27: (styles.check_styled,),
    28: (container.check_remote,),
}
"""Of each page of the spine."""

CHAPTERS: Mapping[int, tuple[ChapterCheck, ...]] = {
    4: (heads.check_head,),
    5: (heads.check_lead,),
    6: (texts.check_texts,),
    8: (pictures.check_pictures, pictures.check_missing),
    9: (pictures.check_captions,),
    11: (texts.check_odd_characters,),
    14: (texts.check_rewritten,),
}
"""Of each article, beside what the library holds of it."""

VOLUMES: Mapping[int, tuple[VolumeCheck, ...]] = {
    2: (documents.check_marked,),
    8: (pictures.check_counts,),
    11: (texts.check_matter,),
    12: (heads.check_turns,),
    13: (links.check_links,),
    16: (container.check_archive,),
    17: (metadata.check_identifier,),
    18: (metadata.check_title,),
    19: (metadata.check_series,),
    20: (metadata.check_origin,),
    21: (metadata.check_accessibility,),
    22: (navigation.check_navigation,),
    23: (navigation.check_landmarks, navigation.check_lines),
    24: (picture_files.check_cover,),
    25: (picture_files.check_files,),
    26: (container.check_names,),
    27: (styles.check_styles,),
    28: (container.check_closed,),
    29: (container.check_size,),
    30: (sources.check_once,),
    31: (sources.check_sources,),
    32: (sources.check_period,),
    33: (sources.check_order,),
}
"""Of the volume as a whole."""

POINTS = frozenset((*PAGES, *CHAPTERS, *VOLUMES))
LOSSES = frozenset((5, 6, 8, 9, 14))
"""Where one of these fails, something that the library holds does not stand in the volume as it is."""

UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, etree.XMLSyntaxError)


class Flaw(NamedTuple):
    """A point that a volume does not meet: where in it, and why."""

    point: int
    place: str
    message: str


def flaws(path: Path, kept: Kept | None = None) -> Iterator[Flaw]:
    """What is wrong with the EPUB at a path; without what is kept, as far as the volume itself tells.

    One article is in memory at a time. Raises what `UNREADABLE` names where it cannot be read as an EPUB, and
    LibraryDamaged where an object is not there.
    """
    with Book(path) as book:
        reading = Reading(book, kept)
        for name, pages in book.units():
            for page in pages:
                if page.trouble:
                    reading.broken.add(page.path)
                else:
                    reading.seen[page.path] = seen(page)
                for point, checks in PAGES.items():
                    for check in checks:
                        yield from (Flaw(point, *told) for told in check(page, book))
            yield from _of_article(name, pages, reading)
        for number, whole in VOLUMES.items():
            for examine in whole:
                yield from (Flaw(number, *told) for told in examine(reading))


def _of_article(name: str, pages: tuple[Page, ...], reading: Reading) -> Iterator[Flaw]:
    kept = reading.kept
    if kept is None or not name or any(page.trouble for page in pages):
        return
    if name not in kept.entries:
        yield Flaw(6, pages[0].path, "is of an article that the library does not hold")
        return
    entry = kept.entries[name]
    reported = tuple(found.message for found in kept.publication.findings)
    chapter = Chapter(pages, entry, _canonical(kept, entry.content), reported)
    for point, checks in CHAPTERS.items():
        for check in checks:
            yield from (Flaw(point, *told) for told in check(chapter, reading.book))


def _canonical(kept: Kept, digest: str) -> etree._Element:
    try:
        return etree.fromstring(kept.read(digest), parser())
    except etree.XMLSyntaxError as error:
        raise LibraryDamaged(f"{digest}: is no article ({error}); run `packager repair`") from error
