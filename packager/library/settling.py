"""Decides what is bound, article by article: first among the copies of one id, then among those that tell the same.

Only what was touched since the last time, and what is near that, is looked at.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from packager.config import Duplicates
from packager.library.clusters import Teller, decide
from packager.library.duplicates import Copy, settle
from packager.library.neighbours import Neighbours
from packager.library.records import dumps, findings_json
from packager.model import Outcome

if TYPE_CHECKING:
    from packager.library.neighbours import Near, Run, RunMany

TEXTS_AT_ONCE = 2000  # bounds what is held of them in memory: 5 MB
NOTHING_PINNED = Duplicates()


class Settling:
    """Settles what is unsettled in a catalogue, whose statements `run` and `run_many` run."""

    def __init__(self, run: Run, run_many: RunMany) -> None:
        self._run = run
        self._neighbours = Neighbours(run, run_many)

    def pin(self, pins: Duplicates) -> None:
        """Notes what a person decided; where that changed, everything it may concern is to be settled anew."""
        if pins != self.pins:
            self._run("unpin")
            if pins != NOTHING_PINNED:
                self._run("pin", dumps(asdict(pins)))
            self._run("touch_all")

    @property
    def pins(self) -> Duplicates:
        """What a person decided, as it was noted last."""
        rows = self._run("pins").fetchall()
        if not rows:
            return NOTHING_PINNED
        noted = json.loads(rows[0][0])
        return Duplicates(noted["near"], tuple(map(tuple, noted["apart"])), tuple(noted["bound"]))

    def settle(self) -> None:
        """Settles all that was touched."""
        ((pending,),) = self._run("pending")
        if not pending:
            return
        self._settle_copies()
        pins = self.pins
        while texts := [text for (text,) in self._run("unsettled_texts", TEXTS_AT_ONCE).fetchall()]:
            self._settle_texts(texts, pins)

    def _settle_copies(self) -> None:
        """Of the copies of each article one is chosen, the others are its duplicates."""
        self._run("settle_single")
        self._run("settle_input")
        for _, copies in groupby(self._run("contested").fetchall(), key=itemgetter(0)):
            for verdict in settle([_copy(row) for row in copies]):
                copy, outcome = verdict.copy, verdict.outcome
                self._run("choose", int(outcome is Outcome.ARTICLE), None, None, copy.source, copy.locator)
                findings = findings_json(verdict.findings)
                self._run("decide", outcome, verdict.reason, findings, copy.source, copy.locator)
        self._run("settle_texts")
        self._run("settled")

    def _settle_texts(self, texts: list[int], pins: Duplicates) -> None:
        """Of the articles that tell the same as those of some texts, the duplicates are told from the bound ones."""
        done: set[int] = set()
        for text in sorted(self._neighbours.update(texts)):
            if text not in done:
                near = self._neighbours.around(text) if pins.near else {text: {}}
                done |= near.keys()
                self._settle_cluster(near, pins)
        self._run("settled_texts", json.dumps(texts))

    def _settle_cluster(self, near: Near, pins: Duplicates) -> None:
        rows = [row for text in near for row in self._run("tellers", text)]
        if len(rows) == 1 and rows[0][-1] is None:
            return  # alone, and bound
        for place in decide(map(_teller, rows), near, pins):
            name = place.teller.source, place.teller.locator
            bound, likeness = (place.bound.id, place.likeness) if place.bound else (None, None)
            outcome = Outcome.DUPLICATE if place.bound else Outcome.ARTICLE
            self._run("choose", 1, bound, likeness, *name)
            self._run("decide", outcome, place.reason, findings_json(place.findings), *name)


def _copy(row: tuple[Any, ...]) -> Copy:
    _, source, locator, content, capture, missing, text = row
    metadata = json.loads(text)
    issued, modified, captured = (
        metadata.get(word, {}).get("value", "") for word in ("issued", "modified", "captured")
    )
    return Copy(source, locator, content, capture, modified or issued, captured, missing)


def _teller(row: tuple[Any, ...]) -> Teller:
    source, locator, identifier, text, words, missing, pictures, metadata, _ = row
    issued = json.loads(metadata).get("issued", {}).get("value", "")
    return Teller(identifier, source, locator, text, len(json.loads(pictures)) - missing, missing, words, issued)
