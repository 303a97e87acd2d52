"""What a child does with one volume."""

from __future__ import annotations

import dataclasses

import pytest
from PIL import Image

from packager import bind, images
from packager.bind import Binding, Renditions, bind_volume, path_of
from packager.compression import checksum
from packager.config import Settings
from packager.errors import LibraryDamaged
from packager.images import PROFILES
from packager.library.objects import Objects
from packager.model import Picture, Volume
from tests.collected import build, files, page, picture, put
from tests.volumes.samples import volumes_of


@pytest.fixture
def objects(tmp_path):
    return Objects(tmp_path / "objects")


def kept(objects, content):
    facts = images.probe(content)
    return Picture("", objects.put(content), facts.media_type, facts.width, facts.height, len(content))


@pytest.fixture
def renditions(tmp_path, objects):
    return Renditions(objects, tmp_path / "renditions", PROFILES["compact"])


def test_a_picture_that_fits_passes_through_and_nothing_is_kept(tmp_path, objects, renditions):
    original = picture(size=(300, 200))
    for _ in range(2):
        made = renditions(kept(objects, original))
        assert (made.content, made.suffix, made.width, made.height) == (original, ".jpg", 300, 200)
    assert not (tmp_path / "renditions").exists()


def test_a_plain_picture_is_taken_by_its_checksum_and_a_large_one_drawn(objects, renditions, monkeypatch):
    small, large = (
        dataclasses.replace(kept(objects, content), crc=checksum(content))
        for content in (picture(size=(300, 200)), picture(size=(2400, 1200)))
    )
    assert renditions(large).width == 800
    slowly = renditions(dataclasses.replace(small, crc=None))
    monkeypatch.setattr(bind, "rendition", None)
    assert renditions(small) == slowly
    with objects.path(small.digest).open("r+b") as file:
        file.write(b"\0")
    with pytest.raises(LibraryDamaged):
        renditions(small)


def test_a_picture_that_was_drawn_is_drawn_once(tmp_path, objects, renditions, monkeypatch):
    large = kept(objects, picture(size=(2400, 1200)))
    made = renditions(large)
    assert (made.width, made.height) == (800, 400)
    monkeypatch.setattr(bind, "rendition", None)
    again = Renditions(objects, tmp_path / "renditions", PROFILES["compact"])(large)
    assert dataclasses.astuple(again) == dataclasses.astuple(made)


@pytest.mark.parametrize("change", ["profile", "packager", "pillow"])
def test_another_profile_or_version_draws_anew(tmp_path, objects, renditions, monkeypatch, change):
    large = kept(objects, picture(size=(2400, 1200)))
    renditions(large)
    profile = PROFILES["standard" if change == "profile" else "compact"]
    if change == "packager":
        monkeypatch.setattr(bind, "__version__", "99")
    if change == "pillow":
        monkeypatch.setattr(bind, "version", lambda name: f"{name} 99")
    Renditions(objects, tmp_path / "renditions", profile)(large)
    assert len(list((tmp_path / "renditions").iterdir())) == 2


def test_a_volume_is_sealed_at_its_path_and_described(tmp_path):
    output = tmp_path / "output"
    build(put(tmp_path / "sources", {"a.html": page("A", pictures=("a.jpg", "no.jpg")), "a.jpg": picture()}), output)
    from packager import pipeline

    (volume,) = volumes_of(pipeline.entries(output), ("topic", "month"), Settings())
    assert type(volume) is Volume
    task = Binding(volume, "epub", tmp_path / "elsewhere", output / "library", Settings())
    (done,) = bind_volume(task)
    assert done.volume == done.path == path_of(volume, "epub") == "volumes/2025-02/articles-2025-02-kinh-te.epub"
    assert (done.by, done.period, done.topic) == ("topic,month", "2025-02", "kinh-te")
    assert (done.articles, done.images, done.missing_images) == (1, 1, 1)
    assert files(tmp_path / "elsewhere") == {done.path: (output / done.path).read_bytes()}
    assert done.bytes == (output / done.path).stat().st_size


def test_the_pictures_of_tests_are_sound():
    import io

    assert Image.open(io.BytesIO(picture())).load() is not None
