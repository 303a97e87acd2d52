"""Unfolds compressed data in pieces of bounded size, whatever they are packed with."""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import TYPE_CHECKING, Protocol

from packager.errors import CaptureFailed
from packager.limits import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

PIECE = MEGABYTE
_READ = 16 * 1024
_SIGNATURE = 6
_LZMA_MEMORY = 256 * MEGABYTE
_BROKEN = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
"""What decompressors raise over broken data (bz2: OSError, which here never comes from a file)."""


class Decompressor(Protocol):
    """What bz2 and lzma offer; `decompress` gives at most so many bytes and keeps the rest of its data."""

    @property
    def eof(self) -> bool:
        """Whether the data's own end was met."""

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out without more data."""

    @property
    def unused_data(self) -> bytes:
        """What followed the data's own end."""

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """The next bytes; raises one of _BROKEN."""


class Inflate:
    """zlib's decompressor as bz2's and lzma's are."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)
        self._filled = False

    @property
    def eof(self) -> bool:
        """Whether the data's own end was met."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether nothing more comes out without more data."""
        return not self._filled and not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What followed the data's own end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """At most `max_length` bytes."""
        piece = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self._filled = len(piece) == max_length
        return piece


STREAMS: dict[bytes, Callable[[], Decompressor]] = {
    b"\x1f\x8b": lambda: Inflate(16 + zlib.MAX_WBITS),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_LZMA_MEMORY),
}
"""First bytes -> how a file that begins with them is unfolded."""


def pieces_of(file: BinaryIO, length: int | None = None) -> Iterator[bytes]:
    """A file's bytes from where it stands, at most `length` of them."""
    while length is None or length > 0:
        piece = file.read(_READ if length is None else min(length, _READ))
        if not piece:
            return
        length = None if length is None else length - len(piece)
        yield piece


def unfold(packed: Iterable[bytes], new: Callable[[], Decompressor], *, again: bytes = b"") -> Iterator[bytes]:
    """What packed data hold, in pieces of at most PIECE bytes.

    What begins with `again` behind the data's end is unfolded too; zeros there fill up the file. Raises CaptureFailed
    (damaged-file) where the data are broken, end early or are followed by anything else, after what could be unfolded.
    """
    source, rest = iter(packed), b""
    while True:
        decompressor = new()
        yield from _member(decompressor, rest, source)
        rest = _following(decompressor.unused_data, source) if again else b""
        if not rest or not rest.startswith(again):
            if rest.strip(b"\0"):
                raise CaptureFailed("damaged-file", "something else stands behind its compressed data")
            return


def _member(decompressor: Decompressor, data: bytes, source: Iterator[bytes]) -> Iterator[bytes]:
    while not decompressor.eof:
        if not data and decompressor.needs_input:
            data = next(source, b"")
            if not data:
                raise CaptureFailed("damaged-file", "its compressed data end early")
        try:
            piece = decompressor.decompress(data, PIECE)
        except _BROKEN as error:
            raise CaptureFailed("damaged-file", f"its compressed data are broken ({error})") from error
        data = b""
        if piece:
            yield piece


def _following(rest: bytes, source: Iterator[bytes]) -> bytes:
    """What stands behind an end and the zeros that fill it up, long enough to tell what it is."""
    rest = rest.lstrip(b"\0")
    while len(rest) < _SIGNATURE and (more := next(source, b"")):
        rest = (rest + more).lstrip(b"\0")
    return rest


def within(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The same pieces; raises CaptureFailed (too-large) beyond `limit` bytes."""
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > limit:
            raise CaptureFailed("too-large", f"unfolds to more than {limit:,} bytes; the rest is not read")
        yield piece
