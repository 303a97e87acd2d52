"""What a book says of its chapters: its package document, its navigation, and the line of origin of our own volumes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from packager.model import UNKNOWN, Basis, Metadata, Value
from packager.readers.epub.chapter import makers
from packager.readers.stated.dates import stated_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from packager.readers.epub.container import Container
    from packager.readers.epub.navigation import Navigation
    from packager.readers.epub.own_volume import Origin
    from packager.readers.epub.package import Package

_CONTENTS = "contents of the book"
_PACKAGE = "package document: dc:"
_BYLINE = "chapter's byline"
_ORIGIN = "chapter's line of origin"


@dataclass(frozen=True, slots=True)
class Book:
    """An e-book: its files, what its package document and its navigation say.

    Of a volume of ours `further` maps the first file of a chapter to its others, and `addresses` holds the addresses of
    the articles that were asked for, by their paths.
    """

    container: Container
    package: Package
    navigation: Navigation
    is_own: bool = False
    further: Mapping[str, list[str]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """The book as messages name it."""
        return self.container.file.locator

    def kinds(self, path: str) -> frozenset[str]:
        """The words by which guide and landmarks say what a document is."""
        return frozenset(f"{self.package.guide.get(path, '')} {self.navigation.landmarks.get(path, '')}".split())


def stated_of(book: Book, path: str, origin: Origin) -> Metadata:
    """What package and navigation say of a chapter: of the whole book only what holds for each of its chapters."""
    label, section = book.navigation.labels.get(path, ""), book.navigation.sections.get(path, "")
    subjects = book.package.terms.get("subject", [])
    section = origin.section or section
    if not section and book.is_own and len(subjects) == 1:
        section = subjects[0]
    creators = [name for name in book.package.terms.get("creator", ()) if name.casefold() not in makers()]
    return Metadata(
        title=_value(label, _CONTENTS, Basis.INFERRED),
        subtitle=_value(origin.subtitle, "chapter's subtitle"),
        creator=tuple(Value(name, Basis.VISIBLE, _BYLINE) for name in origin.creators)
        or tuple(Value(name, Basis.INFERRED, f"{_PACKAGE}creator") for name in creators),
        issued=_signed(origin) or _issued(book),
        modified=_modified(origin),
        language=_term(book, "language"),
        publisher=_value(origin.publisher, _ORIGIN) or _term(book, "publisher"),
        section=_value(section, _CONTENTS),
        source=_value(origin.address, _ORIGIN),
        rights=_term(book, "rights"),
    )


def _term(book: Book, name: str) -> Value:
    return _value(next(iter(book.package.terms.get(name, ())), ""), _PACKAGE + name)


def _value(value: str, evidence: str, basis: Basis = Basis.METADATA) -> Value:
    return Value(value, basis, evidence) if value else UNKNOWN


def _signed(origin: Origin) -> Value:
    """The date of a chapter's byline."""
    try:
        value, precision = stated_date(origin.issued)
    except ValueError:
        return UNKNOWN
    return Value(value, Basis.INFERRED if origin.is_inferred else Basis.VISIBLE, _BYLINE, precision)


def _modified(origin: Origin) -> Value:
    """The date of a chapter's last change."""
    try:
        value, precision = stated_date(origin.modified)
    except ValueError:
        return UNKNOWN
    return Value(value, Basis.VISIBLE, "chapter's facts", precision)


def _issued(book: Book) -> Value:
    """The book's date where it is a whole one: when its chapters were issued is only inferred from it."""
    for written in book.package.terms.get("date", ()):
        try:
            value, precision = stated_date(written)
        except ValueError:
            continue
        if precision in ("day", "minute"):
            return Value(value, Basis.INFERRED, f"{_PACKAGE}date", precision)
    return UNKNOWN
