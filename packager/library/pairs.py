"""Duplicates beside what is bound in their place, as they are told to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.model import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packager.model import Metadata


@dataclass(frozen=True, slots=True)
class Told:
    """An article as a person knows it; `input` names what it was collected from, `address` is "" where unknown."""

    id: str
    input: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A duplicate and what is bound in its place.

    `kind` is the finding code that says so: "duplicate", "version" (both of one article), "same-text" or
    "near-duplicate"; `likeness` is about how many per cent of the words they have in common, None for one article's.
    """

    duplicate: Told
    bound: Told
    kind: str
    likeness: int | None
    why: str


def also(duplicates: Iterable[tuple[str, Metadata]]) -> dict[str, tuple[Link, ...]]:
    """By the id that is bound, where else its story stands: publisher (title where none is known) and address."""
    found: dict[str, dict[Link, None]] = {}
    for bound, known in duplicates:
        address = known.source.value
        name = known.publisher.value or ("" if address else known.title.value)
        found.setdefault(bound, {})[Link(name, address)] = None
    return {bound: tuple(links) for bound, links in found.items()}
