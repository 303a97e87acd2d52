"""Measures how near-duplicates are found: what sketching costs, what is told alike, and what settling one costs.

`python -m benchmarks.duplicates [ARTICLES...]` prints three tables in Markdown, the last for libraries of so many
articles (1,000 and 10,000 by default), which are made up and put straight into a catalogue.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.prose import SYLLABLES, Prose
from packager.library.catalogue import Catalogue
from packager.library.records import Record
from packager.library.sketches import text_of
from packager.model import Basis, Entry, Metadata, Outcome, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from packager.library.sketches import Text

EDITS = (1, 3, 5, 8, 10, 12, 15, 20)
ARTICLES = 200
WORDS = 400


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="*", type=int, default=[1000, 10_000], help="sizes of libraries")
    sizes = parser.parse_args().articles
    print_speed()
    print_recall()
    print_forms()
    print_scale(sizes)


def print_speed() -> None:
    """What a sketch costs."""
    contents = [canonical(story(number)) for number in range(ARTICLES)]
    seconds = took(lambda: [sketched(content) for content in contents])
    print(f"| sketching | articles/s of {WORDS} words |\n|---|---|\n| CPU of one core | {ARTICLES / seconds:,.0f} |\n")


def print_recall() -> None:
    """How many edited articles are told to be nearly the same, by how many of their words were edited."""
    print("| words edited | replaced | replaced, dropped or added |\n|---|---|---|")
    stories = [story(number) for number in range(ARTICLES)]
    for edit in EDITS:
        shares = [
            share(stories, lambda words, random, e=edit, k=kinds: edited(words, e, k, random)) for kinds in (1, 3)
        ]
        print(f"| {edit} % | " + " | ".join(f"{found:.3f}" for found in shares) + " |")
    print(f"| a sixth lost | {share(stories, without_a_sixth):.3f} | |")
    print(f"| two fifths another story | {share(stories, with_another_part):.3f} | |")
    print(f"| none, of any two stories | {alike(stories)} of {ARTICLES * (ARTICLES - 1) // 2} | |\n")


def print_forms() -> None:
    """How many pairs of different stories that fill in one form are taken for the same."""
    print("| form | pairs | taken for one story |\n|---|---|---|")
    for name, fill in {"weather": weather, "prices, a seventh changed": prices, "results": results}.items():
        stories = [fill(number).split() for number in range(60)]
        print(f"| {name} | {60 * 59 // 2} | {alike(stories)} |")
    print()


def print_scale(sizes: list[int]) -> None:
    """What settling costs in libraries of several sizes: all, and one more that is nearly the same as another."""
    print(
        "| articles | ms an article | ms for one more | bytes an article, of them for duplicates |\n|---|---|---|---|"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "catalogue.sqlite"
            with Catalogue(path) as catalogue:
                seconds = took(lambda: fill_library(catalogue, range(size)))  # noqa: B023 - called at once
                more = [took(lambda n=n: one_more(catalogue, size + n, n)) for n in range(20)]  # noqa: B023
            whole, own = bytes_of(path)
            each = whole // size, own // size
        print(f"| {size:,} | {1000 * seconds / size:.2f} | {1000 * median(more):.1f} | {each[0]:,}, {each[1]:,} |")


def fill_library(catalogue: Catalogue, numbers: range) -> None:
    """Records articles, committing as the pipeline does, and settles them."""
    for number in numbers:
        record(catalogue, number, story(number))
        if number % 500 == 0:
            catalogue.commit()
    catalogue.settle()


def one_more(catalogue: Catalogue, number: int, like: int) -> None:
    """Records an article that is nearly the same as another, and settles it."""
    record(catalogue, number, edited(story(like), 5, 3, Random(number)))
    catalogue.settle()


def record(catalogue: Catalogue, number: int, words: list[str]) -> None:
    """Writes down an article as reading a page does."""
    content = canonical(words)
    name, digest = f"a{number:06d}", sha256(content).hexdigest()
    told = Metadata(title=Value(f"Title {number}", Basis.VISIBLE), source=Value(f"https://news.example/{name}"))
    summary = " ".join(words[:40])
    entry = Entry(name, told, digest, digest, f"{name}.html", len(words), summary, (), "s")
    catalogue.record(Record("s", entry.locator, digest, Outcome.ARTICLE, name), entry, text_of(entry, content))


def bytes_of(path: Path) -> tuple[int, int]:
    """The catalogue's size, and how much of it the tables and indexes of duplicates take."""
    own = ("texts", "runs", "near", "articles_by_text", "articles_by_bound")
    with closing(sqlite3.connect(path)) as database:
        names = json.dumps(own)
        query = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name IN (SELECT value FROM json_each(?))"
        try:
            ((size,),) = database.execute(query, (names,))
        except sqlite3.OperationalError:  # this SQLite cannot tell
            size = 0
    return path.stat().st_size, size


