"""Reads an entry's XML: names of elements as namespaces.toml writes them, texts, markup, addresses."""

from __future__ import annotations

import binascii
import html
import re
import tomllib
from copy import deepcopy
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from lxml import etree

from packager.readers.texts.article_text import Body, body_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_XML = "{http://www.w3.org/XML/1998/namespace}"
_KNOWN_REFERENCES = frozenset(("amp", "lt", "gt", "quot", "apos"))
# CDATA sections stay as they are; a reference that XML does not know becomes its character, else its "&" a plain one.
_LOOSE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?![A-Za-z_:/?\x80-\xff])"
    rb"|&(?:#(?P<number>\d{1,10}|[xX][\da-fA-F]{1,8});|(?P<name>[A-Za-z][A-Za-z0-9]{0,31});)?",
    re.DOTALL,
)
_FIELD = re.compile(
    rb"<(?P<name>(?:[\w.-]{1,40}:)?(?:title|description|summary|content|encoded|fullitem|full-text|abstract|body"
    rb"|subtitle|rights|copyright))(?P<rest>\s[^<>]{0,10000})?>",
    re.IGNORECASE,
)
_LONG_TAG = re.compile(rb"(?P<name><[^\s<>/]{1,100})\s[^<>]{10000,}")
# Damage makes names that no element may have.
_ELEMENT = re.compile(r"[A-Za-z][\w.-]{0,40}", re.ASCII)
_MOST_ATTRIBUTES = 1000
_DATA = b"<![CDATA["
# A prefix without its namespace is still a name; the elements round an entry are left open on purpose.
_HARMLESS = ("NS_", "ERR_TAG_NOT_FINISHED")


