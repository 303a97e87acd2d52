"""Brings a catalogue of an earlier schema up to date: its rows go into a new file, and the old one is kept beside it.

What follows from the objects (what articles say, the search index) is not taken along: it is made again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from importlib import resources
from typing import TYPE_CHECKING, Any

from packager.library import drafts
from packager.library.cards import card_of
from packager.library.records import metadata_from_json, pictures_from_json
from packager.model import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCHEMA = 3
PAGE = 8192  # bytes: rows take a third to half of a page of 4,096
EARLIER = (2,)  # what can be brought up to date
MADE_AGAIN = frozenset(("texts", "runs", "near"))


def create(connection: sqlite3.Connection) -> None:
    """Makes the tables of our schema in an empty database."""
    schema = resources.files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")
    connection.execute(f"PRAGMA page_size = {PAGE}")
    connection.executescript(f"BEGIN; {schema}; PRAGMA user_version = {SCHEMA}; COMMIT;")


def version(connection: sqlite3.Connection) -> int:
    """The schema that a database says it has; 0 for an empty one."""
    ((number,),) = connection.execute("PRAGMA user_version")
    return int(number)


def upgrade(path: Path) -> Path | None:
    """Brings the catalogue at `path` up to date and says where its copy is; None where nothing was to be done.

    The copy is whole before the new catalogue takes the old one's place, in one step. Raises OutputError, and what
    SQLite raises.
    """
    if not path.exists():
        return None
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as earlier:
        number = version(earlier)
    if number not in EARLIER:
        return None
    copy = path.with_name(f"{path.stem}.schema-{number}{path.suffix}")
    draft = drafts.draft_name(str(path))
    try:
        with closing(sqlite3.connect(draft, uri=True)) as connection:
            fill(connection, path)
        _keep(path, copy)
        os.replace(draft, path)  # noqa: PTH105 - its name is made as text
        drafts.sync_folder(path.parent)
    except OSError as error:
        raise drafts.cannot_write(path, error) from error
    finally:
        drafts.discard(draft)
    return copy


def fill(connection: sqlite3.Connection, path: Path) -> None:
    """Writes into an empty database what the catalogue of an earlier schema at `path` holds."""
    create(connection)
    connection.execute("ATTACH ? AS earlier", (f"{path.absolute().as_uri()}?mode=ro",))
    tables = [name for (name,) in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")]
    for table in tables:
        names = [name for name in _columns(connection, "main", table) if name in _columns(connection, "earlier", table)]
        if table in MADE_AGAIN:
            continue
        if table == "articles":
            connection.executemany(_insertion(table, _columns(connection, "main", table)), _articles(connection, names))
        elif names:
            rows = connection.execute(f"SELECT {', '.join(names)} FROM earlier.{table}")  # noqa: S608 - our own names
            connection.executemany(_insertion(table, names), (dict(zip(names, row, strict=True)) for row in rows))
    connection.commit()
    connection.execute("DETACH earlier")


def _articles(connection: sqlite3.Connection, names: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of articles, with their cards, which schema 2 did not have."""
    for row in connection.execute(f"SELECT {', '.join(names)} FROM earlier.articles"):  # noqa: S608 - our own names
        known = dict(zip(names, row, strict=True))
        entry = Entry(
            known["id"],
            metadata_from_json(known["metadata"]),
            known["content"],
            known["capture"],
            known["locator"],
            known["words"],
            known["summary"],
            pictures_from_json(known["pictures"]),
            known["source"],
        )
        yield known | {"text": None} | card_of(entry, known["metadata"], known["pictures"])._asdict()


def _columns(connection: sqlite3.Connection, database: str, table: str) -> list[str]:
    return [name for _, name, *_ in connection.execute(f"PRAGMA {database}.table_info({table})")]


def _insertion(table: str, names: list[str]) -> str:
    return f"INSERT INTO main.{table} ({', '.join(names)}) VALUES (:{', :'.join(names)})"  # noqa: S608 - our own names


def _keep(path: Path, copy: Path) -> None:
    """Copies a file, so that the copy is whole wherever it is seen."""
    draft = drafts.draft_name(str(copy))
    shutil.copyfile(path, draft)
    with open(draft, "r+b") as file:  # noqa: PTH123 - its name is made as text
        os.fsync(file.fileno())
    os.replace(draft, copy)  # noqa: PTH105
