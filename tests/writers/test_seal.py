import errno
import hashlib
import sys

import pytest

from packager.errors import OutputError
from packager.writers.seal import Draft, seal


def test_a_draft_knows_its_digest_and_length(tmp_path):
    with Draft(tmp_path / "new" / "a.draft") as draft:
        draft.write(b"one ")
        draft.write(b"two")
    assert draft.sha256 == hashlib.sha256(b"one two").hexdigest()
    assert draft.length == 7
    assert draft.path.read_bytes() == b"one two"


def test_a_sealed_draft_replaces_what_was_there(tmp_path):
    draft, final = tmp_path / "a.draft", tmp_path / "deep" / "a"
    final.parent.mkdir()
    final.write_bytes(b"old")
    draft.write_bytes(b"new")
    seal(draft, final)
    assert final.read_bytes() == b"new"
    assert not draft.exists()


def broken(path):
    with Draft(path) as draft:
        draft.write(b"half")
        raise KeyError("stop")


def test_a_failed_draft_leaves_nothing(tmp_path):
    with pytest.raises(KeyError):
        broken(tmp_path / "a.draft")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's own")
def test_a_full_disk_is_an_output_error(tmp_path):
    (tmp_path / "a.draft").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="the disk is full; free some space"), Draft(tmp_path / "a.draft") as draft:
        draft.write(b"x" * 100_000)
    assert not list(tmp_path.iterdir())


def test_a_name_that_cannot_be_taken_is_an_output_error(tmp_path):
    draft, final = tmp_path / "a.draft", tmp_path / "a"
    draft.write_bytes(b"new")
    (final / "inside").mkdir(parents=True)
    with pytest.raises(OutputError, match="a folder stands"):
        seal(draft, final)
    assert not draft.exists()


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="file"), Draft(tmp_path / "file" / "a.draft"):
        pass


def test_other_refusals_are_told_in_the_systems_words(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EIO, "Input/output error")

    draft = tmp_path / "a.draft"
    draft.write_bytes(b"")
    monkeypatch.setattr("os.fsync", refuse)
    with pytest.raises(OutputError, match="Input/output error; check the folder"):
        seal(draft, tmp_path / "a")
