import pytest

from tests.articles import pages
from tests.articles.pages import LONG, X, article_page, body_of, figures_of, left_out, page, root_of

ONE, TWO, THREE = NAMES = ("road-one.png", "road-two.png", "road-three.png")
SAID = "Ba chiếc xe qua con đường mới mở."


def images(names, tag=""):
    return "".join(f'<{tag}><img src="{name}"></{tag}>' if tag else f'<img src="{name}">' for name in names)


GALLERIES = {
    "one figure": f"<figure>{images(NAMES)}<figcaption>{SAID}</figcaption></figure>",
    "figures within one": f"<figure>{images(NAMES, 'figure')}<figcaption>{SAID}</figcaption></figure>",
    "boxes": f'<div class="gallery">{images(NAMES, "div")}<div class="caption">{SAID}</div></div>',
    "paragraphs before a named one": f'{images(NAMES, "p")}<p class="caption"><em>{SAID}</em></p>',
    "table cells": f'<table><tr><td>{images(NAMES)}</td></tr><tr><td class="pCaption">{SAID}</td></tr></table>',
    "named table": f'<table class="tplCaption"><tr>{images(NAMES, "td")}</tr><tr><td>{SAID}</td></tr></table>',
    "list": f'<div><ul>{images(NAMES, "li")}</ul><p class="legend">{SAID}</p></div>',
}


@pytest.mark.parametrize("form", GALLERIES)
def test_pictures_that_share_a_caption_are_one_figure(form):
    assert figures_of(page(article_page(GALLERIES[form]), NAMES)) == [(list(NAMES), SAID)]


def test_pictures_with_captions_of_their_own_are_figures_of_their_own():
    body = "".join(f"<figure>{images([name])}<figcaption>{name} {SAID}</figcaption></figure>" for name in NAMES)
    assert figures_of(page(article_page(body), NAMES)) == [([name], f"{name} {SAID}") for name in NAMES]


def test_pictures_without_a_caption_stay_apart_and_in_the_source_s_order():
    assert figures_of(page(article_page(images((THREE, ONE, TWO), "p")), NAMES)) == [
        ([THREE], None),
        ([ONE], None),
        ([TWO], None),
    ]


def test_a_picture_shown_twice_is_shown_once_with_its_caption():
    body = f"<p>{images([ONE])}</p><figure>{images([ONE])}<figcaption>{SAID}</figcaption></figure>"
    article = page(article_page(body), [ONE])
    assert figures_of(article) == [([ONE], SAID)]
    assert [left.reason for left in left_out(article) if ONE in left.what] == ["the same picture again"]


def test_the_alt_of_the_img_in_a_picture_element_counts():
    body = f'<picture><source srcset="{ONE} 2x"><img src="small.gif" alt="Con đường vào bản"></picture>'
    [image] = root_of(page(article_page(body), [ONE])).iter(f"{X}img")
    assert image.get("alt") == "Con đường vào bản"


def test_a_video_s_poster_with_its_caption():
    body = f'<figure><video poster="{ONE}"></video><figcaption>{SAID}</figcaption></figure>'
    assert figures_of(page(article_page(body), [ONE])) == [([ONE], SAID)]


def test_a_figure_keeps_its_place_between_paragraphs():
    blocks = body_of(page(article_page(f"<p>Một.</p><figure>{images([ONE])}</figure><p>Hai.</p>"), [ONE]))
    assert [block[:7] for block in blocks[1:4]] == ["<p>Một.", "<figure", "<p>Hai."]


def test_the_title_picture_above_the_text_is_kept_with_its_caption():
    text = (
        f"<html><body><article><h1>Con đường vào bản</h1><figure>{images([ONE])}<figcaption>{SAID}</figcaption>"
        f"</figure><p>{LONG}</p><p>{pages.OTHER}</p></article></body></html>"
    )
    assert figures_of(page(text, [ONE])) == [([ONE], SAID)]


