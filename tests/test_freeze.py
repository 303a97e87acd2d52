"""Frozen periods, and volumes that would lose what they have: the files stay, and it is told."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from packager import freeze, guards, pipeline, repair, withdraw
from packager.errors import UsageError
from packager.library.events import Withdrawal
from packager.library.history import History
from packager.progress import Quiet
from packager.publish import manifest
from packager.volumes import periods
from tests.collected import build, options, packager, page, picture, put, volumes

FEBRUARY = "volumes/2025-02/bao-example-2025-02-kinh-te.epub"
MARCH = "volumes/2025-03/bao-example-2025-03-kinh-te.epub"


def day(title, date="2025-02-21", topic="Kinh tế", pictures=()):
    return page(title, date=date, topic=topic, pictures=pictures, address=f"https://bao.example/{title}")


def told(run, code):
    return [(found["where"], found["message"]) for found in run.report["findings"] if found["code"] == code]


@pytest.fixture
def sources(tmp_path):
    return put(tmp_path / "sources", {"a.html": day("a"), "b.html": day("b"), "c.html": day("c", "2025-03-01")})


@pytest.fixture
def output(sources, tmp_path):
    """A library whose February is frozen."""
    build(sources, tmp_path / "output")
    assert freeze.freeze(["2025-02"], tmp_path / "output") == ["2025-02"]
    return tmp_path / "output"


# -- frozen


def test_what_comes_late_is_in_the_library_and_told_and_the_volume_stays(sources, output):
    before = volumes(output)
    put(
        sources,
        {"late.html": day("late"), "more.html": day("more", topic="Thể thao"), "d.html": day("d", "2025-03-02")},
    )
    run = build(sources, output)
    assert run.written == (MARCH,)
    assert volumes(output)[FEBRUARY] == before[FEBRUARY]
    assert told(run, "frozen-volume") == [
        (FEBRUARY, "its period is frozen: 1 articles came too late for it"),
        (FEBRUARY.replace("kinh-te", "the-thao"), "its period is frozen: 1 articles came too late for it"),
    ]
    assert "late" in {entry.metadata.title.value for entry in pipeline.entries(output)}
    assert set(pipeline.planned(options(output)).values()) == {"keep"}
    assert packager("verify", output, "--deep").returncode == 0


def test_a_volume_that_is_left_without_articles_stays(sources, output):
    put(sources, {"a.html": day("a", "2025-04-01"), "b.html": day("b", "2025-04-01")})
    run = build(sources, output)
    assert run.removed == ()
    assert FEBRUARY in volumes(output)
    assert told(run, "frozen-volume") == [(FEBRUARY, "its period is frozen: 2 articles would not stand in it now")]


def test_nothing_is_told_where_nothing_came(sources, output):
    assert told(build(sources, output), "frozen-volume") == []


def test_thawed_it_is_as_if_it_had_never_been_frozen(sources, output, tmp_path):
    put(sources, {"late.html": day("late")})
    build(sources, output)
    assert freeze.thaw(["2025-02"], output) == []
    run = build(sources, output)
    build(sources, tmp_path / "afresh")
    assert run.written == (FEBRUARY,)
    assert volumes(output) == volumes(tmp_path / "afresh")


def test_another_binding_of_a_frozen_period_is_written_once(sources, output):
    build(sources, output, by=(("month",),))
    monthly = "volumes/2025-02/bao-example-2025-02.epub"
    before = volumes(output)[monthly]
    put(sources, {"late.html": day("late")})
    run = build(sources, output, by=(("month",), ("topic", "month")))
    assert volumes(output)[monthly] == before
    assert [where for where, _ in told(run, "frozen-volume")] == [FEBRUARY, monthly]


def test_a_frozen_volume_that_is_lost_is_made_again_where_that_gives_the_same(sources, output):
    before = volumes(output)
    (output / FEBRUARY).unlink()
    repair.repair([], options(output), Quiet())
    assert volumes(output) == before
    put(sources, {"late.html": day("late")})
    build(sources, output)
    (output / FEBRUARY).unlink()
    found = repair.repair([], options(output), Quiet())
    assert [finding.code for finding in found.verification.findings] == ["file-missing"]


def test_an_article_of_a_frozen_volume_is_not_withdrawn(output):
    (article,) = [entry.id for entry in pipeline.entries(output) if entry.metadata.title.value == "a"]
    with pytest.raises(UsageError, match="is frozen"):
        withdraw.withdraw(Withdrawal(article, "", "vì sao"), options(output), Quiet())
    assert packager("verify", output).returncode == 0


def test_it_is_kept_by_repair(output):
    (output / manifest.CATALOGUE).unlink()
    repair.repair([], options(output), Quiet())
    assert freeze.frozen(output) == ["2025-02"]
    for chapter in list(History(output / "library").chapters()):
        chapter.path.unlink()
    repair.repair([], options(output), Quiet())
    (output / manifest.CATALOGUE).unlink()
    repair.repair([], options(output), Quiet())
    assert freeze.frozen(output) == ["2025-02"]


def test_what_is_no_period_and_what_is_not_frozen(output):
    with pytest.raises(UsageError, match="is no period"):
        freeze.freeze(["2025-13"], output)
    with pytest.raises(UsageError, match="is not frozen"):
        freeze.thaw(["2025-03"], output)


def test_the_command(output):
    assert packager("freeze", "2025-03", "-o", output).stdout.split() == [b"2025-02", b"2025-03"]
    assert packager("freeze", "2025-03", "2025-02", "--undo", "-o", output).stdout == b"no period is frozen\n"
    assert packager("freeze", "2025-3", "-o", output).returncode == 2
    assert packager("verify", output).returncode == 0


@pytest.mark.parametrize(
    ("period", "frame", "inside"),
    [
        ("2025-02", "2025-02", True),
        ("2025-02", "2025", True),
        ("2025-02-28", "2025-02", True),
        ("2025-W09", "2025-02", False),
        ("2025-W08", "2025-02", True),
        ("2025-Q1", "2025", True),
        ("2025", "2025-Q1", False),
        ("2025-03", "2025-Q1", True),
        ("undated", "undated", True),
        ("undated", "2025", False),
        ("", "2025", False),
    ],
)
def test_what_lies_in_a_period(period, frame, inside):
    assert periods.within(period, frame) == inside


# -- losses


def test_a_volume_that_would_lose_a_picture_stays_until_it_is_back(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": day("a", pictures=("a.jpg", "b.jpg")), "b.html": day("b")})
    put(sources, {"a.jpg": picture(1), "b.jpg": picture(2)})
    build(sources, tmp_path / "output")
    before = volumes(tmp_path / "output")
    (sources / "b.jpg").unlink()
    for _ in range(2):
        run = build(sources, tmp_path / "output")
        assert (run.written, run.exit_code) == ((), 1)
        assert volumes(tmp_path / "output") == before
        lost = "1 of 2 pictures of «a» (sources/a.html)"
        assert told(run, "volume-would-lose") == [(FEBRUARY, f"stays as it is, for anew it would lack {lost}")]
    put(sources, {"b.jpg": picture(2)})
    run = build(sources, tmp_path / "output")
    assert (run.exit_code, told(run, "volume-would-lose")) == (0, [])
    assert volumes(tmp_path / "output") == before


def test_losses_that_are_allowed_are_written(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": day("a", pictures=("a.jpg",)), "a.jpg": picture(1)})
    build(sources, tmp_path / "output")
    (sources / "a.jpg").unlink()
    assert build(sources, tmp_path / "output", allow_losses=True).written == (FEBRUARY,)
    run = build(sources, tmp_path / "output")
    assert (run.written, told(run, "volume-would-lose")) == ((), [])


def test_what_a_source_shows_no_more_is_no_loss(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": day("a", pictures=("a.jpg", "no.jpg")), "a.jpg": picture(1)})
    build(sources, tmp_path / "output")
    put(sources, {"a.html": day("a", pictures=("no.jpg",))})
    assert build(sources, tmp_path / "output").written == (FEBRUARY,)


def forget(output, title):
    """What damage does to a catalogue and its history: nothing is on record of an article any more."""
    with closing(sqlite3.connect(output / manifest.CATALOGUE)) as database:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("DELETE FROM inputs WHERE locator = ?", (f"{title}.html",))
        database.commit()
    for chapter in list(History(output / "library").chapters()):
        chapter.path.unlink()
    manifest.write(output, {})


def test_a_volume_whose_article_nothing_is_known_of_stays(sources, tmp_path):
    output = tmp_path / "output"
    build(sources, output)
    before = volumes(output)
    forget(output, "b")
    forget(output, "c")
    run = pipeline.bind(options(output), Quiet())
    assert (run.written, run.removed, run.exit_code) == ((), (), 1)
    assert [where for where, _ in told(run, "volume-would-lose")] == [FEBRUARY, MARCH]
    assert volumes(output) == before
    assert build(sources, output).exit_code == 0
    assert volumes(output) == before


def test_changes_that_a_person_makes_are_no_losses(sources, tmp_path):
    output = tmp_path / "output"
    put(sources, {"d.html": page("Không địa chỉ", date="2025-02-11")})
    build(sources, output)
    put(sources, {
        "a.html": day("a", topic="Thể thao"),
        "b.html": day("b", "2025-03-09"),
        "d.html": page("Không địa chỉ, bản mới", date="2025-02-11"),
    })  # fmt: skip
    run = build(sources, output)
    assert told(run, "volume-would-lose") == []
    assert len(run.written) == 3


def test_many_losses_are_told_in_short():
    found = guards.would_lose("v.epub", map(str, range(8)))
    assert found.message.endswith("lack 0; 1; 2; 3; 4 and 3 more")
