"""Unpacks gzip within limits."""

from __future__ import annotations

import zlib

from packager.errors import CaptureFailed
from packager.limits import GREATEST_RATIO, HEAD, LARGEST_PAGE, RATIO_FREE

GZIP = b"\x1f\x8b"  # what gzip data begin with
_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 1024 * 1024
_MEMBER = GZIP + b"\x08"


def gunzip(content: bytes, where: str) -> bytes:
    """What gzip members hold, one after the other; raises what `gunzipped` does."""
    return gunzipped(content, where)[0]


def gunzipped(content: bytes, where: str) -> tuple[bytes, str]:
    """What gzip members hold, one after the other, and what is wrong behind one of them, "" for nothing.

    Zeros that fill up the file are nothing; behind anything else the next member is looked for. Raises CaptureFailed:
    damaged-file where the data ends early or is broken, too-large beyond LARGEST_PAGE bytes or GREATEST_RATIO times the
    packed length.
    """
    pieces: list[bytes] = []
    trouble = ""
    length, limit = 0, min(LARGEST_PAGE, max(RATIO_FREE, len(content) * GREATEST_RATIO))
    rest = content
    while rest.startswith(GZIP):
        member = zlib.decompressobj(_GZIP)
        while not member.eof:
            piece = _inflate(member, rest, where)
            rest = member.unconsumed_tail
            if not piece and not rest and not member.eof:
                raise CaptureFailed("damaged-file", f"{where}: the gzip data end early")
            pieces.append(piece)
            length += len(piece)
            if length > limit:
                raise CaptureFailed("too-large", f"{where}: unfolds to more than {limit:,} bytes")
        rest = member.unused_data
        if not rest.startswith(GZIP) and rest.strip(b"\0"):
            left = f"{where}: something that is no gzip data stands behind {length:,} bytes of text"
            trouble, rest = trouble or left, rest[max(0, rest.find(_MEMBER)) :]
    return pieces[0] if len(pieces) == 1 else b"".join(pieces), trouble


def packed_head(content: bytes) -> bytes:
    """The first bytes of what gzip data hold, b"" where they are broken from the start."""
    try:
        return zlib.decompressobj(_GZIP).decompress(content, HEAD)
    except zlib.error:
        return b""


def _inflate(member: zlib._Decompress, data: bytes, where: str) -> bytes:
    try:
        return member.decompress(data, _PIECE)
    except zlib.error as error:
        raise CaptureFailed("damaged-file", f"{where}: the gzip data are broken ({error})") from error
