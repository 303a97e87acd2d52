"""Cuts a block that is longer than a file may be: between its rows and the words of its texts.

Nothing is lost. What goes on with the fragment before it is marked `CONTINUES`, a table's head that stands there once
more `REPEATS`, so that who reads a volume can put the block together again (`readers/epub/own_volume.py`).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from copy import deepcopy
from html import escape
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from packager.volumes.elements import H

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.volumes.elements import Element

CONTINUES = "data-continues"
REPEATS = "data-repeats"

Content: TypeAlias = "list[str | list[Element]]"  # texts, and elements that stay together

HEADINGS = frozenset(f"{H}h{level}" for level in range(1, 7))
_WHOLE = HEADINGS | {f"{H}{name}" for name in ("figure", "ruby", "img", "nav")}
_LEAST = 10_000  # bytes of a fragment, however deep it lies
_LARGEST_HEAD = 20_000  # bytes of a table's head that is repeated
_SENTENCES = re.compile(r"(?:.*(?:[。！？]|[.!?…][”’»\")\]]*\s))", re.DOTALL)
_WORDS = re.compile(r".*\s", re.DOTALL)
_JOINS = frozenset("\u200d\ufe0e\ufe0f")  # joins letters or varies the one before


def length(element: Element) -> int:
    """The bytes of an element in a page, without what stands behind it."""
    declared = sum(len(uri) + len(prefix or "") + 9 for prefix, uri in element.nsmap.items())
    return len(etree.tostring(element, encoding="utf-8", with_tail=False)) - declared


def fragments(block: Element, room: int, bench: Element) -> list[Element]:
    """The block, in as many elements as its length needs; figures, headings and ruby are never cut.

    `room` is in bytes. `bench` is an element of the block's document; what is new is put there.
    """
    if length(block) <= room or block.tag in _WHOLE:
        return [block]
    head, tail, block.tail = _repeated(block), block.tail, None
    shell = length(_like(block, head, bench)) + len(block.tag)  # its end is written once it holds something
    content = _content(block, max(room - shell, _LEAST), bench)
    numbering = _Numbering(block, content)
    found, used = [block], shell - (0 if head is None else length(head))
    for piece in content:
        size = _size(piece)
        if used > shell and used + size > room:
            found.append(_like(block, head, bench))
            numbering.mark(found[-1], piece)
            used = shell
        _append(found[-1], piece)
        numbering.take(piece)
        used += size
    found[-1].tail = tail
    return found


def together(blocks: Iterable[Element]) -> Iterator[list[Element]]:
    """Blocks that belong into one file: a heading and what stands below it."""
    run: list[Element] = []
    for block in blocks:
        run.append(block)
        if block.tag not in HEADINGS:
            yield run
            run = []
    if run:
        yield run


class _Numbering:
    """The numbers of an ordered list's rows, as each of its fragments has to begin with."""

    def __init__(self, block: Element, content: Content) -> None:
        self._is_ordered = block.tag == f"{H}ol"
        self._step = -1 if block.get("reversed") else 1
        last = str(sum(map(_rows, content))) if self._step < 0 else "1"
        self._next = int(block.get("start", last)) if self._is_ordered else 0

    def take(self, piece: str | list[Element]) -> None:
        """Count the rows of a piece; one that goes on has its number already."""
        self._next += self._step * _rows(piece)

    def mark(self, fragment: Element, piece: str | list[Element]) -> None:
        """Give a fragment that begins with a piece the number of its first row."""
        if self._is_ordered:
            goes_on = 0 if _rows(piece) else self._step
            fragment.set("start", str(self._next - goes_on))


def _rows(piece: str | list[Element]) -> int:
    return 0 if isinstance(piece, str) else sum(element.get(CONTINUES) is None for element in piece)


def _like(block: Element, head: Element | None, bench: Element) -> Element:
    """An empty element that goes on with a block."""
    known = {str(key): str(value) for key, value in block.items() if key != "id"}
    element = etree.SubElement(bench, block.tag, known | {CONTINUES: "true"})
    if head is not None:
        element.append(deepcopy(head))
    return element


def _repeated(block: Element) -> Element | None:
    """The head that each fragment of a table repeats."""
    head = block.find(f"{H}thead") if block.tag == f"{H}table" else None
    if head is None or length(head) > _LARGEST_HEAD:
        return None
    copy = deepcopy(head)
    copy.tail = None
    copy.set(REPEATS, "true")
    for element in copy.iter():
        if "id" in element.attrib:
            del element.attrib["id"]
    return copy


def _content(block: Element, room: int, bench: Element) -> Content:
    """All that stands in a block, taken out of it, in pieces that are no longer than `room`."""
    content: Content = [*_cut(block.text or "", room)]
    block.text = None
    for group in _groups(block):
        tail, group[-1].tail = group[-1].tail or "", None
        bench.extend(group)
        if sum(map(length, group)) <= room:
            content.append(group)
        else:
            content.extend([piece] for element in group for piece in fragments(element, room, bench))
        content.extend(_cut(tail, room))
    return content


def _groups(block: Element) -> list[list[Element]]:
    """The elements of a block, those together that no cut may part: rows under one cell, a term and what it means."""
    groups: list[list[Element]] = []
    open_rows = 0
    before = ""
    for element in [*block]:
        is_apart = open_rows <= 0 and before != f"{H}dt"
        if is_apart:
            groups.append([])
        groups[-1].append(element)
        if element.tag == f"{H}tr":
            open_rows = max(open_rows, *(int(cell.get("rowspan", "1")) for cell in element)) - 1
        before = str(element.tag)
    return groups


def _size(piece: str | list[Element]) -> int:
    return _bytes(piece) if isinstance(piece, str) else sum(map(length, piece))


def _append(element: Element, piece: str | list[Element]) -> None:
    if not isinstance(piece, str):
        element.extend(piece)
        return
    last = next(element.iterchildren(reversed=True), None)  # to ask for the length is to count
    if last is None:
        element.text = (element.text or "") + piece
    else:
        last.tail = (last.tail or "") + piece


def _cut(text: str, room: int) -> Iterator[str]:
    """A text in pieces that fit, cut behind sentences, else behind words, else between letters."""
    while _bytes(text) > room:
        end = bisect_right(range(min(len(text), room)), room, key=lambda number: _bytes(text[:number]))
        end = max(1, _place(text, end - 1))
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def _place(text: str, end: int) -> int:
    """Where to cut a text, at `end` at the latest."""
    sentences = _SENTENCES.match(text, end - end // 4, end)
    if sentences:
        return sentences.end()
    words = _WORDS.match(text, end - end // 4, end)
    if words:
        return words.end()
    while end > 1 and (unicodedata.combining(text[end]) or text[end] in _JOINS or text[end - 1] in _JOINS):
        end -= 1
    return end


def _bytes(text: str) -> int:
    return len(escape(text, quote=False).encode("utf-8"))
