"""Every input and every loss is accounted for: one clear finding each, and the other articles safe."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile

import pytest
from lxml import etree

from tests.checkers import absent
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
    "unknown-kind": ({"a.html": bytes(range(256)) * 40}, "is of no kind that is read"),
    "no-text": ({"a.html": "<html><body><script>var a = 1;</script></body></html>"}, "no article text"),
    "damaged-file": ({"a.html.gz": b"\x1f\x8b\x08\0\0\0\0\0\0\xff<html>"}, "gzip"),
    "read-me": ({"README.md": "Ghi chú."}, "notes for people"),
}
FAILED = {"empty-file", "no-text", "damaged-file"}
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


def test_nothing_at_all_is_no_loss(tmp_path):
    (tmp_path / "sources").mkdir()
    run = build(tmp_path / "sources", tmp_path / "output")
    assert counts(run.report)["inputs"] == 0
    assert (run.exit_code, run.report["volumes"]) == (0, [])


# -- the hostile corpus beside the project

READ_TODAY = ("html", "img", "txt", "lib")
CANARY = b"CANARY-LOCAL-FILE-93b1"


@pytest.fixture(scope="module")
def hostile(shared, once):
    """The hostile inputs in one build, each the source of its own: `bad/` and `output/`."""
    script = shared / "bad-inputs" / "make_bad.py"
    if not script.is_file():
        absent("there are no bad inputs beside the project")

    def make(folder):
        run(script, folder / "bad", folder=folder)
        items = json.loads((folder / "bad" / "manifest.json").read_text(encoding="utf-8"))
        sources = [folder / "bad" / item["id"] for item in items if item["kind"] in READ_TODAY]
        result = run("-m", "packager", "build", *sources, "-o", folder / "output", "--workers", 2, folder=folder)
        (folder / "said.txt").write_text(f"{result.returncode}\n{result.stderr}", encoding="utf-8")

    return once("hostile", make)


def run(*arguments, folder):
    """Runs Python in a folder, with the project as it stands here."""
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, cwd=folder, env=here, capture_output=True, text=True, check=False, timeout=100)


@pytest.fixture(scope="module")
def items(hostile):
    """The manifest's items of the kinds that are read; those of other kinds wait for their readers."""
    manifest = json.loads((hostile / "bad" / "manifest.json").read_text(encoding="utf-8"))
    return {item["id"]: item for item in manifest if item["kind"] in READ_TODAY}


@pytest.fixture(scope="module")
def report(hostile):
    return json.loads((hostile / "output" / "report.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def chapters(hostile):
    """Every chapter of every volume: its bytes by volume and name."""
    found = {}
    for path in sorted((hostile / "output" / "volumes").rglob("*.epub")):
        with zipfile.ZipFile(path) as archive:
            found |= {(path.stem, name): archive.read(name) for name in archive.namelist()}
    return found


def test_the_hostile_run_ends_well(hostile, report):
    assert (hostile / "said.txt").read_text(encoding="utf-8").startswith("1\n")
    counts(report)
    assert not {told["where"] for told in report["findings"] if told["code"] in {"internal-error", "worker-stopped"}}


def test_every_hostile_input_is_accounted_for(items, report):
    sources = {item["source"] for item in report["items"]}
    assert sources == set(items)
    for source, item in items.items():
        assert sum(row["source"] == source for row in report["items"]) >= (item["n"] or 1)


def test_what_is_to_be_rejected_is_no_article(items, report):
    for item in items.values():
        if item["expect"] == "rejected":
            outcomes = {row["outcome"] for row in report["items"] if row["source"] == item["id"]}
            assert outcomes <= {"failed", "skipped"}, item


def test_nothing_from_outside_reaches_a_product(hostile, chapters):
    assert not [place for place, content in chapters.items() if CANARY in content]
    for path in (hostile / "output").rglob("*"):
        assert not (path.is_file() and CANARY in path.read_bytes()), path
    secret = (hostile / "bad" / "OUTSIDE" / "secret.png").read_bytes()
    assert secret not in chapters.values()
    assert secret not in {path.read_bytes() for path in (hostile / "output" / "library" / "objects").rglob("*/*")}


def test_every_marker_is_kept_or_its_loss_is_told(items, report, chapters):
    said = b"\n".join(content for (_, name), content in chapters.items() if name.endswith(".xhtml")).decode()
    lost = {}
    for item in items.values():
        losses = {told["code"] for told in report["findings"]
                  if told["severity"] == "loss" and told["where"].startswith(f"{item['id']}/")}  # fmt: skip
        missing = [word for word in item["keep"] if word not in said]
        whole = item["expect"] in {"kept", "contained", "bounded"}
        if missing and not (losses & {"text-dropped", "text-damaged", "nesting-cut", "no-text"} and not whole):
            lost[item["id"]] = missing
    assert not lost


def test_every_chapter_is_well_formed_and_runs_nothing(chapters):
    active = re.compile(rb"<script|\son\w+=|javascript:|<iframe|<object|<embed|<form", re.IGNORECASE)
    for (volume, name), content in chapters.items():
        if name.endswith((".xhtml", ".opf", ".svg", ".ncx")):
            etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
            assert not active.search(re.sub(rb">[^<]*<", b"><", content)), (volume, name)


def test_no_chapter_shows_what_lies_elsewhere(chapters):
    for place, content in chapters.items():
        if place[1].endswith(".xhtml"):
            assert not re.findall(
                rb"""<(?:img|source|link|video|audio)[^>]*\s(?:src|href|poster)=["'](?:https?:|file:|//|/)""", content
            )


def test_every_hostile_picture_is_shown_or_told(items, report):
    for item in items.values():
        told = {told["code"] for told in report["findings"] if told["where"].startswith(f"{item['id']}/")}
        lost = any(code.startswith("picture-") for code in told)
        if item["kind"] == "img" and item["expect"] != "bounded":
            assert lost == (item["expect"] == "kept-part"), (item, told)


def test_hostile_volumes_pass_epubcheck(hostile, epubcheck_all):
    found = epubcheck_all(sorted((hostile / "output" / "volumes").rglob("*.epub")))
    assert {book.name: messages for book, messages in found.items() if messages} == {}


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
