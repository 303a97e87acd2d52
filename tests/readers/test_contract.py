"""What every reader of the registry keeps (packager/readers/contract.py): on its samples, whole and damaged."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
import tempfile
from collections import Counter
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager import readers
from packager.errors import CaptureError, PackagerError, ResourceRefused
from packager.model import Basis, Capture, Finding, Input, Metadata, Value
from packager.readers import READERS, Archive, Series
from packager.readers.contract import Part, Single, SourceFile
from packager.readers.files import SourceFolder
from packager.readers.sniff import Kind

SAMPLES = {
    Kind.SAVED_PAGE: "environment/river-gauge.html",
    Kind.TEXT_DUMP: "environment/wetland-count.txt",
    Kind.MARKDOWN: "van-hoa/hat-ru.md",
    Kind.MHTML: "van-hoa/may-hat-quay-tay.mhtml",
    Kind.SAFARI: "environment/spring-line.webarchive",
    Kind.FEED: "van-hoa/ban-tin-van-hoa.xml",
    Kind.JSON: "kinh-te/chuyen-lam-an.jsonl",
    Kind.WARC: "kinh-te/cho-ca.warc.gz",
    Kind.EPUB: "van-hoa/chuyen-ben-bep.epub",
    Kind.ZIP: "kinh-te/lo-gom.zip",
    Kind.WACZ: "environment/otters.wacz",
    Kind.TAR: "environment/night-nursery.tar.gz",
    Kind.GZIP: "environment/field-notes.xml.gz",
}
"""A sample of each kind: its path in sources/."""

SECTIONS = {
    Kind.SAVED_PAGE: "Saved pages",
    Kind.TEXT_DUMP: "Text dumps",
    Kind.MARKDOWN: "Markdown",
    Kind.MHTML: "MHTML",
    Kind.SAFARI: "Safari's web archives",
    Kind.FEED: "Feeds",
    Kind.JSON: "JSON",
    Kind.WARC: "WARC",
    Kind.EPUB: "E-books",
    Kind.ZIP: "ZIP, TAR and packed files",
    Kind.TAR: "ZIP, TAR and packed files",
    Kind.GZIP: "ZIP, TAR and packed files",
    Kind.WACZ: "WACZ",
}
"""The heading in docs/sources.md below which a kind is described."""

READS = [kind for kind in READERS if not isinstance(READERS[kind], Archive)]
UNPACKS = [kind for kind in READERS if isinstance(READERS[kind], Archive)]
OUTSIDE = "ngoài nguồn: không được đọc"
BEYOND = ("../../x", "../outside.txt", "..\\outside.txt", "%2e%2e/outside.txt", "/etc/passwd", "file:///etc/passwd",
          "C:\\outside.txt", "\0", "http://[", "//", "data:", "?", "#", "a" * 5000)  # fmt: skip
MOST = 40
"""So many captures of one file are looked at."""


class Outcome(NamedTuple):
    """What reading a file came to: its parts by name, findings, and the code it failed with."""

    parts: tuple[Part, ...] = ()
    told: tuple[Finding, ...] = ()
    failed: str = ""


def source_file(root: Path, name: str, work: Path | None = None) -> SourceFile:
    return SourceFile("s", name, SourceFolder(root), name, work or root)


def listed(file: SourceFile, reader: Series | Single) -> Outcome:
    """The parts of a file; a file that is one capture has one, without a position."""
    parts, told = [], []
    if isinstance(reader, Single):
        return Outcome((Part(""),))
    try:
        for found in islice(reader.parts(file), 1000):
            (told if isinstance(found, Finding) else parts).append(found)
    except CaptureError as error:
        return Outcome(tuple(parts), tuple(told), error.code)
    return Outcome(tuple(parts), tuple(told))


def captured(file: SourceFile, reader: Series | Single, part: Part) -> Capture | tuple[str, str]:
    """A part as a capture, or the code and message of what it fails with."""
    try:
        return reader.capture(file, part.position if isinstance(reader, Series) else file.content())
    except CaptureError as error:
        return error.code, error.message


def facts(found: Capture | tuple[str, str]):
    """What has to be the same in two readings: all but the object that finds pictures."""
    if isinstance(found, tuple):
        return found
    return tuple(getattr(found, name) for name in Capture.__slots__ if name != "resources")


def check_capture(capture: Capture, file: SourceFile) -> None:
    assert capture.source == file.source
    assert capture.locator == file.locator or capture.locator.startswith(f"{file.locator}/")
    assert capture.media_type in {"text/html", "text/plain"}
    assert capture.kind in set(Kind)
    if capture.whole and capture.charset:  # of others it is what the source declares, right or wrong
        capture.content.decode(capture.charset)
    assert isinstance(capture.content, bytes)
    assert all(isinstance(code, str) and message for code, message in capture.problems)
    for metadata in (capture.stated, capture.given):
        check_metadata(metadata)
    check_resources(capture)


def check_metadata(metadata: Metadata) -> None:
    assert isinstance(metadata, Metadata)
    for name in Metadata.__slots__:
        field = getattr(metadata, name)
        for value in field if isinstance(field, tuple) else (field,):
            if isinstance(value, Value) and value:
                assert value.basis is not Basis.UNKNOWN, (name, value)
                assert value.evidence, (name, value)
                assert "\0" not in value.value


def check_resources(capture: Capture) -> None:
    """Whatever a page asks for, it gets a file of its source, None or a refusal."""
    pictures = re.findall(rb"src=[\"']?([^\"'> ]{1,300})", capture.content)[:20]
    for reference in ("no-such-picture.jpg", *BEYOND, *(picture.decode("utf-8", "replace") for picture in pictures)):
        assert len(list(islice(capture.resources.places(reference), 1000))) < 1000
        try:
            found = capture.resources.find(reference)
            content = found.content if found is not None else b""
        except ResourceRefused:
            continue
        assert OUTSIDE.encode() not in content
        assert b"root:" not in content
        assert found is None or (found.name and reference != "no-such-picture.jpg")


def check_told(told: tuple[Finding, ...], file: SourceFile) -> None:
    for found in told:
        assert found.where.startswith(file.where), found
        assert found.message


def check_reading(root: Path, name: str, reader: Series | Single, work: Path) -> list[Capture]:
    """Reads a file twice, the second time its parts backwards and as another process would."""
    file, again = source_file(root, name, work), source_file(root, name, work)
    outcome = listed(file, reader)
    check_told(outcome.told, file)
    assert repr(listed(again, reader)) == repr(outcome)
    sound = [part for part in outcome.parts if part.trouble is None][:MOST]
    found = {part: captured(file, reader, part) for part in sound}
    anew = {part: captured(again, reader, part) for part in reversed(sound)}
    assert {part: facts(one) for part, one in found.items()} == {part: facts(one) for part, one in anew.items()}
    captures = [one for one in found.values() if isinstance(one, Capture)]
    for capture in captures:
        check_capture(capture, file)
    return captures


def check_unpacking(root: Path, name: str, reader: Archive) -> list[str]:
    """Unpacks a file twice; what stands in the folder are plain files, and nothing stands beside it."""
    trees = []
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            to = Path(folder, "to")
            to.mkdir()
            file = source_file(root, name)
            with suppress(CaptureError):
                check_told(tuple(reader.unpack(file, to)), file)
            assert [path.name for path in Path(folder).iterdir()] == ["to"]
            assert all(path.is_dir() or path.is_file() for path in to.rglob("*"))
            assert not any(path.is_symlink() for path in to.rglob("*"))
            assert all(os.path.realpath(path).startswith(os.path.realpath(to)) for path in to.rglob("*"))
            trees.append(tree(to))
    assert trees[0] == trees[1]
    return sorted(trees[0])


def tree(root: Path) -> dict[str, str]:
    """Each file below a folder with the digest of its bytes."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def as_input(root: Path, name: str) -> Input:
    return Input(root, "s", name, root / name)


