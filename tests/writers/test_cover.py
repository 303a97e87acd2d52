from dataclasses import dataclass, replace

import pytest

from packager.config import Settings
from packager.errors import PictureUnreadable
from packager.images.cover import Drawn
from packager.model import Picture
from packager.volumes.matter import matter
from packager.writers import cover
from packager.writers.cover import Cover, ranks
from tests.volumes.samples import Shelf, library, volumes_of

ENTRIES = library(Shelf())


def picture(name, width=1600, height=1067):
    return Picture(name, name * 8, "image/jpeg", width, height, 1)


def entry(name, words, *pictures):
    return replace(ENTRIES[0], id=name, words=words, pictures=pictures)


def best(*entries):
    found = ranks(entries)
    return min(found, key=found.get)[0] if found else None


@dataclass
class Shown:
    content: bytes = b"photo"
    media_type: str = "image/jpeg"


def test_the_lead_picture_of_the_longest_article_is_chosen():
    assert best(entry("one", 300, picture("a")), entry("two", 900, picture("b"), picture("c"))) == "b"


def test_a_lead_picture_goes_before_others_however_long_their_article():
    assert best(entry("one", 900, picture("a", 200), picture("b")), entry("two", 100, picture("c"))) == "c"


@pytest.mark.parametrize(
    ("worse", "better"),
    [((640, 427), (1200, 800)), ((4000, 400), (640, 427)), ((400, 300), (640, 427)), ((120, 90), (300, 200))],
)
def test_size_and_shape_go_before_length(worse, better):
    assert best(entry("one", 900, picture("a", *worse)), entry("two", 100, picture("b", *better))) == "b"


def test_a_picture_that_many_articles_show_leads_only_where_there_is_no_other():
    many = [entry(name, 900, picture("a")) for name in ("one", "two", "three")]
    assert best(*many, entry("four", 100, picture("b", 400, 300))) == "b"
    assert best(*many) == "a"


def test_tiny_and_missing_pictures_never_lead():
    assert best(entry("one", 900, picture("a", 100, 80), Picture("b", "", "image/jpeg", 1600, 1067))) is None


def offered(*offers):
    """The photo that is kept of those that pass by."""
    kept = Cover([entry("one", 500, *(of for of, _ in offers))])
    for of, shown in offers:
        kept.offer(of, shown)
    return kept._photo


def test_the_best_that_passes_by_is_kept_and_drawings_are_not():
    a, b, c = picture("a", 640, 427), picture("b"), picture("c")
    assert offered((a, Shown(b"1")), (b, Shown(b"2", "image/png")), (c, Shown(b"3"))) == b"3"
    assert offered((c, Shown(b"3")), (a, Shown(b"1"))) == b"3"
    assert offered((a, Shown(b"1", "image/png"))) is None


def volume(by=("topic", "month"), **changed):
    return matter(replace(volumes_of(ENTRIES, by, Settings())[0], **changed), Settings())


@pytest.mark.parametrize(
    ("period", "mark"), [("2025-02", "2"), ("2025-W08", "8"), ("2025-Q1", "1"), ("2025", "2025"), ("undated", "K")]
)
def test_the_mark_is_the_number_of_the_period(period, mark):
    assert cover._mark(volume(period=period, topic_label="kinh tế")) == mark


def test_letters_that_a_cover_cannot_show_are_told():
    content, (told,) = Cover([]).draw(volume(publication="Tin 🎉 हिन्दी"))
    assert content.startswith(b"\xff\xd8")
    assert (told.code, told.severity) == ("cover-letters", "warning")
    assert "🎉" in told.message
    assert "Devanagari" in told.message


def test_a_damaged_photo_is_told_and_the_cover_drawn_without(monkeypatch):
    def drawn(_words, photo=None):
        if photo:
            raise PictureUnreadable("picture-damaged", "it ends early")
        return Drawn(b"cover", "")

    monkeypatch.setattr("packager.images.cover.draw_cover", drawn)
    kept = Cover([entry("one", 500, picture("a"))])
    kept.offer(picture("a"), Shown())
    content, (told,) = kept.draw(volume())
    assert (content, told.code) == (b"cover", "picture-damaged")
