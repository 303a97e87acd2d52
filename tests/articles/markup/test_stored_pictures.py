import pytest

from tests.articles.pages import article_page, figures_of, page

DATA = "data:image/jpeg;base64," + "A" * 600
HEAD = f'<style>:root{{--sf-img-3: url("{DATA}"); --sf-img-4: url()}}</style>'


@pytest.mark.parametrize(
    "markup",
    [
        "<p><img style='background-image:var(--sf-img-3)!important' src='data:image/svg+xml,%3Csvg/%3E'></p>",
        "<div style='background-image: var( --sf-img-3 )'></div>",
    ],
)
def test_a_picture_that_a_style_names_is_shown(markup):
    assert figures_of(page(article_page(markup, HEAD))) == [(["data:image/jpeg;base64"], None)]


@pytest.mark.parametrize("number", [4, 5])
def test_one_that_was_not_stored_is_none(number):
    assert not figures_of(page(article_page(f"<div style='background-image:var(--sf-img-{number})'></div>", HEAD)))
