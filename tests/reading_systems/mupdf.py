"""MuPDF, the engine of many readers on phones and e-ink: a layout of its own, with its own subset of CSS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pymupdf

from tests.reading_systems import volume

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SPACE = re.compile(r"[\s\u00ad\u200b-]+")
EXPECTED_WARNINGS = {"unknown epub version: 3.0"}  # it knows 2.0 and 3.2 by name, and reads this one no otherwise
LEAST_INK = 20
"""How far apart the lightest and the darkest sample of a page with something on it are."""


def mupdf(books: Iterable[Path]) -> dict[Path, list[str]]:
    """Every page laid out, its words, pictures and links against the volume's, a phrase searched, a page drawn."""
    return {book: volume.problems(book, inspect) for book in books}


def inspect(book: Path) -> Iterator[str]:
    """What is wrong with one volume."""
    pymupdf.TOOLS.mupdf_display_errors(on=False)
    pymupdf.TOOLS.mupdf_display_warnings(on=False)
    expected = volume.read(book)
    with pymupdf.open(book) as opened:
        if opened.chapter_count != len(expected.documents):
            yield f"opens {opened.chapter_count} of {len(expected.documents)} documents"
            return
        yield from contents(opened, expected)
        for number, document in enumerate(expected.documents):
            pages = [opened[(number, page)] for page in range(opened.chapter_page_count(number))]
            for problem in [*chapter(pages, document), *links(opened, pages, document, expected)]:
                yield f"{document.path} {problem}"
    for warning in dict.fromkeys(pymupdf.TOOLS.mupdf_warnings().splitlines()):
        if warning not in EXPECTED_WARNINGS:
            yield f"warns: {warning}"


def contents(opened: Any, expected: volume.Volume) -> Iterator[str]:
    """Entries of the contents that lead elsewhere."""
    numbers = {document.path: number for number, document in enumerate(expected.documents)}
    entries = opened.get_toc(simple=True)
    if len(entries) != len(expected.contents):
        yield f"lists {len(entries)} of {len(expected.contents)} entries of the contents"
    for (_, label, page), target in zip(entries, expected.contents, strict=False):
        if page < 1 or opened.location_from_page_number(page - 1)[0] != numbers.get(target.partition("#")[0]):
            yield f"the contents lead to page {page} for «{label}»"


def chapter(pages: list[Any], document: volume.Document) -> Iterator[str]:
    """What one document shows: its words in order (list marks between them), pictures, anything at all, a phrase."""
    shown = iter(squeezed("".join(page.get_text(flags=0) for page in pages)))
    wanted = squeezed(document.text)
    missing = next((at for at, letter in enumerate(wanted) if letter not in shown), None)
    if missing is not None:
        yield f"shows other words than it holds, from «{wanted[max(0, missing - 20) : missing + 20]}» on"
    pictures = sum(len(page.get_image_info()) for page in pages)
    if pictures < document.pictures:
        yield f"shows {pictures} of {document.pictures} pictures"
    if not any(has_ink(page) for page in pages):
        yield "is drawn as an empty page"
    if document.phrase and not found(pages, document.phrase):
        yield f"is searched in vain for «{document.phrase}»"
    for page in pages:
        yield from over_the_edge(page)


def found(pages: list[Any], phrase: str) -> bool:
    """Whether a phrase is found; where a page ends within it, its parts are."""
    if any(page.search_for(phrase) for page in pages):
        return True
    middle = phrase.find(" ", len(phrase) // 3)
    parts = (phrase[:middle], phrase[middle + 1 :])
    return middle > 0 and all(any(page.search_for(part) for page in pages) for part in parts)


def over_the_edge(page: Any) -> Iterator[str]:
    """Words that are cut by the page's edge."""
    for left, _, right, _, word, *_ in page.get_text("words"):
        if left < page.rect.x0 - 1 or right > page.rect.x1 + 1:
            yield f"runs over the page's edge: «{word}»"


def links(opened: Any, pages: list[Any], document: volume.Document, expected: volume.Volume) -> Iterator[str]:
    """Links that lead elsewhere: the documents that MuPDF goes to against those that the file names."""
    numbers = {one.path: number for number, one in enumerate(expected.documents)}
    wanted = {numbers.get(target.partition("#")[0]) for target in document.links}
    reached = {
        opened.location_from_page_number(link["page"])[0] if link["page"] >= 0 else None
        for page in pages
        for link in page.get_links()
        if link["kind"] == pymupdf.LINK_GOTO
    }
    if reached != wanted or None in wanted:
        yield f"leads to {named(reached, expected)} instead of {', '.join(document.links)}"


def named(numbers: set[int | None], expected: volume.Volume) -> str:
    """Documents by their paths."""
    return ", ".join("nowhere" if one is None else expected.documents[one].path for one in numbers) or "nothing"


def has_ink(page: Any) -> bool:
    """Whether anything is on a page: drawn small, in grey."""
    samples = page.get_pixmap(matrix=pymupdf.Matrix(0.5, 0.5), colorspace=pymupdf.csGRAY).samples
    return max(samples) - min(samples) > LEAST_INK


def squeezed(text: str) -> str:
    """A text without spaces and hyphens, which a layout adds and takes."""
    return SPACE.sub("", text)
