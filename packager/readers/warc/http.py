"""Reads the HTTP messages that records hold (RFC 9110, RFC 9112), with patience."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from packager.readers.warc.codings import DECODERS, unchunked
from packager.readers.warc.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from packager.readers.warc.codings import Decoder

Watch: TypeAlias = "Callable[[Iterator[bytes]], Iterator[bytes]]"

_STATUS = re.compile(rb"\s{0,4}(?:HTTP|ICY)(?:/\d(?:\.\d)?)?[ \t]{1,4}(\d{3})(?!\d)")
# A header ends before an empty line, or before markup, which no field begins with.
_END_OF_HEADER = re.compile(rb"\r?\n(?:\r?\n|(?=[ \t]{0,99}<))|\r\r(?!\n)")
_LONGEST_HEADER = 256 * 1024
_LONGEST_END = 128
_MOST_CODINGS = 5
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)


@dataclass(slots=True)
class Message:
    """A response: its status (0 where it states none), its fields, and its body as it was sent, in pieces.

    `trouble` says what of its header is not read, "" for nothing.
    """

    status: int
    fields: Fields
    body: Iterator[bytes]
    trouble: str = ""

    @property
    def media_type(self) -> str:
        """The declared media type in small letters, without parameters; "" if none."""
        return media_type(self.fields.get("content-type", ""))

    @property
    def charset(self) -> str:
        """The declared charset, "" if none."""
        return charset(self.fields.get("content-type", ""))

    def content(self, problems: list[str], watched: Watch | None = None) -> Iterator[bytes]:
        """The body with all codings taken off, in pieces of 1 MB at most; what is wrong is added to `problems`.

        `watched` gets the pieces after each coding that was taken off, and passes them on.
        """
        pieces = self.body
        for decoder in self._decoders():
            pieces = filter(None, decoder(pieces, problems))  # no piece is empty
            pieces = watched(pieces) if watched else pieces
        return pieces

    def _decoders(self) -> Iterator[Decoder]:
        """Takes off the transfer coding, then the content codings, the last one first."""
        if "chunked" in self.fields.get("transfer-encoding", "").lower():
            yield unchunked
        codings = self.fields.get("content-encoding", "").lower().replace(" ", "").split(",")
        for coding in codings[: -1 - _MOST_CODINGS : -1]:
            if coding in DECODERS:
                yield DECODERS[coding]


def parse(block: Iterator[bytes]) -> Message:
    """The message that a block holds; one that does not begin as a response does is all body."""
    data = next(block, b"")
    while len(data) < 32 and (piece := next(block, b"")):
        data += piece
    status = _STATUS.match(data)
    if not status:
        return Message(0, Fields(b""), chain((data,), block))
    header, rest, is_cut = _apart(data, block)
    trouble = f"its HTTP header is longer than {_LONGEST_HEADER // 1024} kB; the fields behind that are not read"
    fields, body = Fields(header.partition(b"\n")[2]), chain((rest,), block) if rest else block
    return Message(int(status[1]), fields, body, trouble if is_cut else "")


def _apart(data: bytes, block: Iterator[bytes]) -> tuple[bytes, bytes, bool]:
    """A message's header, what was read of the body behind it, and whether of a very long one only its beginning."""
    header = b""
    is_cut = False
    while not (end := _END_OF_HEADER.search(data)) and (piece := next(block, b"")):
        more, room = data[:-_LONGEST_END], _LONGEST_HEADER - len(header)
        is_cut |= len(more) > room
        header += more[:room]
        data = data[-_LONGEST_END:] + piece
    last, rest = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    is_cut |= len(header) + len(last) > _LONGEST_HEADER
    return (header + last)[:_LONGEST_HEADER], rest, is_cut


def media_type(declared: str) -> str:
    """The media type of a Content-Type, in small letters and without parameters."""
    return declared.partition(";")[0].partition(",")[0].strip().lower()


def charset(declared: str) -> str:
    """The charset of a Content-Type, "" if it states none."""
    found = _CHARSET.search(declared)
    return found[1] if found else ""
