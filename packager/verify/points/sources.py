"""Which articles, from where and in which order: none twice (30), sources (31), the volume's time (32), order (33)."""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from packager.model import Basis
from packager.verify.points.kept import says
from packager.verify.points.metadata import period_of
from packager.verify.points.page import Told, article_of, text_of
from packager.volumes import periods
from packager.volumes.elements import H
from packager.volumes.labels import labels
from packager.volumes.markup import plain
from packager.volumes.order import VIETNAMESE, heading_key
from packager.volumes.places import address_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Entry
    from packager.verify.points.kept import Reading
    from packager.verify.points.page import Element, Page

_RECORDS = tuple(H + tag for tag in ("section", "li", "tr", "article"))


def check_once(reading: Reading) -> Iterator[Told]:
    """Point 30: no article stands twice, by address, then by title and text; where else it stood is said."""
    known: dict[str, str] = {}
    for seen in reading.chapters:
        keys = [f"{seen.heading}\n{seen.digest}"]
        if seen.address:
            keys.append(address_key(seen.address))
        for key in keys:
            if known.setdefault(key, seen.path) != seen.path:
                yield Told(seen.path, f"is the article of {known[key]} again")
                break
    if reading.kept and reading.kept.also:
        records = dict(_records(reading))
        for name, places in reading.kept.also.items():
            for place in places:
                if name in reading.book.chapters and not says(records.get(name, ""), place.address or place.title):
                    yield Told(reading.book.chapters[name], f"nothing says that it stands at {place.address} as well")


def check_sources(reading: Reading) -> Iterator[Told]:
    """Point 31: of each article its address, when it was published and collected, its digest, what is missing."""
    records = dict(_records(reading))
    for entry in reading.entries:
        path = reading.book.chapters[entry.id]
        if entry.id not in records:
            yield Told(path, "stands on no page of sources")
            continue
        for what in _on_record(entry):
            if not says(records[entry.id], plain(what)):
                yield Told(path, f"its record among the sources does not say {what}")


def _on_record(entry: Entry) -> Iterator[str]:
    metadata = entry.metadata
    yield entry.capture
    if metadata.source:
        yield metadata.source.value
    if periods.known(metadata.issued):
        yield metadata.issued.value
    if metadata.captured:
        yield metadata.captured.value
    for picture in entry.pictures:
        if not picture.held and picture.reference:
            yield picture.reference


def _records(reading: Reading) -> Iterator[tuple[str, str]]:
    """The article and the text of each record among the sources: those that hold a digest."""
    digests = {entry.id: entry.capture for entry in reading.entries}
    for page in reading.book.matter():
        for name, record in _linked(page):
            text = text_of(record)
            if name in digests and digests[name] in text:
                yield name, text


def _linked(page: Page) -> Iterator[tuple[str, Element]]:
    for link in page.root.iter(f"{H}a"):
        name = article_of(page.target(link.get("href", ""))[0])
        record = next(link.iterancestors(*_RECORDS), None)
        if name and record is not None:
            yield name, record


def check_period(reading: Reading) -> Iterator[Told]:
    """Point 32: every article is of the volume's period, undated ones of none; a date that was inferred is marked."""
    period = period_of(reading)
    marks = labels(reading.book.language)
    inferred = {seen.path for seen in reading.chapters}
    for entry in reading.entries:
        path, issued = reading.book.chapters[entry.id], entry.metadata.issued
        own = periods.period(issued, periods.kind(period)) if period else ""
        if period and own != period:
            yield Told(path, f"is of {own}, and stands in the volume of {period}")
        elif not period and reading.kept and reading.kept.publication.period and _is_timed(reading, entry):
            yield Told(path, f"is of {issued.value}, and stands among the undated")
        if issued.basis is Basis.INFERRED and path in inferred and not _is_marked(reading, path, marks.basis(issued)):
            yield Told(path, f"does not say that its date is inferred ({issued.value})")


def _is_timed(reading: Reading, entry: Entry) -> bool:
    """Whether an article's date is precise enough for the volumes it is bound with."""
    assert reading.kept is not None
    keys = [key for key in reading.kept.publication.by.split(",") if key in periods.KEYS]
    return bool(keys) and periods.period(entry.metadata.issued, keys[0]) != periods.UNDATED


def _is_marked(reading: Reading, path: str, mark: str) -> bool:
    root = reading.book.page(reading.book.files[article_of(path)][-1]).root
    return any(says(text_of(footer), mark) for footer in root.iter(f"{H}footer"))


def check_order(reading: Reading) -> Iterator[Told]:
    """Point 33: by date within a topic, topics and what an index lists in Vietnamese order."""
    held = {entry.id: entry for entry in reading.entries}
    sections = _sections(reading)
    for _, run in sections:
        for before, after in pairwise(held[name] for name in run if name in held):
            if _day(before) > _day(after):
                yield Told(reading.book.chapters[after.id], f"stands after {before.metadata.issued.value or 'undated'}")
    unsorted = labels(reading.book.language)["unsorted"]
    named = [label for label, _ in sections if label not in {"", unsorted}]
    yield from _unsorted(reading.book.package_path, named, VIETNAMESE)
    for page in reading.book.matter():
        for index in page.root.iter("*"):
            if index.get("role") == "doc-index":
                yield from _unsorted(page.path, _listed(index), reading.book.language)


def _listed(index: Element) -> list[str]:
    """What an index lists: its headings below the first level, else the rows of its list."""
    headings = [text_of(heading) for heading in index.iter(f"{H}h2", f"{H}h3")]
    return headings or [_first(row) for row in index.iterfind(f".//{H}li")]


def _unsorted(place: str, names: list[str], language: str) -> Iterator[Told]:
    for before, after in pairwise(names):
        if heading_key(before, language) > heading_key(after, language):
            yield Told(place, f"«{after}» stands after «{before}»")


def _first(item: Element) -> str:
    return " ".join((item.text or "").split()) or next((text_of(child) for child in item), "")


def _day(entry: Entry) -> tuple[bool, str]:
    issued = entry.metadata.issued
    return not periods.known(issued), issued.value


def _sections(reading: Reading) -> list[tuple[str, list[str]]]:
    """The topics of the navigation document, each with the ids of its articles; all under "" where it has none."""
    links = [(link.above[:1], article_of(link.path)) for link in reading.book.contents if article_of(link.path)]
    return [("".join(label), [name for _, name in run]) for label, run in groupby(links, key=itemgetter(0))]
