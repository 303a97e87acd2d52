"""Says what the next build would read, and why, and changes nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager import pipeline
from packager.library import lock, unfinished
from packager.library.catalogue import Catalogue
from packager.library.origins import Origins
from packager.library.seen import Seen
from packager.library.survey import State, Survey
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
        normaliser = options.normaliser
        survey = Survey(catalogue, Unchanged(seen, normaliser, time.time_ns()))
        found: dict[State, list[str]] = {state: [] for state in State}
        for state, item in pipeline.surveyed(survey, roots, options.output):
            if state is not State.RETRIED or not _is_accounted(item, catalogue):
                found[state].append(f"{item.source}/{item.locator}")
        return Status(
            unfinished.is_unfinished(options.library),
            tuple(found[State.NEW]),
            tuple(found[State.CHANGED]),
            tuple(found[State.RETRIED]),
            tuple(f"{source}/{record.locator}" for source, record in survey.gone),
            tuple(
                (record.article, record.name)
                for record in catalogue.ledger()
                if record.article and record.normaliser != normaliser(record.article, record.normaliser)
            ),
        )


def _is_accounted(item: Input, catalogue: Catalogue) -> bool:
    """Whether an input was skipped and all is well."""
    record = catalogue.recorded(item.source, item.locator)
    return record is not None and any(told.code in ACCOUNTED for told in record.findings)
