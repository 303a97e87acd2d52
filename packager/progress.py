"""Progress bars on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from packager.pipeline import Watch


class Quiet:
    """Watches a run without a word."""

    def begin(self, stage: str, total: int) -> None:
        """A stage begins."""

    def advance(self, steps: int = 1) -> None:
        """Steps are done."""


class Bars:
    """Draws a bar for each stage."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, stage: str, total: int) -> None:
        """A stage begins: its bar appears."""
        self._task = self._progress.add_task(stage, total=total)

    def advance(self, steps: int = 1) -> None:
        """Steps are done: the bar grows."""
        if self._task is not None:
            self._progress.advance(self._task, steps)


@contextmanager
def watching() -> Iterator[Watch]:
    """A watch that draws on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield Quiet()
        return
    from rich.console import Console  # noqa: PLC0415 - costs 60 ms, and a pipe needs none of it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield Bars(progress)
