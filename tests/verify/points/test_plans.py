"""Points that only another plan breaks: which articles stand in a volume (32), and in which order (33)."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from packager.model import Basis, Value
from packager.verify.points import flaws
from packager.volumes.elements import H
from tests.verify.points.volume import Copy, entries, volume_of, written
from tests.volumes.samples import Shelf, library


@pytest.fixture(scope="module")
def shelf():
    return Shelf()


def points(good):
    return {flaw.point for flaw in flaws(good.path, good.kept)}


def at(articles, place, entry):
    """The articles with another one at a place."""
    return (*articles[:place], entry, *articles[place:])


def with_one_more(shelf, issued):
    """The month's volume with an article that is of another time, at the end of the first topic."""
    volume = volume_of(shelf)
    stray = next(entry for entry in library(shelf) if entry.metadata.issued.value == issued)
    return replace(volume, entries=at(volume.entries, 4, stray))


@pytest.mark.parametrize("issued", ["2025-03-01", ""])
def test_an_article_of_another_month_or_of_none_is_found(shelf, tmp_path, issued):
    assert points(written(shelf, with_one_more(shelf, issued), tmp_path)) == {32}


def test_a_dated_article_among_the_undated_is_found(shelf, tmp_path):
    (undated,) = [entry for entry in library(shelf) if not entry.metadata.issued]
    volume = volume_of(shelf, [undated])
    assert volume.period == "undated"
    assert points(written(shelf, volume, tmp_path)) == set()
    stray = replace(volume, entries=(entries(shelf)[0], undated))
    assert points(written(shelf, stray, tmp_path)) == {32}


def test_an_inferred_date_that_is_not_marked_is_found(shelf, tmp_path):
    good = written(shelf, volume_of(shelf), tmp_path)
    copy = Copy(good)

    def unmarked(root):
        for date in root.iterfind(f".//{H}footer//{H}span"):
            date.tail = " · 1 phút đọc"

    copy.chapter(unmarked)
    (tmp_path / "bad").mkdir()
    assert points(copy.write(tmp_path / "bad")) == {32}


def test_a_chapter_of_no_article_is_found(shelf, tmp_path):
    good = written(shelf, volume_of(shelf), tmp_path)
    (lost, _), *rest = good.kept.entries.items()
    less = replace(good.kept, entries=dict(rest))
    found = [flaw for flaw in flaws(good.path, less) if flaw.point == 6]
    assert [(flaw.place, "does not hold" in flaw.message) for flaw in found] == [
        (f"EPUB/chapters/a-{lost}.xhtml", True)
    ]


def test_a_day_before_the_day_after_it_is_found(shelf, tmp_path):
    volume = volume_of(shelf)
    first, *rest = volume.entries
    assert points(written(shelf, replace(volume, entries=at(rest, 2, first)), tmp_path)) == {33}


def test_topics_out_of_order_are_found(shelf, tmp_path):
    volume = volume_of(shelf)
    order = (*volume.entries[4:6], *volume.entries[:4], *volume.entries[6:])
    assert points(written(shelf, replace(volume, entries=order), tmp_path)) == {33}


def test_names_of_an_index_are_in_vietnamese_order(shelf, tmp_path):
    good = written(shelf, volume_of(shelf), tmp_path)
    rows = '<section role="doc-index"><ul><li>{}</li></ul></section></body>', "</li><li>"
    headings = '<section role="doc-index"><h2>{}</h2></section></body>', "</h2><h2>"
    right, wrong = ["Dung", "Đạt", "Em"], ["Đạt", "Dung", "Em"]
    for number, (names, (index, between)) in enumerate(product((right, wrong), (rows, headings))):
        spoiled = Copy(good)
        spoiled.text("EPUB/title.xhtml", "</body>", index.format(between.join(names)))
        (tmp_path / str(number)).mkdir()
        assert points(spoiled.write(tmp_path / str(number))) == ({33} if names is wrong else set())


def test_a_month_of_which_only_the_year_is_known_is_undated(shelf, tmp_path):
    only_year = shelf.article("Chỉ biết năm", issued=Value("2025", Basis.VISIBLE, precision="year"))
    volume = volume_of(shelf, [only_year])
    assert volume.period == "undated"
    assert points(written(shelf, volume, tmp_path)) == set()


def test_an_article_in_several_files_meets_every_point(shelf, tmp_path):
    rows = "".join(f"<tr><td>{n}</td><td>Thuyền số {n} đã về bến.</td></tr>" for n in range(6000))
    head = "<tr><th scope='col'>Số</th><th scope='col'>Ghi</th></tr>"
    body = (
        f"<p>{'Mỗi <em>chiếc thuyền</em> đều được ghi lại. ' * 9000}</p><h2>Sổ</h2><table><thead>{head}</thead>"
        f"<tbody>{rows}</tbody></table><p>Hết sổ, <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>.</p>"
    )
    long = shelf.article("Sổ bến thuyền", body, topic="Kinh tế", publisher="Báo Miền Núi")
    good = written(shelf, volume_of(shelf, [*entries(shelf), long]), tmp_path)
    assert [*flaws(good.path, good.kept)] == []