@pytest.mark.parametrize("kind", READERS)
def test_every_kind_has_a_sample_that_its_bytes_tell(samples, kind):
    assert readers.reader_of(source_file(samples, SAMPLES[kind])) is READERS[kind]


def test_every_kind_is_described_in_the_documentation(project):
    text = (project / "docs" / "sources.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^## (.+)$", text, re.MULTILINE))
    assert set(SECTIONS) == set(READERS)
    assert set(SECTIONS.values()) <= headings
    assert all(f"](#{anchor(heading)})" in text for heading in SECTIONS.values())


def anchor(heading: str) -> str:
    """The fragment that leads to a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_no_other_sample_is_unread(samples):
    """Every input of the samples is read by a reader of the registry, but the notes for people."""
    for item in readers.scan(samples, "sources"):
        if item.locator != "README.md":
            assert readers.reader_of(source_file(samples, item.locator)) in READERS.values()


@pytest.mark.parametrize("kind", READS)
def test_a_sample_is_read_as_the_contract_says(samples, tmp_path, kind):
    before = tree(samples)
    captures = check_reading(samples, SAMPLES[kind], READERS[kind], tmp_path / "work")
    assert captures
    for capture in captures:
        codecs.lookup(capture.charset or "utf-8")
        capture.content.decode(capture.charset or "utf-8")
    assert tree(samples) == before
    assert {path.name for path in tmp_path.iterdir()} <= {"work"}


@pytest.mark.parametrize("kind", UNPACKS)
def test_a_sample_is_unpacked_as_the_contract_says(samples, kind):
    before = tree(samples)
    assert check_unpacking(samples, SAMPLES[kind], READERS[kind])
    assert tree(samples) == before


@pytest.mark.parametrize("kind", [kind for kind in READERS if isinstance(READERS[kind], Series)])
def test_inputs_of_a_file_of_several_have_names_of_their_own(samples, tmp_path, kind):
    found = list(readers.parts(as_input(samples, SAMPLES[kind]), tmp_path))
    inputs = [one[0] if isinstance(one, tuple) else one for one in found if not isinstance(one, Finding)]
    assert inputs
    assert max(Counter(one.locator for one in inputs).values()) == 1
    assert all(one.locator.startswith(f"{SAMPLES[kind]}/") and one.position for one in inputs)


MUTATIONS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.floats(0, 1), st.binary(min_size=1, max_size=6)),
        st.tuples(st.just("insert"), st.floats(0, 1), st.binary(min_size=1, max_size=40)),
        st.tuples(st.just("cut"), st.floats(0, 1), st.integers(1, 4000)),
        st.tuples(st.just("end"), st.floats(0, 1), st.just(0)),
        st.tuples(st.just("repeat"), st.floats(0, 1), st.integers(1, 2000)),
    ),
    min_size=1,
    max_size=4,
)


def mutated(content: bytes, mutations) -> bytes:
    """Bytes with damage: at a share of their length, bytes set, put in, taken out, repeated, or the rest cut off."""
    for deed, share, what in mutations:
        at = int(share * len(content))
        if deed == "set":
            content = content[:at] + what + content[at + len(what) :]
        elif deed == "insert":
            content = content[:at] + what + content[at:]
        elif deed == "cut":
            content = content[:at] + content[at + what :]
        elif deed == "repeat":
            content = content[: at + what] + content[at : at + what] + content[at + what :]
        else:
            content = content[:at]
    return content


@pytest.mark.parametrize("kind", READERS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck), derandomize=True)
@given(mutations=MUTATIONS)
def test_a_damaged_file_costs_no_more_than_itself(samples, kind, mutations):
    """Its own reader, whatever the bytes say now, and the whole way through the registry keep the contract."""
    sample = samples / SAMPLES[kind]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "source", "inner")
        root.mkdir(parents=True)
        Path(folder, "source", "outside.txt").write_text(OUTSIDE, encoding="utf-8")
        (root / sample.name).write_bytes(mutated(sample.read_bytes(), mutations))
        before = tree(root)
        check_registry(root, sample.name, Path(folder, "work"))
        reader = READERS[kind]
        if isinstance(reader, Archive):
            check_unpacking(root, sample.name, reader)
        else:
            check_reading(root, sample.name, reader, Path(folder, "work"))
        assert tree(root) == before


def check_registry(root: Path, name: str, work: Path) -> None:
    """Reads an input as ingestion does; only errors of ours may leave."""
    item = as_input(root, name)
    with suppress(PackagerError):
        found = readers.read(item, work)
        if isinstance(found, Series):
            for one in islice(readers.parts(item, work), 1000):
                if isinstance(one, Input):
                    try_to_read(one, work)
        elif isinstance(found, Capture):
            check_capture(found, source_file(root, name))


def try_to_read(item: Input, work: Path) -> None:
    with suppress(PackagerError):
        assert readers.read(item, work).locator == item.locator
