"""Removes from a picture what is not picture: where it was taken, by whom, with what."""

from __future__ import annotations

from packager.images import gif, jpeg, png, webp
from packager.images.facts import Probe

_STRIPPERS = {"image/jpeg": jpeg.strip, "image/png": png.strip, "image/gif": gif.strip, "image/webp": webp.strip}


def strip(data: bytes, probe: Probe) -> bytes:
    """The same picture without metadata, its pixels untouched; the very same object if there is nothing to drop.

    The orientation goes with the EXIF block: read it beforehand (`probe`). Kinds that are always decoded (BMP, TIFF,
    AVIF) come back as they are. Raises PictureUnreadable ("picture-damaged") where the chain of segments breaks.
    """
    stripper = _STRIPPERS.get(probe.media_type)
    return stripper(data) if stripper else data


def is_plain(data: bytes, probe: Probe) -> bool:
    """Whether a picture is upright, in sRGB of 8 bits, opaque and still, and holds nothing to drop.

    Whether a profile takes it as it is then hangs on its kind and size alone. Raises PictureUnreadable as `strip` does.
    """
    usual = probe == Probe(probe.media_type, probe.width, probe.height)
    return usual and probe.media_type in _STRIPPERS and strip(data, probe) is data
