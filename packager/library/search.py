"""Finds articles by their words: an index inside the catalogue, kept in step with the articles to bind.

Triggers note which articles may have changed; `SearchIndex.update` takes in what did. All of it follows from the
catalogue and the objects, so an index that is missing, damaged or of another form is made anew.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from packager.errors import LibraryDamaged
from packager.library.database import named, told
from packager.library.folding import FORM, exact, folded, words
from packager.library.records import dumps, encodable, metadata_from_json
from packager.library.snippets import NOTHING, Snippet, snippet
from packager.library.texts import TITLE, blocks
from packager.slugs import host, spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from packager.library.catalogue import Catalogue
    from packager.library.objects import Objects
    from packager.library.query import Query
    from packager.model import Entry, Metadata

T = TypeVar("T")

BATCH = 500
"""Articles that are taken in at once, in one transaction."""
GAP = " ¶ "
"""Stands between two blocks, so that no phrase goes on from one to the next."""
_KNOWN = {"year": 4, "month": 7}  # characters of a date that are known; else the day
_TABLES = ("search_folded", "search_exact")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What hits are narrowed to: any of some topics (labels as sources write them), periods, sources.

    `suggested` are ids of articles that have no topic and stand under one of the topics all the same.
    A period is its first and last day, as ISO dates, and the fewest characters a date needs to be counted into it.
    A source is an input's label, or the spelling of a publisher or host. `without` are ids of articles.
    """

    topics: frozenset[str] | None = None
    suggested: frozenset[str] = frozenset()
    periods: tuple[tuple[str, str, int], ...] = ()
    sources: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a query found: `exact` where it has the words with the marks they were typed with."""

    entry: Entry
    exact: bool
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits of a query, how many there are in all, and how many articles could not be searched."""

    hits: tuple[Hit, ...]
    total: int
    unreadable: int = 0


class Words(NamedTuple):
    """What both indexes take of an article."""

    title: str
    text: str
    exact: str


class SearchIndex:
    """The index in the catalogue's file, and searches in it; raises what the catalogue raises."""

    def __init__(self, catalogue: Catalogue, objects: Objects) -> None:
        self._catalogue = catalogue
        self._objects = objects
        self._connection = catalogue.connection

    def update(self) -> int:
        """Takes in the articles that changed since the last time, and says how many cannot be read now."""
        self._catalogue.settle()
        self._catalogue.commit()
        if self._form() != _form():
            self.reset()
        return self._sound(self._take_in)

    def reset(self) -> None:
        """Empties the index; the next update takes all articles in."""
        script = resources.files(__package__).joinpath("search.sql").read_text(encoding="utf-8")
        with told(self._catalogue.path):
            self._connection.commit()
            try:
                self._connection.executescript(f"BEGIN; {script}; COMMIT;")
            except (sqlite3.DatabaseError, MemoryError):  # so damaged that SQLite cannot even drop it
                self._connection.rollback()
                self._cut_out()
                self._connection.executescript(f"BEGIN; {script}; COMMIT;")
            self._run("search_formed", _form())
            self._connection.commit()

    @property
    def is_made(self) -> bool:
        """Whether there is an index, in step or not."""
        return bool(self._form())

    @property
    def in_step(self) -> bool:
        """Whether all articles were taken in as they are now."""
        with told(self._catalogue.path):
            return self._form() == _form() and not self._run("unsearched", 1, 0).fetchall()

    def find(self, query: Query, narrowing: Narrowing, limit: int) -> Found:
        """The articles that have all words of a query: exact before folded, in titles before elsewhere, then newest.

        What changed since the last `update` is not found as it is now.
        """
        ranked, total = self._sound(lambda: self._ranked(query, narrowing, limit))
        hits = []
        for number, is_exact in ranked:
            ((source, locator, content),) = self._run("searchable_article", number).fetchall()
            entry = self._catalogue.entry(source, locator)
            hits.append(Hit(entry, is_exact, self._snippet(content, query, is_exact=is_exact)))
        return Found(tuple(hits), total)

    def _snippet(self, content: str, query: Query, *, is_exact: bool) -> Snippet:
        """The piece of an article to show; an empty one where the article cannot be read any more."""
        try:
            return snippet(blocks(self._objects.read(content)), query, is_exact=is_exact)
        except LibraryDamaged:
            return NOTHING

    def is_sound(self) -> bool:
        """Whether the index is whole: reads all of it, to find the damage that a search may not meet.

        That is done in a copy outside the library, since SQLite checks these tables only where it may write.
        """
        try:
            with told(self._catalogue.path), closing(sqlite3.connect("")) as copy:
                self._connection.backup(copy)
                for statement in ("check_folded", "check_exact"):
                    copy.execute(named("search.queries.sql")[statement])
                *held, expected = [count for (count,) in self._run("search_counts")]
                return len({*held, expected} if self.in_step else set(held)) == 1
        except (LibraryDamaged, MemoryError, sqlite3.OperationalError):
            return False

    def topics(self) -> list[str]:
        """The topics of all articles, as their sources write them."""
        return [topic for (topic,) in self._run("searchable_topics")]

    def _form(self) -> str:
        """The form of the index that is there, "" where there is none."""
        with suppress(sqlite3.OperationalError, LibraryDamaged, MemoryError), told(self._catalogue.path):
            return "".join(form for (form,) in self._run("search_form"))
        return ""

    def _sound(self, action: Callable[[], T]) -> T:
        """What an action on the index returns; a damaged index is made anew first."""
        try:
            with told(self._catalogue.path):
                return action()
        except (LibraryDamaged, MemoryError, sqlite3.OperationalError):
            self._connection.rollback()
        self.reset()
        with told(self._catalogue.path):
            self._take_in()
            return action()

    def _take_in(self) -> int:
        """Brings the index in step, batch by batch; what cannot be read stays noted, and is counted."""
        skipped = 0
        while changed := self._run("unsearched", BATCH, skipped).fetchall():
            for source, locator in changed:
                if self._bring_in_step(source, locator):
                    self._run("searched", source, locator)
                else:
                    skipped += 1
            self._connection.commit()
        return skipped

    def _bring_in_step(self, source: str, locator: str) -> bool:
        """Whether what is indexed of an input is what should be; False where its article cannot be read."""
        old = self._run("indexed", source, locator).fetchone()
        new = self._run("to_index", source, locator).fetchone()
        if old and new and old[1] == new[1]:
            self._run("narrowed_by", new[0], *_facts(new[2]), old[0])
            return True
        if old:
            number, content = old
            self._index("delete", number, self._words(content))
            self._run("unindexed", number)
        if new:
            identifier, content, metadata = new
            try:
                held = self._words(content)
            except LibraryDamaged:
                return False
            row = self._run("index", source, locator, identifier, content, *_facts(metadata))
            self._index("insert", row.lastrowid, held)
        return True

    def _index(self, deed: str, number: int | None, held: Words) -> None:
        self._run(f"{deed}_folded", number, held.title, held.text)
        self._run(f"{deed}_exact", number, held.exact)

    def _words(self, content: str) -> Words:
        """The words of an article's object; LibraryDamaged where it is not what it should be."""
        return indexed_words(self._objects.read(content))

    def _ranked(self, query: Query, narrowing: Narrowing, limit: int) -> tuple[list[tuple[int, bool]], int]:
        """The first hits as (number, whether exact), and how many there are in all.

        The tiers are asked one after the other, since the first ones often hold enough.
        """
        where, given = _conditions(narrowing)
        given |= {"folded": query.match, "title": f"title : ({query.match})", "exact": query.match_exact}
        found: dict[int, bool] = {}
        for tier in ("exact_title", "exact_phrase" if query.has_phrases else "exact_words", "folded_title", "folded"):
            if len(found) < limit:
                sql = named("search.queries.sql")[tier].replace("/* narrowed */", where)
                for (number,) in self._connection.execute(sql, given | {"limit": limit}):
                    if len(found) < limit:
                        found.setdefault(number, tier.startswith("exact"))
        sql = named("search.queries.sql")["count_narrowed" if where else "count"].replace("/* narrowed */", where)
        ((total,),) = self._connection.execute(sql, given)
        return list(found.items()), total

    def _cut_out(self) -> None:
        """Takes the indexes' tables out of the schema by hand; their pages are lost until the file is vacuumed."""
        self._connection.execute("PRAGMA writable_schema = ON")
        for table in _TABLES:
            self._connection.execute("DELETE FROM sqlite_schema WHERE tbl_name GLOB ?", (f"{table}*",))
        self._connection.commit()
        self._connection.execute("PRAGMA writable_schema = RESET")

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._connection.execute(named("search.queries.sql")[statement], values)


