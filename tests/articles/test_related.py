"""Which links of a page become its article's related ones."""

import pytest

from packager.model import Link
from tests.articles.pages import article_page, body_of, page

ADDRESS = "https://bao.example/kinh-te/1.html"
TITLE = "Chợ phiên dời sang bờ bắc con sông"
BOX = '<{0} class="{1}"><h3>Tin liên quan</h3><ul><li><a href="/kinh-te/2.html">' + TITLE + "</a></li></ul></{0}>"


def related(box, *, beside=True):
    markup = article_page("" if beside else box)
    markup = markup.replace("</article>", f"</article>{box}") if beside else markup
    article = page(markup, address=ADDRESS)
    assert TITLE not in "".join(body_of(article))
    return article.metadata.related


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("names", ["related", "box-tinlienquan", "article__related-links", "read-also"])
def test_links_of_a_box_named_so_are_kept(names, beside):
    assert related(BOX.format("div", names), beside=beside) == (Link(TITLE, "https://bao.example/kinh-te/2.html"),)


@pytest.mark.parametrize(
    ("tag", "names"), [("nav", "menu"), ("div", "most-read"), ("div", "unrelated"), ("footer", "")]
)
def test_links_of_other_boxes_are_not(tag, names):
    assert related(BOX.format(tag, names)) == ()


def test_short_words_and_the_page_itself_are_no_related_article():
    box = f'<div class="related"><a href="{ADDRESS}">{TITLE}</a><a href="/kinh-te">Xem thêm</a></div>'
    assert related(box) == ()
