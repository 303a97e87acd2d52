"""The catalogue: an SQLite file that knows every input, every article and every publication."""

from __future__ import annotations

import gc
from contextlib import contextmanager, suppress
from dataclasses import replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

from packager.errors import LibraryDamaged
from packager.findings import finding
from packager.library import events, gone, rows, staying
from packager.library.cards import Card, bound_for, card_of
from packager.library.database import connect, statements, told
from packager.library.drafts import discard
from packager.library.duplicates import SETTLED
from packager.library.events import Withdrawal
from packager.library.history import ENOUGH, START, History
from packager.library.records import (
    Container,
    Item,
    Record,
    Standing,
    dumps,
    encodable,
    findings_from_json,
    findings_json,
    metadata_json,
    pictures_json,
)
from packager.library.settling import Settling
from packager.library.sketches import NOTHING, text_of
from packager.model import Entry, Outcome, Publication

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from packager.config import Duplicates
    from packager.library.objects import Objects
    from packager.library.pairs import Pair
    from packager.library.sketches import Text


TOLD = ("inputs", "containers", "publications", "withdrawn")
FOLLOWING = ("texts", "runs", "near", "unsettled", "unsettled_texts")


class Catalogue:
    """A context manager over the catalogue at `path`: leaving it well commits, leaving it by an error rolls back.

    Which copy of an article is bound is decided by `settle`, for the articles touched since the last call, and every
    method that reads calls it first. So reading stays a plain query, the rows say the same to anyone who opens the
    file with another tool, and a run that was killed in between is made good by the next one. With `reading` nothing is
    written and nothing settled; without `telling` nothing goes into the history.

    Every method raises OutputError where the system refuses to write, LibraryBusy where another process writes,
    LibraryDamaged where the file is no catalogue of ours.
    """

    def __init__(self, path: Path, *, reading: bool = False, telling: bool = True) -> None:
        self.path = path
        self._reading = reading
        self._telling = telling
        self._history = History(path.parent)

    def __enter__(self) -> Self:  # noqa: D105 - the class says it
        self._connection = connect(self.path, reading=self._reading)
        self._settling = Settling(self._run, self._run_many)
        return self

    def __exit__(  # noqa: D105 - the class says it
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.settle()
                self.commit()
        finally:
            self._history.discard()
            self._connection.close()

    def commit(self, *, least: int = 1) -> None:
        """Make what was recorded last; call it after `Objects.sync`, so that no row names an object that is not.

        The history goes before, so that it never knows less; fewer events than `least` wait for the next commit.
        """
        if not self._telling:
            self._history.discard()
        written = self._history.write(least=least)
        try:
            with told(self.path):
                self._connection.commit()
        except BaseException:
            if written is not None:
                discard(str(written))
            raise

    @property
    def connection(self) -> sqlite3.Connection:
        """The open database, for what is kept in it beside the catalogue (the search index)."""
        return self._connection

    def undo(self) -> None:
        """Take back everything since the last commit."""
        self._history.discard()
        with told(self.path):
            self._connection.rollback()

    def record(self, record: Record, entry: Entry | None = None, text: Text = NOTHING) -> None:
        """Write down what became of an input, in place of what was known of it; an article comes with its entry.

        Where the input was an article and cannot be read now, or not whole, the article stays and the trouble is told
        with it; so do the articles of a file of several that cannot be opened now.
        Without what it says (`text`) it is never taken for the same as an article of another id.

        ValueError for an article without an entry, and for a skipped or failed input that does not say why.
        """
        _check(record, entry)
        self._history.append(events.recorded(record, entry))
        if self._keep(record, entry):
            return
        self._touch(record.source, record.locator)
        self._run(
            "record",
            record.source,
            record.locator,
            record.digest,
            record.outcome,
            entry and entry.id,
            encodable(record.reason),
            findings_json(record.findings),
            dumps(dict(sorted(record.dependencies.items()))),
            record.normaliser,
        )
        if entry is not None:
            self._add(record, entry)
            self.say(record.source, record.locator, text)
        if self._run("forget_container", record.source, record.locator).rowcount or entry is None:
            self._shut(Container(record.source, record.locator, ""), frozenset())

    def _keep(self, record: Record, entry: Entry | None) -> bool:
        """Whether an input that cannot be read now, or not whole, is an article on record, which stays.

        Then the trouble is told with that.
        """
        lines = self._run("article_findings", record.source, record.locator).fetchall()
        if not lines:
            return False
        ((findings, words),) = lines
        before = staying.as_read(findings)
        if not staying.stays(record, entry, before, words):
            return False
        why = "cannot be read as it was; the article that was read of it before stays"
        kept = finding(staying.KEPT, record.name, why)
        self._run("leave", findings_json((*before, kept, *record.findings)), record.source, record.locator)
        return True

    def close(self, container: Container, inside: frozenset[str]) -> None:
        """Write down that a file of several was read to its end; articles that it held before and not now stay.

        `inside` are the locators of all that it holds, each recorded before.
        """
        self._history.append(events.closed(container, inside))
        lines = self._run("article_findings", container.source, container.locator).fetchall()
        if lines:  # it was one article before
            self._run("leave", findings_json(staying.as_read(lines[0][0])), container.source, container.locator)
        else:
            self._drop(container.source, container.locator)
        self._shut(container, inside)

    def _shut(self, container: Container, inside: frozenset[str]) -> None:
        """Write down a file of several, with how many articles stay that it does not hold any more."""
        left = self._leave(container.source, container.locator, inside)
        if not (container.digest or left):
            self._run("forget_container", container.source, container.locator)
            return
        found = (*(told for told in container.findings if told.code != gone.CODE), *gone.left(container, left))
        values = (container.digest, container.beside, findings_json(found))
        self._run("close", container.source, container.locator, *values)

    def _leave(self, source: str, locator: str, inside: frozenset[str]) -> int:
        """Keep the articles that a file of several held before and not now, and say how many; the rest is forgotten.

        What it holds under another name now is not kept twice. What an inner file of several left behind is told there.
        """
        lines = self._run("held", source, locator).fetchall()
        best: dict[tuple[str, str], int] = {}  # how many pictures the best copy of a version lacks
        for held, _, *version, missing in lines:
            if held in inside and missing is not None:
                best[tuple(version)] = min(missing, best.get(tuple(version), missing))
        within = self._forget_containers(source, locator, inside)
        count = 0
        for held, findings, *version, missing in lines:
            if held in inside or any(path in within for path in gone.paths(held)):
                continue
            if missing is None or best.get(tuple(version), missing + 1) <= missing:
                self._drop(source, held)
            else:
                self._run("leave", findings_json(staying.as_read(findings)), source, held)
                count += 1
        return count

    def _forget_containers(self, source: str, locator: str, inside: frozenset[str]) -> frozenset[str]:
        """Forget the files of several that one held before and not now, and say which it holds."""
        held = {name for (name,) in self._run("containers_inside", source, locator)}
        for name in held - inside:
            self._run("forget_container", source, name)
        return frozenset(held & inside)

    def say(self, source: str, locator: str, text: Text) -> None:
        """Note what the article of an input says, unless that was erased.

        That is no event of the history: it can be read in the article's object again.
        """
        if text.key is not None and self._run("say", text.key, source, locator).rowcount:
            self._run("add_text", text.key, text.dumped)
            self._run("touch_text", source, locator)

    def silent(self) -> list[Entry]:
        """The copies of which it is not known what they say, but for those that were erased; nothing is settled."""
        return [rows.entry(row) for row in self._run("silent").fetchall()]

    def say_all(self, objects: Objects) -> None:
        """Note what the articles say of which it is not known, as far as their objects are whole."""
        for entry in self.silent():
            with suppress(LibraryDamaged):
                self.say(entry.source, entry.locator, text_of(entry, objects.read(entry.content)))

    def container(self, source: str, locator: str) -> Container | None:
        """What is known of a file of several; None for one that was never read to its end."""
        lines = self._run("container", source, locator).fetchall()
        return rows.container(lines[0]) if lines else None

    def containers(self) -> list[Container]:
        """Every file of several, by source and locator."""
        return [rows.container(row) for row in self._read("containers")]

    def inside(self, source: str, locator: str) -> list[Record]:
        """What became of each input that a file of several holds."""
        return [rows.record(row) for row in self._read("inside", source, locator)]

    def standing(self, source: str) -> Iterator[Standing]:
        """What tells whether the inputs of a source have to be read again, by locator, one after the other."""
        with told(self.path):
            yield from map(Standing._make, self._run("standing", source))

    def standing_of(self, source: str, locator: str) -> Standing | None:
        """The same of one input; None for one never met."""
        row = self._run("standing_of", source, locator).fetchone()
        return Standing._make(row) if row else None

    def standing_inside(self, source: str, locator: str) -> list[Standing]:
        """The same of all that a file of several holds."""
        return list(map(Standing._make, self._run("standing_inside", source, locator)))

    def forget(self, source: str, locator: str) -> None:
        """Take an input out of the ledger, with its article, and let the files of several that hold it be read again.

        A file of several goes where nothing is on record any more of what it held.
        """
        self._history.append(events.forgotten(source, locator))
        self._run("doubt_container", source, locator)
        self._drop(source, locator)
        if not self._run("held", source, locator).fetchone():
            self._run("forget_container", source, locator)

    def leave(self, source: str, locator: str) -> None:
        """Forget why an article could not be read again: its file is no more in the sources."""
        lines = self._run("article_findings", source, locator).fetchall()
        if lines and staying.as_read(lines[0][0]) != findings_from_json(lines[0][0]):
            self._history.append(events.left(source, locator))
            self._run("leave", findings_json(staying.as_read(lines[0][0])), source, locator)

    def _drop(self, source: str, locator: str) -> None:
        self._touch(source, locator)
        self._run("forget", source, locator)

    def recorded(self, source: str, locator: str) -> Record | None:
        """What became of an input; None for one never met."""
        lines = self._read("recorded", source, locator)
        return rows.record(lines[0]) if lines else None

    def items(self) -> Iterator[Item]:
        """What the report tells of every input, by source and locator, one after the other.

        Inputs of withdrawn articles are skipped.
        """
        self.settle()
        with told(self.path):
            yield from map(rows.item, self._run("told"))

    def holder(self, article: str) -> str:
        """The name of the input that an article is bound from, or else was read from; "" where there is none."""
        lines = self._read("holder", article)
        return "/".join(lines[0]) if lines else ""

    def cards(self) -> list[Card]:
        """The articles to bind, as planning sees them, by id; they are those of `entries`."""
        with _without_collector():
            found = sorted(map(Card._make, self._read("cards")), key=itemgetter(0))
            others = rows.elsewhere(self._read("also"))
            if not others:
                return found
            return [
                card._replace(state=bound_for(card.state, others[card.id])) if card.id in others else card
                for card in found
            ]

    def entries(self, articles: Iterable[str] | None = None) -> list[Entry]:
        """The articles to bind, all or some, by id: of each exactly one copy, the newest (see `duplicates.settle`).

        Of those that tell the same only the best is among them (see `clusters.decide`).
        """
        with _without_collector():
            named = None if articles is None else dumps(list(articles))
            lines = self._read("entries") if named is None else self._read("entries_named", named)
            others = rows.elsewhere(self._read("also") if named is None else self._read("also_named", named))
            found = map(rows.entry, lines)
            return [replace(entry, also=others[entry.id]) if entry.id in others else entry for entry in found]

    def copies(self) -> Iterator[Entry]:
        """Every copy of every article, by id, source and locator, one after the other."""
        self.settle()
        with told(self.path):
            yield from map(rows.entry, self._run("copies"))

    def ledger(self) -> Iterator[Record]:
        """What became of every input, by source and locator, one after the other."""
        self.settle()
        with told(self.path):
            yield from map(rows.record, self._run("records"))

    def entry(self, source: str, locator: str) -> Entry:
        """The article of an input that has one."""
        (row,) = self._read("copied", source, locator)
        return rows.entry(row)

    def copied(self, source: str, locator: str) -> Entry | None:
        """The article of an input; None where it has none. Nothing is settled."""
        lines = self._run("copied", source, locator).fetchall()
        return rows.entry(lines[0]) if lines else None

    def versions(self, article: str) -> list[Entry]:
        """Every copy of an article that the library holds, the newest first, the others by source and locator."""
        return [rows.entry(row) for row in self._read("versions", article)]

    def objects(self) -> set[str]:
        """The digests of all objects that articles need: canonical pages, and the pictures that are held."""
        return {digest for (digest,) in self._run("objects")}

    def check(self) -> list[str]:
        """What SQLite itself finds wrong with the file, in its words; it does not see most single bits that flipped."""
        with told(self.path):
            said = [row[0] for row in self._connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            lost = self._connection.execute("PRAGMA foreign_key_check").fetchall()
        return said + [f"a row of {table} belongs to none of {parent}" for table, _, parent, _ in lost]

    def duplicates(self) -> list[Pair]:
        """Every input that is a duplicate beside the one that is bound in its place, those of one bound together."""
        return [rows.pair(row) for row in self._read("duplicates")]

    def pin(self, pins: Duplicates) -> None:
        """Note what a person decided about duplicates; it holds until something else is noted."""
        self._settling.pin(pins)

    def settle(self) -> None:
        """Decide which articles are bound, for all that were touched since the last call."""
        if not self._reading:
            self._settling.settle()

    def publish(self, publication: Publication, fingerprint: str, form: str) -> None:
        """Write down a sealed volume, what it was made from (`fingerprint`) and its format ("epub", "pdf" ...)."""
        self._history.append(events.published(publication, fingerprint, form))
        self._run(
            "publish",
            publication.path,
            publication.media_type,
            publication.topic,
            publication.period,
            publication.articles,
            publication.images,
            publication.missing_images,
            publication.sha256,
            publication.bytes,
            publication.by,
            findings_json(publication.findings),
            fingerprint,
            form,
        )

    def published(self, path: str) -> tuple[Publication, str] | None:
        """The publication at a path relative to the output folder, with its fingerprint; None if there is none."""
        lines = self._read("published", path)
        return (rows.publication(lines[0][:-1]), lines[0][-1]) if lines else None

    def publications(self) -> list[Publication]:
        """Every publication, by path."""
        return [rows.publication(row) for row in self._read("publications")]

    def unpublish(self, path: str) -> None:
        """Forget a publication whose file is taken away."""
        self._history.append(events.unpublished(path))
        self._run("unpublish", path)

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """Keep an article out of `entries`, and let the report skip its inputs, until it is restored.

        What it says is compared with nothing any more, so another that was its duplicate is bound.
        """
        self._history.append(events.withdrawn(withdrawal))
        known = withdrawal
        self._run(
            "withdraw", known.id, encodable(known.title), encodable(known.why), encodable(known.date), known.erased
        )
        self._run("touch_article", known.id)
        if known.erased:
            self._run("touch_texts", known.id)
            self._run("silence", known.id)

    def restore(self, article: str) -> None:
        """Take a withdrawal back."""
        self._history.append(events.restored(article))
        self._run("restore", article)
        self._run("touch_article", article)

    def withdrawals(self) -> dict[str, Withdrawal]:
        """Every article that is withdrawn, by id."""
        lines = self._run("withdrawals")
        return {row[0]: Withdrawal(row[0], row[1], row[2], row[3], erased=bool(row[4])) for row in lines}

    def erased(self) -> set[str]:
        """The digests of the objects that only articles needed whose text and pictures are not kept."""
        found = {digest for (digest,) in self._run("erased")}
        return found and found - self.objects()

    def doubt(self, source: str, locator: str) -> None:
        """Let the next run read an input again, with the files of several that it lies in."""
        self._run("doubt", source, locator)
        self._run("doubt_container", source, locator)

    def clear(self) -> None:
        """Forget everything."""
        for table in TOLD + FOLLOWING:
            self._run(f"clear_{table}")

    def retell(self) -> None:
        """Write the history anew from what the catalogue holds; the files before it are not needed any more."""
        self._history.append(START)
        for record in self.ledger():
            self._retell_record(record)
            self._history.write(least=ENOUGH)
        for container in reversed(self.containers()):  # what an inner one left behind is told before the outer's
            self._retell_container(container)
        for row in self._run("publishings"):
            self._history.append(events.published(rows.publication(row[:-2]), *row[-2:]))
        for withdrawal in self.withdrawals().values():
            self._history.append(events.withdrawn(withdrawal))

    def _retell_record(self, record: Record) -> None:
        entry = self.copied(record.source, record.locator)
        self._history.append(events.recorded(_unsettled(record) if entry else record, entry))

    def _retell_container(self, container: Container) -> None:
        """Tell that a file of several was closed, and once more what it was later, if not one of several."""
        source, locator = container.source, container.locator
        held = [row[0] for row in self._run("containers_inside", source, locator)]
        held += [record.locator for record in self.inside(source, locator) if not staying.is_gone(record)]
        self._history.append(events.closed(container, frozenset(held)))
        later = self.recorded(source, locator)
        if later is not None and not staying.is_gone(later):
            self._retell_record(later)

    def _touch(self, source: str, locator: str) -> None:
        self._run("touch", source, locator)
        self._run("touch_text", source, locator)

    def _add(self, record: Record, entry: Entry) -> None:
        metadata, pictures = metadata_json(entry.metadata), pictures_json(entry.pictures)
        self._run(
            "add",
            record.source,
            record.locator,
            *card_of(entry, metadata, pictures),
            entry.capture,
            entry.content,
            metadata,
            entry.words,
            encodable(entry.summary),
            pictures,
            entry.missing,
        )
        self._run("touch_article", entry.id)

    def _read(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a named statement, after everything is settled."""
        self.settle()
        with told(self.path):
            return self._run(statement, *values).fetchall()

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        with told(self.path):
            return self._connection.execute(statements()[statement], values)

    def _run_many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        with told(self.path):
            self._connection.executemany(statements()[statement], rows)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Spare the making of very many lasting objects, none in a cycle, the collector's walks (half of the time)."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _unsettled(record: Record) -> Record:
    """An article's record as reading its input made it, before it was known what the others are."""
    found = tuple(told for told in record.findings if told.code not in SETTLED)
    return replace(record, outcome=Outcome.ARTICLE, reason="", findings=found)


def _check(record: Record, entry: Entry | None) -> None:
    """ValueError for a record that tells half of what happened."""
    if (record.outcome in {Outcome.ARTICLE, Outcome.DUPLICATE}) != (entry is not None):
        raise ValueError(f"{record.name}: an entry belongs to an article, and to nothing else")
    if entry is None and not (record.reason and record.findings):
        raise ValueError(f"{record.name}: an input that is no article needs a reason and a finding")
