"""The same sources give the same bytes, wherever, whenever and in whatever order they come."""

import os

import pytest

from tests.collected import Steps, build, catalogue, counts, files, packager, page, picture, put, some, volumes

PRODUCTS = ("volumes", "library/objects", "report.json", "report.html")
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "2"}


@pytest.fixture(scope="module")
def at_once(tmp_path_factory):
    """The sources of `some`, and what they become in one build."""
    folder = tmp_path_factory.mktemp("at-once")
    build(put(folder / "sources", some()), folder / "output")
    return folder


def test_paths_time_zones_locales_hash_seeds_and_workers_make_no_difference(at_once, tmp_path):
    elsewhere = put(tmp_path / "an other" / "chỗ khác" / "sources", some())
    first = packager("build", at_once / "sources", "-o", tmp_path / "a", "--workers", 1, "--json", **HERE)
    other = packager("build", "sources", "-o", "b", "--workers", 4, "--json", folder=elsewhere.parent, **THERE)
    assert (first.returncode, other.returncode) == (1, 1)
    assert first.stdout == other.stdout
    there = elsewhere.parent / "b"
    for output in (tmp_path / "a", there):
        assert files(output, *PRODUCTS) == files(at_once / "output", *PRODUCTS)
        assert catalogue(output) == catalogue(at_once / "output")


def in_three_parts():
    """The sources apart, in another order; every page's own pictures stay with it."""
    found = some()
    return [
        {name: found[name] for name in found if name.startswith(prefix)} for prefix in ("van-hoa/", "k", "README.md")
    ]


def test_a_folder_that_grows_in_another_order_gives_the_same(at_once, tmp_path):
    for part in in_three_parts():
        report = build(put(tmp_path / "sources", part), tmp_path / "output").report
    assert files(tmp_path / "output", *PRODUCTS) == files(at_once / "output", *PRODUCTS)
    assert catalogue(tmp_path / "output") == catalogue(at_once / "output")
    assert counts(report)["articles"] == 6


def test_sources_that_come_one_after_the_other_give_the_same_volumes(at_once, tmp_path):
    for number, part in enumerate(in_three_parts()):
        report = build(put(tmp_path / f"part-{number}", part), tmp_path / "output").report
    assert volumes(tmp_path / "output") == volumes(at_once / "output")
    assert counts(report) == {"inputs": 7, "articles": 6, "duplicates": 0, "skipped": 1, "failed": 0}


def test_the_losses_of_earlier_sources_stay_in_the_report(tmp_path):
    build(put(tmp_path / "a", {"a.html": page("A", pictures=("none.jpg",))}), tmp_path / "output")
    run = build(put(tmp_path / "b", {"b.html": page("B")}), tmp_path / "output")
    assert [told["where"] for told in run.report["findings"] if told["code"] == "picture-missing"] == ["a/a.html"]
    assert run.exit_code == 1


def stamps(output):
    return {path: path.stat().st_mtime_ns for path in output.rglob("volumes/**/*") if path.is_file()}


def test_unchanged_sources_are_not_read_again_and_no_volume_is_written(tmp_path):
    sources = put(tmp_path / "sources", some())
    first = build(sources, tmp_path / "output")
    before, written = files(tmp_path / "output", *PRODUCTS), stamps(tmp_path / "output")
    steps = Steps()
    second = build(sources, tmp_path / "output", steps)
    assert steps.stages == [["Reading", 7, 6], ["Binding", 5, 5]]  # the note for people is looked at each time
    assert (second.written, second.removed) == ((), ())
    assert stamps(tmp_path / "output") == written
    assert files(tmp_path / "output", *PRODUCTS) == before
    assert second.report == first.report


def test_new_file_times_alone_change_nothing(tmp_path):
    sources = put(tmp_path / "sources", some())
    build(sources, tmp_path / "output")
    for path in sources.rglob("*.*"):
        os.utime(path, (1_710_000_000, 1_710_000_000))
    steps = Steps()
    assert build(sources, tmp_path / "output", steps).written == ()
    assert steps.stages[0] == ["Reading", 7, 6]


def test_a_volume_that_was_lost_or_cut_is_written_again(tmp_path):
    sources = put(tmp_path / "sources", some())
    lost, cut = build(sources, tmp_path / "output").written[:2]
    before = volumes(tmp_path / "output")
    (tmp_path / "output" / lost).unlink()
    os.truncate(tmp_path / "output" / cut, 100)
    assert build(sources, tmp_path / "output").written == (lost, cut)
    assert volumes(tmp_path / "output") == before


def test_kept_renditions_are_a_cache(tmp_path):
    """They lie outside what the manifest lists, and volumes come out the same without them."""
    sources = put(tmp_path / "sources", {"a.html": page("A", pictures=("a.jpg",)), "a.jpg": picture(1, (2400, 1200))})
    build(sources, tmp_path / "output")
    before = volumes(tmp_path / "output")
    assert files(tmp_path / "output", "library/cache/renditions")
    put(sources, {"b.html": page("B")})
    build(sources, tmp_path / "output")
    (sources / "b.html").unlink()
    build(sources, tmp_path / "again")
    assert volumes(tmp_path / "again") == before
    assert b"renditions" not in (tmp_path / "output" / "manifest-sha256.txt").read_bytes()
