import gzip
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from packager.errors import CaptureFailed, CaptureSkipped, ResourceRefused, SourceMissing
from packager.model import Capture
from packager.readers import READERS, read, scan
from packager.readers.sniff import Kind

PAGE = '<!DOCTYPE html><html lang="vi"><head><title>T</title></head><body><p>Chào các bạn</p></body></html>'
DUMP = "Tiêu đề\n\nSáng 21/2, Ban Quản lý họp bàn.\n\nanh.jpg\nChú thích.\n"

gzipped = partial(gzip.compress, mtime=0)  # a test's name must not depend on the clock


def tree(root, files):
    for name, content in files.items():
        path = Path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def locators(root):
    return [item.locator for item in scan(root, "s")]


def capture(root, name=""):
    return read(next(item for item in scan(root, "s") if item.locator == name or not name))


def trouble(root):
    with pytest.raises((CaptureFailed, CaptureSkipped)) as raised:
        read(next(scan(root, "s")))
    return raised.value.code


def test_inputs_are_pages_and_dumps_and_what_nobody_knows(tmp_path):
    tree(
        tmp_path,
        {
            "b.html": PAGE, "b.html.json": "{}", "b.meta.json": "{}", "b_files/x.html": PAGE, "b_files/in/y.txt": DUMP,
            "a.txt": DUMP, "a/1.jpg": b"\xff\xd8\xff", "a/style.css": "p{}", "a/z.js": "var a", "a-b/c.htm": PAGE,
            "dot.": b"\x89PNG\r\n\x1a\n", "c.html.gz": gzipped(PAGE.encode()), "c-Dateien/p.html": PAGE,
            ".hidden/x.html": PAGE, ".x.html": PAGE, "packager.toml": "x", "alone.json": "{}", "page": PAGE,
            "other_files/x.html": PAGE, "README.md": "notes", "empty.html": "",
        },
    )  # fmt: skip
    expected = ["README.md", "a-b/c.htm", "a.txt", "alone.json", "b.html", "c.html.gz", "empty.html",
                "other_files/x.html", "page"]  # fmt: skip
    assert locators(tmp_path) == expected == sorted(expected)


def test_links_to_folders_are_not_followed(tmp_path):
    tree(tmp_path, {"root/a.html": PAGE, "outside/b.html": PAGE})
    (tmp_path / "root" / "linked").symlink_to(tmp_path / "outside")
    (tmp_path / "root" / "loop").symlink_to(tmp_path / "root")
    (tmp_path / "root" / "z.html").symlink_to(tmp_path / "outside" / "b.html")
    (tmp_path / "root" / "zz.html").symlink_to("nowhere")
    items = list(scan(tmp_path / "root", "s"))
    assert [item.locator for item in items] == ["a.html", "z.html", "zz.html"]
    with pytest.raises(CaptureFailed) as failed:
        read(items[1])
    assert failed.value.code == "outside-source"
    with pytest.raises(CaptureFailed) as failed:
        read(items[2])
    assert failed.value.code == "unreadable-file"


def test_a_source_may_be_one_file_and_its_resources_stand_beside_it(tmp_path):
    tree(tmp_path, {"x/page.html": PAGE, "x/a.png": "picture", "x/other.html": PAGE, "b.png": "outside"})
    items = list(scan(tmp_path / "x" / "page.html", "s"))
    assert [(item.locator, item.source) for item in items] == [("page.html", "s")]
    resources = read(items[0]).resources
    assert resources.find("a.png").content == b"picture"
    with pytest.raises(ResourceRefused):
        resources.find("../b.png")


def test_a_source_that_is_not_there(tmp_path):
    with pytest.raises(SourceMissing):
        list(scan(tmp_path / "none", "s"))


def test_a_folder_that_cannot_be_listed_is_an_input_that_fails(tmp_path, monkeypatch):
    tree(tmp_path, {"a.html": PAGE, "locked/b.html": PAGE})
    listing = os.scandir

    def locked(path):
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(os, "scandir", locked)
    items = list(scan(tmp_path, "s"))
    assert [item.locator for item in items] == ["a.html", "locked"]
    with pytest.raises(CaptureFailed) as failed:
        read(items[1])
    assert failed.value.code == "unreadable-file"


