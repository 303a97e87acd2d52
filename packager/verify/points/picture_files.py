"""Picture files: the cover (24), and kinds, colours and sizes that reading systems show (25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.errors import PictureUnreadable
from packager.images import probe
from packager.images.facts import Colour
from packager.verify.points.page import Told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.images.facts import Probe
    from packager.verify.points.book import Book, Item
    from packager.verify.points.kept import Reading
    from packager.verify.points.page import Element

MOST_PIXELS = 5_600_000  # Apple Books refuses larger ones
WIDEST, NARROWEST = 3 / 4, 2 / 3
_ROUNDING = 0.005
_SHOWN = frozenset(("image/jpeg", "image/png", "image/gif"))
_COVERS = frozenset(("image/jpeg", "image/png"))
_SVG = "image/svg+xml"


def check_cover(reading: Reading) -> Iterator[Told]:
    """Point 24: one cover, JPEG or PNG, 2:3 to 3:4, named in both ways, on a linear page of its own (alt: 10)."""
    book = reading.book
    covers = {name: item for name, item in book.items.items() if "cover-image" in item.properties}
    if len(covers) != 1 or book.named("cover") != [*covers]:
        yield Told(book.package_path, f"names {len(covers)} cover images, and {book.named('cover')} in meta")
        return
    (item,) = covers.values()
    try:
        facts = probe(book.read(item.path))
    except (KeyError, PictureUnreadable) as error:
        yield Told(item.path, f"is no picture ({error})")
        return
    if facts.media_type not in _COVERS:
        yield Told(item.path, f"is {facts.media_type}")
    if not NARROWEST - _ROUNDING <= facts.width / facts.height <= WIDEST + _ROUNDING:
        yield Told(item.path, f"is {facts.width} x {facts.height} pixels: no cover's shape")
    yield from _shown(book, item)


def _shown(book: Book, item: Item) -> Iterator[Told]:
    """Whether a linear page shows the cover alone."""
    pages = [page for page in book.matter() if item.path in {page.target(src)[0] for src in _sources(page.root)}]
    if len(pages) != 1 or len(_sources(pages[0].root)) != 1:
        yield Told(item.path, f"is shown on {len(pages)} pages, or beside other pictures")
        return
    (page,) = pages
    if page.path in book.aside:
        yield Told(page.path, "is not in the linear reading order")


def _sources(root: Element) -> list[str]:
    return [source for element in root.iter("*") if (source := element.get("src"))]


def check_files(reading: Reading) -> Iterator[Told]:
    """Point 25: JPEG, PNG and GIF as their names and the manifest say, RGB, opaque, at most 5.6 megapixels; SVG."""
    book = reading.book
    for item in book.items.values():
        if item.media_type.startswith("image/") and item.path in book.names:
            for wrong in _wrong(book.read(item.path), item):
                yield Told(item.path, wrong)


def _wrong(content: bytes, item: Item) -> Iterator[str]:
    if item.media_type == _SVG:
        if not item.path.endswith(".svg") or b"<svg" not in content:
            yield "is no SVG by its name or its bytes"
        return
    try:
        facts = probe(content)
    except PictureUnreadable as error:
        yield error.message
        return
    yield from _unfit(facts)
    if facts.media_type != item.media_type or not item.path.endswith(facts.suffix):
        yield f"is {facts.media_type}, and {item.media_type} in the manifest"


def _unfit(facts: Probe) -> Iterator[str]:
    if facts.media_type not in _SHOWN:
        yield f"is {facts.media_type}, which not every reading system shows"
    if facts.colour is Colour.CMYK:
        yield "has colours for printing (CMYK)"
    if facts.alpha and facts.media_type != "image/gif":
        yield "is transparent: on a dark page its lines may not be seen"
    if facts.width * facts.height > MOST_PIXELS:
        yield f"has {facts.width * facts.height:,} pixels, more than {MOST_PIXELS:,}"
