"""The picture that stands where one is missing."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def missing_picture() -> bytes:
    """The placeholder, an SVG of 24 x 18 units (image/svg+xml)."""
    return resources.files("packager.images").joinpath("missing.svg").read_bytes()
