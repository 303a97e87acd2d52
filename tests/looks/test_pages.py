import pytest

from packager.config import themes
from tests.looks.browser import told
from tests.looks.volume import written

THEMES = sorted(themes())
NIGHT = "html { background: #000; color: #ddd; }"


@pytest.fixture(scope="module", params=THEMES)
def pages(request, tmp_path_factory):
    folder = written(tmp_path_factory.mktemp("looks"), request.param)
    return sorted(folder.rglob("*.xhtml"))


@pytest.mark.parametrize("style", ["", "html { font-size: 200%; }"])
def test_nothing_is_wider_than_a_narrow_page(pages, tmp_path, style):
    found = told(pages, tmp_path, 320, style)
    assert {name: one["wide"] for name, one in found.items() if one["wide"]} == {}


def test_a_night_mode_reaches_every_letter(pages, tmp_path):
    for name, one in told(pages, tmp_path, 400, NIGHT).items():
        assert (one["coloured"], one["grounds"]) == ([], []), name


@pytest.mark.parametrize("theme", THEMES)
def test_epubcheck_finds_nothing(theme, tmp_path, epubcheck):
    written(tmp_path, theme)
    assert epubcheck(tmp_path / f"{theme}.epub") == []


def test_a_theme_only_adds_to_the_one_stylesheet(tmp_path):
    base = (written(tmp_path, "standard") / "styles" / "book.css").read_text(encoding="utf-8")
    for theme in THEMES:
        (sheet,) = written(tmp_path / theme, theme).rglob("*.css")
        assert sheet.read_text(encoding="utf-8").startswith(base.partition("/* standard")[0])
        assert f"/* {theme}" in sheet.read_text(encoding="utf-8")
