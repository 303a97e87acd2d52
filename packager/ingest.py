"""Inputs into the library: what a child does with a batch, and what it tells the parent.

Only paths, digests and facts travel between processes; pages and pictures go straight into the objects.
"""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from packager import articles, images, readers
from packager.errors import CaptureError, CaptureSkipped, OutputError, PictureUnreadable
from packager.findings import finding
from packager.library.objects import Objects
from packager.library.records import Record
from packager.model import Entry, Outcome, Picture

if TYPE_CHECKING:
    from pathlib import Path

    from packager.config import Settings
    from packager.model import Article, Capture, Input, Resource, Resources

# Why an input that a child was lost over failed, and an input that met a mistake of ours.
LOST, BUG = "worker-stopped", "internal-error"


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs for one child; `objects` is the folder that it stores into."""

    inputs: tuple[Input, ...]
    objects: Path
    settings: Settings


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of an input, and its article's entry if it became one."""

    record: Record
    entry: Entry | None = None


class Originals:
    """Stores pictures' originals, each read and checked once for all the pages that show it."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._known: dict[str, Picture] = {}

    def keep(self, resource: Resource) -> Picture:
        """Stores an original and says what it is; raises PictureUnreadable and ResourceRefused."""
        known = self._known.get(resource.stamp)
        if known is not None:
            return known
        content = resource.content
        facts = images.probe(content)
        digest = hashlib.sha256(content).hexdigest()
        if not self._objects.has(digest):  # what is there was checked by whoever put it
            images.check(content, facts)
            self._objects.put(content, digest)
        picture = Picture("", digest, facts.media_type, facts.width, facts.height, len(content))
        if resource.stamp:
            self._known[resource.stamp] = picture
        return picture


@dataclass(slots=True)
class Consulted:
    """A capture's resources that remember what was asked: name below the source -> digest, "" for what is not there."""

    resources: Resources
    folder: str
    files: dict[str, str] = field(default_factory=dict)

    def find(self, reference: str) -> Resource | None:
        """The resource of a reference, as the capture's own resources find it."""
        found = self.resources.find(reference)
        if found is None and "://" not in reference and not reference.startswith(("/", "data:")):
            name = posixpath.normpath(posixpath.join(self.folder, reference.partition("?")[0]))
            self.files.setdefault(name, "")
        return found

    def keep(self, resource: Resource, originals: Originals) -> Picture:
        """The kept picture of a resource, noted as one that the article depends on, sound or not."""
        try:
            picture = originals.keep(resource)
        except PictureUnreadable:
            if resource.stamp:
                self.files[resource.name] = hashlib.sha256(resource.content).hexdigest()
            raise
        if resource.stamp:
            self.files[resource.name] = picture.digest
        return picture


def ingest_batch(batch: Batch) -> list[Ingested]:
    """Reads, normalises and stores each input of a batch; what goes wrong with one costs that one."""
    objects, originals = stores(batch.objects)
    return [ingest(item, objects, originals, batch.settings) for item in batch.inputs]


@lru_cache(maxsize=1)
def stores(folder: Path) -> tuple[Objects, Originals]:
    """Where a child stores to, kept from batch to batch."""
    objects = Objects(folder)
    return objects, Originals(objects)


def ingest(item: Input, objects: Objects, originals: Originals, settings: Settings) -> Ingested:
    """Reads, normalises and stores one input."""
    digest = ""
    try:
        for capture in readers.read(item):
            digest = hashlib.sha256(capture.content).hexdigest()
            return _stored(capture, digest, objects, originals, settings)
    except CaptureError as error:
        outcome = Outcome.SKIPPED if isinstance(error, CaptureSkipped) else Outcome.FAILED
        return Ingested(unable(item, outcome, error.code, error.message, digest))
    except OutputError:
        raise  # the disk is full or read-only: that ends the run
    except MemoryError:
        return Ingested(unable(item, Outcome.FAILED, LOST, "needed more memory than a page may", digest))
    except Exception as error:  # noqa: BLE001 - a mistake of ours over one page must not cost the others
        message = f"{type(error).__name__}: {error}"
        return Ingested(unable(item, Outcome.FAILED, BUG, message, digest))
    return Ingested(unable(item, Outcome.FAILED, "no-text", f"{item.locator}: holds nothing to read", digest))


def unable(item: Input, outcome: Outcome, code: str, message: str, digest: str = "") -> Record:
    """The record of an input that became no article, with the finding that says why."""
    told = finding(code, f"{item.source}/{item.locator}", message)
    return Record(item.source, item.locator, digest, outcome, reason=message, findings=(told,))


def _stored(capture: Capture, digest: str, objects: Objects, originals: Originals, settings: Settings) -> Ingested:
    """Normalises a capture and stores its article and pictures."""
    consulted = Consulted(capture.resources, posixpath.dirname(capture.locator))
    article = articles.normalise(
        replace(capture, resources=consulted), lambda resource: consulted.keep(resource, originals), settings
    )
    record = Record(
        capture.source,
        capture.locator,
        digest,
        Outcome.ARTICLE,
        article.id,
        findings=article.findings,
        dependencies=consulted.files,
        normaliser=articles.normaliser(settings),
    )
    return Ingested(record, _entry(article, objects.put(article.content), digest, capture))


def _entry(article: Article, content: str, digest: str, capture: Capture) -> Entry:
    return Entry(
        article.id,
        article.metadata,
        content,
        digest,
        capture.locator,
        article.words,
        article.summary,
        article.pictures,
        capture.source,
    )
