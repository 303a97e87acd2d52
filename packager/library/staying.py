"""Says which articles stay though their inputs cannot be read again, or say less than before."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from packager.library.records import findings_from_json
from packager.model import Severity

if TYPE_CHECKING:
    from packager.library.records import Record
    from packager.model import Entry, Finding

KEPT = "not-read-again"
# What tells that an input is not whole.
DAMAGE = frozenset(("damaged-file", "damaged-record", "text-damaged", "unclosed"))


def stays(record: Record, entry: Entry | None, before: tuple[Finding, ...], words: int) -> bool:
    """Whether the article on record, of so many words and findings, stays, given what its input is read as now."""
    return _is_cut(record, entry, before, words) if entry else _is_trouble(record)


def as_read(findings: str) -> tuple[Finding, ...]:
    """The findings of an article as reading it found them, without why it cannot be read now."""
    return tuple(takewhile(lambda told: told.code != KEPT, findings_from_json(findings)))


def _is_trouble(record: Record) -> bool:
    """Whether an input is no article by any trouble: what is only noted of one (`continuation`) says what it is."""
    return any(told.severity is not Severity.NOTE for told in record.findings)


def _is_cut(record: Record, entry: Entry, before: tuple[Finding, ...], words: int) -> bool:
    """Whether an article says less than the `words` that it said before it was damaged."""
    damage = {told.code for told in record.findings} & DAMAGE
    return entry.words < words and bool(damage - {told.code for told in before})


def is_gone(record: Record) -> bool:
    """Whether an article is not in the file of several any more that it was read from."""
    return record.is_left and all(told.code != KEPT for told in record.findings)
