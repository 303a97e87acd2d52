"""Walks a source and names its inputs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packager.errors import SourceMissing
from packager.model import Input
from packager.readers import names
from packager.readers.files import locator_of
from packager.readers.limits import HEAD
from packager.readers.sniff import Kind, sniff

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

_RECORDS = "archive"


class _Node(NamedTuple):
    """A file with its sidecar ("" without), or a folder that is still to be walked."""

    order: str
    path: str
    is_folder: bool
    sidecar: str = ""


def scan(root: Path, source: str) -> Iterator[Input]:
    """Every input of a source, sorted by locator; the root of an input is `root`, or for one file the file's folder.

    Pictures, styles, scripts, sidecars, hidden files and the contents of a page's companion folder (`X_files` beside
    X.html) are no inputs. Links to folders are not followed. A file's first 4 kB are read only where its name says
    nothing. A folder that cannot be listed is an input that cannot be read. Raises SourceMissing.
    """
    if not root.exists():
        raise SourceMissing(f"{source}: there is no such file or folder; check the path")
    if not root.is_dir():
        beside = [name for name in names.sidecars(root.name) if (root.parent / name).exists()]
        yield Input(root.parent, source, locator_of(root.name), root, _sidecar_of(root.name, beside))
        return
    pending = [_Node("", str(root), is_folder=True)]
    while pending:
        node = pending.pop()
        children = _children(node) if node.is_folder else None
        if children is None:
            yield Input(root, source, node.order.rstrip("/"), Path(node.path), node.sidecar)
        else:
            pending.extend(reversed(children))


def _children(folder: _Node) -> list[_Node] | None:
    """A folder's inputs and folders, sorted as their locators are; None if it cannot be listed."""
    try:
        with os.scandir(folder.path) as listing:
            entries = {entry.name: entry for entry in listing if not entry.name.startswith(".")}
    except OSError:
        return None
    if _is_crawl(entries):
        entries = {_RECORDS: entries[_RECORDS]}
    nodes = []
    for name, entry in entries.items():
        if entry.is_dir(follow_symlinks=False):
            if not _is_companion(name, entries):
                nodes.append(_Node(f"{folder.order}{locator_of(name)}/", entry.path, is_folder=True))
        elif not _leads_to_folder(entry) and _is_input(entry, entries):
            sidecar = _sidecar_of(name, entries)
            nodes.append(_Node(folder.order + locator_of(name), entry.path, is_folder=False, sidecar=sidecar))
    return sorted(nodes)


def _is_crawl(entries: Mapping[str, os.DirEntry[str]]) -> bool:
    """Whether a folder is an unpacked WACZ, of which only the records hold pages (WACZ 1.1.1, section 5)."""
    return "datapackage.json" in entries and _RECORDS in entries and entries[_RECORDS].is_dir(follow_symlinks=False)


def _sidecar_of(name: str, siblings: Container[str]) -> str:
    """The name of the file that describes a file beside it, "" where there is none."""
    return next((sidecar for sidecar in names.sidecars(name) if sidecar in siblings), "")


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links that lead to each other
        return False


def _is_input(entry: os.DirEntry[str], siblings: dict[str, os.DirEntry[str]]) -> bool:
    name = entry.name
    if names.is_page(name) or names.is_text(name) or names.is_read_me(name):
        return True
    if names.is_resource(name) or name in names.table()["ignored"] or _is_sidecar(name, siblings):
        return False
    if not entry.is_file(follow_symlinks=False):
        return True  # reading it says why it cannot be read
    return _sniffed(entry.path, name) not in {Kind.PICTURE, Kind.RESOURCE}


def _sniffed(path: str, name: str) -> Kind:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a Path for each file is dear
            return sniff(file.read(HEAD), name)
    except OSError:
        return Kind.UNKNOWN  # reading it says why it cannot be read


def _is_companion(folder: str, siblings: dict[str, os.DirEntry[str]]) -> bool:
    """Whether a folder holds the resources of a page beside it."""
    return _belongs(folder, names.table()["companions"], siblings, names.table()["pages"])


def _is_sidecar(name: str, siblings: dict[str, os.DirEntry[str]]) -> bool:
    """Whether a file only describes a page or a dump beside it."""
    return _belongs(name, names.table()["sidecars"], siblings, ("", *names.table()["pages"], *names.table()["texts"]))


def _belongs(
    name: str, endings: tuple[str, ...], siblings: dict[str, os.DirEntry[str]], suffixes: tuple[str, ...]
) -> bool:
    if not name.endswith(endings):
        return False
    bases = [name.removesuffix(ending) for ending in endings if name.endswith(ending)]
    owners = (base + suffix + packed for base in bases for suffix in suffixes for packed in ("", ".gz"))
    return any(owner in siblings for owner in owners)
