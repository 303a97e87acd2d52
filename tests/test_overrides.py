"""What a person corrects: how it is read, what becomes of it, and what it costs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from packager import overrides, pipeline
from packager.articles.metadata.identifiers import identifier_of
from packager.config import Settings
from packager.errors import UsageError
from packager.model import Basis
from packager.overrides import load
from packager.progress import Quiet
from packager.stages import Options
from tests import collected
from tests.collected import Steps, page, put, volumes, whole
from tests.collected import packager as command

A, B, C = (f"https://bao.example/{name}" for name in "abc")


def written(tmp_path, text):
    path = tmp_path / "overrides.toml"
    path.write_text(text, encoding="utf-8")
    return path


def read(tmp_path, text):
    return load(written(tmp_path, text))


# -- reading


def test_every_word_is_given_with_its_evidence(tmp_path):
    row = (
        '\ntitle = " Tên  mới "\nsubtitle = "B"\ndate = "2025-02"\ntopic = "Kinh tế"\nauthors = "Lê A"\nlanguage = "vn"'
    )
    found = read(tmp_path, f'["{A}"]{row}').articles[identifier_of(A)]
    values = (found.title, found.subtitle, found.issued, found.topic, *found.creator, found.language)
    assert [value.value for value in values] == ["Tên mới", "B", "2025-02", "Kinh tế", "Lê A", "vi"]
    assert {(value.basis, value.evidence) for value in values} == {(Basis.GIVEN, "overrides.toml")}
    assert not found.exclude


def test_an_article_is_named_by_its_address_or_its_id(tmp_path):
    found = read(tmp_path, f'["{A}"]\nexclude = true\n[0123456789abcdef]\nexclude = true\n')
    assert set(found.articles) == {identifier_of(A), "0123456789abcdef"}
    assert found.keys[identifier_of(A)] == A


def test_addresses_count_letter_by_letter():
    assert len({identifier_of(a) for a in (A, f"{A}/", f"{A}#x", A.replace("https", "http"))}) == 4


@pytest.mark.parametrize(
    ("stated", "value", "precision"),
    [
        ('"2025"', "2025", "year"),
        ("2025", "2025", "year"),
        ('"2025-02"', "2025-02", "month"),
        ('"2025-02-21"', "2025-02-21", "day"),
        ("2025-02-21", "2025-02-21", "day"),
        ('"2025-02-21T14:05+07:00"', "2025-02-21T14:05:00+07:00", "minute"),
        ("2025-02-21T14:05:00+07:00", "2025-02-21T14:05:00+07:00", "minute"),
        ("2025-02-21 14:05:30", "2025-02-21T14:05:30", "minute"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(tmp_path, stated, value, precision):
    (found,) = read(tmp_path, f"[0123456789abcdef]\ndate = {stated}\n").articles.values()
    assert (found.issued.value, found.issued.precision) == (value, precision)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (f'\n["{A}"]\ntitle = "A"\ntopics = "B"\n', 4, "topics is no word of this file"),
        (f'["{A}"]\ndate = "21/2/2025"\n', 2, "date must be an ISO date"),
        (f'["{A}"]\ndate = "2025-02-30"\n', 2, "date must be an ISO date"),
        (f'["{A}"]\ndate = 14:05:00\n', 2, "date must be an ISO date"),
        (f'["{A}"]\ntitle = ""\n', 2, "title must be a text"),
        (f'["{A}"]\ntopic = 3\n', 2, "topic must be a text"),
        (f'["{A}"]\n\nauthors = ["A",\n 3]\n', 3, "authors must be a name or a list"),
        (f'["{A}"]\nlanguage = "Vietnamese"\n', 2, "is no BCP 47 tag"),
        (f'["{A}"]\nexclude = "yes"\n', 2, "exclude must be true or false"),
        ("[kinh-te]\nexclude = true\n", 1, "neither an address"),
        (f'["{A}"]\nexclude = true\n\n[{identifier_of(A)}]\ntitle = "A"\n', 4, "corrects the same article"),
        ('\ntitle = "A"\n', 2, "neither an address"),
        (f'"{A}" = "A"\n', 1, "is no table"),
        ("\n[=", 2, "is not valid TOML"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_named_with_its_line(tmp_path, text, line, says):
    with pytest.raises(UsageError, match=f"line {line}") as told:
        read(tmp_path, text)
    assert "overrides.toml" in str(told.value)
    assert says in str(told.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UsageError, match="--overrides"):
        load(tmp_path / "overrides.toml")


def test_the_file_beside_the_configuration_goes_first(tmp_path, monkeypatch):
    monkeypatch.chdir(put(tmp_path / "here", {"overrides.toml": ""}))
    beside = put(tmp_path / "there", {"packager.toml": "", "overrides.toml": ""}) / "packager.toml"
    alone = put(tmp_path / "other", {"packager.toml": ""}) / "packager.toml"
    assert overrides.located(beside) == beside.with_name("overrides.toml")
    assert overrides.located(alone) == overrides.located(None)
    assert overrides.located(None).resolve() == tmp_path / "here" / "overrides.toml"


# -- in a library


@pytest.fixture
def sources(tmp_path):
    pages = {
        "a.html": page("Bài A", address=A),
        "b.html": page("Bài B", topic="Văn hóa", address=B),
        "c.html": page("Bài C", address=C, date="2025-03-01"),
    }
    return put(tmp_path / "sources", pages)


@pytest.fixture
def output(tmp_path):
    return tmp_path / "output"


def given(tmp_path, text):
    return {"overrides": read(tmp_path, text)}


def build(*arguments, **more):
    return collected.build(*arguments, settings=Settings(publication="Articles"), **more)


def held(output):
    return {entry.metadata.source.value: entry for entry in pipeline.entries(output)}


ALL = f'["{A}"]\ntitle = "Tên mới"\ndate = "2025-04-01"\ntopic = "Du lịch"\nauthors = ["Lê A", "Trần B"]\n'


def test_what_is_given_stands_in_the_article_and_decides_the_volume(tmp_path, sources, output):
    run = build(sources, output, **given(tmp_path, ALL))
    known = held(output)[A].metadata
    assert [known.title.value, known.issued.value, known.topic.value] == ["Tên mới", "2025-04-01", "Du lịch"]
    assert [value.value for value in known.creator] == ["Lê A", "Trần B"]
    digest = held(output)[A].content
    text = (output / "library" / "objects" / digest[:2] / digest[2:]).read_text(encoding="utf-8")
    assert "<h1>Tên mới</h1>" in text
    assert '<p class="byline">Lê A, Trần B · <time datetime="2025-04-01">' in text
    assert "volumes/2025-04/articles-2025-04-du-lich.epub" in {volume["path"] for volume in run.report["volumes"]}


def test_one_override_costs_one_article_and_its_volumes(tmp_path, sources, output):
    build(sources, output)
    steps = Steps()
    run = build(sources, output, steps, **given(tmp_path, f'["{B}"]\ntitle = "Tên mới"\n'))
    assert steps.stages[0] == ["Reading", 3, 2]
    assert run.written == ("volumes/2025-02/articles-2025-02-van-hoa.epub",)


def test_another_topic_rewrites_the_volume_it_leaves_and_the_one_it_joins(tmp_path, sources, output):
    build(sources, output, **given(tmp_path, f'["{C}"]\ntitle = "C"\n'))
    steps = Steps()
    text = f'["{C}"]\ntitle = "C"\n["{A}"]\ntopic = "van-hoa"\n'
    run = build(sources, output, steps, **given(tmp_path, text))
    assert steps.stages[0] == ["Reading", 3, 2]
    assert run.written == ("volumes/2025-02/articles-2025-02-van-hoa.epub",)
    assert run.removed == ("volumes/2025-02/articles-2025-02-kinh-te.epub",)


def test_the_same_overrides_cost_nothing_and_taking_them_out_undoes_them(tmp_path, sources, output):
    build(sources, output)
    before = volumes(output)
    for expected in (2, 3):
        steps = Steps()
        build(sources, output, steps, **given(tmp_path, ALL))
        assert steps.stages[0] == ["Reading", 3, expected]
    steps = Steps()
    build(sources, output, steps)
    assert steps.stages[0] == ["Reading", 3, 2]
    assert volumes(output) == before


def test_an_excluded_article_is_held_and_bound_nowhere(tmp_path, sources, output):
    build(sources, output)
    steps = Steps()
    run = build(sources, output, steps, **given(tmp_path, f'["{C}"]\nexclude = true\n'))
    assert steps.stages[0] == ["Reading", 3, 3]
    assert run.removed == ("volumes/2025-03/articles-2025-03-kinh-te.epub",)
    assert run.report["articles"] == 3
    told = [told for told in run.report["findings"] if told["code"] == "excluded"]
    assert [(item["severity"], item["where"]) for item in told] == [("note", "sources/c.html")]
    again = whole(pipeline.bind(Options(output, settings=Settings(publication="Articles")), Quiet()), output)
    assert again.written == run.removed


def test_an_override_that_matches_nothing_is_a_warning_and_no_failure(tmp_path, sources, output):
    run = build(sources, output, **given(tmp_path, f'["{A}x"]\ntitle = "A"\n'))
    told = [told for told in run.report["findings"] if told["code"] == "override-unused"]
    assert [(item["severity"], item["where"]) for item in told] == [("warning", "overrides.toml")]
    assert f"{A}x" in told[0]["message"]
    assert run.exit_code == 0


def test_no_author_may_be_given(tmp_path, output):
    text = page("A", address=A).replace("<head>", '<head><meta name="author" content="Lê A">')
    build(put(tmp_path / "sources", {"a.html": text}), output)
    assert held(output)[A].metadata.creator
    build(tmp_path / "sources", output, **given(tmp_path, f'["{A}"]\nauthors = []\n'))
    assert not held(output)[A].metadata.creator


def test_only_what_an_article_is_made_of_makes_its_key(tmp_path):
    one = read(tmp_path, ALL).articles[identifier_of(A)]
    assert replace(one, exclude=True).key == one.key != ""
    assert overrides.Override(exclude=True).key == ""
    assert overrides.Override(creator=()).key


# -- on the command line


def test_the_command_takes_the_file_beside_it_or_the_one_that_is_named(tmp_path, sources):
    written(tmp_path, f'["{A}"]\ntitle = "Tên mới"\n')
    put(tmp_path, {"other.toml": f'["{A}"]\ntitle = "Tên khác"\n'})
    for options, title in (([], "Tên mới"), (["--overrides", "other.toml"], "Tên khác")):
        done = command("normalise", "sources/a.html", "--to", "to", *options, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        meta = json.loads((tmp_path / "to" / "a.meta.json").read_text(encoding="utf-8"))
        assert meta["title"] == {"value": title, "basis": "given", "evidence": "overrides.toml"}
    wrong = command("build", sources, "--overrides", "none.toml", folder=tmp_path)
    assert wrong.returncode == 2
