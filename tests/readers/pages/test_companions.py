import time
import unicodedata

import pytest

from packager.readers import scan
from packager.readers.files import SourceFolder
from packager.readers.pages.beside import Beside
from packager.readers.pages.companions import companion_of, referred
from tests.readers.source_files import source_file


@pytest.mark.parametrize(
    ("page", "markup", "folder"),
    [
        ("Cầu.html", '<img src="Cầu_anh/a.jpg">', "Cầu_anh"),
        ("Cầu.html", "<img src='./C%E1%BA%A7u_anh/a.jpg'>", "Cầu_anh"),
        ("A & B.html", '<img src="A &amp; B stuff/a.jpg">', "A & B stuff"),
        ("a.html", "<img src=a.html.d/a.jpg>", "a.html.d"),
        ("a.html", '<img srcset="x.jpg 1x, a-media/b.jpg 2x">', "a-media"),
        ("a.html", "<p style=\"background:url('a_bits/b.jpg')\">", "a_bits"),
        ("a.html", '<link rel="stylesheet" href="a_bits/b.css">', "a_bits"),
        ("a.html", '<iframe src="a_bits/frame.html">', "a_bits"),
        ("a.html", '<img src="a/b.jpg">', "a"),
    ],
)
def test_a_folder_that_the_page_shows_files_of_is_its_companion(page, markup, folder):
    assert referred(markup.encode(), page) == [folder]
    assert companion_of(folder, {page}, lambda _: [folder]) == page


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="b_files/a.jpg">',
        '<a href="a-news/1.html">',
        '<img src="a-news/x.jpg"><a href="a-news/1.html">',
        '<img src="a-news/x.jpg"><a href="a-news/">',
        '<img src="https://a-news/x.jpg">',
        "<p>a-news/x.jpg",
        '<img src="a.jpg">',
    ],
)
def test_other_folders_hold_articles_of_their_own(markup):
    assert referred(markup.encode(), "a.html") == []


def test_frames_in_a_companion_are_no_inputs_and_its_files_are_found(tmp_path):
    source_file(tmp_path, "Cầu.html", '<img src="Cầu bits/x.jpg"><img src="https://b.example/y.jpg">')
    source_file(tmp_path, "Cầu bits/frame.html", "<p>frame")
    source_file(tmp_path, "Cầu bits/y.jpg", b"picture")
    source_file(tmp_path, "Cầu khác/b.html", "<p>article")
    assert [item.locator for item in scan(tmp_path, "s")] == ["Cầu khác/b.html", "Cầu.html"]
    resources = Beside(SourceFolder(tmp_path), "Cầu.html")
    assert resources.find("https://b.example/y.jpg").content == b"picture"


def test_names_of_either_unicode_form_meet(tmp_path):
    folder = unicodedata.normalize("NFD", "Cầu bits")
    source_file(tmp_path, unicodedata.normalize("NFD", "Cầu.html"), '<img src="Cầu bits/x.jpg">')
    source_file(tmp_path, f"{folder}/frame.html", "<p>frame")
    assert len(list(scan(tmp_path, "s"))) == 1


def test_a_page_is_read_once_for_all_folders(tmp_path):
    source_file(tmp_path, "1.html", "<p>x" * 100_000)
    for number in range(200):
        source_file(tmp_path, f"1{number}/a.html", "<p>x")
    begun = time.process_time()
    assert len(list(scan(tmp_path, "s"))) == 201
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "text", ["src=" * 300_000, 'src="a/' * 100_000, "url(" * 300_000, "data-" * 200_000, "a" * 4_000_000]
)
def test_no_markup_takes_long(text):
    begun = time.process_time()
    referred(text.encode(), "a.html")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("place", "reference"),
    [
        ("b.example/img/x.jpg", "/img/x.jpg"),
        ("b.example/img/x.jpg", "https://b.example/img/x.jpg"),
        ("i.example/a/x.jpg", "//i.example/a/x.jpg?w=680"),
        ("i.example/a/x.jpg?w=680", "https://i.example/a/x.jpg?w=680"),
        ("i.example/a/x.jpg", "https://web.archive.org/web/20250221080000im_/http://i.example/a/x.jpg"),
        ("b.example/tin/../img/x.jpg", "../img/x.jpg"),
    ],
)
def test_a_mirror_keeps_files_below_their_hosts(tmp_path, place, reference):
    page = source_file(tmp_path, "b.example/tin/cau.html", "<p>x").path
    source_file(tmp_path, place, b"picture")
    resources = Beside(SourceFolder(tmp_path), page)
    assert resources.find(reference).content == b"picture"
    assert resources.find(reference).name in list(resources.places(reference))


def test_an_address_does_not_climb_out_of_a_mirror(tmp_path):
    page = source_file(tmp_path, "m/b.example/a.html", "<p>x").path
    source_file(tmp_path, "x.jpg", b"secret")
    resources = Beside(SourceFolder(tmp_path), page)
    for reference in ("https://b.example/../../x.jpg", "//../x.jpg", "https://b.example/%2e%2e/%2e%2e/x.jpg"):
        assert resources.find(reference) is None


@pytest.mark.parametrize("name", ["a.html", "a.txt", "a.md", "a.mht", "a.webarchive", "a.html.gz", "a.xml"])
def test_what_only_describes_a_file_is_its_sidecar_and_no_input(tmp_path, name):
    source_file(tmp_path, name, "<p>x")
    source_file(tmp_path, "a.meta.json", '{"title": "x"}')
    assert [(item.locator, item.sidecar) for item in scan(tmp_path, "s")] == [(name, "a.meta.json")]


def test_a_source_beside_another_or_beside_a_folder_is_an_input(tmp_path):
    for name in ("news.xml", "news.json", "kinh-te/a.html", "kinh-te.json"):
        source_file(tmp_path, name, "[]")
    assert [item.locator for item in scan(tmp_path, "s")] == ["kinh-te.json", "kinh-te/a.html", "news.json", "news.xml"]
