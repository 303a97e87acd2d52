import pytest

from packager.articles.choice.body import choose
from packager.articles.markup.page import Page
from tests.articles.pages import LONG, OTHER, article_page, body_of, inner, leads_of, left_out, page

TITLE = "Con đường vào bản được sửa lại sau mưa"
LEAD = "Sau ba ngày mưa lớn, con đường duy nhất vào bản đã thông trở lại từ chiều 12/3, sớm hơn dự kiến hai ngày."
MORE = [f"{n}. {LONG} {OTHER}" for n in range(1, 6)]
PROSE = "".join(f"<p>{text}</p>" for text in MORE)


def paragraphs(article):
    return [block.removeprefix("<p>").removesuffix("</p>") for block in body_of(article)]


def whole(body, head=""):
    return f'<html lang="vi"><head><title>{TITLE} - Báo</title>{head}</head><body>{body}</body></html>'


LAYOUTS = {
    "article": f"<article><h1>{TITLE}</h1>{PROSE}</article>",
    "title above in a header": f"<main><header><h1>{TITLE}</h1></header><div class='body'>{PROSE}</div></main>",
    "divs": "<div><h1>{}</h1>{}</div>".format(TITLE, "".join(f"<div>{text}</div>" for text in MORE)),
    "line breaks": f"<h1>{TITLE}</h1><div>{'<br><br>'.join(MORE)}</div>",
    "layout table": f"<table><tr><td><h1>{TITLE}</h1></td></tr><tr><td>{PROSE}</td><td>Cột phải</td></tr></table>",
    "misleading names": f"<div class='sidebar related'><h1>{TITLE}</h1><div class='share-content'>{PROSE}</div></div>",
    "each in its own box": "<h1>{}</h1>{}".format(TITLE, "".join(f"<section><p>{t}</p></section>" for t in MORE)),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_paragraph_and_nothing_else_whatever_the_layout(layout):
    article = page(whole(f"<nav><a href='/'>Trang chủ</a></nav>{LAYOUTS[layout]}<footer>Bản quyền</footer>"))
    assert [*leads_of(article), *paragraphs(article)] == MORE
    assert article.metadata.title.value == TITLE


BESIDE = {
    "related box": '<div class="related"><h3>Tin liên quan</h3><p>{}</p></div>',
    "comments": '<div id="comments"><p>{}</p></div>',
    "author box": '<div class="author-box"><p>{}</p></div>',
    "newsletter": '<div class="newsletter-signup"><p>{}</p></div>',
    "share bar": '<div class="share-buttons"><a href="#">Facebook</a> <p>{}</p></div>',
    "aside": "<aside><p>{}</p></aside>",
    "form": "<form><p>{}</p></form>",
    "footer": "<footer><p>{}</p></footer>",
    "cookies": '<div class="cookie-consent"><p>{}</p></div>',
    "screen readers": '<p class="visually-hidden">{}</p>',
    "cards": '<article class="card"><h3><a href="/a">Một bài khác có tiêu đề rất dài</a></h3><p>{}</p></article>' * 3,
    "linked prose": '<p><a href="/khac">{}</a></p>',
}
STRAY = "Đoạn này không phải của bài báo, dù nó dài như một đoạn văn thật và kết thúc bằng dấu chấm"


@pytest.mark.parametrize("where", ["before", "amid", "after"])
@pytest.mark.parametrize("box", BESIDE)
def test_boxes_beside_the_article_are_left_out_with_a_reason(box, where):
    stray = BESIDE[box].replace("{}", STRAY)
    places = {"before": (stray, "", ""), "amid": ("", stray, ""), "after": ("", "", stray)}[where]
    article = page(whole("<article>{}<h1>{}</h1><p>{}</p>{}{}</article>".format(places[0], TITLE, MORE[0], places[1],
                         "".join(f"<p>{text}</p>" for text in MORE[1:]) + places[2])))  # fmt: skip
    assert [*leads_of(article), *paragraphs(article)] == MORE
    assert [left.reason for left in left_out(article) if left.what.startswith(STRAY[:40])]


INVITATIONS = (
    "Đọc thêm: <a href='/a'>một bài khác</a>",
    "<a href='/a'>Xem thêm bài về những cây cầu khác</a>",
    "ADVERTISEMENT",
)


@pytest.mark.parametrize("text", INVITATIONS)
def test_an_invitation_amid_the_text_is_left_out(text):
    assert inner(page(article_page(f"<p>{text}</p>"))) == []


@pytest.mark.parametrize(
    "lead",
    [
        f'<p class="lead sapo"><strong>{LEAD}</strong></p>',
        f'<h2 class="singular-sapo">{LEAD}</h2>',
        f'<div class="article__summary"><p>{LEAD}</p></div>',
    ],
)
def test_a_lead_is_known_and_not_said_again_in_the_body(lead):
    head = f'<meta name="description" content="{LEAD}">'
    article = page(whole(f"<article><h1>{TITLE}</h1>{lead}<div>{PROSE}</div></article>", head))
    assert leads_of(article) == [LEAD]
    assert paragraphs(article) == MORE


@pytest.mark.parametrize(
    "small",
    [
        '<div class="meta"><span class="author">Hà Linh</span> <time datetime="2025-03-12">12/3/2025</time></div>',
        f'<div class="breadcrumb"><a href="/">Trang chủ</a> » <a href="/xa-hoi">Xã hội</a></div><p>{TITLE}</p>',
        '<p class="date">Thứ tư, 12/3/2025, 19:25 (GMT+7)</p><p class="category">Xã hội</p>',
    ],
)
def test_small_print_above_the_text_is_no_paragraph(small):
    article = page(whole(f"<article><h1>{TITLE}</h1>{small}{PROSE}</article>"))
    assert [*leads_of(article), *paragraphs(article)] == MORE


def test_a_short_text_between_paragraphs_stays():
    assert inner(page(article_page("<p>Và rồi?</p>"))) == ["<p>Và rồi?</p>"]


def test_a_byline_below_the_text_stands_in_the_header_only():
    tail = '<p class="author-sign" style="text-align:right"><strong>Hà Linh</strong></p>'
    article = page(whole(f"<article><h1>{TITLE}</h1>{PROSE}{tail}</article>"))
    assert [value.value for value in article.metadata.creator] == ["Hà Linh"]
    assert [*leads_of(article), *paragraphs(article)] == MORE


def test_a_table_at_the_end_is_kept_to_its_last_row():
    table = "<table><tr><th>Xã</th><th>Số hộ</th></tr><tr><td>Nậm Xé</td><td>12</td></tr></table>"
    article = page(whole(f"<article><h1>{TITLE}</h1>{PROSE}{table}</article>"))
    assert body_of(article)[-1].endswith("<td>12</td></tr></tbody></table>")


def test_a_list_at_the_end_is_kept_to_its_last_row():
    article = page(whole(f"<article><h1>{TITLE}</h1>{PROSE}<ul><li>Một.</li><li>Hai.</li></ul></article>"))
    assert [block.replace("\n", "") for block in body_of(article)][-1] == "<ul><li>Một.</li><li>Hai.</li></ul>"


def test_a_page_of_short_texts_only_keeps_them():
    article = page(whole(f"<h1>{TITLE}</h1><p>Đường đã thông.</p><p>Xe đã qua.</p><nav>Trang chủ</nav>"))
    assert paragraphs(article) == ["Đường đã thông.", "Xe đã qua."]


def test_every_text_that_is_not_kept_has_a_reason():
    found = Page(whole(f"<nav>Trang chủ</nav><article><h1>{TITLE}</h1>{PROSE}</article><footer>Bản quyền</footer>"))
    choice = choose(found)
    assert {item.n for item in found.texts} == choice.kept | choice.lead | set(choice.reasons)
    assert not choice.kept & set(choice.reasons)
