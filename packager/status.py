"""Says what the next build would read, and why, and changes nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager import pipeline
from packager.library import lock, unfinished
from packager.library.catalogue import Catalogue
from packager.library.gone import gone
from packager.library.origins import Origins
from packager.library.seen import Seen
from packager.library.unchanged import Unchanged
from packager.readers.labels import label_sources
from packager.stages import ACCOUNTED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from packager.model import Input
    from packager.stages import Options


@dataclass(frozen=True, slots=True)
class Status:
    """What became of the sources since the library was built, by the names of inputs, and what would be done anew.

    `again` are the articles that another version, configuration or rule would normalise again: ids with their inputs.
    `retried` are inputs that could not be read. `unfinished` says that the last run did not end.
    """

    unfinished: bool
    new: tuple[str, ...]
    changed: tuple[str, ...]
    retried: tuple[str, ...]
    gone: tuple[str, ...]
    again: tuple[tuple[str, str], ...]


def status(sources: Sequence[Path], options: Options) -> Status:
    """Compares sources and configuration with the library; SourceMissing if there is none, or a source is not there."""
    options.check()
    labelled = label_sources(sources)
    pipeline.check_made(options.library)
    cache = options.library / "cache"
    with (
        lock.hold_still(options.library),
        Catalogue(options.library / pipeline.CATALOGUE, reading=True) as catalogue,
        Seen(cache / "seen.sqlite", reading=True) as seen,
    ):
        roots = Origins(cache / "origins.json", catalogue).named(labelled)
        unchanged = Unchanged(seen, options.normaliser, time.time_ns())
        found: dict[str, list[str]] = {"": [], "new": [], "changed": [], "retried": []}
        inputs = list(pipeline.scanned(roots, options.output))
        for item in inputs:
            found[state(item, catalogue, unchanged)].append(f"{item.source}/{item.locator}")
        vanished = gone(catalogue, pipeline.whole_sources(roots, inputs))
        return Status(
            unfinished.is_unfinished(options.library),
            tuple(found["new"]),
            tuple(found["changed"]),
            tuple(found["retried"]),
            tuple(record.name for record in vanished),
            tuple(
                (record.article, record.name)
                for record in catalogue.ledger()
                if record.article and record.normaliser != options.normaliser(record)
            ),
        )


def state(item: Input, catalogue: Catalogue, unchanged: Unchanged) -> str:
    """What an input is to the library: "new", "changed", "retried", or "" where it is as it was."""
    container, record = catalogue.container(item.source, item.locator), catalogue.recorded(item.source, item.locator)
    if container is not None and (record is None or record.is_left):
        inside = catalogue.inside(item.source, item.locator)
        if not unchanged.same_container(item, container, inside):
            return "changed"
        return "retried" if any(unchanged.is_tried_again(record) for record in inside) else ""
    if record is None:
        return "new"
    if not record.digest:
        return "" if any(told.code in ACCOUNTED for told in record.findings) else "retried"
    return "" if unchanged.same_files(item, record) else "changed"
