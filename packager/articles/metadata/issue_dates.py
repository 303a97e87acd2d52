"""When an article was issued and last changed, by stated precedence.

Issued: fields that speak of the issue alone (JSON-LD and microdata datePublished, article:published_time and its like);
time elements of the article; then fields that may also tell of a change or of the hour the page was made, unless an
earlier day is printed by the title; what is printed there; a date in the address. A date stated in UTC that is printed
in local time is taken as printed: the printed day is the paper's.
"""

from __future__ import annotations

import itertools
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from packager.articles.dating.dates import find_date
from packager.articles.markup.tree import HEADINGS
from packager.articles.metadata.asides import HEAD, is_aside, is_element_aside, texts_between, title_number
from packager.articles.metadata.metadata_words import listed, names_date, phrases
from packager.articles.metadata.structured import text_of
from packager.articles.text.characters import squeeze
from packager.articles.text.clean_text import clean, field_text
from packager.model import UNKNOWN, Basis, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml import etree

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Item
    from packager.articles.metadata.structured import Stated

ISSUED, UNCERTAIN, MODIFIED = (listed("fields", key) for key in ("issued", "uncertain", "modified"))
# A printed date stands so many items above or below the title, or below the body's last, in a text so long.
ABOVE, BELOW, AFTER = 10, 16, 8
TEXT, BOX_TEXT, ALONE = 90, 160, 40
QUOTE = 80
# A date's parts in boxes of their own are at most so many.
MOST_PARTS = 8
MOST_TIMES = 40
# So many printed dates are heard where fields disagree.
MOST_SHOWN = 2
# Clocks differ by at most so much, in steps of a quarter of an hour, and a page tells minutes only.
WIDEST = timedelta(hours=14)
STEP, SLACK = timedelta(minutes=15), timedelta(minutes=2)

