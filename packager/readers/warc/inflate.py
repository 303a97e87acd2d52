"""Inflates gzip, zlib and raw deflate data with ISA-L, twice as fast as zlib; zlib reads what is broken."""

from __future__ import annotations

import zlib
from typing import cast

from isal import isal_zlib

from packager.limits import MEGABYTE

Broken = cast("type[Exception]", isal_zlib.error)
GZIP_WINDOW = 16 + zlib.MAX_WBITS
_STEP = 256
_MOST_SALVAGED = 16 * MEGABYTE


def inflater(window: int) -> zlib._Decompress:
    """A decoder as `zlib.decompressobj` makes it, which raises Broken."""
    return cast("zlib._Decompress", isal_zlib.decompressobj(window))


def salvaged(before: zlib._Decompress, data: bytes) -> bytes:
    """What packed bytes unfold to before the place where they are broken, at most 16 MB."""
    out: list[bytes] = []
    at, length, step = 0, 0, _STEP
    while at < len(data) and length < _MOST_SALVAGED and not before.eof:
        decoder = before.copy()
        try:
            unfolded = decoder.decompress(data[at : at + step])
        except zlib.error:
            if step == 1:
                break
            step = 1  # the break is among the next bytes
            continue
        out.append(unfolded)
        before, at, length = decoder, at + step, length + len(unfolded)
    return b"".join(out)
