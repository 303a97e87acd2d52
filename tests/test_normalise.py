"""Articles without a library: CASE.xhtml, CASE.meta.json and images/."""

from __future__ import annotations

import hashlib
import json

import pytest

from packager import normalise
from packager.config import Settings
from packager.errors import SourceMissing, UsageError
from packager.overrides import Overrides
from tests.collected import files, packager, page, picture, put, some


def normalised(paths, to, workers=1):
    return list(normalise.normalise_paths(paths, to, Settings(), workers, Overrides()))


@pytest.mark.parametrize(
    ("locator", "case"),
    [
        ("a.html", "a"),
        ("x/a.HTML.gz", "x/a"),
        ("a.b.txt", "a.b"),
        ("a.warc.gz", "a"),
        ("no suffix", "no suffix"),
        ("a.html.txt", "a"),
        (".html", ".html"),
        ("2025.02.21.htm", "2025.02.21"),
    ],
)
def test_a_case_is_the_path_without_what_names_its_format(locator, case):
    assert normalise.case_of(locator) == case


def test_every_input_becomes_its_files(tmp_path):
    sources = put(tmp_path / "sources", some())
    done = normalised([sources], tmp_path / "to", workers=2)
    names = set(files(tmp_path / "to"))
    cases = ("kinh-te/cho", "kinh-te/duong", "van-hoa/hoi", "van-hoa/ke-chuyen", "van-hoa/mua", "khong-ten")
    texts = {f"{case}{suffix}" for case in cases for suffix in (".xhtml", ".meta.json")}
    assert {name for name in names if "images/" not in name} == texts
    pictures = [content for name, content in some().items() if name.endswith((".jpg", ".png"))]
    held = {name.rpartition("/")[2].partition(".")[0] for name in names if "images/" in name}
    assert held == {*(hashlib.sha256(content).hexdigest() for content in pictures), "missing"}
    assert [told.findings[0].code for told in done if not told.complete] == ["picture-missing"]


def test_what_stands_in_the_files(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": page("Tên bài", pictures=("a.jpg",)), "a.jpg": picture(5)})
    normalised([sources / "a.html"], tmp_path / "to")
    digest = hashlib.sha256(picture(5)).hexdigest()
    assert (tmp_path / "to" / "images" / f"{digest}.jpg").read_bytes() == picture(5)
    assert f'src="images/{digest}.jpg"' in (tmp_path / "to" / "a.xhtml").read_text(encoding="utf-8")
    facts = json.loads((tmp_path / "to" / "a.meta.json").read_text(encoding="utf-8"))
    assert facts["title"]["value"] == "Tên bài"
    assert facts["issued"]["basis"] == "metadata"


def test_two_inputs_of_one_case_are_refused_before_anything_is_written(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": page("Một"), "a.txt": "Hai"})
    with pytest.raises(UsageError, match=r"a\.html and .*a\.txt would both become a; rename one"):
        normalised([sources], tmp_path / "to")
    other = put(tmp_path / "other", {"a.htm": page("Ba")})
    with pytest.raises(UsageError, match="would both become a"):
        normalised([sources / "a.html", other], tmp_path / "to")
    assert not (tmp_path / "to").exists()


def test_a_source_that_is_given_twice_is_no_conflict(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": page("Một")})
    assert len(normalised([sources, sources / "a.html"], tmp_path / "to")) == 1


def test_a_source_that_is_not_there(tmp_path):
    with pytest.raises(SourceMissing):
        normalised([tmp_path / "none"], tmp_path / "to")


def test_the_command_tells_what_is_lost_and_what_is_left_out(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": page("Một", pictures=("none.jpg",)), "b.html": "", "README": "x"})
    done = packager("normalise", sources, "--to", tmp_path / "to", "--explain")
    assert done.returncode == 1
    said = done.stderr.decode()
    assert "sources/a.html: picture-missing: picture none.jpg was not collected" in said
    assert "b.html: empty-file: " in said
    assert "README: read-me: " in said
    (sources / "b.html").unlink()
    put(sources, {"none.jpg": picture()})
    assert packager("normalise", sources, "--to", tmp_path / "to").returncode == 0
