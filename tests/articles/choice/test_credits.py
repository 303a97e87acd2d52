import pytest

from tests.articles.pages import article_page, page


def caption_of(markup):
    article = page(article_page(f'<figure><img src="road-one.png"><figcaption>{markup}</figcaption></figure>'))
    text = article.content.decode()
    start, end = text.index('<figcaption id="caption-1">') + 27, text.index("</figcaption>")
    return text[start:end]


@pytest.mark.parametrize(
    ("markup", "caption", "credit"),
    [
        ('Cầu mới. <span class="credit">An Bình</span>', "Cầu mới.", "An Bình"),
        ('<span class="photo-credit">An Bình</span> Cầu mới.', "Cầu mới.", "An Bình"),
        ("Cầu mới. Ảnh: An Bình", "Cầu mới.", "Ảnh: An Bình"),
        ("Cầu mới. Ảnh: <em>An Bình</em>", "Cầu mới.", "Ảnh: <em>An Bình</em>"),
        ("The new bridge (Photo: A. Binh/Agency)", "The new bridge", "(Photo: A. Binh/Agency)"),
        ("The new bridge | © An Binh", "The new bridge", "| © An Binh"),
        ("<b>Cầu mới.</b> Foto: An", "<strong>Cầu mới.</strong>", "Foto: An"),
    ],
)
def test_a_credit_is_told_apart(markup, caption, credit):
    assert caption_of(markup) == f'{caption} <span class="credit">{credit}</span>'


@pytest.mark.parametrize(
    "caption",
    [
        "The new bridge. Photo: it is not. It was opened on Friday by the minister himself.",
        "The source: a spring near the bridge",
        "<em>Cầu mới. Ảnh: An</em>",
        '<span class="note">An Bình</span> Cầu mới.',
    ],
)
def test_what_only_looks_like_one_stays_in_the_caption(caption):
    assert "credit" not in caption_of(caption)


def test_a_caption_that_is_only_a_credit_is_one():
    assert caption_of('<span class="credit">An Bình</span>') == '<span class="credit">An Bình</span>'
