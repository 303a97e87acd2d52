"""The further pages of an article: found in its source by address or by file name, read, and put in order.

A further page that is read by itself looks for its first page in the same way, and leaves itself to that one if that
one leads to it. So both agree on what belongs together, whichever is read first.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from packager.articles.choice.body import good
from packager.articles.choice.ruled import chosen
from packager.articles.markup.page import Page
from packager.articles.markup.page_numbers import numbered
from packager.articles.markup.pagination import first_address, further_pages
from packager.articles.page_files import files_of_first, files_of_further, reference
from packager.articles.same_article import belongs, is_another_article, is_copy, numbers_in, own_addresses
from packager.articles.text.decode import Decoded, decode
from packager.errors import CaptureFailed, CaptureSkipped, ResourceRefused
from packager.limits import LARGEST_PAGE, MOST_PAGES
from packager.readers import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.articles.choice.body import Choice
    from packager.articles.rules import Rules
    from packager.model import Capture

# A page with fewer good texts is no article that goes on.
FEWEST_TEXTS = 2
# A text with more headings that lead to other pages is several articles.
MOST_HEADINGS = 4


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """A page after the first: its capture, whose resources are what lies beside it, its text, and what it holds."""

    capture: Capture
    decoded: Decoded
    page: Page


@dataclass(slots=True)
class Series:
    """The further pages of an article in order, and what is amiss: (finding code, message).

    `whole` says that the one page holds the whole article, the first page's part included.
    """

    pages: list[FurtherPage] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    whole: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the pages' files."""
        return [further.capture.locator for further in self.pages]


class FirstPage:
    """A page that others may follow, and the way to them: its capture's source, read by some rules."""

    def __init__(self, page: Page, capture: Capture, rules: Rules | None) -> None:
        self._page = page
        self._capture = capture
        self._rules = rules
        self._address = first_address(page)

    def series(self, choice: Choice) -> Series:
        """What goes on after this page: a page of the whole article before its further pages."""
        return next(self.every_series(choice))

    def every_series(self, choice: Choice) -> Iterator[Series]:
        """All that this page leads to, the best first; no further pages for a list of articles or for one of them."""
        single = self._single_page()
        if single is not None:
            yield Series([single], whole=True)
        stated = further_pages(self._page, self._address)
        is_first = stated and not is_further(self._page, self._capture, stated) and self._is_article(choice)
        yield self._collected(stated) if is_first else Series()

    def _is_article(self, choice: Choice) -> bool:
        """Whether the page holds an article's own text, and is no list of teasers or a site's front page."""
        texts = sum(good(self._page.items[n]) for n in choice.kept)
        cards = [self._page.items[n] for n, reason in choice.reasons.items() if "in a card" in reason]
        posts = sum(bool(card.heading) and min(choice.kept) < card.n < max(choice.kept) for card in cards)
        is_list = texts < FEWEST_TEXTS or len(cards) > texts or posts > MOST_HEADINGS
        return not is_list and bool(urlsplit(self._address).path.strip("/"))

    def _collected(self, stated: dict[int, str]) -> Series:
        """The pages that are stated by number, each of which may state more."""
        found = Series()
        missing: dict[int, str] = {}
        number = 1
        while number < max(stated):
            number += 1
            length = sum(len(further.capture.content) for further in found.pages)
            if number > MOST_PAGES or length > LARGEST_PAGE:
                message = f"goes on after page {number - 1}; what stands on further pages is not read"
                found.problems.append(("pages-too-many", message))
                break
            address = stated.get(number, "")
            held = list(self._held(address, number, found)) if address else []
            further = next((one for one in held if belongs(one.page, self._page, self._address)), None)
            if further is not None:
                found.pages.append(further)
                stated = further_pages(further.page, self._address, number) | stated
            elif not any(is_another_article(one.page, self._page, address) for one in held):
                missing[number] = address
        found.problems += [("page-missing", self._told(missing))] if missing else []
        return found

    def _held(self, address: str, number: int, found: Series) -> Iterator[FurtherPage]:
        """The pages that the source holds for a stated address, but for those already read and copies of the first."""
        taken = {self._capture.locator, *found.names}
        for place in (address, *self._places(address, number)):
            further = opened(self._capture, place, self._rules, taken, address)
            if further is not None and not is_copy(further.page, self._page):
                yield further

    def _places(self, address: str, number: int) -> Iterator[str]:
        """Where a further page may lie beside this one."""
        part = numbered(address)
        files = files_of_further(self._capture.locator, part.part if part is not None else f"-{number}", number)
        return (reference(file, self._capture.locator) for file in files)

    def _told(self, missing: dict[int, str]) -> str:
        """Which pages were not collected, and under which names they would be found; no address that we made up."""
        named = f"{names.stem(posixpath.basename(self._capture.locator))}-{min(missing)}.html"
        first = next((f" ({address})" for address in missing.values() if address[:5] not in ("", "file:")), "")
        if len(missing) == 1:
            return f"page {min(missing)}{first} was not collected; save it beside this one as {named}"
        numbers = ", ".join(map(str, missing))
        return f"pages {numbers}{first} were not collected; save them beside this one as {named} and so on"

    def _single_page(self) -> FurtherPage | None:
        """The page that holds the whole article, where the site's rule names it and the source holds it."""
        applied = self._page.applied
        for href in applied.single_page if applied is not None else ():
            address = self._page.absolute(href)
            places = dict.fromkeys((address, href, posixpath.basename(urlsplit(address).path)))
            for place in filter(None, places):
                whole = opened(self._capture, place, self._rules, {self._capture.locator}, address)
                if whole is not None and belongs(whole.page, self._page, self._address):
                    return whole
        return None


