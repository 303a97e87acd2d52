import json

import pytest

from tests.articles import pages
from tests.articles.pages import article_page, body_of, figures_of, page

ONE = "road-one.png"
SAID = "Ba chiếc xe qua con đường mới mở."


def test_the_metadata_s_picture_serves_an_article_that_shows_none():
    head = f'<meta property="og:image" content="https://e.org/{ONE}"><meta property="og:image:alt" content="{SAID}">'
    article = page(article_page("<p>x</p>", head), {f"https://e.org/{ONE}": pages.png()})
    assert figures_of(article) == [([f"https://e.org/{ONE}"], SAID)]
    assert body_of(article)[0].startswith("<figure>")


@pytest.mark.parametrize("address", ["https://e.org/logo.png", "https://e.org/default.jpg", "", "x.jpg"])
def test_a_logo_does_not(address):
    assert not figures_of(page(article_page("<p>x</p>", f'<meta property="og:image" content="{address}">')))


def stated(image):
    data = {"@type": "NewsArticle", "headline": "Con đường vào bản", "image": image}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    ("image", "caption"),
    [
        ("https://e.org/a.jpg", None),
        (["https://e.org/a.jpg", "https://e.org/b.jpg"], None),
        ({"@type": "ImageObject", "url": "https://e.org/a.jpg", "caption": SAID}, SAID),
        ([{"@type": "ImageObject", "contentUrl": "https://e.org/a.jpg", "description": SAID}], SAID),
        ([{"url": "https://e.org/logo.png"}, {"url": "https://e.org/a.jpg"}], None),
    ],
)
def test_json_ld_names_it_too(image, caption):
    assert figures_of(page(article_page("<p>x</p>", stated(image)))) == [(["https://e.org/a.jpg"], caption)]


@pytest.mark.parametrize("image", [None, 7, {}, {"url": 7}, [[]], "https://e.org/og-default-share.png"])
def test_what_names_none(image):
    assert not figures_of(page(article_page("<p>x</p>", stated(image))))
