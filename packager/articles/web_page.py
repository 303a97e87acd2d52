"""A saved page -> the draft of its article: body, figures and related links chosen on the page's own tree."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from packager.articles.blocks import Stream
from packager.articles.body import choose
from packager.articles.draft import Draft
from packager.articles.explain import decisions
from packager.articles.figures import find_figures
from packager.articles.metadata import PageMetadata, byline_items, clean
from packager.articles.page import Page
from packager.errors import CaptureFailed
from packager.model import Link, Metadata

if TYPE_CHECKING:
    from packager.articles.body import Choice
    from packager.articles.tree import Item
    from packager.model import Capture

RELATED_LIMIT = 30


def extract(text: str, capture: Capture, *, explain: bool = False) -> tuple[Draft, Metadata, PageMetadata]:
    """The draft and the metadata of a page; topic, identifier and capture time are for the caller to add.

    Raises CaptureFailed("no-text") for a page whose article holds no word.
    """
    page = Page(text, capture.address, capture.locator)
    choice = choose(page)
    figures, captions, refused = find_figures(page, choice)
    kept = [n for n in sorted(choice.kept) if n not in captions and n not in choice.lead]
    lead = [page.items[n] for n in sorted(choice.lead) if n not in captions]
    described = PageMetadata(page, [page.items[n] for n in (*sorted(choice.lead), *kept)])
    creators = described.creators()
    bylines = byline_items(page, creators)
    kept = [n for n in kept if n not in bylines]
    if not kept and not lead and not figures:
        raise CaptureFailed("no-text", "the page holds no article text")
    metadata = Metadata(
        title=described.title(),
        creator=creators,
        issued=described.issued(),
        modified=described.modified(),
        language=described.language,
        publisher=described.publisher(),
        section=described.section(),
        subject=described.subjects(),
        source=described.source(capture.address),
        rights=described.rights(),
    )
    metadata = replace(metadata, related=_related(page, choice, metadata.source.value))
    draft = Draft(
        title=metadata.title.value,
        lead=[item.markup for item in lead],
        lead_text=" ".join(item.text for item in lead),
        stream=Stream(page, kept, figures).pieces,
        body_text=[page.items[n].text for n in kept],
        unlinked=page.unlinked,
        cut=page.cut,
    )
    if explain:
        parts = {"lead": choice.lead, "body": kept, "byline": bylines, "caption": captions}
        roles = {n: role for role, numbers in parts.items() for n in numbers}
        draft.decisions = list(decisions(page, choice, roles, refused))
    return draft, metadata, described


def _related(page: Page, choice: Choice, own: str) -> tuple[Link, ...]:
    """Other articles that cards beside this one lead to, each once."""
    found: dict[str, str] = {}
    for item in page.texts:
        if item.n not in choice.kept and page.headline(item) and "card" in choice.reasons.get(item.n, ""):
            address = _address(page, item)
            if address and address != own:
                found.setdefault(address, clean(item.text))
    return tuple(Link(title, address) for address, title in list(found.items())[:RELATED_LIMIT])


def _address(page: Page, item: Item) -> str:
    """Where the link round a text leads."""
    link = next((frame for frame in reversed(item.path) if frame.tag == "a"), None)
    return page.absolute(link.element.get("href") or "") if link is not None else ""
