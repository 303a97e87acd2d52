"""The checkers themselves: a checker that cannot complain proves nothing."""

from __future__ import annotations

import zipfile

import pytest

from tests import checkers


def test_epubcheck_finds_a_book_without_a_package_document(tmp_path):
    book = tmp_path / "empty.epub"
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
    assert {message.severity for message in checkers.epubcheck(book)} & {"FATAL", "ERROR"}


def test_a_missing_program_skips_at_home_and_fails_in_ci(monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Debian package nowhere"):
        checkers.program("no-such-program", "nowhere")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="Debian package nowhere"):
        checkers.program("no-such-program", "nowhere")


def test_a_folder_is_made_once(tmp_path):
    calls = []

    def make(folder):
        calls.append(folder)
        (folder / "file").write_text("x")

    first = checkers.made_once(tmp_path, "thing", make)
    again = checkers.made_once(tmp_path, "thing", make)
    assert first == again
    assert (first / "file").read_text() == "x"
    assert len(calls) == 1


def test_a_folder_that_cannot_be_made_is_asked_for_again(tmp_path):
    def fail(folder):
        raise OSError(folder)

    with pytest.raises(OSError, match="thing"):
        checkers.made_once(tmp_path, "thing", fail)
    assert not list(tmp_path.iterdir())