def indexed_words(content: bytes) -> Words:
    """The words of a canonical article, as both indexes take them."""
    held = list(blocks(content))
    title = " ".join(word for block in held if block.place == TITLE for word in words(block.text, folded))
    text = GAP.join(" ".join(words(block.text, folded)) for block in held if block.place != TITLE)
    distinct = dict.fromkeys(word for block in held for word in words(block.text, exact))
    return Words(title, text, " ".join(distinct))


@cache
def _form() -> str:
    """What the words depend on: how they are cut, and which Unicode says what a letter is."""
    return f"{FORM} {unicodedata.unidata_version}"


def _facts(metadata: str) -> tuple[str, str, str]:
    """What searches are narrowed by: the date as far as it is known, the topic, who published it."""
    known = metadata_from_json(metadata)
    issued = known.issued.value.partition("T")[0][: _KNOWN.get(known.issued.precision, 10)]
    return encodable(issued), encodable(known.topic.value), encodable(spelling(publication(known)))


def publication(metadata: Metadata) -> str:
    """The publisher of an article, else the host of its address; "" where neither is known."""
    return metadata.publisher.value or host(metadata.source.value)


def _conditions(narrowing: Narrowing) -> tuple[str, dict[str, Any]]:
    """What articles are narrowed to, as SQL and its values."""
    parts: list[str] = []
    given: dict[str, Any] = {}
    if narrowing.topics is not None:
        parts.append(
            "(topic IN (SELECT value FROM json_each(:topics)) OR id IN (SELECT value FROM json_each(:suggested)))"
        )
        given |= {"topics": _listed(narrowing.topics), "suggested": _listed(narrowing.suggested)}
    if narrowing.periods:
        parts.append(
            "EXISTS (SELECT * FROM json_each(:periods) WHERE issued BETWEEN value ->> 0 AND value ->> 1"
            " AND length(issued) >= value ->> 2)"
        )
        given["periods"] = dumps([list(period) for period in narrowing.periods])
    if narrowing.sources:
        listed = "(SELECT value FROM json_each(:sources))"
        parts.append(f"(source IN {listed} OR publication IN {listed})")
        given["sources"] = _listed(narrowing.sources)
    if narrowing.without:
        parts.append("id NOT IN (SELECT value FROM json_each(:without))")
        given["without"] = _listed(narrowing.without)
    return "".join(f" AND {part}" for part in parts), given


def _listed(values: Iterable[str]) -> str:
    return dumps(sorted(values))
