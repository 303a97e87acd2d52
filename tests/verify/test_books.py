"""`packager verify --deep`: volumes of real sources meet every point, and what does not is told."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest

from benchmarks import workload as workload_of
from packager import pipeline
from packager.errors import LibraryDamaged
from packager.model import Severity
from packager.progress import Quiet
from packager.publish import manifest
from tests.articles import pages
from tests.collected import build, packager, page, put, some
from tests.verify.points.volume import Copy, Good, attribute, remove


def examined(output):
    """What is found in all volumes of an output folder; there are some."""
    assert list(output.glob("volumes/*/*.epub"))
    return [(told.code, told.where, told.message) for told in pipeline.verify(output, Quiet(), deep=True).findings]


def make_workload(folder):
    photos = folder / "pages" / "img"
    photos.mkdir(parents=True)
    for number in range(60):
        (photos / f"p{number:03d}.jpg").write_bytes(pages.png(number))
    workload_of.make(folder, 50, pool=60)


@pytest.mark.parametrize("by", [(("topic", "month"),), (("month",),), (("source", "year"),), ((),)])
def test_the_samples_meet_every_point(samples, tmp_path, by):
    build(samples, tmp_path, by=by)
    assert examined(tmp_path) == []


def test_the_workload_meets_every_point(once, tmp_path):
    build(once("workload-50", make_workload) / "pages", tmp_path)
    assert examined(tmp_path) == []


@pytest.mark.parametrize("name", ["seed", "corpus/warc-wacz", "corpus/saved-page-vnexpress-home"])
def test_what_was_really_collected_meets_every_point(shared, tmp_path, name):
    build(shared / name, tmp_path)
    assert examined(tmp_path) == []


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A library of two volumes a month; not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    copied = page("Hội xuân", topic="Văn hóa", address="https://khac.example/hoi", pictures=("hoi.png",))
    build(put(folder / "sources", some() | {"van-hoa/x.html": copied}), folder / "output", by=(("month",), ("topic",)))
    return folder / "output"


@pytest.fixture
def output(built, tmp_path):
    return shutil.copytree(built, tmp_path / "output")


def name_of(output):
    """The volume of February."""
    (path,) = output.glob("volumes/2025-02/*.epub")
    return path.relative_to(output).as_posix()


def spoiled(output, change):
    """A volume that was written wrong, as if by a run that ended."""
    name = name_of(output)
    copy = Copy(Good(output / name, None))
    change(copy)
    copy.write((output / name).parent)
    content = (output / name).read_bytes()
    with closing(sqlite3.connect(output / "library" / "catalogue.sqlite")) as database, database:
        database.execute("UPDATE publications SET sha256 = ? WHERE path = ?", (sha256(content).hexdigest(), name))
    manifest.write(output, {})


def test_text_that_did_not_arrive_is_a_loss(output):
    spoiled(output, lambda copy: copy.chapter(remove(".//~section/~p")))
    (found,) = pipeline.verify(output, Quiet(), deep=True).findings
    assert (found.code, found.severity, found.where) == ("volume-incomplete", Severity.LOSS, name_of(output))
    assert "lacks «" in found.message
    assert "(point 6)" in found.message
    assert pipeline.verify(output, Quiet(), deep=True).exit_code == LibraryDamaged.exit_code


def test_anything_else_is_a_warning(output):
    spoiled(output, lambda copy: copy.chapter(attribute(".//~img", "alt", "hoi.png"), 2))
    (found,) = pipeline.verify(output, Quiet(), deep=True).findings
    assert (found.code, found.severity) == ("volume-flawed", Severity.WARNING)
    assert pipeline.verify(output, Quiet(), deep=True).exit_code == 1


def test_without_deep_volumes_are_not_read(output):
    spoiled(output, lambda copy: copy.chapter(remove(".//~section/~p")))
    assert pipeline.verify(output, Quiet()).findings == ()


def test_an_article_in_two_parts_is_found(output):
    with closing(sqlite3.connect(output / "library" / "catalogue.sqlite")) as database, database:
        database.execute("UPDATE publications SET bound_by = 'month'")
    manifest.write(output, {})
    found = examined(output)
    assert any(f"stands in {name_of(output)} as well (point 29)" in message for *_, message in found)


def test_a_volume_that_is_no_book_is_found(output):
    spoiled(output, lambda copy: copy.members.remove(copy.named("EPUB/content.opf")))
    (found,) = examined(output)
    assert "cannot be read as an EPUB" in found[2]


def test_where_else_a_story_stands_is_looked_for(built, output):
    assert examined(built) == []
    spoiled(output, lambda copy: copy.everywhere(">https://khac.example/hoi<", "><"))
    assert "(point 30)" in examined(output)[0][2]


def test_a_damaged_object_is_told_once(output):
    entry = pipeline.entries(output)[0]
    (output / "library" / "objects" / entry.content[:2] / entry.content[2:]).write_bytes(b"<html/>")
    assert {code for code, *_ in examined(output)} == {"file-damaged"}


def test_the_command(output):
    spoiled(output, lambda copy: copy.chapter(remove(".//~section/~p")))
    done = packager("verify", output, "--deep", "--json")
    assert done.returncode == 30
    assert [told["code"] for told in json.loads(done.stdout)["findings"]] == ["volume-incomplete"]
    assert packager("verify", output).returncode == 0
