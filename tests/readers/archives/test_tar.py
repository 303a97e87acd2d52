"""TAR files and files that are packed alone."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import tarfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.limits import MEGABYTE
from packager.readers.archives import LONE_FILE, TAR
from tests.readers.unpacking import unpack

TEXT = b"<p>Nets dried on the wall all winter.</p>" * 40
FORMS = {"pax": tarfile.PAX_FORMAT, "gnu": tarfile.GNU_FORMAT, "ustar": tarfile.USTAR_FORMAT}
PACK = {"plain": bytes, "gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}


def tarred(entries, form=tarfile.PAX_FORMAT, **of_links):
    """A TAR file of files, and of members of other kinds: name=(kind, target)."""
    made = BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for name, content in entries.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
        for name, (kind, target) in of_links.items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
    return made.getvalue()


@pytest.mark.parametrize("pack", PACK)
@pytest.mark.parametrize("form", FORMS)
def test_files_come_out_as_they_went_in(tmp_path, form, pack):
    entries = {
        "nets.html": TEXT,
        "photos-of-the-harbour/" * 3 + "wall-" * 12 + ".png": bytes(range(256)),
        "empty.txt": b"",
    }
    assert unpack(TAR, PACK[pack](tarred(entries, FORMS[form])), tmp_path) == (entries, [], "")


def test_long_names_and_names_of_other_encodings(tmp_path):
    entries = {"/".join(["folder"] * 30) + "/bài.html": TEXT}
    for form in ("pax", "gnu"):
        assert unpack(TAR, tarred(entries, FORMS[form]), tmp_path / form).files == entries
    odd = tarred({"x\udcff.html": TEXT}, tarfile.GNU_FORMAT)
    assert set(unpack(TAR, odd, tmp_path / "odd").files) == {"x%FF.html"}


@pytest.mark.parametrize(
    ("kind", "code"),
    [(tarfile.SYMTYPE, "not-a-file"), (tarfile.FIFOTYPE, "not-a-file"), (tarfile.CHRTYPE, "not-a-file"),
     (tarfile.LNKTYPE, "outside-source")],
)  # fmt: skip
def test_what_is_no_file_is_told(tmp_path, kind, code):
    found = unpack(TAR, tarred({"a.html": TEXT}, link=(kind, "../../etc/passwd")), tmp_path)
    assert (found.files, found.told) == ({"a.html": TEXT}, [(code, "box/a.bin/link")])


def test_a_second_name_of_a_file_is_a_second_file(tmp_path):
    found = unpack(TAR, tarred({"a.html": TEXT}, **{"b.html": (tarfile.LNKTYPE, "a.html")}), tmp_path)
    assert (found.files, found.told) == ({"a.html": TEXT, "b.html": TEXT}, [])


def test_nothing_is_written_outside(tmp_path):
    found = unpack(TAR, tarred({"../out.html": TEXT, "/in.html": TEXT}), tmp_path)
    assert (set(found.files), found.codes) == ({"in.html"}, {"outside-source"})


@pytest.mark.parametrize("pack", ["gzip", "bzip2", "xz"])
def test_a_bomb_is_stopped(tmp_path, pack):
    found = unpack(TAR, PACK[pack](tarred({"a.html": TEXT, "bomb.html": bytes(100 * MEGABYTE)})), tmp_path)
    assert (set(found.files), found.codes) == ({"a.html"}, {"too-large"})


@pytest.mark.parametrize("pack", ["gzip", "bzip2", "xz"])
def test_a_lone_bomb_is_stopped(tmp_path, pack):
    found = unpack(LONE_FILE, PACK[pack](bytes(100 * MEGABYTE)), tmp_path)
    assert (found.files, found.failed) == ({}, "too-large")


def test_an_archive_cut_short_gives_what_is_there(tmp_path):
    entries = {f"{n}.html": TEXT for n in range(9)}
    found = unpack(TAR, tarred(entries)[:9000], tmp_path)
    assert found.files["1.html"] == TEXT
    assert found.codes == {"damaged-file"}


def test_a_broken_header_costs_its_entry(tmp_path):
    content = bytearray(tarred({f"{n}.html": TEXT for n in range(3)}, tarfile.USTAR_FORMAT))
    content[content.index(b"1.html")] = 0xFF
    found = unpack(TAR, bytes(content), tmp_path)
    assert (set(found.files), found.told) == ({"0.html", "2.html"}, [("damaged-file", "box/a.bin")])


def test_packed_data_that_are_broken(tmp_path):
    content = bytearray(gzip.compress(tarred({f"{n}.html": os.urandom(9000) for n in range(9)}), 1))
    content[40_000:40_100] = bytes(100)
    found = unpack(TAR, bytes(content), tmp_path)
    assert found.files
    assert "damaged-file" in found.codes


def test_a_file_packed_alone(tmp_path):
    for suffix, pack in ((".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)):
        found = unpack(LONE_FILE, pack(TEXT) + pack(TEXT), tmp_path / suffix[1:], f"feed.xml{suffix}")
        assert found == ({"feed.xml": TEXT * 2}, [], "")


def test_a_file_packed_alone_and_cut(tmp_path):
    noise = os.urandom(90_000)
    found = unpack(LONE_FILE, gzip.compress(noise)[:50_000], tmp_path, "feed.xml.gz")
    assert noise.startswith(found.files["feed.xml"])
    assert found.told == [("damaged-file", "box/feed.xml.gz/feed.xml")]


def test_a_compression_that_is_not_read(tmp_path):
    assert unpack(TAR, b"\x28\xb5\x2f\xfd" + bytes(600), tmp_path).failed == "compression-unknown"


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_raises_nothing_else(tmp_path_factory, data):
    content = bytearray(tarred({"a.html": TEXT, "b/" + "c" * 120 + ".html": TEXT}, data.draw(st.sampled_from([1, 2]))))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    packed = PACK[data.draw(st.sampled_from(sorted(PACK)))](bytes(content))
    unpack(TAR, packed[: data.draw(st.integers(0, len(packed)))], tmp_path_factory.mktemp("tar"))
