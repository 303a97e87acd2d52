"""The title of an article: which heading of the page is the title shown, and which of the sources is taken.

Sources are the heading shown, JSON-LD's headline, og:title (with its like) and the title element. The heading shown is
taken, less a kicker that stands in an element of its own, unless JSON-LD's headline and og:title agree with each other
and not with it. The title element is made for searching: it tells which heading is meant, and has no vote.
"""

from __future__ import annotations

import copy
import itertools
import re
from typing import TYPE_CHECKING

from lxml import etree

from packager.articles.clean_text import INVISIBLE, clean
from packager.articles.fields import TITLE_NAMES
from packager.articles.metadata_words import (
    folded,
    names_breadcrumb,
    names_elsewhere,
    names_hidden,
    names_kicker,
    names_logo,
)
from packager.articles.structured import Stated
from packager.articles.tree import HEADINGS, squeeze
from packager.articles.vocabulary import tokens, words
from packager.model import UNKNOWN, Basis, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.articles.fields import Fields
    from packager.articles.tree import Item

# How far a text must share the words of a stated title: not to be another thing, to be it, to be it though it is no h1,
# and to be the same.
UNLIKE, LIKE, SUPPORTED, SAME = 0.3, 0.5, 0.6, 0.9
# The title element agrees with less weight: it is made for searching.
HEAD_WEIGHT = 0.95
# A heading of lower rank is looked for so many items below the first of the highest.
REACH = 14
LEAST_WORDS = 3
# A site's name has at most so many parts.
SITE_PARTS = 4
LEAST_TEXT = 15

HEADLINE, OPEN_GRAPH = "JSON-LD headline", f"meta {TITLE_NAMES[0]}"
NOTHING = Stated("", "")

_APART = re.compile(r"\s+[-|–—·:»«•~/>]+\s+|\s*[|»]\s*|\s+::\s+|:\s+")
_PARTS_APART = re.compile(r"\s+(?:[-|–—·»«•~/>]+|::)\s+|\s*[|»]\s*")
_AROUND = " \t-–—:|·•»/\xa0"


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How far two texts have the same words: the F1 of their sets of words; 1 also for the same letters."""
    if not one or not other:
        return 0.0
    first, second = set(one), set(other)
    shared = len(first & second)
    if shared != len(first) and "".join(one) == "".join(other):
        return 1.0
    return 2 * shared / (len(first) + len(second))


class StatedTitles:
    """The titles that a page's fields state, less the site's name; any may be "".

    `heard` keeps the words of the page's headings that were asked for.
    """

    def __init__(self, fields: Fields) -> None:
        self._sites = fields.site_names
        self.heard: dict[int, list[str]] = {}
        self.head = self.without_site(fields.head_title)
        self.open_graph = self.without_site(fields.first(*TITLE_NAMES))
        # An element marked up as the headline is the heading shown itself, no other witness.
        declared = (said for said in fields.structured.stated("headline") if said.place == HEADLINE)
        self.headline = self.without_site(next(declared, NOTHING).text)
        self.whole = fields.head_title
        self._strong = [words(plain(text)) for text in (self.open_graph, self.headline) if text]
        parts = [part for part in _PARTS_APART.split(self.whole) if part and folded(part) not in self._sites]
        self._weak = [words(plain(text)) for text in {self.head, *parts} if text]

    def without_site(self, title: str) -> str:
        """A title less the site's name at its end or beginning; "" if it is no more than that."""
        if folded(title) in self._sites:
            return ""
        breaks = [match.span() for match in _APART.finditer(title)]
        for start, end in breaks[:-SITE_PARTS:-1]:
            if folded(title[end:]) in self._sites:
                return "" if folded(title[:start]) in self._sites else title[:start]
        for start, end in breaks[:SITE_PARTS]:
            if folded(title[:start]) in self._sites:
                return title[end:]
        return title

    def says(self, text: str) -> bool:
        """Whether a field states this text, and no more, as the title."""
        said = folded(text)
        return len(said) > LEAST_TEXT and said in map(folded, (self.open_graph, self.headline, self.head))

    def spelling(self, text: str) -> str:
        """A field's spelling of a text: the same letters, other marks between them; "" if no field has it."""
        said = folded(text)
        known = (self.headline, self.open_graph, self.head)
        return next((field for field in known if folded(field) == said), "")

    def added(self, title: str) -> str:
        """What the title element adds after the title, which is how it names its site; "" if it does not."""
        parts = [part for part in _APART.split(self.whole) if part]
        shown = words(plain(title))
        first = words(plain(parts[0])) if parts else []
        return parts[-1] if len(parts) > 1 and first and first == shown[: len(first)] else ""

    def support(self, said: Sequence[str]) -> float:
        """How well the fields support that these words are the title."""
        strong = max((likeness(said, stated) for stated in self._strong), default=0.0)
        weak = max((likeness(said, stated) for stated in self._weak), default=0.0)
        return max(strong, HEAD_WEIGHT * weak)

    def is_open_graph(self, said: Sequence[str]) -> bool:
        """Whether these words are og:title."""
        return bool(self.open_graph) and likeness(said, self._strong[0]) >= SAME

    def is_site(self, text: str) -> bool:
        """Whether a text is the site's name."""
        return folded(text) in self._sites


def plain(text: str) -> str:
    """A title without what only hyphenates it."""
    return INVISIBLE.sub("", text)


def shown_title(texts: Sequence[Item], stated: StatedTitles) -> Item | None:
    """The heading that is the article's title.

    An h1 that the fields support; a lower heading where that is og:title and no h1 is, or where the fields support it
    and no h1; else the first h1 that is no logo, breadcrumb or hidden; without any, a text that says no more than the
    fields do.
    """
    heads = [i for i in texts if i.heading in HEADINGS and not _elsewhere(i) and not _is_logo(i, stated)]
    first = [item for item in heads if item.heading == "h1"]
    lower = [item for item in heads if item.heading != "h1"]
    best = _best(first, stated)
    support = stated.support(title_words(best, stated)) if best is not None else 0.0
    if best is not None and support >= LIKE:
        named = [i for i in lower if abs(i.n - best.n) <= REACH and stated.is_open_graph(title_words(i, stated))]
        return named[0] if named and not stated.is_open_graph(title_words(best, stated)) else best
    fallback = _best(lower, stated)
    if support < UNLIKE and fallback is not None and stated.support(title_words(fallback, stated)) >= SUPPORTED:
        return fallback
    return best or _unmarked(texts, stated)


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


def _elsewhere(item: Item) -> bool:
    """Whether a heading stands in a breadcrumb, a navigation, a comment or among teasers."""
    return any(
        frame.tag in ("nav", "footer") or names_breadcrumb(frame.names) or names_elsewhere(frame.names)
        for frame in item.path
    )


def _is_logo(item: Item, stated: StatedTitles) -> bool:
    """Whether a heading is the site's name, a link to its front page, or hidden."""
    if stated.is_site(item.text) and item.heading == "h1":
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

    Parts at its beginning are cut that are named kicker, if a field leaves them out or none has them; others, if a field
    leaves them out and none has them. A heading that a field has whole is spelt as the field spells it.
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
