import base64
import unicodedata
from pathlib import Path

import pytest

from packager.errors import ResourceRefused
from packager.readers.files import SourceFolder
from packager.readers.pages.beside import Beside
from packager.readers.pages.data_uri import resource

PICTURE = b"\x89PNG\r\n\x1a\n"


def beside(root, *files, page="page.html", folders=()):
    for name in files:
        path = Path(root, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode("utf-8", "surrogateescape"))
    return Beside(SourceFolder(root), page, folders)


def names(resources, *references):
    return [found.name if (found := resources.find(reference)) else None for reference in references]


def refusal(resources, reference):
    with pytest.raises(ResourceRefused) as refused:
        resources.find(reference)
    return refused.value.code


@pytest.mark.parametrize(
    ("file", "reference"),
    [
        ("a.png", "a.png"),
        ("a.png", " ./a.png\n"),
        ("img/a b.png", "img/a%20b.png"),
        ("sp ace .png", "sp ace%20.png"),
        ("a:b.png", "a:b.png"),
        ("CON.png", "CON.png"),
        ("dot.", "dot."),
        ("p.png", "p.png?x=1#f"),
        ("p.png?x=1", "p.png?x=1"),
        ("100%.png", "100%.png"),
        ("a%20b.png", "a%20b.png"),
        ("img/a.png", "img\\a.png"),
        ("ảnh.png", "%E1%BA%A3nh.png"),
        (unicodedata.normalize("NFD", "ảnh hội nghị.png"), unicodedata.normalize("NFC", "ảnh hội nghị.png")),
        (unicodedata.normalize("NFC", "ảnh hội nghị.png"), unicodedata.normalize("NFD", "ảnh hội nghị.png")),
        ("Báo_files/a.png", "./B%C3%A1o_files/a.png"),
        ("Bài-Dateien/a.png", "Bài-Dateien/a.png"),
    ],
)
def test_a_relative_reference_finds_its_file(tmp_path, file, reference):
    resources = beside(tmp_path, file)
    found = resources.find(reference)
    assert found.content == file.encode()
    assert unicodedata.normalize("NFC", found.name) == unicodedata.normalize("NFC", file)
    assert resources.find(reference) == found


def test_a_name_that_is_not_utf8_is_found_and_percent_encoded(tmp_path):
    resources = beside(tmp_path, "\udcff.png")
    assert names(resources, "%FF.png") == ["%FF.png"]


def test_a_reference_out_of_and_back_into_the_source_is_found(tmp_path):
    resources = beside(tmp_path / "h66", "p.png")
    assert resources.find("../h66/../h66/./p.png?x=1#f").content == b"p.png"


def test_references_count_from_the_pages_own_folder(tmp_path):
    resources = beside(tmp_path, "x/img/a.png", "b.png", page="x/page.html")
    assert names(resources, "img/a.png", "../b.png", "b.png") == ["x/img/a.png", "b.png", None]


@pytest.mark.parametrize(
    "reference", ["", ".", "img", "img/", "#top", "?a", "none.png", "a\0.png", "x" * 9000, "\ud800"]
)
def test_what_is_no_file_is_not_there(tmp_path, reference):
    resources = beside(tmp_path, "img/a.png")
    assert resources.find(reference) is None
    assert resources.find(reference) is None


@pytest.mark.parametrize(
    "reference",
    ["file:///etc/passwd", "FILE:a.png", "/etc/passwd", "/dev/zero", "C:\\a.png", "\\\\host\\a.png", "../../etc/passwd",
     "%2e%2e/%2e%2e/etc/passwd", "..\\..\\x"],
)  # fmt: skip
def test_references_out_of_the_source_are_refused(tmp_path, reference):
    resources = beside(tmp_path, "a.png")
    assert refusal(resources, reference) == "outside-source"
    assert refusal(resources, reference) == "outside-source"


@pytest.mark.parametrize("folder", ["page_files", "page.files", "page-Dateien", "page_fichiers"])
def test_an_address_of_the_web_is_looked_for_in_the_companion_folder_only(tmp_path, folder):
    resources = beside(tmp_path, f"{folder}/a.jpg", "b.jpg")
    addresses = ("https://i.vn/x/a.jpg?w=680", "//i.vn/a.jpg", "http://i.vn/b.jpg", "https://i.vn/", "https://i.vn")
    assert names(resources, *addresses) == [f"{folder}/a.jpg", f"{folder}/a.jpg", None, None, None]
    assert names(resources, "/x/a.jpg") == [f"{folder}/a.jpg"]


def test_an_address_cannot_climb_out_of_the_companion_folder(tmp_path):
    resources = beside(tmp_path, "page_files/a.jpg", "b.jpg")
    assert names(resources, "https://i.vn/..", "https://i.vn/%2e%2e%2fb.jpg") == [None, None]


def test_an_address_without_a_companion_folder_is_not_there(tmp_path):
    assert names(beside(tmp_path, "a.jpg"), "https://i.vn/a.jpg") == [None]


def test_several_folders_are_tried_in_order(tmp_path):
    resources = beside(tmp_path, "dump/a.jpg", "dump/b.jpg", "a.jpg", page="dump.txt", folders=("", "dump"))
    assert names(resources, "a.jpg", "b.jpg", "c.jpg") == ["a.jpg", "dump/b.jpg", None]


def test_names_that_differ_in_case_stay_apart(tmp_path):
    resources = beside(tmp_path, "a.png", "A.PNG")
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("the file system does not tell cases apart")
    assert names(resources, "a.png", "A.PNG") == ["a.png", "A.PNG"]


def packed(data):
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    "reference",
    [
        f"data:image/png;base64,{packed(PICTURE)}",
        f"DATA:image/png;base64,{packed(PICTURE).rstrip('=')}",
        f"data:image/png;base64, {packed(PICTURE)[:5]}\n {packed(PICTURE)[5:]}",
        f"data:image/png;base64,{packed(PICTURE).replace('=', '%3D')}",
        "data:image/png,%89PNG%0D%0A%1A%0A",
    ],
)
def test_data_uris_carry_their_bytes(tmp_path, reference):
    assert beside(tmp_path).find(reference).content == PICTURE


def test_a_data_uri_of_text_is_percent_decoded():
    found = resource("data:image/svg+xml;charset=utf-8,<svg>%E1%BA%A3 ả</svg>")
    assert found.name == "data:image/svg+xml;charset=utf-8"
    assert found.content == "<svg>ả ả</svg>".encode()


@pytest.mark.parametrize(
    "reference",
    ["data:image/png;base64,!!!notbase64", "data:image/png;base64,", "data:image/png;base64,QQ=QQ", "data:", "data:a,",
     "data:image/png;base64,A", "data:image/png;base64,ả"],
)  # fmt: skip
def test_a_broken_data_uri_is_a_damaged_picture(tmp_path, reference):
    assert refusal(beside(tmp_path), reference) == "picture-damaged"


def test_a_data_uri_beyond_the_limit_is_too_large(monkeypatch):
    monkeypatch.setattr("packager.readers.pages.data_uri.LARGEST_PICTURE", 30)
    with pytest.raises(ResourceRefused) as refused:
        resource("data:image/png;base64," + "A" * 300)
    assert refused.value.code == "too-large"