ELSEWHERE = {
    "related box": '<div class="related"><a href="/a"><img src="road-one.png"><span>Một bài khác hẳn</span></a></div>',
    "card": '<article><a href="/a"><img src="road-one.png"><h3>Một bài khác có tiêu đề rất dài</h3></a></article>',
    "teaser": '<div><div><img src="road-one.png"></div><h3><a href="/a">Một bài khác có tiêu đề rất dài</a></h3></div>',
    "author's face": '<div class="author-info"><img src="road-one.png"><b>Hà Linh</b></div>',
    "teaser that says how long it plays": (
        '<div><figure><a href="/a"><img src="road-one.png"></a><figcaption>1:45</figcaption></figure>'
        '<h3><a href="/a">Một bài khác có tiêu đề rất dài</a></h3></div>'
    ),
    "teaser that says whose its picture is": (
        '<div><figure><a href="/a"><img src="road-one.png"></a><figcaption>Ảnh: Hà Linh</figcaption></figure>'
        '<h3><a href="/a">Một bài khác có tiêu đề rất dài</a></h3></div>'
    ),
    "teaser with a section": (
        '<div><a href="/a"><img src="road-one.png"></a><p>Xã hội</p>'
        '<p><a href="/a">Một bài khác có tiêu đề rất dài</a></p></div>'
    ),
    "advert": '<div class="ads"><a href="/a"><img src="road-one.png"></a></div>',
    "footer": '<footer><img src="road-one.png"></footer>',
    "share bar": '<div class="share"><img src="road-one.png">Chia sẻ</div>',
}


@pytest.mark.parametrize("box", ELSEWHERE)
def test_pictures_of_other_pages_are_left_out_with_a_reason(box):
    article = page(article_page(ELSEWHERE[box]), [ONE])
    assert not figures_of(article)
    assert [left.reason for left in left_out(article) if ONE in left.what]


def test_a_picture_that_was_not_collected_keeps_its_place_and_caption():
    article = page(article_page(f"<figure>{images([ONE])}<figcaption>{SAID}</figcaption></figure>"))
    [image] = root_of(article).iter(f"{X}img")
    assert (image.get("class"), image.get("src"), image.get("width")) == ("missing", "images/missing.svg", None)
    assert figures_of(article) == [([ONE], SAID)]
    assert "picture-missing" in pages.codes_of(article)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"not a picture", "picture-unknown"), (pages.png()[:50], "picture-damaged"), (b"", "picture-unknown")],
)
def test_a_picture_that_cannot_be_shown_keeps_its_place_and_is_told(content, code):
    article = page(article_page(f"<figure>{images([ONE])}<figcaption>{SAID}</figcaption></figure>"), {ONE: content})
    assert figures_of(article) == [([ONE], SAID)]
    assert not article.pictures[0].held
    assert [told for told in pages.codes_of(article) if told.startswith("picture")] == [code]


def test_the_next_address_serves_where_the_first_is_damaged():
    body = f'<p><img src="{TWO}" data-src="{ONE}"></p>'
    article = page(article_page(body), {ONE: b"not a picture", TWO: pages.png()})
    assert figures_of(article) == [([TWO], None)]


def test_a_smiley_of_a_theme_is_decoration():
    assert not figures_of(page(article_page('<p><img src="/wp-content/plugins/stars/half.png"></p>')))


def test_pictures_that_share_an_address_behind_their_own_are_two():
    body = "".join(f'<p><img data-src="{name}" src="/i/wait-for-it.png"></p>' for name in (ONE, TWO))
    assert figures_of(page(article_page(body), NAMES)) == [([ONE], None), ([TWO], None)]


def test_a_picture_and_its_fallback_in_noscript_are_one():
    body = f'<p><img data-src="{ONE}?wait=1" src="{ONE}"><noscript><img src="{ONE}"></noscript></p>'
    assert len(figures_of(page(article_page(body), NAMES))) == 1


def test_the_caption_of_a_figure_of_figures_follows_that_of_its_last():
    body = "".join(f"<figure>{images([name])}<figcaption>{name} {SAID}</figcaption></figure>" for name in (ONE, TWO))
    whole = "Hai chiếc xe đầu tiên qua đường mới."
    article = page(article_page(f"<figure>{body}<figcaption>{whole}</figcaption></figure>"), NAMES)
    assert figures_of(article) == [([ONE], f"{ONE} {SAID}"), ([TWO], f"{TWO} {SAID} {whole}")]


def test_each_place_whose_picture_is_missing_is_told():
    body = "".join(
        f'<figure><img src="/i/placeholder.png"><figcaption>{name} {SAID}</figcaption></figure>' for name in (ONE, TWO)
    )
    article = page(article_page(body))
    assert [caption for _, caption in figures_of(article)] == [f"{ONE} {SAID}", f"{TWO} {SAID}"]
    assert pages.codes_of(article).count("picture-missing") == 2
