"""Checks the digests that a record states of its block and its payload (WARC 1.1, 5.8 and 5.9)."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALGORITHMS = {"sha1": "sha1", "sha256": "sha256", "sha512": "sha512", "md5": "md5"}


class Digest:
    """A stated digest ("sha1:" and its digits in base 16, 32 or 64), and those of the bytes that pass by."""

    def __init__(self, stated: str) -> None:
        algorithm, _, value = stated.partition(":")
        self._name = _ALGORITHMS.get(algorithm.strip().lower().replace("-", ""), "")
        self._wanted = _bytes(
            value.strip(), hashlib.new(self._name, usedforsecurity=False).digest_size if self._name else 0
        )
        self._seen: list[hashlib._Hash] = []

    def watched(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces; all that are taken go into a digest of this run of them."""
        if not self._wanted:
            return pieces
        seen = hashlib.new(self._name, usedforsecurity=False)
        self._seen.append(seen)
        return _watched(pieces, seen)

    @property
    def differs(self) -> bool:
        """Whether a digest is stated, can be checked, and is that of no run of pieces."""
        return bool(self._wanted and self._seen) and all(seen.digest() != self._wanted for seen in self._seen)


def _watched(pieces: Iterator[bytes], seen: hashlib._Hash) -> Iterator[bytes]:
    for piece in pieces:
        seen.update(piece)
        yield piece


def _bytes(value: str, size: int) -> bytes:
    """A digest of so many bytes from its digits, whatever their base; b"" for what is none."""
    for decode in (bytes.fromhex, _base32, _base64):
        try:
            raw = decode(value)
        except ValueError:  # binascii.Error is one
            continue
        if len(raw) == size:
            return raw
    return b""


def _base32(value: str) -> bytes:
    return base64.b32decode(value.upper() + "=" * (-len(value) % 8))


def _base64(value: str) -> bytes:
    return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_" if set(value) & set("-_") else None)
