import ctypes
import errno
import os
import subprocess
import sys
from hashlib import sha256

import pytest

from packager.compression import checksum
from packager.errors import LibraryDamaged, OutputError
from packager.library import drafts
from packager.library.objects import Objects


@pytest.fixture
def objects(tmp_path):
    return Objects(tmp_path / "objects")


def files(objects):
    return sorted(str(path.relative_to(objects.root).as_posix()) for path in objects.root.rglob("*") if path.is_file())


def test_an_object_is_named_for_its_bytes(objects):
    digest = objects.put(b"words")
    assert digest == sha256(b"words").hexdigest()
    assert files(objects) == [f"{digest[:2]}/{digest[2:]}"]
    assert objects.read(digest) == objects.path(digest).read_bytes() == b"words"


def test_an_existing_object_is_never_written_again(objects):
    digest = objects.put(b"words")
    before = objects.path(digest).stat()
    objects.put(b"words")
    after = objects.path(digest).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_digest_just_computed_is_taken(objects):
    digest = sha256(b"words").hexdigest()
    assert objects.put(b"words", digest) == digest
    assert objects.read(digest) == b"words"


def test_an_empty_object_is_an_object(objects):
    assert objects.read(objects.put(b"")) == b""


def test_has(objects):
    assert not objects.has(sha256(b"words").hexdigest())
    assert objects.has(objects.put(b"words"))


def test_an_absent_object_is_damage(objects):
    with pytest.raises(LibraryDamaged, match="cannot be read"):
        objects.read("0" * 64)


@pytest.mark.parametrize("name", ["", "../../../etc/passwd", "0" * 63, "G" * 64])
def test_what_is_no_digest_is_damage(objects, name):
    with pytest.raises(LibraryDamaged, match="is no digest"):
        objects.read(name)


def test_a_flipped_byte_is_damage(objects):
    digest = objects.put(b"words")
    objects.path(digest).write_bytes(b"swords")
    with pytest.raises(LibraryDamaged, match="not those it is named for"):
        objects.read(digest)


def test_a_flipped_byte_is_damage_by_the_checksum_too(objects):
    digest, crc = objects.put(b"words"), checksum(b"words")
    assert objects.read(digest, crc) == b"words"
    objects.path(digest).write_bytes(b"sords")
    with pytest.raises(LibraryDamaged, match="not those it is named for"):
        objects.read(digest, crc)


def test_a_file_in_place_of_the_folder_is_told(objects):
    objects.root.write_bytes(b"")
    with pytest.raises(OutputError, match=r"objects.*: a file stands where a folder is needed; move it away"):
        objects.put(b"words")


def test_a_full_disk_is_told_and_leaves_no_draft(objects, monkeypatch):
    def full(_descriptor, _content):
        with open("/dev/full", "wb", buffering=0) as file:  # noqa: PTH123 - a device
            file.write(b"x")

    if not os.path.exists("/dev/full"):  # noqa: PTH110 - a device
        pytest.skip("no /dev/full here")
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OutputError, match="the disk is full; free some space"):
        objects.put(b"words")
    assert files(objects) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_folder_that_may_not_be_written_is_told(objects):
    objects.root.mkdir(mode=0o500)
    with pytest.raises(OutputError, match="writing is not permitted"):
        objects.put(b"words")


@pytest.mark.skipif(not drafts.SYNCS_FILESYSTEM, reason="this system cannot flush a file system in one call")
def test_sync_flushes_the_file_system_and_tells_what_it_refuses(objects, monkeypatch):
    objects.put(b"words")
    asked = []

    class Full:
        def syncfs(self, descriptor):
            asked.append(os.fstat(descriptor).st_ino)
            ctypes.set_errno(errno.ENOSPC)
            return -1

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Full())
    with pytest.raises(OutputError, match="the disk is full"):
        objects.sync()
    assert asked == [objects.root.stat().st_ino]


def test_sync_of_an_empty_library_is_nothing(objects):
    objects.sync()
    assert not objects.root.exists()


def test_where_the_file_system_cannot_be_flushed_each_object_is(objects, monkeypatch):
    monkeypatch.setattr(drafts, "SYNCS_FILESYSTEM", False)
    monkeypatch.setattr("packager.library.objects.SYNCS_FILESYSTEM", False)
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: flushed.append(os.fstat(descriptor).st_ino))
    digest = objects.put(b"words")
    objects.sync()
    assert flushed == [objects.path(digest).stat().st_ino, objects.path(digest).parent.stat().st_ino]


def test_what_a_power_cut_left_torn_is_dropped(objects):
    whole, torn, synced = (objects.put(content) for content in (b"whole", b"torn", b"synced"))
    for digest in (torn, synced):
        objects.path(digest).write_bytes(b"")
    assert objects.drop_torn({synced}) == [torn]
    assert sorted(objects.digests()) == sorted([whole, synced])


PUTTER = """
import sys
from pathlib import Path
from packager.library.objects import Objects
objects = Objects(Path(sys.argv[1]))
for number in range(150):
    objects.put(f"picture {number % 50}".encode() * 1000)
objects.sync()
"""


def test_many_processes_put_at_once(objects):
    command = [sys.executable, "-c", PUTTER, str(objects.root)]
    putters = [subprocess.Popen(command) for _ in range(4)]
    assert [putter.wait(60) for putter in putters] == [0] * 4
    digests = [name.replace("/", "") for name in files(objects)]
    assert len(digests) == 50
    assert all(objects.read(digest) for digest in digests)
