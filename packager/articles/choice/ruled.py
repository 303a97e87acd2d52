"""The article of a page as its site's rule finds it: which texts and pictures are in, and what the rule says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.choice.bare import choose_all
from packager.articles.choice.body import Choice, choose, link_cards, never_body, side_box
from packager.articles.choice.pull_quotes import SAID_AGAIN, pull_quotes
from packager.articles.dating.dates import find_date
from packager.articles.metadata.people import parts_of
from packager.articles.text.clean_text import clean
from packager.model import UNKNOWN, Link, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item
    from packager.articles.rules import Applied

OUTSIDE = "outside the body that the site's rule names"


def frames_in(item: Item, elements: Iterable[etree._Element]) -> list[Frame]:
    """The frames of an item's path that are among some elements, outermost first."""
    wanted = set(elements)
    return [frame for frame in item.path if frame.element in wanted]


def chosen(page: Page) -> Choice:
    """The article's texts: by the site's rule where it finds the body, all of an article alone, else by frames."""
    if page.bare or page.whole:
        return choose_all(page)
    ruled, rule = page.ruled, page.rule
    choice = choose_by_rule(page, ruled, prune=rule.prune) if ruled is not None and rule is not None else choose(page)
    for n in pull_quotes(page, choice.kept):
        choice.kept.discard(n)
        choice.lead.discard(n)
        choice.reasons[n] = SAID_AGAIN
    return choice


def choose_by_rule(page: Page, applied: Applied, *, prune: bool) -> Choice:
    """The texts in the elements that the rule calls body and lead, less what it strips.

    With `prune` what is named as a side box, and cards that lead to other pages, are left out within the body too.
    """
    reasons: dict[int, str] = {}
    lead: set[int] = set()
    body: list[Item] = []
    for item in page.texts:
        reason = _outside(page, item, applied)
        if not reason and frames_in(item, applied.lead):
            lead.add(item.n)
        elif not reason:
            boxes = item.path[frames_in(item, applied.body)[0].depth + 1 :] if prune else ()
            box = next((f for f in boxes if (never_body(f) or side_box(f)) and not item.embed), None)
            reason = f"in a box beside the article ({box.tag} {box.names.strip()})" if box is not None else ""
            if not reason:
                body.append(item)
        if reason:
            reasons[item.n] = reason
    cards = _cards(page, body, applied) if prune else set()
    kept = set(lead)
    for item in body:
        if any(frame in cards for frame in item.path):
            reasons[item.n] = "in a card that leads to another page"
        else:
            kept.add(item.n)
    return Choice(kept, lead, reasons)


def _outside(page: Page, item: Item, applied: Applied) -> str:
    """Why a text cannot be body or lead; "" if it can."""
    stripped = next((applied.stripped[f.element] for f in item.path if f.element in applied.stripped), "")
    if stripped:
        return stripped
    if page.says_title(item):
        return "the title again"
    if frames_in(item, applied.related):
        return "a related link"
    if frames_in(item, applied.author_elements):
        return "the byline"
    if page.is_caption(item):
        return "caption"
    return "" if frames_in(item, (*applied.body, *applied.lead)) else OUTSIDE


def _cards(page: Page, body: list[Item], applied: Applied) -> set[Frame]:
    solid = {frame for item in body for frame in item.path if frame.element in set(applied.body)}
    solid |= {frame for item in body for top in [*frames_in(item, applied.body)] for frame in item.path[: top.depth]}
    return {frame for frame in link_cards(page, body, solid) if frame.tag not in ("p", "a", "span")}


def picture_refusal(page: Page, item: Item, applied: Applied) -> str:
    """Why a picture is not the article's by the rule; "" if it is."""
    stripped = next((applied.stripped[f.element] for f in item.path if f.element in applied.stripped), "")
    if stripped or item.n in page.dull:
        return stripped or page.dull[item.n]
    if frames_in(item, applied.related):
        return "a related link's picture"
    inside = frames_in(item, (*applied.body, *applied.lead, *applied.gallery))
    return "" if inside else OUTSIDE


def authors_by_rule(applied: Applied | None) -> tuple[Value, ...]:
    """The people whom the rule finds."""
    if applied is None:
        return ()
    named = ((author, name) for author in applied.authors for name in parts_of(clean(author.value)))
    names = [Value(name, author.basis, author.evidence) for author, name in named]
    return tuple({value.value.casefold(): value for value in names}.values())


def title_by_rule(applied: Applied | None) -> Value:
    """The title that the rule finds."""
    return _cleaned(applied.title) if applied is not None else UNKNOWN


def section_by_rule(applied: Applied | None) -> Value:
    """The section that the rule finds."""
    return _cleaned(applied.section) if applied is not None else UNKNOWN


def issued_by_rule(applied: Applied | None, language: str) -> Value:
    """The date of issue that the rule finds."""
    date = applied.date if applied is not None else UNKNOWN
    found = find_date(date.value, language) if date else None
    if found is None:
        return UNKNOWN
    return Value(found.value, date.basis, f"{date.evidence}: «{clean(date.value)[:80]}»", found.precision)


def _cleaned(value: Value) -> Value:
    return Value(clean(value.value), value.basis, value.evidence) if value else value


def related_links(page: Page, applied: Applied) -> list[Link]:
    """The links in what the rule calls related."""
    links = (link for element in applied.related for link in element.iter("a"))
    found = ((clean("".join(map(str, link.itertext()))), page.absolute(link.get("href") or "")) for link in links)
    return [Link(title, address) for title, address in found if title and address]
