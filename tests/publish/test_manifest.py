import os
import shutil
import subprocess
from hashlib import sha256

import pytest

from packager.errors import OutputError
from packager.library.lock import hold
from packager.library.objects import Objects
from packager.publish import manifest


@pytest.fixture
def output(tmp_path):
    for name in ("volumes/2025-02/b.epub", "volumes/a.epub", "report.json", "library/cache/seen.sqlite"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path


def lines(output):
    return (output / manifest.NAME).read_bytes().splitlines()


def test_every_file_is_listed_by_its_path(output):
    with hold(output / "library"):
        assert manifest.write(output, {}) == output / "manifest-sha256.txt"
    assert lines(output) == [
        f"{sha256(name.encode()).hexdigest()}  {name}".encode()
        for name in ("report.json", "volumes/2025-02/b.epub", "volumes/a.epub")
    ]


def test_writing_it_again_changes_nothing(output):
    manifest.write(output, {})
    before = lines(output)
    manifest.write(output, {})
    assert lines(output) == before


def test_known_digests_and_objects_are_not_read_again(output, monkeypatch):
    digest = Objects(output / "library/objects").put(b"picture")
    read = []
    monkeypatch.setattr(manifest, "digest_of", lambda path: read.append(path.name) or "0" * 64)
    manifest.write(output, {"volumes/a.epub": "a" * 64})
    assert sorted(read) == ["b.epub", "report.json"]
    assert f"{digest}  library/objects/{digest[:2]}/{digest[2:]}".encode() in lines(output)
    assert b"a" * 64 + b"  volumes/a.epub" in lines(output)


def test_drafts_are_left_out(output):
    (output / ".x.1.0.draft").write_bytes(b"half")
    manifest.write(output, {})
    assert len(lines(output)) == 3


@pytest.mark.skipif(os.name == "nt" or not shutil.which("sha256sum"), reason="GNU sha256sum is not here")
def test_sha256sum_checks_it_whatever_the_names(output):
    for name in ("a b.txt", "a\nb.txt", "a\\b.txt", "đường.txt", os.fsdecode(b"caf\xe9.txt")):
        (output / name).write_bytes(b"words")
    manifest.write(output, {})
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", manifest.NAME], cwd=output, check=True)
    assert len(lines(output)) == 8


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_links_to_folders_are_not_followed(output, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "secret").write_bytes(b"words")
    (output / "link").symlink_to(elsewhere)
    (output / "broken").symlink_to(elsewhere / "absent")
    manifest.write(output, {})
    assert len(lines(output)) == 3


def test_a_folder_that_is_not_there_is_told(output):
    with pytest.raises(OutputError, match="cannot be listed"):
        manifest.write(output / "absent", {})
