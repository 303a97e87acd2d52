"""The pictures that an entry names in fields: Media RSS, enclosures, iTunes, images of RSS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.readers import names
from packager.readers.feeds.elements import attribute, base_of, children, joined, key, text_of
from packager.readers.texts.article_text import Shown, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_PICTURES = frozenset(
    (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff", ".svg")
)


def pictures(entry: etree._Element) -> Iterator[Shown]:
    """The pictures in an entry's fields; of one picture in several sizes the largest."""
    lone = _lone_words(entry)
    for element in entry:
        name = key(element)
        if name == "media:group":
            yield from _of_group(element, lone)
        elif name in {"media:content", "media:thumbnail"}:
            yield from _of_media(element, lone)
        elif name == "enclosure" or (name == "link" and attribute(element, "rel").lower() == "enclosure"):
            address = attribute(element, "url") or attribute(element, "href")
            if _is_picture(element, address):
                yield Shown(joined(base_of(element), address), caption=plain(attribute(element, "title")))
        elif name in {"itunes:image", "image", "img"}:
            yield from _of_image(element)


def _of_group(group: etree._Element, lone: tuple[str, str, str]) -> Iterator[Shown]:
    """The largest picture of a group: its members are one thing in several forms (Media RSS 1.5, media:group)."""
    held = [one for one in children(group, "media:content") if _is_picture(one, attribute(one, "url"))]
    held = held or list(children(group, "media:thumbnail"))
    thumbnails = [inner for one in children(group, "media:content") for inner in children(one, "media:thumbnail")]
    if held or thumbnails:
        best = max(held or thumbnails, key=_size)
        yield _shown(best, [best, group], lone)


def _of_media(element: etree._Element, lone: tuple[str, str, str]) -> Iterator[Shown]:
    if key(element) == "media:thumbnail" or _is_picture(element, attribute(element, "url")):
        yield _shown(element, [element], lone)
        return
    for thumbnail in children(element, "media:thumbnail"):
        yield _shown(thumbnail, [thumbnail, element], lone)


def _of_image(element: etree._Element) -> Iterator[Shown]:
    addresses = [attribute(element, "href"), attribute(element, "src"), attribute(element, "resource")]
    addresses += [text_of(one) for one in children(element, "url")]
    addresses += [] if len(element) else [text_of(element)]
    address = next((one.strip() for one in addresses if one.strip()), "")
    if address:
        captions = [text_of(one) for one in children(element, "description", "title")]
        yield Shown(joined(base_of(element), address), caption=plain(next(iter(captions), "")))


def _shown(element: etree._Element, around: list[etree._Element], lone: tuple[str, str, str]) -> Shown:
    caption, title, credit = (_first(around, name) for name in ("media:description", "media:title", "media:credit"))
    if not (caption or title or credit):
        caption, title, credit = lone
    caption, alt = (caption, title) if caption else (title, "")
    return Shown(joined(base_of(element), attribute(element, "url")), caption, credit, alt)


def _first(around: list[etree._Element], name: str) -> str:
    """What is said under a name nearest to a picture; several credits in a row."""
    for outer in around:
        said = [plain(text_of(one)) for one in children(outer, name)]
        if any(said):
            return ", ".join(dict.fromkeys(filter(None, said))) if name == "media:credit" else next(filter(None, said))
    return ""


def _lone_words(entry: etree._Element) -> tuple[str, str, str]:
    """What the entry itself says of its one picture, caption, title and credit; nothing where there are several."""
    count = sum(key(one) in {"media:content", "media:group", "media:thumbnail"} for one in entry)
    inside = any(True for one in entry.iter("*") if key(one) == "media:content" and len(one))
    if count != 1 or inside:
        return "", "", ""
    return _first([entry], "media:description"), "", _first([entry], "media:credit")


def _is_picture(element: etree._Element, address: str) -> bool:
    kind = (attribute(element, "type") or attribute(element, "medium")).lower()
    if kind:
        return kind.startswith("image")
    return bool(address) and names.suffix(address.partition("?")[0].rpartition("/")[2]) in _PICTURES


def _size(element: etree._Element) -> int:
    digits = attribute(element, "width")
    return int(digits) if digits.isdecimal() and len(digits) < 7 else 0
