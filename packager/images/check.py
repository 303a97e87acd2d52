"""Finds truncated and damaged pictures before a reader does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.images import gif, png, soundness, webp

if TYPE_CHECKING:
    from packager.images.facts import Probe


def check(data: bytes, probe: Probe) -> None:
    """Whether a picture is whole, at the least cost: 0.2 ms for a usual photo of 310 kB (decoding it: 2.7 ms).

    The structure tells for a JPEG with sound tables and for a PNG, whose chunks carry checksums; everything else is
    decoded as well. Raises PictureUnreadable ("picture-damaged").
    """
    if probe.drawing:
        return  # `probe` has parsed it whole
    if probe.media_type == "image/jpeg":
        if soundness.sound(data):
            return
    elif probe.media_type == "image/png":
        png.check(data)
        return
    elif probe.media_type == "image/gif":
        gif.check(data)
    elif probe.media_type == "image/webp":
        webp.check(data)
    from packager.images import pillow  # noqa: PLC0415 - costs 13 ms, and most pictures do not need it

    pillow.decode(data, probe.media_type)
