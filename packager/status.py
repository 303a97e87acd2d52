"""Says what the next build would read, and why, and changes nothing."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from packager import pipeline, stages
from packager.containers import Closed
from packager.library import lock, unfinished
from packager.library.catalogue import Catalogue
from packager.library.comparison import compare
from packager.library.objects import Objects
from packager.library.origins import Origins
from packager.library.seen import Seen
from packager.library.survey import State, Survey
from packager.library.unchanged import Unchanged
from packager.readers.labels import label_sources
from packager.stages import ACCOUNTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from packager.library.comparison import Comparison
    from packager.library.records import Record
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
    with surveying(sources, options) as (catalogue, survey, roots):
        normaliser = options.normaliser
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
                if record.article
                and not record.is_left
                and record.normaliser != normaliser(record.article, record.normaliser)
            ),
        )


def differences(sources: Sequence[Path], options: Options) -> Iterator[Comparison | Record]:
    """What would change in each article that would be normalised again; its record where it would be none any more.

    They are normalised in a folder of their own that is removed afterwards. Raises what `status` does.
    """
    with surveying(sources, options) as (catalogue, survey, roots), TemporaryDirectory() as folder:
        apart = replace(options, output=Path(folder))
        held, fresh = Objects(options.library / "objects"), Objects(apart.library / "objects")

        def read(digest: str) -> bytes:
            return (fresh if fresh.has(digest) else held).read(digest)

        again = [item for state, item in pipeline.surveyed(survey, roots, options.output) if state is State.AGAIN]
        with stages.workers(options) as children:
            for _, done in stages.ingested(again, apart, children):
                if isinstance(done, Closed):
                    continue
                known = catalogue.copied(done.record.source, done.record.locator)
                if done.entry is not None and known is not None:
                    comparison = compare(known, done.entry, read)
                    if comparison.differs:
                        yield comparison
                elif known is not None:
                    yield done.record


@contextmanager
def surveying(sources: Sequence[Path], options: Options) -> Iterator[tuple[Catalogue, Survey, list[tuple[str, Path]]]]:
    """A library that no run changes meanwhile, the survey of it, and the sources by their names in it."""
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
        yield catalogue, Survey(catalogue, Unchanged(seen, options.normaliser, time.time_ns())), roots


def _is_accounted(item: Input, catalogue: Catalogue) -> bool:
    """Whether an input was skipped and all is well."""
    record = catalogue.recorded(item.source, item.locator)
    return record is not None and any(told.code in ACCOUNTED for told in record.findings)
