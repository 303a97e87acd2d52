"""A book as a series of captures: the documents of its spine that are articles, with what the book says of them."""

from __future__ import annotations

import os
import posixpath
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed, CaptureSkipped
from packager.findings import finding
from packager.limits import LARGEST_PAGE
from packager.model import Capture
from packager.readers.contract import Part
from packager.readers.epub.chapter import Chapter, chapter_of
from packager.readers.epub.container import Container
from packager.readers.epub.described import Book, stated_of
from packager.readers.epub.inside import Inside
from packager.readers.epub.navigation import navigation_of
from packager.readers.epub.own_volume import CHAPTER, Origin, address_in, further_files, is_own, restored
from packager.readers.epub.package import package_of
from packager.readers.files import locator_of
from packager.readers.sniff import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml import etree

    from packager.model import Finding
    from packager.readers.contract import SourceFile

_PAGES = frozenset(("", "application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/xml", "text/xml"))

_ABOUT = "it says what the book holds, in which order and under which titles, and may have said more"


def parts(file: SourceFile) -> Iterator[Part | Finding]:
    """The documents of the spine in order, then the others; raises CaptureFailed (damaged-file) if there is none."""
    book = _book(file)
    if book.container.trouble is not None:
        yield finding(book.container.trouble.code, file.where, f"{file.locator}: {book.container.trouble.message}")
    if left_out := book.container.left_out:
        message = f"{file.locator}: {left_out} of its files have another's name or bytes; they are not read"
        yield finding("damaged-file", file.where, message)
    for path, error in sorted(book.container.damaged.items()):
        yield finding(error.code, file.where, f"{file.locator}: {locator_of(path)}: {error.message}; {_ABOUT}")
    if not book.package.is_linear:
        raise CaptureFailed("damaged-file", f"{file.locator}: has no package document, and no pages")
    if book.package.is_guessed:
        message = f"{file.locator}: has no package document; its pages are read in the order of their names"
        yield finding("damaged-file", file.where, message)
    gone_on = {path for paths in book.further.values() for path in paths}
    types = {item.path: item.media_type for item in book.package.items.values()}
    for path in book.package.is_linear:
        if path not in gone_on:
            yield Part(locator_of(path), path, _trouble(book, path, types.get(path, "")))


def capture(file: SourceFile, position: str) -> Capture:
    """A document of the spine by its path; raises CaptureFailed and CaptureSkipped (front-matter)."""
    book = _book(file)
    content, problems = _read(book, position)
    chapter = chapter_of(content)
    origin, removed = Origin(), []
    if chapter is not None:
        _check_article(book, position, chapter)
        removed = chapter.without_navigation()
        if book.is_own:
            origin = restored(chapter, _further(book, position), partial(_address_of, book, position))
        content = chapter.written()
    return Capture(
        source=file.source,
        locator=f"{file.locator}/{locator_of(position)}",
        kind=Kind.EPUB.value,
        media_type="text/html",
        content=content,
        resources=Inside(book.container, position, origin.pictures),
        charset="utf-8" if chapter is not None else "",
        address=origin.address or _downloaded_from(removed),
        stated=stated_of(book, position, origin),
        whole=True,
        problems=problems,
    )


def _book(file: SourceFile) -> Book:
    with file.open() as opened:
        facts = os.fstat(opened.fileno())
    return _opened(file, (facts.st_ino, facts.st_size, facts.st_mtime_ns))


@lru_cache(maxsize=2)
def _opened(file: SourceFile, state: tuple[int, int, int]) -> Book:  # noqa: ARG001 - the state of the file that was read
    container = Container(file)
    package = package_of(container)
    own = is_own(package)
    navigation = navigation_of(container, package)
    return Book(container, package, navigation, own, further_files(package) if own else {})


def _trouble(book: Book, path: str, media_type: str) -> CaptureFailed | CaptureSkipped | None:
    """Why a document of the spine can become no article, as far as its package says."""
    where = f"{book.where}: {locator_of(path)}"
    if path not in book.container:
        return CaptureFailed("missing-file", f"{where}: is named by the book, which does not hold it")
    if media_type not in _PAGES:
        return CaptureSkipped("unknown-kind", f"{where}: is {media_type}, which is no page")
    if path in book.package.contents:
        return CaptureSkipped("front-matter", f"{where}: is the book's contents, and no article")
    return None


def _read(book: Book, path: str) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    """A document's bytes, and what is wrong with them."""
    try:
        content, trouble = book.container.read(path, LARGEST_PAGE)
    except CaptureFailed as error:
        raise CaptureFailed(error.code, f"{book.where}: {locator_of(path)}: {error.message}") from error
    return content, () if trouble is None else ((trouble.code, f"{locator_of(path)}: {trouble.message}"),)


def _check_article(book: Book, path: str, chapter: Chapter) -> None:
    """Raises CaptureSkipped (front-matter) for covers, title pages, lists and what is empty."""
    is_cover = chapter.is_picture() and (
        path == next(iter(book.package.is_linear))
        or not book.package.is_linear.get(path)
        or _shows_cover(book, path, chapter)
    )
    kinds = book.kinds(path) | chapter.kinds()
    is_added = book.is_own and CHAPTER not in kinds
    if is_cover or is_added or chapter.is_front_matter(kinds):
        message = f"{book.where}: {locator_of(path)}: is a cover, a title page, a list or empty, and no article"
        raise CaptureSkipped("front-matter", message)


def _shows_cover(book: Book, path: str, chapter: Chapter) -> bool:
    inside = Inside(book.container, path)
    references = (picture.get("src") or "" for picture in chapter.body.iter("img"))
    return any(found.name in book.package.covers for reference in references if (found := inside.find(reference)))


def _further(book: Book, path: str) -> Iterator[Chapter]:
    """The other files of a chapter that was cut into several."""
    for other in book.further.get(path, ()):
        chapter = chapter_of(_read(book, other)[0])
        if chapter is not None:
            chapter.without_navigation()
            yield chapter


def _address_of(book: Book, path: str, reference: str) -> str:
    """The address of the article whose chapter a link of another one leads to."""
    target = posixpath.join(posixpath.dirname(path), reference)
    if target not in book.addresses:
        chapter = chapter_of(_read(book, target)[0]) if target in book.container else None
        book.addresses[target] = address_in(chapter) if chapter is not None else ""
    return book.addresses[target]


def _downloaded_from(removed: Iterable[etree._Element]) -> str:
    """The address that calibre names as a news article's source."""
    links = (link for element in removed for link in element.iter("a") if link.get("rel") == "calibre-downloaded-from")
    return next((link.get("href") or "" for link in links), "")
