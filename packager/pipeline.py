"""The walk of the data: sources -> captures -> articles -> library -> volumes -> publications -> report.

`build`, `ingest` and `bind` raise; the command line maps what they raise to exit codes.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from packager import readers, searching, stages
from packager import verify as verification
from packager.containers import Closed
from packager.errors import INCOMPLETE, OK, LibraryDamaged, OutputError, SourceMissing, UsageError
from packager.findings import finding
from packager.library import events, gone, lock, unfinished
from packager.library.catalogue import Catalogue
from packager.library.comparison import compare, history
from packager.library.database import upgrade
from packager.library.history import ENOUGH, History
from packager.library.objects import Objects
from packager.library.origins import Origins
from packager.library.records import Container
from packager.library.seen import Seen
from packager.library.suggestions import Suggestions
from packager.library.survey import Survey
from packager.library.unchanged import Unchanged
from packager.model import Severity
from packager.publish import manifest, report
from packager.readers.labels import label_sources
from packager.stages import ACCOUNTED, Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from packager.config import Duplicates
    from packager.ingest import Ingested
    from packager.library.comparison import Comparison
    from packager.library.pairs import Pair
    from packager.library.records import Record
    from packager.library.search import Found
    from packager.library.suggestions import Lesson
    from packager.library.survey import State
    from packager.model import Entry, Finding, Input, Publication
    from packager.verify import Verification
    from packager.workers import Children

LIBRARY, CATALOGUE = "library", "catalogue.sqlite"
COMMIT_EVERY = 500
# What a run makes in the output folder, none of it ever a source.
PRODUCTS = ("library", "volumes", report.JSON, report.HTML, manifest.NAME)


class Watch(Protocol):
    """Sees how far a run is."""

    def begin(self, stage: str, total: int) -> None:
        """A stage of so many steps begins."""

    def advance(self, steps: int = 1) -> None:
        """Steps of the stage are done."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: its report, and the paths of the publications that it wrote and removed."""

    report: dict[str, Any]
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 if all is well, 1 if something was skipped that is not accounted for elsewhere, failed or is missing."""
        findings = self.report["findings"]
        lost = self.report["failed"] or any(told["severity"] == Severity.LOSS for told in findings)
        passed_over = self.report["skipped"] > sum(told["code"] in ACCOUNTED for told in findings)
        return INCOMPLETE if lost or passed_over else OK


def build(sources: Sequence[Path], options: Options, watch: Watch) -> Run:
    """The main job: sources into the library, the library into volumes, and a report of it all."""
    options.check()
    labelled = label_sources(sources)
    with changing(options.output, pins=options.pins) as catalogue, stages.workers(options) as children:
        told = take_in(labelled, catalogue, options, watch, children)
        return put_out(catalogue, options, watch, children, told)


def ingest(sources: Sequence[Path], options: Options, watch: Watch) -> Run:
    """Sources into the library only."""
    options.check()
    labelled = label_sources(sources)
    with changing(options.output, pins=options.pins) as catalogue, stages.workers(options) as children:
        told = take_in(labelled, catalogue, options, watch, children)
        return finish(catalogue, options, told=told)


def bind(options: Options, watch: Watch) -> Run:
    """The library into volumes only; SourceMissing if there is no library."""
    options.check()
    with changing(options.output, made=True, pins=options.pins) as catalogue, stages.workers(options) as children:
        return put_out(catalogue, options, watch, children)


def planned(options: Options) -> dict[str, str]:
    """What binding would do to each file: "write", "keep" or "remove"; SourceMissing if there is no library."""
    options.check()
    with library(options.library) as catalogue:
        catalogue.pin(options.pins)
        known = catalogue.publications()
        asked = stages.targets(catalogue, known, options)
        todo = stages.due(asked, catalogue, options)
        deeds = {target.path: "write" if target.path in todo else "keep" for target in asked}
        catalogue.undo()  # pins that were only tried
        return deeds | {item.path: "remove" for item in stages.stale(asked, known, options)}


def entries(output: Path) -> list[Entry]:
    """The articles that a library holds; SourceMissing if there is none."""
    options = Options(output)
    with library(options.library) as catalogue:
        return stages.bindable(catalogue, options)


def duplicates(output: Path) -> list[Pair]:
    """Every duplicate in a library beside what is bound in its place; SourceMissing if there is no library."""
    with library(output / LIBRARY) as catalogue:
        return catalogue.duplicates()


def versions(output: Path, article: str) -> list[tuple[Entry, Record]]:
    """Every copy of an article that a library holds, the newest first, with what is on record of its input.

    Raises SourceMissing if there is no library, UsageError if it holds no such article.
    """
    with library(output / LIBRARY) as catalogue:
        held = [(entry, catalogue.recorded(entry.source, entry.locator)) for entry in catalogue.versions(article)]
    if not held:
        raise UsageError(f"{article}: the library holds no such article; `packager list` shows their ids")
    return [(entry, record) for entry, record in held if record is not None]


def changes(output: Path, article: str, other: str = "") -> list[Comparison]:
    """What changed from version to version of an article, or from it to another article of the library.

    Versions are what it was before its input changed or was normalised again, and other captures of it. Raises
    SourceMissing if there is no library, UsageError if it holds no such article.
    """
    objects = Objects(output / LIBRARY / "objects")
    held = [entry for entry, _ in versions(output, article)]
    if other:
        return [compare(held[0], versions(output, other)[0][0], objects.read)]
    known = [*earlier(output, article), *held]
    return history([entry for entry in known if objects.has(entry.content)], objects.read)


def earlier(output: Path, article: str) -> list[Entry]:
    """What an article was each time that it was recorded, in that order, its present state among them."""
    return events.articles(History(output / LIBRARY).naming(article), article)


def search(text: str, options: Options, sources: Sequence[str], limit: int) -> Found:
    """The articles of a library that a query finds (`searching.search`); SourceMissing if there is no library."""
    check_made(options.library)
    with (
        suppress(LibraryDamaged, OutputError),  # an index that has to be made anew
        lock.hold_still(options.library),
        Catalogue(options.library / CATALOGUE, reading=True) as catalogue,
    ):
        if searching.index(catalogue, options).in_step:
            return searching.search(catalogue, text, options, sources, limit)
    with changing(options.output, made=True) as catalogue:
        unreadable = searching.index(catalogue, options).update()
        write_manifest(options.output, catalogue.publications())
        return replace(searching.search(catalogue, text, options, sources, limit), unreadable=unreadable)


def learn_topics(options: Options) -> Lesson:
    """Learns from the library's articles which words speak for which topic; SourceMissing if there is no library.

    The model is used from the next binding on. Raises UsageError where too few articles have a topic.
    """
    with changing(options.output, made=True) as catalogue:
        lesson = Suggestions(options.library).learn(catalogue.entries(), options.settings.topics)
        write_manifest(options.output, catalogue.publications())
        return lesson


def forget_topics(options: Options) -> None:
    """Takes the model out of use; SourceMissing if there is no library."""
    with changing(options.output, made=True) as catalogue:
        Suggestions(options.library).forget()
        write_manifest(options.output, catalogue.publications())


@contextmanager
def library(folder: Path) -> Iterator[Catalogue]:
    """The catalogue of a library that no other run holds meanwhile; SourceMissing if there is none."""
    check_made(folder)
    with lock.hold(folder), Catalogue(folder / CATALOGUE) as catalogue:
        yield catalogue


@contextmanager
def changing(output: Path, *, made: bool = False, pins: Duplicates | None = None) -> Iterator[Catalogue]:
    """The catalogue of a library for a run that changes it and writes the manifest last; `made` if it has to be there.

    `pins` are what is decided about duplicates from now on; without, it stays what it was.
    What a run before left half done, because it was killed, is cleared away first. Raises LibraryDamaged for a
    catalogue that is not as the last run left it: what is wrong in it must not be written into a new manifest.
    """
    folder = output / LIBRARY
    if made:
        check_made(folder)
    with lock.hold(folder):
        check_catalogue(output)
        left = unfinished.begin(folder)
        with up_to_date(folder) as catalogue:
            if left:
                unfinished.sweep(output)
                Objects(folder / "objects").drop_torn(catalogue.objects())
            if pins is not None:
                catalogue.pin(pins)
            try:
                yield catalogue
            except UsageError:  # raised before anything is changed
                if not left:
                    unfinished.end(folder)
                raise
        unfinished.end(folder)


@contextmanager
def up_to_date(folder: Path) -> Iterator[Catalogue]:
    """The catalogue of a library, which is brought to our schema if it has an earlier one."""
    copy = upgrade(folder / CATALOGUE)
    with Catalogue(folder / CATALOGUE) as catalogue:
        if copy:
            catalogue.say_all(Objects(folder / "objects"))
        yield catalogue


def verify(output: Path, watch: Watch, *, deep: bool = False) -> Verification:
    """Reads everything again and says what is not as it was left; SourceMissing where nothing was ever built.

    With `deep` volumes are read page by page and held against the library.
    """
    if not (output / LIBRARY).is_dir() and not (output / manifest.NAME).exists():
        raise SourceMissing(f"{output}: there is no library; name the folder that `packager build` wrote to")
    with lock.hold_still(output / LIBRARY):
        watch.begin("Checking", sum(1 for _ in manifest.files(output)))
        return verification.verify(output, watch.advance, deep=deep)


def check_made(folder: Path) -> None:
    """SourceMissing where there is no library."""
    if not (folder / CATALOGUE).exists():
        raise SourceMissing(f"{folder}: there is no library; run `packager build` or `packager ingest` first")


def check_catalogue(output: Path) -> None:
    """LibraryDamaged for a catalogue that is not as the last run left it, where that run ended."""
    name, listed = manifest.CATALOGUE, manifest.catalogue_digest(output)
    folder = output / LIBRARY
    if not (output / name).exists() and next(History(folder).chapters(), None) is not None:
        raise LibraryDamaged(f"{output / name}: is not there, though its history is; run `packager repair`")
    if unfinished.is_unfinished(folder) or not listed or not (output / name).exists():
        return
    if manifest.digest_of(output / name) != listed:
        raise LibraryDamaged(f"{output / name}: is not as the last run left it; run `packager repair`")


def take_in(
    sources: Sequence[tuple[str, Path]], catalogue: Catalogue, options: Options, watch: Watch, children: Children
) -> list[Finding]:
    """Reads every input that is new or changed, records what became of it, and tells what is gone from the sources."""
    objects = Objects(options.library / "objects")
    with Seen(options.library / "cache" / "seen.sqlite") as seen:
        roots = Origins(options.library / "cache" / "origins.json", catalogue).settle(sources)
        unchanged = Unchanged(seen, options.normaliser, time.time_ns())
        survey = Survey(catalogue, unchanged)
        todo = [item for _, item in surveyed(survey, roots, options.output)]
        watch.begin("Reading", survey.inputs)
        watch.advance(survey.inputs - len(todo))
        for number, (item, done) in enumerate(stages.ingested(todo, options, children), 1):
            note(item, done, catalogue, unchanged)
            if number % COMMIT_EVERY == 0:
                objects.sync()
                catalogue.commit()
            watch.advance(int(not item.container))
        forget_empty(survey, catalogue)
        objects.sync()
        catalogue.commit()
    erase(catalogue, objects)
    searching.keep_in_step(catalogue, options)
    return gone.told(catalogue, survey.gone)


def surveyed(survey: Survey, roots: Sequence[tuple[str, Path]], output: Path) -> Iterator[tuple[State, Input]]:
    """Every input of the sources that has to be read, and why."""
    for label, root in roots:
        yield from survey.source(label, readers.folder_of(root), scanned(label, root, output), whole=root.is_dir())


def forget_empty(survey: Survey, catalogue: Catalogue) -> None:
    """Takes out of the ledger what is gone and of which nothing was read, so that nothing is left to tell of it.

    Nor is there of why an article whose file is gone could not be read again.
    """
    for source, record in survey.gone:
        if not record.article:
            catalogue.forget(source, record.locator)
        elif record.is_left:
            catalogue.leave(source, record.locator)
    for container in survey.absent:
        if not catalogue.inside(container.source, container.locator):
            catalogue.forget(container.source, container.locator)


def erase(catalogue: Catalogue, objects: Objects, earlier: Iterable[Entry] = ()) -> None:
    """Removes the text and pictures of the articles that were withdrawn so, also where they were collected again.

    Those of their `earlier` versions go as well, as far as no article needs them.
    """
    gone = {digest for entry in earlier for digest in entry.objects}
    for digest in sorted(catalogue.erased() | (gone and gone - catalogue.objects())):
        objects.remove(digest)


def note(item: Input, done: Ingested | Closed, catalogue: Catalogue, unchanged: Unchanged) -> None:
    """Records what became of an input, or that all in a file of several was read."""
    if isinstance(done, Closed):
        container = Container(item.source, item.locator, done.digest, done.beside, done.findings)
        catalogue.close(container, done.inside)
        if not item.container:
            unchanged.remember_container(item, done.digest)
        return
    catalogue.record(done.record, done.entry, done.text)
    if not item.container:
        unchanged.remember(item, done.record.digest, done.record.dependencies)


def scanned(label: str, root: Path, output: Path) -> Iterator[readers.Found]:
    """Every input of a source; never what earlier runs made, where the output folder lies in it."""
    products = [output.resolve() / name for name in PRODUCTS]
    inside = products[0].is_relative_to(root)
    for found in readers.find(root, label):
        if not (inside and any(Path(found.path).is_relative_to(product) for product in products)):
            yield found


def put_out(
    catalogue: Catalogue, options: Options, watch: Watch, children: Children, told: Iterable[Finding] = ()
) -> Run:
    """Writes the volumes that changed, removes those that no article is left for, and reports."""
    known = catalogue.publications()
    asked = stages.targets(catalogue, known, options)
    prints = stages.due(asked, catalogue, options)
    todo = [target for target in asked if target.path in prints]
    watch.begin("Binding", len(asked))
    watch.advance(len(asked) - len(todo))
    for target, publication in stages.bound(todo, catalogue, options, children):
        catalogue.publish(publication, prints[target.path], target.format)
        catalogue.commit(least=ENOUGH)
        watch.advance()
    removed = stages.stale(asked, known, options)
    for publication in removed:
        stages.remove(publication, options.output)
        catalogue.unpublish(publication.path)
    return finish(catalogue, options, tuple(sorted(prints)), tuple(item.path for item in removed), told)


def finish(
    catalogue: Catalogue,
    options: Options,
    written: tuple[str, ...] = (),
    removed: tuple[str, ...] = (),
    told: Iterable[Finding] = (),
) -> Run:
    """Commits, then writes the report, with what is `told` of the whole run, and last the manifest over every file."""
    catalogue.settle()
    catalogue.commit()
    publications = catalogue.publications()
    found = chain(
        told,
        options.overrides.findings(catalogue.holder),
        unused(options.pins, catalogue),
        chain.from_iterable(held.findings for held in catalogue.containers()),
    )
    table = report.write(options.output, catalogue.items(), publications, found)
    write_manifest(options.output, publications)
    return Run(table, written, removed)


def unused(pins: Duplicates, catalogue: Catalogue) -> Iterator[Finding]:
    """What to tell of pins whose articles the library does not hold."""
    for article in sorted({*pins.bound, *chain.from_iterable(pins.apart)}):
        if not catalogue.holder(article):
            yield finding("pin-unused", "packager.toml", f"duplicates: {article}: the library holds no such article")


def write_manifest(output: Path, publications: Iterable[Publication]) -> None:
    """Writes the manifest over every file of the output folder."""
    manifest.write(output, {item.path: item.sha256 for item in publications})
