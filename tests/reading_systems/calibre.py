"""calibre: what its shelf knows of a volume (`ebook-meta`), and what is left after a conversion (`ebook-convert`)."""

from __future__ import annotations

import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from tests import checkers
from tests.reading_systems import volume

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PATIENCE = 600


class Shelved(NamedTuple):
    """A book as calibre's shelf shows it."""

    title: str
    publisher: str
    subjects: set[str]
    series: str
    index: float
    cover: bytes


def calibre(books: Iterable[Path]) -> dict[Path, list[str]]:
    """Title, publisher, subjects, series and cover on the shelf, before and after a conversion; every word after it."""
    for name in ("ebook-meta", "ebook-convert"):
        checkers.program(name, "calibre")
    books = list(books)
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(books, pool.map(lambda book: volume.problems(book, inspect), books), strict=True))


def inspect(book: Path) -> Iterator[str]:
    """What is wrong with one volume."""
    expected = volume.read(book)
    yield from lost(shelved(book), expected, "")
    with tempfile.TemporaryDirectory() as folder:
        converted = Path(folder) / "converted.epub"
        said = run("ebook-convert", book, converted, "--epub-version", 3)
        if not converted.is_file():
            yield f"cannot be converted: {said[-400:]}"
            return
        yield from lost(shelved(converted), expected, " after a conversion")
        yield from unsaid(volume.read(converted), expected)


def lost(found: Shelved, expected: volume.Volume, when: str) -> Iterator[str]:
    """What of the metadata did not arrive."""
    wanted = {
        "title": (found.title, expected.title),
        "publisher": (found.publisher, expected.publisher),
        "subjects": (found.subjects, set(expected.subjects)),
    }
    if expected.date:  # the undated stand in no series
        wanted["series"] = (found.series, expected.series)
        wanted["place in the series"] = (found.index, float(expected.index or 0))
    for what, (value, stated) in wanted.items():
        if value != stated:
            yield f"{what}{when}: {value!r} instead of {stated!r}"
    if expected.date and not found.series:
        yield f"series{when}: there is none"
    if not found.cover.startswith((b"\xff\xd8", b"\x89PNG")):
        yield f"cover{when}: there is none"


def unsaid(converted: volume.Volume, expected: volume.Volume) -> Iterator[str]:
    """Documents whose words are no longer there."""
    text = "".join("".join(document.text.split()) for document in converted.documents)
    for document in expected.documents:
        if "".join(document.text.split()) not in text:
            yield f"{document.path} has other words after a conversion"


def shelved(book: Path) -> Shelved:
    """What `ebook-meta` reads out of a book."""
    with tempfile.TemporaryDirectory() as folder:
        package, cover = Path(folder) / "book.opf", Path(folder) / "cover"
        run("ebook-meta", book, "--to-opf", package, "--get-cover", cover)
        metadata = etree.parse(package)
        drawn = cover.read_bytes() if cover.is_file() else b""

    def values(query: str) -> list[str]:
        return [str(one) for one in metadata.xpath(query, namespaces=volume.SPACES)]

    def first(query: str) -> str:
        return next(iter(values(query)), "")

    return Shelved(
        title=first("//dc:title/text()"),
        publisher=first("//dc:publisher/text()"),
        subjects=set(values("//dc:subject/text()")),
        series=first("//opf:meta[@name='calibre:series']/@content"),
        index=float(first("//opf:meta[@name='calibre:series_index']/@content") or 0),
        cover=drawn,
    )


def run(program: str, *arguments: object) -> str:
    """A program of calibre's, with what it said."""
    command = [program, *map(str, arguments)]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)
    return result.stdout + result.stderr
