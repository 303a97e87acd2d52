"""A volume opened once: its package document and its navigation, and its pages one at a time (EPUB 3.3; OCF 3.3)."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from packager.verify.points.page import TYPE, Page, article_of, parser, target, text_of
from packager.volumes.elements import H

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from packager.verify.points.page import Element

CONTAINER = "META-INF/container.xml"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
XHTML = "application/xhtml+xml"

_FURTHER = re.compile(r"(.*)-\d+\.xhtml")


class Item(NamedTuple):
    """A file of the manifest: its path in the archive, what it says it is, and its properties."""

    path: str
    media_type: str
    properties: frozenset[str]


class Link(NamedTuple):
    """A link of the navigation: its label, the path it leads to, the labels it stands under (the nearest first)."""

    label: str
    path: str
    above: tuple[str, ...]


class Book:
    """A volume, as a context manager: opened once, each page parsed when it is asked for and kept by nobody.

    Raises OSError and zipfile.BadZipFile where it is no archive, KeyError and etree.XMLSyntaxError where it has no
    package document or no navigation.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._archive = zipfile.ZipFile(path)
        rootfile = self.document(CONTAINER).find(".//{*}rootfile")
        self.package_path = rootfile.get("full-path", "") if rootfile is not None else ""
        self.package = self.document(self.package_path)

    def __enter__(self) -> Self:  # noqa: D105 - the class says it
        return self

    def __exit__(  # noqa: D105 - the class says it
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._archive.close()

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        """What the archive holds, in its order."""
        return self._archive.infolist()

    @cached_property
    def names(self) -> frozenset[str]:
        """The paths of all members."""
        return frozenset(self._archive.namelist())

    def read(self, path: str) -> bytes:
        """The bytes of a member; KeyError if there is none."""
        return self._archive.read(path)

    def document(self, path: str) -> Element:
        """The root of an XML member."""
        return etree.fromstring(self.read(path), parser())

    @cached_property
    def items(self) -> dict[str, Item]:
        """The manifest, by id."""
        return {
            item.get("id", ""): Item(
                target(self.package_path, item.get("href", ""))[0],
                item.get("media-type", ""),
                frozenset(item.get("properties", "").split()),
            )
            for item in self.package.iter(f"{OPF}item")
        }

    @cached_property
    def spine(self) -> tuple[str, ...]:
        """The paths of the pages, in reading order."""
        named = (ref.get("idref", "") for ref in self.package.iter(f"{OPF}itemref"))
        return tuple(self.items[name].path for name in named if name in self.items)

    @cached_property
    def aside(self) -> frozenset[str]:
        """The pages of the spine that are not read in turn (`linear="no"`)."""
        named = {ref.get("idref", "") for ref in self.package.iter(f"{OPF}itemref") if ref.get("linear") == "no"}
        return frozenset(item.path for name, item in self.items.items() if name in named)

    @cached_property
    def files(self) -> dict[str, list[str]]:
        """The ids of the articles in the order of the spine, each with the paths of its files."""
        found: dict[str, list[str]] = {}
        for path in self.spine:
            if name := article_of(path):
                found.setdefault(name, []).append(path)
        return found

    @cached_property
    def chapters(self) -> dict[str, str]:
        """The ids of the articles in the order of the spine, with the paths of their first files."""
        return {name: paths[0] for name, paths in self.files.items()}

    @cached_property
    def further(self) -> frozenset[str]:
        """The pages that go on with one that begins in another file."""
        cut = ((path, _FURTHER.fullmatch(path)) for path in self.spine)
        return frozenset(path for path, match in cut if match and f"{match[1]}.xhtml" in self.spine_paths)

    @cached_property
    def spine_paths(self) -> frozenset[str]:
        """The paths of the pages."""
        return frozenset(self.spine)

    @cached_property
    def language(self) -> str:
        """The language that the package document states."""
        return self.terms("language")[0] if self.terms("language") else ""

    def terms(self, name: str) -> list[str]:
        """The values of a Dublin Core element."""
        return self._terms.get(DC + name, [])

    def properties(self, name: str) -> list[str]:
        """The values of a `meta` by its property, whatever it refines."""
        return self._terms.get(f"property {name}", [])

    def named(self, name: str) -> list[str]:
        """The values of an EPUB 2 `meta` by its name."""
        return self._terms.get(f"name {name}", [])

    @cached_property
    def _terms(self) -> defaultdict[str, list[str]]:
        """All metadata, by their elements, properties and names."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for element in self.package.iterfind(f"{OPF}metadata/*"):
            text = (element.text or "").strip()
            found[str(element.tag)].append(text)
            if name := element.get("property"):
                found[f"property {name}"].append(text)
            if name := element.get("name"):
                found[f"name {name}"].append(element.get("content", ""))
        return found

    def page(self, path: str) -> Page:
        """A page, parsed; KeyError if there is none."""
        content = self.read(path)
        try:
            return Page(path, len(content), etree.fromstring(content, parser()))
        except etree.XMLSyntaxError as error:
            return Page(path, len(content), etree.Element(f"{H}html"), str(error))

    def units(self) -> Iterator[tuple[str, tuple[Page, ...]]]:
        """The spine as articles, each id with its files, and other pages, each alone under ""."""
        for name, run in groupby(self.spine, key=lambda path: article_of(path) or path):
            pages = tuple(self.page(path) for path in run if path in self.names)
            yield (name if name in self.chapters else ""), pages

    def matter(self) -> Iterator[Page]:
        """The pages that are no chapters."""
        return (self.page(path) for path in self.spine if not article_of(path) and path in self.names)

    @cached_property
    def navigation(self) -> Page | None:
        """The navigation document; None where the manifest names none that is there."""
        paths = [item.path for item in self.items.values() if "nav" in item.properties]
        return self.page(paths[0]) if paths and paths[0] in self.names else None

    @cached_property
    def contents(self) -> tuple[Link, ...]:
        """The links of the navigation document's `toc`."""
        page = self.navigation
        if page is None:
            return ()
        nav = next((nav for nav in page.root.iter(f"{H}nav") if nav.get(TYPE) == "toc"), etree.Element(f"{H}nav"))
        return tuple(
            Link(text_of(link), page.target(link.get("href", ""))[0], tuple(_rows_above(link)))
            for link in nav.iter(f"{H}a")
        )

    @cached_property
    def points(self) -> tuple[Link, ...]:
        """The points of the NCX that hold no others."""
        paths = [item.path for item in self.items.values() if item.media_type == "application/x-dtbncx+xml"]
        if not paths or paths[0] not in self.names:
            return ()
        return tuple(
            Link(_label(point), _source(point, paths[0]), tuple(map(_label, point.iterancestors(f"{NCX}navPoint"))))
            for point in self.document(paths[0]).iter(f"{NCX}navPoint")
            if point.find(f"{NCX}navPoint") is None
        )

    @cached_property
    def labels(self) -> dict[str, set[str]]:
        """What the navigation document and the NCX call the pages, by path."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for link in (*self.contents, *self.points):
            found[link.path].add(link.label)
        return found


def _rows_above(link: Element) -> Iterator[str]:
    """The labels of the rows of the navigation that a link's own row stands in."""
    rows = link.iterancestors(f"{H}li")
    next(rows, None)
    return (text_of(row[0]) for row in rows)


def _label(point: Element) -> str:
    label = point.find(f"{NCX}navLabel")
    return "" if label is None else text_of(label)


def _source(point: Element, path: str) -> str:
    content = point.find(f"{NCX}content")
    return "" if content is None else target(path, content.get("src", ""))[0]
