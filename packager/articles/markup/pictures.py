"""Which addresses show a picture, which of them show the same one, and which pictures are no content.

Most is gained on real pages by addresses beyond img src, then by leaving dull pictures out by stated size, names and
hosts.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree

from packager.articles.markup.vocabulary import (
    DULL_HOST,
    DULL_PATH,
    GENERIC_NAME,
    LAZY_ATTRIBUTES,
    SET_ATTRIBUTES,
    names_dull,
    names_placeholder,
    tokens,
)
from packager.errors import PictureUnreadable, ResourceRefused
from packager.images import check, probe
from packager.readers.pages import data_uri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.articles.markup.tree import Item

IMAGE_TAGS = frozenset(("img", "amp-img", "image", "hl-picture", "ds-picture", "graphic"))
SHOWING_TAGS = IMAGE_TAGS | {"picture", "video"}
STYLED_TAGS = frozenset(("div", "span", "a", "figure"))

_STYLE_ADDRESS = re.compile(r"background(?:-image)?\s*:[^;]{0,200}?url\(\s*[\"']?([^\"')]+)", re.IGNORECASE)
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|webp|avif|gif)(?:$|[?#!/])", re.IGNORECASE)
_DRAWING = re.compile(r"\.svg(?:$|[?#])", re.IGNORECASE)
_SET_PART = re.compile(r",\s+|,(?=https?:|//)")
_SET_SIZE = re.compile(r"([\d.]{1,9})[wx]")
_SUFFIXES = re.compile(r"(\.(jpe?g|png|webp|gif|avif))+$", re.IGNORECASE)
_SIZE_IN_NAME = re.compile(
    r"([-_](\d{2,4}x\d{0,4}|w\d{2,4}|\d{2,4}w|scaled|thumb|large|small|medium)|@[23]x)$", re.IGNORECASE
)
_LONG_ID = re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{16,}|\d{12,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22})(?![0-9a-z])")
_NESTED_ADDRESS = re.compile(r"https?(?=://)")
_ORDINAL = re.compile(r"\d{1,2}")
_LEADING_NUMBER = re.compile(r"\d{1,6}")
_DATA_LIMIT = 500
_TINY = 3
_MOST_SIZES = 10
# What shows what a placeholder beside it stands for, and how many elements of a figure are looked at for it.
_STAND_INS = frozenset(("noscript", "iframe", "object", "embed"))
_REACH = 200


def largest(source_set: str) -> str:
    """The address of a srcset with the greatest width or density (HTML, 4.8.4.2.1)."""
    return next(iter(by_size(source_set)), "")


def by_size(source_set: str) -> list[str]:
    """The addresses of a srcset, the one with the greatest width or density first."""
    found = []
    for part in _SET_PART.split(source_set.strip()):
        address, _, descriptor = part.strip().rstrip(",").partition(" ")
        size = _SET_SIZE.match(descriptor.strip())
        if address:
            found.append((_number(size.group(1)) if size else 0.0, address))
    return [address for _, address in sorted(found, key=lambda pair: -pair[0])]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def addresses_of(element: etree._Element) -> tuple[str, ...]:
    """Every address of the picture that an element shows, as the page writes them, best first; () if it shows none.

    A placeholder is no picture, unless it is all that a figure with a caption shows: its picture was never collected.
    """
    raw = [html.unescape(address).strip() for address in _addresses(element)]
    usable = tuple(dict.fromkeys(filter(_usable, raw)))
    if usable or element.tag not in IMAGE_TAGS:
        return usable
    return tuple(address for address in dict.fromkeys(raw) if address and _lost(element, address))[:1]


def _addresses(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag in IMAGE_TAGS:
        yield from _image_addresses(element)
    elif tag == "picture":
        yield from _picture_addresses(element)
    elif tag == "video":
        yield element.get("poster") or ""
    elif tag in STYLED_TAGS and "url(" in (element.get("style") or ""):
        found = _STYLE_ADDRESS.search(element.get("style") or "")
        yield found.group(1) if found else ""


def _image_addresses(element: etree._Element) -> Iterator[str]:
    """A lazy attribute comes before src, which then is a placeholder; unknown data-* that name an image file count, and
    come before a drawing.
    """
    lazy = [value for name in LAZY_ATTRIBUTES if (value := element.get(name)) and value[0] not in "{["]
    lazy += [largest(value) for name in SET_ATTRIBUTES if (value := element.get(name))]
    named = [
        str(value)
        for name, value in element.attrib.items()
        if str(name).startswith("data-") and name not in LAZY_ATTRIBUTES and name not in SET_ATTRIBUTES
        and len(value) < _DATA_LIMIT and _IMAGE_FILE.search(str(value)) and " " not in value and "{" not in value
    ]  # fmt: skip
    source = element.get("src") or ""
    waits = lazy or (named and _DRAWING.search(source))
    if not waits:
        yield source
    yield from lazy
    yield from named
    if waits:
        yield source
    yield from _smaller(element)


def _smaller(element: etree._Element) -> Iterator[str]:
    """The addresses of a picture's lesser sizes: a crawler holds what its browser chose to load."""
    for name in SET_ATTRIBUTES:
        yield from by_size(element.get(name) or "")[1:_MOST_SIZES]


