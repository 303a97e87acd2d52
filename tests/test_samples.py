"""The samples in sources/: what `make volumes` shows, and that they can be drawn and packed again."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
import zipfile

import pytest

BOILERPLATE = ("Tin cùng chuyên mục", "Có thể bạn quan tâm", "Quảng cáo", "Chia sẻ", "Ý kiến bạn đọc", "Bản quyền",
               "More from Environment", "Sign up", "Advertisement", "All rights reserved")  # fmt: skip


@pytest.fixture(scope="module")
def output(sample_output):
    """The samples, built."""
    return sample_output


@pytest.fixture(scope="module")
def report(output):
    return json.loads((output / "report.json").read_text(encoding="utf-8"))


def test_every_sample_becomes_an_article(report):
    counts = {word: report[word] for word in ("inputs", "articles", "duplicates", "skipped", "failed")}
    assert counts == {"inputs": 37, "articles": 33, "duplicates": 2, "skipped": 2, "failed": 0}


def test_what_is_told_besides(report):
    told = {(item["code"], item["where"].partition("/")[2]) for item in report["findings"]}
    crawl, address = "kinh-te/cho-ca.warc.gz", "https://bao-vanson.example/kinh-te"
    assert {one for one in told if one[0] not in {"picture-missing", "picture-damaged", "date-inferred"}} == {
        ("no-date", "van-hoa/nguoi-giu-chu.html"),
        ("read-me", "README.md"),
        ("front-matter", "van-hoa/chuyen-ben-bep.epub/EPUB/nav.xhtml"),
        ("duplicate", f"{crawl}/{address}/cho-ca-ben-la-2311.html (2)"),
        ("version", f"{crawl}/{address}/mat-ong-bac-ha-2318.html"),
    }


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
        ("2025-03", "environment"): 6,
        ("2025-03", "kinh-te"): 5,
        ("2025-03", "van-hoa"): 7,
        ("undated", "van-hoa"): 1,
    }


def chapters(output):
    """Every article's document in all volumes."""
    for book in sorted(output.glob("volumes/*/*.epub")):
        with zipfile.ZipFile(book) as archive:
            for name in archive.namelist():
                if "/chapters/" in name:
                    yield archive.read(name).decode()


def test_the_later_version_of_a_page_that_was_captured_twice_is_bound(output):
    (honey,) = (text for text in chapters(output) if "Mật ong bạc hà: mùa ngắn, giá dài</h1>" in text)
    assert "2.700 lít" in honey


def test_what_sidecars_give_stands_in_the_bylines(output):
    bylines = {
        title[1]: re.sub("<.*?>", "", line)
        for text in chapters(output)
        for title in re.finditer("<h1>(.*?)</h1>", text)
        for line in re.findall(r'<p class="byline">(.*?)</p>', text)
    }
    assert bylines["Lò gốm cuối cùng ở Mường Chanh không chịu tắt"] == "Mạc Thanh Tú · 18/3/2025"
    assert bylines["Chiếc máy hát quay tay của bản Lướt"] == "Nguyễn Hạ Vy · 16/3/2025"


def test_every_picture_of_a_sample_that_is_no_loss_is_shown_with_its_caption(output):
    figures = [one for text in chapters(output) for one in re.findall("<figure.*?</figure>", text, re.DOTALL)]
    assert [one for one in figures if "<figcaption" not in one and "giay-do" not in one] == []


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
    """By name: other builds of the libraries make other bytes of a drawing."""
    drawn, collected = tmp_path / "samples", tmp_path / "collected"
    command = [sys.executable, "-m", "benchmarks.drawings", drawn, collected]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    assert pictures(drawn) == pictures(samples)
    assert pictures(collected) == pictures(project / "benchmarks" / "collected")


def pictures(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.suffix in {".jpg", ".png", ".webp"}}


def test_the_packed_samples_are_what_the_script_packs(project, samples, tmp_path):
    """Byte by byte: nothing in them is compressed."""
    command = [sys.executable, "-m", "benchmarks.packed", tmp_path]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    packed = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(packed) == 9
    assert {name: content == (samples / name).read_bytes() for name, content in packed.items()} == dict.fromkeys(
        packed, True
    )


def test_samples_are_small_and_their_text_is_normal(samples):
    files = [path for path in samples.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 4_000_000
    for path in files:
        if path.suffix in {".txt", ".html", ".htm", ".xhtml", ".md", ".xml", ".json", ".jsonl", ".toml"}:
            assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8")), path
