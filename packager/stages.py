"""The two stages of the walk, each spread over supervised children: inputs into the library, volumes into files."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from packager.articles.metadata.corrections import NONE
from packager.articles.version import normaliser, site_named
from packager.bind import Binding, bind_volume
from packager.config import Settings
from packager.containers import LOST, Closed, Container, Refused, Walk
from packager.errors import UsageError, VolumeError, WorkerLost
from packager.images import PROFILES
from packager.ingest import Batch, Ingested, ingest_batch, refused, unable
from packager.library.drafts import cannot_write
from packager.library.suggestions import Suggestions
from packager.limits import BIND_SECONDS, INGEST_SECONDS, LARGEST_BATCH, MEMORY
from packager.model import Outcome
from packager.overrides import Overrides
from packager.slugs import short_digest
from packager.volumes.plan import KEYS, plan
from packager.workers import Children, spread
from packager.writers import WRITERS
from packager.writers.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from packager.config import Duplicates
    from packager.library.catalogue import Catalogue
    from packager.library.records import Record
    from packager.model import Entry, Input, Publication, Volume

# Batches of each child, at least, so that none waits long for another's last one.
SHARES = 4
# The findings of inputs that may be skipped and all is well: notes for people, pages of another input's article, and
# those of articles that a person withdrew.
ACCOUNTED = frozenset(("read-me", "continuation", "front-matter", "withdrawn"))


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for: `by` lists the keys of each binding; `periods` and `topics` restrict what is bound.

    `overrides` hold what is given for single articles.
    """

    output: Path
    settings: Settings = field(default_factory=Settings)
    by: tuple[tuple[str, ...], ...] = (("topic", "month"),)
    formats: tuple[str, ...] = ("epub",)
    workers: int = 1
    periods: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    overrides: Overrides = field(default_factory=Overrides)

    @property
    def library(self) -> Path:
        """The library's folder."""
        return self.output / "library"

    @property
    def work(self) -> Path:
        """Where readers keep what they derive, and archives are unpacked."""
        return self.library / "cache" / "reading"

    @property
    def bindings(self) -> list[tuple[str, ...]]:
        """The keys of each binding, each once, whatever the order they were given in."""
        return sorted({tuple(sorted(set(keys), key=KEYS.index)) for keys in self.by})

    @property
    def pins(self) -> Duplicates:
        """What is decided about duplicates."""
        return self.settings.duplicates

    def normaliser(self, record: Record) -> str:
        """What would normalise the article of an input, given what is on record of it."""
        override = self.overrides.articles.get(record.article, NONE)
        return normaliser(self.settings, override, site_named(record.normaliser))

    def check(self) -> None:
        """UsageError for what there is not; everything else a run may meet depends on the sources."""
        for keys in self.by:
            plan((), keys, self.settings)
        for name in self.formats:
            if name not in WRITERS:
                raise UsageError(f"--format {name}: there is no such format; use any of {', '.join(WRITERS)}")
        if self.settings.images not in PROFILES:
            raise UsageError(
                f"--images {self.settings.images}: there is no such profile; use any of {', '.join(PROFILES)}"
            )


def workers(options: Options) -> Children:
    """The children of a run: the same ones read and bind, since each start costs as much as fifty pages."""
    return Children(options.workers, INGEST_SECONDS, MEMORY)


def ingested(
    inputs: Sequence[Input], options: Options, children: Children
) -> Iterator[tuple[Input, Ingested | Closed]]:
    """Each input with what became of it, in order; what a file of several holds comes before it."""
    walk = Walk(lambda items: handled(tuple(items), options, children), children, options.work)
    for item, result in walk(inputs):
        yield item, Ingested(refused(item, result.error, result.findings)) if isinstance(result, Refused) else result


