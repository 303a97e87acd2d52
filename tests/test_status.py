"""What the next build would do is said beforehand, and what went away from the sources is told."""

from __future__ import annotations

import io
import json
import tarfile

import pytest

from packager import pipeline, withdraw
from packager.config import Settings
from packager.errors import SourceMissing
from packager.findings import finding
from packager.ingest import Ingested
from packager.library import unfinished
from packager.library.catalogue import Catalogue
from packager.library.events import Withdrawal
from packager.library.objects import Objects
from packager.library.records import Record
from packager.model import Outcome
from packager.overrides import load
from packager.progress import Quiet
from packager.status import differences, status
from tests.collected import build, codes, counts, feed, files, options, packager, page, picture, put, some, volumes

LOST = finding("worker-stopped", "sources/a.html", "reading it took too long")


@pytest.fixture
def sources(tmp_path):
    return put(tmp_path / "sources", some())


@pytest.fixture
def output(sources, tmp_path):
    build(sources, tmp_path / "output")
    return tmp_path / "output"


def names(found):
    return {word: getattr(found, word) for word in ("new", "changed", "retried", "gone") if getattr(found, word)}


def test_nothing_to_do(sources, output):
    before = files(output)
    found = status([sources], options(output))
    assert names(found) == {}
    assert (found.again, found.unfinished) == ((), False)
    assert files(output) == before


def test_what_is_new_changed_and_gone(sources, output):
    put(sources, {"trong.html": ""})
    build(sources, output)
    put(sources, {"kinh-te/cho.html": page("Chợ khác"), "moi.html": page("Mới"), "van-hoa/mua.jpg": picture(9)})
    (sources / "van-hoa/ke-chuyen.html").unlink()
    unfinished.begin(output / "library")
    before = files(output)
    found = status([sources], options(output))
    assert found.new == ("sources/moi.html",)
    assert found.changed == ("sources/kinh-te/cho.html", "sources/van-hoa/mua.txt")
    assert found.gone == ("sources/van-hoa/ke-chuyen.html",)
    assert found.retried == ("sources/trong.html",)
    assert found.unfinished
    assert files(output) == before


def test_a_changed_configuration_names_the_articles(sources, output):
    found = status([sources], options(output, settings=Settings(language="en")))
    assert {article for article, _ in found.again} == {entry.id for entry in pipeline.entries(output)}
    assert names(found) == {}


def test_what_went_away_is_told_and_its_articles_stay(sources, output):
    held = volumes(output)
    (sources / "van-hoa/ke-chuyen.html").unlink()
    run = build(sources, output)
    assert "source-gone" in codes(run.report, "ke-chuyen.html")
    assert volumes(output) == held
    assert counts(run.report)["articles"] == 6
    put(sources, {"van-hoa/ke-chuyen.html": some()["van-hoa/ke-chuyen.html"]})
    assert "source-gone" not in codes(build(sources, output).report)


def test_what_was_never_read_is_forgotten_with_its_file(sources, output):
    put(sources, {"hong.html": "", "la.bin": b"\x00\x01"})
    assert counts(build(sources, output).report)["failed"] == 1
    for name in ("hong.html", "la.bin", "README.md"):
        (sources / name).unlink()
    run = build(sources, output)
    assert counts(run.report) == {"inputs": 6, "articles": 6, "duplicates": 0, "skipped": 0, "failed": 0}


def test_one_file_given_alone_says_nothing_of_the_others(sources, output):
    run = build(sources / "kinh-te/cho.html", output)
    assert "source-gone" not in codes(run.report)


def test_a_file_of_several_is_told_once(tmp_path, output):
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name in ("a", "b"):
            text = page(f"Bài {name}").encode()
            member = tarfile.TarInfo(f"{name}.html")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text))
    sources = put(tmp_path / "tars", {"x.tar": content.getvalue(), "y.html": page("Y")})
    assert counts(build(sources, output).report)["articles"] == 9
    (sources / "x.tar").unlink()
    run = build(sources, output)
    assert [told["where"] for told in run.report["findings"] if told["code"] == "source-gone"] == ["tars/x.tar"]


