"""The two stages of the walk, each spread over supervised children: inputs into the library, volumes into files."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from packager.articles.metadata.corrections import NONE
from packager.articles.version import normaliser, site_named
from packager.bind import Binding, Kept, bind_volume, path_of
from packager.config import Settings
from packager.containers import LOST, Closed, Container, Refused, Walk
from packager.errors import UsageError, VolumeError, WorkerLost
from packager.images import PROFILES
from packager.ingest import Batch, Ingested, ingest_batch, refused, unable
from packager.library.cards import card as card_of
from packager.library.drafts import cannot_write
from packager.library.suggestions import Suggestions
from packager.limits import BIND_SECONDS, INGEST_SECONDS, LARGEST_BATCH, MEMORY
from packager.model import Outcome
from packager.overrides import Overrides
from packager.slugs import short_digest
from packager.volumes.changes import since
from packager.volumes.plan import KEYS, plan
from packager.workers import Children, spread
from packager.writers import WRITERS
from packager.writers.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from packager.config import Duplicates
    from packager.library.cards import Card
    from packager.library.catalogue import Catalogue
    from packager.model import Entry, Input, Publication, Volume
    from packager.volumes.plan import Plan

# Batches of each child, at least, so that none waits long for another's last one.
SHARES = 4
# The findings of inputs that may be skipped and all is well: notes for people, pages of another input's article, and
# those of articles that a person withdrew.
ACCOUNTED = frozenset(("read-me", "continuation", "front-matter", "withdrawn"))


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for: `by` lists the keys of each binding; `periods` and `topics` restrict what is bound.

    `overrides` hold what is given for single articles. `allow_losses` lets volumes be written that lose what they have.
    `edition` names what readers get with this run.
    """

    output: Path
    settings: Settings = field(default_factory=Settings)
    by: tuple[tuple[str, ...], ...] = (("topic", "month"),)
    formats: tuple[str, ...] = ("epub",)
    workers: int = 1
    periods: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    overrides: Overrides = field(default_factory=Overrides)
    allow_losses: bool = False
    edition: str = ""

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

    @property
    def normaliser(self) -> Callable[[str, str], str]:
        """Says what would normalise an article, given its id and what normalised it last."""
        given = self.overrides.articles

        @cache
        def usual(last: str) -> str:
            return normaliser(self.settings, NONE, site_named(last))

        def now(article: str, last: str) -> str:
            if article in given:
                return normaliser(self.settings, given[article], site_named(last))
            return usual(last)

        return now

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


@dataclass(frozen=True, slots=True)
class Target:
    """A file to write: a volume as it is planned, and its format."""

    plan: Plan
    format: str

    @property
    def path(self) -> str:
        """The file's path below the output folder; where it becomes several parts, that of the first."""
        return path_of(self.plan.volume, self.format)

    @property
    def by(self) -> str:
        """The keys it is bound by, as publications name them."""
        return ",".join(self.plan.volume.by)


def bindable(
    catalogue: Catalogue, options: Options, articles: Iterable[str] | None = None, model: Suggestions | None = None
) -> list[Entry]:
    """The articles to bind, all or some: those that are not excluded, with the topic that a model suggests for them."""
    model = model or Suggestions(options.library)
    return model.labelled(options.overrides.bindable(catalogue.entries(articles)))


def cards(catalogue: Catalogue, options: Options) -> list[Card]:
    """The cards of the articles to bind; they are those of `bindable`."""
    held = [card for card in catalogue.cards() if not options.overrides.excludes(card.id)]
    if not Suggestions(options.library).in_use:
        return held
    unlabelled = [card.id for card in held if not card.topic]
    suggested = {entry.id: card_of(entry) for entry in bindable(catalogue, options, unlabelled)}
    return [suggested.get(card.id, card) for card in held]


def targets(catalogue: Catalogue, taken: Iterable[Publication], options: Options) -> list[Target]:
    """Every volume asked for, in every format asked for.

    A volume whose name another binding has taken (all articles of one publisher, bound with and without "source")
    gets a short digest of its keys; `taken` are the publications there are.
    """
    owners = {publication.volume: publication.by for publication in taken}
    held = cards(catalogue, options)
    found = []
    for keys in options.bindings:
        for planned in plan(held, keys, options.settings):
            for name in options.formats if wanted(planned.volume, options) else ():
                target = Target(planned, name)
                if owners.setdefault(target.path, target.by) != target.by:
                    apart = replace(planned.volume, path=f"{planned.volume.path}-{short_digest(target.by)}")
                    target = Target(replace(planned, volume=apart), name)
                found.append(target)
    return compared(found, catalogue)


