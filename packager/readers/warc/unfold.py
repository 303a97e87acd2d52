"""Unfolds WARC files piece by piece: plain ones, gzip members, Zstandard frames, told by their first bytes."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from packager.readers.warc import gzip_members, zstd_frames
from packager.readers.warc.packed import PIECE, Packed, Piece, read

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRIAL = 512
_MOST_TRIALS = 1000


def is_packed(file: BinaryIO) -> bool:
    """Whether a file consists of members; a plain one counts as one member from any byte on."""
    return _is_gzip(file) or zstd_frames.begins(_head(file))


def pieces(file: BinaryIO, start: int = 0, skip: int = 0) -> Iterator[Piece]:
    """The pieces of a file from the member at `start` on, without its first `skip` unfolded bytes.

    Raises CaptureFailed: unreadable-file.
    """
    if _is_gzip(file):
        return _after(gzip_members.pieces(file, start), skip)
    if zstd_frames.begins(_head(file)):
        return _after(zstd_frames.pieces(file, start), skip)
    return _plain(file, start)


def _is_gzip(file: BinaryIO) -> bool:
    """Whether a file consists of gzip members, also where the first is damaged."""
    head = _head(file, 5)
    if head.startswith((gzip_members.MAGIC, b"WARC/")) or zstd_frames.begins(head):
        return head.startswith(gzip_members.MAGIC)
    head = _head(file, PIECE)
    members = re.finditer(re.escape(gzip_members.MAGIC), head)
    return any(gzip_members.begins_record(head[found.start() :][:_TRIAL]) for found in islice(members, _MOST_TRIALS))


def _head(file: BinaryIO, length: int = 4) -> bytes:
    file.seek(0)
    return read(file, length)


def _plain(file: BinaryIO, start: int) -> Iterator[Piece]:
    packed = Packed(file, start)
    first = True
    while packed.more(PIECE // 4):
        yield Piece(start, first, packed.rest)
        packed.rest, first = b"", False


def _after(unfolded: Iterator[Piece], skip: int) -> Iterator[Piece]:
    """What follows so many bytes of the first member."""
    if not skip:
        return unfolded
    return _skipped(unfolded, skip)


def _skipped(unfolded: Iterator[Piece], skip: int) -> Iterator[Piece]:
    for piece in unfolded:
        if len(piece.data) <= skip and not piece.trouble:
            skip -= len(piece.data)
            continue
        yield piece._replace(data=piece.data[skip:], first=False)
        break
    yield from unfolded
