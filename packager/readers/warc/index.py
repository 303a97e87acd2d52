"""An index of a WARC file: what it holds and where, in an SQLite file that is made in one pass and kept.

Only what an article or one of its pictures can come from is noted. Memory does not grow with the file.
"""

from __future__ import annotations

import os
import re
import sqlite3
import tempfile
from contextlib import closing, suppress
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from packager.errors import OutputError
from packager.limits import HEAD
from packager.readers.warc import addresses, http
from packager.readers.warc.contents import Holds, what
from packager.readers.warc.fields import Fields
from packager.readers.warc.framing import Damage, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.readers.contract import SourceFile
    from packager.readers.warc.framing import Record

_VERSION = 4
_SEARCHED = ("position", "key", "record", "digest")
_BATCH = 500
_NO_CONTENT = frozenset(("warcinfo", "request", "metadata"))
_KNOWN = _NO_CONTENT | {"response", "resource", "revisit", "conversion", "continuation"}
DAMAGE, REQUEST = "damage", "request"
# What a browser fetched a page for, as its request says (Fetch Metadata Request Headers, Sec-Fetch-Dest).
_FETCHED_FOR = re.compile(rb"\nsec-fetch-dest[ \t]*:[ \t]*(document|iframe|frame|embed|object)\b", re.IGNORECASE)
DOCUMENT = "document"
_BARE = re.compile(rb"\nwarc-type[ \t]*:[ \t]*(?:resource|conversion)", re.IGNORECASE)


class Entry(NamedTuple):
    """A record, or damage, as index.sql describes it."""

    position: str
    length: int
    type: str
    address: str = ""
    key: str = ""
    captured: str = ""
    time: int = 0
    record: str = ""
    status: int = 0
    declared: str = ""
    holds: str = Holds.OTHER
    digest: str = ""
    location: str = ""
    refers_to: str = ""
    refers_key: str = ""
    refers_time: int = 0
    trouble: str = ""


class Index:
    """The entries of a file, in order, and found by what they are known by."""

    def __init__(self, file: SourceFile, identity: str, connection: sqlite3.Connection) -> None:
        self.file = file
        self.identity = identity
        self._connection = connection

    def __iter__(self) -> Iterator[Entry]:
        """All entries in the order of the file."""
        return self._select("ORDER BY place")

    def at(self, position: str) -> Entry | None:
        """The entry at a position."""
        return next(self._select("WHERE position = ? ORDER BY place DESC", position), None)

    def captures(self, key: str) -> Iterator[Entry]:
        """The records of an address, by its key."""
        return self._select("WHERE key = ? AND length >= 0 ORDER BY place", key)

    def is_frame(self, key: str) -> bool:
        """Whether the pages of an address were fetched to be shown inside others, and never for themselves."""
        purposes = {entry.declared for entry in self._select("WHERE key = ? AND type = ?", key, REQUEST)}
        return bool(purposes) and DOCUMENT not in purposes

    def of_record(self, record: str) -> Iterator[Entry]:
        """The records with an id."""
        return self._select("WHERE record = ? ORDER BY place", record)

    def of_digest(self, digest: str) -> Iterator[Entry]:
        """The records that state a payload digest, revisits apart."""
        return self._select("WHERE digest = ? AND type <> 'revisit' ORDER BY place", digest)

    def __del__(self) -> None:
        """Lets go of the index's file."""
        self._connection.close()

    def _select(self, condition: str, *values: str) -> Iterator[Entry]:
        columns = ", ".join(Entry._fields)
        rows = self._connection.execute(f"SELECT {columns} FROM entry {condition}", values)  # noqa: S608 - our own
        return map(Entry._make, rows)


def index_of(file: SourceFile) -> Index:
    """The index of a file, made where it is not there yet.

    Raises what SourceFile.open does, CaptureFailed (unreadable-file), and OutputError where it cannot be written.
    """
    with file.open() as stream:
        facts = os.fstat(stream.fileno())
    path = os.path.realpath(os.path.join(file.folder.root, file.path))  # noqa: PTH118 - a name, nothing is opened
    identity = sha256(f"{_VERSION} {path} {facts.st_size} {facts.st_mtime_ns}".encode("utf-8", "surrogatepass"))
    return _kept(replace(file, work=file.work.absolute()), identity.hexdigest()[:32])


