"""Reads the body of one record again: decoded, within limits, its digests checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed
from packager.limits import GREATEST_RATIO, RATIO_FREE
from packager.readers.unpack import GZIP, gunzip
from packager.readers.warc.digests import Digest
from packager.readers.warc.framing import record_at
from packager.readers.warc.index import message_of
from packager.readers.warc.window import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.readers.warc.framing import Record
    from packager.readers.warc.index import Entry, Index

DAMAGED = "damaged-record"
_MOST_LAYERS = 3


@dataclass(frozen=True, slots=True)
class Body:
    """A record's body with its codings taken off, its charset as declared ("" if not), and what is wrong with it.

    `problems` are (finding code, message).
    """

    content: bytes
    charset: str
    problems: tuple[tuple[str, str], ...]


def read_body(index: Index, entry: Entry, limit: int) -> Body:
    """The body of an entry.

    Raises CaptureFailed: too-large beyond `limit` bytes, or GREATEST_RATIO times the bytes that it is packed in; and
    what SourceFile.open raises.
    """
    where = f"{index.file.locator}: {entry.address or entry.record}"
    with index.file.open() as stream:
        record = record_at(stream, Position.parse(entry.position), entry.length)
        block, payload = _digests(record)
        record.block = block.watched(record.block)
        message, problems = message_of(record), _stated_troubles(record, entry)
        message.body = payload.watched(message.body)
        decoded = message.content(problems, payload.watched)
        content = _joined(decoded, min(limit, max(RATIO_FREE, entry.length * GREATEST_RATIO)), where)
        record.close()
    told = [(DAMAGED, f"{where}: {problem}") for problem in problems]
    if not entry.trouble and (block.differs or payload.differs):
        told.append(("digest-mismatch", f"{where}: the bytes are not those that were captured, by their digest"))
    return Body(_unpacked(content, where), message.charset, tuple(told))


def _digests(record: Record) -> tuple[Digest, Digest]:
    """The stated digests of block and payload."""
    fields = record.fields
    return Digest(fields.get("warc-block-digest", "")), Digest(fields.get("warc-payload-digest", ""))


def _stated_troubles(record: Record, entry: Entry) -> list[str]:
    """What is known to be wrong with a record before its body is read."""
    troubles = [entry.trouble] if entry.trouble else []
    if truncated := record.fields.get("warc-truncated", ""):
        troubles.append(f"the capture was cut short ({truncated})")
    if record.fields.get("warc-segment-number", ""):
        troubles.append("is the first segment of a record; the others are not put to it")
    return troubles


def _joined(pieces: Iterator[bytes], limit: int, where: str) -> bytes:
    found, length = [], 0
    for piece in pieces:
        found.append(piece)
        length += len(piece)
        if length > limit:
            raise CaptureFailed("too-large", f"{where}: unfolds to more than {limit:,} bytes")
    return b"".join(found)


def _unpacked(content: bytes, where: str) -> bytes:
    """A body that is a gzip file, unpacked; raises CaptureFailed (damaged-record, too-large)."""
    for _ in range(_MOST_LAYERS):
        if not content.startswith(GZIP):
            break
        try:
            content = gunzip(content, where)
        except CaptureFailed as error:
            raise CaptureFailed("too-large" if error.code == "too-large" else DAMAGED, error.message) from error
    return content