def refuse_further_page(page: Page, capture: Capture, rules: Rules | None) -> None:
    """Raises CaptureSkipped("continuation") for a page whose first page the source holds, where that leads to it."""
    part = _part_of(page, capture, rules, {capture.locator})
    if part:
        raise CaptureSkipped("continuation", f"{capture.locator}: is {part}")


def _part_of(page: Page, capture: Capture, rules: Rules | None, asked: set[str]) -> str:
    """What a page is of its first page; "" for one that has none, or one that is itself a further page."""
    for place in filter(None, dict.fromkeys(_places_of_first(page, capture))):
        first = opened(capture, place, rules, asked)
        if first is None:
            continue
        name = first.capture.locator
        for series in FirstPage(first.page, first.capture, rules).every_series(chosen(first.page)):
            is_part = capture.locator in series.names
            if is_part and not _part_of(first.page, first.capture, rules, {*asked, name}):
                which = "the whole text" if series.whole else f"page {series.names.index(capture.locator) + 2}"
                return f"{which} of {name}"
    return ""


def _places_of_first(page: Page, capture: Capture) -> Iterator[str]:
    """Where the first page may lie, if this is a further one."""
    for address in (capture.address, page.fields.canonical(), page.meta("og:url")):
        part = numbered(address)
        if part is not None and part.number > 1:
            yield page.absolute(part.first)
    yield from (reference(file, capture.locator) for file in files_of_first(capture.locator))
    if page.rule is not None and "single_page_link" in page.rule.expressions:
        for address in own_addresses(page, capture):
            yield from (address, posixpath.basename(urlsplit(address).path))


def is_further(page: Page, capture: Capture, stated: dict[int, str]) -> bool:
    """Whether a page comes after the first: its own number is near those that it states.

    A file's name may end in a number of another meaning: it counts only for a page that leads to the ones beside it and
    not to itself.
    """
    near = {number + step for number in stated for step in (-1, 0, 1)}
    if any(part.number > 1 and part.number in near for part in numbers_in(own_addresses(page, capture))):
        return True
    named = numbers_in([names.stem(capture.locator)])
    return any(part.number > 1 and part.number in near - stated.keys() for part in named)


def opened(capture: Capture, place: str, rules: Rules | None, taken: set[str], address: str = "") -> FurtherPage | None:
    """The page under a reference, unless it is one of those taken; None where there is none that can be read.

    `address` is the page's own as far as it is known.
    """
    try:
        resource = capture.resources.find(place)
        if resource is None or resource.name in taken:
            return None
        own = replace(capture.resources.open_page(resource), source=capture.source)
        own = replace(own, address=own.address or address)
        decoded = decode(own.content, "", html=True)
        return FurtherPage(own, decoded, Page(decoded.text, own.address, own.locator, rules))
    except (ResourceRefused, CaptureFailed):
        return None
