"""The search index in the catalogue: that it holds what it should, and does not contradict itself."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from packager.findings import finding
from packager.library.catalogue import Catalogue
from packager.library.objects import Objects
from packager.library.search import SearchIndex
from packager.publish.manifest import CATALOGUE
from packager.verify.holding import NOT_UNDERSTOOD, OBJECTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Finding
    from packager.verify.holding import Holding

DAMAGED = "is damaged, so that searches may find too little or too much; it follows from the articles, which are not"


def check(holding: Holding) -> Iterator[Finding]:
    """Whether the index is damaged; in a catalogue that cannot be understood that is for `catalogue` to tell."""
    if CATALOGUE not in holding.digests or holding.known.trouble:
        return
    with (
        suppress(*NOT_UNDERSTOOD),
        Catalogue(holding.output / CATALOGUE, reading=True) as catalogue,
    ):
        index = SearchIndex(catalogue, Objects(holding.output / OBJECTS))
        if index.is_made and not index.is_sound():
            yield finding("search-damaged", CATALOGUE, f"the search index in it {DAMAGED}")
