"""Reads what a book's navigation calls its chapters (EPUB 3.3, section 7; NCX: OPF 2.0.1, 2.4.1)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from packager.readers.epub.container import named, path_from, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from packager.readers.epub.container import Container
    from packager.readers.epub.package import Package

TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True, slots=True)
class Navigation:
    """By path: what a chapter is called, under which heading it stands ("" for none), and what its landmark says."""

    labels: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    landmarks: dict[str, str] = field(default_factory=dict)


def navigation_of(container: Container, package: Package) -> Navigation:
    """The labels of the first navigation document that has any, and all landmarks."""
    found = Navigation()
    for path in package.contents:
        root = container.document(path)
        if root is None:
            continue
        folder = posixpath.dirname(path)
        entries = list(_points(root, folder)) or list(_lists(root, folder, found))
        if not found.labels:
            _take(found, entries)
    return found


def _take(found: Navigation, entries: list[tuple[str, str, str]]) -> None:
    for path, label, section in entries:
        if path and label:
            found.labels.setdefault(path, label)
            found.sections.setdefault(path, section)


def _points(root: etree._Element, folder: str) -> Iterator[tuple[str, str, str]]:
    """Path, label and heading of each point of an NCX."""
    for point in named(root, "navPoint"):
        above = point.getparent()
        heading = _label(above) if above is not None and str(above.tag).endswith("}navPoint") else ""
        content = point.find("{*}content")
        if content is not None:
            yield path_from(folder, content.get("src") or ""), _label(point), heading


def _label(point: etree._Element) -> str:
    label = point.find("{*}navLabel")
    return text_of(label) if label is not None else ""


def _lists(root: etree._Element, folder: str, found: Navigation) -> Iterator[tuple[str, str, str]]:
    """Path, label and heading of each link of a navigation document; landmarks are noted in `found`."""
    for nav in named(root, "nav"):
        kinds = (nav.get(TYPE) or "toc").split()
        for link in named(nav, "a"):
            path = path_from(folder, link.get("href") or "")
            if "landmarks" in kinds:
                found.landmarks.setdefault(path, link.get(TYPE) or "")
            elif "toc" in kinds:
                yield path, text_of(link), _heading(link)


def _heading(link: etree._Element) -> str:
    """What stands before the list that a link's line is in."""
    line = next(link.iterancestors("{*}li"), None)
    above = next(line.iterancestors("{*}li"), None) if line is not None else None
    headings = [] if above is None else [child for child in above if not str(child.tag).endswith("}ol")]
    return text_of(headings[0]) if headings else ""
