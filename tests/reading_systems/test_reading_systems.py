"""Volumes of the samples in every reading system, and spoilt ones, which none of them may pass over."""

from __future__ import annotations

import dataclasses

import pytest
from PIL import Image

from tests.reading_systems import browser, spoiled, volume
from tests.reading_systems.calibre import Shelved, lost, unsaid
from tests.reading_systems.koreader import styles
from tests.reading_systems.systems import SYSTEMS

GALLERY, TABLE, SMALL = (
    "2025-01/bao-van-son-2025-01-kinh-te.epub",
    "2025-02/bao-van-son-2025-02-kinh-te.epub",
    "2025-01/bao-van-son-2025-01-van-hoa.epub",
)

IN_THE_BROWSER = {
    "BROKEN_CONTENTS": "the contents leads nowhere: EPUB/nowhere.xhtml",
    "BROKEN_LINK": "leads nowhere: EPUB/chapters/nowhere.xhtml",
    "WRONG_FRAGMENT": "instead of EPUB/contents.xhtml#nobody",
    "REMOTE_PICTURE": "asks the network for https://pictures.example/photo.jpg",
    "LOST_PICTURES": "cannot draw the picture",
    "HIDDEN_TEXT": "shows other words than it holds",
    "INVISIBLE_TEXT": "is invisible",
    "WHITE_TEXT": "has a contrast of 1.0",
    "DARK_TEXT": "(night) has a contrast of 1.1",
    "WHITE_BOX": "(night) has a contrast of 1.",
    "TINY_TEXT": "is set in 2px",
    "WIDE_TEXT": "runs over the page's edge: «",
    "OUTDENTED_TEXT": "runs over the page's edge: «",
    "WIDE_PICTURES": "runs over the page's edge: <img>",
}
COMPLAINTS = {
    "foliate-js": IN_THE_BROWSER,
    "epub.js": IN_THE_BROWSER | {"WHITE_GROUND": "(night) has a contrast of 1."},
    "MuPDF": {
        "BROKEN_LINK": "instead of",
        "LOST_PICTURES": "warns:",
        "HIDDEN_TEXT": "shows other words than it holds",
        "LOST_CHAPTER": "cannot be read",
        "BROKEN_CONTENTS": "the contents lead to page",
        "BLANK_PAGES": "is drawn as an empty page",
        "OUTDENTED_TEXT": "runs over the page's edge: «",
    },
    "calibre": {
        "NO_SERIES": "series: there is none",
        "LOST_COVER": "cover: there is none",
    },
    "KOReader": {
        "SHAKY_STYLES": "needs what is not known: «position: absolute»",
        "ANOTHER_FORMAT": "is image/avif, which is not drawn",
        "NO_COVER": "has no cover for the shelf",
        "LONG_CHAPTER": "small devices end at 300000",
    },
    "Ace": {"NO_LANGUAGE": "html-has-lang", "NO_ALTERNATIVE": "image-alt"},
}
"""System -> the spoilt volumes (names in `spoiled`) that it has to complain of, and in which words."""


@pytest.fixture(scope="module")
def volumes(sample_output):
    return sample_output / "volumes"


@pytest.mark.parametrize("system", COMPLAINTS)
def test_sound_volumes_are_read_and_spoilt_ones_are_not(system, volumes, tmp_path):
    spoilt = {name: spoil(volumes / SMALL, tmp_path, name) for name in COMPLAINTS[system]}
    sound = [volumes / SMALL] if system == "Ace" else [volumes / GALLERY, volumes / TABLE]
    found = SYSTEMS[system]([*sound, *spoilt.values()])
    assert {book.name: found[book] for book in sound if found[book]} == {}
    assert {name: found[book] for name, book in spoilt.items() if not tells(found[book], system, name)} == {}


def spoil(book, folder, name):
    return spoiled.spoil(book, folder / f"{name}.epub", getattr(spoiled, name))


def tells(problems, system, name):
    return any(COMPLAINTS[system][name] in problem for problem in problems)


@pytest.mark.parametrize("system", ["foliate-js", "epub.js", "MuPDF"])
def test_what_a_system_does_not_show_is_missed(system, volumes, monkeypatch):
    book = volumes / SMALL
    whole = volume.read(book)
    more = (
        dataclasses.replace(one, text=f"{one.text} and more", phrase="nowhere to be found", pictures=one.pictures + 1)
        for one in whole.documents
    )
    monkeypatch.setattr(volume, "read", {book: dataclasses.replace(whole, documents=tuple(more))}.get)
    found = SYSTEMS[system]([book])[book]
    for words in ("other words than it holds", "in vain for «nowhere to be found»", " pictures"):
        assert len([problem for problem in found if words in problem]) >= len(whole.documents) - 3, words


def test_pictures_of_chosen_pages_are_kept(volumes, project):
    """In build/reading-systems: nobody compares them, a person looks at them."""
    shots = project / "build" / "reading-systems"
    assert browser.foliate([volumes / TABLE], shots) == {volumes / TABLE: []}
    stem = (volumes / TABLE).stem
    for page in ("cover", "toc", "chapter", "chapter-night", "chapter-large", "table", "about"):
        with Image.open(shots / f"{stem}-{page}.png") as picture:
            assert len(picture.convert("L").getcolors()) > 10, page


def test_metadata_that_do_not_arrive_are_missed(volumes):
    stated = volume.read(volumes / SMALL)
    nothing = Shelved(title="", publisher="", subjects=set(), series="", index=0.0, cover=b"")
    missed = {problem.partition(" again:")[0] for problem in lost(nothing, stated, " again")}
    assert missed == {"title", "publisher", "subjects", "series", "place in the series", "cover"}


def test_words_that_a_conversion_loses_are_missed(volumes):
    whole = volume.read(volumes / SMALL)
    less = dataclasses.replace(whole, documents=whole.documents[:-1])
    assert list(unsaid(less, whole)) == [f"{whole.documents[-1].path} has other words after a conversion"]
    assert list(unsaid(whole, whole)) == []


def test_what_a_style_sheet_may_ask_of_crengine():
    assert list(styles("/* p { color: calc(1) } */ @media (min-width: 9em) { p:not(.a) { display: grid } }")) == []
    assert (
        len(list(styles("p { display: flex; margin: calc(1em + 2px); transform: none } p:has(a) { margin: 0 }"))) == 4
    )
