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
    labels: dict[etree._Element, str] = {}
    for point in named(root, "navPoint"):
        label = point.find("{*}navLabel")
        labels[point] = text_of(label) if label is not None else ""
        content, above = point.find("{*}content"), point.getparent()
        if content is not None:
            heading = labels.get(above, "") if above is not None else ""
            yield path_from(folder, content.get("src") or ""), labels[point], heading


def _lists(root: etree._Element, folder: str, found: Navigation) -> Iterator[tuple[str, str, str]]:
    """Path, label and heading of each link of a navigation document; landmarks are noted in `found`."""
    headings: dict[etree._Element, str] = {}
    for nav in _outermost(root, "nav"):
        kinds = (nav.get(TYPE) or "toc").split()
        for link in _outermost(nav, "a"):
            path = path_from(folder, link.get("href") or "")
            if "landmarks" in kinds:
                found.landmarks.setdefault(path, link.get(TYPE) or "")
            elif "toc" in kinds:
                yield path, text_of(link), _heading(link, headings)


def _outermost(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name that do not lie in another one of it: text is read once, however they are nested."""
    end: etree._Element | None = None
    for element in named(root, name):
        if end is None or end not in element.iterancestors(f"{{*}}{name}"):
            end = element
            yield element


def _heading(link: etree._Element, known: dict[etree._Element, str]) -> str:
    """What stands before the list that a link's line is in."""
    line = next(link.iterancestors("{*}li"), None)
    above = next(line.iterancestors("{*}li"), None) if line is not None else None
    if above is None:
        return ""
    if above not in known:
        heading = next((child for child in above if not str(child.tag).endswith("}ol")), None)
        known[above] = text_of(heading) if heading is not None else ""
    return known[above]
