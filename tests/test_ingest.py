"""What a child does with a batch of inputs, and what it notes of what an article depends on."""

from __future__ import annotations

import gzip
from hashlib import sha256

import pytest

from packager.config import Settings
from packager.errors import ResourceRefused
from packager.ingest import Batch, Consulted, Originals, ingest_batch
from packager.library.objects import Objects
from packager.library.unchanged import REFUSED
from packager.model import Outcome
from packager.readers import scan
from packager.readers.files import SourceFolder
from packager.readers.pages.beside import Beside
from tests.collected import page, picture, put


def digest(content):
    return sha256(content).hexdigest()


@pytest.fixture
def objects(tmp_path):
    return Objects(tmp_path / "objects")


def ingested(sources, objects, **settings):
    work = objects.root.parent / "work"
    return ingest_batch(Batch(tuple(scan(sources, "s")), objects.root, work, Settings(**settings)))


@pytest.fixture
def consulted(tmp_path):
    files = {"x/a.jpg": picture(), "x/cut.jpg": picture()[:-99], "b.jpg": picture(1)}
    return Consulted(Beside(SourceFolder(put(tmp_path / "sources", files)), "x/page.html"))


def kept(consulted, objects, *references):
    originals = Originals(objects)
    for reference in references:
        found = consulted.find(reference)
        if found:
            consulted.keep(found, originals)
    return consulted.files


def test_what_was_found_is_noted_with_its_digest(consulted, objects):
    assert kept(consulted, objects, "a.jpg", "../b.jpg") == {"x/a.jpg": digest(picture()), "b.jpg": digest(picture(1))}


def test_what_was_not_found_is_noted_wherever_it_might_be(consulted, objects):
    assert kept(consulted, objects, "no.jpg") == {"x/no.jpg": ""}
    assert set(kept(consulted, objects, "n%20o.jpg?w=1")) >= {"x/n%20o.jpg", "x/n o.jpg"}


def test_places_that_were_tried_before_the_right_one_are_noted(consulted, objects):
    assert kept(consulted, objects, "a.jpg?w=1") == {"x/a.jpg?w=1": "", "x/a.jpg": digest(picture())}


def test_a_companion_folder_may_come(consulted, objects):
    noted = kept(consulted, objects, "https://bao.example/m/1.jpg")
    assert "x/page_files" in noted
    assert set(noted.values()) == {""}


def test_a_picture_in_the_page_itself_is_not_noted(consulted, objects):
    assert kept(consulted, objects, "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==") == {}


def test_what_was_refused_is_to_be_tried_again(tmp_path, consulted, objects):
    (tmp_path / "sources" / "x" / "link.jpg").symlink_to(put(tmp_path, {"out.jpg": picture()}) / "out.jpg")
    with pytest.raises(ResourceRefused):
        kept(consulted, objects, "link.jpg")
    assert consulted.files == {"x/link.jpg": REFUSED}


def test_places_outside_the_source_are_never_noted(consulted, objects):
    with pytest.raises(ResourceRefused):
        kept(consulted, objects, "../../out.jpg")
    assert consulted.files == {}


def test_an_input_is_known_by_its_own_bytes_and_a_capture_by_what_it_holds(tmp_path, objects):
    """A packed page's file has another digest than the page."""
    text = page("Bài").encode()
    packed = gzip.compress(text, mtime=0)
    plain, zipped = ingested(put(tmp_path / "sources", {"a.html": text, "b.html.gz": packed}), objects)
    assert (plain.record.digest, zipped.record.digest) == (digest(text), digest(packed))
    assert plain.entry.capture == zipped.entry.capture == digest(text)
    assert plain.entry.content == zipped.entry.content


def test_pages_and_originals_are_stored_once_by_digest(tmp_path, objects):
    sources = put(tmp_path / "sources", {
        "a.html": page("Một", pictures=("a.jpg",)),
        "b.html": page("Hai", pictures=("b.jpg",)),
        "a.jpg": picture(),
        "b.jpg": picture(),
    })  # fmt: skip
    found = ingested(sources, objects)
    assert {path.name for path in objects.root.rglob("*/*")} == {
        name[2:] for name in (digest(picture()), *(done.entry.content for done in found))
    }
    assert all(b"<h1>" in objects.read(done.entry.content) for done in found)


def test_a_damaged_original_is_not_stored_and_known_by_its_bytes(tmp_path, objects):
    cut = picture()[:-300]
    (done,) = ingested(put(tmp_path / "sources", {"a.html": page("A", pictures=("a.jpg",)), "a.jpg": cut}), objects)
    assert done.record.dependencies == {"a.jpg": digest(cut)}
    assert not objects.has(digest(cut))
    assert done.entry.missing == 1


def test_what_is_no_article_is_read_again_next_time(tmp_path, objects):
    found = ingested(put(tmp_path / "sources", {"a.html": "", "b.pdf": b"%PDF-1.4 \0\1", "README": "x"}), objects)
    assert [done.record.outcome for done in found] == [Outcome.SKIPPED, Outcome.FAILED, Outcome.SKIPPED]
    assert {(done.record.digest, done.record.normaliser, done.entry) for done in found} == {("", "", None)}
