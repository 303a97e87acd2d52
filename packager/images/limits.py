"""The limits on pictures, in one place; docs/limits.md explains them to users."""

from __future__ import annotations

MAX_BYTES = 64 * 2**20
"""Bytes of one picture file: 64 MB."""

MAX_PIXELS = 100_000_000
"""Pixels of one picture; a decoded one takes up to four bytes a pixel (a 16 kB PNG can claim 132 megapixels)."""

MAX_PARTS = 100_000
"""Segments, chunks or blocks of one file; real ones have tens, a file made to waste time has millions."""

MAX_PROFILE_BYTES = 4 * 2**20
"""Bytes of an unpacked ICC colour profile inside a PNG; real ones have a few kilobytes, printing ones up to two MB."""
