"""A saved page -> the draft of its article: body, figures and related links chosen on the page's own tree."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from packager.articles.choice.bare import Signed, byline
from packager.articles.choice.blocks import Stream
from packager.articles.choice.explain import decisions
from packager.articles.choice.figures import find_figures
from packager.articles.choice.losses import losses
from packager.articles.choice.places import find_places
from packager.articles.choice.ruled import (
    authors_by_rule,
    chosen,
    issued_by_rule,
    related_links,
    section_by_rule,
    title_by_rule,
)
from packager.articles.continuation import continue_draft, rule_problems, unlinked
from packager.articles.dating.dates import find_date
from packager.articles.draft import Draft
from packager.articles.further_pages import FirstPage, refuse_further_page
from packager.articles.markup.page import Page
from packager.articles.markup.vocabulary import names_related
from packager.articles.metadata.page_metadata import PageMetadata, byline_items, clean
from packager.articles.rules import site_of
from packager.errors import CaptureFailed
from packager.model import UNKNOWN, Basis, Link, Metadata, Value
from packager.readers import names

if TYPE_CHECKING:
    from packager.articles.choice.body import Choice
    from packager.articles.markup.tree import Item
    from packager.articles.rules import Rules
    from packager.model import Capture

BYLINE = "byline of the article's header"
RELATED_LIMIT = 30
# With fewer words, no title, no picture and no page's name a page is no article.
LEAST_WORDS = 5
# A link stands at most so many frames deep in a box of related articles.
RELATED_DEPTH = 6
_LINK = re.compile(r'<a href="(https?://[^"]+)"')


def extract(
    text: str, capture: Capture, rules: Rules | None = None, *, explain: bool = False
) -> tuple[Draft, Metadata, PageMetadata]:
    """The draft and the metadata of a page; topic, identifier and capture time are for the caller to add.

    Raises CaptureFailed("no-text") for a page whose article holds no word.
    """
    entitled = (capture.given.title or capture.stated.title).value
    page = Page(text, capture.address, capture.locator, rules, whole=capture.whole, entitled=entitled)
    if not capture.whole:
        refuse_further_page(page, capture, rules)
    choice = chosen(page)
    figures, captions, refused = find_figures(page, choice)
    kept = [n for n in sorted(choice.kept) if n not in captions and n not in choice.lead]
    lead = [page.items[n] for n in sorted(choice.lead) if n not in captions]
    described = PageMetadata(page, [page.items[n] for n in (*sorted(choice.lead), *kept)])
    signed = byline(page) if page.bare else None
    creators = authors_by_rule(page.applied) or _signers(signed) or described.creators()
    bylines = byline_items(page, creators)
    kept = [n for n in kept if n not in bylines]
    if not kept and not lead and not (figures and (page.title or any(figure.caption for _, figure in figures))):
        raise CaptureFailed("no-text", "the page holds no article text")
    title = title_by_rule(page.applied) or _own_title(page) or described.title()
    if not (title or figures or capture.whole or names.is_page(capture.locator)):
        _check_says_enough([page.items[n].text for n in (*sorted(choice.lead), *kept)])
    metadata = Metadata(
        title=title,
        subtitle=described.subtitle(title, {*choice.lead, *kept, *captions, *bylines}),
        creator=creators,
        issued=_issued(page, described, signed),
        modified=described.modified(),
        language=described.language,
        publisher=described.publisher(),
        section=section_by_rule(page.applied) or described.section(),
        subject=described.subjects(),
        source=described.source(capture.address),
        rights=described.rights(),
    )
    metadata = replace(metadata, related=_related(page, choice, metadata.source.value))
    page.places = find_places(page, kept, sorted(choice.lead))
    draft = Draft(
        title=metadata.title.value,
        lead=[item.markup for item in lead],
        lead_text=" ".join(item.text for item in lead),
        stream=Stream(page, kept, figures, metadata.language.value).pieces,
        body_text=[page.items[n].text for n in kept],
        site=site_of(page.address),
        unlinked=unlinked(page, (*kept, *choice.lead, *captions)),
        cut=page.cut,
        problems=[*rule_problems(page), *losses(page, kept)],
    )
    if explain:
        parts = {"lead": choice.lead, "body": kept, "byline": bylines, "caption": captions}
        roles = {n: role for role, numbers in parts.items() for n in numbers}
        draft.decisions = list(decisions(page, choice, roles, refused))
    continue_draft(draft, FirstPage(page, capture, rules).series(choice), metadata, explain=explain)
    return draft, metadata, described


def _check_says_enough(texts: list[str]) -> None:
    """CaptureFailed for what says next to nothing, as the page that asks to log in where a feed should be."""
    said = " ".join(texts)
    if len(said.split()) < LEAST_WORDS:
        raise CaptureFailed("no-text", f"the page holds no article, only «{said}»")


def _own_title(page: Page) -> Value:
    """The title of an article alone, as it stands."""
    alone = (page.bare or page.whole) and page.title_item is not None
    return Value(page.title_item.text, Basis.VISIBLE, "h1") if alone and page.title_item is not None else UNKNOWN


def _signers(signed: Signed | None) -> tuple[Value, ...]:
    """Those who sign a bare article."""
    return tuple(Value(name, Basis.VISIBLE, BYLINE) for name in signed.names) if signed is not None else ()


def _issued(page: Page, described: PageMetadata, signed: Signed | None) -> Value:
    """When the article was issued: as the site's rule finds it, unless a field gives that day more precisely."""
    ruled = issued_by_rule(page.applied, described.language.value)
    if any(sign in ruled.value[11:] for sign in "Z+-"):
        return ruled  # to the moment
    stated = described.issued()
    moment = find_date(signed.moment, described.language.value) if signed is not None and not stated else None
    if moment is not None:
        return Value(moment.value, Basis.VISIBLE, BYLINE, moment.precision)
    same = stated.value[:10] == ruled.value[:10] and len(stated.value) >= len(ruled.value)
    return stated if same or not ruled else ruled


def _related(page: Page, choice: Choice, own: str) -> tuple[Link, ...]:
    """Other articles that this page leads to beside its text, each once: as the site's rule says, then from cards and
    boxes named so.
    """
    links = related_links(page, page.applied) if page.applied is not None else []
    for item in page.texts:
        if item.n not in choice.kept and page.headline(item) and _invites(item, choice):
            links.append(Link(clean(item.text), _address(page, item)))
    found = {link.address: link for link in reversed(links) if link.address and link.address != own}
    return tuple(reversed(found.values()))[:RELATED_LIMIT]


def _invites(item: Item, choice: Choice) -> bool:
    """Whether a text left out stands in a card, or in a box of related articles."""
    in_card = "card" in choice.reasons.get(item.n, "")
    return in_card or any(names_related(frame.names) for frame in item.path[-RELATED_DEPTH:])


def _address(page: Page, item: Item) -> str:
    """Where the link in a text, or the one round it, leads."""
    inside = _LINK.search(item.markup)
    if inside is not None:
        return html.unescape(inside.group(1))
    link = next((frame for frame in reversed(item.path) if frame.tag == "a"), None)
    return page.absolute(link.element.get("href") or "") if link is not None else ""
