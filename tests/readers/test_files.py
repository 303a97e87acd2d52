import os
import socket

import pytest

from packager.errors import ResourceRefused
from packager.readers.files import SourceFolder, locator_of


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.png").write_bytes(b"secret")
    root = tmp_path / "root"
    (root / "img").mkdir(parents=True)
    (root / "img" / "a.png").write_bytes(b"picture")
    return SourceFolder(root)


def refusal(folder, name, **limits):
    with pytest.raises(ResourceRefused) as refused:
        folder.read(name, **limits)
    return refused.value.code


def test_reads_a_regular_file_and_its_head(folder):
    assert folder.read("img/a.png") == b"picture"
    assert folder.read("img/../img/./a.png") == b"picture"
    assert folder.head("img/a.png", 3) == b"pic"


@pytest.mark.parametrize("name", ["none.png", "img/a.png/x", "a\0b", "\ud800.png", "x" * 300, "img/none/a.png"])
def test_what_cannot_be_there_is_missing(folder, name):
    with pytest.raises(FileNotFoundError):
        folder.read(name)


@pytest.mark.parametrize("name", ["", ".", "img", "img/"])
def test_a_folder_is_no_file(folder, name):
    with pytest.raises(IsADirectoryError):
        folder.read(name)


@pytest.mark.parametrize("name", ["../outside/secret.png", "/dev/zero", "img/../../outside/secret.png", ".."])
def test_nothing_outside_is_read(folder, name):
    assert refusal(folder, name) == "outside-source"


def test_links_out_are_refused_and_links_within_are_followed(folder, tmp_path):
    root = tmp_path / "root"
    (root / "link.png").symlink_to(tmp_path / "outside" / "secret.png")
    (root / "linkdir").symlink_to(tmp_path / "outside")
    (root / "zero.png").symlink_to("/dev/zero")
    (root / "within.png").symlink_to("img/a.png")
    (root / "again").symlink_to("img")
    for name in ("link.png", "linkdir/secret.png", "zero.png"):
        assert refusal(folder, name) == "outside-source"
    assert folder.read("within.png") == folder.read("again/a.png") == b"picture"
    assert folder.is_folder("img")
    assert not folder.is_folder("linkdir")


def test_a_root_that_is_a_link_is_the_folder_it_leads_to(tmp_path, folder):
    (tmp_path / "alias").symlink_to(folder.root)
    assert SourceFolder(tmp_path / "alias").read("img/a.png") == b"picture"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_no_file_and_is_not_waited_for(folder, tmp_path):
    os.mkfifo(tmp_path / "root" / "pipe.png")
    assert refusal(folder, "pipe.png") == "not-a-file"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the system has no sockets in files")
def test_a_socket_is_no_file(folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path / "root")  # a socket's path may be no longer than 107 bytes
    with socket.socket(socket.AF_UNIX) as door:
        door.bind("s.png")
        assert refusal(folder, "s.png") == "not-a-file"


def test_a_file_beyond_the_limit_is_too_large(folder):
    assert refusal(folder, "img/a.png", limit=6) == "too-large"
    assert folder.read("img/a.png", limit=7) == b"picture"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_file_is_unreadable(folder, tmp_path):
    (tmp_path / "root" / "img" / "a.png").chmod(0)
    assert refusal(folder, "img/a.png") == "unreadable-file"


def test_an_error_of_the_medium_is_unreadable(folder, monkeypatch):
    def broken(*_arguments, **_more):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", broken)
    assert refusal(folder, "img/a.png") == "unreadable-file"


@pytest.mark.parametrize(
    ("name", "locator"),
    [
        ("Bài một.html", "Bài một.html"),
        ("%00.html", "%00.html"),
        ("-rf.html", "-rf.html"),
        (os.fsdecode(b"\xff\xfebad.html"), "%FF%FEbad.html"),
        ("new\nline.html", "new%0Aline.html"),
        ("100%\x1b.html", "100%25%1B.html"),
    ],
)
def test_locators_can_be_printed(name, locator):
    assert locator_of(name) == locator
