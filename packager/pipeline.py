"""The walk of the data, in one screen: sources -> captures -> articles -> library -> volumes -> publications -> report.

`build`, `ingest` and `bind` raise; the command line maps what they raise to exit codes.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol

from packager import readers
from packager.articles import normaliser
from packager.bind import Binding, bind_volume
from packager.config import Settings
from packager.errors import INCOMPLETE, OK, UsageError, WorkerLost
from packager.ingest import LOST, Batch, Ingested, ingest_batch, unable
from packager.library import lock
from packager.library.catalogue import Catalogue
from packager.library.objects import Objects
from packager.library.seen import Seen
from packager.library.unchanged import Unchanged
from packager.model import Outcome, Severity
from packager.publish import manifest, report
from packager.readers.labels import label_sources
from packager.volumes.plan import plan
from packager.workers import MEGABYTE, Children, spread
from packager.writers import WRITERS
from packager.writers.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from packager.library.records import Record
    from packager.model import Entry, Input, Publication, Volume

# Inputs a child takes at once: enough to make handing over cheap, few enough to share the work evenly.
LARGEST_BATCH = 25
SHARES = 4
# Limits of one task: seconds, and bytes of address space.
INGEST_SECONDS, BIND_SECONDS = 60.0, 3600.0
MEMORY = 2048 * MEGABYTE
COMMIT_EVERY = 500


class Watch(Protocol):
    """Sees how far a run is."""

    def begin(self, stage: str, total: int) -> None:
        """A stage of so many steps begins."""

    def advance(self, steps: int = 1) -> None:
        """Steps of the stage are done."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for: `by` lists the keys of each binding; `periods` and `topics` restrict what is bound."""

    output: Path
    settings: Settings = field(default_factory=Settings)
    by: tuple[tuple[str, ...], ...] = (("topic", "month"),)
    formats: tuple[str, ...] = ("epub",)
    workers: int = 1
    periods: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def library(self) -> Path:
        """The library's folder."""
        return self.output / "library"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: its report, and which publications it wrote and removed."""

    report: dict[str, Any]
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 if all is well, 1 if something was skipped, failed or is missing."""
        lost = any(told["severity"] == Severity.LOSS for told in self.report["findings"])
        unread = any(told["code"] == "unknown-kind" for told in self.report["findings"])
        return INCOMPLETE if lost or unread or self.report["failed"] else OK


def build(sources: Sequence[Path], options: Options, watch: Watch) -> Run:
    """The main job: sources into the library, the library into volumes, and a report of it all."""
    with lock.hold(options.library), Catalogue(options.library / "catalogue.sqlite") as catalogue:
        take_in(sources, catalogue, options, watch)
        return put_out(catalogue, options, watch)


def ingest(sources: Sequence[Path], options: Options, watch: Watch) -> Run:
    """Sources into the library only."""
    with lock.hold(options.library), Catalogue(options.library / "catalogue.sqlite") as catalogue:
        take_in(sources, catalogue, options, watch)
        return finish(catalogue, options)


def bind(options: Options, watch: Watch) -> Run:
    """The library into volumes only."""
    with lock.hold(options.library), Catalogue(options.library / "catalogue.sqlite") as catalogue:
        return put_out(catalogue, options, watch)


def planned(options: Options) -> list[tuple[str, bool]]:
    """The files that binding would leave, each with whether it would be written anew; writes nothing."""
    with lock.hold(options.library), Catalogue(options.library / "catalogue.sqlite") as catalogue:
        return [(task.path, changed(task, catalogue)) for task in bindings(catalogue, options)]


def entries(output: Path) -> list[Entry]:
    """The articles that a library holds."""
    library = output / "library"
    with lock.hold(library), Catalogue(library / "catalogue.sqlite") as catalogue:
        return catalogue.entries()


def take_in(sources: Sequence[Path], catalogue: Catalogue, options: Options, watch: Watch) -> None:
    """Reads every input that is new or changed, and records what became of it."""
    made_by = normaliser(options.settings)
    objects = Objects(options.library / "objects")
    objects.sweep()
    with Seen(options.library / "cache" / "seen.sqlite") as seen:
        unchanged = Unchanged(seen, made_by, time.time_ns())
        inputs = [item for label, root in label_sources(sources) for item in readers.scan(root, label)]
        todo = [item for item in inputs if not unchanged(item, catalogue.recorded(item.source, item.locator))]
        watch.begin("Reading", len(inputs))
        watch.advance(len(inputs) - len(todo))
        for number, (item, done) in enumerate(ingested(todo, objects.root, options), 1):
            catalogue.record(done.record, done.entry)
            unchanged.remember(item, done.record)
            if number % COMMIT_EVERY == 0:
                objects.sync()
                catalogue.commit()
            watch.advance()
        objects.sync()
        catalogue.commit()


