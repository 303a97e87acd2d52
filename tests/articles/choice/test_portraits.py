import pytest

from tests.articles.pages import article_page, figures_of, left_out, page

FACE = "linh.png"


def image(alt=""):
    return f'<img src="{FACE}" alt="{alt}">'


@pytest.mark.parametrize(
    "markup",
    [
        f'<div><a href="/tac-gia/ha-linh">{image()}</a></div>',
        f'<figure><a href="https://e.org/authors/ha-linh/">{image()}</a><figcaption>Hà Linh</figcaption></figure>',
        f"<div>{image('Ada Nguyen')}<span>By Ada Nguyen, staff writer</span></div>",
        f"<figure>{image('Ada Nguyen')}<figcaption>Von Ada Nguyen, 3.2.2025</figcaption></figure>",
    ],
)
def test_an_author_s_face_is_left_out_with_a_reason(markup):
    article = page(article_page(markup), [FACE])
    assert not figures_of(article)
    assert "an author's face" in [left.reason for left in left_out(article)]


@pytest.mark.parametrize(
    "markup",
    [
        f'<div><a href="/gallery/7">{image()}</a></div>',
        f"<figure>{image('Ada Nguyen')}<figcaption>Ada Nguyen at the harbour</figcaption></figure>",
        f"<figure>{image('Cây cầu mới')}<figcaption>By the river, in the morning</figcaption></figure>",
    ],
)
def test_a_picture_of_the_article_is_none(markup):
    assert len(figures_of(page(article_page(markup), [FACE]))) == 1
