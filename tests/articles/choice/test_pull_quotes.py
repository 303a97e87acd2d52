import pytest

from packager.articles.choice.pull_quotes import SAID_AGAIN
from tests.articles.pages import article_page, inner, left_out, page

TITLE = "Con đường vào bản được sửa lại sau mưa"
SENTENCE = "xe tải đã đi lại được và hàng hóa lại về chợ"


@pytest.mark.parametrize(
    "quote",
    [
        f"<blockquote><p>{SENTENCE}</p></blockquote>",
        f"<blockquote><p>“{SENTENCE.capitalize()}!”</p><cite>Ông Giàng A Páo</cite></blockquote>",
        f'<div class="pull-quote"><p>{SENTENCE}</p></div>',
    ],
)
def test_a_quote_that_only_repeats_the_text_is_left_out_and_told(quote):
    article = page(article_page(quote))
    assert inner(article) == []
    assert {left.reason for left in left_out(article)} == {SAID_AGAIN}


@pytest.mark.parametrize(
    "quote",
    [
        "<p>Con đường ấy là của chúng tôi.</p>",
        f"<p>{SENTENCE} xuân</p>",
        f"<p>{SENTENCE}</p><p>Ông nói thêm rằng năm sau bản sẽ làm thêm một con đường nữa,.</p>",
        "<p>xe tải</p>",
    ],
)
def test_a_quote_that_says_more_stays(quote):
    assert inner(page(article_page(f"<blockquote>{quote}</blockquote>")))[0].startswith("<blockquote>")


def test_a_page_of_an_article_alone_keeps_its_quotes():
    body = f"<blockquote><p>{SENTENCE}</p></blockquote>"
    alone = article_page(body).replace(f"<h1>{TITLE}</h1>", f"<header><h1>{TITLE}</h1></header>")
    assert "<blockquote>" in inner(page(alone))[0]