def ingested(inputs: Sequence[Input], objects: Path, options: Options) -> Iterator[tuple[Input, Ingested]]:
    """Each input with what became of it, worked on in children."""
    size = max(1, min(LARGEST_BATCH, -(-len(inputs) // (SHARES * options.workers))))
    with Children(options.workers, INGEST_SECONDS, MEMORY) as children:
        tasks = (Batch(items, objects, options.settings) for items in in_batches(inputs, size))
        for batch, future in spread(children, ingest_batch, tasks, 2 * options.workers):
            yield from zip(batch.inputs, outcome(batch, future, children), strict=True)


def in_batches(inputs: Iterable[Input], size: int) -> Iterator[tuple[Input, ...]]:
    """The inputs in runs of a size."""
    rest = iter(inputs)
    while items := tuple(islice(rest, size)):
        yield items


def outcome(batch: Batch, future: Future[list[Ingested]], children: Executor) -> list[Ingested]:
    """A batch's results; one that cost its child is read again input by input, to find the one that did it."""
    try:
        return future.result()
    except WorkerLost as error:
        if len(batch.inputs) == 1:
            return [Ingested(unable(batch.inputs[0], Outcome.FAILED, LOST, f"the reader {error}"))]
    alone = [Batch((item,), batch.objects, batch.settings) for item in batch.inputs]
    return [outcome(one, children.submit(ingest_batch, one), children)[0] for one in alone]


def put_out(catalogue: Catalogue, options: Options, watch: Watch) -> Run:
    """Writes the volumes that changed, removes those that no article is left for, and reports."""
    tasks = list(bindings(catalogue, options))
    todo = [(task, print_) for task in tasks if (print_ := new_fingerprint(task, catalogue))]
    watch.begin("Binding", len(tasks))
    watch.advance(len(tasks) - len(todo))
    prints = {task.path: print_ for task, print_ in todo}
    with Children(options.workers, BIND_SECONDS) as children:
        for task, future in spread(children, bind_volume, (task for task, _ in todo), options.workers):
            catalogue.publish(future.result(), prints[task.path], task.format)
            catalogue.commit()
            watch.advance()
    removed = () if options.periods or options.topics else tuple(remove_stale(catalogue, tasks, options))
    return finish(catalogue, options, tuple(sorted(prints)), removed)


def bindings(catalogue: Catalogue, options: Options) -> Iterator[Binding]:
    """Every volume asked for, in every format asked for."""
    unknown = [name for name in options.formats if name not in WRITERS]
    if unknown:
        raise UsageError(f"--format {unknown[0]}: there is no such format; use any of {', '.join(WRITERS)}")
    entries = catalogue.entries()
    for keys in dict.fromkeys(options.by):
        for volume in plan(entries, keys, options.settings):
            if wanted(volume, options):
                for name in options.formats:
                    yield Binding(volume, name, options.output, options.library, options.settings)


def wanted(volume: Volume, options: Options) -> bool:
    """Whether a volume is among the periods and topics asked for."""
    in_period = not options.periods or volume.period in options.periods
    return in_period and (not options.topics or volume.topic in options.topics)


def new_fingerprint(task: Binding, catalogue: Catalogue) -> str:
    """The fingerprint of a volume that has to be written; "" for one whose file is as it would be."""
    made_from = fingerprint(task.volume, task.settings, task.format)
    known = catalogue.published(task.path)
    file = task.output / task.path
    same = known is not None and known[1] == made_from and file.is_file() and file.stat().st_size == known[0].bytes
    return "" if same else made_from


def changed(task: Binding, catalogue: Catalogue) -> bool:
    """Whether a volume has to be written."""
    return bool(new_fingerprint(task, catalogue))


def remove_stale(catalogue: Catalogue, tasks: Sequence[Binding], options: Options) -> Iterator[str]:
    """Removes publications of the same binding and format that no volume stands behind any more."""
    current = {task.path for task in tasks}
    bound = {",".join(keys) for keys in options.by}
    kinds = {WRITERS[name].media_type for name in options.formats}
    for publication in catalogue.publications():
        if publication.by in bound and publication.media_type in kinds and publication.path not in current:
            (options.output / publication.path).unlink(missing_ok=True)
            catalogue.unpublish(publication.path)
            yield publication.path


def finish(catalogue: Catalogue, options: Options, written: tuple[str, ...] = (), removed: tuple[str, ...] = ()) -> Run:
    """Commits, then writes the report and, last, the manifest over every file."""
    catalogue.settle()
    catalogue.commit()
    publications: list[Publication] = catalogue.publications()
    records: list[Record] = catalogue.records()
    table = report.write(options.output, records, publications)
    manifest.write(options.output, {item.path: item.sha256 for item in publications})
    return Run(table, written, removed)
