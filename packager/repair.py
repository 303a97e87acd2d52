"""Makes again what is damaged or missing in an output folder, as far as the library and the sources allow.

Nothing is thrown away: what is damaged moves to `library/damaged/`, and what stands in its place was whole before.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from packager import pipeline, searching, stages, withdraw
from packager import verify as verification
from packager.errors import SourceMissing
from packager.library import drafts, lock, unfinished
from packager.library.catalogue import Catalogue
from packager.library.events import replay
from packager.library.history import FOLDER, START, History
from packager.library.objects import Objects
from packager.publish import manifest, report
from packager.readers.labels import label_sources
from packager.verify.holding import NOT_UNDERSTOOD, hold
from packager.writers.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from packager.pipeline import Watch
    from packager.stages import Options, Target
    from packager.verify import Verification
    from packager.verify.holding import Holding
    from packager.workers import Children

# Files that every run writes again.
REPORTS = (report.JSON, report.HTML)


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done, each in a line, and what a verification says afterwards."""

    deeds: tuple[str, ...]
    verification: Verification


def repair(sources: Sequence[Path], options: Options, watch: Watch) -> Repair:
    """Makes again what is damaged or missing, with `sources` also what only they hold, and verifies.

    Raises SourceMissing if there is no library, LibraryBusy, OutputError.
    """
    options.check()
    labelled = label_sources(sources) if sources else []
    if not options.library.is_dir():
        raise SourceMissing(f"{options.library}: there is no library to repair")
    with lock.hold(options.library):
        watch.begin("Checking", sum(1 for _ in manifest.files(options.output)))
        mender = Mender(options, hold(options.output, watch.advance))
        unfinished.begin(options.library)
        unfinished.sweep(options.output)
        shutil.rmtree(options.library / "cache", ignore_errors=True)  # can be made again, and may be damaged too
        mender.mend_catalogue()
        with pipeline.up_to_date(options.library) as catalogue, stages.workers(options) as children:
            mender.move_damaged(catalogue)
            mender.mend_history(catalogue)
            mender.mend_objects(catalogue, labelled, watch, children)
            mender.mend_volumes(catalogue, children)
            mender.mend_search(catalogue)
            pipeline.finish(catalogue, options)
        unfinished.end(options.library)
        return Repair(tuple(mender.deeds), verification.verify(options.output, lambda _: None))


