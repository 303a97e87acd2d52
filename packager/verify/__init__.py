"""Reads everything again and says what is not as it was left: `CHECKS` names the checks, in their order.

A new check is a module with a `check`, a line here, a test that damages something, and a paragraph in docs/promises.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager.errors import INCOMPLETE, OK, LibraryDamaged
from packager.model import Severity
from packager.verify import catalogue, fixity, search, volumes
from packager.verify.holding import hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from packager.model import Finding
    from packager.verify.holding import Advance, Holding

CHECKS: Mapping[str, Callable[[Holding], Iterator[Finding]]] = {
    "fixity": fixity.check,
    "catalogue": catalogue.check,
    "search": search.check,
    "volumes": volumes.check,
}


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read, and what is wrong with it: losses first, then by place.

    `articles` are those that are bound, as the report counts them, `copies` all that the library holds, duplicates and
    versions among them.
    """

    files: int
    bytes: int
    articles: int
    copies: int
    volumes: int
    findings: tuple[Finding, ...]

    @property
    def exit_code(self) -> int:
        """0 if all is as it was left, 30 if something is damaged or lost, 1 if something only asks for a look."""
        if any(told.severity is Severity.LOSS for told in self.findings):
            return LibraryDamaged.exit_code
        return INCOMPLETE if self.findings else OK


def verify(output: Path, advance: Advance, *, deep: bool = False) -> Verification:
    """Reads and checks a whole output folder, and writes nothing; call it while no run changes it.

    With `deep` also every page of every volume, beside what the library holds of it. `advance` is called with the steps
    of each file read. Raises OutputError where a folder cannot be listed.
    """
    holding = hold(output, advance)
    found = {told for check in CHECKS.values() for told in check(holding)}
    if deep:  # which takes about as long as writing the volumes did
        from packager.verify import books  # noqa: PLC0415 - it takes 60 ms to import, and few ask for it

        found.update(books.check(holding))
    return Verification(
        len(holding.digests),
        holding.bytes,
        holding.known.articles,
        holding.known.copies,
        len(holding.known.publications),
        tuple(
            sorted(found, key=lambda told: (told.severity is not Severity.LOSS, told.where, told.code, told.message))
        ),
    )
