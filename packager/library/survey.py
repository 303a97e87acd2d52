"""Goes through sources beside what is on record of them: what has to be read, and what is gone."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from packager.library.catalogue import Catalogue
    from packager.library.records import Container, Standing
    from packager.library.unchanged import Unchanged
    from packager.model import Input
    from packager.readers import Found


class State(StrEnum):
    """What an input is to the library."""

    STANDS = "stands"
    NEW = "new"
    CHANGED = "changed"
    RETRIED = "retried"  # it could not be read
    AGAIN = "again"  # another version, configuration or rule would normalise it


class Survey:
    """Compares source after source with the ledger, both of which are sorted, so that each is read once.

    `inputs` counts what was found. `gone` are the inputs on record, each with its source, that are not in a folder any
    more and in no file of several in it; `absent` are the files of several that are not there.
    """

    def __init__(self, catalogue: Catalogue, unchanged: Unchanged) -> None:
        self.inputs = 0
        self.gone: list[tuple[str, Standing]] = []
        self.absent: list[Container] = []
        self._catalogue = catalogue
        self._unchanged = unchanged

    def source(self, source: str, root: Path, found: Iterable[Found], *, whole: bool) -> Iterator[tuple[State, Input]]:
        """The inputs of a source that have to be read; `whole` says that what is not among them all is gone."""
        for state, item in self._states(source, root, found, whole=whole):
            if state is not State.STANDS:
                yield state, item.input(root, source)

    def _states(self, source: str, root: Path, found: Iterable[Found], *, whole: bool) -> Iterator[tuple[State, Found]]:
        containers = {item.locator: item for item in self._catalogue.containers() if item.source == source}
        present: set[str] = set()  # the files of several that are there
        late: set[str] = set()  # inputs that were not met in step: new ones, and folders that cannot be listed
        left: list[Standing] = []
        for item, record in in_step(found, self._catalogue.standing(source)):
            if item is None:
                if record is not None and whole and not _lies_in(record.locator, present):
                    left.append(record)
                continue
            self.inputs += 1
            if record is None:
                late.add(item.locator)
            known = record or self._catalogue.standing_of(source, item.locator)
            container = containers.get(item.locator)
            if container is not None:
                present.add(item.locator)
            if container is not None and (known is None or known.is_left):
                yield self._container(item.input(root, source), container), item
            else:
                yield self._single(root, item, known), item
        self.gone += [(source, record) for record in left if record.locator not in late]
        if whole:
            self.absent += [item for item in containers.values() if not _lies_in(f"{item.locator}/", present)]

    def _single(self, root: Path, found: Found, record: Standing | None) -> State:
        if record is None:
            return State.NEW
        if not record.digest:
            return State.RETRIED
        if not self._unchanged.same_files(root, found, record):
            return State.CHANGED
        return State.STANDS if self._unchanged.same_normaliser(record) else State.AGAIN

    def _container(self, item: Input, container: Container) -> State:
        inside = self._catalogue.standing_inside(item.source, item.locator)
        if not self._unchanged.same_container(item.root, item, container, inside):
            return State.CHANGED
        if any(map(self._unchanged.is_tried_again, inside)):
            return State.RETRIED
        articles = (record for record in inside if record.article and not record.is_left)
        return State.STANDS if all(map(self._unchanged.same_normaliser, articles)) else State.AGAIN


def in_step(found: Iterable[Found], records: Iterator[Standing]) -> Iterator[tuple[Found | None, Standing | None]]:
    """Files and records by locator, those of one locator together."""
    record = next(records, None)
    for item in found:
        while record is not None and record.locator < item.locator:
            yield None, record
            record = next(records, None)
        if record is not None and record.locator == item.locator:
            yield item, record
            record = next(records, None)
        else:
            yield item, None
    while record is not None:
        yield None, record
        record = next(records, None)


def _lies_in(locator: str, containers: set[str]) -> bool:
    """Whether an input lies in one of some files of several."""
    while containers and locator:
        locator = locator.rpartition("/")[0]
        if locator in containers:
            return True
    return False
