"""Cuts a page that is too long for reading systems into several files of the same volume (3.5 MB crashed a Kobo)."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST = 300_000  # bytes of a file
_ROOM = 280_000  # bytes of blocks in a file; the rest is the page about them

_Element: TypeAlias = etree._Element  # lxml gives its elements' type no public name


def parts(page: bytes, continued: str) -> list[bytes]:
    """The page itself, or its files in order, cut between the blocks of its section; no block is cut.

    `continued` marks the titles of all but the first: "Title (continued)".
    """
    if len(page) <= LARGEST:
        return [page]
    html = etree.fromstring(page, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    head, body = html
    # All moves stay in the page's own document: libxml2 takes quadratic time to take a long block out of one.
    file, written = _like(html, html), _like(html, body)
    file.append(deepcopy(head))
    section, title = _like(_like(file, body), body[0]), file[0][0]
    files = []
    for number, run in enumerate([*_runs([*body[0]])]):
        if number == 1:
            title.text = f"{title.text} ({continued})"
        section.extend(run)
        files.append(etree.tostring(file, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>"))
        written.extend(run)
    return files


def _like(parent: _Element, element: _Element) -> _Element:
    """An empty element within another, with the name and attributes of a third."""
    return etree.SubElement(parent, element.tag, {str(key): str(value) for key, value in element.items()})


def part_name(name: str, number: int) -> str:
    """The name of a part, counted from 1: "a.xhtml", "a-2.xhtml"."""
    stem, dot, suffix = name.partition(".")
    return name if number == 1 else f"{stem}-{number}{dot}{suffix}"


def _runs(blocks: Iterable[_Element]) -> Iterator[list[_Element]]:
    """Blocks that fit a file together."""
    run: list[_Element] = []
    used = 0
    for block in blocks:
        size = len(etree.tostring(block, encoding="utf-8"))
        if run and used + size > _ROOM:
            yield run
            run, used = [], 0
        run.append(block)
        used += size
    yield run