def handled(
    inputs: Sequence[Input], options: Options, children: Children
) -> Iterator[tuple[Input, Ingested | Container]]:
    """Each input with what became of it, or that it holds others, in order."""
    size = max(1, min(LARGEST_BATCH, -(-len(inputs) // (SHARES * options.workers))))
    given, objects = options.overrides.articles, options.library / "objects"
    batches = (Batch(items, objects, options.work, options.settings, given) for items in in_batches(inputs, size))
    for batch, future in spread(children, ingest_batch, batches, 2 * options.workers):
        yield from zip(batch.inputs, outcome(batch, future, children), strict=True)


def in_batches(inputs: Iterable[Input], size: int) -> Iterator[tuple[Input, ...]]:
    """The inputs in runs of a size."""
    rest = iter(inputs)
    while items := tuple(islice(rest, size)):
        yield items


def outcome(batch: Batch, future: Future[list[Ingested | Container]], children: Executor) -> list[Ingested | Container]:
    """A batch's results; one that cost its child is read again input by input, to find the one that did it."""
    try:
        return future.result()
    except WorkerLost as error:
        if len(batch.inputs) == 1:
            return [Ingested(unable(batch.inputs[0], Outcome.FAILED, LOST, f"reading it {error}"))]
    alone = [replace(batch, inputs=(item,)) for item in batch.inputs]
    return [outcome(one, children.submit(ingest_batch, one), children)[0] for one in alone]


def bindable(entries: Iterable[Entry], options: Options) -> list[Entry]:
    """The articles to bind: all that are not excluded, with the topic that a model suggests where they have none."""
    return Suggestions(options.library).labelled(options.overrides.bindable(entries))


def bindings(entries: Sequence[Entry], taken: Iterable[Publication], options: Options) -> Iterator[Binding]:
    """Every volume asked for, in every format asked for.

    A volume whose name another binding has taken (all articles of one publisher, bound with and without "source")
    gets a short digest of its keys; `taken` are the publications there are.
    """
    owners = {publication.path: publication.by for publication in taken}
    for keys in options.bindings:
        for volume in plan(entries, keys, options.settings):
            for name in options.formats if wanted(volume, options) else ():
                task = Binding(volume, name, options.output, options.library, options.settings)
                if owners.setdefault(task.path, task.by) != task.by:
                    apart = replace(volume, path=f"{volume.path}-{short_digest(task.by)}")
                    task = replace(task, volume=apart)
                yield task


def wanted(volume: Volume, options: Options) -> bool:
    """Whether a volume is among the periods and topics asked for."""
    in_period = not options.periods or volume.period in options.periods
    return in_period and (not options.topics or volume.topic in options.topics)


def due(tasks: Sequence[Binding], catalogue: Catalogue) -> dict[str, str]:
    """The paths of the volumes that have to be written, each with its fingerprint."""
    prints = {task.path: fingerprint(task.volume, task.settings, task.format) for task in tasks}
    return {task.path: prints[task.path] for task in tasks if not stands(task, prints[task.path], catalogue)}


def stands(task: Binding, made_from: str, catalogue: Catalogue) -> bool:
    """Whether a volume was written from the same, and its file is there as it was left."""
    known = catalogue.published(task.path)
    file = task.output / task.path
    return known is not None and known[1] == made_from and file.is_file() and file.stat().st_size == known[0].bytes


def bound(tasks: Iterable[Binding], options: Options, children: Children) -> Iterator[tuple[Binding, Publication]]:
    """Each volume with the publication it became; VolumeError for one that costs its child."""
    for task, future in spread(children.within(BIND_SECONDS), bind_volume, tasks, options.workers):
        try:
            yield task, future.result()
        except WorkerLost as error:
            raise VolumeError(f"{task.path}: writing it {error}; run again, with fewer --workers") from error


def format_of(publication: Publication) -> str:
    """The name of a publication's format."""
    return next(name for name, writer in WRITERS.items() if writer.media_type == publication.media_type)


def stale(tasks: Iterable[Binding], publications: Iterable[Publication], options: Options) -> list[Publication]:
    """The publications, of the bindings and formats asked for, that no volume stands behind any more."""
    if options.periods or options.topics:
        return []
    current = {task.path for task in tasks}
    asked = {",".join(keys) for keys in options.bindings}
    kinds = {WRITERS[name].media_type for name in options.formats}
    return [item for item in publications if item.by in asked and item.media_type in kinds and item.path not in current]


def remove(publication: Publication, output: Path) -> None:
    """Removes a publication's file, and its folder if that held nothing else; OutputError where it may not."""
    file = output / publication.path
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(file, error) from error
    with suppress(OSError):  # the folder holds other volumes
        file.parent.rmdir()