def test_a_saved_page(tmp_path):
    comment = "<!-- saved from url=(0022)https://vnexpress.net/a -->"
    tree(tmp_path, {"p.html": PAGE.replace("<html", comment + "<html"), "p_files/a.jpg": "picture"})
    page = capture(tmp_path)
    assert (page.kind, page.media_type, page.source, page.locator) == ("saved page", "text/html", "s", "p.html")
    assert (page.address, page.captured, page.charset) == ("https://vnexpress.net/a", "", "")
    assert page.content == (tmp_path / "p.html").read_bytes()
    assert page.resources.find("https://i.vn/a.jpg").content == b"picture"


def test_a_page_of_single_file_says_when_it_was_saved(tmp_path):
    comment = (
        "<!--\n Page saved with SingleFile \n url: https://b.vn/tin \n"
        " saved date: Fri Feb 21 2025 14:05:00 GMT+0700 (Indochina Time)\n-->"
    )
    tree(tmp_path, {"p.html": PAGE.replace("<head>", f"{comment}<head>")})
    page = capture(tmp_path)
    assert (page.address, page.captured) == ("https://b.vn/tin", "2025-02-21T14:05:00+07:00")


def test_a_saved_page_that_came_from_nowhere(tmp_path):
    tree(tmp_path, {"p.html": "<!-- saved from url=(0014)about:internet -->" + PAGE})
    assert capture(tmp_path).address == ""


def test_a_packed_page_is_ungzipped(tmp_path):
    packed = gzipped(PAGE[:40].encode()) + gzipped(PAGE[40:].encode())
    tree(tmp_path, {"p.html.gz": packed, "p_files/a.jpg": "picture"})
    page = capture(tmp_path)
    assert (page.locator, page.content) == ("p.html.gz", PAGE.encode())
    assert page.resources.find("https://i.vn/a.jpg").content == b"picture"


def test_a_text_dump_finds_pictures_beside_it_and_in_its_own_folder(tmp_path):
    tree(tmp_path, {"d.txt": DUMP, "anh.jpg": "beside", "d/anh2.jpg": "within"})
    dump = capture(tmp_path)
    assert (dump.kind, dump.media_type) == ("text dump", "text/plain")
    assert dump.resources.find("anh.jpg").content == b"beside"
    assert dump.resources.find("anh2.jpg").content == b"within"
    assert dump.resources.find("anh3.jpg") is None
    with pytest.raises(ResourceRefused):
        dump.resources.find("../OUTSIDE/secret.png")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("README", DUMP, "read-me"),
        ("license.txt", DUMP, "read-me"),
        ("a.html", b"", "empty-file"),
        ("a.html.gz", gzipped(b""), "empty-file"),
        ("a.txt", b" \n\t\n", "no-text"),
        ("a.html", b"%PDF-1.4\n", "not-as-named"),
        ("a.xml", b"%PDF-1.4\n", "unknown-kind"),
        ("a.html", b"\xff\xd8\xff\xe0 a picture", "not-as-named"),
        ("a.xml.gz", gzipped(b"<svg/>"), "unknown-kind"),
        ("a.html.gz", gzipped(PAGE.encode() * 9)[:-20], "damaged-file"),
        ("a.html.gz", gzipped(os.urandom(9000).hex().encode().join([b"<p>", b"x"]))[:3000], "damaged-file"),
        ("a.html.gz", gzipped(b"<html>" + b" " * 9_000_000), "too-large"),
    ],
)
def test_what_is_no_capture_says_why(tmp_path, name, content, code):
    tree(tmp_path, {name: content})
    assert trouble(tmp_path / name) == code


def test_a_page_beyond_the_limit_is_too_large(tmp_path):
    with (tmp_path / "a.html").open("wb") as file:
        file.write(PAGE.encode())
        file.truncate(64 * 1024 * 1024 + 1)
    assert trouble(tmp_path) == "too-large"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_no_page(tmp_path):
    os.mkfifo(tmp_path / "a.html")
    assert locators(tmp_path) == ["a.html"]
    assert trouble(tmp_path) == "not-a-file"


def test_links_that_lead_to_each_other_are_inputs_that_cannot_be_read(tmp_path):
    (tmp_path / "loop.html").symlink_to("loop.html")
    (tmp_path / "loop.png").symlink_to("loop.png")
    assert locators(tmp_path) == ["loop.html"]
    assert trouble(tmp_path) in {"outside-source", "unreadable-file"}