@cache
def table() -> dict[str, Any]:
    """The tables of namespaces.toml."""
    text = resources.files("packager.readers.feeds").joinpath("namespaces.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def parse(opening: bytes, entry: bytes) -> tuple[etree._Element, str]:
    """An entry's tree below the elements that `opening` starts, and what is wrong with its XML, "" for nothing.

    A text whose markup was not escaped and is no XML is read as the HTML that it is.
    """
    root, trouble = _parsed(opening + loose(entry))
    if trouble:
        sheltered, told = _parsed(opening + loose(_sheltered(entry)))
        root, trouble = sheltered, told
    return root, trouble


def _parsed(content: bytes) -> tuple[etree._Element, str]:
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        huge_tree=True,  # a picture in a data: URI is longer than ten megabytes; there is no DTD that could expand
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.LxmlError as error:
        return etree.Element("nothing"), str(error)[:200]
    told = (error.message.strip() for error in parser.error_log if not error.type_name.startswith(_HARMLESS))
    return (etree.Element("nothing") if root is None else root), next(told, "")


def loose(xml: bytes) -> bytes:
    """XML with the references and the "<" and "&" of plain text that its parser would drop, written as characters.

    No declaration is left in it, so that nothing can be expanded, and no tag of thousands of attributes, which take
    quadratic time.
    """
    return _LONG_TAG.sub(_few_attributes, _LOOSE.sub(_character, xml))


def _few_attributes(match: re.Match[bytes]) -> bytes:
    return match["name"] if match[0].count(b"=") > _MOST_ATTRIBUTES else match[0]


def _character(match: re.Match[bytes]) -> bytes:
    text = match[0]
    if text == b"<":
        return b"&lt;"
    if not text.startswith(b"&"):
        return _closed(text)
    if match["number"]:
        digits = match["number"]
        code = int(digits[1:], 16) if digits[:1] in b"xX" else int(digits)
        return text if _is_character(code) else "\ufffd".encode()
    name = (match["name"] or b"").decode("ascii")
    if name in _KNOWN_REFERENCES:
        return text
    found = html.unescape(f"&{name};") if name else "&"
    return (
        html.escape(found, quote=False).encode("utf-8", "replace")
        if not found.startswith("&")
        else (b"&amp;" + text[1:])
    )


def _closed(text: bytes) -> bytes:
    """A CDATA section or comment with its end."""
    end = b"]]>" if text.startswith(_DATA) else b"-->"
    return text if text.endswith(end) else text + end


def _is_character(code: int) -> bool:
    """Whether XML 1.0 (2.2) can hold a character."""
    return code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000


def _sheltered(entry: bytes) -> bytes:
    """An entry whose texts' markup is kept from the XML parser in CDATA sections."""
    pieces: list[bytes] = []
    place = 0
    never_closed: set[bytes] = set()
    while match := _FIELD.search(entry, place):
        name = match["name"]
        end = -1 if name in never_closed else entry.find(b"</" + name, match.end())
        if end < 0:
            never_closed.add(name)
            end = match.end()
        inner = entry[match.end() : end]
        pieces += [entry[place : match.end()], _data(inner) if b"<" in inner and _DATA not in inner else inner]
        place = end
    return b"".join(pieces) + entry[place:]


def _data(inner: bytes) -> bytes:
    return _DATA + inner.replace(b"]]>", b"]]&gt;") + b"]]>"


def key(element: etree._Element) -> str:
    """An element's name as the tables write it, in small letters: "title", "dc:creator"; "other:..." if unknown."""
    address, _, name = str(element.tag).rpartition("}")
    name = name.lower()
    if not address:
        return name
    prefix = _prefix(address[1:])
    if prefix == "other" and not element.prefix:  # a feed may have a namespace of its own
        return name
    return f"{prefix}:{name}" if prefix else name


@lru_cache(maxsize=1000)
def _prefix(address: str) -> str:
    plain = address.strip().lower().partition("://")[2]
    known: dict[str, str] = table()["namespaces"]
    return next((prefix for start, prefix in known.items() if plain.startswith(start)), "other" if plain else "")


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without a namespace, whatever its case."""
    for known, value in element.items():
        if str(known).rpartition("}")[2].lower() == name:
            return str(value).strip()
    return ""


def text_of(element: etree._Element) -> str:
    """All text in an element."""
    return "".join(map(str, element.itertext()))


def base_of(element: etree._Element) -> str:
    """The address that relative ones inside an element start from (XML Base, also CDF's BASE); "" if none is stated."""
    base = ""
    for outer in reversed([element, *element.iterancestors()]):
        said = outer.get(f"{_XML}base") or outer.get("BASE") or ""
        base = joined(base, said) if said else base
    return base


def language_of(element: etree._Element) -> str:
    """The xml:lang that counts for an element."""
    said = (outer.get(f"{_XML}lang") for outer in (element, *element.iterancestors()))
    return next((label for label in said if label is not None), "")


def joined(base: str, address: str) -> str:
    """An address, made whole; as it is where that cannot be."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address.strip()


def body(element: etree._Element) -> Body:
    """The text that an element holds: escaped, in CDATA, as elements, in base64 (Atom 0.3 and 1.0, RSS, xhtml:body)."""
    kind, mode = attribute(element, "type").lower(), attribute(element, "mode").lower()
    if len(element):
        return Body(_inner(element), markup=True)
    text = text_of(element).strip()
    if mode == "base64" or (kind and "/" in kind and not kind.startswith("text/") and "xml" not in kind and text):
        text = _from_base64(text)
    if kind in {"text", "text/plain", "plain"} and mode != "escaped":
        return Body(text)
    if kind in {"html", "text/html", "xhtml", "application/xhtml+xml"} and text:
        found = body_of(text)
        return found if found.markup else Body(text, markup=True)
    return body_of(text)


def _from_base64(text: str) -> str:
    try:
        content = binascii.a2b_base64(text)
        return content.decode("utf-8")
    except ValueError:  # no base64, or no text
        return text if " " in text else ""


def _inner(element: etree._Element) -> str:
    """What stands inside an element as HTML, in no namespace."""
    outer = etree.Element("body")
    outer.extend(deepcopy(child) for child in element)
    for inner in outer.iter("*"):
        address, _, name = str(inner.tag).rpartition("}")
        if _prefix(address[1:]) not in {"svg", "math"}:
            local = name.rpartition(":")[2]
            inner.tag = local if _ELEMENT.fullmatch(local) else "span"
    etree.cleanup_namespaces(outer)
    pieces = [etree.tostring(child, method="html", encoding="unicode") for child in outer]
    return html.escape(element.text or "", quote=False) + "".join(pieces)


def children(element: etree._Element, *keys: str) -> Iterator[etree._Element]:
    """The children under some names, in the order of the names."""
    found: dict[str, list[etree._Element]] = {}
    for child in element:
        found.setdefault(key(child), []).append(child)
    for name in keys:
        yield from found.get(name, ())
