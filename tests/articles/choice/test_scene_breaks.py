import pytest

from tests.articles.pages import article_page, inner, page

MORE = "<p>Năm sau bản sẽ làm thêm một con đường nữa, dài hơn và rộng hơn nhiều.</p>"


def breaks(body):
    return sum(block == "<hr/>" for block in inner(page(article_page(body))))


@pytest.mark.parametrize("rule", ["<hr>", "<hr><hr class='x'>", "</div><hr><div>"])
def test_a_rule_between_two_kept_texts_is_a_break(rule):
    assert breaks(f"<div>{MORE}{rule}<p>Rồi mùa xuân đến.</p></div>") == 1


@pytest.mark.parametrize(
    "body",
    [
        f"{MORE}<hr><aside><p>Quảng cáo</p></aside><hr><p>Rồi mùa xuân đến.</p>",
        f"<ul><li>Một.<hr></li><li>Hai.</li></ul>{MORE}",
        f"<blockquote>{MORE}<hr><p>Rồi mùa xuân đến.</p></blockquote>",
        f"<div>{MORE}<hr></div><div><p>Rồi mùa xuân đến.</p></div>",
    ],
)
def test_other_rules_are_none(body):
    assert breaks(body) == 0
