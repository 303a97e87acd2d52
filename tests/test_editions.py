"""What came since readers got their volumes is marked in the contents and listed; chapters keep their names."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from packager import pipeline, repair, withdraw
from packager.errors import UsageError
from packager.library.events import Withdrawal
from packager.library.history import History
from packager.model import Changes
from packager.progress import Quiet
from packager.publish import manifest
from packager.volumes.changes import since
from tests.collected import build, options, packager, page, put, volumes

FEBRUARY = "volumes/2025-02/bao-example-2025-02-kinh-te.epub"


def day(title, text="", address=""):
    return page(text or title, address=f"https://bao.example/{address or title}")


def read(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(f"EPUB/{name}").decode() if f"EPUB/{name}" in book.namelist() else ""


def marked(content):
    """The titles of the contents that carry a mark, with it."""
    lines = re.findall(r"<li.*?</li>", read(content, "contents.xhtml"), re.DOTALL)
    found = [(re.search(r">([^<>]+)</a>", line)[1], re.search(r'class="mark">([^<]+)<', line)) for line in lines]
    return {title: mark[1] for title, mark in found if mark}


@pytest.fixture
def sources(tmp_path):
    return put(tmp_path / "sources", {name: day(name) for name in ("a.html", "b.html", "c.html")})


@pytest.fixture
def grown(sources, tmp_path):
    """A library whose readers have an edition, after which one article came, one changed and one was withdrawn."""
    output = tmp_path / "output"
    build(sources, output, edition="Số 1")
    put(sources, {"new.html": day("new.html"), "b.html": day("b.html", "b.html sửa")})
    build(sources, output)
    (article,) = [entry.id for entry in pipeline.entries(output) if entry.metadata.title.value == "c.html"]
    withdraw.withdraw(Withdrawal(article, "", "vì sao"), options(output), Quiet())
    return output


def test_without_an_edition_nothing_is_marked(sources, tmp_path):
    build(sources, tmp_path / "output")
    put(sources, {"new.html": day("new.html")})
    build(sources, tmp_path / "output")
    book = volumes(tmp_path / "output")[FEBRUARY]
    assert (marked(book), read(book, "changes.xhtml")) == ({}, "")
    build(sources, tmp_path / "at-once")
    assert volumes(tmp_path / "at-once") == volumes(tmp_path / "output")


def test_what_came_since_is_marked_and_listed(grown, epubcheck):
    book = volumes(grown)[FEBRUARY]
    assert marked(book) == {"new.html": "mới", "b.html sửa": "đã sửa"}
    listed = read(book, "changes.xhtml")
    assert "So với lần phát hành «Số 1»" in listed
    assert re.findall(r"<h2>([^<]+)</h2>", listed) == ["Bài mới", "Bài đã sửa", "Bài không còn trong tập này"]
    assert "<li>c.html</li>" in listed
    assert 'href="changes.xhtml"' in read(book, "contents.xhtml")
    assert "changes.xhtml" in read(book, "nav.xhtml")
    assert epubcheck(grown / FEBRUARY) == []
    assert packager("verify", grown, "--deep").stdout.decode().count("(point") == 0


def test_an_edition_changes_no_volume_and_marks_go_when_something_newer_comes(sources, grown):
    before = volumes(grown)
    run = pipeline.bind(options(grown, edition="Số 2"), Quiet())
    assert (run.written, volumes(grown)) == ((), before)
    assert build(sources, grown).written == ()
    put(sources, {"newer.html": day("newer.html")})
    build(sources, grown)
    assert marked(volumes(grown)[FEBRUARY]) == {"newer.html": "mới"}
    assert "«Số 2»" in read(volumes(grown)[FEBRUARY], "changes.xhtml")


def test_chapters_keep_their_names_and_ids(sources, tmp_path):
    build(sources, tmp_path / "output")
    before = volumes(tmp_path / "output")[FEBRUARY]
    put(sources, {"0.html": day("0.html"), "b2.html": day("b2.html")})
    build(sources, tmp_path / "output")
    after = volumes(tmp_path / "output")[FEBRUARY]
    names = [set(re.findall(r"<item [^>]*chapters/[^>]*>", read(book, "content.opf"))) for book in (before, after)]
    assert len(names[0]) == 3
    assert names[0] < names[1]
    for name in re.findall(r'href="(chapters/[^"]+)"', read(before, "content.opf")):
        ids = [set(re.findall(r' id="([^"]+)"', read(book, name))) for book in (before, after)]
        assert ids[0] == ids[1]


def test_any_order_of_arrival_between_two_editions_gives_the_same(grown, tmp_path):
    other = tmp_path / "step-by-step"
    first = put(tmp_path / "again", {name: day(name) for name in ("c.html", "b.html")})
    build(first, other)
    build(put(first, {"a.html": day("a.html")}), other, edition="Số 1")
    put(first, {"new.html": day("new.html")})
    build(first, other)
    build(put(first, {"b.html": day("b.html", "b.html sửa")}), other)
    (article,) = [entry.id for entry in pipeline.entries(other) if entry.metadata.title.value == "c.html"]
    withdraw.withdraw(Withdrawal(article, "", "vì sao"), options(other), Quiet())
    pages = ("contents.xhtml", "changes.xhtml", "nav.xhtml")
    assert [read(volumes(other)[FEBRUARY], name) for name in pages] == [
        read(volumes(grown)[FEBRUARY], name) for name in pages
    ]


def test_what_is_erased_is_not_named(sources, tmp_path):
    output = tmp_path / "output"
    build(sources, output, edition="Số 1")
    (article,) = [entry.id for entry in pipeline.entries(output) if entry.metadata.title.value == "c.html"]
    withdraw.withdraw(Withdrawal(article, "", "vì sao", erased=True), options(output), Quiet())
    assert "c.html" not in read(volumes(output)[FEBRUARY], "changes.xhtml")


def test_editions_are_kept_by_repair(sources, grown):
    before = volumes(grown)
    (grown / manifest.CATALOGUE).unlink()
    repair.repair([], options(grown), Quiet())
    assert build(sources, grown).written == ()
    for chapter in list(History(grown / "library").chapters()):
        chapter.path.unlink()
    repair.repair([], options(grown), Quiet())
    (grown / manifest.CATALOGUE).unlink()
    repair.repair([], options(grown), Quiet())
    assert build(sources, grown).written == ()
    assert volumes(grown) == before


def test_an_edition_is_named_once(grown):
    with pytest.raises(UsageError, match="there is one of that name"):
        pipeline.bind(options(grown, edition="Số 1"), Quiet())
    assert packager("bind", "-o", grown, "--edition", "Số 1").returncode == 2


def test_the_last_edition_that_held_something_else_is_compared_with():
    old, same = {"a": ("1", "A"), "x": ("1", "X")}, {"a": ("2", "A"), "b": ("1", "B")}
    assert since([("II", same), ("I", old)], same) == Changes("I", ("b",), ("a",), ("X",))
    assert since([("II", same), ("I", old)], same, {"x"}) == Changes("I", ("b",), ("a",), ())
    assert since([("I", same)], same) is None
    assert since([], same) is None
