"""Canonical articles without a library: CASE.xhtml, CASE.meta.json and images/ for each input."""

from __future__ import annotations

import hashlib
import re
import sys
from typing import TYPE_CHECKING

from packager import articles, images, readers
from packager.errors import INCOMPLETE, OK, CaptureError, UsageError
from packager.library import drafts
from packager.library.records import metadata_json
from packager.model import Picture, Severity
from packager.readers.labels import label_sources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from packager.config import Settings
    from packager.model import Article, Input, Resource

_FORMATS = re.compile(r"(?:\.(?:html?|xhtml|txt|text|gz|warc|wacz|mhtml?))+$", re.IGNORECASE)


def case_of(item: Input) -> str:
    """An input's path without its format suffixes."""
    return _FORMATS.sub("", item.locator) or item.locator


def normalise_paths(paths: Sequence[Path], to: Path, settings: Settings, *, explain: bool) -> int:
    """Writes the articles of all inputs, prints findings, and returns the exit code.

    Raises UsageError for two inputs of one CASE: nothing is overwritten.
    """
    inputs = [item for label, root in label_sources(paths) for item in readers.scan(root, label)]
    cases: dict[str, Input] = {}
    for item in inputs:
        other = cases.setdefault(case_of(item), item)
        if other is not item:
            raise UsageError(
                f"{other.locator} and {item.locator} would both become {case_of(item)}; give one at a time"
            )
    codes = [_normalise(item, case, to, settings, explain=explain) for case, item in cases.items()]
    return max(codes, default=OK)


def _normalise(item: Input, case: str, to: Path, settings: Settings, *, explain: bool) -> int:
    def keep(resource: Resource) -> Picture:
        content = resource.content
        facts = images.probe(content)
        images.check(content, facts)
        digest = hashlib.sha256(content).hexdigest()
        target = (to / case).parent / "images" / f"{digest}{facts.suffix}"
        if not target.exists():
            drafts.write(target, content)
        return Picture("", digest, facts.media_type, facts.width, facts.height, len(content))

    try:
        found = [articles.normalise(capture, keep, settings) for capture in readers.read(item)]
    except CaptureError as error:
        print(f"{item.locator}: {error.code}: {error.message}", file=sys.stderr)
        return INCOMPLETE
    stems = [to / case] if len(found) == 1 else [to / case / f"{n:04}" for n in range(1, len(found) + 1)]
    return max((_write(article, stem, explain=explain) for article, stem in zip(found, stems, strict=True)), default=OK)


def _write(article: Article, stem: Path, *, explain: bool) -> int:
    """Writes one article and prints what is to be told of it."""
    drafts.write(stem.with_name(f"{stem.name}.xhtml"), article.content)
    drafts.write(stem.with_name(f"{stem.name}.meta.json"), f"{metadata_json(article.metadata, 1)}\n".encode())
    if any(not picture.held for picture in article.pictures):
        placeholder = stem.parent / "images" / "missing.svg"
        if not placeholder.exists():
            drafts.write(placeholder, images.missing_picture())
    for told in article.findings:
        print(f"{told.where}: {told.code}: {told.message}", file=sys.stderr)
    if explain:
        for left in article.left_out:
            print(f"left out: {left.what!r}: {left.reason}")
    lost = any(told.severity is Severity.LOSS for told in article.findings)
    return INCOMPLETE if lost else OK
