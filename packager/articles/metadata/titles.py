"""The title of an article: which of the sources is taken.

Sources are the heading shown, JSON-LD's headline, og:title (with its like) and the title element. The heading shown is
taken, less a kicker that stands in an element of its own, unless

- JSON-LD's headline and og:title agree with each other and not with it; or
- JSON-LD calls it the alternative of its headline; or
- og:title was written for itself: twitter:title says the same and the title element does not, or it alone differs where
  all others are stated. A title that only adds to the heading shown (a column's name) was not.

The title element is made for searching: it tells which heading is meant, and a title that only it shares has no vote.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import words
from packager.articles.metadata.headings import shown_text
from packager.articles.metadata.metadata_words import folded
from packager.articles.metadata.stated_titles import HEADLINE, OPEN_GRAPH, plain, same
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
    return _outvoted(shown, stated) or _respelt(shown, known)


def _outvoted(shown: Value, stated: StatedTitles) -> Value | None:
    """The title of the fields where they say that it is another than the heading shown."""
    headline, open_graph = stated.headline, stated.open_graph
    other_headline, other_graph = (bool(text) and not same(text, shown.value) for text in (headline, open_graph))
    if other_headline and other_graph and same(headline, open_graph):
        return _unlike_shown(headline, f"{HEADLINE} and {OPEN_GRAPH}", shown)
    if other_headline and any(same(text, shown.value) for text in stated.alternatives):
        return _unlike_shown(headline, f"{HEADLINE}, whose alternative is shown", shown)
    if other_graph and _written_for_itself(shown, stated):
        return _unlike_shown(open_graph, OPEN_GRAPH, shown)
    return None


def _written_for_itself(shown: Value, stated: StatedTitles) -> bool:
    """Whether og:title, which is not what is shown, is neither a title for searching nor the shown one with a label."""
    open_graph, twitter = stated.open_graph, stated.twitter
    if not twitter or set(words(plain(shown.value))) <= set(words(plain(open_graph))):
        return False
    if same(twitter, open_graph):
        return not same(stated.head, open_graph)
    return all(same(text, shown.value) for text in (twitter, stated.headline, stated.head))


def _unlike_shown(title: str, evidence: str, shown: Value) -> Value:
    return Value(title, Basis.METADATA, f"{evidence}; shown: «{shown.value}»")


def _respelt(shown: Value, known: list[Value]) -> Value:
    """The heading shown without hyphenation, where a field spells it without."""
    bare = plain(shown.value)
    if bare != shown.value and any(folded(value.value) == folded(bare) for value in known):
        return Value(clean(bare), shown.basis, f"{shown.evidence}, less its hyphenation")
    return shown
