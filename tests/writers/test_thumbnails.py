from dataclasses import replace

import pytest

from packager.images import PROFILES, Rendition, probe, rendition
from packager.model import Picture
from packager.writers import thumbnails
from tests.volumes.samples import ENTRIES, photo


def entry(*sizes):
    pictures = tuple(Picture(f"{n}.jpg", f"{n}" * 64, "image/jpeg", *size) for n, size in enumerate(sizes))
    return replace(ENTRIES[0], pictures=pictures)


@pytest.mark.parametrize(
    ("sizes", "chosen"),
    [
        ([(960, 640), (960, 640)], 0),
        ([(64, 64), (960, 120), (640, 960)], 2),
        ([(2000, 200)], None),
        ([], None),
    ],
)
def test_the_first_picture_that_is_no_icon_and_no_ribbon_stands_for_an_article(sizes, chosen):
    found = thumbnails.pictures_for([entry(*sizes)])
    assert found == ({} if chosen is None else {f"{chosen}" * 64: [ENTRIES[0].id]})


def test_what_is_not_held_stands_for_nothing():
    assert not thumbnails.pictures_for([replace(ENTRIES[0], pictures=(Picture("a.jpg", "", "image/jpeg", 960, 640),))])


def test_very_large_volumes_have_none():
    assert thumbnails.pictures_for([entry((960, 640))] * thumbnails.MOST)
    assert not thumbnails.pictures_for([entry((960, 640))] * (thumbnails.MOST + 1))


def test_thumbnails_are_small_and_keep_the_shape():
    whole = rendition(photo(1), PROFILES["standard"])
    small = thumbnails.thumbnail_of(whole)
    assert not thumbnails.is_small(whole)
    assert thumbnails.is_small(small)
    assert (small.width, small.height) == (240, 160)
    assert probe(small.content).media_type == small.media_type == "image/jpeg"
    assert len(small.content) < 15_000


def test_what_cannot_be_drawn_has_none():
    assert thumbnails.thumbnail_of(Rendition(photo(1)[:2000], "image/jpeg", ".jpg", 960, 640)) is None
