"""What a library and its volumes become when sources change, and what a run costs when something goes wrong."""

from __future__ import annotations

import re
import shutil
import zipfile

import pytest

from packager import pipeline, stages
from packager.config import Settings
from packager.errors import OutputError, SourceMissing, UsageError, VolumeError
from packager.progress import Quiet
from tests import hazards
from tests.collected import WORDS, Steps, build, codes, counts, options, page, picture, put, some, volumes, whole

QUIET = Quiet()
NAMED = Settings(publication="Báo")


@pytest.fixture
def output(tmp_path):
    return tmp_path / "output"


def names(output):
    return sorted(name.removeprefix("volumes/").removesuffix(".epub") for name in volumes(output))


# -- what changes


def test_a_missing_picture_that_arrives_is_taken_and_only_its_volume_is_written(tmp_path, output):
    sources = put(tmp_path / "sources", some())
    first = build(sources, output)
    assert "picture-missing" in codes(first.report)
    put(sources, {"thieu.jpg": picture(9)})
    steps = Steps()
    second = build(sources, output, steps)
    assert second.written == ("volumes/2025-01/articles-2025-01-unsorted.epub",)
    assert steps.stages[0] == ["Reading", 7, 5]
    assert "picture-missing" not in codes(second.report)
    assert second.exit_code == 0


def test_a_picture_is_taken_wherever_readers_look_for_it(tmp_path, output):
    arrive = {
        "anh%201.jpg": "bai/anh 1.jpg",
        "../anh/2.jpg?w=800": "anh/2.jpg",
        "https://bao.example/m/3.jpg": "bai/a_files/3.jpg",
        "//bao.example/m/4.jpg?w=8": "bai/b_files/4.jpg",
    }
    pages = {f"bai/{name}.html": page(name, pictures=(address,)) for name, address in zip("cdab", arrive, strict=True)}
    sources = put(tmp_path / "sources", pages)
    missing = [told["code"] for told in build(sources, output).report["findings"]]
    assert missing.count("picture-missing") == 4
    put(sources, {name: picture(shade) for shade, name in enumerate(arrive.values())})
    assert "picture-missing" not in codes(build(sources, output).report)


def test_a_dumps_picture_is_taken_from_its_own_folder(tmp_path, output):
    dump = {"a.txt": some()["van-hoa/mua.txt"]}
    sources = put(tmp_path / "sources", dump)
    assert "picture-missing" in codes(build(sources, output).report)
    put(sources, {"a/mua.jpg": picture()})
    assert "picture-missing" not in codes(build(sources, output).report)


def test_a_picture_that_was_refused_is_tried_again(tmp_path, output):
    sources = put(tmp_path / "sources", {"a.html": page("A", pictures=("a.jpg",))})
    (sources / "a.jpg").symlink_to(put(tmp_path / "outside", {"a.jpg": picture()}) / "a.jpg")
    assert "outside-source" in codes(build(sources, output).report)
    (sources / "a.jpg").unlink()
    put(sources, {"a.jpg": picture()})
    assert build(sources, output).exit_code == 0


def test_a_damaged_picture_is_not_read_again_until_it_changes(tmp_path, output):
    sources = put(tmp_path / "sources", {"a.html": page("A", pictures=("a.jpg",)), "a.jpg": picture()[:-300]})
    build(sources, output)
    steps = Steps()
    assert "picture-damaged" in codes(build(sources, output, steps).report)
    assert steps.stages[0] == ["Reading", 1, 1]
    put(sources, {"a.jpg": picture()})
    assert build(sources, output).exit_code == 0


def test_a_changed_page_replaces_its_article(tmp_path, output):
    sources = put(tmp_path / "sources", {"a.html": page("Bản cũ"), "b.html": page("Bài khác")})
    build(sources, output)
    put(sources, {"a.html": page("Bản mới")})
    run = build(sources, output)
    assert counts(run.report)["articles"] == 2
    assert {entry.metadata.title.value for entry in pipeline.entries(output)} == {"Bản mới", "Bài khác"}
    assert build(sources, tmp_path / "afresh").report == run.report


