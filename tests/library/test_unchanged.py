import os
import time
from hashlib import sha256

import pytest

from packager.findings import finding
from packager.library.records import Container, Standing, dumps, findings_json
from packager.library.seen import Seen
from packager.library.unchanged import Unchanged
from packager.model import Input
from packager.readers import Found


@pytest.fixture
def seen(tmp_path):
    with Seen(tmp_path / "cache" / "seen.sqlite") as cache:
        yield cache


@pytest.fixture
def root(tmp_path):
    for name in ("a.html", "a.jpg"):
        (tmp_path / name).write_bytes(name.encode())
        os.utime(tmp_path / name, (1, 1))
    return tmp_path


@pytest.fixture
def found(root):
    return Found("a.html", str(root / "a.html"))


@pytest.fixture
def item(root):
    return Input(root, "s", "a.html", root / "a.html")


@pytest.fixture
def unchanged(seen):
    return Unchanged(seen, lambda *_: "1", time.time_ns())


def digest(name):
    return sha256(name.encode()).hexdigest()


HELD = {"a.jpg": digest("a.jpg"), "b.jpg": ""}


def record(normaliser="1", held=HELD, known=None, article="id", findings=()):
    known = digest("a.html") if known is None else known
    return Standing("a.html", known, article, normaliser, dumps(held), findings_json(findings))


def rewrite(path, content):
    path.write_bytes(content)
    os.utime(path, (2, 2))


def test_an_input_that_was_not_read_is_read_again(unchanged, root, found):
    assert not unchanged.same_files(root, found, record(known=""))


def test_an_input_with_all_its_files_as_they_were_is_unchanged(unchanged, root, found):
    assert unchanged.same_files(root, found, record())


def test_an_unchanged_file_is_opened_once(unchanged, root, found, item, monkeypatch):
    unchanged.remember(item, digest("a.html"), HELD)
    monkeypatch.setattr("packager.library.unchanged.file_digest", None)
    assert unchanged.same_files(root, found, record())


def test_a_new_time_with_the_same_bytes_is_no_change(unchanged, root, found, item):
    unchanged.remember(item, digest("a.html"), HELD)
    os.utime(item.path, (2, 2))
    assert unchanged.same_files(root, found, record())


@pytest.mark.parametrize("name", ["a.html", "a.jpg", "b.jpg"])
def test_a_change_of_the_input_or_of_what_it_was_read_with(unchanged, root, found, item, name):
    unchanged.remember(item, digest("a.html"), HELD)
    rewrite(root / name, b"other")
    assert not unchanged.same_files(root, found, record())


def test_a_picture_that_is_gone_is_a_change(unchanged, root, found):
    (root / "a.jpg").unlink()
    assert not unchanged.same_files(root, found, record())


def test_another_normaliser_is_a_change(unchanged):
    assert unchanged.same_normaliser(record())
    assert not unchanged.same_normaliser(record(normaliser="2"))


def test_what_normalises_may_differ_from_article_to_article(seen):
    unchanged = Unchanged(seen, lambda article, _: {"id": "corrected"}[article], time.time_ns())
    assert not unchanged.same_normaliser(record())
    assert unchanged.same_normaliser(record(normaliser="corrected"))


def test_a_sidecar_that_came_or_went_is_a_change(unchanged, root, found):
    described = found._replace(sidecar="a.meta.json")
    assert not unchanged.same_files(root, described, record())
    (root / "a.meta.json").write_text("{}")
    with_sidecar = record(held={"a.meta.json": digest("{}")})
    assert unchanged.same_files(root, described, with_sidecar)
    (root / "a.meta.json").unlink()
    assert not unchanged.same_files(root, found, with_sidecar)


def test_a_file_of_several_is_unchanged_with_all_that_it_was_read_with(unchanged, root, item):
    held = Container("s", "a.html", digest("a.html"))
    assert unchanged.same_container(root, item, held, [record(), record()])
    assert not unchanged.same_container(root, item, held, [record(), record(held={"a.jpg": "0"})])
    assert not unchanged.same_container(root, item, Container("s", "a.html", "0"), [record()])
    described = Input(root, "s", "a.html", root / "a.html", "a.jpg")
    assert not unchanged.same_container(root, described, held, [record()])


@pytest.mark.parametrize(("code", "again"), [("worker-stopped", True), ("internal-error", True), ("no-text", False)])
def test_what_failed_in_a_file_of_several_is_tried_again_where_that_may_help(code, again):
    told = (finding(code, "s/a.html/1", "x"),)
    assert Unchanged.is_tried_again(record(article="", findings=told)) == again
    assert not Unchanged.is_tried_again(record(findings=told))


def test_a_file_written_while_the_run_goes_on_is_not_remembered(seen, item):
    Unchanged(seen, lambda *_: "1", began=1).remember(item, digest("a.html"), HELD)
    assert seen.unchanged(str(item.path)) is None
