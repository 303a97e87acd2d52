"""Knows which texts are nearly the same, and keeps that up to date text by text.

Texts that share `SHARED` of their `INDEXED` least runs are compared by their sketches; of texts that are nearly the
same very few share less. A run that more than `CROWD` texts have among theirs is a phrase of the trade and says
nothing: without that, a library of forms would be compared pair by pair. What is near is a pure function of the texts
that are compared, in whatever order they come and go.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from packager.library.sketches import Sketch

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

INDEXED, SHARED = 16, 2
CROWD = 100


class Run(Protocol):
    """Runs a statement of `statements.sql` by its name."""

    def __call__(self, statement: str, *values: object) -> sqlite3.Cursor:
        """The cursor over its rows."""


class Neighbours:
    """The texts that are near each other, in the catalogue's tables `texts`, `runs` and `near`."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def of(self, text: int) -> dict[int, int]:
        """The texts near one, with their likeness in per cent of the words."""
        return dict(self._run("near", text).fetchall())

    def around(self, text: int) -> dict[int, dict[int, int]]:
        """A text and all that are near it, or near one of those, and so on: each with those near it."""
        found: dict[int, dict[int, int]] = {}
        waiting = [text]
        while waiting:
            if (one := waiting.pop()) not in found:
                found[one] = self.of(one)
                waiting.extend(found[one])
        return found

    def update(self, texts: Iterable[int]) -> set[int]:
        """Brings texts up to date whose articles changed; returns them and all whose neighbours changed by that."""
        affected = set(texts)
        added: dict[int, Sketch] = {}
        change: Counter[int] = Counter()
        for text in sorted(affected):
            sketch, compared, wanted = self._state(text)
            if wanted and not compared:
                added[text] = sketch
                change.update(self._index(text, sketch))
            elif compared and not wanted:
                affected |= self.of(text).keys()
                change.subtract(self._forget(text, sketch))
            self._run("sweep_text", text)
        crowds = _Crowds(self._run)
        moved = added | crowds.crossed(change)
        for text, sketch in moved.items():
            affected |= self._connect(text, sketch, crowds)
        return affected

    def _state(self, text: int) -> tuple[Sketch, bool, bool]:
        """A text's sketch, whether it is compared, and whether it should be."""
        rows = self._run("text", text).fetchall()
        if not rows:
            return Sketch(), False, False
        content, compared, chosen = rows[0]
        sketch = Sketch.load(content)
        return sketch, bool(compared), bool(chosen and sketch.runs)

    def _index(self, text: int, sketch: Sketch) -> tuple[int, ...]:
        runs = sketch.runs[:INDEXED]
        for run in runs:
            self._run("add_run", run, text)
        self._run("compare", 1, text)
        return runs

    def _forget(self, text: int, sketch: Sketch) -> tuple[int, ...]:
        runs = sketch.runs[:INDEXED]
        for run in runs:
            self._run("forget_run", run, text)
        self._part(text, self.of(text))
        self._run("compare", 0, text)
        return runs

    def _part(self, text: int, others: Iterable[int]) -> None:
        for other in others:
            self._run("part", text, other)
            self._run("part", other, text)

    def _connect(self, text: int, sketch: Sketch, crowds: _Crowds) -> set[int]:
        """Finds the texts near one anew; returns those that came or went, with the text itself."""
        before = self.of(text)
        after = {other: likeness for other, likeness in self._candidates(text, sketch, crowds) if likeness}
        changed = before.keys() ^ after.keys()
        self._part(text, before.keys() - after.keys())
        for other in after.keys() - before.keys():
            self._run("join", text, other, after[other])
            self._run("join", other, text, after[other])
        return {text, *changed} if changed else set()

    def _candidates(self, text: int, sketch: Sketch, crowds: _Crowds) -> Iterator[tuple[int, int]]:
        """The texts that share telling runs with one, each with its likeness."""
        met = Counter(other for run in sketch.runs[:INDEXED] for other in crowds.texts(run))
        del met[text]
        for other, shared in met.items():
            if shared >= SHARED:
                yield other, sketch.likeness(crowds.sketch(other))


class _Crowds:
    """Which texts have a run, while none comes or goes."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._texts: dict[int, tuple[int, ...]] = {}
        self.sketch = lru_cache(maxsize=4096)(self._sketch)

    def texts(self, run: int) -> tuple[int, ...]:
        """The texts that have a run; none where they are a crowd."""
        if run not in self._texts:
            texts = self._all(run, CROWD + 1)
            self._texts[run] = texts if len(texts) <= CROWD else ()
        return self._texts[run]

    def crossed(self, change: Mapping[int, int]) -> dict[int, Sketch]:
        """The texts of runs that became a crowd, or are none any more, by a change of how many have them."""
        found: set[int] = set()
        for run, more in change.items():
            reach = CROWD + 1 + max(more, 0)  # so many are a crowd, and were one before
            texts = self._all(run, reach)
            now = len(texts)
            self._texts[run] = texts if now <= CROWD else ()
            if now < reach and (now > CROWD) != (now - more > CROWD):
                found.update(self._all(run, -1))
        return {text: self.sketch(text) for text in found}

    def _all(self, run: int, limit: int) -> tuple[int, ...]:
        return tuple(text for (text,) in self._run("texts_of_run", run, limit))

    def _sketch(self, text: int) -> Sketch:
        ((content, *_),) = self._run("text", text)
        return Sketch.load(content)
