"""Opens SQLite files the way the library needs them, and says what SQLite refuses in the words of our errors."""

from __future__ import annotations

import re
import sqlite3
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from packager.errors import LibraryBusy, LibraryDamaged, OutputError
from packager.library import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from packager.errors import PackagerError

_UNWRITABLE = {
    sqlite3.SQLITE_FULL: ("the disk is full", "free some space, then run again"),
    sqlite3.SQLITE_READONLY: ("writing is not permitted", "change its permissions or choose another --output"),
    sqlite3.SQLITE_PERM: ("writing is not permitted", "change its permissions or choose another --output"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened or made", "check the folder, or choose another with --output"),
    sqlite3.SQLITE_IOERR: ("the medium failed", "check the disk, then run again"),
}


def statements() -> dict[str, str]:
    """The SQL of the catalogue by name, as `statements.sql` writes it."""
    return named("statements.sql")


@cache
def named(file: str) -> dict[str, str]:
    """The SQL statements of a file by name, each after a line "-- NAME: what it does"."""
    text = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    parts = re.split(r"^-- (\w+): .*\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def connect(path: Path, *, reading: bool = False) -> sqlite3.Connection:
    """A connection to the catalogue at `path`, which is made if it is not there; with `reading` nothing is written.

    Rollback journal (one file at rest), every commit synced, foreign keys held. One of an earlier schema is read into
    memory: what brings its file up to date is `migrations.upgrade`. Raises LibraryDamaged for a schema that is not
    ours, OutputError and LibraryBusy as `told` does.
    """
    with told(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={'ro' if reading else 'rwc'}", uri=True)
        try:
            number = migrations.version(connection)
            if number in migrations.EARLIER:
                connection.close()
                connection = sqlite3.connect("file::memory:", uri=True)
                migrations.fill(connection, path)
            _set_up(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def upgrade(path: Path) -> Path | None:
    """Bring the catalogue at `path` up to date and say where its copy is (`migrations.upgrade`); raises as `told`."""
    with told(path):
        return migrations.upgrade(path)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Raise what SQLite refuses as OutputError, LibraryBusy or LibraryDamaged; a mistake in our SQL stays one."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if (meant := _meant(path, error)) is None:
            raise
        raise meant from error
    except UnicodeDecodeError as error:  # a name in the schema or a text is damaged
        raise LibraryDamaged(f"{path}: is no sound catalogue ({error}); run `packager repair`") from error


def _set_up(connection: sqlite3.Connection, path: Path) -> None:
    for pragma in ("journal_mode = DELETE", "synchronous = FULL", "foreign_keys = ON", "cache_size = -32000"):
        connection.execute(f"PRAGMA {pragma}")
    number = migrations.version(connection)
    if number == 0 and _is_new(connection):
        migrations.create(connection)
    elif number != migrations.SCHEMA:
        raise LibraryDamaged(
            f"{path}: was made by another version of packager (schema {number}, this one knows {migrations.SCHEMA});"
            " use that version, or build into a new folder",
        )


def _is_new(connection: sqlite3.Connection) -> bool:
    """Whether a database holds nothing yet; one of ours whose version is damaged does."""
    return not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]


def _meant(path: Path, error: sqlite3.DatabaseError) -> PackagerError | None:
    """The error of ours that an error of SQLite means; None for a mistake in how we call it."""
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE) & 0xFF
    if primary in _UNWRITABLE:
        wrong, remedy = _UNWRITABLE[primary]
        return OutputError(f"{path}: {wrong} ({error}); {remedy}")
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return LibraryBusy(f"{path}: another program is writing to it; wait for it to end, then run again")
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}:
        return LibraryDamaged(f"{path}: is no sound catalogue ({error}); run `packager repair`")
    return None
