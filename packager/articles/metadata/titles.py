"""The title of an article: which of the sources is taken.

Sources are the heading shown, JSON-LD's headline, og:title (with its like) and the title element. The heading shown is
taken, less a kicker that stands in an element of its own, unless JSON-LD's headline and og:title agree with each other
and not with it. The title element is made for searching: it tells which heading is meant, and has no vote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import words
from packager.articles.metadata.headings import shown_text
from packager.articles.metadata.metadata_words import folded
from packager.articles.metadata.stated_titles import HEADLINE, OPEN_GRAPH, SAME, likeness, plain
from packager.articles.text.clean_text import clean
from packager.model import UNKNOWN, Basis, Value

if TYPE_CHECKING:
    from packager.articles.markup.tree import Item
    from packager.articles.metadata.stated_titles import StatedTitles


def title_of(item: Item | None, stated: StatedTitles) -> Value:
    """The article's title with its basis; unknown where nothing states one."""
    named = (
        Value(stated.headline, Basis.METADATA, HEADLINE),
        Value(stated.open_graph, Basis.METADATA, OPEN_GRAPH),
        Value(stated.head or stated.whole, Basis.METADATA, "title element"),
    )
    known = [value for value in named if value]
    if item is None:
        return next((value for value in (named[1], *named) if value), UNKNOWN)
    text, kicker = shown_text(item, stated)
    name = item.heading or item.tag
    shown = Value(text, Basis.VISIBLE, f"{name}, less «{kicker}»" if kicker else name)
    return _outvoted(shown, known) or _respelt(shown, known)


def _outvoted(shown: Value, known: list[Value]) -> Value | None:
    """JSON-LD's headline where og:title says the same and not what the heading shown says."""
    spoken = {value.evidence: words(plain(value.value)) for value in known}
    headline, shared = spoken.get(HEADLINE, []), spoken.get(OPEN_GRAPH, [])
    said = words(plain(shown.value))
    if likeness(headline, shared) < SAME or max(likeness(said, headline), likeness(said, shared)) >= SAME:
        return None
    evidence = f"{HEADLINE} and {OPEN_GRAPH}; shown: «{shown.value}»"
    return Value(known[0].value, Basis.METADATA, evidence)


def _respelt(shown: Value, known: list[Value]) -> Value:
    """The heading shown without hyphenation, where a field spells it without."""
    bare = plain(shown.value)
    if bare != shown.value and any(folded(value.value) == folded(bare) for value in known):
        return Value(clean(bare), shown.basis, f"{shown.evidence}, less its hyphenation")
    return shown
