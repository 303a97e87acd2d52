"""Inputs into the library: what a child does with a batch, and what it tells the parent.

Only paths, digests and facts travel between processes; pages and pictures go straight into the objects.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from packager import images, readers
from packager.articles.metadata.corrections import NONE
from packager.articles.version import normaliser
from packager.containers import Container, file_digest, mistake
from packager.errors import CaptureError, CaptureSkipped, OutputError, PictureUnreadable, ResourceRefused
from packager.findings import finding
from packager.library.objects import Objects
from packager.library.records import Record
from packager.library.sketches import NOTHING, text_of
from packager.library.unchanged import REFUSED, sidecar_name, source_folder
from packager.limits import LARGEST_SIDECAR
from packager.model import Capture, Entry, Outcome, Picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from packager.articles.metadata.corrections import Override
    from packager.config import Settings
    from packager.library.sketches import Text
    from packager.model import Finding, Input, Resource, Resources


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs for one child; `objects` is the folder that it stores into, `work` the one for what readers derive.

    `overrides` hold what is given by article.
    """

    inputs: tuple[Input, ...]
    objects: Path
    work: Path
    settings: Settings
    overrides: Mapping[str, Override] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of an input, and if it became an article, its entry and what it says."""

    record: Record
    entry: Entry | None = None
    text: Text = NOTHING


class Originals:
    """Stores pictures' originals, each read and checked once for all the pages that show it."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self._known: dict[str, Picture] = {}

    def keep(self, resource: Resource) -> Picture:
        """Stores an original and says what it is; raises PictureUnreadable and ResourceRefused."""
        known = self._known.get(resource.stamp)
        if known is not None:
            return known
        content = resource.content
        facts = images.probe(content)
        digest = hashlib.sha256(content).hexdigest()
        if not self.objects.has(digest):  # what is there was checked by whoever put it
            images.check(content, facts)
            self.objects.put(content, digest)
        picture = Picture("", digest, facts.media_type, facts.width, facts.height, len(content))
        if resource.stamp:
            self._known[resource.stamp] = picture
        return picture


@dataclass(frozen=True, slots=True)
class Consulted:
    """A capture's resources that note, in `files`, what the article depends on (`Record.dependencies`)."""

    resources: Resources
    files: dict[str, str] = field(default_factory=dict)

    def places(self, reference: str) -> Iterator[str]:
        """Where the capture's own resources look."""
        return self.resources.places(reference)

    def find(self, reference: str) -> Resource | None:
        """What the capture's own resources find; the places that were looked at in vain are noted."""
        try:
            found = self.resources.find(reference)
        except ResourceRefused:
            self.files.update(dict.fromkeys(self.places(reference), REFUSED))
            raise
        in_vain = takewhile(lambda place: not found or place != found.name, self.places(reference))
        for place in in_vain:
            self.files.setdefault(place, "")
        return found

    def keep(self, resource: Resource, originals: Originals) -> Picture:
        """What `originals` keep of a resource; it is noted, sound or not."""
        try:
            picture = originals.keep(resource)
        except ResourceRefused:
            self._note(resource, REFUSED)
            raise
        except PictureUnreadable:
            self._note(resource, hashlib.sha256(resource.content).hexdigest())
            raise
        self._note(resource, picture.digest)
        return picture

    def open_page(self, resource: Resource) -> Capture:
        """A page that was found, noted; what it is read with is noted in the same `files`. Raises ResourceRefused."""
        self._note(resource, REFUSED)
        page = self.resources.open_page(resource)
        self._note(resource, hashlib.sha256(resource.content).hexdigest())
        return replace(page, resources=Consulted(page.resources, self.files))

    def _note(self, resource: Resource, digest: str) -> None:
        if resource.beside:  # the page, or the file that holds it, holds the others
            self.files[resource.name] = digest


def ingest_batch(batch: Batch) -> list[Ingested | Container]:
    """Reads, normalises and stores each input of a batch; what goes wrong with one costs that one."""
    originals = stores(batch.objects)
    return [ingest(item, originals, batch) for item in batch.inputs]


@lru_cache(maxsize=1)
def stores(folder: Path) -> Originals:
    """Where a child stores to, kept from batch to batch."""
    return Originals(Objects(folder))


def ingest(item: Input, originals: Originals, batch: Batch) -> Ingested | Container:
    """Reads, normalises and stores one input, or says that it holds others.

    Raises OutputError (that ends the run) and MemoryError (that ends the child, and the input is read again alone).
    """
    try:
        capture = readers.read(item, batch.work)
        if isinstance(capture, Capture):
            return stored(item, capture, originals, batch.settings, batch.overrides)
        return Container(isinstance(capture, readers.Archive))
    except CaptureError as error:
        return Ingested(refused(item, error))
    except (OutputError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a mistake of ours over one page must not cost the others
        return Ingested(refused(item, mistake(item, error)))


def refused(item: Input, error: CaptureError, findings: tuple[Finding, ...] = ()) -> Record:
    """The record of an input that its reader refuses, with all that is to be told of it."""
    outcome = Outcome.SKIPPED if isinstance(error, CaptureSkipped) else Outcome.FAILED
    record = unable(item, outcome, error.code, error.message)
    return replace(record, findings=(*record.findings, *findings))


def unable(item: Input, outcome: Outcome, code: str, message: str) -> Record:
    """The record of an input that became no article, with the finding that says why; the next run reads it again."""
    told = finding(code, f"{item.source}/{item.locator}", message)
    return Record(item.source, item.locator, "", outcome, reason=message, findings=(told,))


def stored(
    item: Input, capture: Capture, originals: Originals, settings: Settings, overrides: Mapping[str, Override]
) -> Ingested:
    """Normalises a capture and stores its article and pictures."""
    from packager.articles.article import normalise  # noqa: PLC0415 - the parent, which imports this, never does it

    consulted = Consulted(capture.resources)
    article = normalise(
        replace(capture, resources=consulted),
        lambda resource: consulted.keep(resource, originals),
        settings,
        overrides,
    )
    digest = hashlib.sha256(capture.content).hexdigest()
    record = Record(
        source=item.source,
        locator=item.locator,
        digest=digest if _is_file(item, capture) else file_digest(item.path),
        outcome=Outcome.ARTICLE,
        article=article.id,
        findings=article.findings,
        dependencies=consulted.files | _sidecar(item) if _lies_in_source(item) else {},
        normaliser=normaliser(settings, overrides.get(article.id, NONE), article.site),
    )
    entry = Entry(
        id=article.id,
        metadata=article.metadata,
        content=originals.objects.put(article.content),
        capture=digest,
        locator=item.locator,
        words=article.words,
        summary=article.summary,
        pictures=article.pictures,
        source=item.source,
    )
    return Ingested(record, entry, text_of(entry, article.content))


def _is_file(item: Input, capture: Capture) -> bool:
    """Whether a capture is all of its file, or stands in a file of several, whose own digest is kept apart."""
    return bool(item.container) or len(capture.content) == item.path.stat().st_size


def _lies_in_source(item: Input) -> bool:
    """Whether an input, or the file that it is a part of, is a file of the source, not one that was unpacked."""
    return item.depth == 0 or (item.depth == 1 and bool(item.position))


def _sidecar(item: Input) -> dict[str, str]:
    """The sidecar that an input was read with, and its digest, or REFUSED for one that may not be read."""
    if not item.sidecar:
        return {}
    name = sidecar_name(item.root, item)
    try:
        return {name: hashlib.sha256(source_folder(item.root).read(name, LARGEST_SIDECAR)).hexdigest()}
    except (OSError, ResourceRefused):
        return {name: REFUSED}