def took(work: Callable[[], object]) -> float:
    """CPU seconds of some work."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def story(number: int) -> list[str]:
    """The words of a made-up story, one in thirty of them a number."""
    random = Random(number)
    return [random.choice(SYLLABLES) if random.random() > 1 / 30 else str(random.randint(1, 999)) for _ in range(WORDS)]


def edited(words: list[str], percent: int, kinds: int, random: Random) -> list[str]:
    """Words of which so many per cent are replaced (1 kind), or replaced, dropped or have another added (3)."""
    return list(_edited(words, percent, kinds, random))


def _edited(words: list[str], percent: int, kinds: int, random: Random) -> Iterator[str]:
    for word in words:
        kind = random.randrange(kinds) if 100 * random.random() < percent else -1
        if kind in {-1, 2}:
            yield word
        if kind in {0, 2}:
            yield random.choice(SYLLABLES)


def without_a_sixth(words: list[str], random: Random) -> list[str]:
    """Words without a paragraph, and 3 per cent of them replaced."""
    lost = len(words) // 6
    place = random.randrange(len(words) - lost)
    return edited(words[:place] + words[place + lost :], 3, 1, random)


def with_another_part(words: list[str], random: Random) -> list[str]:
    """Words that go on as another story does."""
    place = len(words) * 3 // 5
    return words[:place] + story(random.randrange(10_000, 20_000))[place:]


def share(stories: list[list[str]], change: Callable[[list[str], Random], list[str]]) -> float:
    """How many of the stories are told to be nearly the same after a change, from 0 to 1."""
    found = 0
    for number, words in enumerate(stories):
        changed = change(words, Random(f"edit {number}"))
        found += sketched(canonical(words)).sketch.likeness(sketched(canonical(changed)).sketch) > 0
    return found / len(stories)


def alike(stories: list[list[str]]) -> int:
    """How many pairs of stories are told to be nearly the same."""
    sketches = [sketched(canonical(words)).sketch for words in stories]
    return sum(one.likeness(other) > 0 for number, one in enumerate(sketches) for other in sketches[:number])


def weather(day: int) -> str:
    """A day's weather."""
    random, places = Random(day), [Prose(f"place {n}").words(2) for n in range(8)]
    told = Prose("weather").words(90)
    return f"ngày {day % 28 + 1} tháng {day // 28 + 1} {told} " + " ".join(
        f"{place} từ {random.randint(12, 24)} đến {random.randint(25, 37)} độ, ẩm {random.randint(50, 99)} phần trăm"
        for place in places
    )


def prices(day: int) -> str:
    """A day's prices, of which a seventh are not those of the first day."""
    random, listed = Random(day), [Random("prices").randint(100, 999) + 7 * n for n in range(21)]
    for place in random.sample(range(21), 3):
        listed[place] += random.randint(1, 90)
    told = Prose("prices").words(60)
    rows = (f"{Prose(f'ware {n}').words(4)} giá {price} đồng" for n, price in enumerate(listed))
    return f"ngày {day % 28 + 1} tháng {day // 28 + 1} {told} " + " ".join(rows)


def results(match: int) -> str:
    """A match's result."""
    random = Random(match)
    told = Prose("match").words(110)
    teams = f"{Prose(f'team {random.randrange(12)}').words(2)} gặp {Prose(f'team {random.randrange(12)}').words(2)}"
    goals = f"{random.randint(0, 6)} {random.randint(0, 6)}"
    return f"vòng {random.randint(1, 26)} {teams} tỷ số {goals} trước {random.randint(900, 19_000)} người {told}"


def sketched(content: bytes) -> Text:
    """What an article says."""
    return text_of(Entry("", Metadata(), "", "", "", 0, "", ()), content)


def canonical(words: list[str]) -> bytes:
    """A canonical article of some words, in paragraphs of sixty."""
    paragraphs = "\n".join(f"<p>{' '.join(words[place : place + 60])}</p>" for place in range(0, len(words), 60))
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml" lang="vi"><head><title>T</title></head><body><article>'
        f"\n<header><h1>T</h1>\n</header>\n{paragraphs}\n</article></body></html>\n"
    ).encode()


if __name__ == "__main__":
    main()
