import pytest

from packager.config import themes
from tests.looks.browser import told
from tests.looks.volume import written

THEMES = sorted(themes())
VIEWS = {
    "narrow": (320, ""),
    "large": (320, "html { font-size: 200%; }"),
    "night": (320, "html { background: #000; color: #ddd; }"),
}


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    folder = tmp_path_factory.mktemp("looks")
    return {theme: written(folder, theme) for theme in THEMES}


@pytest.fixture(scope="module")
def measured(books, tmp_path_factory):
    """Theme -> view -> page -> what is wrong there."""
    folder = tmp_path_factory.mktemp("measured")
    pages = {theme: sorted(book.rglob("*.xhtml")) for theme, book in books.items()}
    return {theme: dict(zip(VIEWS, told(pages[theme], folder, list(VIEWS.values())), strict=True)) for theme in THEMES}


@pytest.mark.parametrize("view", ["narrow", "large"])
def test_nothing_is_wider_than_a_narrow_page(measured, view):
    assert {theme: name for theme in THEMES for name, one in measured[theme][view].items() if one["wide"]} == {}


def test_a_night_mode_reaches_every_letter(measured):
    for theme in THEMES:
        for name, one in measured[theme]["night"].items():
            assert (one["coloured"], one["grounds"]) == ([], []), (theme, name)


def test_the_harness_sees_what_is_too_wide_and_coloured(books, tmp_path):
    spoiled = "td { overflow-wrap: normal; min-width: 20em; } p { color: #222; } aside { background: #fff; }"
    ((*_, chapter),) = [sorted(books["standard"].glob("chapters/*.xhtml"))]
    (view,) = told([chapter], tmp_path, [(320, spoiled)])
    assert all(view[chapter.name][trouble] for trouble in ("wide", "coloured", "grounds"))


def test_epubcheck_finds_nothing_in_the_rules_of_all_themes(tmp_path, epubcheck, monkeypatch):
    rules = tmp_path / "all.css"
    rules.write_bytes(b"\n".join(themes()[theme].read_bytes() for theme in THEMES))
    monkeypatch.setattr("packager.volumes.markup.themes", lambda: {"all": rules})
    written(tmp_path, "all")
    assert epubcheck(tmp_path / "all.epub") == []


def test_a_theme_only_adds_to_the_one_stylesheet(books):
    base = (books["standard"] / "styles" / "book.css").read_text(encoding="utf-8").partition("/* standard")[0]
    for theme, book in books.items():
        (sheet,) = book.rglob("*.css")
        assert sheet.read_text(encoding="utf-8").startswith(f"{base}/* {theme}")
