"""The samples in sources/: what `make volumes` shows, and that their pictures can be drawn again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
import zipfile

import pytest

BOILERPLATE = ("Tin cùng chuyên mục", "Có thể bạn quan tâm", "Quảng cáo", "Chia sẻ", "Ý kiến bạn đọc", "Bản quyền",
               "More from Environment", "Sign up", "Advertisement", "All rights reserved")  # fmt: skip


@pytest.fixture(scope="module")
def output(samples, once):
    """The samples, built."""

    def build(folder):
        command = [sys.executable, "-m", "packager", "build", samples, "-o", folder, "--workers", "1"]
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, env=os.environ)
        assert result.returncode == 1, result.stderr

    return once("samples", build)


@pytest.fixture(scope="module")
def report(output):
    return json.loads((output / "report.json").read_text(encoding="utf-8"))


def test_every_sample_becomes_an_article(report):
    assert (report["articles"], report["skipped"], report["failed"]) == (15, 1, 0)


def test_the_losses_are_those_that_were_put_in(report):
    losses = {
        (item["code"], item["where"].rpartition("/")[2]) for item in report["findings"] if item["severity"] == "loss"
    }
    assert losses == {("picture-missing", "duong-len-ban.txt"), ("picture-damaged", "nha-san.htm")}


def test_volumes_by_topic_and_month(report):
    bound = {(volume["period"], volume["topic"]): volume["articles"] for volume in report["volumes"]}
    assert bound == {
        ("2025-01", "environment"): 2,
        ("2025-01", "kinh-te"): 2,
        ("2025-01", "van-hoa"): 2,
        ("2025-02", "environment"): 3,
        ("2025-02", "kinh-te"): 3,
        ("2025-02", "van-hoa"): 2,
        ("undated", "van-hoa"): 1,
    }


def chapters(output):
    """Every article's document in all volumes."""
    for book in sorted(output.glob("volumes/*/*.epub")):
        with zipfile.ZipFile(book) as archive:
            for name in archive.namelist():
                if "/chapters/" in name:
                    yield archive.read(name).decode()


def test_no_boilerplate_in_a_chapter(output):
    assert not [(words, text[:300]) for text in chapters(output) for words in BOILERPLATE if words in text]


def test_every_chapter_has_a_lead(output):
    assert not [text[:300] for text in chapters(output) if 'class="lead"' not in text]


AUTHORS = ("Lường Thị Hoa", "Đặng Quốc Bảo", "Tòng Minh Châu", "Bùi Khánh Linh", "Mạc Thanh Tú", "Nguyễn Hạ Vy",
           "Hà Đình Trọng", "Trần Lam Giang", "Thomas Arkell", "Ly Seo Chua", "Hannah Pryce", "Vang A Su")  # fmt: skip


@pytest.mark.parametrize("author", AUTHORS)
def test_every_author_stands_in_a_byline(output, author):
    bylines = " ".join(line for text in chapters(output) for line in re.findall(r'<p class="byline">.*?</p>', text))
    assert author in bylines


def test_no_place_of_a_photo_reaches_a_volume(output):
    for book in output.glob("volumes/*/*.epub"):
        with zipfile.ZipFile(book) as archive:
            assert not [name for name in archive.namelist() if b"Example Telephone" in archive.read(name)]


def test_every_volume_passes_epubcheck(output, epubcheck_all):
    assert not {
        book.name: found for book, found in epubcheck_all(sorted(output.glob("volumes/*/*.epub"))).items() if found
    }


def test_the_pictures_can_be_drawn_again(project, samples, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "benchmarks.drawings", tmp_path], cwd=project, check=True, capture_output=True
    )
    drawn = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(samples) for path in samples.rglob("*") if path.suffix in {".jpg", ".png", ".webp"}}
    assert drawn == kept


def test_samples_are_small_and_their_text_is_normal(samples):
    files = [path for path in samples.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 4_000_000
    for path in files:
        if path.suffix in {".txt", ".html", ".htm", ".xhtml", ".md"}:
            assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path
