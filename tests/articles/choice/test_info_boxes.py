import pytest

from tests.articles import pages
from tests.articles.pages import article_page, inner, page

LONG = f"<p>{pages.LONG} {pages.OTHER}</p>"
FACTS = "<h3>Bến đò</h3><p>Bến đò có từ năm 1887, dài một cây số rưỡi, và chó đi không mất tiền.</p>"


def body(box):
    return " ".join(inner(page(article_page(f"{LONG}{box}{LONG.replace('.', '!')}"))))


@pytest.mark.parametrize("start", ["aside class='note'", 'div class="infobox"', 'section class="fact-box"'])
def test_a_box_of_facts_is_kept_as_an_aside(start):
    assert "<aside>" in body(f"<{start}>{FACTS}</{start.split()[0]}>")


@pytest.mark.parametrize(
    "box",
    [
        f'<aside class="newsletter">{FACTS}</aside>',
        f'<aside><p><a href="https://e.org/1">Bến đò có từ năm 1887</a></p><p><a href="https://e.org/2">{pages.OTHER}</a></p></aside>',
        "<aside><p>Quảng cáo</p></aside>",
        f"<aside><p>{pages.LONG}</p></aside>",
        f"<aside>{FACTS}<form><button>Gửi</button></form></aside>",
        f'<div class="box">{FACTS}</div>',
    ],
)
def test_other_boxes_are_none(box):
    assert "<aside>" not in body(box)