_ISSUED_CUE = re.compile(rf"(?<!\w)(?:{phrases('dates', 'issued_cue')})(?!\w)", re.IGNORECASE)
_CHANGED_CUE = re.compile(rf"(?<!\w)(?:{phrases('dates', 'changed_cue')})(?!\w)", re.IGNORECASE)
# At the start of a text such a word speaks of its first date.
_CHANGED = re.compile(rf"^printed: «\W{{0,3}}(?:{phrases('dates', 'changed_cue')})(?!\w)", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_SHORT_YEAR = re.compile(r"(?<![\d.,/])(\d{1,2})([./])(\d{1,2})\2(\d\d)(?![\d./:])")
_BARRED = re.compile(r"(?<=\d)\s*\|\s*(?=\d{1,2}\s*\||\d{4}\b)")
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_UTC = ("Z", "+00:00", "-00:00")


def issued(page: Page, body: Sequence[Item], language: str) -> Value:
    """The day or moment an article was issued; unknown where neither the page nor its address says so."""
    certain = _certain(page, body, language)
    if certain:
        return _as_printed(certain, page, language)
    timed = _first(_time_elements(page, language))
    if timed:
        return timed
    uncertain = _first(_dated(said, language) for said in _stated(page, "dateCreated", UNCERTAIN))
    printed = _first(_printed(page, body, language))
    if uncertain and (not printed or printed.value[:10] >= uncertain.value[:10]):
        return uncertain
    return printed or _first(_in_address(page))


def _certain(page: Page, body: Sequence[Item], language: str) -> Value:
    """The first field that speaks of the issue alone; of fields that name different days, the one that is printed.

    A field that only repeats the change gives way to an earlier day.
    """
    dated = [value for said in _stated(page, "datePublished", ISSUED) if (value := _dated(said, language))]
    if not dated:
        return UNKNOWN
    if dated[0].value == modified(page, language).value:
        others = [value for value in dated if value.evidence.startswith("meta article:")]
        return min((dated[0], *others), key=lambda value: value.value[:10])
    dated += [value for said in _stated(page, "dateCreated", UNCERTAIN) if (value := _dated(said, language))]
    timed = [*itertools.islice(_time_elements(page, language), 1)] if dated[0].evidence.startswith("meta") else []
    dated += timed
    if len({value.value[:10] for value in dated}) > 1:
        shown = itertools.chain(itertools.islice(_printed(page, body, language), MOST_SHOWN), timed)
        return next((value for day in shown for value in dated if value.value[:10] == day.value[:10]), dated[0])
    return dated[0]


def modified(page: Page, language: str) -> Value:
    """When an article was last changed, as its fields say."""
    return _first(_dated(said, language) for said in _stated(page, "dateModified", MODIFIED))


def stated(page: Page) -> list[Value]:
    """The fields that state the date of issue, whether they hold a date or not."""
    said = (*_stated(page, "datePublished", ISSUED), *_stated(page, "dateCreated", UNCERTAIN))
    return [Value(text, Basis.METADATA, place) for text, place, _ in said]


def stated_days(page: Page) -> set[str]:
    """The days of issue that fields state."""
    said = (_dated(said, "") for said in _stated(page, "datePublished", ISSUED))
    return {value.value[:10] for value in said if value}


def tells_date(text: str) -> bool:
    """Whether a text holds words that announce a date of issue or of change."""
    return _ISSUED_CUE.search(text) is not None or _CHANGED_CUE.search(text) is not None


def _stated(page: Page, key: str, names: Iterable[str]) -> Iterator[Stated]:
    yield from page.fields.structured.stated(key)
    yield from page.fields.stated(names)


def _first(values: Iterable[Value]) -> Value:
    return next((value for value in values if value), UNKNOWN)


def _dated(said: Stated, language: str) -> Value:
    found = find_date(said.text, language)
    if found is None:
        return UNKNOWN
    return Value(found.value, Basis.METADATA, f"{said.place}: «{said.text[:QUOTE]}»", found.precision)


def _time_elements(page: Page, language: str) -> Iterator[Value]:
    """The dates of time elements that are the article's own: those marked as the issue's, then from the title on."""
    title = page.title_item.element if page.title_item is not None else None
    round_title = set(title.iterancestors()) if title is not None else set()
    above: list[etree._Element] = []
    found: list[etree._Element] = []
    near = False
    for element in page.root.iter("time", *HEADINGS):
        if element is title:
            above, found = found, []
        elif (
            element.tag == "time" and len(found) < MOST_TIMES and not is_element_aside(element, round_title, near=near)
        ):
            found.append(element)
        near = element is title or (near and element.tag == "time")
    for element in sorted((*found, *above), key=_rank):
        text = element.get("datetime") or squeeze("".join(map(str, element.itertext())))
        date = find_date(field_text(text), language)
        if date is not None:
            yield Value(date.value, Basis.METADATA, f"time element: «{clean(text)[:QUOTE]}»", date.precision)


def _rank(element: etree._Element) -> int:
    names = f"{element.get('class')} {element.get('itemprop')}".lower()
    if "pubdate" in element.attrib or "publish" in names:
        return 0
    return 2 if "updated" in names or "modif" in names else 1


def _printed(page: Page, body: Sequence[Item], language: str) -> Iterator[Value]:
    """Dates printed by the title, in boxes named after dates or after such words as "published", below the body."""
    title = title_number(page)
    last = body[-1].n if body else title
    near = [item for item in texts_between(page, title - ABOVE, title + BELOW) if _may_date(page, item)]
    near.sort(key=lambda item: abs(item.n - title))
    alone = [item for item in near if len(item.text) <= ALONE]
    below = (item for item in texts_between(page, last + 1, last + AFTER) if _may_date(page, item))
    announced = (item for item in page.texts if _has_figures(item) and _announces(item) and _may_date(page, item))
    later: list[Value] = []
    first = (_read(item, language) for item in _once(itertools.chain(filter(_announces, near), alone)))
    others = (_read(item, language) for item in _once(itertools.chain(announced, near, below)))
    for value in itertools.chain(first, _inline_boxes(page, language), others):
        if value and _CHANGED.search(value.evidence):
            later.append(value)
        elif value:
            yield value
    yield from later


def _inline_boxes(page: Page, language: str) -> Iterator[Value]:
    """Dates in marked parts of longer texts by the title."""
    title = title_number(page)
    for frame in page.frames:
        if frame.tag == "span" and -ABOVE <= frame.start - title <= BELOW and names_date(frame.names):
            text = clean(text_of(frame.element, ALONE))
            if len(text) <= ALONE and not is_aside(page, frame.start):
                yield _read_text(text, language)


def _may_date(page: Page, item: Item) -> bool:
    """Whether a text is short, holds figures, and is no title, caption or part of another box."""
    if item is page.title_item or not _has_figures(item):
        return False
    by_title = abs(item.n - title_number(page)) <= HEAD and len(item.text) <= ALONE
    if is_aside(page, item.n) or (page.is_caption(item) and not by_title):
        return False
    if page.headline(item) and len(item.text) > ALONE:
        return False
    return len(item.text) <= TEXT or _in_date_box(item) or _ISSUED_CUE.search(item.text) is not None


def _has_figures(item: Item) -> bool:
    return len(item.text) <= BOX_TEXT and _FIGURE.search(item.text) is not None


def _once(items: Iterable[Item]) -> Iterator[Item]:
    seen: set[int] = set()
    for item in items:
        if item.n not in seen:
            seen.add(item.n)
            yield item


def _in_date_box(item: Item) -> bool:
    return any(names_date(frame.names) for frame in item.path[-2:])


def _announces(item: Item) -> bool:
    """Whether a text's box or words say that it holds the date."""
    return _in_date_box(item) or _ISSUED_CUE.search(item.text[:BOX_TEXT]) is not None


def _read(item: Item, language: str) -> Value:
    """The day that a printed text names, also where its parts stand in boxes of their own without a space between."""
    found = _read_text(item.text, language)
    if found or len(item.text) > ALONE:
        return found
    box = next((frame.element for frame in reversed(item.path) if frame.tag not in ("a", "span")), item.element)
    return _read_text(" ".join(itertools.islice(map(str, box.itertext()), MOST_PARTS)), language)


def _read_text(text: str, language: str) -> Value:
    """The day that a text names; a year of two figures is of this century."""
    text = clean(text)
    found = find_date(_SHORT_YEAR.sub(r"\1\2\3\g<2>20\4", _BARRED.sub(".", text)), language)
    if found is None or found.precision not in ("day", "minute"):
        return UNKNOWN
    return Value(found.value, Basis.VISIBLE, f"printed: «{text[:QUOTE]}»", found.precision)


def _as_printed(value: Value, page: Page, language: str) -> Value:
    """A moment stated in UTC as the page prints it in its own time."""
    if not value.value.endswith(_UTC) or "T" not in value.value:
        return value
    moment = datetime.fromisoformat(value.value).replace(tzinfo=None)
    for printed in _printed(page, (), language):
        if len(printed.value) == len("2025-02-21T14:05:00"):
            shown = datetime.fromisoformat(printed.value)
            offset = round((shown - moment) / STEP) * STEP
            if abs(offset) <= WIDEST and abs(shown - moment - offset) <= SLACK:
                evidence = f"{value.evidence}; {printed.evidence}"
                return Value(f"{printed.value}{_written(offset)}", value.basis, evidence, value.precision)
    return value


def _written(offset: timedelta) -> str:
    minutes = int(abs(offset).total_seconds() // 60)
    return f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _in_address(page: Page) -> Iterator[Value]:
    """The date in the path of the page's address."""
    path = urlsplit(page.address).path if page.address else ""
    for match in _IN_ADDRESS.finditer(path):
        found = find_date("-".join(filter(None, match.groups())))
        if found is not None:
            yield Value(found.value, Basis.INFERRED, f"address: «{match[0]}»", found.precision)
