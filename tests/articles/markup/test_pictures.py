import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from packager.articles.markup.page import Page
from packager.articles.markup.pictures import (
    addresses_of,
    dull,
    is_placeholder,
    keys_of,
    largest,
    same_picture,
    stated_size,
)
from packager.articles.markup.vocabulary import names_placeholder
from tests.articles import pages
from tests.articles.pages import article_page, figures_of, page

DATA = "data:image/jpeg;base64," + "A" * 600


@pytest.mark.parametrize(
    ("source_set", "best"),
    [
        ("a.jpg 400w, b.jpg 1600w, c.jpg 800w", "b.jpg"),
        ("a.jpg, b.jpg 2x", "b.jpg"),
        ("a.jpg 1x,https://e.org/b.jpg 1.5x", "https://e.org/b.jpg"),
        (
            "https://e.org/w_300,h_200/a.jpg 300w, https://e.org/w_900,h_600/a.jpg 900w",
            "https://e.org/w_900,h_600/a.jpg",
        ),
        ("a.jpg", "a.jpg"),
        ("a.jpg 1.2.3x", "a.jpg"),
        ("", ""),
        (" , ", ""),
    ],
)
def test_the_largest_of_a_set(source_set, best):
    assert largest(source_set) == best


@given(st.text(max_size=60))
def test_any_set_gives_some_address(source_set):
    assert isinstance(largest(source_set), str)


@pytest.mark.parametrize(
    ("markup", "addresses"),
    [
        ('<img src="anh.jpg">', ("anh.jpg",)),
        ('<img src="nho.jpg" srcset="to.jpg 2x, vua.jpg">', ("to.jpg", "nho.jpg", "vua.jpg")),
        ('<img src="spacer.gif" data-src="anh.jpg">', ("anh.jpg",)),
        ('<img src="mo.jpg" data-original="anh.jpg">', ("anh.jpg", "mo.jpg")),
        ('<img src="data:image/gif;base64,R0lGOD" data-photo-original-src="anh.jpg">', ("anh.jpg",)),
        ('<img data-zoom="lon.webp" src="anh.jpg">', ("anh.jpg", "lon.webp")),
        ('<img src="frame.svg" data-site-property="anh.jpg">', ("anh.jpg", "frame.svg")),
        ('<img src="{{image}}" data-src="[x]">', ()),
        ('<img src="about:blank"><img>', ()),
        ('<img src=" anh.jpg?a=1&amp;amp;b=2 ">', ("anh.jpg?a=1&b=2",)),
        (f'<img src="{DATA}">', (DATA,)),
        ('<picture><source srcset="b.webp 2x"><img src="a.jpg"></picture>', ("a.jpg", "b.webp")),
        ('<video poster="canh.jpg" src="v.mp4"></video>', ("canh.jpg",)),
        ("<div style=\"background-image: url('anh.jpg')\"></div>", ("anh.jpg",)),
        ('<div style="color: red"></div>', ()),
        ('<p style="background:url(anh.jpg)">x</p>', ()),
    ],
)
def test_addresses_best_first(markup, addresses):
    assert addresses_of(html.fragments_fromstring(markup)[0]) == addresses


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.org/2025/con-duong-moi-300x200.jpg", "https://cdn.e.org/x/con-duong-moi-1600x1067.jpg.webp"),
        ("https://e.org/con-duong-moi@2x.png", "https://e.org/con-duong-moi.png"),
        ("https://e.org/resize?url=https://f.org/con-duong-moi.jpg", "https://f.org/con-duong-moi.jpg"),
        ("https://e.org/w300/0123456789abcdef0123/a.jpg", "https://e.org/w900/0123456789abcdef0123/b.jpg"),
        ("https://e.org/a.jpg?w=1", "https://e.org/a.jpg?w=1"),
    ],
)
def test_one_picture_in_two_sizes(one, other):
    assert keys_of(one) & keys_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.org/a/image.jpg", "https://e.org/b/image.jpg"),
        ("https://e.org/con-duong-moi-1.jpg", "https://e.org/con-duong-moi-2.jpg"),
        ("img/p001.jpg", "img/p002.jpg"),
        ("p.php?id=1", "p.php?id=2"),
        (
            "https://a.org/web/20150721045344im_/http://e.org/a.jpg",
            "https://a.org/web/20150721045344im_/http://e.org/b.jpg",
        ),
        ("https://e.org/0123456789abcdef0123/1.jpg", "https://e.org/0123456789abcdef0123/2.jpg"),
        (
            "https://e.org/0123456789abcdef0123/1560816768294/market-hall.jpg",
            "https://e.org/0123456789abcdef0123/1560816768297/harbour-wall.jpg",
        ),
    ],
)
def test_two_pictures(one, other):
    assert not keys_of(one) & keys_of(other)


@given(st.text(max_size=80))
def test_any_address_is_known_under_some_name(address):
    assert same_picture((address,)) == keys_of(address)


@pytest.mark.parametrize(
    "name",
    [
        "grey.gif",
        "lazy-placeholder.gif",
        "placeholder_400x300.jpg",
        "no-image.png",
        "index-transparent_h-9_w-16.gif",
        "Default-Pic-150x150.png",
        "1x1-f7f7f7ff.png",
        "lazy-placeholder-01c4eedaca.png",
        "lazyload.png",
        "video-fallback-image.jpg",
        "x.php?url=/i/blank.png",
        "#",
    ],
)
def test_a_name_that_only_stands_for_a_picture(name):
    assert names_placeholder(name)


