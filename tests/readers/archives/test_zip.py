"""ZIP files: what is unpacked, what is refused, what is told."""

from __future__ import annotations

import os
import stat
import struct
import warnings
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.limits import MEGABYTE
from packager.readers.archives import ZIP
from packager.readers.archives.entry_names import safe_parts
from tests.readers.unpacking import raw_zip, unpack, zipped

TEXT = b"<p>The ferry left before the fog did.</p>" * 40


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=str
)
def test_files_come_out_as_they_went_in(tmp_path, method):
    entries = {"ferry.html": TEXT, "photos/fog.png": bytes(range(256)) * 9, "empty.txt": b""}
    assert unpack(ZIP, zipped(entries, method), tmp_path) == (entries, [], "")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.lists(st.text("abcé/ .%\\", min_size=1, max_size=6), min_size=1, max_size=3).map("/".join),
        st.binary(max_size=300),
        max_size=6,
    )
)
def test_every_entry_is_written_or_told(tmp_path_factory, entries):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = unpack(ZIP, zipped(entries), tmp_path_factory.mktemp("zip"))
    files = {name for name in entries if not name.endswith("/") and not name.endswith("\\")}
    lost = [code for code, _ in found.told if code != "entry-renamed"]
    assert len(found.files) + len(lost) + bool(found.failed) == len(files) or (not files and found.failed)


def test_only_the_owner_may_read_what_is_unpacked(tmp_path):
    unpack(ZIP, zipped({"photos/fog.txt": TEXT}), tmp_path)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "to/photos/fog.txt").stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "to/photos").stat().st_mode) == 0o700


def test_nothing_is_written_outside(tmp_path):
    found = unpack(ZIP, zipped({"../out.html": TEXT, "a/../../out.html": TEXT, "in.html": TEXT}), tmp_path)
    assert set(found.files) == {"in.html"}
    assert found.told == [("outside-source", "box/a.bin/../out.html"), ("outside-source", "box/a.bin/a/../../out.html")]


def test_roots_and_drives_of_names_go(tmp_path):
    found = unpack(ZIP, zipped({"/etc/a.html": b"1", "C:\\b\\c.html": b"2", "d/./e/../f.html": b"3"}), tmp_path)
    assert set(found.files) == {"etc/a.html", "b/c.html", "d/f.html"}


def test_names_in_other_encodings(tmp_path):
    entries = [("bài.html".encode(), b"1"), ("caf\u00e9.html".encode("cp437"), b"2"), (b"nul\0.html", b"3")]
    assert set(unpack(ZIP, raw_zip(entries), tmp_path).files) == {"bài.html", "café.html", "nul%00.html"}
    named = unpack(ZIP, raw_zip([(b"\xff.html", b"4")], flags=1 << 11), tmp_path / "flagged")
    assert set(named.files) == {"%FF.html"}


def test_names_that_windows_refuses():
    assert safe_parts("a?b/con.txt/dot.", windows=True) == ["a%3Fb", "con_.txt", "dot%2E"]
    assert safe_parts("a?b/con.txt/dot.", windows=False) == ["a?b", "con.txt", "dot."]


def test_a_long_name_is_cut_and_still_differs(tmp_path):
    found = unpack(ZIP, zipped({"a" * 300 + ".html": b"1", "a" * 300 + "b.html": b"2"}), tmp_path)
    assert len(found.files) == 2
    assert all(len(name) <= 240 and name.endswith(".html") for name in found.files)


def test_entries_of_one_name_are_both_kept(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        content = zipped([("a.html", b"1"), ("a.html", b"2"), ("a.html/b.html", b"3")])
    found = unpack(ZIP, content, tmp_path)
    assert found.files == {"a.html": b"1", "a (2).html": b"2", "a (3).html/b.html": b"3"}
    assert found.told == [("entry-renamed", "box/a.bin/a.html")]


def test_names_that_differ_by_case_are_told_apart_where_the_system_does_not(tmp_path, monkeypatch):
    monkeypatch.setattr("packager.readers.archives.target._folds_names", lambda _: True)
    found = unpack(ZIP, zipped({"A/x.html": b"1", "a/x.html": b"2", "A/X.html": b"3"}), tmp_path)
    assert sorted(found.files.values()) == [b"1", b"2", b"3"]
    assert len({name.casefold() for name in found.files}) == 3


def test_links_are_not_unpacked(tmp_path):
    found = unpack(ZIP, raw_zip([(b"l", b"/etc/passwd")], mode=stat.S_IFLNK | 0o777), tmp_path)
    assert (found.files, found.failed) == ({}, "not-a-file")


def test_an_entry_that_unfolds_too_far_is_left_out(tmp_path):
    found = unpack(ZIP, zipped({"bomb.html": bytes(64 * MEGABYTE), "a.html": TEXT}), tmp_path)
    assert (set(found.files), found.codes) == ({"a.html"}, {"too-large"})


def test_an_entry_that_lies_about_its_length_is_left_out_too(tmp_path):
    found = unpack(ZIP, raw_zip([(b"bomb.html", bytes(64 * MEGABYTE))], length=10), tmp_path)
    assert (found.files, found.failed) == ({}, "too-large")


def test_many_entries_together_do_not_unfold_too_far(tmp_path):
    found = unpack(ZIP, zipped({f"{n}.html": bytes(7 * MEGABYTE) for n in range(9)}), tmp_path)
    assert len(found.files) < 4
    assert "too-large" in found.codes


def test_more_entries_than_are_read(tmp_path, monkeypatch):
    for module in ("target", "zip_archive"):
        monkeypatch.setattr(f"packager.readers.archives.{module}.MOST_ENTRIES", 3)
    found = unpack(ZIP, zipped({f"{n}.html": TEXT for n in range(5)}), tmp_path)
    assert (len(found.files), found.told) == (3, [("too-large", "box/a.bin")])


def test_entries_that_share_their_bytes_are_read_once(tmp_path):
    made = raw_zip([(b"a.html", TEXT)])
    at = made.index(b"PK\1\2")
    central = made[at : made.index(b"PK\5\6")]
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 50, 50, len(central) * 50, at, 0)
    found = unpack(ZIP, made[:at] + central * 50 + end, tmp_path)
    assert (found.files, found.told) == ({"a.html": TEXT}, [("too-large", "box/a.bin")])


