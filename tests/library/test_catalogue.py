import sqlite3
from collections import Counter
from contextlib import closing, suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.errors import LibraryBusy, LibraryDamaged, OutputError
from packager.findings import finding
from packager.library import events
from packager.library.cards import card
from packager.library.catalogue import Catalogue
from packager.library.events import Withdrawal
from packager.library.history import History
from packager.library.records import Container, Record
from packager.model import Basis, Entry, Metadata, Outcome, Picture, Publication, Value


@pytest.fixture
def path(tmp_path):
    return tmp_path / "catalogue.sqlite"


@pytest.fixture
def catalogue(path):
    with Catalogue(path) as opened:
        yield opened


def entry(identifier="id", issued="", **words):
    known = Metadata(title=Value("T", Basis.VISIBLE), issued=Value(issued, Basis.METADATA) if issued else Value())
    defaults = {"content": "X", "capture": "1", "locator": "a", "words": 12, "summary": "First words", "pictures": ()}
    defaults |= {"source": "s"}
    return Entry(identifier, known, **{**defaults, **words})


def article(locator="a", identifier="id", source="s", **words):
    made = entry(identifier, locator=locator, source=source, **words)
    return Record(source, locator, "d", Outcome.ARTICLE, identifier), made


def outcomes(catalogue):
    return Counter(item.outcome for item in catalogue.items())


def failure(locator="a", code="empty-file"):
    return Record("s", locator, "d", Outcome.FAILED, "", "is empty", (finding(code, f"s/{locator}", "is empty"),))


def skip(locator="a"):
    return Record("s", locator, "d", Outcome.SKIPPED, "", "notes", (finding("read-me", f"s/{locator}", "notes"),))


def contents(path):
    with closing(sqlite3.connect(path)) as database:
        return sorted(database.iterdump())  # rows lie in the order they came


def test_what_is_recorded_is_read_back(catalogue):
    pictures = (Picture("a.jpg", "f" * 64, "image/jpeg", 3, 2, 100), Picture("b.jpg"))
    record = Record("s", "a", "d", Outcome.ARTICLE, "id", "", (), {"a.jpg": "f" * 64, "b.jpg": ""}, "1")
    catalogue.record(record, entry(pictures=pictures))
    assert catalogue.recorded("s", "a") == record
    assert catalogue.entries() == catalogue.versions("id") == [entry(pictures=pictures)]


def test_a_card_is_kept_for_every_article_to_bind(catalogue):
    catalogue.record(*article("a", "one", issued="2025-02-21"))
    catalogue.record(*article("b", "one"))
    catalogue.record(*article("c", "two"))
    assert catalogue.cards() == [card(entry) for entry in catalogue.entries()]
    assert catalogue.entries(["two", "three"]) == [entry("two", locator="c")]
    catalogue.withdraw(Withdrawal("two", "T", "gỡ"))
    assert [held.id for held in catalogue.cards()] == ["one"]
    assert [held.locator for held in catalogue.entries(["one", "two"])] == [catalogue.holder("one").removeprefix("s/")]
    assert (catalogue.holder("two"), catalogue.holder("three")) == ("s/c", "")


def test_an_input_never_met_is_none(catalogue):
    assert catalogue.recorded("s", "a") is None


def test_counts_add_up(catalogue):
    for item in (article("a"), article("b"), (failure("c"),), (skip("d"),)):
        catalogue.record(*item)
    assert outcomes(catalogue) == {"article": 1, "duplicate": 1, "skipped": 1, "failed": 1}


def test_recording_again_replaces_what_was_known(catalogue):
    catalogue.record(*article("a", "one"))
    catalogue.record(*article("b", "one"))
    catalogue.record(*article("a", "two"))
    assert [held.id for held in catalogue.entries()] == ["one", "two"]
    assert outcomes(catalogue)["duplicate"] == 0
    catalogue.record(skip("a"))
    assert [held.id for held in catalogue.entries()] == ["one"]
    assert outcomes(catalogue)["skipped"] == 1


