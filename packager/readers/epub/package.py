"""Reads the package document: metadata, manifest and spine (EPUB 3.3, section 5; OPF 2.0.1; guide: OPF 2.0.1, 2.6)."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.readers.epub.container import named, path_from, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from packager.readers.epub.container import Container

CONTAINER = "META-INF/container.xml"
NCX = "application/x-dtbncx+xml"
_PAGES = (".xhtml", ".html", ".htm")
_DOCUMENTS = frozenset(("application/xhtml+xml", "text/html", "text/x-oeb1-document"))


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the manifest: its path in the container, "" for one outside it."""

    path: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Package:
    """What a book says of itself: Dublin Core and other terms with their values, its files, its reading order.

    `guide` says of paths what stands there ("cover", "toc"). `is_linear` holds the paths of the spine, then those of
    documents that it leaves out, each with whether it is read in turn. `contents` are the paths of the navigation
    documents, the newer form first, `covers` those of the cover's pictures. `is_guessed` says that the book has no
    package document, and all its pages count.
    """

    terms: Mapping[str, list[str]]
    items: Mapping[str, Item]
    is_linear: Mapping[str, bool]
    guide: Mapping[str, str]
    contents: tuple[str, ...]
    covers: frozenset[str]
    is_guessed: bool = False


def package_of(container: Container) -> Package:
    """A book's package, as far as it can be read."""
    path, root = _document(container)
    if root is None:
        return _guessed(container)
    folder = posixpath.dirname(path)
    items = {element.get("id") or "": _item(element, folder) for element in named(root, "item")}
    spine = [(ref.get("idref") or "", ref.get("linear") != "no") for ref in named(root, "itemref")]
    linear: dict[str, bool] = {}
    for idref, is_linear in spine:
        linear.setdefault(items[idref].path if idref in items else idref, is_linear)
    for item in items.values():
        if item.media_type in _DOCUMENTS and "nav" not in item.properties and item.path in container:
            linear.setdefault(item.path, False)
    terms = _terms(root)
    navigation = [item.path for item in items.values() if "nav" in item.properties]
    ncx = [item.path for item in items.values() if item.media_type == NCX]
    covers = {item.path for uid, item in items.items() if "cover-image" in item.properties or uid in terms["cover"]}
    return Package(terms, items, linear, dict(_guide(root, folder)), (*navigation, *ncx), frozenset(covers))


def _guessed(container: Container) -> Package:
    """All pages that a book without a package document holds, by their names."""
    pages = sorted(path for path in container if path.lower().endswith(_PAGES))
    return Package({}, {}, dict.fromkeys(pages, True), {}, (), frozenset(), is_guessed=True)


def _document(container: Container) -> tuple[str, etree._Element | None]:
    """The path and the root of the package document: the container's first, else any; None for none."""
    root = container.document(CONTAINER) if CONTAINER in container else None
    stated = [path_from("", element.get("full-path") or "") for element in named(root, "rootfile")]
    for path in (*stated, *(name for name in container if name.lower().endswith(".opf"))):
        root = container.document(path) if path in container else None
        if root is not None and named(root, "itemref"):
            return path, root
    return "", None


def _item(element: etree._Element, folder: str) -> Item:
    media_type, properties = element.get("media-type") or "", element.get("properties") or ""
    return Item(path_from(folder, element.get("href") or ""), media_type.strip().lower(), frozenset(properties.split()))


def _terms(root: etree._Element) -> dict[str, list[str]]:
    """The values of each term: of Dublin Core by their local names, of meta elements by property or name."""
    terms: defaultdict[str, list[str]] = defaultdict(list)
    for metadata in named(root, "metadata")[:1]:
        for element in metadata.iter("{*}*"):
            if any(isinstance(child.tag, str) for child in element):
                continue
            local = str(element.tag).rpartition("}")[2].lower()
            term = element.get("property") or element.get("name") or "" if local == "meta" else local
            value = element.get("content") or text_of(element) if local == "meta" else text_of(element)
            if value and not element.get("refines"):
                terms[term].append(value)
    return terms


def _guide(root: etree._Element, folder: str) -> Iterator[tuple[str, str]]:
    for reference in named(root, "reference"):
        yield path_from(folder, reference.get("href") or ""), (reference.get("type") or "").strip().lower()
