"""A cache of digests by file time, so that an unchanged file is not read again. Never part of a product."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING, Self, TypeAlias

from packager.library.database import told
from packager.library.drafts import cannot_write

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

FRESH = 2_000_000_000  # nanoseconds: the coarsest clock of a file system we meet (FAT) ticks every two seconds
FOLDERS = 8  # that are remembered at once: an input lies in one, its pictures in one or two others
_SCHEMA = """
CREATE TABLE IF NOT EXISTS seen (
    folder BLOB NOT NULL, name BLOB NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (folder, name)
) WITHOUT ROWID
"""
_FIND = "SELECT name, size, mtime_ns, ctime_ns, digest FROM seen WHERE folder = ?"

State: TypeAlias = tuple[int, int, int]


class Seen:
    """Digests of files by path, size and times, in an SQLite file that may be deleted at any time.

    A context manager; what it remembers is kept on leaving, also after an error. Every method raises OutputError where
    the system refuses to write, LibraryDamaged where the file turns out damaged. With `reading` nothing is written.
    """

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        self.path = path
        self._reading = reading
        self._folder = lru_cache(maxsize=FOLDERS)(self._read)

    def __enter__(self) -> Self:  # noqa: D105 - the class says it
        if self._reading:
            self._database = self._known()
            return self
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._database = self._opened()
            except sqlite3.DatabaseError:  # damaged, or of another kind: only time is lost
                self.path.unlink(missing_ok=True)
                self._database = self._opened()
        except (OSError, sqlite3.DatabaseError) as error:
            cause = error if isinstance(error, OSError) else OSError(0, str(error))
            raise cannot_write(self.path, cause) from error
        return self

    def __exit__(  # noqa: D105 - the class says it
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with closing(self._database), told(self.path):
            if not self._reading:
                self._database.commit()

    def unchanged(self, path: str) -> str | None:
        """The digest of a file that has the size and times it was remembered with; None if it must be read."""
        folder, name = _split(path)
        known = self._folder(folder).get(name)
        if known is None:
            return None
        try:
            stat = os.stat(path)  # noqa: PTH116 - a Path for each file is dear
        except OSError:
            return None  # whoever reads it next says what is wrong
        state, digest = known
        return digest if state == _state(stat) else None

    def remember(self, path: str, stat: os.stat_result, digest: str) -> None:
        """Remember a file's digest; `stat` was taken before reading it.

        A file modified less than two seconds ago is not remembered: it could change again within the same tick of
        the file system's clock, and nothing would show it.
        """
        if self._reading:
            return
        folder, name = _split(path)
        key = os.fsencode(folder), os.fsencode(name)
        with told(self.path):
            if time.time_ns() - stat.st_mtime_ns < FRESH:
                self._folder(folder).pop(name, None)
                self._database.execute("DELETE FROM seen WHERE folder = ? AND name = ?", key)
            else:
                self._folder(folder)[name] = _state(stat), digest
                self._database.execute("REPLACE INTO seen VALUES (?, ?, ?, ?, ?, ?)", (*key, *_state(stat), digest))

    def _read(self, folder: str) -> dict[str, tuple[State, str]]:
        """What is remembered of the files of a folder."""
        with told(self.path):
            rows = self._database.execute(_FIND, (os.fsencode(folder),))
            return {os.fsdecode(name): (tuple(state), digest) for name, *state, digest in rows}

    def _known(self) -> sqlite3.Connection:
        """What there is, to be read only; nothing where that is not to be had."""
        if self.path.is_file():
            database = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True)
            try:
                database.execute(_FIND, (b"",)).fetchone()
            except sqlite3.DatabaseError:
                database.close()
            else:
                return database
        database = sqlite3.connect(":memory:")
        database.execute(_SCHEMA)
        return database

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path)
        try:
            database.execute("PRAGMA synchronous = OFF")
            database.execute(_SCHEMA)
            database.execute(_FIND, (b"",)).fetchone()
        except BaseException:
            database.close()
            raise
        return database


def _state(stat: os.stat_result) -> State:
    """What changes with a file: its size, and both times, since tools that copy set the first back."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _split(path: str) -> tuple[str, str]:
    """A file's folder and name; links stay as they are given."""
    folder, _, name = path.rpartition(os.sep)
    return _absolute(folder), name


@lru_cache(maxsize=FOLDERS)
def _absolute(folder: str) -> str:
    return os.path.abspath(folder or os.sep)  # noqa: PTH100
