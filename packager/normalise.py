"""Canonical articles without a library: CASE.xhtml, CASE.meta.json and images/ for each input."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from packager import images, readers
from packager.containers import LOST, Closed, Container, Refused, Walk, mistake
from packager.errors import CaptureError, OutputError, UsageError, WorkerLost
from packager.findings import finding
from packager.library import drafts
from packager.library.records import metadata_json
from packager.limits import INGEST_SECONDS, MEMORY
from packager.model import Capture, Picture, Severity
from packager.readers.labels import label_sources
from packager.stages import ACCOUNTED
from packager.workers import Children, spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from packager.articles.metadata.corrections import Override
    from packager.config import Settings
    from packager.model import Article, Decision, Finding, Input, Resource
    from packager.overrides import Overrides

_FORMATS = re.compile(
    r"(?:\.(?:html?|xhtml?|txt|text|md|markdown|mhtml?|webarchive|xml|rss|atom|jsonl?|ndjson|epub|warc|wacz|zip|tar|tgz"
    r"|gz|bz2|xz|zst))+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Task:
    """An input, and the path of its files without their suffixes; `explain` asks for decisions."""

    item: Input
    stem: Path
    work: Path
    settings: Settings
    overrides: Mapping[str, Override]
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Normalised:
    """What is to be told of an input; `complete` if it became an article without loss, or is accounted for."""

    complete: bool
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...] = ()


def normalise_paths(  # noqa: PLR0913 - what one call of the command is asked
    paths: Sequence[Path], to: Path, settings: Settings, workers: int, overrides: Overrides, *, explain: bool = False
) -> Iterator[Normalised]:
    """Writes the articles of all inputs below `to`, and says of each what is to be told.

    Raises UsageError for two inputs of one CASE, before anything is written: nothing is overwritten.
    """
    inputs = cases(paths)
    stems = Stems(to)
    with Children(workers, INGEST_SECONDS, MEMORY) as children, tempfile.TemporaryDirectory() as folder:
        work = Path(folder)

        def handled(items: Iterable[Input]) -> Iterator[tuple[Input, Normalised | Container]]:
            tasks = (Task(item, stems(item), work, settings, overrides.articles, explain) for item in items)
            for task, future in spread(children, normalise, tasks, 2 * workers):
                yield task.item, outcome(task, future)

        for item, result in Walk(handled, children, work)(inputs.values()):
            if isinstance(result, Refused):
                yield refused(item, result.error, result.findings)
            elif isinstance(result, Closed):
                yield told(result.findings)
            else:
                yield result


class Stems:
    """Names the files of each input below `to`: its CASE; what is a part of a file by number below that file's."""

    def __init__(self, to: Path) -> None:
        self._to = to
        self._met: Counter[str] = Counter()
        self._given: set[Path] = set()

    def __call__(self, item: Input) -> Path:
        """The path of an input's files without their suffixes."""
        if not item.position:
            return self._free(self._to / case_of(item.locator))
        self._met[item.container] += 1
        return self._free(self._to / case_of(item.container) / f"{self._met[item.container]:04}")

    def _free(self, stem: Path) -> Path:
        """A path that was not given before: of two files in an archive whose CASE is one, the second is numbered."""
        found, number = stem, 1
        while found in self._given:
            number += 1
            found = stem.with_name(f"{stem.name}-{number}")
        self._given.add(found)
        return found


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
    """An input's path without the format suffixes of its file, and of the archives that it lies in."""
    return "/".join(_FORMATS.sub("", name) or name for name in locator.split("/"))


def outcome(task: Task, future: Future[Normalised | Container]) -> Normalised | Container:
    """What became of a task; one that cost its child is told."""
    try:
        return future.result()
    except WorkerLost as error:
        return Normalised(complete=False, findings=(finding(LOST, task.item.locator, f"reading it {error}"),))


def normalise(task: Task) -> Normalised | Container:
    """Writes the article of one input, or says that it holds others."""
    from packager.articles.article import normalise as article_of  # noqa: PLC0415 - only a child does it

    pictures = task.stem.parent / "images"
    try:
        capture = readers.read(task.item, task.work)
        if not isinstance(capture, Capture):
            return Container(isinstance(capture, readers.Archive))
        article = article_of(
            capture,
            lambda resource: keep(resource, pictures),
            task.settings,
            task.overrides,
            explain=task.explain,
        )
    except CaptureError as error:
        return refused(task.item, error)
    except (OutputError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a mistake of ours over one page must not cost the others
        return refused(task.item, mistake(task.item, error))
    write(article, task.stem)
    return told(article.findings, article.decisions)


def refused(item: Input, error: CaptureError, findings: tuple[Finding, ...] = ()) -> Normalised:
    """What is to be told of an input that can become no article."""
    return Normalised(error.code in ACCOUNTED, (finding(error.code, item.locator, error.message), *findings))


def told(findings: tuple[Finding, ...], decisions: tuple[Decision, ...] = ()) -> Normalised:
    """What is to be told of an input that was read."""
    return Normalised(not any(item.severity is Severity.LOSS for item in findings), findings, decisions)


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