@dataclass
class Mender:
    """Mends one output folder; `holding` says what was found in it, `deeds` collects what was done."""

    options: Options
    holding: Holding
    deeds: list[str] = field(default_factory=list)

    def mend_catalogue(self) -> None:
        """Makes the catalogue again from the history where it is not as the last run left it."""
        path = self.options.output / manifest.CATALOGUE
        if self._is_proven(path):
            return
        if not self._knows_all() and _is_readable(path):
            self.deeds.append("the catalogue may be damaged, and so is the history: what it says is kept as it is")
            return
        draft = path.with_name(f"{path.name}{drafts.SUFFIX}")
        told = rebuild(draft, self.options)
        for old in (path, path.with_name(f"{path.name}-journal")):
            if old.exists():
                _keep_copy(old, self._aside(old.relative_to(self.options.output).as_posix()))
        path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
        draft.replace(path)
        drafts.sync_folder(path.parent)
        self.deeds.append(f"the catalogue was made again from the history ({told} events)")

    def _is_proven(self, path: Path) -> bool:
        """Whether the catalogue is as the last run left it, or, where that did not end, nothing speaks against it."""
        listed = self.holding.listed.digests.get(manifest.CATALOGUE, "")
        if self.holding.unfinished or not listed:
            return _is_readable(path)
        return self.holding.digests.get(manifest.CATALOGUE) == listed

    def _knows_all(self) -> bool:
        """Whether nothing of the history is damaged or missing."""
        names = [name for name in self.holding.listed.digests if name.startswith(f"library/{FOLDER}/")]
        lost = [name for name in names if not (self.options.output / name).exists()]
        return not lost and History(self.options.library).is_whole()

    def move_damaged(self, catalogue: Catalogue) -> None:
        """Moves aside whatever has other bytes than are on record of it; the catalogue and the reports stay."""
        volumes = {item.path: item.sha256 for item in catalogue.publications()}
        for name, actual in self.holding.digests.items():
            expected = manifest.named(name) or volumes.get(name, "")
            if not expected and not self.holding.unfinished and name not in {manifest.CATALOGUE, *REPORTS}:
                expected = self.holding.listed.digests.get(name, "")
            if expected and actual != expected:
                self._move(name)

    def _move(self, name: str) -> None:
        path, aside = self.options.output / name, self._aside(name)
        try:
            path.replace(aside)
        except OSError as error:
            raise drafts.cannot_write(aside, error) from error
        self.deeds.append(f"{name} is damaged and was moved to {aside.relative_to(self.options.output).as_posix()}")

    def _aside(self, name: str) -> Path:
        """Where a damaged file goes: never in the place of one that went there before."""
        path = self.options.output / manifest.DAMAGED / name
        number = 1
        while path.exists():
            number += 1
            path = path.with_name(f"{name.rpartition('/')[2]}.{number}")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def mend_history(self, catalogue: Catalogue) -> None:
        """Writes the history anew where a part of it is gone."""
        empty = next(History(self.options.library).chapters(), None) is None
        if empty or not self._knows_all():
            catalogue.retell()
            catalogue.commit()
            self.deeds.append("the history was written anew from the catalogue")

    def mend_objects(
        self, catalogue: Catalogue, sources: Sequence[tuple[str, Path]], watch: Watch, children: Children
    ) -> None:
        """Reads the inputs again whose text or pictures are lost; without their sources the next build will."""
        objects = Objects(self.options.library / "objects")
        lost = {digest for digest in catalogue.objects() if not objects.has(digest)}
        for entry in [entry for entry in catalogue.copies() if lost & entry.objects]:
            catalogue.doubt(entry.source, entry.locator)
        catalogue.commit()
        if sources:
            pipeline.take_in(sources, catalogue, self.options, watch, children)
        found = {digest for digest in lost if objects.has(digest)}
        if found:
            self.deeds.append(f"{len(found)} objects were made again from the sources")

    def mend_volumes(self, catalogue: Catalogue, children: Children) -> None:
        """Writes the volumes again that are damaged or missing, where that gives the bytes that they had."""
        known = catalogue.publications()
        broken = {item.path: item for item in known if not (self.options.output / item.path).exists()}
        if not broken:
            return
        options = withdraw.as_bound(self.options, known)
        asked = [target for target in stages.targets(catalogue, known, options) if target.path in broken]
        prints = {target.path: fingerprint(target.plan, options.settings, target.format) for target in asked}
        todo = [target for target in asked if self._can_write(target, prints[target.path], catalogue)]
        for target, publication in stages.bound(todo, catalogue, options, children):
            catalogue.publish(publication, prints[target.path], target.format)
            self.deeds.append(f"{target.path} was written again")
        for path in sorted(broken.keys() - {target.path for target in todo}):
            self.deeds.append(f"{path} is left to the next `packager build`: its articles or settings are others now")

    def mend_search(self, catalogue: Catalogue) -> None:
        """Drops a search index that is damaged, and takes in what changed, or everything."""
        held = searching.index(catalogue, self.options)
        if held.is_made and not held.is_sound():
            held.reset()
            self.deeds.append("the search index was damaged and was made anew")
        searching.keep_in_step(catalogue, self.options)

    def _can_write(self, target: Target, made_from: str, catalogue: Catalogue) -> bool:
        """Whether a volume is made from the same as it was, and all of that is held."""
        known = catalogue.published(target.path)
        objects = Objects(self.options.library / "objects")
        entries = catalogue.entries(card.id for card in target.plan.cards)
        held = all(objects.has(digest) for entry in entries for digest in entry.objects)
        return held and known is not None and known[1] == made_from


def rebuild(path: Path, options: Options) -> int:
    """Writes a catalogue from a library's history, as far as that is whole, and says how many events it told.

    What articles say is read in their objects; of those that are lost it is known when they are read from the sources.
    """
    path.unlink(missing_ok=True)
    objects = Objects(options.library / "objects")
    told = 0
    with Catalogue(path, telling=False) as catalogue:
        catalogue.pin(options.pins)
        for chapter in History(options.library).chapters():
            for event in chapter.events:
                if event == START:
                    catalogue.clear()
                else:
                    replay(event, catalogue)
                told += 1
        catalogue.say_all(objects)
    return told


def _is_readable(path: Path) -> bool:
    """Whether SQLite finds nothing wrong in a catalogue, and every row can be read."""
    if not path.exists():
        return False
    try:
        with Catalogue(path, telling=False) as catalogue:
            for _ in catalogue.copies():
                pass
            for _ in catalogue.ledger():
                pass
            return not catalogue.check()
    except NOT_UNDERSTOOD:
        return False


def _keep_copy(path: Path, copy: Path) -> None:
    """A copy that lasts; OutputError where it cannot be made."""
    try:
        shutil.copyfile(path, copy)
        with copy.open("r+b") as file:
            os.fsync(file.fileno())
    except OSError as error:
        raise drafts.cannot_write(copy, error) from error
