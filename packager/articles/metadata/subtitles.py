"""The subtitle of an article: what stands beside its title and is neither that nor its lead.

Precedence: the heading shown, where a field's title went before it, so that none of its words is lost; JSON-LD's and
microdata's alternative headline; meta fields; a text below the title in an element named subtitle, deck or the like.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from packager.articles.markup.vocabulary import words
from packager.articles.metadata.asides import is_aside
from packager.articles.metadata.headings import shown_text
from packager.articles.metadata.metadata_words import folded, listed, names_subtitle
from packager.articles.metadata.stated_titles import plain, same
from packager.articles.text.clean_text import clean
from packager.model import UNKNOWN, Basis, Value

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Item

SUBTITLE_NAMES = listed("fields", "subtitle")
LONGEST = 300
# It stands at most so many items below the title.
REACH = 4
# The first texts of the body, one of which a field may repeat.
OPENING = 3


def subtitle_of(page: Page, title: Value, body: Sequence[Item], used: Container[int]) -> Value:
    """The subtitle with its basis; unknown where nothing states one, or only what title and lead say.

    `used` are the numbers of the texts that are in the article already.
    """
    opening = [clean(item.text) for item in body[:OPENING]]
    found = chain(_shown_heading(page, title), _stated(page), _visible(page, used))
    return next((value for value in found if _tells_more(value.value, title.value, opening)), UNKNOWN)


def _tells_more(text: str, title: str, opening: Sequence[str]) -> bool:
    """Whether a text has words that the title lacks, and is none of the texts the article opens with."""
    if len(text) > LONGEST or "://" in text or set(words(plain(text))) <= set(words(plain(title))):
        return False
    said = folded(text)
    return not any(said in folded(other) or same(text, other) for other in opening)


def _shown_heading(page: Page, title: Value) -> Iterator[Value]:
    """The heading shown, where the title is a field's."""
    item = page.title_item
    if item is not None and title.basis is Basis.METADATA:
        shown, _ = shown_text(item, page.stated_titles)
        yield Value(clean(plain(shown)), Basis.VISIBLE, f"{item.heading or item.tag}, the heading shown")


def _stated(page: Page) -> Iterator[Value]:
    fields = page.fields
    for said in chain(fields.structured.stated("alternativeHeadline"), fields.stated(SUBTITLE_NAMES)):
        yield Value(said.text, Basis.METADATA, said.place)


def _visible(page: Page, used: Container[int]) -> Iterator[Value]:
    """Texts below the title in an element named after subtitles that are in the article not yet, and lead nowhere."""
    title = page.title_item
    below = page.items[title.n + 1 : title.n + REACH + 1] if title is not None else ()
    for item in below:
        if not item.is_text or item.linked or item.n in used:
            continue
        frame = next((frame for frame in item.path[-2:] if names_subtitle(frame.names)), None)
        if frame is not None and not is_aside(page, item.n):
            yield Value(clean(item.text), Basis.VISIBLE, f"{frame.tag} {' '.join(frame.names.split())}"[:80])
