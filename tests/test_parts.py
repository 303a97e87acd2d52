"""Volumes that are too large become parts: no article is cut or lost, no part is larger than asked for."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from PIL import Image

from packager.config import Settings
from packager.volumes.parts import FIXED, SHARE, Weight, Weights, cut, fewer
from tests.collected import build, page, put, volumes
from tests.volumes.samples import Shelf

LIMIT = 1_000_000
SMALL = Settings(publication="Báo", max_size=LIMIT)
FIRST, SECOND = (f"volumes/2025-02/bao-2025-02-kinh-te{part}.epub" for part in ("", "-part2"))


def photo(number, size=(320, 240)):
    """A JPEG that no compression makes smaller (about 75 kB)."""
    noise = random.Random(number).randbytes(size[0] * size[1] * 3)  # noqa: S311 - no secret
    content = io.BytesIO()
    Image.frombytes("RGB", size, noise).save(content, "JPEG", quality=85)
    return content.getvalue()


def month(days, *, shared=False):
    """A page with a photo on each of some days; `shared` lets every second page show the photo of the first."""
    found = {}
    for day in days:
        name = "a01.jpg" if shared and day % 2 else f"a{day:02}.jpg"
        date = f"2025-02-{day:02}T08:00:00+07:00"
        address = f"https://bao.example/{day}"
        found[f"a{day:02}.html"] = page(f"Bài ngày {day}", pictures=(name,), date=date, address=address)
        found[name] = photo(int(name[1:3]))
    return found


def held(content):
    """The chapters of a volume."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [name for name in book.namelist() if re.search(r"/a-\w+\.xhtml$", name)]


def title(content):
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return re.search(r"<dc:title[^>]*>([^<]*)<", book.read("EPUB/content.opf").decode())[1]


@pytest.fixture(scope="module")
def growing(tmp_path_factory):
    """Twenty days, then two more, each as it was bound; and all of them at once."""
    folder = tmp_path_factory.mktemp("parts")
    build(put(folder / "sources", month(range(1, 21))), folder / "output", settings=SMALL)
    before = volumes(folder / "output")
    run = build(put(folder / "sources", month((21, 22))), folder / "output", settings=SMALL)
    build(folder / "sources", folder / "at-once", settings=SMALL)
    return before, run, volumes(folder / "output"), volumes(folder / "at-once")


def test_no_part_is_larger_than_asked_for_and_every_article_stands_in_one(growing):
    for books in growing[0], growing[2]:
        assert len(books) > 2
        assert max(map(len, books.values())) <= LIMIT
        assert min(sorted(map(len, books.values()))[1:]) > 0.6 * LIMIT, "parts are filled"
        assert set(Counter(name for book in books.values() for name in held(book)).values()) == {1}
    assert sum(len(held(book)) for book in growing[2].values()) == 22


def test_parts_are_numbered_in_path_title_and_series(growing):
    books = growing[0]
    assert {FIRST, SECOND} <= books.keys()
    assert title(books[SECOND]) == f"Báo · Kinh tế · 2025-02 (2/{len(books)})"
    with zipfile.ZipFile(io.BytesIO(books[SECOND])) as book:
        package, front = book.read("EPUB/content.opf").decode(), book.read("EPUB/title.xhtml").decode()
    assert '<meta property="group-position" refines="#series">202502.2<' in package
    assert 'content="202502.02"' in package
    assert f"Phần 2/{len(books)}" in front
    identifiers = [re.search(rb"urn:uuid:[\w-]+", zipfile.ZipFile(io.BytesIO(book)).read("EPUB/content.opf"))[0]
                   for book in books.values()]  # fmt: skip
    assert len(set(identifiers)) == len(books)


def test_what_comes_later_goes_to_the_last_part(growing):
    before, _, after, _ = growing
    first = sorted(before, key=lambda path: (len(path), path))[:-1]
    assert [held(after[path]) for path in first] == [held(before[path]) for path in first]


def test_step_by_step_gives_the_same_parts(growing):
    assert growing[2] == growing[3]


def test_parts_that_are_not_needed_any_more_go(tmp_path):
    sources = put(tmp_path / "sources", month(range(1, 13)))
    build(sources, tmp_path / "output", settings=SMALL)
    assert len(volumes(tmp_path / "output")) > 1
    assert build(sources, tmp_path / "output", settings=SMALL).written == ()
    run = build(sources, tmp_path / "output", settings=Settings(publication="Báo"))
    assert (run.written, run.removed) == ((FIRST,), (SECOND,))
    assert list(volumes(tmp_path / "output")) == [FIRST]
    assert title(volumes(tmp_path / "output")[FIRST]) == "Báo · Kinh tế · 2025-02"