def test_a_volume_that_no_article_is_left_for_is_removed_with_its_folder(tmp_path, output):
    sources = put(tmp_path / "sources", {"a.html": page("A"), "b.html": page("B", date="2025-03-01")})
    build(sources, output)
    put(sources, {"b.html": page("B", topic="Văn hóa", date="2025-02-01")})
    run = build(sources, output)
    assert run.removed == ("volumes/2025-03/articles-2025-03-kinh-te.epub",)
    assert names(output) == ["2025-02/articles-2025-02-kinh-te", "2025-02/articles-2025-02-van-hoa"]
    assert not (output / "volumes" / "2025-03").exists()
    assert {volume["path"] for volume in run.report["volumes"]} == set(volumes(output))


def test_other_settings_read_pages_again_and_other_pictures_do_not(tmp_path, output):
    sources = put(tmp_path / "sources", {"a.html": page("A", pictures=("a.jpg",)), "a.jpg": picture(1, (1200, 900))})
    build(sources, output)
    read, spared = Steps(), Steps()
    build(sources, output, read, settings=Settings(rights="CC BY 4.0"))
    run = build(sources, output, spared, settings=Settings(rights="CC BY 4.0", images="compact"))
    assert (read.stages[0], spared.stages[0]) == (["Reading", 1, 0], ["Reading", 1, 1])
    assert len(run.written) == 1


# -- the same article more than once


