"""Names the parts of a file by what they call themselves, so that each keeps its name wherever in the file it stands.

A part that stands elsewhere in the file tomorrow, as in every feed, is the same input then, and none takes another's
place.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from packager.readers.files import locator_of
from packager.slugs import short_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 200  # characters of what a part calls itself; data: URIs are called so, too
_DIGITS = 16


class Called(NamedTuple):
    """What a part calls itself (ids, addresses), the surest first; else it is called by its content (`digest`)."""

    names: tuple[str, ...]
    digest: str


def called(names: Sequence[str], content: bytes) -> Called:
    """What a part of such a content calls itself; names that say nothing are left out."""
    readable = (" ".join(name.split()) for name in names)
    return Called(tuple(dict.fromkeys(filter(None, readable))), sha256(content).hexdigest()[:_DIGITS])


def part_names(parts: Sequence[Called]) -> Iterator[str]:
    """The name of each part: the first of those that it alone calls itself, else one made of its content."""
    met = Counter(name for part in parts for name in part.names)
    for part in parts:
        yield next((_shortened(name) for name in part.names if met[name] == 1), part.digest)


def _shortened(name: str) -> str:
    written = locator_of(name)
    return written if len(written) <= LONGEST else f"{written[:LONGEST]}-{short_digest(name)}"
