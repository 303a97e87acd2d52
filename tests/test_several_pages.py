"""Articles over several pages in a library: the same from any order, step by step or at once, and all accounted for."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from packager.config import Settings
from packager.normalise import normalise_paths
from packager.overrides import Overrides
from tests.collected import build, catalogue, codes, counts, page, picture, put, volumes

ADDRESS = "https://bao.example/bai"


def paged(number, last=3):
    """The page of that number of one article, with a picture of its own."""
    head = f'<link rel="next" href="?page={number + 1}">' if number < last else ""
    own = ADDRESS if number == 1 else f"{ADDRESS}?page={number}"
    text = page("Chuyện dài nhiều trang", address=own, pictures=(f"anh-{number}.png",))
    return text.replace("</head>", f"{head}</head>").replace("Kết:", f"Hết trang {number}:")


def pages(last=3):
    """An article of several pages between two others, named so that the further pages are read before the first."""
    return {
        "a.html": page("Bài trước"),
        "bai.html": paged(1, last),
        **{f"bai-{number}.html": paged(number, last) for number in range(2, last + 1)},
        **{f"anh-{number}.png": picture(number, form="PNG") for number in range(1, last + 1)},
        "z.html": page("Bài sau"),
    }


@pytest.fixture
def output(tmp_path):
    return tmp_path / "output"


def whole(tmp_path):
    return volumes_of(build(put(tmp_path / "all", pages()), tmp_path / "all-output"), tmp_path / "all-output")


def volumes_of(run, output):
    assert run.exit_code == 0, run.report["findings"]
    return volumes(output)


def test_further_pages_are_accounted_for(tmp_path, output):
    run = build(put(tmp_path / "sources", pages()), output)
    assert counts(run.report) == {"inputs": 5, "articles": 3, "duplicates": 0, "skipped": 2, "failed": 0}
    told = {told["where"]: told["message"] for told in run.report["findings"] if told["code"] == "continuation"}
    assert told == {f"sources/bai-{n}.html": f"bai-{n}.html: is page {n} of bai.html" for n in (2, 3)}
    assert run.exit_code == 0
    (volume,) = run.report["volumes"]
    assert (volume["articles"], volume["images"], volume["missing_images"]) == (3, 3, 0)


@pytest.mark.parametrize("late", [("bai.html",), ("bai-2.html",), ("bai-3.html",), ("bai.html", "bai-3.html")])
def test_pages_may_come_in_any_order(tmp_path, output, late):
    first = {name: content for name, content in pages().items() if name not in late}
    sources = put(tmp_path / "all", first)
    build(sources, output)
    for name in late:
        build(put(sources, {name: pages()[name]}), output)
    made = volumes_of(build(sources, output), output)
    assert made == whole(tmp_path / "again")
    assert catalogue(output) == catalogue(tmp_path / "again" / "all-output")


def test_children_share_the_pages_as_they_like(tmp_path, output):
    sources = put(tmp_path / "all", pages(6))
    one = volumes_of(build(sources, output), output)
    two = volumes_of(build(sources, tmp_path / "two", workers=2), tmp_path / "two")
    assert one == two


def test_a_further_page_that_changes_or_goes_makes_the_article_anew(tmp_path, output):
    sources = put(tmp_path / "all", pages())
    before = volumes_of(build(sources, output), output)
    assert volumes_of(build(sources, output), output) == before
    (sources / "bai-3.html").write_text(paged(3).replace("Hết trang", "Đến hết trang"), encoding="utf-8")
    os.utime(sources / "bai-3.html", (1_700_000_001, 1_700_000_001))
    assert volumes_of(build(sources, output), output) != before
    (sources / "bai-3.html").unlink()
    run = build(sources, output)
    assert codes(run.report, "bai.html") == {"page-missing"}
    assert run.exit_code == 1


def test_a_further_page_whose_first_page_goes_becomes_an_article(tmp_path, output):
    sources = put(tmp_path / "all", pages())
    build(sources, output)
    (sources / "bai.html").unlink()
    run = build(sources, output)
    assert "continuation" not in codes(run.report)


def test_packed_pages_belong_together_too(tmp_path, output):
    packed = {
        f"{name}.gz" if name.startswith("bai") else name: gzip.compress(content.encode(), mtime=0)
        if name.startswith("bai")
        else content
        for name, content in pages().items()
    }
    run = build(put(tmp_path / "all", packed), output)
    assert (run.report["articles"], run.report["skipped"], run.exit_code) == (3, 2, 0)


def test_too_many_pages_are_told(tmp_path, output):
    run = build(put(tmp_path / "all", pages(21)), output)
    assert "pages-too-many" in codes(run.report, "bai.html")
    assert "continuation" not in codes(run.report, "bai-21.html")
    assert "continuation" in codes(run.report, "bai-20.html")


def test_normalising_writes_one_article(tmp_path):
    sources = put(tmp_path / "all", pages())
    done = list(normalise_paths([sources], tmp_path / "to", Settings(), 1, Overrides()))
    assert all(item.complete for item in done)
    assert sorted(path.stem for path in Path(tmp_path / "to").glob("*.xhtml")) == ["a", "bai", "z"]