def test_an_article_that_cannot_be_read_again_stays_and_the_trouble_is_told(catalogue):
    catalogue.record(*article("a", "one"))
    for code in ("empty-file", "worker-stopped"):
        catalogue.record(failure("a", code))
        held = catalogue.recorded("s", "a")
        assert [told.code for told in held.findings] == ["not-read-again", code]
        assert (held.article, held.digest, held.is_left) == ("one", "", True)
    assert [held.id for held in catalogue.entries()] == ["one"]
    catalogue.record(*article("a", "one"))
    assert catalogue.recorded("s", "a").findings == ()


@pytest.mark.parametrize(
    ("words", "before", "now", "stays"),
    [
        (11, "", "unclosed", True),
        (12, "", "unclosed", False),
        (11, "", "no-date", False),
        (11, "unclosed", "unclosed", False),
    ],
)
def test_an_article_that_is_cut_does_not_take_the_place_of_the_whole_one(catalogue, words, before, now, stays):
    def told(code):
        return (finding(code, "s/a", "x"),) if code else ()

    record, whole = article("a", content="whole")
    catalogue.record(replace(record, findings=told(before)), whole)
    catalogue.record(replace(record, findings=told(now)), replace(whole, content="cut", words=words))
    assert [held.content for held in catalogue.entries()] == ["whole" if stays else "cut"]
    codes = [said.code for said in catalogue.recorded("s", "a").findings]
    assert codes == (["not-read-again", now] if stays else [now])


def test_forgetting_the_bound_copy_binds_the_next(catalogue):
    catalogue.record(*article("a"))
    catalogue.record(*article("b"))
    assert [held.locator for held in catalogue.entries()] == ["a"]
    catalogue.forget("s", "a")
    assert [held.locator for held in catalogue.entries()] == ["b"]
    assert [item.locator for item in catalogue.items()] == ["b"]


def close(catalogue, locator, *inside):
    for held in inside:
        catalogue.record(*article(held, held))
    catalogue.close(Container("s", locator, "d", "b"), frozenset(inside))


def told(catalogue):
    """How many articles each file of several is told to have left behind."""
    found = [held for held in catalogue.containers() for told in held.findings if told.code == "source-gone"]
    return {held.locator: int(held.findings[-1].message.rpartition("(")[2][:-1]) for held in found}


def test_articles_stay_when_a_file_of_several_holds_them_no_more(catalogue):
    catalogue.record(*article("a.zip0", "beside"))
    close(catalogue, "a.zip", "a.zip/x", "a.zip/y")
    assert catalogue.container("s", "a.zip") == Container("s", "a.zip", "d", "b")
    assert [record.locator for record in catalogue.inside("s", "a.zip")] == ["a.zip/x", "a.zip/y"]
    catalogue.record(failure("a.zip/w"))
    close(catalogue, "a.zip", "a.zip/y", "a.zip/z")
    assert [record.locator for record in catalogue.ledger()] == ["a.zip/x", "a.zip/y", "a.zip/z", "a.zip0"]
    assert [record.is_left for record in catalogue.ledger()] == [True, False, False, False]
    assert told(catalogue) == {"a.zip": 1}
    close(catalogue, "a.zip", "a.zip/x")
    assert [record.is_left for record in catalogue.inside("s", "a.zip")] == [False, True, True]
    assert told(catalogue) == {"a.zip": 2}
    close(catalogue, "a.zip", "a.zip/x", "a.zip/y", "a.zip/z")
    assert told(catalogue) == {}


def test_what_stands_under_another_name_now_is_not_kept_twice(catalogue):
    catalogue.record(*article("a.zip/x", "one"))
    catalogue.record(*article("a.zip/y", "two", pictures=(Picture("a.jpg", "f" * 64),)))
    catalogue.close(Container("s", "a.zip", "d"), frozenset({"a.zip/x", "a.zip/y"}))
    catalogue.record(*article("a.zip/u", "one"))
    catalogue.record(*article("a.zip/v", "two", pictures=(Picture("a.jpg"),)))  # the picture did not come along
    catalogue.close(Container("s", "a.zip", "d"), frozenset({"a.zip/u", "a.zip/v"}))
    assert [record.locator for record in catalogue.ledger()] == ["a.zip/u", "a.zip/v", "a.zip/y"]
    assert told(catalogue) == {"a.zip": 1}


