"""Whatever becomes of the sources, in whatever order: no article that was ever read is lost, and the counts add up."""

from __future__ import annotations

import io
import random
import shutil
import sqlite3
import zipfile
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from packager import withdraw
from packager.library.catalogue import Catalogue
from packager.library.events import Withdrawal
from packager.progress import Quiet
from packager.repair import rebuild
from tests.collected import WORDS, build, counts, ledger, options, page, put

STEPS = 8
FEED, ARCHIVE = "f.xml", "x.zip"


@dataclass
class Piece:
    """A page, or an entry: edited so many times, with an address of its own or known by its bytes alone."""

    name: str
    edits: int = 0
    addressed: bool = True

    @property
    def title(self):
        return f"Bài {self.name} lần {self.edits}"

    @property
    def address(self):
        return f"https://b.example/{self.name}" if self.addressed else ""

    def page(self):
        return page(self.title, address=self.address)

    def entry(self):
        known = f"<guid>{self.name}</guid><link>{self.address}</link>" if self.addressed else ""
        return f"<item><title>{self.title}</title>{known}<description>{self.name}: {WORDS}</description></item>"


@dataclass
class World:
    """Sources that change at random: the pieces of a feed, of an archive, and plain pages; files that are damaged."""

    chance: random.Random
    feed: list[Piece] = field(default_factory=list)
    archive: list[Piece] = field(default_factory=list)
    pages: list[Piece] = field(default_factory=list)
    damaged: dict[str, bytes] = field(default_factory=dict)
    made: int = 0

    def places(self):
        return (self.feed, self.archive, self.pages)

    def add(self):
        self.made += 1
        place = self.chance.choice(self.places())
        piece = Piece(f"{self.made}", addressed=place is not self.feed or self.chance.random() < 0.6)
        place.insert(self.chance.randint(0, len(place)), piece)

    def remove(self):
        if place := [place for place in self.places() if len(place) > 1]:
            chosen = self.chance.choice(place)
            chosen.pop(self.chance.randrange(len(chosen)))

    def edit(self):
        self.chance.choice([piece for place in self.places() for piece in place]).edits += 1

    def move(self):
        for place in self.places():
            self.chance.shuffle(place)

    def rename(self):
        if self.archive:
            self.chance.choice(self.archive).name += "a"

    def damage(self):
        name = self.chance.choice(sorted(self.files()))
        self.damaged[name] = self.chance.choice([b"", b"\x00\x01\x02", self.files()[name][:100]])

    def restore(self):
        self.damaged.clear()

    def files(self):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as packed:
            for piece in self.archive:
                packed.writestr(zipfile.ZipInfo(f"{piece.name}.html"), piece.page())
        entries = "".join(piece.entry() for piece in self.feed)
        rolling = f'<rss version="2.0"><channel><title>Báo</title>{entries}</channel></rss>'
        plain = {f"{piece.name}.html": piece.page().encode() for piece in self.pages}
        return {FEED: rolling.encode(), ARCHIVE: content.getvalue(), **plain}

    def write(self, sources):
        shutil.rmtree(sources, ignore_errors=True)
        return put(sources, self.files() | self.damaged)

    def titles(self):
        """The titles of all that can be read now."""
        sound = [piece for piece in self.pages if f"{piece.name}.html" not in self.damaged]
        sound += [] if FEED in self.damaged else self.feed
        sound += [] if ARCHIVE in self.damaged else self.archive
        return {piece.title for piece in sound}


ACTIONS = (World.add, World.add, World.remove, World.edit, World.move, World.rename, World.damage, World.restore)


def held(output):
    """The articles that the library holds, as (id, title), and the number that each file of several left behind."""
    with Catalogue(output / "library" / "catalogue.sqlite", reading=True) as catalogue:
        articles = {(entry.id, entry.metadata.title.value) for entry in catalogue.copies()}
        left = Counter(record.locator.partition("/")[0] for record in catalogue.ledger() if record.is_left)
        told = {item.locator: item.findings for item in catalogue.containers()}
    return articles, left, told


def replayed(output, folder):
    """What a catalogue that is made again from the history holds."""
    again = folder / "again" / "library"
    shutil.rmtree(again, ignore_errors=True)
    again.mkdir(parents=True)
    rebuild(again / "catalogue.sqlite", options(output))
    return ledger(again.parent)


@pytest.mark.parametrize("seed", range(3))
def test_no_article_is_lost_whatever_becomes_of_its_source(tmp_path, seed):
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    world, output = World(chance), tmp_path / "output"
    for _ in range(6):
        world.add()
    known: set[str] = set()
    for step in range(STEPS):
        for action in chance.sample(ACTIONS, 2) if step else ():
            action(world)
        if chance.random() < 0.2:
            shutil.rmtree(output / "library" / "cache", ignore_errors=True)
        run = build(world.write(tmp_path / "sources"), output)
        counts(run.report)
        articles, left, told = held(output)
        known |= {article for article, _ in articles}
        assert {article for article, _ in articles} == known, step
        assert world.titles() <= {title for _, title in articles}, step
        for name, findings in told.items():
            gone = [int(item.message.rpartition("(")[2][:-1]) for item in findings if item.code == "source-gone"]
            assert sum(gone) <= left[name], (step, name)
        assert replayed(output, tmp_path) == ledger(output), step
        if known and chance.random() < 0.2:
            withdraw.withdraw(Withdrawal(chance.choice(sorted(known)), "", "gỡ"), options(output), Quiet())
    world.restore()
    run = build(world.write(tmp_path / "sources"), output)
    assert run.report["failed"] == 0
    assert "not-read-again" not in {told["code"] for told in run.report["findings"]}
    assert build(world.write(tmp_path / "sources"), output).report == run.report
    with closing(sqlite3.connect(output / "library" / "catalogue.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
