"""Chooses the photo for a volume's cover while its pictures pass by, and has the cover drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packager.volumes.matter import Matter
    from packager.writers.contract import Rendition

WIDTH, HEIGHT = 600, 400  # pixels: less does not fill a cover


class Cover:
    """Keeps the first picture that can fill a cover; the only picture a writer keeps in memory."""

    def __init__(self) -> None:
        self._photo: bytes | None = None

    def offer(self, rendition: Rendition) -> None:
        """Consider a picture of the volume."""
        large = rendition.width >= WIDTH and rendition.height >= HEIGHT
        if self._photo is None and large and rendition.media_type == "image/jpeg":
            self._photo = rendition.content

    def draw(self, of: Matter) -> bytes:
        """The cover as JPEG: publication, topic and period below the photo."""
        from packager.images.cover import draw_cover  # noqa: PLC0415 - Pillow is loaded only where a cover is drawn

        lines = [line for line in (of.volume.topic_label, of.period) if line]
        footer = of.labels.count("articles", len(of.volume.entries))
        return draw_cover(of.publication, lines, self._photo, footer)
