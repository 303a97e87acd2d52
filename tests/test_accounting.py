"""Every input and every loss is accounted for: one clear finding each, and the other articles safe."""

from __future__ import annotations

import os

import pytest

from packager.limits import LARGEST_PICTURE
from tests.collected import build, codes, counts, page, picture, put

HUGE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x01\0\0\0\0\xcb\x5f\x5e\x4e"


def shows(name):
    return page(f"Bài có ảnh {name}", pictures=(name,))


BAD = {
    "picture-missing": ({"a.html": shows("none.jpg")}, "picture none.jpg"),
    "picture-damaged": ({"a.html": shows("cut.jpg"), "cut.jpg": picture()[:-200]}, "picture cut.jpg"),
    "picture-too-large": ({"a.html": shows("bomb.png"), "bomb.png": HUGE + picture(form="PNG")[33:]}, "bomb.png"),
    "picture-unknown": ({"a.html": shows("no.jpg"), "no.jpg": "<html>403</html>"}, "no.jpg"),
    "outside-source": ({"a.html": shows("../outside/secret.jpg")}, "outside the source's own folder"),
    "empty-file": ({"a.html": ""}, "holds no bytes"),
    "unknown-kind": ({"a.dat": bytes(range(256)) * 40}, "is of no kind that is read"),
    "not-as-named": ({"a.html": bytes(range(256)) * 40}, "as its name says"),
    "no-text": ({"a.html": "<html><body><script>var a = 1;</script></body></html>"}, "no article text"),
    "damaged-file": ({"a.html.gz": b"\x1f\x8b\x08\0\0\0\0\0\0\xff<html>"}, "gzip"),
    "read-me": ({"README.md": "Ghi chú."}, "notes for people"),
}
FAILED = {"empty-file", "no-text", "damaged-file", "not-as-named"}
SKIPPED = {"unknown-kind", "read-me"}


@pytest.mark.parametrize("code", BAD)
def test_one_clear_finding_and_the_others_safe(tmp_path, code):
    files, words = BAD[code]
    put(tmp_path / "outside", {"secret.jpg": picture(7)})
    sources = put(tmp_path / "sources", {**files, "good/b.html": shows("b.jpg"), "good/b.jpg": picture()})
    run = build(sources, tmp_path / "output")
    name = next(iter(files))
    (told,) = (told for told in run.report["findings"] if told["code"] == code)
    assert told["where"] == f"sources/{name}"
    assert words in told["message"]
    assert len(told["hint"]) > 20
    assert run.exit_code == (0 if code == "read-me" else 1)
    found = counts(run.report)
    assert (found["failed"], found["skipped"]) == (int(code in FAILED), int(code in SKIPPED))
    assert found["articles"] == 2 - found["failed"] - found["skipped"]
    assert "sources/good/b.html" not in {told["where"] for told in run.report["findings"]}
    assert sum(volume["images"] for volume in run.report["volumes"]) == 1
    assert sum(volume["missing_images"] for volume in run.report["volumes"]) == found["articles"] - 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_what_is_no_file_and_what_leads_outside(tmp_path):
    put(tmp_path / "outside", {"page.html": page("Bí mật")})
    sources = put(tmp_path / "sources", {"good.html": page("Bài tốt")})
    os.mkfifo(sources / "pipe.html")
    (sources / "link.html").symlink_to(tmp_path / "outside" / "page.html")
    (sources / "gone.html").symlink_to(tmp_path / "nowhere.html")
    (sources / "folder").symlink_to(tmp_path / "outside")
    run = build(sources, tmp_path / "output")
    assert codes(run.report, "pipe.html") == {"not-a-file"}
    assert codes(run.report, "/link.html") == {"outside-source"}
    assert codes(run.report, "gone.html") == {"outside-source"}
    assert counts(run.report) == {"inputs": 4, "articles": 1, "duplicates": 0, "skipped": 0, "failed": 3}


def test_a_picture_of_too_many_bytes_is_told_as_one(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": shows("a.jpg"), "a.jpg": picture()})
    with (sources / "a.jpg").open("r+b") as file:
        file.truncate(LARGEST_PICTURE + 1)
    run = build(sources, tmp_path / "output")
    assert codes(run.report, "a.html") == {"picture-too-large"}


def test_nothing_at_all_is_no_loss(tmp_path):
    (tmp_path / "sources").mkdir()
    run = build(tmp_path / "sources", tmp_path / "output")
    assert counts(run.report)["inputs"] == 0
    assert (run.exit_code, run.report["volumes"]) == (0, [])


# -- the one real dump beside the project


def test_the_seed(tmp_path, shared, epubcheck):
    """One article whose ten pictures were never collected: five figures keep their places and captions."""
    run = build(shared / "seed", tmp_path / "output")
    assert counts(run.report) == {"inputs": 1, "articles": 1, "duplicates": 0, "skipped": 0, "failed": 0}
    assert [told["code"] for told in run.report["findings"]].count("picture-missing") == 10
    assert run.exit_code == 1
    (volume,) = run.report["volumes"]
    assert (volume["period"], volume["articles"], volume["images"], volume["missing_images"]) == ("2025-02", 1, 0, 10)
    assert epubcheck(tmp_path / "output" / volume["path"]) == []
