"""What arrived of a workload in the books made from it: texts, pictures, captions with their pictures, boilerplate.

Nothing is assumed of how a book is cut into files. A picture is known by its compressed image data or the name it had;
a caption by its text, and it counts when the figcaption that holds it stands in a figure with exactly the pictures it
belongs to.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import etree

from benchmarks.workload import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Records = list[dict[str, Any]]
START_OF_SCAN = b"\xff\xda"
JPEG = re.compile(r"\.jpe?g$", re.IGNORECASE)
OWN_NAME = re.compile(r"(?:^|/)p(\d{3})\.jpg$")


@dataclass
class Shelf:
    """What a reader finds in all books: text of documents, text of blocks with their document, figures, photos."""

    documents: list[str] = field(default_factory=list)
    blocks: dict[str, int] = field(default_factory=dict)
    figures: dict[str, set[tuple[int, ...]]] = field(default_factory=dict)
    photos: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of what arrived, and of `marks` of boilerplate that should not have; `of` names what there was."""

    articles: int
    titles: int
    leads: int
    authors: int
    pictures: int
    captions: int
    marks: int
    of: dict[str, int]


def fingerprint(content: bytes) -> str:
    """A JPEG by its compressed image data alone, so that other headers make no difference."""
    return hashlib.sha256(content[content.find(START_OF_SCAN) :]).hexdigest()


def flat(text: str) -> str:
    """Text without differences of spacing and of Unicode's forms."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def text(element: etree._Element) -> str:
    """All text of an element, flat."""
    return flat("".join(str(part) for part in element.itertext()))


def originals(pages: Path) -> dict[str, int]:
    """Fingerprint -> photo number."""
    return {fingerprint(file.read_bytes()): int(file.stem[1:]) for file in sorted((pages / "img").glob("p*.jpg"))}


def read(books: Iterable[Path], known: dict[str, int]) -> Shelf:
    """Everything that stands in the spine of the books."""
    shelf = Shelf()
    for book in books:
        with zipfile.ZipFile(book) as archive:
            held = {
                name: number_of(name, archive.read(name), known) for name in archive.namelist() if JPEG.search(name)
            }
            for name in documents(archive):
                read_document(shelf, archive.read(name), posixpath.dirname(name), held)
    return shelf


def number_of(name: str, content: bytes, known: dict[str, int]) -> int:
    """The number of the photo that a file is: by its data, else (calibre encodes again) by its name; -1 for none."""
    own_name = OWN_NAME.search(name)
    return known.get(fingerprint(content), int(own_name[1]) if own_name else -1)


def documents(archive: zipfile.ZipFile) -> list[str]:
    """The documents of the spine, in order, the navigation left out."""
    container = etree.fromstring(archive.read("META-INF/container.xml"))
    package_name = str(container.xpath("string(//@full-path)"))
    package = etree.fromstring(archive.read(package_name))
    items = {item.get("id"): item for item in package.iter("{*}item")}
    spine = [items[reference.get("idref")] for reference in package.iter("{*}itemref")]
    folder = posixpath.dirname(package_name)
    return [
        posixpath.join(folder, unquote(item.get("href") or ""))
        for item in spine
        if "nav" not in (item.get("properties") or "").split()
    ]


def read_document(shelf: Shelf, content: bytes, folder: str, held: dict[str, int]) -> None:
    """Adds one document to the shelf."""
    root = etree.fromstring(content, etree.HTMLParser(encoding="utf-8"))
    number = len(shelf.documents)
    shelf.documents.append(text(root))
    for block in root.iter("p", "div", "h1", "h2", "h3"):
        shelf.blocks.setdefault(text(block), number)
    for image in root.iter("img"):
        shelf.photos[photo(image, folder, held)] += 1
    for figure in root.iter("figure"):
        photos = tuple(photo(image, folder, held) for image in figure.iter("img"))
        for caption in figure.iter("figcaption"):
            shelf.figures.setdefault(text(caption), set()).add(photos)


def photo(image: etree._Element, folder: str, held: dict[str, int]) -> int:
    """The number of the photo that an image shows; -1 for anything else."""
    return held.get(posixpath.normpath(posixpath.join(folder, unquote(image.get("src") or ""))), -1)


def score(books: Iterable[Path], pages: Path, records: Records) -> Score:
    """How much of the workload arrived."""
    shelf = read(books, originals(pages))
    found: Counter[str] = Counter()
    for record in records:
        found.update(score_article(shelf, record))
    wanted = Counter(number for record in records for number in record["images"])
    pictures = sum(min(count, shelf.photos[number]) for number, count in wanted.items())
    marks = sum(document.count(mark) for document in shelf.documents for mark in MARKS)
    captions = sum(len(record["captions"]) for record in records)
    of = {"articles": len(records), "pictures": wanted.total(), "captions": captions}
    kept = {key: found[key] for key in ("articles", "titles", "leads", "authors", "captions")}
    return Score(**kept, pictures=pictures, marks=marks, of=of)


def score_article(shelf: Shelf, record: dict[str, Any]) -> Counter[str]:
    """What arrived of one article, in the document that holds its first paragraph."""
    captions = sum(
        tuple(figure["photos"]) in shelf.figures.get(flat(figure["caption"]), set()) for figure in record["figures"]
    )
    number = shelf.blocks.get(flat(record["opening"]))
    if number is None:
        return Counter(captions=captions)
    document = shelf.documents[number]
    kept = {f"{key}s": flat(record[key]) in document for key in ("title", "lead", "author")}
    return Counter({**{key: int(value) for key, value in kept.items()}, "captions": captions, "articles": 1})
