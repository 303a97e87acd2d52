"""Chooses the picture that stands for each article in lists, and makes it small."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from packager.errors import PictureUnreadable
from packager.images import Rendition, probe, thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from packager.model import Entry, Picture
    from packager.writers import contract

EDGE = 240  # pixels of the longer edge: sharp at 6 em, about 8 kB
MOST = 500  # articles of a volume: more would cost 4 MB and as much time as the chapters themselves

_LEAST = 120  # pixels of the shorter edge of a picture that says something when small
_WIDEST = 3  # times as long as wide: banners and ribbons say nothing when small


def pictures_for(entries: Iterable[Entry]) -> Mapping[str, list[str]]:
    """The ids of the articles that each original, by its digest, stands for; none in a volume of more than `MOST`.

    It is the first picture of an article that is no ribbon and no icon.
    """
    held = list(entries)
    found: dict[str, list[str]] = defaultdict(list)
    for entry in held if len(held) <= MOST else ():
        first = next(filter(_fits, entry.pictures), None)
        if first is not None:
            found[first.digest].append(entry.id)
    return found


def is_small(rendition: contract.Rendition) -> bool:
    """Whether a picture needs no smaller one."""
    return max(rendition.width, rendition.height) <= EDGE


def thumbnail_of(rendition: contract.Rendition) -> Rendition | None:
    """The small JPEG of a picture; None where it cannot be drawn."""
    try:
        content = thumbnail(rendition.content, EDGE)
    except PictureUnreadable:  # the chapter shows it, as far as a reading system can
        return None
    facts = probe(content)
    return Rendition(content, facts.media_type, facts.suffix, facts.width, facts.height)


def _fits(picture: Picture) -> bool:
    short, long = sorted((picture.width, picture.height))
    return picture.held and short >= _LEAST and long <= _WIDEST * short
