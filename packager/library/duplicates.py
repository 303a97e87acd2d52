"""Decides which copy of an article is bound. A pure function of the copies, so the order of arrival cannot matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from packager.findings import finding
from packager.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from packager.model import Entry, Finding

SETTLED = frozenset(("duplicate", "version", "same-text", "near-duplicate"))
"""The findings that say what a copy is among the others, and its article among those that tell the same."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One input's article, as far as the choice needs it.

    `stated` is the date the article says of itself (modified, else issued), `captured` when it was collected; both
    ISO 8601 or "". `content` and `capture` are digests; `missing` counts pictures not held.
    """

    source: str
    locator: str
    content: str
    capture: str
    stated: str = ""
    captured: str = ""
    missing: int = 0

    @property
    def name(self) -> str:
        """The input as reports name it."""
        return f"{self.source}/{self.locator}"

    @property
    def age(self) -> tuple[str, str, int, str, str]:
        """Sorts copies from old to new; among equals the one that misses fewer pictures counts as newer."""
        return moment(self.stated), moment(self.captured), -self.missing, self.capture, self.content


def copy_of(entry: Entry) -> Copy:
    """A copy in the library as far as the choice needs it."""
    known = entry.metadata
    stated = known.modified.value or known.issued.value
    return Copy(entry.source, entry.locator, entry.content, entry.capture, stated, known.captured.value, entry.missing)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a copy is among the copies of its article."""

    copy: Copy
    outcome: Outcome
    reason: str = ""
    findings: tuple[Finding, ...] = ()


def settle(copies: Sequence[Copy]) -> list[Verdict]:
    """One verdict a copy of one article: exactly one is the article, the others are duplicates.

    The newest content is bound; of the inputs that hold it, the one with the smallest (source, locator).
    """
    newest = max(copies, key=attrgetter("age")).content
    bound = min((copy for copy in copies if copy.content == newest), key=attrgetter("source", "locator"))
    return [Verdict(copy, Outcome.ARTICLE) if copy is bound else _duplicate(copy, bound) for copy in copies]


def _duplicate(copy: Copy, bound: Copy) -> Verdict:
    same = copy.content == bound.content
    reason = f"the same article as {bound.name}" if same else f"another version of {bound.name}"
    note = finding("duplicate" if same else "version", copy.name, reason)
    return Verdict(copy, Outcome.DUPLICATE, reason, (note,))


def moment(stated: str) -> str:
    """An ISO 8601 time that sorts as text: counted in UTC where it states an offset, as it stands elsewhere."""
    try:
        parsed = datetime.fromisoformat(stated)
    except ValueError:
        return stated
    return stated if parsed.tzinfo is None else parsed.astimezone(UTC).replace(tzinfo=None).isoformat()
