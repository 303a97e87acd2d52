import pytest

from tests.articles import pages
from tests.articles.pages import article_page, body_of, codes_of, left_out, page

PARAGRAPH = f"<p>{pages.LONG}</p>"
SAID = f"{pages.OTHER} {pages.OTHER}"


@pytest.mark.parametrize("tag", ["textarea", "dialog", "object", "video", "template", "noscript", "svg", "iframe"])
def test_prose_in_an_article_that_is_not_read_is_a_loss(tag):
    article = page(article_page(f"{PARAGRAPH}<{tag}>{SAID}</{tag}>{PARAGRAPH}"))
    [told] = [finding for finding in article.findings if finding.code == "text-unread"]
    assert f"<{tag}>" in told.message
    assert SAID[:40] in told.message
    assert any(SAID[:40] in left.what for left in left_out(article)) or tag == "template"


def test_prose_in_a_frame_s_own_document_is_a_loss():
    article = page(article_page(f'{PARAGRAPH}<iframe srcdoc="<p>{SAID}</p>"></iframe>{PARAGRAPH}'))
    assert "text-unread" in codes_of(article)


def test_what_a_player_says_to_old_browsers_is_no_loss():
    article = page(article_page(f"{PARAGRAPH}<video src=a.mp4>Trình duyệt không hỗ trợ video.</video>{PARAGRAPH}"))
    assert "text-unread" not in codes_of(article)


def test_a_formula_is_a_loss():
    article = page(article_page(f"{PARAGRAPH}<p>x <math><mi>E</mi></math> <math><mi>m</mi></math></p>{PARAGRAPH}"))
    [told] = [finding for finding in article.findings if finding.code == "text-unread"]
    assert "2 <math>" in told.message


def test_a_part_with_a_tree_of_its_own_is_read():
    own = f'<x-box><template shadowrootmode="open"><p>{SAID}</p></template></x-box>'
    assert f"<p>{SAID}</p>" in body_of(page(article_page(f"{PARAGRAPH}{own}{PARAGRAPH}")))


def test_an_article_for_browsers_without_scripts_is_read():
    text = f"<html><head><title>Một</title></head><body><div id=app></div><noscript>{PARAGRAPH}<p>{SAID}</p></noscript>"
    assert PARAGRAPH in body_of(page(text))


def test_a_drawing_with_a_caption_keeps_its_place():
    figure = "<figure><img src=chart.svg><figcaption>Sản lượng chè theo từng năm.</figcaption></figure>"
    article = page(article_page(f"{PARAGRAPH}{figure}{PARAGRAPH}"))
    assert [picture.reference for picture in article.pictures] == ["chart.svg"]
    assert "Sản lượng chè" in " ".join(body_of(article))
