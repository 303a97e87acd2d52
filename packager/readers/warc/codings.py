"""Takes off the codings of an HTTP body piece by piece (RFC 9110, 8.4; RFC 9112, 7.1), never more than 1 MB at a time.

Each decoder takes the pieces of a body and a list that it writes to what is wrong, for people. What a header says of a
coding is often not so, as archives keep bodies that were decoded already: such a body is left as it is.
"""

from __future__ import annotations

import re
import zlib
from itertools import chain
from typing import IO, TYPE_CHECKING, TypeAlias, cast

import brotli
import zstandard

from packager.limits import MEGABYTE
from packager.readers.warc import zstd_frames
from packager.readers.warc.gzip_members import MAGIC as GZIP
from packager.readers.warc.inflate import GZIP_WINDOW, Broken, inflater, salvaged
from packager.readers.warc.packed import PIECE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

Decoder: TypeAlias = "Callable[[Iterator[bytes], list[str]], Iterator[bytes]]"

_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_LONGEST_SIZE = 1024
_BAD_SIZE = re.compile(rb"[0-9A-Za-z]{1,8}[ \t]*\r\n(?=[ \t\r\n]*<)")
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<[!?A-Za-z]")
_SAMPLE = 64
_MOST_FED = 1000
_LARGEST_WINDOW = 8 * MEGABYTE


def unchunked(pieces: Iterator[bytes], problems: list[str]) -> Iterator[bytes]:
    """A body that is sent in chunks; from where a chunk's size cannot be read on, all that is there."""
    data = _at_least(pieces, b"", _LONGEST_SIZE)
    if not _CHUNK_SIZE.match(data):
        if bad := _BAD_SIZE.match(data):
            problems.append("the size of a chunk is broken")
            data = data[bad.end() :]
        yield from chain((data,), pieces)
        return
    while True:
        if len(data) < _LONGEST_SIZE:
            data = _at_least(pieces, data, _LONGEST_SIZE)
        size = _CHUNK_SIZE.match(data)
        if not size:
            problems.append("the size of a chunk is broken" if data else "the last chunk is missing")
            yield from chain((data,) if data else (), pieces)
            return
        left, data = int(size[1], 16), data[size.end() :]
        if not left:
            return
        while left:
            data = data or next(pieces, b"")
            if not data:
                problems.append("the body ends within a chunk")
                return
            yield data[:left]
            left, data = max(0, left - len(data)), data[left:]
        data = _at_least(pieces, data, 2)
        data = data[2:] if data.startswith(b"\r\n") else data.removeprefix(b"\n")


def gunzipped(pieces: Iterator[bytes], problems: list[str]) -> Iterator[bytes]:
    """A body of gzip members."""
    data = _at_least(pieces, b"", len(GZIP))
    if not data.startswith(GZIP):
        yield from chain((data,), pieces)
        return
    while data.startswith(GZIP):
        rest = yield from _inflated(GZIP_WINDOW, data, pieces, problems)
        data = _at_least(pieces, rest, len(GZIP))
    if data.strip(b"\0") and not problems:
        problems.append("something else stands behind the gzip data")


def inflated(pieces: Iterator[bytes], problems: list[str]) -> Iterator[bytes]:
    """A body in the zlib format, or deflate data without its frame, as some servers send them."""
    data = _at_least(pieces, b"", _SAMPLE)
    if data.startswith(GZIP):
        yield from gunzipped(chain((data,), pieces), problems)
        return
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        try:
            zlib.decompressobj(window).decompress(data[:_SAMPLE], PIECE)
        except zlib.error:
            continue
        yield from _inflated(window, data, pieces, problems)
        return
    yield from chain((data,), pieces)


def unbrotlied(pieces: Iterator[bytes], problems: list[str]) -> Iterator[bytes]:
    """A body in brotli, which has no magic bytes: one that begins as markup does was decoded already."""
    data = _at_least(pieces, b"", _SAMPLE)
    if _MARKUP.match(data):
        yield from chain((data,), pieces)
        return
    decoder = brotli.Decompressor()
    try:
        while data and not decoder.is_finished():
            unfolded = decoder.process(data, output_buffer_limit=PIECE)
            while unfolded or not (decoder.is_finished() or decoder.can_accept_more_data()):
                yield unfolded
                unfolded = b"" if decoder.is_finished() else decoder.process(b"", output_buffer_limit=PIECE)
            data = next(pieces, b"")
    except brotli.error:
        problems.append("the brotli data are broken")
        return
    if not decoder.is_finished():
        problems.append("the brotli data end early")


class _Source:
    """Pieces as a stream, for a library that reads."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""

    def read(self, length: int) -> bytes:
        """The next bytes, b"" at the end."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._left = piece
        taken, self._left = self._left[:length], self._left[length:]
        return taken


def unzstandard(pieces: Iterator[bytes], problems: list[str]) -> Iterator[bytes]:
    """A body in Zstandard (RFC 8878, 8 MB of window at most)."""
    data = _at_least(pieces, b"", len(zstd_frames.MAGIC))
    pieces = chain((data,), pieces)
    if not data.startswith(zstd_frames.MAGIC):
        yield from pieces
        return
    decoder = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    reader = decoder.stream_reader(cast("IO[bytes]", _Source(pieces)), read_across_frames=True)
    try:
        while piece := reader.read(PIECE):
            yield piece
    except (zstandard.ZstdError, MemoryError):
        problems.append("the Zstandard data are broken")


DECODERS: dict[str, Decoder] = {
    "gzip": gunzipped,
    "x-gzip": gunzipped,
    "deflate": inflated,
    "br": unbrotlied,
    "zstd": unzstandard,
}


def _inflated(window: int, data: bytes, pieces: Iterator[bytes], problems: list[str]) -> Generator[bytes, None, bytes]:
    """Inflates a body; returns what follows its packed data."""
    decoder = inflater(window)
    fed, length = [data], 0
    while not decoder.eof:
        try:
            unfolded = decoder.decompress(data, PIECE)
        except Broken as error:
            problems.append(f"the packed data are broken ({error})")
            if len(fed) <= _MOST_FED:
                yield salvaged(zlib.decompressobj(window), b"".join(fed))[length:]
            return b""
        yield unfolded
        length += len(unfolded)
        data = decoder.unconsumed_tail
        if not data and not decoder.eof:
            data = next(pieces, b"")
            if len(fed) <= _MOST_FED:
                fed.append(data)
            if not data:
                problems.append("the packed data end early")
                return b""
    return decoder.unused_data


def _at_least(pieces: Iterator[bytes], data: bytes, length: int) -> bytes:
    """Data and what follows, up to so many bytes at least where there are."""
    while len(data) < length:
        piece = next(pieces, None)
        if piece is None:
            break
        data += piece
    return data
