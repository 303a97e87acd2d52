"""foliate-js and epub.js inside Chromium, and Ace, which needs it too: the programs in `browser/` run by Node."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tests import checkers
from tests.reading_systems import volume

if TYPE_CHECKING:
    from collections.abc import Iterable

Problems = dict[Path, list[str]]
PROGRAMS = Path(__file__).parent / "browser"
PARTS = {"table": "table", "gallery": "figure:has(img ~ img)"}
"""Kinds of pages of which not the beginning is the picture, but an element."""
PATIENCE = 3600
"""Seconds for all volumes of one call."""


def foliate(books: Iterable[Path], shots: Path | None = None) -> Problems:
    """Every document rendered by foliate-js; with `shots`, pictures of chosen pages go into that folder."""
    return walk("foliate", books, shots)


def epubjs(books: Iterable[Path]) -> Problems:
    """Every document rendered by epub.js."""
    return walk("epubjs", books)


def ace(books: Iterable[Path]) -> Problems:
    """Every violation that Ace by DAISY finds (EPUB Accessibility 1.1)."""
    return run("ace.mjs", {"volumes": [str(book) for book in books]})


def walk(system: str, books: Iterable[Path], shots: Path | None = None) -> Problems:
    """What one system in the browser shows wrong, by book; a book that cannot be read has that for a problem."""
    books = list(books)
    unreadable = {book: wrong for book in books if (wrong := volume.problems(book, readable))}
    tasks = [task(book, shots) for book in books if book not in unreadable]
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    walked = run("drive.mjs", {"system": system, "chromium": chromium(), "shots": str(shots), "volumes": tasks})
    return unreadable | walked


def readable(book: Path) -> tuple[str, ...]:
    """Nothing, where a volume can be read at all."""
    volume.read(book)
    return ()


def task(book: Path, shots: Path | None) -> dict[str, object]:
    """What is asked about one volume."""
    expected = volume.read(book)
    wanted = chosen(expected, book.stem) if shots else []
    return {"book": str(book), "expected": expected.as_json(), "shots": wanted}


def chosen(expected: volume.Volume, name: str) -> list[dict[str, object]]:
    """The pages worth a picture: the first of every kind, and a chapter by night and in large type."""
    first: dict[str, int] = {}
    for index, document in enumerate(expected.documents):
        for kind in document.kinds:
            first.setdefault(kind, index)
    pages = [
        {"name": f"{name}-{kind}", "index": index, "dress": "day", "part": PARTS.get(kind)}
        for kind, index in first.items()
    ]
    dressed = [
        {"name": f"{name}-{kind}-{dress}", "index": first[kind], "dress": dress}
        for kind in ("toc", "chapter")
        for dress in ("night", "large")
        if kind in first
    ]
    return pages + dressed


def run(program: str, asked: dict[str, object]) -> Problems:
    """A program of `browser/`: one JSON in, one JSON line out for each volume."""
    node = checkers.program("node", "nodejs")
    if not (PROGRAMS / "node_modules").is_dir():
        checkers.absent(
            "the packages in tests/reading_systems/browser are not installed (make reading-systems installs them)"
        )
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": chromium(), "ACE_TIMEOUT_INITIAL": "60000"}
    result = subprocess.run(
        [node, PROGRAMS / program],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        env=environment,
    )
    assert result.returncode == 0, f"{program} stopped: {result.stderr}"
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    return {Path(answer["book"]): answer["problems"] for answer in answers}


def chromium() -> str:
    """The path of Chromium."""
    return checkers.program("chromium", "chromium")
