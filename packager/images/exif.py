"""Reads the orientation from an EXIF block, and nothing else of it."""

from __future__ import annotations

import struct

_ORIENTATION = 0x0112
_SHORT = 3
_ENTRY = 12


def orientation(block: bytes) -> int:
    """The orientation (1-8) of an EXIF block, a small TIFF file (EXIF 2.32, 4.6); 1 where it says none or is broken."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(order + "I", block, 4)
        (entries,) = struct.unpack_from(order + "H", block, directory)
        for number in range(entries):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", block, directory + 2 + number * _ENTRY)
            if tag == _ORIENTATION:
                return value if kind == _SHORT and 1 <= value <= 8 else 1
    except struct.error:
        return 1
    return 1