def _picture_addresses(element: etree._Element) -> Iterator[str]:
    for image in element.iter("img"):
        yield from _image_addresses(image)
        break
    for source in element.iter("source"):
        for name in SET_ATTRIBUTES:
            yield largest(source.get(name) or "")
    for source in element.iter("source"):
        yield from _smaller(source)


def _usable(address: str) -> bool:
    """Whether an address leads to a picture's bytes: it is no placeholder, no template of a script."""
    if address.startswith("data:"):
        return address.startswith("data:image/") and len(address) > _DATA_LIMIT
    return bool(address) and not names_placeholder(address) and "{" not in address


def _lost(element: etree._Element, address: str) -> bool:
    """Whether an image's only address, which leads to no picture, stands where one was: broken data, or a figure with
    a caption and nothing else to show.
    """
    after = element.getnext()
    if after is not None and after.tag == "noscript":
        return False
    figure = next(element.iterancestors("figure"), None)
    if figure is not None and any(map(_says, figure.iter("figcaption"))):
        return not any(map(_shows, islice(figure.iter(etree.Element), _REACH))) or _broken(address)
    return _broken(address)


def _says(caption: etree._Element) -> bool:
    return any(not text.isspace() for text in caption.itertext())


def _shows(element: etree._Element) -> bool:
    return element.tag in _STAND_INS or any(_usable(html.unescape(raw).strip()) for raw in _addresses(element))


def _broken(address: str) -> bool:
    return address.startswith("data:image/") and not is_placeholder(address)


def is_placeholder(address: str) -> bool:
    """Whether a data: address is what a page shows until its script has loaded the picture: short, but sound."""
    if not address.startswith("data:") or len(address) > _DATA_LIMIT:
        return False
    if not address.startswith("data:image/") or address.startswith("data:image/svg"):
        return True
    try:
        content = data_uri.resource(address).content
        facts = probe(content)
        if max(facts.width, facts.height) > _TINY:
            check(content, facts)
    except (ResourceRefused, PictureUnreadable):
        return False
    return True


@lru_cache(maxsize=1 << 12)
def keys_of(address: str) -> frozenset[str]:
    """Names under which a picture is known whatever its size: the file's stem, long ids of its path, else all of it."""
    if address.startswith("data:"):
        return frozenset((address,))
    keys: set[str] = set()
    clean = unquote(unquote(address))
    nested = _NESTED_ADDRESS.split(clean[4:])[1:]
    parts = [clean, *(f"http{rest}" for rest in nested)]
    for part in parts:
        try:
            bits = urlsplit(part)
        except ValueError:
            continue
        path = bits.path.rstrip("/")
        stem = _SIZE_IN_NAME.sub("", _SUFFIXES.sub("", path.rsplit("/", 1)[-1]))
        if len(stem) >= 8 and not GENERIC_NAME.match(stem):
            keys.add(stem.lower())
        if part is parts[-1]:  # what stands round a whole address is a service's own
            keys.update(_identities(path.lower(), stem))
        if not keys:
            keys.add(f"{bits.netloc}{path}?{bits.query}")
    return frozenset(keys)


def _identities(path: str, stem: str) -> list[str]:
    """The long id of a path that names the picture: the last, for those before it name a site, a page, an album. With a
    mere ordinal for a file name it names an album, too.
    """
    last = _LONG_ID.findall(path)[-1:]
    return [f"{found}/{stem}" for found in last] if _ORDINAL.fullmatch(stem) else last


def same_picture(addresses: Iterable[str]) -> frozenset[str]:
    """The keys of all addresses of one picture."""
    return frozenset().union(*map(keys_of, addresses))


def stated_size(element: etree._Element) -> tuple[int, int]:
    """(width, height) that the markup states, in pixels, 0 where it does not."""
    found = [_LEADING_NUMBER.match(element.get(name) or "") for name in ("width", "height")]
    return tuple(int(match.group()) if match else 0 for match in found)  # type: ignore[return-value]


def is_drawing(item: Item) -> bool:
    """Whether a picture is an SVG by its name: an icon, unless a caption speaks of it."""
    return bool(_DRAWING.search(item.addresses[0]))


def dull(item: Item) -> str:
    """Why a picture is a logo, an icon, an avatar or a counting pixel by its names or stated size; "" if it is none."""
    width, height = stated_size(item.element)
    is_ratio = width < 33 and height < 33 and width != height  # 16 x 9 is a shape, not a size
    if width >= 1 and height >= 1 and not is_ratio and (width < 90 or height < 60) and max(width, height) <= 300:
        return f"small picture ({width}x{height})"
    names = tokens(f"{item.element.get('class') or ''} {item.element.get('id') or ''}")
    if names_dull(names):
        return f"decoration by its names ({names.strip()})"
    address = item.addresses[0]
    if address.startswith("data:"):
        return ""
    return _dull_address(address)


@lru_cache(maxsize=1 << 12)
def _dull_address(address: str) -> str:
    try:
        bits = urlsplit(address)
    except ValueError:
        return "an address that is none"
    if DULL_PATH.search(bits.path):
        return "decoration by its file name"
    return "a host that counts readers" if DULL_HOST.search(bits.netloc) else ""
