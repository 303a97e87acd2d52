"""Catalogues of an earlier schema are read as they are, and brought up to date by the next run that changes them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from packager import pipeline
from packager.errors import LibraryDamaged
from packager.library.catalogue import Catalogue
from packager.library.database import upgrade
from packager.publish import manifest
from tests.collected import build, codes, files, ledger, options, packager, put, some

EARLIER = Path(__file__).with_name("schema-2.sql")


@pytest.fixture
def sources(tmp_path):
    return put(tmp_path / "sources", some() | {"ban-sao.html": some()["khong-ten.html"]})


@pytest.fixture
def output(sources, tmp_path):
    """A library as the version before left it."""
    build(sources, tmp_path / "output")
    path = tmp_path / "output" / manifest.CATALOGUE
    path.rename(tmp_path / "new.sqlite")
    with closing(sqlite3.connect(path)) as earlier:
        earlier.executescript(EARLIER.read_text(encoding="utf-8"))
        earlier.execute("PRAGMA user_version = 2")
        earlier.execute("ATTACH ? AS new", (str(tmp_path / "new.sqlite"),))
        for (table,) in earlier.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall():
            names = ", ".join(name for _, name, *_ in earlier.execute(f"PRAGMA main.table_info({table})"))
            earlier.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new.{table}")  # noqa: S608 - our own names
        earlier.commit()
    manifest.write(tmp_path / "output", {})
    return tmp_path / "output"


def test_its_rows_are_those_of_a_library_of_ours(sources, output, tmp_path):
    build(sources, tmp_path / "afresh")
    upgrade(output / manifest.CATALOGUE)
    assert ledger(output) == ledger(tmp_path / "afresh")


def test_a_build_keeps_a_copy_and_goes_on(sources, output):
    before = (output / manifest.CATALOGUE).read_bytes()
    run = build(sources, output)
    assert (run.written, run.removed, "duplicate" in codes(run.report)) == ((), (), True)
    assert (output / "library" / "catalogue.schema-2.sqlite").read_bytes() == before
    assert packager("verify", output).returncode == 0
    assert build(sources, output).written == ()


def test_who_only_reads_changes_nothing(sources, output):
    before = files(output)
    assert len(pipeline.entries(output)) == 6
    assert set(pipeline.planned(options(output)).values()) == {"keep"}
    assert packager("verify", output).returncode == 0
    assert packager("list", "-o", output).returncode == 0
    assert packager("status", sources, "-o", output).returncode == 0
    assert files(output) == before


def test_one_that_is_damaged_is_told(output):
    path = output / manifest.CATALOGUE
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(LibraryDamaged):
        upgrade(path)
    assert [file.name for file in path.parent.glob("*.sqlite*")] == [path.name]


def test_one_of_a_later_version_is_told(output):
    with closing(sqlite3.connect(output / manifest.CATALOGUE)) as later:
        later.execute("PRAGMA user_version = 99")
    with pytest.raises(LibraryDamaged, match="schema 99"), Catalogue(output / manifest.CATALOGUE):
        pass
