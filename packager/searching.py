"""Searches in a library, narrowed as a person asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.errors import UsageError
from packager.library.objects import Objects
from packager.library.query import Query
from packager.library.search import Narrowing, SearchIndex
from packager.library.suggestions import Suggestions
from packager.slugs import slug, spelling
from packager.volumes import periods
from packager.volumes.topics import topics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.library.catalogue import Catalogue
    from packager.library.search import Found
    from packager.stages import Options


def index(catalogue: Catalogue, options: Options) -> SearchIndex:
    """The search index of a library."""
    return SearchIndex(catalogue, Objects(options.library / "objects"))


def keep_in_step(catalogue: Catalogue, options: Options) -> None:
    """Takes in what changed, in a library that was searched before: the first search makes the index.

    An index costs a tenth of the build (0.9 ms of 8 an article), and not every library is searched.
    """
    held = index(catalogue, options)
    if held.is_made:
        held.update()


def search(catalogue: Catalogue, text: str, options: Options, sources: Sequence[str], limit: int) -> Found:
    """The articles to bind that a query finds, of the periods and topics that the options name, of any of some sources.

    UsageError for a query without a word and for what is no period.
    """
    query, spans = Query.parse(text), tuple(map(_span, options.periods))
    held = index(catalogue, options)
    labels, suggested = _labels(held, catalogue, options)
    excluded = frozenset(filter(options.overrides.excludes, options.overrides.articles))
    asked = frozenset(sources) | frozenset(map(spelling, sources))
    return held.find(query, Narrowing(labels, suggested, spans, asked, excluded), limit)


def _span(period: str) -> tuple[str, str, int]:
    span = periods.span(period)
    if span is None:
        raise UsageError(
            f"--period {period}: is no period; give 2025, 2025-Q1, 2025-02, 2025-W08, 2025-02-21 or {periods.UNDATED}"
        )
    return span


def _labels(held: SearchIndex, catalogue: Catalogue, options: Options) -> tuple[frozenset[str] | None, frozenset[str]]:
    """The labels of the topics asked for, None for any, and the articles that a model puts under one of them."""
    if not options.topics:
        return None, frozenset()
    wanted = set(options.topics) | set(map(slug, options.topics))
    model = Suggestions(options.library)
    suggested = {}
    if model.in_use:
        without = catalogue.entries(card.id for card in catalogue.cards() if not card.topic)
        suggested = {entry.id: entry.metadata.topic.value for entry in model.labelled(without)}
    named = topics([*held.topics(), *suggested.values()], options.settings.topics)
    found = frozenset(label for label, topic in named.items() if topic.slug in wanted)
    under = {identifier for identifier, label in suggested.items() if label and label in found}
    return found, frozenset(under)
