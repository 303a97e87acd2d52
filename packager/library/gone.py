"""Tells what went away from the sources since it was read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from packager.findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packager.library.catalogue import Catalogue
    from packager.library.records import Container, Standing
    from packager.model import Finding

CODE = "source-gone"


def told(catalogue: Catalogue, records: Iterable[tuple[str, Standing]]) -> list[Finding]:
    """What to tell of the articles whose sources are gone: one finding a file, be it of one or of several."""
    containers = {(item.source, item.locator) for item in catalogue.containers()}
    files: Counter[tuple[str, str]] = Counter()
    for source, record in records:
        if record.article:
            outer = [path for path in paths(record.locator) if (source, path) in containers]
            files[source, outer[-1] if outer else record.locator] += 1
    return [
        finding(CODE, f"{source}/{locator}", f"is not in the sources any more; what was read of it stays ({count})")
        for (source, locator), count in sorted(files.items())
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
