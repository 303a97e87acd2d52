"""Knows which texts are nearly the same, and keeps that up to date text by text.

Texts that share `SHARED` of their `INDEXED` least runs are compared by their sketches; of texts that are nearly the
same very few share less. A run that more than `CROWD` texts have among theirs is a phrase of the trade and says
nothing: without that, a library of forms would be compared pair by pair. What is near is a pure function of the texts
that are compared, in whatever order they come and go.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from packager.library.sketches import Sketch, runs_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    Runs = dict[int, tuple[int, ...]]  # by text, those of its runs that are indexed
    Near = dict[int, dict[int, int]]  # by text, those near it with their likeness in per cent of the words

INDEXED, SHARED = 16, 2
CROWD = 100


class Run(Protocol):
    """Runs a statement of `statements.sql` by its name."""

    def __call__(self, statement: str, *values: object) -> sqlite3.Cursor:
        """The cursor over its rows."""


class RunMany(Protocol):
    """Runs a statement of `statements.sql` by its name once for each row of values."""

    def __call__(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """All of them, in their order."""


class _State(NamedTuple):
    """A text as the catalogue has it: how many articles say it, and one more for each that another is bound for."""

    text: int
    sketch: bytes
    compared: int
    told: int

    @property
    def runs(self) -> tuple[int, ...]:
        """Those that are indexed."""
        return runs_of(self.sketch, INDEXED)


class Neighbours:
    """The texts that are near each other, in the catalogue's tables `texts`, `runs` and `near`.

    What is asked or written of many texts is one statement, in the tables' order: next to no text has anything in
    common with another, so it is the number of statements, and of pages that they touch, that costs.
    """

    def __init__(self, run: Run, run_many: RunMany) -> None:
        self._run = run
        self._run_many = run_many
        self._sketch = lru_cache(maxsize=1024)(self._load)

    def of(self, texts: Iterable[int]) -> Near:
        """Those of some texts that others are near, each with these."""
        found: Near = defaultdict(dict)
        for text, other, likeness in self._run("near", json.dumps(list(texts))):
            found[text][other] = likeness
        return found

    def around(self, text: int) -> Near:
        """A text and all that are near it, or near one of those, and so on: each with those near it."""
        found: Near = {}
        waiting = {text}
        while waiting:
            near = self.of(waiting)
            found |= {one: near[one] for one in waiting}
            waiting = set(chain.from_iterable(near.values())) - found.keys()
        return found

    def update(self, texts: Iterable[int]) -> set[int]:
        """Brings texts up to date whose articles changed.

        Returns those that are not said by one bound article alone, and all whose neighbours changed.
        """
        listed = json.dumps(sorted(texts))
        states = list(map(_State._make, self._run("states", listed)))
        new = {state.text: state.runs for state in states if state.told and not state.compared}
        added = {text: runs for text, runs in new.items() if runs}
        gone = {state.text: state.runs for state in states if state.compared and not state.told}
        affected = {state.text for state in states if state.told > 1} | self._forget(gone)
        self._add(added)
        self._run("sweep_texts", listed)
        more = Counter(_each(added))
        more.subtract(_each(gone))
        return affected | self._connect(added, more) | self.of(texts).keys()

    def _add(self, added: Runs) -> None:
        self._run_many("add_run", sorted((run, text) for text, runs in added.items() for run in runs))
        self._run_many("compare", ((1, text) for text in added))

    def _forget(self, gone: Runs) -> set[int]:
        """Compares texts with nothing any more; returns those that were near them."""
        self._run_many("forget_run", sorted((run, text) for text, runs in gone.items() for run in runs))
        self._run_many("compare", ((0, text) for text in gone))
        pairs = [(text, other) for text, others in self.of(gone).items() for other in others]
        self._part(pairs)
        return {other for _, other in pairs}

    def _part(self, pairs: Iterable[tuple[int, int]]) -> None:
        self._run_many("part", [row for one, other in pairs for row in ((one, other), (other, one))])

    def _connect(self, added: Runs, more: Mapping[int, int]) -> set[int]:
        """Finds what is near the texts that were added, and near those whose runs tell more or less than before.

        `more` is how many more have a run. Returns the texts whose neighbours changed.
        """
        crowds = _Crowds(self._run, max(0, *more.values(), 0))
        moved = added | crowds.crossed(more)
        crowds.count(_each(moved))
        before = self.of(moved)
        after = {text: dict(self._near(text, crowds.met(runs))) for text, runs in moved.items()}
        parted = [(text, other) for text in moved for other in before[text].keys() - after[text].keys()]
        joined = [
            (text, other, after[text][other]) for text in moved for other in after[text].keys() - before[text].keys()
        ]
        self._part(parted)
        self._run_many("join", [row for one, other, like in joined for row in ((one, other, like), (other, one, like))])
        return {text for pair in chain(parted, joined) for text in pair[:2]}

    def _near(self, text: int, met: Mapping[int, int]) -> Iterator[tuple[int, int]]:
        """Of the texts that share runs with one those that are near it, each with its likeness."""
        for other, shared in met.items():
            if shared >= SHARED and other != text and (like := self._sketch(text).likeness(self._sketch(other))):
                yield other, like

    def _load(self, text: int) -> Sketch:
        ((_, content),) = self._run("sketches", json.dumps([text]))
        return Sketch.load(content)


class _Crowds:
    """Which texts have a run, while none comes or goes; at most `most` came to one since they were compared last."""

    def __init__(self, run: Run, most: int) -> None:
        self._run = run
        self._enough = CROWD + 1 + most  # so many are a crowd, and were one before
        self._counts: dict[int, int] = {}
        self._texts: dict[int, list[int]] = {}

    def count(self, runs: Iterable[int]) -> None:
        """Looks up how many texts have some runs, and which, where they are several and no crowd."""
        new = json.dumps(sorted(set(runs) - self._counts.keys()))
        found = dict(self._run("count_runs", new, self._enough).fetchall())
        self._counts |= found
        shared = [run for run, count in found.items() if 1 < count <= CROWD]
        rows = self._run("texts_of_runs", json.dumps(shared))
        self._texts |= {run: [text for _, text in found] for run, found in groupby(rows, itemgetter(0))}

    def met(self, runs: Iterable[int]) -> Counter[int]:
        """The texts that have telling runs of these, and how many."""
        return Counter(chain.from_iterable(self._texts[run] for run in runs if run in self._texts))

    def crossed(self, more: Mapping[int, int]) -> Runs:
        """The texts that may have others near them, as a run of theirs, that so many more have, tells more or less."""
        self.count(more)
        crossed = {run for run in more if (self._counts[run] > CROWD) != (self._counts[run] - more[run] > CROWD)}
        grown = [run for run in crossed if self._counts[run] > CROWD]  # which can only part what is near
        texts = {text for (text,) in self._run("near_of_runs", json.dumps(grown))} if grown else set()
        texts.update(chain.from_iterable(self._texts.get(run, ()) for run in crossed.difference(grown)))
        found = self._run("sketches", json.dumps(sorted(texts)))
        return {text: runs_of(sketch, INDEXED) for text, sketch in found}


def _each(runs: Runs) -> Iterator[int]:
    return chain.from_iterable(runs.values())
