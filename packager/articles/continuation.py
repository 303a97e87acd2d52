"""Puts what stands on an article's further pages after its first page: their bodies and figures, nothing said twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from packager.articles.choice.blocks import Stream
from packager.articles.choice.explain import decisions
from packager.articles.choice.figures import find_figures
from packager.articles.choice.losses import losses
from packager.articles.choice.places import find_places
from packager.articles.choice.ruled import chosen
from packager.articles.markup.inline import addresses
from packager.articles.markup.pictures import same_picture
from packager.articles.metadata.page_metadata import byline_items

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packager.articles.draft import Draft, Figure
    from packager.articles.further_pages import FurtherPage, Series
    from packager.articles.markup.page import Page
    from packager.model import Metadata

# A shorter text may be said on each page and mean something there.
LONG_TEXT = 30


def continue_draft(draft: Draft, series: Series, metadata: Metadata, *, explain: bool) -> None:
    """Adds the pages of a series to the draft of the first page; a page that holds all takes the place of its body."""
    if series.whole:
        draft.stream, draft.body_text = [], []
        draft.decisions = [
            replace(decision, role="", reason="stands on the page of the whole article")
            if decision.role in BODY
            else decision
            for decision in draft.decisions
        ]
    draft.problems += series.problems
    for further in series.pages:
        draft.further.append((further.capture, further.decoded))
        _append(draft, further, metadata, explain=explain)


BODY = frozenset(("body", "caption", "picture"))


def _append(draft: Draft, further: FurtherPage, metadata: Metadata, *, explain: bool) -> None:
    page = further.page
    choice = chosen(page)
    found, captions, refused = find_figures(page, choice)
    figures = _new_figures(draft, found, refused)
    repeated = {n: reason for n in choice.kept if (reason := _repeats(draft, page.items[n].text))}
    bylines = byline_items(page, metadata.creator)
    kept = [n for n in sorted(choice.kept) if n not in captions and n not in repeated and n not in bylines]
    page.places = find_places(page, kept, (), len(draft.further))
    draft.stream += Stream(page, kept, figures, metadata.language.value).pieces
    draft.body_text += [page.items[n].text for n in kept]
    draft.unlinked += unlinked(page, (*kept, *captions))
    draft.cut = draft.cut or page.cut
    draft.problems += [*rule_problems(page), *losses(page, kept)]
    if explain:
        choice.reasons.update(repeated)
        parts = {"body": kept, "byline": bylines, "caption": captions}
        roles = {n: role for role, numbers in parts.items() for n in numbers}
        draft.decisions += decisions(page, choice, roles, refused)


def _repeats(draft: Draft, text: str) -> str:
    """Why a text of a further page says nothing new; "" if it does."""
    is_long = len(text) > LONG_TEXT
    if text in (draft.title, draft.lead_text) or (is_long and text in draft.lead_text):
        return "said on the first page"
    return "said on a page before" if is_long and text in draft.body_text else ""


def _new_figures(draft: Draft, found: list[tuple[int, Figure]], refused: dict[int, str]) -> list[tuple[int, Figure]]:
    """The figures of a further page without the pictures that were shown before; those that only metadata name too."""
    number = len(draft.further)
    before = frozenset[str]().union(*(same_picture(shown.addresses) for shown in draft.shown))
    figures = []
    for n, figure in found:
        pictures = [shown for shown in figure.pictures if n >= 0 and not same_picture(shown.addresses) & before]
        if pictures:
            figures.append((n, replace(figure, pictures=[replace(shown, page=number) for shown in pictures])))
        elif n >= 0:
            refused[n] = "shown on a page before"
    return figures


def unlinked(page: Page, numbers: Iterable[int]) -> int:
    """How many links in some texts lead nowhere."""
    return sum(page.leads_nowhere(href) for n in numbers for href in addresses(page.items[n].pieces))


def rule_problems(page: Page) -> list[tuple[str, str]]:
    """What is wrong with the site's rule on this page: (finding code, message)."""
    if page.rule is None or page.applied is None:
        return []
    stale = ", ".join(page.applied.stale)
    found = [("rule-stale", f"the rule {page.rule.name} finds no {stale} on this page")] if stale else []
    return found + [("rule-line", str(problem)) for problem in (*page.rule.problems, *page.applied.problems)]
