"""Brings files to their final names: a draft that is hashed while it is written, then fsync and replace."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

from packager.library.drafts import cannot_write, discard, sync_folder

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import BinaryIO, Self


class Draft:
    """A file that knows the digest of what was written to it, so that nothing is read again.

    As a context manager it makes its folder, closes the file at the end, and removes it when anything went wrong. Of
    one that is longer than `most` bytes (0: no limit) the rest is counted and not written: nobody wants it.
    Raises OutputError where the system refuses.
    """

    def __init__(self, path: Path, most: int = 0) -> None:
        self.path = path
        self._most = most
        self.length = 0
        self._digest = sha256()
        self._file: BinaryIO

    @property
    def sha256(self) -> str:
        """The digest of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, content: bytes) -> None:
        """Append bytes."""
        self._digest.update(content)
        self.length += len(content)
        if not self._most or self.length <= self._most:
            self._file.write(content)

    def __enter__(self) -> Self:
        """Open the file."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("wb")
        except OSError as error:
            raise cannot_write(self.path, error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the file; remove it after an error."""
        failure = error
        try:
            self._file.close()
        except OSError as refused:
            failure = failure or refused
        if failure is not None:
            discard(str(self.path))
        if isinstance(failure, OSError):
            raise cannot_write(self.path, failure) from failure


def seal(draft: Path, final: Path) -> None:
    """Give a checked draft its final name, so that a power cut leaves the old file or the new one.

    Both are in one file system. Raises OutputError, and then the draft is removed.
    """
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("r+b") as file:
            os.fsync(file.fileno())
        draft.replace(final)
        sync_folder(final.parent)
    except OSError as error:
        discard(str(draft))
        raise cannot_write(final, error) from error
