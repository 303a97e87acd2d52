"""What is damaged is moved aside, what can be made again is, and what is still missing is said."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from packager import pipeline, repair, withdraw
from packager.config import Settings
from packager.errors import LibraryDamaged, SourceMissing
from packager.library.catalogue import Catalogue
from packager.library.events import Withdrawal
from packager.library.history import History
from packager.progress import Quiet
from packager.publish import manifest
from tests.collected import build, catalogue, files, ledger, options, packager, page, put, some, volumes

CATALOGUE = "library/catalogue.sqlite"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Sources and an output folder with a history: built, changed and built, one article withdrawn."""
    folder = tmp_path_factory.mktemp("made")
    sources = put(folder / "sources", some())
    build(sources, folder / "output")
    put(sources, {"van-hoa/hoi.html": page("Hội xuân mới", topic="Văn hóa", address="https://bao.example/hoi")})
    build(sources, folder / "output")
    (gone,) = (item.id for item in pipeline.entries(folder / "output") if item.metadata.title.value == "Đường lên bản")
    withdraw.withdraw(Withdrawal(gone, "", "gỡ"), options(folder / "output"), Quiet())
    return folder


@pytest.fixture
def sources(made):
    return made / "sources"


@pytest.fixture
def output(made, tmp_path):
    return shutil.copytree(made / "output", tmp_path / "output")


def mend(output, *sources, **given):
    return repair.repair(sources, options(output, **given), Quiet())


def flip(path, place=0.5):
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 4
    path.write_bytes(content)


def objects_of(output, title):
    (entry,) = (entry for entry in pipeline.entries(output) if entry.metadata.title.value == title)
    return [f"library/objects/{digest[:2]}/{digest[2:]}" for digest in sorted(entry.objects)]


def test_the_history_tells_all_that_the_catalogue_holds(output, tmp_path):
    (tmp_path / "new").mkdir()
    repair.rebuild(tmp_path / "new" / "catalogue.sqlite", options(output))
    shutil.copytree(tmp_path / "new", tmp_path / "again" / "library")
    assert ledger(tmp_path / "again") == ledger(output)


def test_what_is_whole_stays_as_it_is(output):
    before = files(output, "library/objects", "library/history", "volumes", "report.json", CATALOGUE)
    done = mend(output)
    assert (done.deeds, done.verification.findings) == ((), ())
    assert files(output, "library/objects", "library/history", "volumes", "report.json", CATALOGUE) == before


@pytest.mark.parametrize("damage", [flip, lambda path: path.unlink(), lambda path: path.write_bytes(b"")])
def test_the_catalogue_is_made_again(output, damage):
    before = catalogue(output)
    held = volumes(output)
    damage(output / CATALOGUE)
    done = mend(output)
    assert catalogue(output) == before
    assert volumes(output) == held
    assert done.verification.findings == ()
    assert any("made again from the history" in deed for deed in done.deeds)


def test_the_damaged_catalogue_is_kept_aside(output):
    flip(output / CATALOGUE)
    damaged = (output / CATALOGUE).read_bytes()
    mend(output)
    assert (output / manifest.DAMAGED / CATALOGUE).read_bytes() == damaged
    flip(output / CATALOGUE)
    mend(output)
    assert (output / manifest.DAMAGED / f"{CATALOGUE}.2").is_file()


def test_a_library_without_its_catalogue_is_not_built_upon(output, sources):
    (output / CATALOGUE).unlink()
    with pytest.raises(LibraryDamaged, match="though its history is; run `packager repair`"):
        build(sources, output)


@pytest.mark.parametrize("damage", [flip, lambda path: path.unlink()])
def test_the_history_is_written_anew(output, damage):
    damage(min((output / "library" / "history").iterdir()))
    assert mend(output).verification.findings == ()
    assert mend(output).deeds == ()
    before = catalogue(output)
    (output / CATALOGUE).unlink()
    mend(output)
    assert catalogue(output) == before


