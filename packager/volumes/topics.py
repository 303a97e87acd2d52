"""Which spellings of a label are one topic, and the slug they share."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.slugs import resolve, short_digest, slug, spelling, unmarked
from packager.volumes.order import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNSORTED = "unsorted"


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as one source writes it: its slug (`UNSORTED` for none) and its label after the user's aliases."""

    slug: str
    label: str


def topics(written: Iterable[str], aliases: Mapping[str, str]) -> dict[str, Topic]:
    """The topic of each label that sources write; `aliases` map a label as written to the one that stands for it."""
    found = {label: resolve(label, aliases) for label in set(written)}
    slugs = assign(found.values())
    return {label: Topic(slugs[resolved], resolved) for label, resolved in found.items()}


def assign(labels: Iterable[str]) -> dict[str, str]:
    """Each label's slug, where labels that are one topic share it and others never do.

    One topic: labels that differ in case, spaces and hyphens only, and a label without any diacritics ("kinh-te",
    as addresses and folders write it) with the same label written fully. Labels that differ in their diacritics are
    topics of their own; the first in order keeps the slug, the others add a short digest.
    """
    spellings = {label: spelling(label) for label in labels}
    owners: dict[str, str] = {}
    slugs = {"": UNSORTED}
    for key in sorted(set(spellings.values()) - {""}, key=lambda key: (key == unmarked(key), sort_key(key))):
        name = slug(key)
        owner = owners.setdefault(name, key)
        joins = key == unmarked(owner)
        slugs[key] = name if key == owner or joins else f"{name}-{short_digest(key)}"
    return {label: slugs[key] for label, key in spellings.items()}


def usual(labels: Iterable[str]) -> str:
    """The most common of several spellings; ties go to the first in order. "" for none."""
    counted = Counter(labels)
    del counted[""]
    return min(counted, key=lambda label: (-counted[label], sort_key(label)), default="")
