"""Pages in the markup of many sites: cases/NAME/in/page.html or dump.txt (and pictures) -> cases/NAME/golden/.

A change that is meant is written down with

    PACKAGER_REGENERATE=1 pytest tests/articles/test_cases.py

and read in the difference before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from packager import readers
from packager.articles.article import normalise
from packager.config import Settings
from packager.library.records import metadata_json
from packager.model import Input
from tests.articles import pages
from tests.articles.pages import X

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())


def article_of(name):
    """The checked article of a case."""
    root = CASES / name / "in"
    [path] = [path for path in root.iterdir() if path.suffix in {".html", ".txt"}]
    capture = readers.read(Input(root, "cases", path.name, path))
    return pages.checked(normalise(capture, pages.keep, Settings()))


@pytest.mark.parametrize("name", NAMES)
def test_the_article_is_the_golden_one(name):
    article = article_of(name)
    golden = CASES / name / "golden"
    made = {
        "article.xhtml": article.content,
        "article.meta.json": f"{metadata_json(article.metadata, 1)}\n".encode(),
    }
    if os.environ.get("PACKAGER_REGENERATE"):
        golden.mkdir(exist_ok=True)
        for file, content in made.items():
            (golden / file).write_bytes(content)
    for file, content in made.items():
        assert content.decode() == (golden / file).read_text(encoding="utf-8"), file


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_a_second_time(name):
    assert article_of(name).content == article_of(name).content


BOILERPLATE = ("Advertisement", "cookies", "Sign up", "Related", "Most read", "comments", "All rights reserved",
               "Read more", "Tin liên quan", "Bình luận", "Ghi rõ nguồn", "Facebook", "Tin cùng chuyên mục", "2026",
               "Trang chủ", "The clock that", "A market hall", "nghề thủ công", "الرئيسية", "محفوظة")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_case_holds_what_stands_beside_its_article(name):
    text = pages.text_of(pages.root_of(article_of(name)))
    assert [words for words in BOILERPLATE if words in text] == []


def test_missing_pictures_are_only_those_that_were_left_out_on_purpose():
    missing = {name: [p.reference for p in article_of(name).pictures if not p.held] for name in NAMES}
    assert {name: found for name, found in missing.items() if found} == {
        "gallery-and-missing": ["photos/chien.png"],
        "lazy-pictures": ["https://img.harbour-gazette.example/ferry-at-dawn-800.png"],
        "lying-language-no-h1": ["https://tin-lang-nghe.example/anh/giay-do.png"],
        "text-dump": ["cho-noi_2.png"],
    }


def test_the_cases_show_every_element_of_the_schema_that_pages_bring():
    shown = {element.tag.removeprefix(X) for name in NAMES for element in pages.root_of(article_of(name)).iter()}
    wanted = """a abbr article aside blockquote body br caption code dd dl dt em figcaption figure footer h1 h2 h3 head
        header hr html img li ol p pre q rp rt ruby span strong sub sup table tbody td th thead time title tr ul"""
    assert set(wanted.split()) <= shown
