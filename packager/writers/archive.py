"""Writes a ZIP archive in one pass, each member once, with nothing in it but what was added.

Python's zipfile goes back to patch each header, so a digest could only be taken by reading the archive again; it also
writes a member's CRC after the data where it cannot go back, which an EPUB's `mimetype` must not have (OCF 3.3, 4.3.3).
Layout: PKWARE APPNOTE 6.3 (4.3.7 local header, 4.3.12 central directory, 4.3.14 and on: ZIP64 for large archives).
"""

from __future__ import annotations

import struct
from typing import Protocol

from packager.compression import checksum, deflated
from packager.errors import VolumeError

LARGEST = 0xFFFFFFFF  # bytes or an offset that 32 bits hold; this value itself says "see ZIP64"
MOST = 0xFFFF  # members that 16 bits count

_STORED, _DEFLATED = 0, 8
_PLAIN, _ZIP64 = 20, 45  # versions needed to extract: 2.0 and 4.5
_UNIX = 3 << 8
_MODE = 0o100644 << 16  # a regular file that its owner may write
_TIME, _DATE = 0, 1 << 5 | 1  # 1980-01-01 00:00:00, the earliest a ZIP can say
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END_ZIP64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
_EXTRA_ZIP64 = struct.Struct("<2HQ")


class Sink(Protocol):
    """Takes bytes in order."""

    def write(self, content: bytes) -> object:
        """Append bytes."""


class Archive:
    """A ZIP archive being written to `out`: `add` the members, then `close`."""

    def __init__(self, out: Sink, *, largest: int = LARGEST) -> None:
        self._out = out
        self._largest = largest
        self._offset = 0
        self._listed = 0
        self._directory: dict[str, bytes] = {}

    @property
    def length(self) -> int:
        """The bytes that everything so far takes, its entries in the central directory among them."""
        return self._offset + self._listed

    def add(self, name: str, content: bytes, *, stored: bool = False) -> None:
        """Add a member under an ASCII name, deflated unless `stored`; VolumeError for a second of its name.

        Compressed kinds (JPEG, PNG ...) are better stored: deflating them costs 40 times more for 0.2 % of size.
        """
        if name.lower() in self._directory or len(content) > LARGEST:
            raise VolumeError(f"{name}: stands twice in the volume, or is larger than 4 GiB; please report this")
        data = content if stored else deflated(content)
        method = _STORED if stored else _DEFLATED
        raw = name.encode("ascii")
        facts = (0, method, _TIME, _DATE, checksum(content), len(data), len(content), len(raw))
        entry = self._directory[name.lower()] = self._entry(raw, facts)
        self._listed += len(entry)
        self._write(_LOCAL.pack(b"PK\3\4", _PLAIN, *facts, 0) + raw)
        self._write(data)

    def close(self) -> None:
        """Write the central directory."""
        start = self._offset
        self._write(b"".join(self._directory.values()))
        size, count = self._offset - start, len(self._directory)
        if start > self._largest or count > MOST:
            end = self._offset
            self._write(
                _END_ZIP64.pack(
                    b"PK\6\6", _END_ZIP64.size - 12, _UNIX | _ZIP64, _ZIP64, 0, 0, count, count, size, start
                )
            )
            self._write(_LOCATOR.pack(b"PK\6\7", 0, end, 1))
            start, count = LARGEST, min(count, MOST)
        self._write(_END.pack(b"PK\5\6", 0, 0, count, count, size, start, 0))

    def _entry(self, raw: bytes, facts: tuple[int, ...]) -> bytes:
        """The member's entry in the central directory; its offset stands in a ZIP64 field where 32 bits are too few."""
        large = self._offset > self._largest
        extra = _EXTRA_ZIP64.pack(1, 8, self._offset) if large else b""
        version = _ZIP64 if large else _PLAIN
        offset = LARGEST if large else self._offset
        head = _CENTRAL.pack(b"PK\1\2", _UNIX | version, version, *facts, len(extra), 0, 0, 0, _MODE, offset)
        return head + raw + extra

    def _write(self, content: bytes) -> None:
        self._out.write(content)
        self._offset += len(content)
