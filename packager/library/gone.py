"""What went away from the sources since it was read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from packager.findings import finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from packager.library.catalogue import Catalogue
    from packager.library.records import Container, Record
    from packager.model import Finding

CODE = "source-gone"


def gone(catalogue: Catalogue, present: Mapping[str, Collection[str]]) -> list[Record]:
    """The inputs on record whose file is no more; `present` has the locators of the files of each whole source."""
    return [
        record
        for record in catalogue.ledger()
        if record.source in present and not any(path in present[record.source] for path in paths(record.locator))
    ]


def settle(catalogue: Catalogue, records: Iterable[Record]) -> None:
    """Forget the inputs whose file is no more: all of those that became no article, of articles the trouble of late."""
    for record in records:
        if not record.article:  # nothing was read of it, so nothing is left to tell
            catalogue.forget(record.source, record.locator)
        elif record.is_left:
            catalogue.leave(record.source, record.locator)


def empty(catalogue: Catalogue, present: Mapping[str, Collection[str]]) -> list[Container]:
    """The files of several that are no more, and of which nothing is on record any more."""
    return [
        item
        for item in catalogue.containers()
        if item.source in present
        and not any(path in present[item.source] for path in paths(item.locator))
        and not catalogue.inside(item.source, item.locator)
    ]


def paths(locator: str) -> Iterator[str]:
    """A locator, and those of the files of several that it may lie in, the innermost first."""
    while locator:
        yield locator
        locator = locator.rpartition("/")[0]


def left(container: Container, count: int) -> list[Finding]:
    """What to tell of so many articles that stay though a file of several does not hold them any more."""
    if not count:
        return []
    message = f"what was read of it before and cannot be found in it now stays ({count})"
    return [finding(CODE, f"{container.source}/{container.locator}", message)]


def told(catalogue: Catalogue, records: Iterable[Record]) -> list[Finding]:
    """What to tell of the articles whose sources are gone: one finding a file, be it of one or of several."""
    containers = {(item.source, item.locator) for item in catalogue.containers()}
    files: Counter[tuple[str, str]] = Counter()
    for record in records:
        if record.article:
            outer = [path for path in paths(record.locator) if (record.source, path) in containers]
            files[record.source, outer[-1] if outer else record.locator] += 1
    return [
        finding(CODE, f"{source}/{locator}", f"is not in the sources any more; what was read of it stays ({count})")
        for (source, locator), count in sorted(files.items())
    ]
