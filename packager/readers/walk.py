"""Walks a source and names its inputs."""

from __future__ import annotations

import os
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packager.errors import SourceMissing
from packager.limits import HEAD, LARGEST_REFERRING
from packager.model import Input
from packager.readers import names
from packager.readers.files import locator_of
from packager.readers.pages.companions import companion_of, referred
from packager.readers.sniff import Kind, sniff

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

_RECORDS = "archive"
_WRITTEN = ("pages", "texts", "markdown")
_DESCRIBED = (*_WRITTEN, "files_in_one")
_PACKED = ("", ".gz")


class Found(NamedTuple):
    """A file of a source, before it is made an input: an `Input`'s locator, path and sidecar."""

    locator: str
    path: str
    sidecar: str = ""

    def input(self, root: Path, source: str) -> Input:
        """The input of a source whose folder is `root`."""
        return Input(root, source, self.locator, Path(self.path), self.sidecar)


class _Node(NamedTuple):
    """A file with its sidecar ("" without), or a folder that is still to be walked."""

    order: str
    path: str
    is_folder: bool
    sidecar: str = ""


def scan(root: Path, source: str) -> Iterator[Input]:
    """Every input of a source, as `find` finds them; raises SourceMissing."""
    folder = folder_of(root)
    return (found.input(folder, source) for found in find(root, source))


def folder_of(root: Path) -> Path:
    """A source's folder: for one file the folder that it lies in."""
    return root if root.is_dir() else root.parent


def find(root: Path, source: str) -> Iterator[Found]:
    """Every input of a source, sorted by locator.

    Pictures, styles, scripts, sidecars, hidden files and the contents of a page's companion folder (`X_files` beside
    X.html, see `companions`) are no inputs. Links to folders are not followed. A file's first 4 kB are read only where
    its name says nothing. A folder that cannot be listed is an input that cannot be read (and stands behind
    its siblings whose names begin with its own). Raises SourceMissing.
    """
    if not root.exists():
        raise SourceMissing(f"{source}: there is no such file or folder; check the path")
    if not root.is_dir():
        beside = [name for name in names.sidecars(root.name) if (root.parent / name).exists()]
        yield Found(locator_of(root.name), str(root), _sidecar_of(root.name, beside))
        return
    pending = [_Node("", str(root), is_folder=True)]
    while pending:
        node = pending.pop()
        children = _children(node) if node.is_folder else None
        if children is None:
            yield Found(node.order.rstrip("/"), node.path, node.sidecar)
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
    folders_of = cache(partial(_folders_of, entries))
    described_by = tuple(names.table()["described_by"])
    sidecars = {name for name in entries if name.endswith(described_by)}
    for name, entry in entries.items():
        if entry.is_dir(follow_symlinks=False):
            if not companion_of(name, entries, folders_of):
                nodes.append(_Node(f"{folder.order}{locator_of(name)}/", entry.path, is_folder=True))
        elif not _leads_to_folder(entry) and _is_input(entry, entries):
            sidecar = _sidecar_of(name, sidecars) if sidecars else ""
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


def _folders_of(siblings: Mapping[str, os.DirEntry[str]], page: str) -> list[str]:
    """The folders that a page beside them refers to, by its first bytes."""
    entry = siblings[page]
    try:
        if not entry.is_file(follow_symlinks=False):
            return []
        with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123
            return referred(file.read(LARGEST_REFERRING), page)
    except OSError:
        return []  # reading it says why it cannot be read


def _is_sidecar(name: str, siblings: Mapping[str, os.DirEntry[str]]) -> bool:
    """Whether a file only describes another beside it; `news.json` beside `news.xml` is a source of its own."""
    table = names.table()
    endings = [ending for ending in table["sidecars"] if name.endswith(ending)]
    owners = (
        name.removesuffix(ending) + suffix + packed
        for ending in endings
        for kind in (_DESCRIBED if ending in table["described_by"] else _WRITTEN)
        for suffix in ("", *table[kind])
        for packed in _PACKED
    )
    return any(owner in siblings and not siblings[owner].is_dir() for owner in owners if owner != name)
