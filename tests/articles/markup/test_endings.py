import pytest

from packager.articles.markup.parse import parse
from tests.articles import pages
from tests.articles.pages import article_page, body_of, codes_of, page


def unclosed(end):
    return parse(f"<html><body><p>một</p>{end}").unclosed


@pytest.mark.parametrize(
    "tag", ["script", "style", "textarea", "iframe", "select", "template", "svg", "math", "object"]
)
def test_an_element_that_takes_the_rest_is_named(tag):
    assert unclosed(f"<{tag}><p>mất</p>") == f"<{tag}>"
    assert unclosed(f"<{tag}><p>mất</p></{tag}><p>hai</p>") == ""


@pytest.mark.parametrize("opening", ["<!-- ", '<a href="x>y</a>', "<p class='x", "<!-- a --", "<img src=a.png alt=b"])
def test_a_tag_or_comment_that_takes_the_rest_is_told(opening):
    assert unclosed(f"{opening}<p>mất</p>" if opening != "<img src=a.png alt=b" else opening)


@pytest.mark.parametrize(
    "end",
    [
        "",
        "</body></html>",
        "</body></html>\n\n<!-- 0.2 s -->",
        "</html",
        "</",
        "<",
        "<p>hai",
        "<b>hai",
        "</BODY ></HTML>",
    ],
)
def test_what_ends_as_pages_do_loses_nothing(end):
    assert unclosed(end) == ""


def test_the_mark_is_taken_out_again():
    for end in ("", "<script>x", "<plaintext>x", "<table><tr><td>x", "<select><option>x"):
        root = parse(f"<p>một</p>{end}").root
        assert "packager-end" not in " ".join(map(str, root.itertext()))
        assert root.find(".//packager-end") is None


def test_text_after_the_end_of_html_is_read():
    said = "<p>Sau trận mưa, bà con còn trồng lại hàng cây ven đường để giữ đất cho những mùa mưa sau này.</p>"
    assert said in body_of(page(article_page(f"</body></html>{said}")))


def test_a_loss_at_the_end_is_a_finding():
    assert "unclosed" in codes_of(page(article_page(f"<p>{pages.LONG}</p><textarea>")))
    assert "unclosed" not in codes_of(page(article_page(f"<p>{pages.LONG}</p>")))
