"""Tells whether an input would come out the same, so that it need not be read again."""
# ruff: noqa: PTH118 - pathlib takes ten times as long as os.path, and this runs for each input of a library

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, cast

from packager.errors import ResourceRefused
from packager.library.records import NOTHING
from packager.readers import Found, beside
from packager.readers.files import SourceFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from io import BufferedReader

    from packager.library.records import Container, Standing
    from packager.library.seen import Seen
    from packager.model import Input

REFUSED = "refused"
"""In place of a digest: a file that might not be read. Whether it may now, only reading can tell."""

AGAIN = frozenset(("worker-stopped", "internal-error"))
"""The findings of inputs of a file of several that are worth another try, though the file is the same."""


class Unchanged:
    """Compares inputs with what the ledger says of them; `began` is when the run began, in nanoseconds.

    `normaliser` says what would normalise an article now, given its id and what normalised it last.

    A file of the remembered size and time is not opened; one of another time is, and counts as unchanged if its
    digest is the same.
    """

    def __init__(self, seen: Seen, normaliser: Callable[[str, str], str], began: int) -> None:
        self._seen = seen
        self._normaliser = normaliser
        self._began = began

    def same_normaliser(self, record: Standing) -> bool:
        """Whether what would normalise an input is what did."""
        return record.normaliser == self._normaliser(record.article, record.normaliser)

    def same_files(self, root: Path, found: Found, record: Standing) -> bool:
        """Whether an input and what it was read with are the same as they were; never for one that was not read."""
        if not record.digest or not self._same(root, found.path, record.digest):
            return False
        if record.dependencies == NOTHING and not found.sidecar:
            return True
        consulted = record.consulted
        if found.sidecar and sidecar_name(root, found) not in consulted:
            return False
        return self._all_same(root, consulted)

    def same_container(self, root: Path, item: Input, container: Container, inside: Iterable[Standing]) -> bool:
        """Whether a file of several and what it was read with are the same as they were."""
        if not self._same(root, str(item.path), container.digest) or container.beside != beside(item):
            return False
        there = (held for held in inside if not held.is_left)
        return self._all_same(root, {name: digest for held in there for name, digest in held.consulted.items()})

    @staticmethod
    def is_tried_again(record: Standing) -> bool:
        """Whether what failed in a file of several is worth another try."""
        return (record.is_left or not record.article) and not AGAIN.isdisjoint(record.codes)

    def remember_container(self, item: Input, digest: str) -> None:
        """Notes the digest of a file of several that was just read, unless it changed while the run went on."""
        self._note(str(item.path), digest)

    def remember(self, item: Input, digest: str, consulted: Mapping[str, str]) -> None:
        """Notes the files of an input that was just read, unless they changed while the run went on."""
        for path, known in ((str(item.path), digest), *_paths(item.root, consulted)):
            if known and known != REFUSED:
                self._note(path, known)

    def _all_same(self, root: Path, consulted: Mapping[str, str]) -> bool:
        return all(self._same(root, path, digest) for path, digest in _paths(root, consulted))

    def _same(self, root: Path, path: str, digest: str) -> bool:
        if not digest:
            return not os.path.lexists(path)
        return digest == (self._seen.unchanged(path) or self._read(root, path)) != REFUSED

    def _read(self, root: Path, path: str) -> str:
        """A file's digest, read with the care that readers take; "" for one that they will refuse."""
        try:
            with source_folder(root).open(os.path.relpath(path, root)) as file:
                stat, digest = os.fstat(file.fileno()), file_digest(cast("BufferedReader", file), "sha256").hexdigest()
        except (OSError, ResourceRefused):
            return ""
        self._seen.remember(path, stat, digest)
        return digest

    def _note(self, path: str, digest: str) -> None:
        try:
            stat = os.stat(path)  # noqa: PTH116
        except OSError:
            return  # gone since: the next run reads what there is
        if stat.st_mtime_ns < self._began:
            self._seen.remember(path, stat, digest)


def sidecar_name(root: Path, found: Found | Input) -> str:
    """An input's sidecar as the files it was read with are named: its path below the source folder."""
    return Path(found.path).with_name(found.sidecar).relative_to(root).as_posix()


def _paths(root: Path, consulted: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The files that an input was read with, each with its digest."""
    for name, digest in consulted.items():
        yield os.path.join(root, name), digest


@lru_cache(maxsize=64)
def source_folder(root: Path) -> SourceFolder:
    """A source's folder, kept for all its inputs."""
    return SourceFolder(root)
