"""The package document: identifier (17), title and date (18), series (19), origin (20), accessibility (21)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from packager.articles.text.characters import composed
from packager.model import Volume
from packager.slugs import unmarked
from packager.verify.points.book import DC, OPF
from packager.verify.points.page import Told, article_of
from packager.volumes import periods
from packager.volumes.labels import labels
from packager.volumes.plan import source_label
from packager.volumes.topics import UNSORTED
from packager.writers.package import NO_DIGITS, identifier, modified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.verify.points.book import Book
    from packager.verify.points.kept import Reading

_URN = "urn:uuid:"
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_PERIOD = re.compile(r"(?<!\d)\d{4}(?:-(?:Q[1-4]|W\d{2}|\d{2}(?:-\d{2})?))?(?![\d-])")
_ISSN = re.compile(r"\b(?:issn|ISSN)[:\s]*(\d{4})-?(\d{3})([\dXx])\b")
_REQUIRED = ("accessMode", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary")


def check_identifier(reading: Reading) -> Iterator[Told]:
    """Point 17: the identifier follows from what the volume is, the time of change from its articles."""
    book, kept = reading.book, reading.kept
    name = book.package.get("unique-identifier")
    stated = [(item.text or "").strip() for item in book.package.iter(f"{DC}identifier") if item.get("id") == name]
    if len(stated) != 1 or not _is_uuid5(stated[0]):
        yield Told(book.package_path, f"its identifier {stated} is no UUID of version 5")
    elif kept and not kept.part and stated[0] != _expected(reading):
        yield Told(book.package_path, f"its identifier {stated[0]} does not follow from what it is")
    moments = book.properties("dcterms:modified")
    if len(moments) != 1:
        yield Told(book.package_path, f"states {len(moments)} times of change")
    elif kept and moments[0] != modified(reading.entries).strftime(_MOMENT):
        yield Told(book.package_path, f"states {moments[0]} as its change, which is not that of its newest article")


def _is_uuid5(text: str) -> bool:
    try:
        return text.startswith(_URN) and UUID(text.removeprefix(_URN)).version == 5
    except ValueError:
        return False


def _expected(reading: Reading) -> str:
    """The identifier of a volume of this publication, topic and period."""
    assert reading.kept is not None
    record = reading.kept.publication
    publisher = next(iter(reading.book.terms("publisher")), "")
    by = tuple(record.by.split(",")) if record.by else ()
    source = publisher if "source" in by else ""
    return identifier(Volume(by, record.period, record.topic, "", source, publisher, "", "", ()))


def check_title(reading: Reading) -> Iterator[Told]:
    """Point 18: the title names publisher and period, its form to sort by is folded, the date is the period."""
    book = reading.book
    title = next(iter(book.terms("title")), "")
    for publisher in book.terms("publisher"):
        if publisher not in title:
            yield Told(book.package_path, f"the title «{title}» does not name {publisher}")
    sorted_by = book.properties("file-as")
    if not sorted_by or sorted_by[0] != unmarked(composed(sorted_by[0])).casefold():
        yield Told(book.package_path, f"the title is sorted by {sorted_by}, which is not folded")
    yield from _dated(reading, title)
    topic = reading.kept.publication.topic if reading.kept else ""
    if topic and len(book.terms("subject")) == 1 and book.terms("subject")[0] not in title:
        yield Told(book.package_path, f"the title «{title}» does not name the topic")


def _dated(reading: Reading, title: str) -> Iterator[Told]:
    book = reading.book
    period = period_of(reading)
    if not period:
        if book.terms("date"):
            yield Told(book.package_path, f"states the date {book.terms('date')}, and is of no period")
        return
    if period not in title:
        yield Told(book.package_path, f"the title «{title}» does not name the period {period}")
    first = periods.first_day(period)
    if len(book.terms("date")) != 1 or first is None or not first.isoformat().startswith(book.terms("date")[0]):
        yield Told(book.package_path, f"states the date {book.terms('date')}, and is of {period}")


def period_of(reading: Reading) -> str:
    """The ISO name of a volume's period, "" for none: that on record, else the one its title names."""
    if reading.kept:
        period = reading.kept.publication.period
        return period if periods.kind(period) else ""
    found = _PERIOD.findall(next(iter(reading.book.terms("title")), ""))
    return found[-1] if found else ""


def check_series(reading: Reading) -> Iterator[Told]:
    """Point 19: a place in a series, said in both ways, that comes from the period."""
    book, period = reading.book, period_of(reading)
    series, places = book.properties("belongs-to-collection"), book.properties("group-position")
    if not period:
        return
    if len(series) != 1 or book.properties("collection-type") != ["series"] or book.named("calibre:series") != series:
        yield Told(book.package_path, f"its series are {series} and {book.named('calibre:series')}")
    wanted = NO_DIGITS.sub("", period)
    for stated in (places, book.named("calibre:series_index")):
        if len(stated) != 1 or not stated[0].startswith(wanted):
            yield Told(book.package_path, f"its place in the series is {stated}, and not {wanted}")


def check_origin(reading: Reading) -> Iterator[Told]:
    """Point 20: rights, sources, subjects and the time that is covered; an ISSN only with its right check digit."""
    book = reading.book
    for name in ("rights", "subject", "source", "publisher"):
        if len(set(book.terms(name))) != len(book.terms(name)) or "" in book.terms(name):
            yield Told(book.package_path, f"states dc:{name} twice or empty: {book.terms(name)}")
    if not book.terms("rights"):
        yield Told(book.package_path, "says nothing of rights")
    sources = {label for entry in reading.entries if (label := source_label(entry))}
    if reading.entries and sources != set(book.terms("source")):
        yield Told(book.package_path, f"names the sources {book.terms('source')}, and not {sorted(sources)}")
    if period_of(reading) and not book.properties("dcterms:temporal"):
        yield Told(book.package_path, "does not say what time it covers (dcterms:temporal)")
    if reading.kept and reading.kept.publication.topic not in {"", UNSORTED} and not book.terms("subject"):
        yield Told(book.package_path, "names no subject")
    for topic in {label: None for link in book.contents for label in link.above[:1] if article_of(link.path)}:
        if topic not in {*book.terms("subject"), labels(book.language)["unsorted"]}:
            yield Told(book.package_path, f"does not name {topic} as a subject")
    yield from _numbered(book)


def _numbered(book: Book) -> Iterator[Told]:
    for element in book.package.iter(f"{DC}identifier", f"{DC}source", f"{OPF}meta"):
        for digits in _ISSN.findall(element.text or ""):
            number = "".join(digits).upper()
            total = sum((8 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(number))
            if total % 11:
                yield Told(book.package_path, f"states the ISSN {number}, whose check digit is wrong")


def check_accessibility(reading: Reading) -> Iterator[Told]:
    """Point 21: what the volume asks of its readers, and no conformance that no person certified."""
    book = reading.book
    for name in _REQUIRED:
        if not any(book.properties(f"schema:{name}")):
            yield Told(book.package_path, f"states no schema:{name}")
    shows = any(
        item.media_type.startswith("image/")
        and not {"cover-image"} & item.properties
        and not item.path.endswith(".svg")
        for item in book.items.values()
    )
    if shows and "visual" not in book.properties("schema:accessMode"):
        yield Told(book.package_path, "has pictures, and does not state that they are to be seen (accessMode)")
    claims = [link for link in book.package.iter(f"{OPF}link") if link.get("rel") == "dcterms:conformsTo"]
    if (claims or book.properties("dcterms:conformsTo")) and not book.properties("a11y:certifiedBy"):
        yield Told(book.package_path, "claims conformance, and nobody certified it")