def test_every_kind_that_is_read_has_a_reader():
    assert set(READERS) <= set(Kind)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the file system refuses such names")
def test_hostile_names(tmp_path):
    names = [b"\xff\xfebad.html", b"a" * 250 + b".html", b"new\nline.html", b"-rf.html", b"~.html", b"%00.html"]
    for name in names:
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_bytes(PAGE.encode())  # noqa: PTH118
    items = list(scan(tmp_path, "s"))
    assert len({item.locator for item in items}) == len(names)
    for item in items:
        assert item.locator.isprintable()
        item.locator.encode()
        assert read(item).content == PAGE.encode()


@pytest.fixture
def bad(shared, tmp_path):
    subprocess.run(
        [sys.executable, str(shared / "bad-inputs" / "make_bad.py"), str(tmp_path)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return tmp_path


REFERENCES = {
    "h51": [("file:///etc/passwd", "outside-source")],
    "h54": [("link.png", "outside-source")],
    "h55": [("linkdir/secret.png", "outside-source")],
    "h57": [("/dev/zero", "outside-source"), ("zero.png", "outside-source")],
    "h58": [("adir", None), (".", None), ("", None)],
    "h60": [("../OUTSIDE/secret.html", "outside-source"), ("../OUTSIDE/secret.css", "outside-source")],
    "h61": [("CON.png", "CON.png"), ("a:b.png", "a:b.png"), ("dot.", "dot."), ("sp ace%20.png", "sp ace .png")],
    "h63": [("a.png", "a.png"), ("A.PNG", "A.PNG")],
    "h64": [("missing0.png", None)],
    "h66": [("../h66/../h66/./p.png?x=1#f", "p.png"), ("p.png?y=2", "p.png")],
    "t01": [("missing_1.jpg", None), ("../OUTSIDE/secret.png", "outside-source")],
}


def test_bad_inputs(bad):
    """One test, because the inputs take seconds to make."""
    kinds = {}
    for case in json.loads((bad / "manifest.json").read_text()):
        for item in scan(bad / case["id"], case["id"]):
            try:
                capture = read(item)
            except (CaptureSkipped, CaptureFailed) as error:
                kinds[item.source, item.locator] = error.code
            else:
                if isinstance(capture, Capture):
                    kinds[item.source, item.locator] = capture.kind
                    check_references(capture)
    pages = {source: kind for (source, name), kind in kinds.items() if source[0] == "h" and name == "page.html"}
    assert {source: kind for source, kind in pages.items() if kind != "saved page"} == {
        "h01": "empty-file", "h33": "not-as-named",
    }  # fmt: skip
    assert {kind for (source, _), kind in kinds.items() if source[0] == "t"} == {"text dump"}
    assert sum(source == "l01" for source, _ in kinds) == 300
    assert [kind for (source, _), kind in kinds.items() if source == "l04"] == ["saved page"] * 6
    assert {name for source, name in kinds if source[0] == "i"} == {"page.html"}
    assert kinds["w28", "a.warc.gz"] == "saved page"


def check_references(capture):
    for reference, expected in REFERENCES.get(capture.source, []):
        assert (capture.source, reference, outcome(capture.resources, reference)) == (
            capture.source,
            reference,
            expected,
        )


def outcome(resources, reference):
    try:
        found = resources.find(reference)
    except ResourceRefused as error:
        return error.code
    return found.name if found else None


@pytest.mark.parametrize("between", [b"x", b"no gzip data at all"])
def test_what_stands_between_gzip_members_is_told_and_the_next_is_read(tmp_path, between):
    packed = gzipped(PAGE[:40].encode()) + between + gzipped(PAGE[40:].encode())
    tree(tmp_path, {"p.html.gz": packed})
    page = capture(tmp_path)
    assert page.content == PAGE.encode()
    assert [code for code, _ in page.problems] == ["damaged-file"]


def test_zeros_behind_gzip_data_are_nothing(tmp_path):
    tree(tmp_path, {"p.html.gz": gzipped(PAGE.encode()) + bytes(512)})
    assert capture(tmp_path).problems == ()
