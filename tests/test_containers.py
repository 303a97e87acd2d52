"""Files that hold several captures, from the sources to the report."""

from __future__ import annotations

import errno
import io
import json
import struct
import zipfile

import pytest

from packager import pipeline, readers
from packager.config import Settings
from packager.containers import Container, Refused, list_contents
from packager.errors import CaptureFailed, OutputError
from packager.normalise import normalise_paths
from packager.overrides import Overrides
from packager.progress import Quiet
from packager.stages import Options
from tests.collected import build, codes, counts, feed, page, picture, put, whole

PAGES = {
    "kinh-te/a.html": page("Bài một", pictures=("a.jpg",), topic=""),
    "kinh-te/a.jpg": picture(),
    "b.html": page("Bài hai"),
}


def zipped(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, held in files.items():
            archive.writestr(zipfile.ZipInfo(name), held)
    return content.getvalue()


def packed(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files.items():
            archive.writestr(zipfile.ZipInfo(name), held, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def nested(depth):
    """A page in so many ZIP files, one in the other."""
    held = {"a.html": page("Bài trong")}
    for _ in range(depth - 1):
        held = {"in.zip": zipped(held)}
    return zipped(held)


def locators(run):
    return {item["locator"]: item["outcome"] for item in run.report["items"]}


def test_the_folder_of_an_archive_names_the_topic_of_what_is_in_it(tmp_path):
    plain = page("Bài một", topic="")
    inner = zipped({"in/c.html": page("Bài ba", topic="")})
    held = zipped({"a.html": plain, "bo/b.html": page("Bài hai", topic=""), "deep/in.zip": inner})
    run = build(put(tmp_path / "sources", {"van-hoa/x.zip": held}), tmp_path / "output")
    assert {volume["topic"]: volume["articles"] for volume in run.report["volumes"]} == {"van-hoa": 3}


def test_an_archive_at_the_top_names_topics_by_its_own_folders(tmp_path):
    inner = zipped({"in/c.html": page("Bài ba", topic="")})
    run = build(put(tmp_path / "sources", {"x.zip": zipped({"van-hoa/in.zip": inner})}), tmp_path / "output")
    assert {volume["topic"] for volume in run.report["volumes"]} == {"van-hoa"}


def test_what_an_archive_holds_are_the_inputs(tmp_path):
    run = build(put(tmp_path / "sources", {"x.zip": zipped(PAGES)}), tmp_path / "output")
    assert locators(run) == {"x.zip/b.html": "article", "x.zip/kinh-te/a.html": "article"}
    assert sum(volume["images"] for volume in run.report["volumes"]) == 1
    assert {volume["topic"] for volume in run.report["volumes"]} == {"kinh-te"}
    assert run.exit_code == 0


def test_an_archive_gives_the_same_volumes_as_the_folder_in_it(tmp_path):
    packed = build(put(tmp_path / "packed" / "s", {"x.zip": zipped(PAGES)}), tmp_path / "one")
    plain = build(put(tmp_path / "plain" / "s", PAGES), tmp_path / "two")
    assert [volume["path"] for volume in packed.report["volumes"]] == [
        volume["path"] for volume in plain.report["volumes"]
    ]
    ids = [{entry.id: entry.content for entry in pipeline.entries(tmp_path / name)} for name in ("one", "two")]
    assert ids[0] == ids[1]


def test_an_archive_is_read_again_only_when_it_changed(tmp_path, monkeypatch):
    sources = put(tmp_path / "sources", {"x.zip": zipped(PAGES), "c.html": page("Bài ba")})
    first = build(sources, tmp_path / "output")
    read = []
    ingested = pipeline.stages.ingested
    monkeypatch.setattr(pipeline.stages, "ingested", lambda todo, *rest: read.append(todo) or ingested(todo, *rest))
    again = build(sources, tmp_path / "output")
    assert (read[-1], again.written, again.report) == ([], (), first.report)
    put(sources, {"x.zip": zipped(PAGES | {"b.html": page("Bài hai, sửa")})})
    changed = build(sources, tmp_path / "output")
    assert [item.locator for item in read[-1]] == ["x.zip"]
    assert locators(changed) == locators(first)


def left(run):
    """What is told of articles that are not where they were read from."""
    return {told["where"]: told["message"] for told in run.report["findings"] if told["code"] == "source-gone"}


def test_the_articles_that_an_archive_holds_no_more_stay_and_are_told(tmp_path):
    sources = put(tmp_path / "sources", {"x.zip": zipped(PAGES), "c.html": page("Bài ba")})
    first = build(sources, tmp_path / "output")
    put(sources, {"x.zip": zipped({"b.html": PAGES["b.html"]})})
    run = build(sources, tmp_path / "output")
    assert (locators(run), run.written) == (locators(first), ())
    assert left(run) == {"sources/x.zip": "what was read of it before and cannot be found in it now stays (1)"}
    again = build(sources, tmp_path / "output")
    assert (again.report, again.exit_code) == (run.report, 0)
    put(sources, {"x.zip": zipped(PAGES)})
    assert left(build(sources, tmp_path / "output")) == {}


def test_the_entries_that_a_feed_holds_no_more_stay_and_the_others_keep_their_names(tmp_path):
    sources = put(tmp_path / "sources", {"f.xml": feed("một", "hai", "ba")})
    build(sources, tmp_path / "output")
    put(sources, {"f.xml": feed("bốn", "một", "hai")})
    run = build(sources, tmp_path / "output")
    assert set(locators(run)) == {f"f.xml/https://b.example/{name}" for name in ("một", "hai", "ba", "bốn")}
    assert counts(run.report)["articles"] == 4
    assert left(run) == {"sources/f.xml": "what was read of it before and cannot be found in it now stays (1)"}


def test_an_upgrade_does_not_read_again_and_again_what_left_what_is_gone(tmp_path, monkeypatch):
    sources = put(tmp_path / "sources", {"f.xml": feed("một", "hai")})
    build(sources, tmp_path / "output")
    put(sources, {"f.xml": feed("một")})
    build(sources, tmp_path / "output")
    read = []
    ingested = pipeline.stages.ingested
    monkeypatch.setattr(pipeline.stages, "ingested", lambda todo, *rest: read.append(todo) or ingested(todo, *rest))
    for _ in range(2):
        build(sources, tmp_path / "output", settings=Settings(language="en"))
    assert [len(todo) for todo in read] == [1, 0]


@pytest.mark.parametrize("damage", [b"PK\3\4", b"", zipped(PAGES)[:-40]])
def test_the_articles_of_an_archive_stay_when_it_cannot_be_opened_any_more(tmp_path, damage):
    sources = put(tmp_path / "sources", {"x.zip": zipped(PAGES)})
    first = build(sources, tmp_path / "output")
    put(sources, {"x.zip": damage})
    run = build(sources, tmp_path / "output")
    assert locators(run) == {**locators(first), "x.zip": "failed"}
    assert left(run) == {"sources/x.zip": "what was read of it before and cannot be found in it now stays (2)"}
    assert (run.exit_code, run.written, run.removed) == (1, (), ())
    put(sources, {"x.zip": zipped(PAGES)})
    assert build(sources, tmp_path / "output").report == first.report


def test_the_articles_of_a_file_whose_opening_is_stopped_stay(tmp_path, monkeypatch):
    sources = put(tmp_path / "sources", {"f.xml": feed("một", "hai")})
    build(sources, tmp_path / "output")
    put(sources, {"f.xml": feed("một", "hai", "ba")})
    with monkeypatch.context() as stopped:
        refused = Refused(CaptureFailed("worker-stopped", "f.xml: opening it took longer than 120 s"))
        stopped.setattr("packager.containers.Walk._contents", lambda *_: refused)
        run = build(sources, tmp_path / "output")
    assert "worker-stopped" in codes(run.report, "f.xml")
    assert counts(run.report) == {"inputs": 3, "articles": 2, "duplicates": 0, "skipped": 0, "failed": 1}
    assert counts(build(sources, tmp_path / "output").report)["articles"] == 3


def test_an_entry_that_is_cut_does_not_take_the_place_of_the_whole_one(tmp_path):
    sources = put(tmp_path / "sources", {"f.xml": feed("một", "hai")})
    first = build(sources, tmp_path / "output")
    put(sources, {"f.xml": feed("một", "hai").partition("mở lại")[0]})  # the first entry ends in its text
    run = build(sources, tmp_path / "output")
    assert (locators(run), run.written) == (locators(first), ())
    assert {"not-read-again", "damaged-file"} <= codes(run.report, "f.xml/https://b.example/một")
    (sources / "f.xml").unlink()
    assert build(sources, tmp_path / "output").exit_code == 1  # the pictures were never there
    put(sources, {"f.xml": feed("một", "hai")})
    assert build(sources, tmp_path / "output").report == first.report


def test_a_page_that_is_cut_to_nothing_stays_an_article(tmp_path):
    sources = put(tmp_path / "sources", {"a.html": page("Bài một"), "b.html": page("Bài hai")})
    first = build(sources, tmp_path / "output")
    put(sources, {"a.html": ""})
    run = build(sources, tmp_path / "output")
    assert (locators(run), run.written) == (locators(first), ())
    assert {"not-read-again", "empty-file"} <= codes(run.report, "a.html")
    assert run.exit_code == 1
    assert build(sources, tmp_path / "output").report == run.report


def test_nothing_that_was_unpacked_stays(tmp_path):
    build(put(tmp_path / "sources", {"x.zip": zipped(PAGES)}), tmp_path / "output")
    assert list(Options(tmp_path / "output").work.iterdir()) == []


@pytest.mark.parametrize(("depth", "outcome"), [(4, "article"), (5, "failed")])
def test_archives_in_archives_are_opened_so_far(tmp_path, depth, outcome):
    run = build(put(tmp_path / "sources", {"x.zip": nested(depth)}), tmp_path / "output")
    assert list(locators(run).values()) == [outcome]
    assert ("nested-too-deep" in codes(run.report)) == (outcome == "failed")


def test_archives_in_an_archive_share_what_it_may_unfold_to(tmp_path, monkeypatch):
    monkeypatch.setattr("packager.containers.LARGEST_UNPACKED", 150_000)
    large = {"x.html": page("Bài lớn") + " " * 90_000}
    held = {"a.zip": packed(large), "b.zip": packed(large)}
    run = build(put(tmp_path / "sources", {"x.zip": zipped(held)}), tmp_path / "output")
    assert locators(run)["x.zip/a.zip/x.html"] == "article"
    assert "x.zip/b.zip/x.html" not in locators(run)
    assert "too-large" in {told["code"] for told in run.report["findings"]}


def test_an_archive_without_articles_is_an_input_that_is_skipped(tmp_path):
    run = build(put(tmp_path / "sources", {"x.zip": zipped({"a.jpg": picture()})}), tmp_path / "output")
    assert locators(run) == {"x.zip": "skipped"}
    assert codes(run.report) == {"nothing-inside"}
    assert run.exit_code == 1


def test_what_is_wrong_inside_names_its_place(tmp_path):
    held = PAGES | {"empty.html": "", "song.mp3x": b"\xff\xfb\x90\x00"}
    run = build(put(tmp_path / "sources", {"x.zip": zipped(held)}), tmp_path / "output")
    assert locators(run)["x.zip/empty.html"] == "failed"
    assert codes(run.report, "x.zip/empty.html") == {"empty-file"}
    assert counts(run.report)["articles"] == 2


def test_the_sidecar_of_an_archive_is_given_for_all_in_it_and_its_own_goes_first(tmp_path):
    held = PAGES | {"b.meta.json": json.dumps({"publisher": "Báo Bản"})}
    files = {
        "x.zip": zipped(held),
        "x.zip.meta.json": json.dumps({"publisher": "Báo Tỉnh", "rights": "CC0", "no": "1"}),
    }
    run = build(put(tmp_path / "sources", files), tmp_path / "output")
    known = {entry.locator: entry.metadata for entry in pipeline.entries(tmp_path / "output")}
    assert known["x.zip/b.html"].publisher.value == "Báo Bản"
    assert known["x.zip/kinh-te/a.html"].publisher.value == "Báo Tỉnh"
    assert {entry.rights.value for entry in known.values()} == {"CC0"}
    assert codes(run.report, "x.zip") == {"sidecar-unread"}


def test_the_articles_of_an_archive_become_cases_below_its_name(tmp_path):
    sources = put(tmp_path / "sources", {"x.zip": zipped(PAGES)})
    done = list(normalise_paths([sources], tmp_path / "to", Settings(), 1, Overrides()))
    assert all(item.complete for item in done)
    made = {str(path.relative_to(tmp_path / "to")) for path in (tmp_path / "to").rglob("*.xhtml")}
    assert made == {"x/b.xhtml", "x/kinh-te/a.xhtml"}


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (OSError(errno.EIO, "the medium failed"), "unreadable-file"),
        (OSError(errno.ENOSPC, "full"), ""),
        (ValueError("x"), "internal-error"),
        (CaptureFailed("damaged-file", "x"), "damaged-file"),
    ],
)
def test_what_goes_wrong_with_an_opening_costs_that_file_alone(tmp_path, monkeypatch, raised, code):
    def parts(*_):
        raise raised

    monkeypatch.setattr("packager.readers.parts", parts)
    (item,) = readers.scan(put(tmp_path / "s", {"feed.xml": "<rss/>"}), "s")
    with pytest.raises(CaptureFailed if code else OutputError) as told:
        list_contents(item, Container(archive=False), tmp_path, tmp_path, 0)
    assert getattr(told.value, "code", "") == code


def test_an_entry_said_to_stand_beyond_the_end_costs_that_entry(tmp_path):
    made = zipped({"a.html": page("Bài một"), "b.html": page("Bài hai")})
    extra = struct.pack("<HHQ", 1, 8, 2**63 + 5)  # a ZIP64 offset
    first = made.index(b"PK\1\2")
    header = bytearray(made[first : first + 46 + 6])
    header[30:32], header[42:46] = struct.pack("<H", len(extra)), b"\xff" * 4
    end = made.rindex(b"PK\5\6")
    directory = bytes(header) + extra + made[first + 52 : end]
    last = bytearray(made[end:])
    last[12:16] = struct.pack("<I", len(directory))
    sources = put(tmp_path / "sources", {"x.zip": made[:first] + directory + bytes(last), "c.html": page("Bài ba")})
    run = build(sources, tmp_path / "output")
    assert {"c.html", "x.zip/b.html"} <= set(locators(run))
    assert "damaged-file" in {told["code"] for told in run.report["findings"]}


def test_a_child_that_is_lost_over_an_archive_costs_that_archive(tmp_path, monkeypatch):
    monkeypatch.setattr("packager.containers.OPEN_SECONDS", 0.0)
    monkeypatch.setattr("packager.containers.OPEN_SPEED", 1e12)
    sources = put(
        tmp_path / "sources",
        {"x.zip": zipped(PAGES | {f"{n}.css": "p" for n in range(3000)}), "c.html": page("Bài ba")},
    )
    run = whole(pipeline.build([sources], Options(tmp_path / "output"), Quiet()), tmp_path / "output")
    assert locators(run) == {"c.html": "article", "x.zip": "failed"}
    assert "worker-stopped" in codes(run.report, "x.zip")


def test_a_picture_that_is_put_beside_a_feed_later_is_found(tmp_path):
    sources = put(tmp_path / "sources", {"f.xml": feed("cho")})
    assert codes(build(sources, tmp_path / "output").report, "f.xml/https://b.example/cho") == {"picture-missing"}
    put(sources, {"cho.jpg": picture()})
    run = build(sources, tmp_path / "output")
    assert codes(run.report, "f.xml/https://b.example/cho") == set()
    assert build(sources, tmp_path / "output").written == ()


def test_a_file_without_articles_that_goes_leaves_nothing_behind(tmp_path):
    sources = put(tmp_path / "sources", {"x.zip": zipped({"empty.html": ""}), "c.html": page("Bài ba")})
    assert build(sources, tmp_path / "output").exit_code == 1
    (sources / "x.zip").unlink()
    run = build(sources, tmp_path / "output")
    assert (run.exit_code, list(locators(run))) == (0, ["c.html"])


def test_two_files_of_one_case_in_an_archive_are_both_written(tmp_path):
    held = {"a.htm": page("Bài một"), "a.html": page("Bài hai")}
    sources = put(tmp_path / "sources", {"x.zip": zipped(held)})
    assert len(list(normalise_paths([sources], tmp_path / "to", Settings(), 1, Overrides()))) == 3
    made = sorted(path.name for path in (tmp_path / "to" / "x").glob("*.xhtml"))
    assert made == ["a-2.xhtml", "a.xhtml"]
