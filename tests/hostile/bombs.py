"""A few bytes that unfold to many: zeros, packed a thousandfold, made without ever holding them."""

from __future__ import annotations

import struct
import zlib
from functools import cache

MEGABYTE = 1 << 20


@cache
def _piece():
    """A megabyte of zeros as deflate data that may be repeated (RFC 1951: whole blocks, no distance reaches back)."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packing.compress(bytes(MEGABYTE)) + packing.flush(zlib.Z_FULL_FLUSH)


def deflated(megabytes):
    """Raw deflate data of so many megabytes of zeros."""
    return _piece() * megabytes + b"\x03\0"


def zlib_packed(megabytes):
    """The same with the frame of zlib (RFC 1950); its checksum is right."""
    lower, upper = 1, (megabytes * MEGABYTE) % 65521
    return b"\x78\xda" + deflated(megabytes) + struct.pack(">HH", upper, lower)


def gzip_packed(megabytes, before=b""):
    """A gzip member (RFC 1952) of some bytes and zeros; its checksum is wrong, which who reads so far may say."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packing.compress(before) + packing.flush(zlib.Z_FULL_FLUSH)
    tail = struct.pack("<II", 0, (len(before) + megabytes * MEGABYTE) % 2**32)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + first + deflated(megabytes) + tail
