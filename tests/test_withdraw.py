"""An article that is withdrawn is in no volume, stays on record as such, and can be brought back."""

from __future__ import annotations

import json
import zipfile

import pytest

from packager import pipeline, withdraw
from packager.errors import SourceMissing, UsageError
from packager.library.events import Withdrawal
from packager.progress import Quiet
from packager.repair import repair
from tests.collected import build, codes, counts, feed, files, options, packager, page, put, some, volumes, whole

TITLE = "Chợ phiên đầu năm"


@pytest.fixture
def sources(tmp_path):
    return put(tmp_path / "sources", some())


@pytest.fixture
def output(sources, tmp_path):
    build(sources, tmp_path / "output")
    return tmp_path / "output"


def identifier(output, title=TITLE):
    (found,) = (entry.id for entry in pipeline.entries(output) if entry.metadata.title.value == title)
    return found


def take_out(output, article, **given):
    withdrawal = Withdrawal(article, "", "Tòa soạn gỡ bài", **given)
    return whole(withdraw.withdraw(withdrawal, options(output), Quiet()), output)


def bound(output):
    """The chapters of all volumes."""
    names = (name for path in (output / "volumes").rglob("*.epub") for name in zipfile.ZipFile(path).namelist())
    return {name.rpartition("/a-")[2].removesuffix(".xhtml") for name in names if "/a-" in name}


def test_it_is_in_no_volume_and_accounted_for(sources, output):
    article = identifier(output)
    before = counts(build(sources, output).report)
    run = take_out(output, article)
    assert article not in bound(output)
    assert counts(run.report) == before | {"articles": before["articles"] - 1, "skipped": before["skipped"] + 1}
    (item,) = (item for item in run.report["items"] if item["article"] == article)
    assert (item["outcome"], item["reason"]) == ("skipped", "withdrawn: Tòa soạn gỡ bài")
    assert codes(run.report, "cho.html") == {"withdrawn"}
    assert pipeline.verify(output, Quiet()).findings == ()
    assert article not in {entry.id for entry in pipeline.entries(output)}


def test_collecting_it_again_does_not_bring_it_back(sources, output):
    article = identifier(output, "Hội xuân")
    take_out(output, article, date="2025-03-01")
    put(sources, {"van-hoa/hoi.html": page("Hội xuân mới", topic="Văn hóa", address="https://bao.example/hoi")})
    put(sources, {"khac/hoi.html": page("Hội xuân", topic="Văn hóa", address="https://bao.example/hoi")})
    run = build(sources, output)
    assert article not in bound(output)
    reasons = [item["reason"] for item in run.report["items"] if item["article"] == article]
    assert reasons == ["withdrawn: Tòa soạn gỡ bài (2025-03-01)"] * 2


def test_only_what_it_stood_in_is_written_and_undoing_it_gives_the_same_bytes(output):
    before = volumes(output)
    article = identifier(output)
    run = take_out(output, article)
    assert (len(run.written), len(run.removed)) == (1, 0) or (len(run.written), len(run.removed)) == (0, 1)
    withdraw.restore(article, options(output), Quiet())
    assert volumes(output) == before


def test_the_bindings_that_there_are_stay(sources, output):
    build(sources, output, by=(("year",),))
    assert len(run_paths(take_out(output, identifier(output)))) == 2
    assert any("-2025.epub" in name for name in volumes(output))


def run_paths(run):
    return run.written + run.removed


def test_what_is_erased_is_gone_and_no_damage(sources, output):
    article = identifier(output, "Hội xuân")
    held = files(output, "library/objects")
    (entry,) = (entry for entry in pipeline.entries(output) if entry.id == article)
    take_out(output, article, erased=True)
    gone = held.keys() - files(output, "library/objects").keys()
    assert len(gone) == 1 + len(entry.pictures)
    assert pipeline.verify(output, Quiet()).findings == ()
    address = "https://bao.example/hoi"
    put(
        sources, {"van-hoa/hoi.html": page("Hội xuân", topic="Văn hóa", address=address, pictures=("hoi.png", "x.png"))}
    )
    build(sources, output)
    assert pipeline.verify(output, Quiet()).findings == ()
    assert not gone & files(output, "library/objects").keys()
    run = whole(withdraw.restore(article, options(output), Quiet()), output)
    assert run.exit_code == 1  # another article's picture is missing
    assert article not in bound(output)
    build(sources, output)
    assert identifier(output, "Hội xuân")
    assert pipeline.verify(output, Quiet()).findings == ()


@pytest.mark.parametrize("lost", [False, True])
def test_what_is_erased_in_a_file_of_several_is_brought_back(tmp_path, lost):
    sources, output = put(tmp_path / "sources", {"f.xml": feed("cho", "hoi")}), tmp_path / "output"
    first = build(sources, output)
    article = identifier(output, "cho")
    take_out(output, article, erased=True)
    withdraw.restore(article, options(output), Quiet())
    if lost:
        (output / "library/catalogue.sqlite").unlink()
        assert repair([], options(output), Quiet()).verification.findings == ()
    assert build(sources, output).report == first.report
    assert identifier(output, "cho") == article


def test_what_cannot_be_withdrawn(output, tmp_path):
    with pytest.raises(UsageError, match="holds no such article"):
        take_out(output, "0" * 16)
    with pytest.raises(UsageError, match="is not withdrawn"):
        withdraw.restore(identifier(output), options(output), Quiet())
    with pytest.raises(SourceMissing, match="there is no library"):
        take_out(tmp_path / "nowhere", "0" * 16)
    assert pipeline.verify(output, Quiet()).findings == ()


def test_the_command(output):
    article = identifier(output)
    assert packager("withdraw", article, "-o", output).returncode == 2
    assert packager("withdraw", article, "--why", "gỡ", "--date", "2025-03-01", "-o", output).returncode == 1
    assert f"{article}  withdrawn   {TITLE}: gỡ (2025-03-01)" in packager("list", "-o", output).stdout.decode()
    rows = [json.loads(line) for line in packager("list", "-o", output, "--json").stdout.splitlines()]
    assert rows[-1] == {"id": article, "title": TITLE, "withdrawn": "gỡ", "date": "2025-03-01"}
    assert packager("withdraw", article, "--undo", "-o", output).returncode == 1
    assert "withdrawn" not in packager("list", "-o", output).stdout.decode()


def hits(output, query, **given):
    return [hit.entry.metadata.title.value for hit in pipeline.search(query, options(output, **given), (), 10).hits]


@pytest.mark.parametrize("erased", [False, True])
def test_it_is_not_found_until_it_is_brought_back(sources, output, erased):
    article = identifier(output, "Hội xuân")
    assert hits(output, "hội xuân") == ["Hội xuân"]
    take_out(output, article, erased=erased)
    assert hits(output, "hội xuân") == []
    withdraw.restore(article, options(output), Quiet())
    build(sources, output)
    assert hits(output, "hội xuân") == ["Hội xuân"]
