"""Splits MIME messages (RFC 2045 to 2047) into their parts, one after the other however deep they nest.

Damage costs what is damaged: a boundary that is not stated, or wrong, is taken from the first line that looks like one;
a part ends where the next begins, or with the file; of a broken encoding the rest is decoded.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field
from email.header import decode_header
from typing import TYPE_CHECKING

from packager.limits import MOST_PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_HEAD = 64 * 1024
_LONGEST_VALUE = 4000
_LONGEST_BOUNDARY = 200
# A binary part holds few lines that begin like a delimiter; a message of them is no message.
_MOST_DELIMITERS = 200_000
_HEADER = re.compile(rb"([!-9;-~]{1,100})[ \t]*:[ \t]*")
# What may stand before a message: a byte order mark, blank lines, the status line of its download.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,1000}(?:HTTP/\d[^\r\n]{0,200}\r?\n)?")
_LINE_END = re.compile(rb"\r\n|\n|\r")
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))
_PADDING = re.compile(rb"=+")
_PARAMETER = re.compile(r""";\s{0,99}([\w!#$&.+^-]{1,50})\*?\s{0,9}=\s{0,9}(?:"([^"]*)"?|'([^']*)'|([^\s;]*))""")


@dataclass(slots=True)
class Part:
    """One part: its header fields by small letters, and where its body stands in the message."""

    headers: dict[str, str]
    start: int
    end: int = -1

    @property
    def media_type(self) -> str:
        """The type in small letters, "" where none is stated."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_multipart(self) -> bool:
        """Whether the part holds others."""
        return self.media_type.startswith("multipart/")

    def parameter(self, name: str) -> str:
        """A parameter of the type, "" without."""
        found = (
            match for match in _PARAMETER.finditer(self.headers.get("content-type", "")) if match[1].lower() == name
        )
        return next((match[2] or match[3] or match[4] or "" for match in found), "")


@dataclass(slots=True)
class Message:
    """A message: its own head, the parts that hold no others, and what is damaged, in words."""

    head: Part
    parts: list[Part] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)


def split(content: bytes) -> Message:
    """The parts of a message, which itself is the only one where it is no multipart."""
    before = _BEFORE.match(content)
    head = _head(content, before.end() if before else 0)
    message = Message(head)
    if head.is_multipart:
        _Splitter(content, message).run()
    else:
        head.end = len(content)
        message.parts.append(head)
    return message


class _Splitter:
    """Splits one multipart message; `_open` are the boundaries it stands inside, outermost first."""

    def __init__(self, content: bytes, message: Message) -> None:
        self._content = content
        self._message = message
        self._open: list[bytes] = []
        self._depths: dict[bytes, int] = {}
        self._part: Part | None = message.head
        self._awaits_boundary = False
        self._enter(message.head)

    def run(self) -> None:
        """Fills the message's parts."""
        closed, met = False, False
        for start, line, after in self._delimiters():
            found = self._boundary(line, after)
            if found is None:
                continue
            met = True
            boundary, closes = found
            closed = closes and self._depths[boundary] == 0
            self._close(start)
            self._leave(boundary, inclusive=closes)
            if not closes:
                self._begin(after)
        self._close(len(self._content))
        if not met:
            self._message.parts.append(Part({}, self._message.head.start, len(self._content)))
        if not closed:
            self._message.damage.append("the file ends before its last boundary")

    def _delimiters(self) -> Iterator[tuple[int, bytes, int]]:
        """Lines that begin with "--": where the part before ends, what follows the dashes, where the next line is."""
        content = self._content
        start = self._message.head.start
        if not content.startswith(b"--", start):
            start = content.find(b"\n--", start) + 1
        for _ in range(_MOST_DELIMITERS):
            if not content.startswith(b"--", start) or start < self._message.head.start:
                return
            stop = content.find(b"\n", start)
            stop = len(content) if stop < 0 else stop
            line = content[start + 2 : min(stop, start + 2 + _LONGEST_BOUNDARY)].rstrip()
            yield _before_line_end(content, start), line, min(stop + 1, len(content))
            start = content.find(b"\n--", stop) + 1
            if not start:
                return
        self._message.damage.append(f"more than {_MOST_DELIMITERS:,} lines begin like a boundary; the rest is one part")

    def _boundary(self, line: bytes, after: int) -> tuple[bytes, bool] | None:
        """The boundary that a line is, and whether it closes; one that is not stated is taken as it stands there."""
        if line in self._depths:
            return line, False
        if line.endswith(b"--") and line[:-2] in self._depths:
            return line[:-2], True
        if not (line and self._part is not None and self._part.is_multipart):
            return None
        if not self._awaits_boundary and not self._looks_opened(after):
            return None
        if self._part is self._message.head:  # the one that it states, if any, has not been met
            self._open.clear()
            self._depths.clear()
        self._push(line)
        return line, False

    def _looks_opened(self, after: int) -> bool:
        """Whether header fields follow."""
        match = _HEADER.match(self._content, after)
        return match is not None and match[1].lower().startswith(b"content-")

    def _begin(self, start: int) -> None:
        if len(self._message.parts) >= MOST_PARTS:
            told = f"holds more than {MOST_PARTS:,} parts; the others were left out"
            self._message.damage += [told] if told not in self._message.damage else []
            return
        self._part = _head(self._content, start)
        if self._part.media_type == "message/rfc822":  # a message that was sent on stands for its own parts
            self._part = _head(self._content, self._part.start)
        self._enter(self._part)

    def _enter(self, part: Part) -> None:
        """Opens the boundary that a multipart states."""
        if not part.is_multipart:
            return
        boundary = part.parameter("boundary").encode("utf-8", "surrogateescape").rstrip()
        self._awaits_boundary = not boundary
        if boundary and boundary not in self._depths:
            self._push(boundary)

    def _push(self, boundary: bytes) -> None:
        self._depths[boundary] = len(self._open)
        self._open.append(boundary)
        self._awaits_boundary = False

    def _leave(self, boundary: bytes, *, inclusive: bool) -> None:
        """Leaves what stands inside a boundary, and with `inclusive` that itself, except for the outermost."""
        keep = max(self._depths[boundary] + (0 if inclusive else 1), 1)
        for inner in self._open[keep:]:
            del self._depths[inner]
        del self._open[keep:]

    def _close(self, end: int) -> None:
        """Ends the part that is read; what precedes the first part of a multipart, or follows its last, is no part."""
        part = self._part
        if part is not None and not part.is_multipart:
            part.end = max(end, part.start)
            self._message.parts.append(part)
        self._part = None


def _before_line_end(content: bytes, start: int) -> int:
    """Where a part ends whose delimiter begins at `start`: the line end before belongs to the delimiter."""
    end = start - 1 if start and content[start - 1 : start] == b"\n" else start
    return end - 1 if end and content[end - 1 : end] == b"\r" else end


def _head(content: bytes, start: int) -> Part:
    """The head of a part that begins at `start`; it ends before the first line that is blank or no field."""
    headers: dict[str, str] = {}
    name, position = "", start
    limit = min(len(content), start + _LONGEST_HEAD)
    while position < limit:
        ending = _LINE_END.search(content, position, limit)
        stop, after = (ending.start(), ending.end()) if ending else (limit, limit)
        line = content[position:stop]
        if not line.strip():
            return Part(headers, after)
        found = _HEADER.match(line)
        if line[:1] in (b" ", b"\t") and name:
            if len(headers[name]) < _LONGEST_VALUE:
                headers[name] += " " + _text(line.strip())
        elif found and not line.startswith(b"--"):
            name = found[1].decode("ascii").lower()
            headers.setdefault(name, _text(line[found.end() :].strip()))
        elif position == start and line.startswith(b"From "):  # the first line of a mailbox
            name = ""
        else:
            return Part(headers, position)
        position = after
    return Part(headers, position)


def _text(value: bytes) -> str:
    try:
        return value[:_LONGEST_VALUE].decode()
    except UnicodeDecodeError:
        return value[:_LONGEST_VALUE].decode("latin-1")


def unfolded(value: str) -> str:
    """A field's value with its encoded words decoded (RFC 2047); as it stands where they are broken."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
        decoded = (piece if isinstance(piece, str) else piece.decode(charset or "utf-8") for piece, charset in pieces)
        return "".join(decoded)
    except (ValueError, LookupError, AttributeError, IndexError):  # HeaderParseError is a ValueError
        return value


def decoded(content: bytes, part: Part) -> tuple[bytes, str]:
    """The bytes of a part with its transfer encoding undone, and what is broken of that, "" where nothing is."""
    body = content[part.start : part.end]
    encoding = part.headers.get("content-transfer-encoding", "").partition(";")[0].strip().lower()
    if encoding == "base64":
        return _base64(body)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body), ""
    known = encoding in {"", "7bit", "8bit", "binary"}
    return (
        body,
        "" if known else f"the transfer encoding {encoding[:40]!r} is not known; the bytes were taken as they are",
    )


def _base64(body: bytes) -> tuple[bytes, str]:
    """Base64 as far as it goes: what is no letter of it is passed over (RFC 2045, section 6.8)."""
    packed = body.translate(None, _NOT_BASE64)
    strays = len(body.translate(None, b" \t\r\n")) != len(packed)
    pieces = [piece for piece in _PADDING.split(packed) if piece]
    cut = any(len(piece) % 4 == 1 for piece in pieces)
    whole = [piece[:-1] if len(piece) % 4 == 1 else piece for piece in pieces]
    content = b"".join(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)) for piece in whole)
    return content, "its base64 is broken; what could be decoded was kept" if strays or cut else ""
