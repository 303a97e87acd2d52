"""Whatever is damaged, missing or not ours in an output folder is found and named."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import zipfile
from contextlib import closing
from hashlib import sha256

import pytest

from packager import pipeline
from packager.errors import LibraryBusy, LibraryDamaged, SourceMissing
from packager.library import lock, unfinished
from packager.library.catalogue import Catalogue
from packager.library.events import Withdrawal
from packager.progress import Quiet
from packager.publish import manifest
from packager.repair import repair
from packager.withdraw import withdraw
from tests.collected import build, files, options, packager, page, put, some

FLIPS = 240
CATALOGUE = "library/catalogue.sqlite"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An output folder as a build leaves it; not to be changed."""
    folder = tmp_path_factory.mktemp("built")
    build(put(folder / "sources", some()), folder / "output")
    return folder / "output"


@pytest.fixture
def output(built, tmp_path):
    return shutil.copytree(built, tmp_path / "output")


def verify(output):
    return pipeline.verify(output, Quiet())


def told(output):
    """The codes of what is found, by the file."""
    return {(item.where, item.code) for item in verify(output).findings}


def object_of(output, index=0):
    """One article's page and its title."""
    entry = pipeline.entries(output)[index]
    return f"library/objects/{entry.content[:2]}/{entry.content[2:]}", entry.metadata.title.value


def test_what_a_build_leaves_is_whole(built):
    found = verify(built)
    assert (found.findings, found.exit_code) == ((), 0)
    assert found.files == sum(not name.startswith(("library/cache", "library/.")) for name in files(built)) - 1
    assert found.articles == 6


def test_articles_are_counted_as_the_build_counts_them(tmp_path):
    address = "https://bao.example/hai"
    held = [
        page("Bài một"), page("Bài hai", address=address), page("Bài hai, sửa", address=address), page("Bài gỡ"),
    ]  # fmt: skip
    sources = put(tmp_path / "sources", {f"{number}.html": text for number, text in enumerate(held)})
    build(sources, tmp_path / "output")
    (out,) = (entry.id for entry in pipeline.entries(tmp_path / "output") if entry.metadata.title.value == "Bài gỡ")
    run = withdraw(Withdrawal(out, "", "gỡ"), options(tmp_path / "output"), Quiet())
    found = verify(tmp_path / "output")
    assert (found.articles, found.copies) == (run.report["articles"], 4) == (2, 4)
    said = packager("verify", tmp_path / "output").stdout.decode()
    assert "2 articles (4 copies)" in said


