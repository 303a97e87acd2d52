"""The seed: one article as a scraper wrote it down, beside the project."""

from __future__ import annotations

import re

import pytest

from packager import readers
from packager.articles.article import normalise
from packager.config import Settings
from packager.model import Input
from tests.articles import pages
from tests.articles.pages import LONG, body_of, codes_of, dump, figures_of, leads_of, left_out


@pytest.fixture(scope="module")
def seed(shared):
    path = next((shared / "seed").glob("*.txt"))
    capture = readers.read(Input(path.parent, "seed", path.name, path))
    return pages.checked(normalise(capture, pages.keep, Settings(), explain=True))


@pytest.fixture(scope="module")
def seed_lines(shared):
    return next((shared / "seed").glob("*.txt")).read_text(encoding="utf-8").split("\n")


def test_the_seed_s_title_lead_and_paragraphs(seed, seed_lines):
    assert seed.metadata.title.value == seed_lines[0]
    assert leads_of(seed) == [seed_lines[2]]
    told = [block.removeprefix("<p>").removesuffix("</p>") for block in body_of(seed) if block.startswith("<p>")]
    assert told == [seed_lines[n - 1] for n in (8, 14, 16, 18, 20, 27, 29, 36, 41, 43)]
    assert len(body_of(seed)) == 15


def test_the_seed_s_figures(seed, seed_lines):
    groups = [(5, 6), (10, 12), (22, 25), (31, 34), (38, 39)]
    assert figures_of(seed) == [(seed_lines[first - 1 : last - 1], seed_lines[last - 1]) for first, last in groups]
    numbers = [int(re.search(r"(\d+)\.jpg", picture.reference)[1]) for picture in seed.pictures]
    assert numbers == [1, 2, 3, 6, 4, 5, 9, 7, 8, 10]


def test_nothing_beside_the_seed_s_article_comes_in(seed, seed_lines):
    text = seed.content.decode()
    left = [line for line in seed_lines[44:] if line.strip()]
    assert len(left) == 2 + 33 + 1
    assert [line for line in left if line in text] == []
    assert [entry.what for entry in left_out(seed)] == [line.strip() for line in left]
    assert "2026" not in text


def test_the_seed_s_date_is_inferred_with_its_evidence(seed):
    issued = seed.metadata.issued
    assert (issued.value, issued.precision, issued.basis) == ("2025-02-21", "day", "inferred")
    assert "Sáng 21/2" in issued.evidence
    assert "2025" in issued.evidence
    assert "date-inferred" in codes_of(seed)


def test_the_seed_s_damage_and_spellings_stay(seed):
    text = seed.content.decode()
    for words in ("hàng hoá xuất - Lào Cai tỉnh...</p>", "cụ thể hóa", "24.000 tỷ", "0,86%"):
        assert words in text


def test_a_no_break_space_in_a_line_stays(seed_lines):
    [line] = [line for line in seed_lines if "\u00a0" in line]
    article = dump(f"{seed_lines[0]}\n\n{seed_lines[2]}\n\n{line}\n\n{LONG}")
    assert body_of(article)[0] == f"<p>{line}</p>"
