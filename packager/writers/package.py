"""What an EPUB's package document says of a volume (EPUB 3.3, 5.5; EPUB Accessibility 1.1; calibre's series names)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from packager import __version__
from packager.slugs import unmarked
from packager.volumes import periods
from packager.volumes.plan import source_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.model import Entry, Value, Volume
    from packager.volumes.matter import Matter

NAMESPACE = UUID("6f6c3c56-3c2b-5b0e-9a83-6d2c0f1b7e55")  # chosen once: every volume's identifier follows from it
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_URN_ISSN = "urn:issn:"  # RFC 3044
NO_DIGITS = re.compile(r"\D+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Term:
    """One metadata element: a Dublin Core `name`, or "meta" with a `property` (or an EPUB 2 `name`) attribute."""

    name: str
    text: str
    attributes: dict[str, str] = field(default_factory=dict)


def identifier(volume: Volume) -> str:
    """A UUIDv5 of publication, topic, period, keys and part, as a URN: the same after every rebuild (RFC 9562, 5.5).

    A volume that becomes several parts is the first of them.
    """
    named = [volume.publication, volume.topic, volume.period, ",".join(volume.by), volume.source]
    name = "\n".join([*named, str(volume.part)] if volume.part > 1 else named)
    return uuid5(NAMESPACE, name).urn


def modified(entries: Iterable[Entry]) -> datetime:
    """The newest date of an input, in UTC: issued, changed or captured; `EARLIEST` without any. Never the clock."""
    known = (entry.metadata for entry in entries)
    stated = (value for each in known for value in (each.issued, each.modified, each.captured))
    return max((moment for value in stated if (moment := _moment(value))), default=EARLIEST)


def terms(of: Matter, *, animated: bool = False) -> Iterator[Term]:
    """All metadata besides identifier, language and `dcterms:modified`; what is not known is not claimed.

    `animated` says that there are pictures that move.
    """
    volume = of.volume
    yield Term("title", of.title, {"id": "title"})
    yield _property("file-as", _folded(of.title), refines="#title")
    first = periods.first_day(volume.period)
    if first:
        yield Term("date", first.isoformat()[: _precision(volume.period)])
        yield _property("dcterms:temporal", _interval(volume.period, first))
    if volume.publication:
        yield Term("publisher", volume.publication)
    yield Term("rights", of.rights or of.labels["rights_unknown"])
    for source in sorted({source_label(entry) for entry in volume.entries} - {""}):
        yield Term("source", source)
    for topic in filter(None, (section.label for section in of.sections)):
        yield Term("subject", topic)
    if of.issn:
        yield _property("dcterms:isPartOf", _URN_ISSN + of.issn)
    yield from _series(of)
    yield from _accessibility(of, animated=animated)
    yield Term("meta", "", {"name": "cover", "content": "cover-image"})
    yield Term("meta", "", {"name": "generator", "content": f"packager {__version__}"})


def _series(of: Matter) -> Iterator[Term]:
    """The volumes of one publication and topic as a series; the place in it follows from the period: 202502.

    That of a part has its number, which calibre sorts as a fraction: 202502.2, 202502.02.
    """
    position = NO_DIGITS.sub("", of.volume.period)
    if not position:
        return
    name = " · ".join(filter(None, (of.publication, of.volume.topic_label)))
    yield _property("belongs-to-collection", name, id="series")
    yield _property("collection-type", "series", refines="#series")
    part = of.volume.part
    yield _property("group-position", f"{position}.{part}" if part else position, refines="#series")
    if of.issn:
        yield _property("dcterms:identifier", _URN_ISSN + of.issn, refines="#series")
    yield Term("meta", "", {"name": "calibre:series", "content": name})
    yield Term("meta", "", {"name": "calibre:series_index", "content": f"{position}.{part:02}" if part else position})


def _accessibility(of: Matter, *, animated: bool) -> Iterator[Term]:
    """Only what holds for this volume: no conformance is claimed, for no person has certified it."""
    modes = ["textual", "visual"] if of.found.pictures else ["textual"]
    for mode in modes:
        yield _property("schema:accessMode", mode)
    yield _property("schema:accessModeSufficient", ",".join(modes))
    for feature in _features(of):
        yield _property("schema:accessibilityFeature", feature)
    yield _property("schema:accessibilityHazard", "unknown" if animated else "none")
    yield _property("schema:accessibilitySummary", _summary(of))


def _features(of: Matter) -> Iterator[str]:
    """What helps to read: an index where there is one, text alternatives where the sources give all of them."""
    if of.found.pictures and of.found.described == of.found.pictures:
        yield "alternativeText"
    yield "displayTransformability"
    if of.found.captions or any(entry.metadata.creator for entry in of.volume.entries):
        yield "index"
    yield from ("readingOrder", "structuralNavigation", "tableOfContents")


def _summary(of: Matter) -> str:
    """What is in the book, in its language."""
    found, words = of.found, of.labels
    said = [words["access_navigation"]]
    if found.pictures:
        pictures = words.count("pictures", found.pictures)
        said.append(words["access_pictures"].format(pictures=pictures, described=found.described))
    else:
        said.append(words["access_no_pictures"])
    if found.missing:
        said.append(words["access_missing"].format(missing=words.count("missing", found.missing)))
    return " ".join(said)


def _property(name: str, text: str, **attributes: str) -> Term:
    return Term("meta", text, {"property": name, **attributes})


def _folded(title: str) -> str:
    """A title to sort by: no diacritics, no case, words only."""
    return " ".join(re.findall(r"[\w-]+", unmarked(title).casefold()))


def _precision(period: str) -> int:
    """How many characters of the first day say no more than the period does; a quarter's is its first month."""
    return {"year": 4, "quarter": 7, "month": 7}.get(periods.kind(period), 10)


def _interval(period: str, first: date) -> str:
    """The period as ISO 8601 says it: a quarter and a week from their first to their last month or day."""
    kind = periods.kind(period)
    if kind == "quarter":
        return f"{first.year:04}-{first.month:02}/{first.year:04}-{first.month + 2:02}"
    if kind == "week":
        return f"{first.isoformat()}/{(first + timedelta(days=6)).isoformat()}"
    return period


def _moment(value: Value) -> datetime | None:
    """A stated date in UTC; the first moment of what is known of it."""
    parts = periods.known(value)
    if not parts:
        return None
    try:
        moment = datetime.fromisoformat(value.value)
    except ValueError:
        moment = datetime.combine(periods.start(parts), time.min, UTC)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:  # year 1 or 9999 at the edge of an offset
        return None
