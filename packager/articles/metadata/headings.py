"""Which heading of a page is the title that it shows, and what of it is a kicker."""

from __future__ import annotations

import copy
import itertools
from typing import TYPE_CHECKING

from lxml import etree

from packager.articles.markup.tree import HEADINGS
from packager.articles.markup.vocabulary import tokens, words
from packager.articles.metadata.metadata_words import (
    folded,
    names_breadcrumb,
    names_elsewhere,
    names_hidden,
    names_kicker,
    names_logo,
)
from packager.articles.metadata.stated_titles import LEAST_TEXT, plain
from packager.articles.text.characters import squeeze
from packager.articles.text.clean_text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.articles.markup.tree import Item
    from packager.articles.metadata.stated_titles import StatedTitles

# How far a text must share the words of a stated title: not to be another thing, to be it, to be it though it is no h1.
UNLIKE, LIKE, SUPPORTED = 0.3, 0.5, 0.6
# A heading of lower rank is looked for so many items below the first of the highest.
REACH = 14
LEAST_WORDS = 3

_AROUND = " \t-–—:|·•»/\xa0"


def shown_title(texts: Sequence[Item], stated: StatedTitles) -> Item | None:
    """The heading that is the article's title.

    An h1 that the fields support; a lower heading where that is og:title and no h1 is, or where the fields support it
    and no h1; else the first h1 that is no logo, breadcrumb or hidden and shares a word with them; without any, a text
    that says no more than the fields do.
    """
    heads = [item for item in texts if item.heading in HEADINGS]
    best = _best([i for i in heads if i.heading == "h1" and _may_be_title(i, stated)], stated)
    lower = (i for i in heads if i.heading != "h1" and _may_be_title(i, stated))
    support = stated.support(title_words(best, stated)) if best is not None else 0.0
    if best is not None and support >= LIKE:
        if stated.is_open_graph(title_words(best, stated)):
            return best
        near = (i for i in lower if abs(i.n - best.n) <= REACH)
        return next((i for i in near if stated.is_open_graph(title_words(i, stated))), best)
    fallback = _best(list(lower), stated)
    if support < UNLIKE and fallback is not None and stated.support(title_words(fallback, stated)) >= SUPPORTED:
        return fallback
    return best if best is not None and not stated.contradicts(title_words(best, stated)) else _unmarked(texts, stated)


def _best(items: Sequence[Item], stated: StatedTitles) -> Item | None:
    """The item that the fields support best; of equals the one that says more, then the first."""

    def rank(item: Item) -> tuple[float, int]:
        said = title_words(item, stated)
        return round(stated.support(said), 2), min(len(said), LEAST_WORDS)

    return max(items, key=rank, default=None)


def _unmarked(texts: Sequence[Item], stated: StatedTitles) -> Item | None:
    """A text in no heading that says no more than the fields' titles."""
    known = {word for text in (stated.open_graph, stated.headline, stated.whole) for word in words(plain(text))}
    found = [i for i in texts if len(i.text) > LEAST_TEXT and len(i.words) > LEAST_WORDS and set(i.words) <= known]
    return max(found, key=lambda item: len(item.words), default=None)


def _may_be_title(item: Item, stated: StatedTitles) -> bool:
    """Whether a heading stands where a title may, and is no logo."""
    return not _elsewhere(item) and not _is_logo(item, stated)


def _elsewhere(item: Item) -> bool:
    """Whether a heading stands in a breadcrumb, a navigation, a comment or among teasers."""
    return any(
        frame.tag in ("nav", "footer") or names_breadcrumb(frame.names) or names_elsewhere(frame.names)
        for frame in item.path
    )


def _is_logo(item: Item, stated: StatedTitles) -> bool:
    """Whether a heading is the site's name, a link to its front page, or hidden."""
    if item.heading == "h1" and stated.is_site(item.text):
        return True
    if any(names_logo(frame.names) or names_hidden(frame.names) for frame in item.path[-3:]):
        return True
    link = next((frame.element for frame in item.path if frame.tag == "a"), None)
    link = link if link is not None else item.element.find(".//a")
    if link is None or not item.linked:
        return False
    _, whole, rest = (link.get("href") or "").rstrip("/").rpartition("://")
    return "home" in (link.get("rel") or "") or ("/" not in rest if whole else rest in ("", ".", "..", "#"))


def title_words(item: Item, stated: StatedTitles) -> list[str]:
    """The words of a heading less its kicker."""
    known = stated.heard.get(item.n)
    if known is None:
        known = stated.heard[item.n] = words(plain(shown_text(item, stated)[0]))
    return known


def shown_text(item: Item, stated: StatedTitles) -> tuple[str, str]:
    """(title, kicker) of a heading.

    Parts at its beginning are cut that are named kicker, if a field leaves them out or none has them; others, if a
    field leaves them out and none has them. A heading that a field has whole is spelt as the field spells it.
    """
    whole = clean(item.text)
    heading = item.element
    if not len(heading):
        return whole, ""
    if next(heading.iter("rt"), None) is not None:
        return _without_readings(heading) or whole, ""
    parts = _parts(heading)
    if len(parts) < 2 or folded("".join(text for text, _ in parts)) != folded(whole):
        return whole, ""
    cuts = [_cut(parts, number) for number in range(1, len(parts))]
    cuts = [(rest, kicker) for rest, kicker in cuts if words(rest) and words(kicker)]
    named = [text for text, kicker in itertools.takewhile(lambda part: part[1] or not words(part[0]), parts)]
    left_out = next(((rest, kicker) for rest, kicker in cuts if stated.says(rest)), None)
    if left_out is not None and (words(" ".join(named)) or not stated.spelling(whole)):
        return left_out
    if spelling := stated.spelling(whole):
        return spelling, ""
    return cuts[len(named) - 1] if named and len(named) <= len(cuts) and words(" ".join(named)) else (whole, "")


def _cut(parts: Sequence[tuple[str, bool]], number: int) -> tuple[str, str]:
    """A heading's text from some part on, and the text before it."""
    rest, before = (" ".join(text for text, _ in some) for some in (parts[number:], parts[:number]))
    return clean(rest).strip(_AROUND), clean(before).strip(_AROUND)


def _parts(heading: etree._Element) -> list[tuple[str, bool]]:
    """The texts of a heading's parts in order, each with whether it is named a kicker."""
    while len(heading) == 1 and not (heading.text or "").strip() and not (heading[0].tail or "").strip():
        heading = heading[0]
    parts = [(heading.text or "", False)]
    for child in heading:
        if isinstance(child.tag, str) and child.tag not in ("em", "i", "b", "strong", "sub", "sup", "q", "ruby", "rt"):
            parts += [
                ("".join(map(str, child.itertext())), names_kicker(tokens(child.get("class") or ""))),
                (child.tail or "", False),
            ]
        else:
            parts.append(("".join(map(str, child.itertext())) + (child.tail or ""), False))
    return [(squeeze(text), kicker) for text, kicker in parts if text.strip()]


def _without_readings(heading: etree._Element) -> str:
    """A heading's text without the readings that stand over its letters."""
    bare = copy.deepcopy(heading)
    bare.tail = None
    etree.strip_elements(bare, "rt", "rp", with_tail=False)
    return clean("".join(map(str, bare.itertext())))
