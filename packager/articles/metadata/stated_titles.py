"""The titles that a page's fields state, less the site's name, and how far a text says the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import words
from packager.articles.metadata.fields import TITLE_NAMES
from packager.articles.metadata.metadata_words import folded
from packager.articles.metadata.structured import Stated
from packager.articles.text.clean_text import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.articles.metadata.fields import Fields

# How far two texts must share their words to be the same.
SAME = 0.9
# The title element agrees with less weight: it is made for searching.
HEAD_WEIGHT = 0.95
# A site's name has at most so many parts.
SITE_PARTS = 4
LEAST_TEXT = 15
# A title of so many words is no mere label.
WHOLE = 4

HEADLINE, OPEN_GRAPH = "JSON-LD headline", f"meta {TITLE_NAMES[0]}"
NOTHING = Stated("", "")

# White space is looked at from its beginning only: from everywhere within it would cost quadratic time.
_APART = re.compile(r"(?<!\s)\s+(?:[-|–—·:»«•~/>]+|::)\s+|(?:(?<!\s)\s+)?[|»]\s*|:\s+")
_PARTS_APART = re.compile(r"(?<!\s)\s+(?:[-|–—·»«•~/>]+|::)\s+|(?:(?<!\s)\s+)?[|»]\s*")


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
        self.twitter = self.without_site(fields.first("twitter:title"))
        self.alternatives = [said.text for said in fields.structured.stated("alternativeHeadline")]
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

    def contradicts(self, said: Sequence[str]) -> bool:
        """Whether a field states a whole title that has none of these words."""
        known = [stated for stated in self._strong if len(stated) >= WHOLE]
        return bool(known) and not any(set(said) & set(stated) for stated in known)

    def is_open_graph(self, said: Sequence[str]) -> bool:
        """Whether these words are og:title."""
        return bool(self.open_graph) and likeness(said, self._strong[0]) >= SAME

    def is_site(self, text: str) -> bool:
        """Whether a text is the site's name."""
        return folded(text) in self._sites


def plain(text: str) -> str:
    """A title without what only hyphenates it."""
    return INVISIBLE.sub("", text)


def same(one: str, other: str) -> bool:
    """Whether two titles say the same in nearly the same words."""
    return likeness(words(plain(one)), words(plain(other))) >= SAME
