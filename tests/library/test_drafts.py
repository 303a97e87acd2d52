import os

import pytest

from packager.errors import OutputError
from packager.library import drafts


def test_write_makes_the_folder_and_replaces(tmp_path):
    path = tmp_path / "a" / "b.txt"
    drafts.write(path, b"one")
    drafts.write(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch):
    path = tmp_path / "b.txt"
    drafts.write(path, b"one")

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"b\.txt: the disk is full; free some space, then run again"):
        drafts.write(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    (tmp_path / "b.txt" / "c").mkdir(parents=True)
    with pytest.raises(OutputError, match=r"b\.txt: "):
        drafts.write(tmp_path / "b.txt", b"one")


def test_an_unknown_reason_is_told_in_the_system_s_words():
    error = drafts.cannot_write("a.txt", OSError(5, "Input/output error"))
    assert str(error) == "a.txt: Input/output error; check the folder and its medium, then run again"


def test_draft_names_are_short_and_differ():
    names = {os.path.basename(drafts.draft_name("/x/" + "đ" * 200)) for _ in range(3)}  # noqa: PTH119
    assert len(names) == 3
    assert all(len(name.encode()) < 128 for name in names)
