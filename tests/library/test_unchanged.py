import os
import time
from dataclasses import replace
from hashlib import sha256

import pytest

from packager.findings import finding
from packager.library.records import Container, Record
from packager.library.seen import Seen
from packager.library.unchanged import Unchanged
from packager.model import Input, Outcome


@pytest.fixture
def seen(tmp_path):
    with Seen(tmp_path / "cache" / "seen.sqlite") as cache:
        yield cache


@pytest.fixture
def item(tmp_path):
    for name in ("a.html", "a.jpg"):
        (tmp_path / name).write_bytes(name.encode())
        os.utime(tmp_path / name, (1, 1))
    return Input(tmp_path, "s", "a.html", tmp_path / "a.html")


def digest(name):
    return sha256(name.encode()).hexdigest()


def record(normaliser="1", **words):
    held = {"a.jpg": digest("a.jpg"), "b.jpg": ""}
    return Record(
        "s", "a.html", digest("a.html"), Outcome.ARTICLE, "id", dependencies=held, normaliser=normaliser, **words
    )


def rewrite(path, content):
    path.write_bytes(content)
    os.utime(path, (2, 2))


@pytest.fixture
def unchanged(seen):
    return Unchanged(seen, lambda _: "1", time.time_ns())


def test_an_input_never_met_is_new(unchanged, item):
    assert not unchanged(item, None)


def test_an_input_with_all_its_files_as_they_were_is_unchanged(unchanged, item):
    assert unchanged(item, record())


def test_an_unchanged_file_is_opened_once(unchanged, item, monkeypatch):
    unchanged.remember(item, record())
    monkeypatch.setattr("packager.library.unchanged.file_digest", None)
    assert unchanged(item, record())


def test_a_new_time_with_the_same_bytes_is_no_change(unchanged, item):
    unchanged.remember(item, record())
    os.utime(item.path, (2, 2))
    assert unchanged(item, record())


@pytest.mark.parametrize("name", ["a.html", "a.jpg", "b.jpg"])
def test_a_change_of_the_input_or_of_what_it_was_read_with(unchanged, item, name):
    unchanged.remember(item, record())
    rewrite(item.root / name, b"other")
    assert not unchanged(item, record())


def test_a_picture_that_is_gone_is_a_change(unchanged, item):
    (item.root / "a.jpg").unlink()
    assert not unchanged(item, record())


def test_another_normaliser_is_a_change(unchanged, item):
    assert not unchanged(item, record(normaliser="2"))


def test_what_normalises_may_differ_from_article_to_article(seen, item):
    unchanged = Unchanged(seen, lambda record: {"id": "corrected"}[record.article], time.time_ns())
    assert not unchanged(item, record())
    assert unchanged(item, record(normaliser="corrected"))


def test_a_sidecar_that_came_or_went_is_a_change(unchanged, item):
    assert not unchanged(replace(item, sidecar="a.meta.json"), record())
    (item.root / "a.meta.json").write_text("{}")
    with_sidecar = replace(record(), dependencies={"a.meta.json": digest("{}")})
    assert unchanged(replace(item, sidecar="a.meta.json"), with_sidecar)
    (item.root / "a.meta.json").unlink()
    assert not unchanged(item, with_sidecar)


def test_a_file_of_several_is_unchanged_with_all_that_it_holds(unchanged, item):
    held = Container("s", "a.html", digest("a.html"))
    assert unchanged.container(item, held, [record(), record()])
    assert not unchanged.container(item, held, [record(), record(normaliser="2")])
    assert not unchanged.container(item, replace(held, digest="0"), [record()])
    assert not unchanged.container(replace(item, sidecar="a.jpg"), held, [record()])


@pytest.mark.parametrize(("code", "stands"), [("worker-stopped", False), ("internal-error", False), ("no-text", True)])
def test_what_failed_in_a_file_of_several_is_tried_again_where_that_may_help(unchanged, item, code, stands):
    told = (finding(code, "s/a.html/1", "x"),)
    failed = Record("s", "a.html/1", "", Outcome.FAILED, reason="x", findings=told)
    assert unchanged.container(item, Container("s", "a.html", digest("a.html")), [failed]) == stands


def test_a_file_written_while_the_run_goes_on_is_not_remembered(seen, item):
    Unchanged(seen, lambda _: "1", began=1).remember(item, record())
    assert seen.unchanged(item.path) is None
