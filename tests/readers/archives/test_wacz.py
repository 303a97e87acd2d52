"""WACZ files: unpacked, and checked against their own digests."""

from __future__ import annotations

import hashlib
import json

import pytest

from packager.readers.archives import WACZ
from tests.readers.unpacking import unpack, zipped

RECORDS = b"WARC/1.1\r\n\r\n"
NAME = "archive/data.warc"


def resource(**changed):
    digest = hashlib.sha256(RECORDS).hexdigest()
    return {"name": "data.warc", "path": NAME, "hash": f"sha256:{digest}", "bytes": len(RECORDS)} | changed


def crawl(package, **further):
    return zipped({NAME: RECORDS, "datapackage.json": package, **further})


def described(*resources):
    return json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": list(resources)}).encode()


def test_a_sound_crawl(tmp_path):
    found = unpack(WACZ, crawl(described(resource())), tmp_path)
    assert (found.files[NAME], found.told) == (RECORDS, [])


def test_the_older_form(tmp_path):
    old = {"path": NAME, "stats": {"hash": hashlib.sha256(RECORDS).hexdigest(), "bytes": 12}, "hashing": "sha256"}
    assert unpack(WACZ, crawl(described(old)), tmp_path).told == []


@pytest.mark.parametrize(
    "wrong",
    [
        resource(hash="sha256:" + "0" * 64),
        resource(bytes=1),
        resource(hash="crc32:1"),
        resource(hash=None),
        resource(hash=["sha256"]),
        resource(path="archive/gone.warc"),
        resource(path=7),
        "archive/data.warc",
    ],
    ids=str,
)
def test_what_is_not_as_listed_is_told_and_kept(tmp_path, wrong):
    found = unpack(WACZ, crawl(described(wrong)), tmp_path)
    assert (found.files[NAME], found.codes) == (RECORDS, {"digest-mismatch"})


@pytest.mark.parametrize("package", [b"", b"[]", b"{", b"[" * 100_000, b'{"resources": 3}'])
def test_a_list_that_is_none(tmp_path, package):
    assert unpack(WACZ, crawl(package), tmp_path).codes == {"digest-mismatch"}


def test_the_digest_of_the_list(tmp_path):
    package = described(resource())
    right = {"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(package).hexdigest()}
    for name, stated, codes in (
        ("right", right, set()),
        ("wrong", right | {"hash": "sha256:00"}, {"digest-mismatch"}),
        ("signed", right | {"signedData": {"signature": "x"}}, {"signature-unchecked"}),
    ):
        content = crawl(package, **{"datapackage-digest.json": json.dumps(stated).encode()})
        assert unpack(WACZ, content, tmp_path / name).codes == codes


def test_real_crawls(shared, tmp_path):
    folder = shared / "corpus/warc-wacz"
    codes = {
        path.name: unpack(WACZ, path.read_bytes(), tmp_path / path.stem).codes for path in sorted(folder.glob("*.wacz"))
    }
    assert codes == {
        "invalid_example_1.wacz": {"digest-mismatch"},
        "invalid_signed_example_1.wacz": {"signature-unchecked"},
        "valid_example_1.wacz": set(),
        "valid_signed_example_1.wacz": {"signature-unchecked"},
    }
