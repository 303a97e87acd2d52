"""Chooses the photo for a volume's cover while its pictures pass by, and has the cover drawn."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from packager.errors import PictureUnreadable
from packager.findings import finding
from packager.images.cover_photos import fills_cover

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.model import Entry, Finding, Picture
    from packager.volumes.matter import Matter
    from packager.writers.contract import Rendition

_LEAST = (240, 160)
"""Pixels: less is no photo for a cover, not even in a frame."""

_SHARP = 1000
"""Pixels across from which a photo fills a cover without looking coarse."""

_OFTEN = 3
"""Articles that show one picture: then it is a portrait of a columnist or a house picture, and stands for none."""

Rank: TypeAlias = "tuple[bool, int, bool, int, int, int]"


class Cover:
    """Keeps the best photo so far of those that pass by; the only picture a writer keeps in memory."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._ranks = ranks(entries)
        self._best: Rank | None = None
        self._photo: bytes | None = None

    def offer(self, picture: Picture, rendition: Rendition) -> None:
        """Consider a picture of the volume; what is no JPEG in it is a drawing, not a photo."""
        rank = self._ranks.get(picture.digest)
        if rank and rendition.media_type == "image/jpeg" and (self._best is None or rank < self._best):
            self._best, self._photo = rank, rendition.content

    def draw(self, of: Matter) -> tuple[bytes, list[Finding]]:
        """The cover as JPEG, and what could not be shown on it."""
        from packager.images.cover import Words, draw_cover  # noqa: PLC0415 - Pillow is loaded where a cover is drawn

        where, findings = f"{of.volume.path}: the cover", []
        extent = of.labels.count("articles", len(of.volume.entries))
        period = " · ".join(filter(None, (of.period, of.part)))
        words = Words(of.publication, of.volume.topic_label, period, extent, _mark(of))
        try:
            drawn = draw_cover(words, self._photo)
        except PictureUnreadable as error:
            findings.append(finding(error.code, where, error.message))
            drawn = draw_cover(words)
        if drawn.undrawn:
            findings.append(finding("cover-letters", where, _told(drawn.undrawn)))
        return drawn.content, findings


def ranks(entries: Sequence[Entry]) -> dict[str, Rank]:
    """Digest of each picture that can lead a cover -> its rank, the best first (docs/covers.md has the rule)."""
    shown = Counter(digest for entry in entries for digest in {picture.digest for picture in entry.pictures})
    found: dict[str, Rank] = {}
    for number, entry in enumerate(entries):
        for place, picture in enumerate(entry.pictures):
            size = _size(picture)
            if picture.held and size is not None:
                often = shown[picture.digest] >= _OFTEN
                rank = often, size, place > 0, -entry.words, number, place
                found[picture.digest] = min(rank, found.get(picture.digest, rank))
    return found


def _size(picture: Picture) -> int | None:
    """0 for a sharp photo, 1 for one that fills a cover, 2 for one that does in a frame; None for none of these."""
    if picture.width < _LEAST[0] or picture.height < _LEAST[1]:
        return None
    if not fills_cover(picture.width, picture.height):
        return 2
    return 0 if picture.width >= _SHARP else 1


def _mark(of: Matter) -> str:
    """The number of the month, week, day ...; else the first letter of what the volume is called."""
    numbers = re.findall("[0-9]+", of.volume.period)
    return numbers[-1].lstrip("0") if numbers else (of.volume.topic_label or of.publication)[:1].upper()


def _told(letters: str) -> str:
    """What is not shown, and of which scripts it is."""
    scripts = sorted({unicodedata.name(letter, "UNNAMED").split()[0].capitalize() for letter in letters})
    return f"letters that no font for covers has are left out: {letters[:20]} ({', '.join(scripts[:6])})"
