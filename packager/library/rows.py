"""What the rows of the catalogue say, as `statements.sql` reads them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from packager.findings import finding
from packager.library.pairs import Pair, Told, also
from packager.library.records import (
    Container,
    Item,
    Record,
    findings_from_json,
    metadata_from_json,
    pictures_from_json,
)
from packager.model import Entry, Outcome, Publication

if TYPE_CHECKING:
    from collections.abc import Iterable

    from packager.model import Finding, Link

WITHDRAWN = "withdrawn"


def record(row: tuple[Any, ...]) -> Record:
    """A row of the ledger."""
    source, locator, digest, outcome, article, reason, findings, settled, dependencies, normaliser = row
    found = findings_from_json(findings) + findings_from_json(settled)
    consulted = json.loads(dependencies)
    return Record(source, locator, digest, Outcome(outcome), article or "", reason, found, consulted, normaliser)


def item(row: tuple[Any, ...]) -> Item:
    """What the report tells of an input: one whose article was withdrawn is skipped."""
    source, locator, outcome, article, reason, findings, settled, why, date = row
    found: tuple[Finding, ...]
    if why is not None:
        reason = f"withdrawn: {why}" + (f" ({date})" if date else "")
        outcome, found = Outcome.SKIPPED, (finding(WITHDRAWN, f"{source}/{locator}", reason),)
    else:
        found = findings_from_json(findings) + findings_from_json(settled)
    return Item(source, locator, outcome, article, reason, found)


def container(row: tuple[Any, ...]) -> Container:
    """A file of several."""
    source, locator, digest, beside, findings = row
    return Container(source, locator, digest, beside, findings_from_json(findings))


def entry(row: tuple[Any, ...]) -> Entry:
    """An article."""
    identifier, metadata, content, capture, locator, words, summary, pictures, source = row
    known = metadata_from_json(metadata)
    return Entry(identifier, known, content, capture, locator, words, summary, pictures_from_json(pictures), source)


def elsewhere(rows: Iterable[tuple[str, str]]) -> dict[str, tuple[Link, ...]]:
    """By the id of an article to bind, where else its story stands."""
    return also((bound, metadata_from_json(known)) for bound, known in rows)


def pair(row: tuple[Any, ...]) -> Pair:
    """A duplicate beside what is bound in its place."""
    likeness, settled = row[4:6]
    (told,) = findings_from_json(settled)
    return Pair(_told_of(*row[:4]), _told_of(*row[6:]), told.code, likeness, told.message)


def _told_of(source: str, locator: str, identifier: str, metadata: str) -> Told:
    known = metadata_from_json(metadata)
    return Told(identifier, f"{source}/{locator}", known.title.value, known.source.value)


def publication(row: tuple[Any, ...]) -> Publication:
    """A sealed volume."""
    values = [*row[:-1], findings_from_json(row[-1])]
    return Publication(*values)
