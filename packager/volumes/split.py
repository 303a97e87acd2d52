"""Cuts a page that is too long for reading systems into several files of the same volume (3.5 MB crashed a Kobo)."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from lxml import etree

from packager.volumes.fragments import fragments, length, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LARGEST = 300_000  # bytes of a file
_ROOM = 280_000  # bytes of blocks in a file; the rest is the page about them

_Element: TypeAlias = etree._Element  # lxml gives its elements' type no public name
Piece = TypeVar("Piece")


def parts(page: bytes, name: str, continued: str) -> list[bytes]:
    """The page itself, or its files in order (`part_name`), cut between the blocks of its section.

    A block that no file holds is cut itself (`fragments`); a heading stays with what stands below it. `continued` marks
    the titles of all but the first: "Title (continued)". Links within the page still lead there.
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
    blocks = (piece for block in [*body[0]] for piece in fragments(block, _ROOM, written))
    groups = runs(together(blocks), lambda group: sum(map(length, group)))
    found = [[block for group in run for block in group] for run in groups]
    _lead_across(found, name.rpartition("/")[2])
    for number, run in enumerate(found):
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


def runs(pieces: Iterable[Piece], size: Callable[[Piece], int]) -> Iterator[list[Piece]]:
    """Pieces that fit a file together, in order; `size` gives their bytes. One run at least, also of nothing."""
    run: list[Piece] = []
    used = 0
    for piece in pieces:
        length = size(piece)
        if run and used + length > _ROOM:
            yield run
            run, used = [], 0
        run.append(piece)
        used += length
    yield run


def _lead_across(runs: list[list[_Element]], name: str) -> None:
    """Lets the links to an id of the page name the file that it will be in."""
    number_of = {
        f"#{element.get('id')}": number
        for number, run in enumerate(runs, 1)
        for block in run
        for element in block.iter()
        if element.get("id")
    }
    for number, run in enumerate(runs, 1):
        for link in (link for block in run for link in block.iter("{*}a")):
            there = number_of.get(link.get("href", ""), number)
            if there != number:
                link.set("href", f"{part_name(name, there)}{link.get('href')}")