def test_an_encrypted_entry_is_told(tmp_path):
    plain, locked = raw_zip([(b"a.html", TEXT)]), raw_zip([(b"a.html", TEXT)], flags=1)
    assert unpack(ZIP, locked, tmp_path).failed == "encrypted"
    assert unpack(ZIP, plain, tmp_path / "plain").failed == ""


def test_a_broken_checksum_costs_no_text(tmp_path):
    content = bytearray(zipped({"a.html": TEXT, "b.html": TEXT}, zipfile.ZIP_STORED))
    content[50] ^= 1
    found = unpack(ZIP, bytes(content), tmp_path)
    assert (set(found.files), found.told) == ({"a.html", "b.html"}, [("damaged-file", "box/a.bin/a.html")])
    assert len(found.files["a.html"]) == len(TEXT)


def test_broken_data_cost_what_stands_behind_them(tmp_path):
    noise = os.urandom(40_000).hex().encode()
    content = bytearray(zipped({"a.html": noise, "b.html": TEXT}))
    content[20_000:20_030] = bytes(30)
    found = unpack(ZIP, bytes(content), tmp_path)
    assert found.files["b.html"] == TEXT
    assert ("damaged-file", "box/a.bin/a.html") in found.told


@pytest.mark.parametrize("kept", [0.3, 0.7, 0.99])
def test_an_archive_cut_short_is_refused_as_a_whole(tmp_path, kept):
    whole = zipped({f"{n}.html": TEXT for n in range(10)})
    assert unpack(ZIP, whole[: int(len(whole) * kept)], tmp_path) == ({}, [], "damaged-file")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=str)
def test_what_a_broken_directory_does_not_name_is_found_by_its_own_header(tmp_path, method):
    entries = {f"{n}.html": os.urandom(900).hex().encode() for n in range(10)}
    content = bytearray(zipped(entries, method))
    content[content.index(b"PK\1\2", content.index(b"PK\1\2") + 1)] ^= 0xFF
    found = unpack(ZIP, bytes(content), tmp_path)
    assert found.files == entries
    assert ("damaged-file", "box/a.bin") in found.told


class Pipe(BytesIO):
    """What an archive can be written to, but not gone back in."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise OSError

    def tell(self):
        raise OSError


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED], ids=str)
def test_an_archive_from_a_pipe_with_a_broken_directory(tmp_path, method):
    made = Pipe()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name in ("a.html", "b.html"):
            archive.writestr(zipfile.ZipInfo(name), TEXT, method)
    whole = made.getvalue().replace(b"PK\1\2", b"PK\1\3")
    assert unpack(ZIP, whole, tmp_path).files == {"a.html": TEXT, "b.html": TEXT}


def test_an_archive_behind_a_program(tmp_path):
    assert unpack(ZIP, b"\x7fELF" * 100 + zipped({"a.html": TEXT}), tmp_path) == ({"a.html": TEXT}, [], "")


def test_zip64(tmp_path):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive, archive.open("a.html", "w", force_zip64=True) as entry:
        entry.write(TEXT)
    assert unpack(ZIP, made.getvalue(), tmp_path).files == {"a.html": TEXT}


def test_an_unknown_compression_is_told(tmp_path):
    content = bytearray(zipped({"a.html": TEXT}, zipfile.ZIP_STORED))
    content[content.index(b"PK\1\2") + 10] = 97
    assert unpack(ZIP, bytes(content), tmp_path).failed == "compression-unknown"


def test_an_empty_archive(tmp_path):
    assert unpack(ZIP, zipped({}), tmp_path).failed == "empty-file"
    assert unpack(ZIP, zipped({"folder/": b""}), tmp_path / "folder").failed == "empty-file"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_raises_nothing_else(tmp_path_factory, data):
    content = bytearray(zipped({"a.html": TEXT, "b/c.html": TEXT, "é.html": TEXT[::-1]}))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    unpack(ZIP, bytes(content[:cut] if data.draw(st.booleans()) else content[cut:]), tmp_path_factory.mktemp("zip"))
