"""Removes from a picture what is not picture: where it was taken, by whom, with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.images import gif, jpeg, png, webp

if TYPE_CHECKING:
    from packager.images.facts import Probe

_STRIPPERS = {"image/jpeg": jpeg.strip, "image/png": png.strip, "image/gif": gif.strip, "image/webp": webp.strip}


def strip(data: bytes, probe: Probe) -> bytes:
    """The same picture without metadata, its pixels untouched; the very same object if there is nothing to drop.

    The orientation goes with the EXIF block: read it beforehand (`probe`). Kinds that are always decoded (BMP, TIFF,
    AVIF) come back as they are. Raises PictureUnreadable ("picture-damaged") where the chain of segments breaks.
    """
    stripper = _STRIPPERS.get(probe.media_type)
    return stripper(data) if stripper else data