HARM = {
    "a table lost a row": "DELETE FROM search_exact_docsize WHERE id = 1",
    "an index lost its words": "DELETE FROM search_folded_data WHERE id > 10",
    "an article is missing": "DELETE FROM searchable WHERE number = 2",
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
def test_a_damaged_search_index_is_named_and_made_anew(output, harm):
    def hits():
        found = pipeline.search("cho", options(output), (), 10).hits
        return [(hit.entry.id, hit.snippet) for hit in found]

    before = hits()
    assert before
    assert told(output) == set()
    with closing(sqlite3.connect(output / CATALOGUE)) as database:
        database.execute(harm)
        database.commit()
    with Catalogue(output / CATALOGUE, reading=True) as catalogue:  # the manifest knows no better: a mistake of a run
        pipeline.write_manifest(output, catalogue.publications())
    assert told(output) == {(CATALOGUE, "search-damaged")}
    done = repair([], options(output), Quiet())
    assert done.deeds == ("the search index was damaged and was made anew",)
    assert done.verification.findings == ()
    assert hits() == before


def test_a_search_index_that_is_not_in_step_is_no_damage(output):
    pipeline.search("cho", options(output), (), 10)
    with Catalogue(output / CATALOGUE) as catalogue:
        record = next(record for record in catalogue.ledger() if record.article)
        catalogue.forget(record.source, record.locator)
        catalogue.settle()
        catalogue.commit()
        pipeline.write_manifest(output, catalogue.publications())
    assert "search-damaged" not in {code for _, code in told(output)}


def test_every_bit_that_flips_is_found(output):
    """Half of the places in the catalogue, of whose flipped bits SQLite itself finds one in twenty."""
    names = sorted([manifest.NAME, *manifest.files(output)])
    chance = random.Random(5)  # noqa: S311 - not for secrets
    for number in range(FLIPS):
        name = CATALOGUE if number % 2 else chance.choice(names)
        path = output / name
        content = bytearray(path.read_bytes())
        place = chance.randrange(len(content) * 8)
        content[place // 8] ^= 1 << place % 8
        before = path.read_bytes()
        path.write_bytes(content)
        found = verify(output)
        assert found.exit_code == LibraryDamaged.exit_code, (name, place)
        assert name == manifest.NAME or name in {item.where for item in found.findings}, (name, place)
        path.write_bytes(before)


def test_a_damaged_object_is_named_with_its_article(output):
    name, title = object_of(output)
    (output / name).write_bytes(b"<html/>")
    (found,) = verify(output).findings
    assert (found.where, found.code) == (name, "file-damaged")
    assert f"the text of «{title}»" in found.message
    assert "packager repair" in found.hint


def test_a_missing_object_is_named_with_its_article(output):
    name, title = object_of(output)
    (output / name).unlink()
    (found,) = verify(output).findings
    assert (found.where, found.code) == (name, "file-missing")
    assert title in found.message


def test_a_damaged_and_a_missing_volume_are_named(output):
    first, second, *_ = sorted(name for name in manifest.files(output) if name.startswith("volumes/"))
    (output / first).write_bytes(b"PK")
    (output / second).unlink()
    assert told(output) == {(first, "file-damaged"), (second, "file-missing")}
    assert all("a volume of " in item.message for item in verify(output).findings)


@pytest.mark.parametrize("name", ["notes.txt", "volumes/2025-02/other.epub", "library/objects/ab/notes"])
def test_a_file_of_somebody_else_is_named(output, name):
    put(output, {name: "x"})
    assert told(output) == {(name, "file-unlisted")}
    assert verify(output).exit_code == 1


def test_an_object_that_no_manifest_lists_is_named(output):
    name = f"library/objects/ab/{'0' * 62}"
    put(output, {name: "x"})
    assert told(output) == {(name, "file-damaged")}


def test_the_manifest_may_be_missing_or_cut(output):
    path = output / manifest.NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    assert (manifest.NAME, "file-damaged") in told(output)
    path.write_bytes(b"".join(sorted(whole.splitlines(keepends=True))))
    assert told(output) == {(manifest.NAME, "file-damaged")}
    path.unlink()
    assert (manifest.NAME, "file-missing") in told(output)


def relisted(output):
    """As if a run had ended with these files."""
    manifest.write(output, {})


def test_a_catalogue_that_sqlite_finds_damaged_is_named(output):
    content = bytearray((output / CATALOGUE).read_bytes())
    content[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    (output / CATALOGUE).write_bytes(content)
    relisted(output)
    assert (CATALOGUE, "catalogue-damaged") in told(output)


@pytest.mark.parametrize(
    "change", ["UPDATE articles SET metadata = '{'", "UPDATE inputs SET findings = '[{}]'", "PRAGMA user_version = 0"]
)
def test_a_row_that_no_run_writes_is_named(output, change):
    with closing(sqlite3.connect(output / CATALOGUE)) as database, database:
        database.execute(change)
    relisted(output)
    assert told(output) == {(CATALOGUE, "catalogue-damaged")}


def test_a_catalogue_that_is_missing_is_named(output):
    (output / CATALOGUE).unlink()
    assert told(output) == {(CATALOGUE, "file-missing")}


def test_a_volume_that_was_written_wrong_is_named(output):
    name = next(name for name in manifest.files(output) if name.endswith(".epub"))
    content = bytearray((output / name).read_bytes())
    with zipfile.ZipFile(output / name) as archive:
        content[archive.infolist()[3].header_offset + 60] ^= 1
    (output / name).write_bytes(content)
    with closing(sqlite3.connect(output / CATALOGUE)) as database, database:
        digest = sha256(content).hexdigest()
        database.execute("UPDATE publications SET sha256 = ? WHERE path = ?", (digest, name))
    relisted(output)
    assert told(output) == {(name, "volume-unreadable")}


def test_a_run_that_did_not_end_is_told_and_its_work_is_no_damage(output):
    unfinished.begin(output / "library")
    put(
        output,
        {"report.json": "new", f"library/objects/{sha256(b'x').hexdigest()[:2]}/{sha256(b'x').hexdigest()[2:]}": "x"},
    )
    assert told(output) == {("library", "run-unfinished")}
    assert verify(output).exit_code == 1
    name, _ = object_of(output)
    (output / name).write_bytes(b"")
    assert (name, "file-damaged") in told(output)


def test_a_damaged_catalogue_is_not_built_upon(output, tmp_path):
    path = output / CATALOGUE
    content = path.read_bytes()
    title = "Chợ phiên đầu năm".encode()
    path.write_bytes(content.replace(title, title.replace(b"C", b"B"), 1))
    assert path.read_bytes() != content
    with pytest.raises(LibraryDamaged, match="not as the last run left it; run `packager repair`"):
        build(put(tmp_path / "sources", some()), output)


def test_a_damaged_object_is_not_bound(output, tmp_path):
    name, _ = object_of(output)
    (output / name).write_bytes(b"<html/>")
    with pytest.raises(LibraryDamaged, match="not those it is named for; run `packager repair`"):
        build(put(tmp_path / "sources", some()), output, by=(("year",),))


def test_nothing_is_written_and_a_running_build_is_not_disturbed(output):
    before = files(output)
    verify(output)
    assert files(output) == before
    with lock.hold(output / "library"), pytest.raises(LibraryBusy, match="process"):
        verify(output)
    with lock.hold_still(output / "library"):
        assert verify(output).exit_code == 0


def test_where_nothing_was_built(tmp_path):
    with pytest.raises(SourceMissing, match="there is no library"):
        verify(tmp_path)


def test_the_command_says_it_in_words_and_in_json(output):
    done = packager("verify", output)
    assert done.returncode == 0
    assert b"all is as it was left" in done.stdout
    name, title = object_of(output)
    (output / name).unlink()
    done = packager("verify", output, "--json")
    assert done.returncode == 30
    table = json.loads(done.stdout)
    assert (table["whole"], [item["where"] for item in table["findings"]]) == (False, [name])
    assert title in packager("verify", output).stdout.decode()
