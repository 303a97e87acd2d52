"""Tells whether an input would come out the same, so that it need not be read again."""

from __future__ import annotations

import os
from hashlib import file_digest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from packager.library.records import Record
    from packager.library.seen import Seen
    from packager.model import Input


class Unchanged:
    """Compares inputs with what the ledger says of them; `began` is when the run began, in nanoseconds.

    A file of the remembered size and time is not opened; one of another time is, and counts as unchanged if its
    digest is the same.
    """

    def __init__(self, seen: Seen, normaliser: str, began: int) -> None:
        self._seen = seen
        self._normaliser = normaliser
        self._began = began

    def __call__(self, item: Input, record: Record | None) -> bool:
        """Whether the input, what it was read with, and what normalises it are the same as they were."""
        if record is None or not record.digest or record.normaliser != self._normaliser:
            return False
        files = {item.path: record.digest}
        files.update({item.root / name: digest for name, digest in record.dependencies.items()})
        return all(self._same(path, digest) for path, digest in files.items())

    def _same(self, path: Path, digest: str) -> bool:
        if not digest:
            return not os.path.lexists(path)
        known = self._seen.unchanged(path)
        if known is not None:
            return known == digest
        try:
            stat = path.stat()
            with path.open("rb") as file:
                found = file_digest(file, "sha256").hexdigest()
        except OSError:
            return False  # reading it says what is wrong
        self._seen.remember(path, stat, found)
        return found == digest

    def remember(self, item: Input, record: Record) -> None:
        """Notes the files of an input that was just read, unless they changed while the run went on."""
        for path, digest in ((item.path, record.digest), *((item.root / n, d) for n, d in record.dependencies.items())):
            if digest:
                try:
                    stat = path.stat()
                except OSError:
                    continue  # gone since: the next run reads what there is
                if stat.st_mtime_ns < self._began:
                    self._seen.remember(path, stat, digest)