def test_the_same_bytes_in_two_places_are_bound_once(tmp_path, output):
    sources = put(tmp_path / "sources", {"b/x.html": page("X"), "a/x.html": page("X"), "c.html": page("C")})
    report = build(sources, output).report
    assert counts(report) == {"inputs": 3, "articles": 2, "duplicates": 1, "skipped": 0, "failed": 0}
    assert [item["locator"] for item in report["items"] if item["outcome"] == "duplicate"] == ["b/x.html"]
    assert [told["where"] for told in report["findings"] if told["code"] == "duplicate"] == ["sources/b/x.html"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_versions_the_newer_is_bound_in_either_order_of_arrival(tmp_path, output, order):
    address = "https://bao.example/x"
    versions = [
        {"z-old.html": page("Bản đầu", address=address, date="2025-02-01")},
        {"a-new.html": page("Bản sửa", address=address, date="2025-02-03")},
    ]
    for number in order:
        run = build(put(tmp_path / "sources", versions[number]), output)
    assert [entry.metadata.title.value for entry in pipeline.entries(output)] == ["Bản sửa"]
    assert counts(run.report)["duplicates"] == 1
    assert codes(run.report, "z-old.html") == {"version"}
    assert run.exit_code == 0


def test_a_source_that_is_given_twice_is_read_once(tmp_path, output):
    sources = put(tmp_path / "sources", {"a.html": page("A"), "b.html": page("B")})
    report = build([sources, sources / "a.html", sources / ".." / "sources"], output).report
    assert counts(report)["inputs"] == 2


def test_two_folders_of_one_name_do_not_take_each_others_place(tmp_path, output):
    for month in ("01", "02"):
        sources = put(tmp_path / month / "pages", {"0001.html": page(f"Tháng {month}", date=f"2025-{month}-05")})
        report = build(sources, output).report
    assert counts(report)["articles"] == 2
    assert {item["source"] for item in report["items"]} == {"pages", "02/pages"}
    assert counts(build(sources, output).report)["inputs"] == 2


def test_a_folder_that_moved_keeps_its_name(tmp_path, output):
    sources = put(tmp_path / "here" / "pages", {"a.html": page("A"), "b.html": page("B")})
    build(sources, output)
    shutil.move(sources, tmp_path / "pages")
    put(tmp_path / "pages", {"a.html": page("A, sửa")})
    assert counts(build(tmp_path / "pages", output).report) == {
        "inputs": 2, "articles": 2, "duplicates": 0, "skipped": 0, "failed": 0,
    }  # fmt: skip


@pytest.mark.parametrize("place", ["output", ".", "made/here"])
def test_an_output_inside_the_sources_is_no_source(tmp_path, place):
    sources = put(tmp_path / "sources", {"a.html": page("A"), "volumes.html": page("B"), "made/c.html": page("C")})
    for _ in range(2):
        run = build(sources, sources / place)
        assert counts(run.report)["inputs"] == 3
    assert run.written == ()


# -- what is bound


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A library of six articles, without volumes."""
    folder = tmp_path_factory.mktemp("library")
    files = some() | {
        "bao.html": page("Báo", publisher="Báo Vân Sơn", date="2025-02-24"),
        "tin.html": page("Tin", publisher="Tin Núi", date="2025-02-28"),
    }
    run = whole(pipeline.ingest([put(folder / "sources", files)], options(folder / "output"), QUIET), folder / "output")
    assert counts(run.report)["articles"] == 8
    assert run.report["volumes"] == []
    return folder / "output"


@pytest.fixture
def held(library, output):
    """A copy of the library."""
    return shutil.copytree(library, output)


def bind(output, **given):
    return whole(pipeline.bind(options(output, **given), QUIET), output)


BY_KEY = {
    "topic": ["all/bao-kinh-te", "all/bao-unsorted", "all/bao-van-hoa"],
    "year": ["2025/bao-2025", "undated/bao-undated"],
    "quarter": ["2025-Q1/bao-2025-Q1", "undated/bao-undated"],
    "month": ["2025-01/bao-2025-01", "2025-02/bao-2025-02", "undated/bao-undated"],
    "week": ["2025-W01", "2025-W02", "2025-W07", "2025-W08", "2025-W09", "undated"],
    "day": ["2025-01-05", "2025-01-07", "2025-02-12", "2025-02-21", "2025-02-24", "2025-02-28", "undated"],
    "source": ["all/bao-example", "all/bao-van-son", "all/khong-ro-nguon", "all/tin-nui"],
}


def test_volumes_by_each_key(held):
    planned = {key: pipeline.planned(options(held, by=((key,),), settings=NAMED)) for key in BY_KEY}
    for key, expected in BY_KEY.items():
        paths = [path.removeprefix("volumes/").removesuffix(".epub") for path in planned[key]]
        assert sorted(paths if "/" in expected[0] else {path.partition("/")[0] for path in paths}) == expected
    run = bind(held, by=tuple((key,) for key in BY_KEY), settings=NAMED)
    assert len(run.written) == sum(map(len, planned.values()))
    assert sum(volume["articles"] for volume in run.report["volumes"]) == len(BY_KEY) * 8


def test_every_binding_asked_for_is_made_and_holds_every_article(held):
    run = bind(held, by=(("topic", "month"), ("month",), ("source", "month"), ("month", "topic")))
    assert sum(volume["articles"] for volume in run.report["volumes"]) == 3 * 8
    assert len(run.written) == len(volumes(held)) == len(set(run.written))


def test_bindings_whose_names_collide_are_told_apart_for_good(tmp_path, output):
    """All articles of one publisher: by month and by source and month, the plain name is the same."""
    sources = put(tmp_path / "sources", {"a.html": page("A", publisher="Báo"), "b.html": page("B")})
    both = (("source", "month"), ("month",))
    first = build(sources, output, by=both)
    assert sorted(volume["articles"] for volume in first.report["volumes"]) == [1, 1, 2]
    assert build(sources, output, by=both[::-1]).written == ()
    assert build(sources, output, by=both[:1]).written == ()
    assert build(sources, output, by=both[1:]).written == ()


def test_only_some_periods_and_topics_and_nothing_is_removed(held):
    everything = bind(held, settings=NAMED).report["volumes"]
    smaller = Settings(publication="Báo", images="compact")
    run = bind(held, periods=("2025-02",), topics=("kinh-te", "van-hoa"), settings=smaller)
    assert run.written == ("volumes/2025-02/bao-2025-02-kinh-te.epub", "volumes/2025-02/bao-2025-02-van-hoa.epub")
    assert run.removed == ()
    assert len(run.report["volumes"]) == len(everything)


def test_what_would_be_done_is_said_and_not_done(held):
    plan = pipeline.planned(options(held))
    assert set(plan.values()) == {"write"}
    assert not (held / "volumes").exists()
    assert set(bind(held).written) == set(plan)
    before = volumes(held)
    named = options(held, settings=Settings(publication="Bản tin"))
    assert sorted(pipeline.planned(named).values()) == ["remove"] * len(plan) + ["write"] * len(plan)
    assert volumes(held) == before
    assert set(pipeline.planned(options(held)).values()) == {"keep"}


def package_document(path):
    with zipfile.ZipFile(path) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".opf"))
        return archive.read(name).decode()


ENGLISH = (
    "This morning the cooperative in the village opened the first market of the year with more than seventy stalls. "
    "People from the neighbouring communes came down from the hills early, and brought what they had grown and made. "
)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [("vi", WORDS, ("Chưa phân loại", "Không rõ ngày")), ("en", ENGLISH, ("Unsorted", "Undated"))],
)
def test_unsorted_and_undated_are_named_in_the_volumes_language(tmp_path, output, language, text, words):
    content = page("A", topic="", date="").replace('lang="vi"', f'lang="{language}"').replace(WORDS, text)
    build(put(tmp_path / "sources", {"a.html": content.replace("Kết", "A")}), output)
    assert names(output) == ["undated/articles-undated-unsorted"]
    package = package_document(output / "volumes" / "undated" / "articles-undated-unsorted.epub")
    assert all(word in package for word in words)


# -- what goes wrong


REASONS = {
    "kills": "was killed by SIGKILL",
    "hangs": "took longer than 3 s",
    "devours": "needed more than",
    "leaves": "ended by itself (exit code 3)",
}


def test_inputs_that_cost_their_child_cost_no_other(tmp_path, output, monkeypatch):
    monkeypatch.setattr(stages, "ingest_batch", hazards.ingest_batch)
    monkeypatch.setattr(stages, "INGEST_SECONDS", 3.0)
    monkeypatch.setattr(stages, "SHARES", 1)  # one batch holds them all
    files = {f"{number}.html": page(f"Bài {number}") for number in range(3)}
    run = build(put(tmp_path / "sources", files | {f"{name}.html": page("Xấu") for name in REASONS}), output)
    assert counts(run.report) == {"inputs": 7, "articles": 3, "duplicates": 0, "skipped": 0, "failed": 4}
    told = {told["where"]: told["message"] for told in run.report["findings"] if told["code"] == "worker-stopped"}
    assert told.keys() == {f"sources/{name}.html" for name in REASONS}
    assert all(reason in told[f"sources/{name}.html"] for name, reason in REASONS.items())
    assert run.exit_code == 1


def test_a_mistake_of_ours_costs_one_page_and_is_tried_again(tmp_path, output, monkeypatch):
    monkeypatch.setattr(stages, "ingest_batch", hazards.clumsy_batch)
    sources = put(tmp_path / "sources", {"errs.html": page("A"), "b.html": page("B")})
    run = build(sources, output)
    assert "internal-error" in codes(run.report, "errs.html")
    assert counts(run.report) == {"inputs": 2, "articles": 1, "duplicates": 0, "skipped": 0, "failed": 1}
    assert run.exit_code == 1
    monkeypatch.undo()
    assert build(sources, output).exit_code == 0


def test_a_full_disk_ends_the_run(tmp_path, output, monkeypatch):
    monkeypatch.setattr(stages, "ingest_batch", hazards.full_disk)
    with pytest.raises(OutputError, match="disk is full; free some space"):
        build(put(tmp_path / "sources", {"a.html": page("A")}), output)
    monkeypatch.undo()
    assert build(tmp_path / "sources", output).exit_code == 0


@pytest.mark.parametrize("name", ["library/objects", "volumes", "volumes/2025-02", "report.json", "library/cache"])
def test_a_file_or_a_folder_in_the_way_ends_the_run(tmp_path, output, name):
    """A folder where a file is to stand, or a file where a folder is to stand."""
    if name.endswith(".json"):
        put(output, {f"{name}/x": ""})
    else:
        put(output, {name: ""})
    with pytest.raises(OutputError, match="move it away"):
        build(put(tmp_path / "sources", {"a.html": page("A")}), output)


def test_a_writer_that_costs_its_child_ends_the_run(held, monkeypatch):
    monkeypatch.setattr(stages, "bind_volume", hazards.unfit_writer)
    with pytest.raises(VolumeError, match="exit code 3"):
        bind(held, topics=("leaves",), settings=Settings(topics={"Văn hóa": "leaves"}))


def test_what_there_is_not_is_said_before_anything_is_made(tmp_path, output):
    sources = put(tmp_path / "sources", {"a.html": page("A")})
    for given, message in (
        ({"by": (("topic", "moon"),)}, "no key 'moon'"),
        ({"by": (("month", "year"),)}, "name one of month and year"),
        ({"formats": ("docx",)}, "--format docx: there is no such format; use any of epub"),
        ({"settings": Settings(images="huge")}, "--images huge: there is no such profile; use any of "),
    ):
        with pytest.raises(UsageError, match=message):
            build(sources, output, **given)
    with pytest.raises(SourceMissing, match="check the path"):
        build([sources, tmp_path / "nowhere"], output)
    for act in (bind, lambda output: pipeline.planned(options(output)), pipeline.entries):
        with pytest.raises(SourceMissing, match="there is no library; run `packager build`"):
            act(output)
    assert not output.exists()


def test_a_rule_that_changes_costs_its_own_site_only(tmp_path, output):
    sites = {"a": "https://www.bao.example/1.html", "b": "https://khac.example/1.html", "c": ""}
    sources = put(tmp_path / "sources", {f"{name}.html": page(name, address=sites[name]) for name in sites})
    put(tmp_path, {"one/bao.example.txt": "title: //h1\n", "two/bao.example.txt": "title: //article/h1\n"})
    build(sources, output, settings=Settings(rules=str(tmp_path / "one")))
    for rules, spared in (("one", 3), ("two", 2)):
        steps = Steps()
        build(sources, output, steps, settings=Settings(rules=str(tmp_path / rules)))
        assert steps.stages[0] == ["Reading", 3, spared]


# -- related articles


def card(title, address):
    return f'<div class="card"><a href="{address}"><h3>{title}</h3></a></div>'


def test_related_articles_of_the_same_volume_are_listed_and_all_stay_in_the_metadata(tmp_path, output):
    titles = {"cho": "Chợ phiên đầu năm đông khách", "duong": "Đường lên bản đã thông", "hoi": "Hội xuân ở bản trên"}
    topics = {"cho": "Kinh tế", "duong": "Kinh tế", "hoi": "Văn hóa"}
    address = "https://bao.example/{}.html".format
    cards = "".join(card(title, address(name)) for name, title in titles.items()) + card("Không có ở đây", address("x"))
    box = f'<div class="related">{cards}</div></body>'
    sources = put(tmp_path / "sources", {
        f"{name}.html": page(title, topic=topics[name], address=address(name)).replace("</body>", box)
        for name, title in titles.items()
    })  # fmt: skip
    build(sources, output)
    held = {entry.metadata.title.value: entry for entry in pipeline.entries(output)}
    market, road = held[titles["cho"]], held[titles["duong"]]
    assert {link.title for link in market.metadata.related} >= {titles["duong"], titles["hoi"]}
    with zipfile.ZipFile(next((output / "volumes").rglob("*kinh-te.epub"))) as volume:
        text = volume.read(f"EPUB/chapters/a-{market.id}.xhtml").decode()
    (listed,) = re.findall(r'<nav class="related".*?</nav>', text)
    assert re.findall(r'<a href="(.*?)">(.*?)</a>', listed) == [(f"a-{road.id}.xhtml", titles["duong"])]
