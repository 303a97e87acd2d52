import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from packager.articles.canonical import Writer, labels, quote, says_something, schema
from packager.articles.draft import Figure, Shown
from packager.articles.text.characters import escape
from packager.model import Basis, Metadata, Picture, Value
from tests.articles.pages import LONG, article_page, page

HELD = Picture("a.jpg", "0" * 64, "image/jpeg", 40, 30, 100)


def metadata(title="Tiêu đề", language="vi", **more):
    return Metadata(title=Value(title, Basis.VISIBLE), language=Value(language, Basis.METADATA), **more)


def written(stream, lead=(), held=None, told=None):
    figures = [piece for piece in stream if isinstance(piece, Figure)]
    shown = [shown for figure in figures for shown in figure.pictures]
    held = dict.fromkeys(shown, HELD) | (held or {})
    return Writer(told or metadata(), held, len(shown)).write(lead, stream).decode()


def figure(*alts, caption="", credit=""):
    return Figure([Shown((f"{n}.jpg",), alt) for n, alt in enumerate(alts)], caption, credit)


def valid(text):
    root = etree.fromstring(text.encode())
    return schema().validate(root)


def test_a_whole_article():
    told = metadata(creator=(Value("A & B"), Value("C")), issued=Value("2025-02-21T14:05:00+07:00", precision="minute"))
    text = written(["<p>một</p>", figure("Con đường", caption="Xe.", credit="Ảnh: D")], ["hai"], told=told)
    assert valid(text)
    assert '<html xmlns="http://www.w3.org/1999/xhtml" lang="vi" xml:lang="vi">' in text
    assert "<title>Tiêu đề</title>" in text
    assert 'A &amp; B, C · <time datetime="2025-02-21T14:05:00+07:00">' in text
    assert '<p class="lead">hai</p>' in text
    assert (
        f'<figure><img src="images/{"0" * 64}.jpg" width="40" height="30" alt="Con đường" data-original-src="a.jpg"/>'
        '<figcaption id="caption-1">Xe. <span class="credit">Ảnh: D</span></figcaption></figure>'
    ) in text


def test_without_author_and_date_there_is_no_byline():
    assert "byline" not in written(["<p>x</p>"])


@pytest.mark.parametrize(
    ("language", "alt"), [("vi", "Ảnh 2/2"), ("en-GB", "Picture 2 of 2"), ("xx", "Picture 2 of 2")]
)
def test_a_picture_without_words_is_numbered_in_the_article_s_language(language, alt):
    text = written([figure("IMG_1.JPG", "", caption="Xe.")], told=metadata(language=language))
    assert f'alt="{alt}" aria-describedby="caption-1"' in text
    assert valid(text)


def test_a_picture_that_is_not_held_keeps_its_place():
    shown = Shown(("x.jpg",))
    text = written([Figure([shown])], held={shown: Picture("x.jpg")})
    assert '<img class="missing" src="images/missing.svg" alt="Ảnh 1/1" data-original-src="x.jpg"/>' in text
    assert valid(text)


def test_an_article_in_no_known_language_says_so():
    assert 'lang="und"' in written(["<p>x</p>"], told=metadata(language=""))


def test_captions_are_numbered_by_themselves():
    text = written([figure("Con đường", caption="Một."), figure("Con đường"), figure("Con đường", caption="Hai.")])
    assert [f'id="caption-{n}"' in text for n in (1, 2, 3)] == [True, True, False]


@pytest.mark.parametrize("alt", ["Con đường vào bản", "Ảnh chụp từ trên cao", "A2", "漢字", "x.jpg của tôi"])
def test_an_alt_that_says_something(alt):
    assert says_something(alt) or alt == "A2"


@pytest.mark.parametrize(
    "alt", ["", " ", "IMG_0001.JPG", "anh-1.png", "12", "-", "image", "Ảnh", "A", "http://e.org/a.webp"]
)
def test_an_alt_that_says_nothing(alt):
    assert not says_something(alt)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40))
def test_any_text_comes_back_from_markup(text):
    element = etree.fromstring(f"<x a={quote(text)}>{escape(text)}</x>")
    assert ((element.text or ""), element.get("a")) == (text, text)


def test_every_language_has_every_label():
    assert all(set(row) <= {"picture", "date"} for row in labels().values())
    assert all("{n}" in row["picture"] and "{total}" in row["picture"] for row in labels().values())


BREACHES = [
    ("<p>x</p>", '<p class="y">x</p>'),
    ("<p>x</p>", '<p style="color:red">x</p>'),
    ("<p>x</p>", "<p>x</p><script/>"),
    ("<p>x</p>", "<div>x</div>"),
    ("<p>x</p>", "<h5>x</h5>"),
    ("<p>x</p>", "<h1>x</h1>"),
    ("<p>x</p>", "<p><p>x</p></p>"),
    ("<p>x</p>", "<ul/>"),
    ("<p>x</p>", "<ul><p>x</p></ul>"),
    ("<p>x</p>", '<p><a href="javascript:x">x</a></p>'),
    ("<p>x</p>", "<p><span>x</span></p>"),
    ("<p>x</p>", '<figure><img src="x.jpg" alt="x" data-original-src=""/></figure>'),
    ("<p>x</p>", '<figure><img class="missing" src="images/missing.svg" alt="" data-original-src=""/></figure>'),
    ("<p>x</p>", "<figure/>"),
    (' xml:lang="vi"', ""),
    ("<h1>", "<h1><em/>"),
    ("<header>", '<header onclick="x">'),
]


@pytest.mark.parametrize(("old", "new"), BREACHES)
def test_the_schema_refuses_what_a_writer_does_not_know(old, new):
    text = written(["<p>x</p>"])
    assert valid(text)
    assert not valid(text.replace(old, new, 1))


def test_two_normalisations_give_the_same_bytes():
    text = article_page(f"<p>1. {LONG}</p><figure><img src='a.png'><figcaption>Xe.</figcaption></figure>")
    assert page(text, ["a.png"]).content == page(text, ["a.png"]).content
