"""What the catalogue keeps of duplicates is a pure function of what it holds, in whatever order that came and went."""

import sqlite3
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.config import Duplicates
from packager.library import neighbours
from packager.library.cards import card
from packager.library.catalogue import Catalogue
from packager.library.records import Record
from packager.library.sketches import text_of
from packager.model import Basis, Entry, Link, Metadata, Outcome, Value
from tests.library.stories import canonical, edited, words

STORIES = [
    words("short", 40),
    *(edited(words(n, 130), percent, percent) for n in range(2) for percent in (0, 4, 8, 9, 14)),
]
"""A short one, and light edits of two, some of them near each other and some not."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "catalogue.sqlite"


def article(identifier, said, locator="", issued="2025"):
    content = canonical(said)
    digest = sha256(content).hexdigest()
    known = Metadata(
        title=Value("T", Basis.VISIBLE),
        issued=Value(issued, Basis.METADATA),
        publisher=Value(f"Báo {identifier}", Basis.METADATA),
        source=Value(f"https://{identifier}.example/", Basis.METADATA),
    )
    entry = Entry(identifier, known, digest, digest, locator or identifier, len(said), "", (), "s")
    return Record("s", entry.locator, digest, Outcome.ARTICLE, identifier), entry, text_of(entry, content)


def contents(path):
    with closing(sqlite3.connect(path)) as database:
        return sorted(database.iterdump())


def outcomes(catalogue):
    return {item.locator: item.outcome for item in catalogue.items()}


def test_of_near_duplicates_one_is_bound_and_names_the_others(path):
    with Catalogue(path) as catalogue:
        catalogue.record(*article("a", words(1)))
        catalogue.record(*article("b", edited(words(1), 5), issued="2024"))
        catalogue.record(*article("c", words(1)))
        catalogue.record(*article("d", words(2)))
        assert outcomes(catalogue) == {"a": "duplicate", "b": "article", "c": "duplicate", "d": "article"}
        bound, other = catalogue.entries()
        assert catalogue.entries([bound.id]) == [bound]
        assert catalogue.cards() == [card(bound), card(other)]
        assert bound.also == (Link("Báo a", "https://a.example/"), Link("Báo c", "https://c.example/"))
        assert other.also == ()
        pairs = catalogue.duplicates()
        assert [(pair.duplicate.id, pair.bound.id, pair.kind) for pair in pairs] == [
            ("a", "b", "near-duplicate"),
            ("c", "b", "near-duplicate"),
        ]
        assert all(pair.likeness >= 90 and pair.why.endswith("was issued earlier (2024)") for pair in pairs)


def test_when_the_bound_one_goes_another_takes_its_place(path):
    with Catalogue(path) as catalogue:
        for identifier in "abc":
            catalogue.record(*article(identifier, words(1)))
        catalogue.forget("s", "a")
        assert outcomes(catalogue) == {"b": "article", "c": "duplicate"}
        catalogue.record(*article("b", words(2)))
        assert outcomes(catalogue) == {"b": "article", "c": "article"}


def test_a_newer_version_speaks_for_its_article(path):
    with Catalogue(path) as catalogue:
        catalogue.record(*article("a", words(1)))
        catalogue.record(*article("b", words(1), "b1"))
        assert outcomes(catalogue) == {"a": "article", "b1": "duplicate"}
        catalogue.record(*article("b", words(2), "b2", issued="2026"))
        assert outcomes(catalogue) == {"a": "article", "b1": "duplicate", "b2": "article"}
        assert [entry.locator for entry in catalogue.versions("b")] == ["b2", "b1"]
        (pair,) = catalogue.duplicates()
        assert (pair.kind, pair.duplicate.input, pair.bound.input, pair.likeness) == ("version", "s/b1", "s/b2", None)


def test_pins_hold_until_others_are_noted(path):
    with Catalogue(path) as catalogue:
        catalogue.record(*article("a", words(1)))
        catalogue.record(*article("b", edited(words(1), 5)))
        catalogue.record(*article("c", words(1)))
        before = outcomes(catalogue)
        catalogue.pin(Duplicates(near=False))
        assert outcomes(catalogue) == {"a": "article", "b": "article", "c": "duplicate"}
        catalogue.pin(Duplicates(apart=(("a", "c"),)))
    with Catalogue(path) as catalogue:
        assert outcomes(catalogue) == {"a": "article", "b": "duplicate", "c": "article"}
        catalogue.pin(Duplicates(bound=("b",)))
        assert outcomes(catalogue) == {"a": "duplicate", "b": "article", "c": "duplicate"}
        catalogue.pin(Duplicates())
        assert outcomes(catalogue) == before


def test_one_more_article_touches_only_what_is_near(path):
    with Catalogue(path) as catalogue:
        for number in range(30):
            catalogue.record(*article(f"a{number:02}", words(number, 130)))
        catalogue.settle()
        told = []
        run = catalogue._run
        catalogue._settling._run = catalogue._settling._neighbours._run = lambda *called: (
            told.append(called),
            run(*called),
        )[1]
        catalogue.record(*article("b", edited(words(7, 130), 5)))
        catalogue.settle()
    assert {called[-1] for called in told if called[0] == "decide"} == {"a07", "b"}
    assert len({called[1] for called in told if called[0] == "tellers"}) == 2


def test_a_phrase_that_a_crowd_has_says_nothing(path, monkeypatch):
    monkeypatch.setattr(neighbours, "CROWD", 3)
    with Catalogue(path) as catalogue:
        stories = [edited(words(1), 1, seed) for seed in range(6)]
        for number, said in enumerate(stories[:3]):
            catalogue.record(*article(f"a{number}", said))
        assert list(outcomes(catalogue).values()).count("duplicate") == 2
        for number, said in enumerate(stories[3:], 3):
            catalogue.record(*article(f"a{number}", said))
        assert list(outcomes(catalogue).values()).count("duplicate") < 5
        for number in range(3, 6):
            catalogue.forget("s", f"a{number}")
        assert list(outcomes(catalogue).values()).count("duplicate") == 2


steps = st.lists(
    st.tuples(st.sampled_from("abcdefghij"), st.integers(0, len(STORIES)), st.sampled_from("abc")), max_size=14
)


@given(steps, st.randoms(use_true_random=False), st.sampled_from([1, 2, 100]))
@settings(max_examples=40)
def test_any_order_and_any_pauses_give_the_same_rows(taken, random, crowd):
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(neighbours, "CROWD", crowd)
        come_and_go(Path(folder), taken, random)


def come_and_go(folder, taken, random):
    """Records what comes last in one go, and everything step by step, in another order and with runs killed."""
    one, other = folder / "one.sqlite", folder / "other.sqlite"
    last = {(identifier, copy): story for identifier, story, copy in taken}
    with Catalogue(one) as catalogue:
        for (identifier, copy), story in last.items():
            add(catalogue, identifier, copy, story)
    Catalogue(other).__enter__().__exit__(None, None, None)
    random.shuffle(taken)
    for identifier, story, copy in taken:
        with Catalogue(other) as catalogue:
            add(catalogue, identifier, copy, story)
    rest = list(last.items())
    random.shuffle(rest)
    for (identifier, copy), story in rest:
        with suppress(KeyError), Catalogue(other) as catalogue:
            add(catalogue, identifier, copy, story)
            if random.random() < 0.3:
                raise KeyError  # a run that is killed
        with Catalogue(other) as catalogue:
            add(catalogue, identifier, copy, story)
    assert contents(one) == contents(other)
    with Catalogue(one) as catalogue:
        told = list(outcomes(catalogue).values())
        assert told.count("article") + told.count("duplicate") == sum(story < len(STORIES) for story in last.values())


def add(catalogue, identifier, copy, story):
    """Records a copy of an article, or forgets it."""
    if story < len(STORIES):
        catalogue.record(*article(identifier, STORIES[story], f"{identifier}{copy}", issued=f"202{story % 7}"))
    else:
        catalogue.forget("s", f"{identifier}{copy}")