@lru_cache(maxsize=32)
def _kept(file: SourceFile, identity: str) -> Index:
    path = file.work / f"warc-{identity}.sqlite"
    try:
        if not path.exists() or not _is_whole(path):
            _make(file, path)
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except (OSError, sqlite3.Error) as error:
        raise OutputError(
            f"{path}: the index of {file.locator} cannot be kept there ({error}); free some space"
        ) from error
    return Index(file, identity, connection)


def _is_whole(path: Path) -> bool:
    """Whether an index can be read; one that a power cut left behind cannot."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT position FROM entry ORDER BY place DESC LIMIT 1").fetchone()
            ((version,),) = connection.execute("PRAGMA user_version").fetchall()
            return bool(version == _VERSION)
    except sqlite3.DatabaseError:
        return False


def _make(file: SourceFile, path: Path) -> None:
    """Writes an index as a draft, and gives it its name when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f"{path.stem}-", suffix=".draft", dir=path.parent)
    os.close(handle)
    try:
        with closing(sqlite3.connect(draft)) as connection:
            _fill(connection, file)
        os.replace(draft, path)  # noqa: PTH105 - as the name came
    finally:
        with suppress(FileNotFoundError):
            Path(draft).unlink()


def _fill(connection: sqlite3.Connection, file: SourceFile) -> None:
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    connection.executescript(resources.files(__package__).joinpath("index.sql").read_text(encoding="utf-8"))
    marks = ", ".join("?" * len(Entry._fields))
    insert = f"INSERT INTO entry ({', '.join(Entry._fields)}) VALUES ({marks})"  # noqa: S608 - our own
    with file.open() as stream:
        found = entries(records(stream))
        while batch := list(islice(found, _BATCH)):
            connection.executemany(insert, batch)
    for column in _SEARCHED:
        connection.execute(f"CREATE INDEX by_{column} ON entry ({column})")
    connection.execute(f"PRAGMA user_version = {_VERSION}")  # the index is whole
    connection.commit()


def entries(found: Iterator[Record | Damage]) -> Iterator[Entry]:
    """What an index notes of records and damage."""
    for record in found:
        if isinstance(record, Damage):
            yield Entry(str(record.position), -1, DAMAGE, trouble=record.message)
        elif (entry := _entry(record)) is not None:
            yield entry


def _entry(record: Record) -> Entry | None:
    """What an index notes of a record, None if nothing; the record is read to its end."""
    fields = record.fields
    kind = fields.get("warc-type", "").lower()
    address = fields.get("warc-target-uri", "").strip("<>")
    if kind in _NO_CONTENT:
        purpose = _FETCHED_FOR.search(next(record.block, b"")) if kind == REQUEST else None
        record.close()
        if record.trouble:
            return None if record.misread else _damaged(record, kind)
        return _request(record, address, purpose[1].decode().lower()) if purpose else None
    problems: list[str] = []
    message = message_of(record)
    content = message.content(problems)
    head = b""
    while len(head) < HEAD and (piece := next(content, b"")):
        head += piece
    record.close()
    if record.misread:
        return None
    holds = what(head, message.media_type, address, broken=bool(problems or record.trouble))
    time = fields.get("warc-date", "")
    return Entry(
        position=str(record.position),
        length=record.length,
        type=kind if kind in _KNOWN else "response",
        address=address,
        key=addresses.key(address),
        captured=addresses.iso(time),
        time=addresses.seconds(time) or 0,
        record=fields.get("warc-record-id", ""),
        status=message.status,
        declared=message.media_type,
        holds=holds.value,
        digest=fields.get("warc-payload-digest", "").lower(),
        location=message.fields.get("location", ""),
        refers_to=fields.get("warc-refers-to", ""),
        refers_key=addresses.key(fields.get("warc-refers-to-target-uri", "").strip("<>")),
        refers_time=addresses.seconds(fields.get("warc-refers-to-date", "")) or 0,
        trouble=record.trouble or message.trouble,
    )


def _request(record: Record, address: str, purpose: str) -> Entry:
    """What a page was fetched for; it is no record that holds anything."""
    return Entry(str(record.position), -1, REQUEST, address, addresses.key(address), declared=purpose)


def _damaged(record: Record, kind: str) -> Entry:
    return Entry(str(record.position), record.length, kind, trouble=record.trouble)


def message_of(record: Record) -> http.Message:
    """The HTTP message of a record; what was not fetched by HTTP is as if it had been, with status 200."""
    declared = record.fields.get("content-type", "") if _BARE.search(record.header) else "application/http"
    if not declared.lower().startswith("application/http"):
        return http.Message(200, Fields(b"Content-Type: " + declared.encode("utf-8", "replace")), record.block)
    return http.parse(record.block)
