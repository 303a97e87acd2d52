"""Reads the lists of pages that an unpacked WACZ holds beside its WARC files (WACZ 1.1.1, section 5.2.2)."""

from __future__ import annotations

import json
import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple

from packager.errors import ResourceRefused
from packager.limits import MEGABYTE
from packager.readers.warc.addresses import seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.readers.contract import SourceFile

_RECORDS, _PACKAGE = "archive", "datapackage.json"
_LISTS = ("pages/pages.jsonl", "pages/extraPages.jsonl")
_LONGEST_LINE = MEGABYTE
_HALF = re.compile("[\ud800-\udfff]")  # JSON can hold half a character, an address cannot


class Listed(NamedTuple):
    """A page that a list names: its address, and when it was captured (seconds, 0 where that is not said)."""

    address: str
    time: int


def page_list(file: SourceFile) -> tuple[Iterator[Listed] | None, str]:
    """The pages that are listed beside a WARC file, None where no list names any; and what is wrong with the lists."""
    folder, name = posixpath.split(posixpath.dirname(file.path))
    if name != _RECORDS or not _is_there(file, posixpath.join(folder, _PACKAGE)):
        return None, ""
    lists = [path for path in (posixpath.join(folder, name) for name in _LISTS) if _is_there(file, path)]
    names_any, broken, first = False, 0, ""
    for path, number, page in _lines(file, lists):
        if page is None:
            broken += 1
            first = first or f"{posixpath.relpath(path, folder)}: line {number}"
        else:
            names_any = names_any or bool(page.address)
    trouble = (
        f"{first} cannot be read ({broken} lines in all); a page that only they name is not read" if broken else ""
    )
    return (page for *_, page in _lines(file, lists) if page and page.address) if names_any else None, trouble


def _is_there(file: SourceFile, path: str) -> bool:
    try:
        return bool(file.folder.head(path, 1))
    except (OSError, ResourceRefused):
        return False


def _lines(file: SourceFile, lists: list[str]) -> Iterator[tuple[str, int, Listed | None]]:
    """Each line of each list by its path and number; None for one that is broken, no address for a heading."""
    for path in lists:
        with file.folder.open(path) as lines:
            number = 0
            while line := lines.readline(_LONGEST_LINE):
                number += 1
                if not line.isspace():
                    yield path, number, _page(line)


def _page(line: bytes) -> Listed | None:
    """The page that a line names, without an address where it is a heading; None for what cannot be read."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    address = said.get("url", "")
    if not isinstance(address, str) or _HALF.search(address):
        return None
    return Listed(address, seconds(str(said.get("ts", ""))) or 0)