def test_where_there_is_no_library(sources, tmp_path):
    with pytest.raises(SourceMissing, match="there is no library"):
        status([sources], options(tmp_path / "nowhere"))


def test_the_command(sources, output):
    put(sources, {"moi.html": page("Mới")})
    done = packager("status", sources, "-o", output)
    assert done.returncode == 0
    assert "new: sources/moi.html" in done.stdout.decode()
    table = json.loads(packager("status", sources, "-o", output, "--json").stdout)
    assert (table["new"], table["again"]) == (["sources/moi.html"], [])


def test_what_failed_in_a_file_of_several_is_tried_again(tmp_path):
    sources = put(tmp_path / "s", {"f.xml": feed("một", "hai")})
    output = tmp_path / "out"
    build(sources, output)
    with Catalogue(output / "library" / "catalogue.sqlite") as catalogue:
        (locator, *_) = (item.locator for item in catalogue.items())
        told = (finding("worker-stopped", f"s/{locator}", "x"),)
        catalogue.record(Record("s", locator, "", Outcome.FAILED, reason="x", findings=told))
    assert status([sources], options(output)).retried == ("s/f.xml",)


def test_what_would_change_is_shown_and_nothing_is_written(tmp_path):
    address = "https://bao.example/cho"
    pages = {"a.html": page("Chợ phiên", address=address), "f.xml": feed("một", "hai"), "b.html": page("Đường")}
    sources, output = put(tmp_path / "sources", pages), tmp_path / "output"
    build(sources, output)
    given = tmp_path / "overrides.toml"
    given.write_text(f'["{address}"]\ntitle = "Chợ đêm"\n', encoding="utf-8")
    before = files(output)
    corrected = options(output, overrides=load(given))
    (comparison,) = differences([sources], corrected)
    assert comparison.metadata["title"] == (("Chợ phiên",), ("Chợ đêm",))
    assert [change.before for change in comparison.text] == ["Chợ phiên"]
    every = list(differences([sources], options(output, settings=Settings(rights="CC0"))))
    assert {item.new.locator.partition("/")[0] for item in every} == set(pages)
    assert all(list(item.metadata) == ["rights"] for item in every)
    done = packager("status", sources, "-o", output, "--overrides", given, "--diff")
    assert "+Chợ đêm" in done.stdout.decode()
    assert files(output) == before


def test_what_would_be_no_article_any_more_is_told(tmp_path, monkeypatch):
    sources, output = put(tmp_path / "sources", {"a.html": page("Chợ")}), tmp_path / "output"
    build(sources, output)
    record = Record("sources", "a.html", "", Outcome.FAILED, reason="reading it took too long", findings=(LOST,))
    monkeypatch.setattr("packager.stages.ingested", lambda items, *_: [(item, Ingested(record)) for item in items])
    assert list(differences([sources], options(output, settings=Settings(rights="CC0")))) == [record]


def test_what_an_article_was_is_kept_and_compared(tmp_path):
    sources, output = (
        put(tmp_path / "sources", {"a.html": page("Chợ", address="https://bao.example/cho")}),
        tmp_path / "o",
    )
    build(sources, output)
    (held,) = pipeline.entries(output)
    build(put(sources, {"a.html": page("Chợ phiên", address="https://bao.example/cho")}), output)
    build(sources, output, settings=Settings(rights="CC0"))
    first, second = pipeline.changes(output, held.id)
    assert (first.old.content, first.metadata["title"]) == (held.content, (("Chợ",), ("Chợ phiên",)))
    assert second.metadata == {"rights": ((), ("CC0",))}
    withdraw.withdraw(Withdrawal(held.id, "", "gỡ", erased=True), options(output), Quiet())
    assert pipeline.changes(output, held.id) == []
    assert not Objects(output / "library" / "objects").has(held.content)
    assert packager("verify", output).returncode == 0
