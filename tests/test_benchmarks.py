"""The benchmark's own ruler: a workload is the same every time, and a book that loses something scores less."""

from __future__ import annotations

import json
import sys
import zipfile

import pytest

from benchmarks import costs, duplicates, library, pictures, scores, warc, workload

CONTAINER = '<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>'
PACKAGE = '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>'


@pytest.fixture(scope="module")
def pages(once):
    """A workload of three pages."""
    return once("workload", lambda folder: workload.make(folder, 3, pool=4)) / "pages"


@pytest.fixture
def records(pages):
    return json.loads((pages.parent / "manifest.json").read_text(encoding="utf-8"))


def book(path, pages, records, change=lambda text: text):
    """A book that holds all that the truth names, after a change."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("c.opf", PACKAGE)
        for photo in (pages / "img").glob("p*.jpg"):
            archive.write(photo, f"media/{photo.name}")
        text = "".join(article(record) for record in records)
        archive.writestr("a.xhtml", change(f"<html><body>{text}</body></html>"))
    return path


def article(record):
    figures = "".join(figure(given["photos"], given["caption"]) for given in record["figures"])
    said = "".join(f"<p>{record[key]}</p>" for key in ("author", "lead", "opening"))
    return f"<h1>{record['title']}</h1>{said}{figures}"


def figure(photos, caption):
    images = "".join(f'<img src="media/p{number:03d}.jpg"/>' for number in photos)
    return f"<figure>{images}<figcaption>{caption}</figcaption></figure>"


def test_a_workload_is_the_same_every_time(pages, records, tmp_path):
    again = workload.make(tmp_path, 3, pool=4)
    assert {path.name: path.read_bytes() for path in again.rglob("*.*")} == {
        path.name: path.read_bytes() for path in pages.rglob("*.*")
    }
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8")) == records


def test_a_whole_book_scores_in_full(pages, records, tmp_path):
    score = scores.score([book(tmp_path / "book.epub", pages, records)], pages, records)
    assert (score.articles, score.titles, score.leads, score.authors, score.marks) == (3, 3, 3, 3, 0)
    assert (score.pictures, score.captions) == (score.of["pictures"], score.of["captions"])


@pytest.mark.parametrize(
    ("count", "key"),
    [("leads", "lead"), ("titles", "title"), ("articles", "opening")],
)
def test_what_is_lost_is_missed(pages, records, tmp_path, count, key):
    lost = book(tmp_path / "book.epub", pages, records, lambda text: text.replace(records[1][key], "..."))
    assert getattr(scores.score([lost], pages, records), count) == 2


def test_a_caption_with_another_picture_does_not_count(pages, records, tmp_path):
    first = records[0]["figures"][0]
    wrong = figure([number + 1 for number in first["photos"]], first["caption"])
    right = figure(first["photos"], first["caption"])
    lost = book(tmp_path / "book.epub", pages, records, lambda text: text.replace(right, wrong))
    score = scores.score([lost], pages, records)
    assert score.captions == score.of["captions"] - 1


def test_boilerplate_is_counted(pages, records, tmp_path):
    dirty = book(tmp_path / "book.epub", pages, records, lambda text: text.replace("<h1>", "<p>AD_MARK</p><h1>"))
    assert scores.score([dirty], pages, records).marks == 3


def test_costs_count_children_of_children(tmp_path):
    inner = "sum(range(12_000_000))"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    alone = costs.run([sys.executable, "-c", "pass"], tmp_path / "log")
    family = costs.run([sys.executable, "-c", outer], tmp_path / "log")
    assert family.cpu > alone.cpu + 0.05
    assert (family.code, family.peak > 5) == (0, True)


def test_what_duplicates_cost_is_measured_in_a_library_of_any_size(capsys):
    duplicates.print_scale([30])
    assert capsys.readouterr().out.splitlines()[-1].startswith("| 30 | ")


def test_the_crawl_that_readers_are_measured_on_is_the_same_every_time_and_sound(tmp_path):
    made = warc.make(tmp_path / "a.warc.gz", 500_000, distinct=10)
    assert made.read_bytes() == warc.make(tmp_path / "b.warc.gz", 500_000, distinct=10).read_bytes()
    count, length = warc.read_ours(made)
    blocks = warc.blocks(10)
    assert count >= 5
    assert length > sum(len(block.packed) for block in blocks[:count])


def test_pictures_and_a_volume_full_of_them_are_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "FOLDER", tmp_path / "pictures")
    monkeypatch.setattr(pictures, "LARGE", (400, 300))
    rows = [*pictures.measure_volume(27), *pictures.measure_photos(1)]
    assert [row.count("goal") for row in rows] == [1, 1, 0, 1, 0]
    assert [row.split(" | ")[0] for row in rows[1:2]] == ["| a bare zipfile writer"]


def test_a_library_of_generated_articles_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    monkeypatch.setattr(library, "SEARCHES", 3)
    rows = list(library.measure(5))
    assert [row.split(" | ")[1] for row in rows] == ["build", "nothing new", "one article more", "search, median"]
    assert all(row.endswith("| 0 |") for row in rows[:3])