def test_what_a_file_held_stays_when_it_cannot_be_opened(catalogue):
    close(catalogue, "a.zip/b.warc", "a.zip/b.warc/x")
    catalogue.close(Container("s", "a.zip", "d"), frozenset({"a.zip/b.warc", "a.zip/b.warc/x"}))
    assert [held.locator for held in catalogue.containers()] == ["a.zip", "a.zip/b.warc"]
    catalogue.record(failure("a.zip"))
    assert [record.locator for record in catalogue.ledger()] == ["a.zip", "a.zip/b.warc/x"]
    assert [held.locator for held in catalogue.containers()] == ["a.zip"]
    assert told(catalogue) == {"a.zip": 1}
    close(catalogue, "a.zip", "a.zip/x")
    assert [record.locator for record in catalogue.ledger()] == ["a.zip/b.warc/x", "a.zip/x"]
    assert told(catalogue) == {"a.zip": 1}


def test_what_an_inner_file_left_behind_is_told_once(catalogue):
    close(catalogue, "a.zip/b.xml", "a.zip/b.xml/x", "a.zip/b.xml/y")
    catalogue.close(Container("s", "a.zip", "d"), frozenset({"a.zip/b.xml", "a.zip/b.xml/x", "a.zip/b.xml/y"}))
    close(catalogue, "a.zip/b.xml", "a.zip/b.xml/y")
    catalogue.close(Container("s", "a.zip", "e"), frozenset({"a.zip/b.xml", "a.zip/b.xml/y"}))
    assert told(catalogue) == {"a.zip/b.xml": 1}
    close(catalogue, "a.zip", "a.zip/z")
    assert told(catalogue) == {"a.zip": 2}


def test_a_file_of_several_that_becomes_a_page_and_back_loses_nothing(catalogue):
    close(catalogue, "a.xml", "a.xml/x")
    catalogue.record(*article("a.xml", "page"))
    assert [held.id for held in catalogue.entries()] == ["a.xml/x", "page"]
    assert told(catalogue) == {"a.xml": 1}
    close(catalogue, "a.xml", "a.xml/y")
    assert [held.id for held in catalogue.entries()] == ["a.xml/x", "a.xml/y", "page"]
    assert catalogue.recorded("s", "a.xml").is_left


def turns(catalogue):
    """Everything that may become of files of several, one after the other."""
    yield close(catalogue, "a.zip/b.xml", "a.zip/b.xml/x", "a.zip/b.xml/y")
    yield catalogue.close(Container("s", "a.zip", "d"), frozenset({"a.zip/b.xml", "a.zip/b.xml/x", "a.zip/b.xml/y"}))
    yield close(catalogue, "a.zip/b.xml", "a.zip/b.xml/y")
    yield catalogue.close(Container("s", "a.zip", "e"), frozenset({"a.zip/b.xml", "a.zip/b.xml/y"}))
    yield catalogue.record(failure("a.zip/b.xml/y"))
    yield catalogue.record(failure("a.zip"))
    yield close(catalogue, "a.zip", "a.zip/z")
    yield close(catalogue, "f.xml", "f.xml/x")
    yield catalogue.record(*article("f.xml", "page"))
    yield catalogue.record(failure("f.xml"))
    yield catalogue.leave("s", "f.xml")
    yield close(catalogue, "f.xml", "f.xml/y")
    yield catalogue.forget("s", "f.xml/y")


def test_a_history_that_was_written_anew_tells_the_same(catalogue, path, tmp_path):
    for number, _ in enumerate(turns(catalogue)):
        catalogue.commit()
        copy = tmp_path / str(number) / path.name
        copy.parent.mkdir()
        with closing(sqlite3.connect(copy)) as written:
            catalogue.connection.backup(written)
        with Catalogue(copy) as retold:
            retold.retell()
        with Catalogue(copy.with_name("again.sqlite"), telling=False) as replayed:
            for chapter in History(copy.parent).chapters():
                for event in chapter.events[1:]:
                    events.replay(event, replayed)
        assert contents(copy.with_name("again.sqlite")) == contents(copy), number


