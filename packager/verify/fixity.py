"""Every file against the digest that is on record of it, the manifest itself, what is missing and what is unlisted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.findings import finding
from packager.publish import manifest
from packager.verify.concerns import concerned
from packager.verify.holding import LIBRARY, UNREADABLE, object_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.model import Finding
    from packager.verify.holding import Holding

VOLUMES = "volumes/"


def check(holding: Holding) -> Iterator[Finding]:
    """What is not as it was left.

    The best witness speaks first: an object's own name, then the catalogue for a volume, then the manifest. After a run
    that did not end, the manifest speaks only of what no run changes.
    """
    if holding.unfinished:
        yield finding("run-unfinished", LIBRARY, "the last run was stopped before its end")
    yield from _manifest(holding)
    for name in holding.digests:
        yield from _file(holding, name)
    for name in sorted((_expected(holding) | holding.known.needed.keys()) - holding.digests.keys()):
        yield finding("file-missing", name, f"is not there: {concerned(holding, name)}")


def _manifest(holding: Holding) -> Iterator[Finding]:
    if not holding.listed.there:
        if not holding.unfinished:
            yield finding("file-missing", manifest.NAME, "is not there: nothing tells what the other files were")
    elif not holding.listed.sound:
        yield finding(
            "file-damaged", manifest.NAME, "is not as a run writes it: a line is damaged, lost or out of order"
        )


def _file(holding: Holding, name: str) -> Iterator[Finding]:
    actual, listed, witness = holding.digests[name], holding.listed.digests.get(name, ""), holding.witness(name)
    if actual == UNREADABLE:
        yield finding("file-damaged", name, f"cannot be read: {concerned(holding, name)}")
    elif witness and actual != witness:
        yield finding("file-damaged", name, f"has other bytes than it was written with: {concerned(holding, name)}")
    elif listed and actual != listed and witness:
        if not holding.unfinished:
            yield finding("file-damaged", manifest.NAME, f"tells {name} wrong, which is sound")
    elif listed and actual != listed:
        if not holding.unfinished:
            yield finding("file-damaged", name, f"has other bytes than the manifest lists: {concerned(holding, name)}")
    elif not listed and name in holding.known.needed:
        if not holding.unfinished:
            yield finding("file-damaged", manifest.NAME, f"does not list {name}, which is sound")
    elif not listed and _is_strange(holding, name, witness):
        yield finding("file-unlisted", name, "is in no manifest, and no run of packager left it there")


def _is_strange(holding: Holding, name: str, witness: str) -> bool:
    """Whether a file that is not listed is none that an unfinished run may have made."""
    return not (holding.unfinished and (witness or not name.startswith(VOLUMES)))


def _expected(holding: Holding) -> set[str]:
    """The files that the manifest says are there; after an unfinished run only the objects, which no run removes."""
    listed = holding.listed.digests
    return {name for name in listed if object_digest(name)} if holding.unfinished else set(listed)
