"""Canonical articles without a library: CASE.xhtml, CASE.meta.json and images/ for each input."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from packager import images, readers
from packager.errors import CaptureError, UsageError, WorkerLost
from packager.findings import finding
from packager.ingest import LOST
from packager.library import drafts
from packager.library.records import metadata_json
from packager.model import Picture, Severity
from packager.readers.labels import label_sources
from packager.stages import ACCOUNTED, INGEST_SECONDS, MEMORY
from packager.workers import Children, spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from packager.articles.metadata.corrections import Override
    from packager.config import Settings
    from packager.model import Article, Decision, Finding, Input, Resource
    from packager.overrides import Overrides

_FORMATS = re.compile(r"(?:\.(?:html?|xhtml|txt|text|gz|warc|wacz|mhtml?))+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Task:
    """An input, and the path of its files without their suffixes; `explain` asks for decisions."""

    item: Input
    stem: Path
    settings: Settings
    overrides: Mapping[str, Override]
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Normalised:
    """What is to be told of an input; `complete` if it became articles without loss, or is accounted for."""

    complete: bool
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...] = ()


def normalise_paths(  # noqa: PLR0913 - what one call of the command is asked
    paths: Sequence[Path], to: Path, settings: Settings, workers: int, overrides: Overrides, *, explain: bool = False
) -> Iterator[Normalised]:
    """Writes the articles of all inputs below `to`, and says of each what is to be told.

    Raises UsageError for two inputs of one CASE, before anything is written: nothing is overwritten.
    """
    tasks = [Task(item, to / case, settings, overrides.articles, explain) for case, item in cases(paths).items()]
    with Children(workers, INGEST_SECONDS, MEMORY) as children:
        for task, future in spread(children, normalise, tasks, 2 * workers):
            try:
                yield future.result()
            except WorkerLost as error:
                yield Normalised(complete=False, findings=(finding(LOST, task.item.locator, f"reading it {error}"),))


def cases(paths: Sequence[Path]) -> dict[str, Input]:
    """Every input by its CASE."""
    found: dict[str, Input] = {}
    for label, root in label_sources(paths):
        for item in readers.scan(root, label):
            case = case_of(item.locator)
            if found.setdefault(case, item) != item:
                both = f"{found[case].path} and {item.path}"
                raise UsageError(f"{both} would both become {case}; rename one, or give them --to different folders")
    return found


def case_of(locator: str) -> str:
    """An input's path without its format suffixes."""
    return _FORMATS.sub("", locator) or locator


def normalise(task: Task) -> Normalised:
    """Writes the articles of one input; several go into a folder, numbered."""
    from packager.articles.article import normalise as article_of  # noqa: PLC0415 - only a child does it

    found: list[Article] = []
    pictures = task.stem.parent / "images"
    try:
        found += (
            article_of(
                capture,
                lambda resource: keep(resource, pictures),
                task.settings,
                task.overrides,
                explain=task.explain,
            )
            for capture in readers.read(task.item)
        )
    except CaptureError as error:
        return Normalised(error.code in ACCOUNTED, (finding(error.code, task.item.locator, error.message),))
    for number, article in enumerate(found, 1):
        write(article, task.stem if len(found) == 1 else task.stem / f"{number:04}")
    findings = tuple(told for article in found for told in article.findings)
    decisions = tuple(decision for article in found for decision in article.decisions)
    return Normalised(not any(told.severity is Severity.LOSS for told in findings), findings, decisions)


def keep(resource: Resource, folder: Path) -> Picture:
    """Writes a picture's original and says what it is; raises PictureUnreadable and ResourceRefused."""
    content = resource.content
    facts = images.probe(content)
    images.check(content, facts)
    digest = hashlib.sha256(content).hexdigest()
    target = folder / f"{digest}{facts.suffix}"
    if not target.exists():
        drafts.write(target, content)
    return Picture("", digest, facts.media_type, facts.width, facts.height, len(content))


def write(article: Article, stem: Path) -> None:
    """Writes one article, and the picture that stands for what is missing if it shows that."""
    drafts.write(stem.with_name(f"{stem.name}.xhtml"), article.content)
    drafts.write(stem.with_name(f"{stem.name}.meta.json"), f"{metadata_json(article.metadata, 1)}\n".encode())
    if any(not picture.held for picture in article.pictures):
        placeholder = stem.parent / "images" / "missing.svg"
        if not placeholder.exists():
            drafts.write(placeholder, images.missing_picture())