def test_the_findings_of_a_file_of_several_are_read_back(catalogue):
    told = (finding("damaged-file", "s/a.zip", "b.html is broken"),)
    catalogue.close(Container("s", "a.zip", "d", "", told), frozenset())
    assert catalogue.container("s", "a.zip").findings == told


def test_the_newest_version_is_bound_and_the_others_are_kept(catalogue):
    catalogue.record(*article("a", content="X", issued="2025-02-21"))
    catalogue.record(*article("b", content="Y", issued="2025-02-22"))
    assert [held.locator for held in catalogue.entries()] == ["b"]
    assert [held.locator for held in catalogue.versions("id")] == ["b", "a"]
    older = catalogue.recorded("s", "a")
    assert (older.outcome, older.reason) == (Outcome.DUPLICATE, "another version of s/b")
    assert [note.code for note in older.findings] == ["version"]


def test_a_duplicate_keeps_its_own_findings(catalogue):
    lost = (finding("picture-missing", "s/b", "p.jpg is not there"),)
    catalogue.record(*article("a"))
    catalogue.record(Record("s", "b", "d", Outcome.ARTICLE, "id", "", lost), entry(locator="b"))
    assert [found.code for found in catalogue.recorded("s", "b").findings] == ["picture-missing", "duplicate"]


@pytest.mark.parametrize(
    "item",
    [
        (Record("s", "a", "d", Outcome.ARTICLE, "id"),),
        (failure(), entry()),
        (Record("s", "a", "d", Outcome.FAILED, "", "is empty"),),
        (Record("s", "a", "d", Outcome.SKIPPED, "", "", failure().findings),),
    ],
)
def test_half_a_record_is_refused(catalogue, item):
    with pytest.raises(ValueError, match="s/a: "):
        catalogue.record(*item)


def test_text_that_is_no_unicode_is_kept_as_escapes(catalogue):
    catalogue.record(Record("s", "a", "d", Outcome.FAILED, "", "\udce9", (finding("empty-file", "\udce9", "\udce9"),)))
    record = catalogue.recorded("s", "a")
    assert record.reason == "\\udce9"
    assert record.findings[0].where == "\udce9"


def interrupted(path, committed=(), uncommitted=()):
    with suppress(KeyboardInterrupt), Catalogue(path) as catalogue:
        for item in committed:
            catalogue.record(*item)
        catalogue.commit()
        for item in uncommitted:
            catalogue.record(*item)
        raise KeyboardInterrupt


def test_leaving_by_an_error_rolls_back(path):
    interrupted(path, [(failure("a"),)], [(failure("b"),)])
    with Catalogue(path) as catalogue:
        assert [record.locator for record in catalogue.items()] == ["a"]


def test_what_a_killed_run_left_unsettled_the_next_reader_settles(path):
    interrupted(path, [article("b"), article("a")])
    with Catalogue(path) as catalogue:
        assert [held.locator for held in catalogue.entries()] == ["a"]


items = st.lists(
    st.one_of(
        st.builds(lambda locator: (failure(locator),), st.sampled_from("abcdef")),
        st.builds(lambda locator: (skip(locator),), st.sampled_from("abcdef")),
        st.builds(
            article,
            st.sampled_from("abcdef"),
            st.sampled_from(["one", "two"]),
            st.sampled_from("st"),
            content=st.sampled_from("XY"),
            capture=st.sampled_from("12"),
            issued=st.sampled_from(["", "2025", "2026"]),
            pictures=st.sampled_from([(), (Picture("p.jpg"),)]),
        ),
    ),
    max_size=8,
    unique_by=lambda item: item[0].name,
)