def test_a_damaged_line_of_the_history_costs_that_line(output):
    path = min((output / "library" / "history").iterdir())
    flip(path)
    (output / CATALOGUE).unlink()
    done = mend(output)
    chapters = History(output / "library").chapters()
    assert all(chapter.sound for chapter in chapters)
    assert len(done.deeds) >= 3
    with Catalogue(output / CATALOGUE, reading=True) as held:
        assert sum(1 for _ in held.items()) >= 6


def test_volumes_are_written_again_to_the_same_bytes(output):
    before = volumes(output)
    first, second, *_ = sorted(before)
    flip(output / first)
    (output / second).unlink()
    done = mend(output)
    assert volumes(output) == before
    assert done.verification.findings == ()
    assert (output / manifest.DAMAGED / first).is_file()


def test_other_settings_do_not_get_into_a_volume(output):
    name = min(volumes(output))
    (output / name).unlink()
    done = mend(output, settings=Settings(publication="Khác"))
    assert [(item.where, item.code) for item in done.verification.findings] == [(name, "file-missing")]
    assert mend(output).verification.findings == ()


def test_objects_are_made_again_from_the_sources(output, sources):
    before, held = files(output, "library/objects"), volumes(output)
    text, *pictures = names = objects_of(output, "Chợ phiên đầu năm")
    flip(output / text)
    for name in pictures:
        (output / name).unlink()
    done = mend(output)
    assert {item.where for item in done.verification.findings} == set(names)
    assert done.verification.exit_code == 30
    done = mend(output, sources)
    assert done.verification.findings == ()
    assert "3 objects were made again from the sources" in done.deeds
    assert files(output, "library/objects") == before
    assert volumes(output) == held


def test_a_build_makes_them_again_too(output, sources):
    before = files(output, "library/objects")
    (output / objects_of(output, "Chợ phiên đầu năm")[0]).unlink()
    mend(output)
    build(sources, output)
    assert files(output, "library/objects") == before
    assert pipeline.verify(output, Quiet()).findings == ()


def test_an_object_that_no_article_needs_any_more_is_moved_aside(output):
    needed = {name for entry in pipeline.entries(output) for name in entry.objects}
    held = files(output, "library/objects")
    old = next(name for name, content in held.items() if b">H\xe1\xbb\x99i xu\xc3\xa2n<" in content)
    assert old.removeprefix("library/objects/").replace("/", "") not in needed
    flip(output / old)
    assert mend(output).verification.findings == ()
    assert not (output / old).exists()


def test_withdrawals_outlive_the_catalogue(output, sources):
    gone = withdraw.withdrawals(output)
    (output / CATALOGUE).unlink()
    mend(output, sources)
    assert withdraw.withdrawals(output) == gone
    assert len(gone) == 1


def test_everything_at_once(output, sources):
    held = volumes(output)
    for name in (CATALOGUE, min(held), objects_of(output, "Hội xuân mới")[0], "report.json", manifest.NAME):
        flip(output / name, 0.3)
    mend(output, sources)
    done = mend(output, sources)
    assert done.verification.findings == ()
    assert volumes(output) == held


@pytest.mark.parametrize("word", ["publications", "inputs", "articles"])
def test_a_damaged_catalogue_takes_nothing_sound_along(output, word):
    """Its digests of volumes and objects may be what is damaged."""
    before = files(output, "volumes", "library/objects")
    column = {"publications": "sha256", "inputs": "digest", "articles": "content"}[word]
    with closing(sqlite3.connect(output / CATALOGUE)) as database, database:
        database.execute(f"UPDATE {word} SET {column} = '0' || substr({column}, 2)")  # noqa: S608 - our own
    assert mend(output).verification.findings == ()
    assert files(output, "volumes", "library/objects") == before


def test_where_there_is_no_library(tmp_path):
    with pytest.raises(SourceMissing, match="no library to repair"):
        mend(tmp_path)


def test_the_command(output, sources):
    flip(output / CATALOGUE)
    assert packager("build", sources, "-o", output).returncode == 30
    done = packager("repair", output, "--json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["deeds"]) == 1
    name = objects_of(output, "Chợ phiên đầu năm")[0]
    (output / name).unlink()
    done = packager("repair", output)
    assert done.returncode == 30
    assert name in done.stdout.decode()
    assert b"all is as it was left" in packager("repair", output, "--sources", sources).stdout
