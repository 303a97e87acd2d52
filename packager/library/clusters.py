"""Decides which of the articles that tell one story is bound. A pure function of them and of what a person decided.

Every duplicate is like the one that is bound in its place, never only like another duplicate of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.findings import finding
from packager.library.duplicates import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from packager.config import Duplicates
    from packager.model import Finding

SAME = 100


@dataclass(frozen=True, slots=True)
class Teller:
    """An article as far as the choice needs it: the key of its text, how many pictures are held and how many missing.

    `issued` is ISO 8601 or "".
    """

    id: str
    source: str
    locator: str
    text: int
    held: int = 0
    missing: int = 0
    words: int = 0
    issued: str = ""

    @property
    def name(self) -> str:
        """The input as reports name it."""
        return f"{self.source}/{self.locator}"


@dataclass(frozen=True, slots=True)
class Place:
    """What an article is among those that tell the same: bound itself, or the one that is and how like it is."""

    teller: Teller
    bound: Teller | None = None
    likeness: int = SAME
    why: str = ""

    @property
    def reason(self) -> str:
        """Why the article is not bound, "" if it is."""
        if self.bound is None:
            return ""
        if self.likeness == SAME:
            return f"the same text as {self.bound.name}, which {self.why}"
        return f"nearly the same text as {self.bound.name} (about {self.likeness} % of the words), which {self.why}"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The note that says so."""
        if self.bound is None:
            return ()
        return (finding("same-text" if self.likeness == SAME else "near-duplicate", self.teller.name, self.reason),)


def decide(tellers: Iterable[Teller], near: Mapping[int, Mapping[int, int]], pins: Duplicates) -> list[Place]:
    """The place of each article; `near` says which texts are nearly the same.

    The most complete is bound (`order`), and what is like it goes to it; of the others again, until each has a place.
    """
    apart = {pair for one, other in pins.apart for pair in ((one, other), (other, one))}
    bound: list[Teller] = []
    places: list[Place] = []
    for teller in sorted(tellers, key=lambda teller: order(teller, pins)):
        like = [
            (likeness, one)
            for one in bound
            if (likeness := SAME if one.text == teller.text else near.get(one.text, {}).get(teller.text, 0))
            and (one.id, teller.id) not in apart
        ]
        if like and teller.id not in pins.bound:
            likeness, best = max(like, key=lambda found: found[0])  # the first of the most alike
            places.append(Place(teller, best, likeness, preference(best, teller, pins)))
        else:
            bound.append(teller)
            places.append(Place(teller))
    return places


def order(teller: Teller, pins: Duplicates) -> tuple[object, ...]:
    """Sorts articles from the one to bind first: pinned, the most complete, the earliest, by name."""
    complete = (-teller.held, teller.missing, -teller.words)
    dated = (not teller.issued, moment(teller.issued))
    return (teller.id not in pins.bound, *complete, *dated, teller.source, teller.locator)


def preference(bound: Teller, other: Teller, pins: Duplicates) -> str:
    """Why the one is bound rather than the other: the first thing that tells them apart in their order."""
    if bound.id in pins.bound:
        return "is pinned"
    if bound.held != other.held:
        return f"has more pictures ({bound.held}, not {other.held})"
    if bound.missing != other.missing:
        return f"misses fewer pictures ({bound.missing}, not {other.missing})"
    if bound.words != other.words:
        return f"has more words ({bound.words}, not {other.words})"
    if moment(bound.issued) != moment(other.issued):
        return f"was issued earlier ({bound.issued})" if other.issued else f"has a date ({bound.issued})"
    return "comes first by name"
