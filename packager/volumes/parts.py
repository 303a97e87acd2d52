"""Cuts a volume that is too large into parts: by date, so that what comes later goes to the last part."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from packager.volumes.plan import chronological, ordered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from packager.config import Settings
    from packager.model import Entry, Volume

FIXED = 500_000  # bytes of what every file has: its cover above all, with a photo that later articles may bring
SHARE = 1_500  # bytes of what the lists say of an article (700 to 1,300 are usual)
STEP = 1_000  # bytes that a chapter is counted in, so that its neighbours' names make no difference
_LEAST = 0.5  # of the articles that a part keeps, at least, when it turned out too large


class Weight(NamedTuple):
    """What an article takes in a file: the bytes of its chapter, and the names of the pictures that it shows."""

    chapter: int
    pictures: frozenset[str]


@dataclass(slots=True)
class Weights:
    """What takes how many bytes in a file: articles by their ids, pictures by their names."""

    articles: dict[str, Weight] = field(default_factory=dict)
    pictures: dict[str, int] = field(default_factory=dict)


def cut(
    entries: Sequence[Entry], settings: Settings, weights: Weights | None, most: Mapping[int, int]
) -> Iterator[tuple[Entry, ...]]:
    """The articles of each part, by date; each part takes as many as fit, one at least.

    Where the cut falls depends on nothing that comes later. `weights` are None where only articles are counted; `most`
    says for a part, by its number, how many articles it may have.
    """
    rest, number = chronological(entries), 1
    while rest:
        length = min(most.get(number, len(rest)), settings.max_articles or len(rest))
        if weights and settings.max_size:
            length = min(length, _fitting(rest, settings.max_size, weights))
        yield rest[:length]
        rest, number = rest[length:], number + 1


def part(volume: Volume, number: int, of: int, entries: Sequence[Entry], settings: Settings) -> Volume:
    """One of a volume's parts, with its articles in the order of volumes."""
    return replace(volume, part=number, parts=of, entries=ordered(entries, settings))


def fewer(articles: int, size: int, limit: int) -> int:
    """How many articles a part should have that is too large with so many."""
    return max(1, min(articles - 1, int(articles * max(_LEAST, limit / size))))


def _fitting(entries: Sequence[Entry], limit: int, weights: Weights) -> int:
    """How many of the articles fit a file of so many bytes, one at least."""
    size, shown = FIXED, set[str]()
    for count, entry in enumerate(entries):
        weight = weights.articles[entry.id]
        size += SHARE + -(-weight.chapter // STEP) * STEP
        size += sum(weights.pictures[name] for name in weight.pictures - shown)
        shown |= weight.pictures
        if size > limit:
            return max(1, count)
    return len(entries)
