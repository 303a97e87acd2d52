"""What a volume says it holds, read with the standard library and lxml alone: the measure of what a system shows."""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

SPACES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "dc": "http://purl.org/dc/elements/1.1/",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "x": "http://www.w3.org/1999/xhtml",
}
EPUB_TYPE = "{" + SPACES["epub"] + "}type"
XHTML = "{" + SPACES["x"] + "}"
PHRASE = 24
"""Letters of a phrase that is searched for: within a line on a phone, yet hardly ever there twice."""


@dataclass(frozen=True)
class Document:
    """One document of the spine: `path` in the archive, its words, a `phrase` of them, and what it refers to."""

    path: str
    text: str
    phrase: str
    links: tuple[str, ...]
    """What the internal links lead to: a path in the archive, with the fragment if there is one."""
    pictures: int
    kinds: tuple[str, ...] = ()
    """What is to be seen there: "cover", "toc", "chapter", "table", "gallery", ..."""


@dataclass(frozen=True)
class Volume:
    """A volume as its package document and its spine describe it."""

    title: str
    language: str
    creators: tuple[str, ...]
    subjects: tuple[str, ...]
    publisher: str
    date: str
    series: str
    index: str
    cover: str
    """The path of the cover's picture in the archive."""
    contents: tuple[str, ...]
    """What the entries of the table of contents lead to."""
    documents: tuple[Document, ...]
    manifest: dict[str, str] = field(default_factory=dict)
    """Media types by path."""

    def as_json(self) -> dict[str, object]:
        """The same for a program in another language."""
        return asdict(self)


def problems(book: Path, inspect: Callable[[Path], Iterable[str]]) -> list[str]:
    """What `inspect` says of a volume; that it cannot be read, where it cannot."""
    try:
        return list(inspect(book))
    except (ValueError, LookupError, SyntaxError, AssertionError, OSError, zipfile.BadZipFile) as error:
        return [f"cannot be read: {error}"]


@lru_cache(maxsize=64)
def read(book: Path) -> Volume:
    """What a volume says it holds; raises what zipfile and lxml raise where it cannot be read."""
    with zipfile.ZipFile(book) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        place = container.xpath("string(//c:rootfile/@full-path)", namespaces=SPACES)
        package = etree.fromstring(archive.read(place))
        items = {item.get("id"): item for item in package.iterfind("opf:manifest/opf:item", SPACES)}
        path = {name: resolve(place, item.get("href")) for name, item in items.items()}
        by_property = {
            word: path[name] for name, item in items.items() for word in (item.get("properties") or "").split()
        }
        spine = [path[one.get("idref")] for one in package.iterfind("opf:spine/opf:itemref", SPACES)]
        navigation = by_property["nav"]
        return Volume(
            **described(package),
            cover=by_property.get("cover-image", ""),
            contents=contents(archive.read(navigation), navigation),
            documents=tuple(document(archive.read(one), one) for one in spine),
            manifest={path[name]: item.get("media-type", "") for name, item in items.items()},
        )


def described(package: etree._Element) -> dict[str, object]:
    """The metadata that reading systems show in their shelves."""

    def values(query: str) -> tuple[str, ...]:
        return tuple(str(one).strip() for one in package.xpath(query, namespaces=SPACES))

    def first(query: str) -> str:
        return next(iter(values(query)), "")

    return {
        "title": first("//dc:title/text()"),
        "language": first("//dc:language/text()"),
        "creators": values("//dc:creator/text()"),
        "subjects": values("//dc:subject/text()"),
        "publisher": first("//dc:publisher/text()"),
        "date": first("//dc:date/text()"),
        "series": first("//opf:meta[@property='belongs-to-collection']/text()"),
        "index": first("//opf:meta[@property='group-position']/text()"),
    }


def contents(page: bytes, place: str) -> tuple[str, ...]:
    """What the entries of the table of contents lead to, in their order."""
    entries = etree.fromstring(page).xpath("//x:nav[@epub:type='toc']//x:a/@href", namespaces=SPACES)
    return tuple(resolve(place, entry) for entry in entries)


def document(page: bytes, place: str) -> Document:
    """One document of the spine."""
    body = etree.fromstring(page).find("x:body", SPACES)
    assert body is not None, f"{place} has no body"
    links = dict.fromkeys(resolve(place, a.get("href")) for a in body.iter(XHTML + "a") if is_internal(a.get("href")))
    pictures = sum(1 for _ in body.iter(XHTML + "img", "{http://www.w3.org/2000/svg}image"))
    return Document(place, words(body), phrase(body), tuple(links), pictures, tuple(kinds(body)))


def kinds(body: etree._Element) -> Iterator[str]:
    """What is to be seen in a document, from what its first element says it is and from what it holds."""
    first = next(body.iterchildren(etree.Element), body)
    said = first.get("role", "").removeprefix("doc-") or first.get("class") or first.get(EPUB_TYPE) or "page"
    yield said.split()[0]
    if body.find(".//x:table", SPACES) is not None:
        yield "table"
    if any(len(figure.findall(".//x:img", SPACES)) > 1 for figure in body.iterfind(".//x:figure", SPACES)):
        yield "gallery"


def words(element: etree._Element) -> str:
    """The text that stands below an element, spaces folded."""
    return " ".join("".join(str(piece) for piece in element.xpath(".//text()")).split())


def phrase(body: etree._Element) -> str:
    """Some words from the middle of the longest text, as they stand, best without a hyphen (a line may end there and
    the search of MuPDF takes it away); empty where there is no text.
    """
    longest = max((" ".join(str(one).split()) for one in body.xpath(".//text()")), key=len, default="")
    if len(longest) <= PHRASE:
        return longest
    spaces = [at + 1 for at, letter in enumerate(longest[: len(longest) - PHRASE]) if letter == " "] or [0]
    near = sorted(spaces, key=lambda at: abs(at - len(longest) // 2))
    windows = [longest[at : at + PHRASE].strip() for at in near]
    return next((one for one in windows if "-" not in one), windows[0])


def is_internal(address: str | None) -> bool:
    """Whether a link leads to a place in the volume."""
    return bool(address) and ":" not in str(address).partition("/")[0]


def resolve(place: str, address: str) -> str:
    """The path in the archive that an address in the file `place` means, its fragment kept."""
    address, hash_, fragment = unquote(address).partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(place), address)) if address else place
    return path + hash_ + fragment
