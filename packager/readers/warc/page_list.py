"""Reads the lists of pages that an unpacked WACZ holds beside its WARC files (WACZ 1.1.1, section 5.2.2)."""

from __future__ import annotations

import json
import posixpath
from itertools import chain
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


class Listed(NamedTuple):
    """A page that a list names: its address, and when it was captured (seconds, 0 where that is not said)."""

    address: str
    time: int


def page_list(file: SourceFile) -> Iterator[Listed] | None:
    """The pages that are listed beside a WARC file, None where no list names any."""
    folder, name = posixpath.split(posixpath.dirname(file.path))
    if name != _RECORDS or not _is_there(file, posixpath.join(folder, _PACKAGE)):
        return None
    lists = [path for path in (posixpath.join(folder, name) for name in _LISTS) if _is_there(file, path)]
    listed = _listed(file, lists)
    first = next(listed, None)
    return chain((first,), listed) if first else None


def _is_there(file: SourceFile, path: str) -> bool:
    try:
        return bool(file.folder.head(path, 1))
    except (OSError, ResourceRefused):
        return False


def _listed(file: SourceFile, lists: list[str]) -> Iterator[Listed]:
    for path in lists:
        with file.folder.open(path) as lines:
            while line := lines.readline(_LONGEST_LINE):
                yield from _page(line)


def _page(line: bytes) -> Iterator[Listed]:
    """The page that a line names; none where it is a heading, or no JSON."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return
    if isinstance(said, dict) and isinstance(said.get("url"), str):
        yield Listed(said["url"], seconds(str(said.get("ts", ""))) or 0)