@given(items, st.randoms(use_true_random=False), st.lists(st.integers(0, 8), max_size=3))
def test_any_order_and_any_pauses_give_the_same_content(tmp_path_factory, arrived, random, pauses):
    folder = tmp_path_factory.mktemp("order")
    at_once, step_by_step = folder / "a.sqlite", folder / "b.sqlite"
    with Catalogue(at_once) as catalogue:
        for item in arrived:
            catalogue.record(*item)
        entries = catalogue.entries()
        assert len(entries) == len({held.id for held in entries}) == outcomes(catalogue)["article"]
        assert outcomes(catalogue).total() == len(arrived)
    random.shuffle(arrived)
    with Catalogue(step_by_step) as catalogue:
        for number, item in enumerate([*arrived[:2], *arrived]):
            catalogue.record(*item)
            if number in pauses:
                catalogue.settle()
    assert contents(at_once) == contents(step_by_step)


def volume(path="volumes/2025-02/x.epub", sha256="f" * 64):
    notes = (finding("link-broken", path, "leads nowhere"),)
    return Publication(path, "application/epub+zip", "kinh-te", "2025-02", 3, 4, 1, sha256, 1000, "topic,month", notes)


def test_publications(catalogue):
    catalogue.publish(volume(), "print", "epub")
    catalogue.publish(volume("volumes/a.epub"), "print", "epub")
    catalogue.publish(volume(sha256="e" * 64), "other", "epub")
    assert catalogue.published("volumes/2025-02/x.epub") == (volume(sha256="e" * 64), "other")
    assert [item.path for item in catalogue.publications()] == ["volumes/2025-02/x.epub", "volumes/a.epub"]
    catalogue.unpublish("volumes/a.epub")
    assert catalogue.published("volumes/a.epub") is None


def test_an_absolute_path_is_refused(catalogue):
    with pytest.raises(sqlite3.IntegrityError):
        catalogue.publish(volume("/x.epub"), "print", "epub")


def test_what_is_no_catalogue_is_damage(path):
    path.write_bytes(b"words, words, words" * 100)
    with pytest.raises(LibraryDamaged, match=r"catalogue\.sqlite: is no sound catalogue"), Catalogue(path):
        pass


def test_a_catalogue_of_another_schema_is_told(path):
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryDamaged, match="schema 99"), Catalogue(path):
        pass


def test_a_folder_that_is_not_there_is_told(path):
    with pytest.raises(OutputError, match="cannot be opened or made"), Catalogue(path / "x.sqlite"):
        pass


def test_another_writer_is_told(path, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **given: connect(path, timeout=0, **given))
    with Catalogue(path) as one, Catalogue(path) as two:
        one.record(failure())
        with pytest.raises(LibraryBusy, match="another program is writing"):
            two.record(failure())


def test_a_full_disk_is_told(path):
    with Catalogue(path) as catalogue:
        pages = catalogue._connection.execute("PRAGMA page_count").fetchone()[0]
        catalogue._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(OutputError, match="the disk is full"):
            catalogue.record(failure("a" * 100_000))
        catalogue._connection.rollback()


def test_a_file_that_is_refused_keeps_the_articles_that_a_killed_run_read(catalogue):
    catalogue.record(*article("a.zip/x", "x"))  # and the run is killed before the file is closed
    catalogue.record(failure("a.zip/y"))
    catalogue.record(failure("a.zip"))
    assert [record.locator for record in catalogue.ledger()] == ["a.zip", "a.zip/x"]
    assert told(catalogue) == {"a.zip": 1}


def test_what_is_forgotten_lets_the_files_that_hold_it_be_read_again(catalogue):
    close(catalogue, "a.zip/b.xml", "a.zip/b.xml/x")
    catalogue.close(Container("s", "a.zip", "d"), frozenset({"a.zip/b.xml", "a.zip/b.xml/x"}))
    catalogue.forget("s", "a.zip/b.xml/x")
    assert [held.digest for held in catalogue.containers()] == ["", ""]


def test_a_file_of_several_can_be_forgotten(catalogue):
    catalogue.close(Container("s", "a.zip", "d", "", ()), frozenset())
    catalogue.forget("s", "a.zip")
    assert catalogue.containers() == []