@pytest.mark.parametrize(
    "name",
    [
        "grey-heron.jpg",
        "empty-shelves.jpg",
        "blanket-coverage.png",
        "greys-anatomy-default.jpg",
        "loading-dock.webp",
        "f6aef173_source-aspect-ratio_default_0.jpg",
        "anh.jpg",
        "",
    ],
)
def test_a_name_that_says_more(name):
    assert not names_placeholder(name)


def test_a_picture_whose_name_sounds_like_a_placeholder_s_is_shown():
    assert figures_of(page(article_page('<p><img src="grey-heron.jpg"></p>'), ["grey-heron.jpg"]))


@pytest.mark.parametrize("size", ["12x", "12.5", "100%", "", "٣"])
def test_a_stated_size_is_a_number_at_the_front(size):
    width, height = stated_size(html.fragment_fromstring(f'<img width="{size}" height="x">'))
    assert height == 0
    assert width in (0, 12, 100, 3)


def reason(markup):
    [item] = [item for item in Page(f"<html><body>{markup}</body></html>").items if not item.is_text]
    return dull(item)


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ('<img src="a.jpg" width="40" height="40">', "small picture (40x40)"),
        ('<img src="a.jpg" width="1" height="1">', "small picture (1x1)"),
        ('<img src="a.jpg" class="author-avatar">', "decoration by its names"),
        ('<img src="/static/logo.png">', "decoration by its file name"),
        ('<img src="a.svg">', "decoration by its file name"),
        ('<img src="https://www.facebook.com/tr?id=1">', "a host that counts readers"),
        ('<img src="a.jpg" width="16" height="9">', ""),
        ('<img src="a.jpg" width="800" height="50">', ""),
        ('<img src="http://[bad/a.jpg">', "an address that is none"),
        (f'<img src="{DATA}">', ""),
        ('<img src="bang-tin-logistics.jpg">', ""),
    ],
)
def test_decoration_is_left_out_with_a_reason(markup, why):
    told = reason(markup)
    assert told.startswith(why)
    assert bool(told) == bool(why)


FALLBACKS = [
    '<img src="x/placeholder.png" data-src="road-one.png">',
    '<picture><source data-srcset="road-one.png 2x"><img src="blank.gif"></picture>',
    '<img class="lazy" src="data:image/gif;base64,R0lGOD"><noscript><img src="road-one.png"></noscript>',
    '<noscript><img src="road-one.png"></noscript>',
    '<img src="gone.png" srcset="road-one.png 2x">',
    '<img src="road-one.png?w=300" data-src="road-one.png">',
]


@pytest.mark.parametrize("markup", FALLBACKS)
def test_the_address_that_the_source_holds_is_shown_once(markup):
    article = page(
        article_page(f"<figure>{markup}<figcaption>Xe qua đường mới.</figcaption></figure>"), ["road-one.png"]
    )
    assert figures_of(article) == [(["road-one.png"], "Xe qua đường mới.")]
    assert article.pictures[0].held
    assert "picture-missing" not in pages.codes_of(article)


PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
BROKEN = "data:image/png;base64,iVBOR"
SAID = "<figcaption>Xe qua đường mới.</figcaption>"


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (PIXEL, True),
        ("data:image/gif;base64,R0lGODlhAQABAAD/ACwAAAAAAQABAAACADs=", True),
        ("data:image/svg+xml,%3Csvg viewBox='0 0 800 600'/%3E", True),
        ("data:,", True),
        (BROKEN, False),
        ("data:image/png;base64,", False),
        ("data:image/png;base64,!", False),
        (DATA, False),
        ("anh.jpg", False),
    ],
)
def test_a_placeholder_is_short_and_sound(address, told):
    assert is_placeholder(address) is told


@pytest.mark.parametrize(
    ("markup", "code", "caption"),
    [
        (f'<p><img src="{BROKEN}"></p>', "picture-damaged", None),
        (f'<p><img src="{DATA}"></p>', "picture-unknown", None),
        (f'<figure><img src="{BROKEN}">{SAID}</figure>', "picture-damaged", "Xe qua đường mới."),
        (f'<figure><img src="{PIXEL}">{SAID}</figure>', "picture-missing", "Xe qua đường mới."),
        (f'<figure><img src="empty-shelves.jpg">{SAID}</figure>', "picture-missing", "Xe qua đường mới."),
    ],
)
def test_a_picture_that_its_address_does_not_hold_keeps_its_place_and_is_told(markup, code, caption):
    article = page(article_page(markup))
    assert [held.held for held in article.pictures] == [False]
    assert [told for told in pages.codes_of(article) if told.startswith("picture")] == [code]
    assert figures_of(article)[0][1] == caption


@pytest.mark.parametrize(
    "markup",
    [
        f'<p><img src="{PIXEL}"></p>',
        f'<figure><img src="{PIXEL}"></figure>',
        f'<figure><img src="{PIXEL}"><iframe src="https://e.org/v"></iframe>{SAID}</figure>',
        f'<img src="{BROKEN}"><noscript></noscript>',
    ],
)
def test_a_placeholder_of_what_is_no_picture_is_left_out(markup):
    article = page(article_page(markup))
    assert not article.pictures
    assert not [told for told in pages.codes_of(article) if told.startswith("picture")]


def test_a_placeholder_beside_the_figure_s_picture_is_left_out():
    figure = f'<figure><img src="{PIXEL}"><img src="road-one.png">{SAID}</figure>'
    assert figures_of(page(article_page(figure), ["road-one.png"])) == [(["road-one.png"], "Xe qua đường mới.")]
