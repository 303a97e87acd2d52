"""SVG drawings: their size, and what of them may stand in a volume (SVG 2; EPUB 3.3, 6.2).

A drawing is a document that can run scripts, fetch files and hold pages. What is kept is what `svg.toml` names as
drawn, with references to the drawing itself and pictures that it holds; readers never meet the rest.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from packager.images.facts import Probe, damaged, too_large
from packager.limits import LARGEST_DRAWING, MOST_DRAWN

if TYPE_CHECKING:
    from collections.abc import Iterator

MEDIA_TYPE = "image/svg+xml"

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+"
    rb"(?:(?:<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->|<!DOCTYPE\s[^\[>]*+(?:\[[^\]]*+\])?\s*>)\s*+)*+"
    rb"<(?:svg:)?svg[\s>/]",
    re.DOTALL,
)
_WITHIN = 8192
_LENGTH = re.compile(r"\s*(\d{0,9}\.?\d{1,9})\s*(px|pt|pc|mm|cm|in|q)?\s*", re.IGNORECASE)
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "q": 96 / 101.6}
"""Pixels of a unit (CSS Values 4, 6.2)."""
_WIDTH, _HEIGHT = 300, 150
"""Of a drawing that says no size (CSS 2.2, 10.3.2)."""

_LINKS = frozenset({"href", f"{_XLINK}href", "target", "download", "rel", "type"})
_GROUPS = frozenset({f"{_NAMESPACE}g", f"{_NAMESPACE}tspan"})

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_OUTSIDE = re.compile(r"@(?:import|namespace|charset)[^;]*;?|@font-face\s*\{[^}]*\}", re.IGNORECASE)
_URL = re.compile(r"url\(\s*(?!['\"]?#)[^)]*\)?", re.IGNORECASE)
_FUNCTIONS = re.compile(r"\\|expression\s*\(|javascript:|-moz-binding|behavior\s*:|image-set\s*\(", re.IGNORECASE)
_RASTER = re.compile(r"\s*data:image/(?:png|jpe?g|gif)\s*;\s*base64,[A-Za-z0-9+/=\s]*", re.IGNORECASE)


def recognised(data: bytes) -> bool:
    """Whether the bytes begin as an SVG drawing does."""
    return _START.match(data[:_WITHIN]) is not None


def probe(data: bytes) -> Probe:
    """The size of a drawing in CSS pixels.

    Raises PictureUnreadable: "picture-damaged" for what is not well-formed, "picture-too-large" beyond `limits`.
    """
    root = _parsed(data)
    width, height = _size(root)
    return Probe(MEDIA_TYPE, max(1, round(width)), max(1, round(height)), alpha=True)


def cleaned(data: bytes, *, opaque: bool) -> tuple[bytes, tuple[str, ...]]:
    """What of a drawing may stand in a volume, on white where `opaque`; and what that was seen is left out.

    Raises PictureUnreadable as `probe` does.
    """
    root = _parsed(data)
    box = _box(root) or (0.0, 0.0, *_size(root))
    lost = tuple(dict.fromkeys(_clean(root)))
    root.set("viewBox", " ".join(f"{number:g}" for number in box))
    if opaque:
        _lay_ground(root, box)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True), lost


def _parsed(data: bytes) -> etree._Element:
    if len(data) > LARGEST_DRAWING:
        raise too_large(f"The drawing has {len(data):,} bytes; the limit is {LARGEST_DRAWING:,}")
    parser = etree.XMLParser(no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise damaged(f"The drawing is not well-formed ({error.msg})") from error
    if sum(1 for _ in root.iter()) > MOST_DRAWN:
        raise too_large(f"The drawing has more than {MOST_DRAWN:,} elements")
    return root


def _size(root: etree._Element) -> tuple[float, float]:
    """Width and height as stated, else by the view box, else what CSS says of a picture without a size."""
    stated = _pixels(root.get("width", "")), _pixels(root.get("height", ""))
    _, _, width, height = _box(root) or (0.0, 0.0, *(stated if all(stated) else (_WIDTH, _HEIGHT)))
    if all(stated):
        return stated
    if any(stated):
        return stated[0] or stated[1] * width / height, stated[1] or stated[0] * height / width
    return width, height


def _pixels(length: str) -> float:
    """A length in pixels; 0 for a share of the page or none."""
    found = _LENGTH.fullmatch(length)
    return float(found[1]) * _UNITS[(found[2] or "px").lower()] if found else 0.0


def _box(root: etree._Element) -> tuple[float, float, float, float] | None:
    """The view box, if it is one that shows something."""
    try:
        left, top, width, height = map(float, root.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        return None
    return (left, top, width, height) if 0 < width < 1e7 and 0 < height < 1e7 else None


class _Table(NamedTuple):
    """`svg.toml`: the elements that are drawn, those that nobody sees, and attributes that may stay."""

    elements: frozenset[str]
    unseen: frozenset[str]
    moving: frozenset[str]
    showing: frozenset[str]
    attributes: frozenset[str]


@cache
def _table() -> _Table:
    table = tomllib.loads(resources.files("packager.images").joinpath("svg.toml").read_text(encoding="utf-8"))
    return _Table(**{name: frozenset(words.split()) for name, words in table.items()})


def _clean(root: etree._Element) -> Iterator[str]:
    """Takes out all that may not stay, and yields what of it would have been seen."""
    table = _table()
    whole = _NAMESPACE if str(root.tag).startswith(_NAMESPACE) else ""
    walk = etree.iterwalk(root, events=("start",))
    going = []
    for _, element in walk:
        name = str(element.tag).removeprefix(whole) if isinstance(element.tag, str) else "{entity}"
        led = bool(_href(element))
        if name in table.elements:
            element.tag = f"{_NAMESPACE}{_still(element, name)}"
            _clean_attributes(element)
        if name == "style":
            element.text = _style(_text(element))
        if name not in table.elements or (name in table.showing and not _href(element)):
            walk.skip_subtree()
            going.append(element)
            if name in table.showing and led:
                yield f"{name} of another file"
            elif _is_seen(element, name):
                yield name
    for element in going:
        _take_out(element)


def _still(element: etree._Element, name: str) -> str:
    """What an element is in a picture, where nothing can be followed: a link is but a group or a part of a text."""
    if name != "a":
        return name
    parent = element.getparent()
    within_text = parent is not None and str(parent.tag).rpartition("}")[2] in {"text", "tspan", "textPath"}
    return "tspan" if within_text else "g"


def _is_seen(element: etree._Element, name: str) -> bool:
    """Whether something is missed of an element that has to go: a movement, or words."""
    table = _table()
    gone = "{" not in name and name not in table.unseen | table.elements
    return gone and (name in table.moving or bool(_text(element).strip()))


def _text(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _clean_attributes(element: etree._Element) -> None:
    """Takes out attributes that may not stay, and from styles what leads outside."""
    for name, value in [(str(name), str(value)) for name, value in element.attrib.items()]:
        if not _may_stay(name, value) or (name in _LINKS and element.tag in _GROUPS):
            del element.attrib[name]
        elif "(" in value or name == "style":
            element.set(name, _style(value))


def _may_stay(name: str, value: str) -> bool:
    """Whether an attribute is the drawing's own, and leads to nothing but the drawing or a picture that it holds."""
    local = name.removeprefix(_XLINK)
    if local == "href":
        return value.lstrip().startswith("#") or _RASTER.fullmatch(value) is not None
    return ("{" not in name or name in _table().attributes) and not local.startswith(("on", "data-"))


def _href(element: etree._Element) -> str:
    return element.get("href") or element.get(f"{_XLINK}href") or ""


def _take_out(element: etree._Element) -> None:
    """Takes an element out with all that it holds; the text behind it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _style(css: str) -> str:
    """Styles without what leads outside; nothing of them where they are written to hide what they do."""
    plain = _COMMENT.sub("", css)
    return "" if _FUNCTIONS.search(plain) else _URL.sub("none", _OUTSIDE.sub("", plain))


def _lay_ground(root: etree._Element, box: tuple[float, float, float, float]) -> None:
    """White behind all that is drawn: black lines on nothing cannot be seen on a page at night."""
    left, top, width, height = (f"{number:g}" for number in box)
    ground = {"x": left, "y": top, "width": width, "height": height, "fill": "#fff"}
    root.insert(0, etree.Element(f"{_NAMESPACE}rect", ground))