def compared(asked: list[Target], catalogue: Catalogue) -> list[Target]:
    """The volumes with what changed in each since the last edition that held something else."""
    editions = catalogue.editions()
    if not editions:
        return asked
    contents, withdrawn = catalogue.contents(), catalogue.withdrawals().values()
    erased = {item.id for item in withdrawn if item.erased}
    found = []
    for target in asked:
        now = {card.id: contents[card.id] for card in target.plan.cards}
        changes = since(editions.get(target.path, ()), now, erased)
        volume = replace(target.plan.volume, changes=changes)
        found.append(replace(target, plan=replace(target.plan, volume=volume)) if changes else target)
    return found


def note_edition(name: str, volumes: Iterable[Target], catalogue: Catalogue) -> None:
    """Record what readers of an edition have, of the volumes that hold something else than in the one before."""
    editions, contents = catalogue.editions(), catalogue.contents()
    for target in volumes:
        now = {card.id: contents[card.id] for card in target.plan.cards}
        if since(editions.get(target.path, ())[:1], now) or target.path not in editions:
            catalogue.add_edition(name, target.path, now)


def wanted(volume: Volume, options: Options) -> bool:
    """Whether a volume is among the periods and topics asked for."""
    in_period = not options.periods or volume.period in options.periods
    return in_period and (not options.topics or volume.topic in options.topics)


def due(asked: Iterable[Target], catalogue: Catalogue, options: Options) -> dict[str, str]:
    """The paths of the volumes that have to be written, each with its fingerprint."""
    prints = {target.path: fingerprint(target.plan, options.settings, target.format) for target in asked}
    return {path: made_from for path, made_from in prints.items() if not stands(path, made_from, catalogue, options)}


def stands(path: str, made_from: str, catalogue: Catalogue, options: Options) -> bool:
    """Whether a volume was written from the same, and its files are there as they were left."""
    known = catalogue.published(path)
    return bool(known) and all(
        same == made_from and has_size(options.output / item.path, item.bytes) for item, same in known
    )


def has_size(file: Path, size: int) -> bool:
    """Whether a file is there and has so many bytes."""
    return file.is_file() and file.stat().st_size == size


def bound(
    asked: Iterable[Target], catalogue: Catalogue, options: Options, children: Children
) -> Iterator[tuple[Target, list[Publication] | Kept]]:
    """Each volume with the publications it became, one a part, or with why it was kept.

    VolumeError for one that costs its child.
    """
    held, model = list(asked), Suggestions(options.library)
    tasks = (binding(target, catalogue, options, model) for target in held)
    written = spread(children.within(BIND_SECONDS), bind_volume, tasks, options.workers)
    for target, (_, future) in zip(held, written, strict=True):
        try:
            yield target, future.result()
        except WorkerLost as error:
            raise VolumeError(f"{target.path}: writing it {error}; run again, with fewer --workers") from error


def binding(target: Target, catalogue: Catalogue, options: Options, model: Suggestions) -> Binding:
    """The task of writing a file: the volume with its articles."""
    entries = bindable(catalogue, options, (card.id for card in target.plan.cards), model)
    volume = target.plan.filled(entries, options.settings)
    before = () if options.allow_losses else tuple(item.path for item, _ in catalogue.published(target.path))
    return Binding(volume, target.format, options.output, options.library, options.settings, before)


def format_of(publication: Publication) -> str:
    """The name of a publication's format."""
    return next(name for name, writer in WRITERS.items() if writer.media_type == publication.media_type)


def stale(asked: Iterable[Target], publications: Iterable[Publication], options: Options) -> list[Publication]:
    """The publications, of the bindings and formats asked for, that no volume stands behind any more."""
    if options.periods or options.topics:
        return []
    current = {target.path for target in asked}
    keys = {",".join(keys) for keys in options.bindings}
    kinds = {WRITERS[name].media_type for name in options.formats}
    return [
        item for item in publications if item.by in keys and item.media_type in kinds and item.volume not in current
    ]


def remove(publication: Publication, output: Path) -> None:
    """Removes a publication's file, and its folder if that held nothing else; OutputError where it may not."""
    file = output / publication.path
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(file, error) from error
    with suppress(OSError):  # the folder holds other volumes
        file.parent.rmdir()
