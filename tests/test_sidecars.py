"""What stands beside a file goes before what the file says, and the file is read again when it changes."""

from __future__ import annotations

import json
import os

import pytest

from packager import pipeline
from packager.stages import Options
from tests.collected import build, codes, counts, page, put

GIVEN = {"title": "Tên do thủ thư đặt", "date": "2025-03-08", "topic": "Văn hóa", "authors": ["An", "Bình"]}


def held(output):
    return {entry.locator: entry.metadata for entry in pipeline.entries(output)}


@pytest.mark.parametrize("name", ["a.html.meta.json", "a.meta.json", "a.meta.toml", "a.html.toml"])
def test_a_sidecar_is_given(tmp_path, name):
    said = json.dumps(GIVEN) if name.endswith("json") else "\n".join(f"{k} = {json.dumps(v)}" for k, v in GIVEN.items())
    sources = put(tmp_path / "sources", {"a.html": page("Tên của trang"), name: said})
    run = build(sources, tmp_path / "output")
    known = held(tmp_path / "output")["a.html"]
    assert (known.title.value, known.issued.value, known.topic.value) == (GIVEN["title"], GIVEN["date"], "Văn hóa")
    assert [value.value for value in known.creator] == GIVEN["authors"]
    assert {known.title.basis, known.issued.basis, known.topic.basis} == {"given"}
    assert name in known.title.evidence
    assert counts(run.report)["inputs"] == 1
    assert [volume["period"] for volume in run.report["volumes"]] == ["2025-03"]


def test_a_page_is_read_again_when_its_sidecar_comes_changes_and_goes(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": page("Tên của trang")})
    titles = []
    for said in (None, {"title": "Một"}, {"title": "Hai"}, None):
        (sources / "a.meta.json").unlink(missing_ok=True)
        if said:
            put(sources, {"a.meta.json": json.dumps(said)})
        build(sources, tmp_path / "output")
        titles.append(held(tmp_path / "output")["a.html"].title.value)
    assert titles == ["Tên của trang", "Một", "Hai", "Tên của trang"]


def test_a_sidecar_that_cannot_be_read_costs_nothing_else(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": page("Tên của trang"), "a.meta.json": "{", "b.html": page("Khác")})
    run = build(sources, tmp_path / "output")
    assert codes(run.report, "a.html") == {"sidecar-unread"}
    assert counts(run.report)["articles"] == 2


@pytest.mark.parametrize("form", ["pipe", "folder", "endless"])
def test_a_sidecar_that_is_no_file_is_not_waited_for(tmp_path, form):
    sources = put(tmp_path / "sources", {"a.html": page("Tên của trang")})
    place = sources / "a.meta.json"
    if form == "folder":
        place.mkdir()
    elif not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes")
    elif form == "pipe":
        os.mkfifo(place)
    else:
        place.symlink_to("/dev/zero")
    for _ in range(2):
        run = build(sources, tmp_path / "output")
        assert counts(run.report)["articles"] == 1
    assert codes(run.report, "a.html") == {"sidecar-unread"}


def test_packager_s_own_files_describe_no_page(tmp_path):
    sources = put(tmp_path / "sources", {"packager.html": page("Trang"), "packager.toml": 'publication = "Báo"'})
    build(sources, tmp_path / "output")
    assert held(Options(tmp_path / "output").output)["packager.html"].title.value == "Trang"
