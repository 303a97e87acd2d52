"""Tells whether an input would come out the same, so that it need not be read again."""

from __future__ import annotations

import os
from functools import lru_cache
from hashlib import file_digest
from typing import TYPE_CHECKING, cast

from packager.errors import ResourceRefused
from packager.readers import beside
from packager.readers.files import SourceFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import BufferedReader
    from pathlib import Path

    from packager.library.records import Container, Record
    from packager.library.seen import Seen
    from packager.model import Input

REFUSED = "refused"
"""In place of a digest: a file that might not be read. Whether it may now, only reading can tell."""

AGAIN = frozenset(("worker-stopped", "internal-error"))
"""The findings of inputs of a file of several that are worth another try, though the file is the same."""


class Unchanged:
    """Compares inputs with what the ledger says of them; `began` is when the run began, in nanoseconds.

    `normaliser` says what would normalise an article, given what is on record of it.

    A file of the remembered size and time is not opened; one of another time is, and counts as unchanged if its
    digest is the same.
    """

    def __init__(self, seen: Seen, normaliser: Callable[[Record], str], began: int) -> None:
        self._seen = seen
        self._normaliser = normaliser
        self._began = began

    def __call__(self, item: Input, record: Record | None) -> bool:
        """Whether the input, what it was read with, and what normalises it are the same as they were."""
        return record is not None and record.normaliser == self._normaliser(record) and self.same_files(item, record)

    def same_files(self, item: Input, record: Record) -> bool:
        """Whether the input and what it was read with are the same as they were; never for one that was not read."""
        if not record.digest:
            return False
        if item.sidecar and sidecar_name(item) not in record.dependencies:
            return False
        return all(self._same(item.root, path, digest) for path, digest in files(item, record))

    def container(self, item: Input, container: Container, inside: Iterable[Record]) -> bool:
        """Whether a file of several would come out the same: itself, what it is read with, and what normalises each."""
        held = list(inside)
        return self.same_container(item, container, held) and all(map(self._stands, held))

    def same_container(self, item: Input, container: Container, inside: Iterable[Record]) -> bool:
        """Whether a file of several and what it was read with are the same as they were."""
        if not self._same(item.root, item.path, container.digest) or container.beside != beside(item):
            return False
        there = (record for record in inside if not record.is_left)
        consulted = {name: digest for record in there for name, digest in record.dependencies.items()}
        return all(self._same(item.root, item.root / name, digest) for name, digest in consulted.items())

    def _stands(self, record: Record) -> bool:
        """Whether what became of an input in a file of several need not be tried again."""
        if record.article and not record.is_left:
            return record.normaliser == self._normaliser(record)
        return not self.is_tried_again(record)

    @staticmethod
    def is_tried_again(record: Record) -> bool:
        """Whether what failed in a file of several is worth another try."""
        return any(told.code in AGAIN for told in record.findings)

    def _same(self, root: Path, path: Path, digest: str) -> bool:
        if not digest:
            return not os.path.lexists(path)
        return digest != REFUSED and digest == (self._seen.unchanged(path) or self._read(root, path))

    def _read(self, root: Path, path: Path) -> str:
        """A file's digest, read with the care that readers take; "" for one that they will refuse."""
        try:
            with source_folder(root).open(os.path.relpath(path, root)) as file:
                stat, digest = os.fstat(file.fileno()), file_digest(cast("BufferedReader", file), "sha256").hexdigest()
        except (OSError, ResourceRefused):
            return ""
        self._seen.remember(path, stat, digest)
        return digest

    def remember_container(self, item: Input, digest: str) -> None:
        """Notes the digest of a file of several that was just read, unless it changed while the run went on."""
        self._note(item.path, digest)

    def remember(self, item: Input, record: Record) -> None:
        """Notes the files of an input that was just read, unless they changed while the run went on."""
        for path, digest in files(item, record):
            if digest and digest != REFUSED:
                self._note(path, digest)

    def _note(self, path: Path, digest: str) -> None:
        try:
            stat = path.stat()
        except OSError:
            return  # gone since: the next run reads what there is
        if stat.st_mtime_ns < self._began:
            self._seen.remember(path, stat, digest)


def sidecar_name(item: Input) -> str:
    """An input's sidecar as the files it was read with are named: its path below the source folder."""
    return item.path.with_name(item.sidecar).relative_to(item.root).as_posix()


def files(item: Input, record: Record) -> Iterator[tuple[Path, str]]:
    """An input's file and those it was read with, each with its digest."""
    yield item.path, record.digest
    for name, digest in record.dependencies.items():
        yield item.root / name, digest


@lru_cache(maxsize=64)
def source_folder(root: Path) -> SourceFolder:
    """A source's folder, kept for all its inputs."""
    return SourceFolder(root)
