"""A page that holds one article and nothing else, as reading modes and exports write it: all of it is the article.

Nothing is weighed there: no text is too short, no picture too dull, and a figure's caption is its figcaption.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from packager.articles.choice.body import Choice, signs_quote
from packager.articles.markup.tree import SKIPPED
from packager.articles.markup.vocabulary import names_lead, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item

ARTICLE = frozenset(("article", "main"))
# What a page with more than its article has.
BESIDE = ("nav", "footer", "form", "button", "aside", "article")
MOST_LINKED = 0.5
# A whole article's title is one of its first so many texts, and shares so many of its words with the stated one.
OPENING = 4
PARAGRAPHS = ("p", "div")
LIKE = 0.8
NAMES_APART = ", "
DATE_APART = " · "


class Signed(NamedTuple):
    """A byline: its text's number, the names, and the moment that its time element gives."""

    number: int
    names: tuple[str, ...]
    moment: str


def article_of(root: etree._Element) -> etree._Element | None:
    """The article of a page that holds nothing beside it, under one h1 of its own; None for other pages."""
    body = root.find("body")
    shown = [element for element in body if element.tag not in SKIPPED] if body is not None else []
    if len(shown) != 1 or shown[0].tag not in ARTICLE or (body is not None and (body.text or "").strip()):
        return None
    article = shown[0]
    beside = (element for tag in BESIDE for element in article.iter(tag) if element is not article)
    alone = not (article.tail or "").strip() and all(_is_box(element) for element in beside)
    return article if alone and article.find("header/h1") is not None and len(list(article.iter("h1"))) == 1 else None


def _is_box(element: etree._Element) -> bool:
    """Whether an element belongs to the article: who a quote is by, or an aside that says more than its links."""
    if element.tag != "aside":
        return signs_quote(element)
    linked = sum(len(str(text)) for link in element.iter("a") for text in link.itertext())
    return linked < MOST_LINKED * sum(len(str(text)) for text in element.itertext())


def title_of(page: Page) -> Item | None:
    """The text of the page's h1."""
    return next((item for item in page.texts if item.heading == "h1"), None)


def opening_title(page: Page) -> Item | None:
    """The heading at the top of a whole article that says what is stated as its title, else its only h1."""
    opening = [item for item in page.texts[:OPENING] if item.heading]
    stated = set(words(page.entitled))
    for item in opening:
        said = set(words(item.text))
        if stated and len(said & stated) >= LIKE * len(said | stated):
            return item
    first = [item for item in page.texts if item.heading == "h1"]
    return first[0] if len(first) == 1 and first[0] in opening else None


def choose_all(page: Page) -> Choice:
    """Every text but the title; what stands below it in the article's header is the lead, or what is named so there."""
    texts = {item.n for item in page.texts if item is not page.title_item}
    signed = byline(page)
    lead = {item.n for item in _in_header(page) if item is not page.title_item}
    if page.whole:
        named = {item.n for item in takewhile(_is_named_lead, _below_title(page))}
        lead |= named if named < texts else set()
    if signed is not None:
        texts.discard(signed.number)
        lead.discard(signed.number)
    reasons = {signed.number: "the byline"} if signed is not None else {}
    return Choice(texts, lead, reasons)


def _below_title(page: Page) -> Iterator[Item]:
    return (item for item in page.items if item is not page.title_item)


def _is_named_lead(item: Item) -> bool:
    return item.is_text and item.tag in PARAGRAPHS and any(names_lead(frame.names) for frame in item.path[-2:])


def byline(page: Page) -> Signed | None:
    """The text of the article's header that ends with a time element; None without."""
    for item in _in_header(page):
        time = item.path[-1].element.find("time")
        if time is not None and time.get("datetime") and not (time.tail or "").strip():
            names = (item.path[-1].element.text or "").strip().removesuffix(DATE_APART.strip()).strip()
            return Signed(item.n, tuple(filter(None, names.split(NAMES_APART))), time.get("datetime") or "")
    return None


def _in_header(page: Page) -> list[Item]:
    header = next((frame for frame in page.frames if frame.tag == "header"), None)
    return [item for item in page.inside(header) if item.is_text] if header is not None else []


def figures(page: Page) -> Iterator[tuple[list[Item], list[Item]]]:
    """The pictures of each figure with the texts of its figcaption; a picture outside all figures stands alone."""
    groups: dict[Frame | int, list[Item]] = {}
    for item in page.items:
        if not item.is_text:
            figure = next((frame for frame in item.path if frame.tag == "figure"), None)
            groups.setdefault(figure if figure is not None else item.n, []).append(item)
    for home, shown in groups.items():
        inside = page.inside(home) if not isinstance(home, int) else []
        yield shown, [text for text in inside if text.is_text and any(f.tag == "figcaption" for f in text.path)]