def test_a_part_that_is_missing_is_written_again(tmp_path):
    sources = put(tmp_path / "sources", month(range(1, 13)))
    build(sources, tmp_path / "output", settings=SMALL)
    before = volumes(tmp_path / "output")
    (tmp_path / "output" / SECOND).unlink()
    build(sources, tmp_path / "output", settings=SMALL)
    assert volumes(tmp_path / "output") == before


def test_parts_by_number_of_articles(tmp_path):
    settings = Settings(publication="Báo", max_articles=3)
    run = build(put(tmp_path / "sources", month(range(1, 8))), tmp_path / "output", settings=settings)
    assert [volume["articles"] for volume in run.report["volumes"]] == [3, 1, 3]  # part2, part3 and, last, the first


def test_an_article_larger_than_a_part_may_be_has_one_of_its_own(tmp_path):
    found = month(range(1, 4)) | {"a02.jpg": photo(2, (1400, 1000))}
    run = build(put(tmp_path / "sources", found), tmp_path / "output", settings=SMALL)
    told = [(told["where"], told["severity"]) for told in run.report["findings"] if told["code"] == "part-too-large"]
    assert told == [(SECOND, "warning")]
    books = volumes(tmp_path / "output")
    assert (len(books), len(held(books[SECOND]))) == (3, 1)


def test_photos_that_many_articles_share_are_weighed_in_each_part(tmp_path):
    build(put(tmp_path / "sources", month(range(1, 28), shared=True)), tmp_path / "output", settings=SMALL)
    books = volumes(tmp_path / "output")
    assert len(books) > 1
    assert max(map(len, books.values())) <= LIMIT


def test_several_topics_stand_in_each_part_by_days(tmp_path, epubcheck):
    found = month(range(1, 13))
    for day in range(1, 13, 2):
        found[f"a{day:02}.html"] = found[f"a{day:02}.html"].replace("Kinh tế", "Văn hóa")
    build(put(tmp_path / "sources", found), tmp_path / "output", settings=SMALL, by=(("month",),))
    first, second = "volumes/2025-02/bao-2025-02.epub", "volumes/2025-02/bao-2025-02-part2.epub"
    assert sorted(volumes(tmp_path / "output")) == [second, first]
    with zipfile.ZipFile(tmp_path / "output" / second) as book:
        assert {"EPUB/t-kinh-te.xhtml", "EPUB/t-van-hoa.xhtml"} <= set(book.namelist())
    assert epubcheck(tmp_path / "output" / second) == []


# -- where the cuts fall


def shelf(count):
    return [Shelf().article(f"Bài {number}", issued=f"2025-02-{number % 28 + 1:02}") for number in range(count)]


ARTICLES = shelf(60)


def weights(sizes):
    """Articles of so many bytes, every third with a photo that all of those show."""
    shown = [frozenset({"a.jpg"}) if number % 3 == 0 else frozenset() for number in range(len(sizes))]
    return Weights({entry.id: Weight(*one) for entry, one in zip(ARTICLES, zip(sizes, shown))}, {"a.jpg": 30_000})  # noqa: B905


@given(st.lists(st.integers(1, 200_000), min_size=1, max_size=60), st.integers(0, 9), st.randoms())
@hypothesis(max_examples=100)
def test_each_article_stands_in_one_part_and_every_part_fits(sizes, most, order):
    entries = ARTICLES[: len(sizes)]
    known, limits = weights(sizes), Settings(max_size=LIMIT, max_articles=most)
    parts = list(cut(entries, limits, known, {}))
    assert Counter(entry.id for part in parts for entry in part) == Counter(entry.id for entry in entries)
    for part in parts:
        pictures = 30_000 * any(known.articles[entry.id].pictures for entry in part)
        size = FIXED + pictures + sum(known.articles[entry.id].chapter + SHARE for entry in part)
        assert size <= LIMIT or len(part) == 1
        assert not most or len(part) <= most
    shuffled = list(entries)
    order.shuffle(shuffled)
    assert list(cut(shuffled, limits, known, {})) == parts


@given(st.lists(st.integers(1, 200_000), min_size=2, max_size=27))
def test_the_parts_before_the_last_do_not_change_when_later_articles_come(sizes):
    limits = Settings(max_size=LIMIT)
    before = list(cut(ARTICLES[: len(sizes) - 1], limits, weights(sizes), {}))
    after = list(cut(ARTICLES[: len(sizes)], limits, weights(sizes), {}))
    assert after[: len(before) - 1] == before[:-1]


@given(st.integers(2, 1000), st.integers(1001, 10**9))
def test_a_part_that_is_too_large_has_fewer_articles_each_time(articles, size):
    assert 1 <= fewer(articles, size, 1000) < articles
