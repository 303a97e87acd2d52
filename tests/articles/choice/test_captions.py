import pytest

from packager.articles.choice.captions import speaks, without_tags
from packager.articles.markup.page import Page
from packager.articles.markup.vocabulary import CREDIT_TEXT
from tests.articles.pages import LONG, OTHER, X, article_page, body_of, figures_of, page, root_of, text_of

ONE, TWO = "road-one.png", "road-two.png"
SAID = "Xe tải qua con đường mới mở."
IMG = f'<img src="{ONE}">'

FORMS = {
    "figcaption": f"<figure>{IMG}<figcaption>{SAID}</figcaption></figure>",
    "figcaption with a paragraph": f"<figure>{IMG}<figcaption><p>{SAID}</p></figcaption></figure>",
    "figcaption above": f"<figure><figcaption>{SAID}</figcaption>{IMG}</figure>",
    "named paragraph before": f'<p>{LONG}</p><p class="caption">{SAID}</p><p>{IMG}</p>',
    "named paragraph after": f'<p class="image">{IMG}</p><p class="caption">{SAID}</p>',
    "named box beside": f'<div class="article-photo"><div>{IMG}</div><div class="PhotoCMS_Caption">{SAID}</div></div>',
    "table row": f'<table class="tplCaption"><tr><td>{IMG}</td></tr><tr><td>{SAID}</td></tr></table>',
    "named table cell": f'<table><tr><td>{IMG}</td></tr><tr><td class="pCaption">{SAID}</td></tr></table>',
    "picture box": f'<div class="wp-caption">{IMG}<p>{SAID}</p></div>',
    "bare box": f"<div><div>{IMG}</div><em>{SAID}</em></div>",
    "attribute of the picture": f'<p><img src="{ONE}" data-desc="{SAID}"></p>',
    "attribute round it": f'<div class="photo" data-caption="&lt;b&gt;{SAID}&lt;/b&gt;">{IMG}</div>',
    "the caption twice": f'<div class="photo"><img src="{ONE}" cms-photo-caption="{SAID}"><span>{SAID}</span></div>',
    "definition list": f'<dl class="wp-caption"><dt>{IMG}</dt><dd class="wp-caption-text">{SAID}</dd></dl>',
    "linked picture": f'<figure><a href="https://e.org/large.html">{IMG}</a><figcaption>{SAID}</figcaption></figure>',
}


@pytest.mark.parametrize("form", FORMS)
def test_a_caption_stands_in_the_figure_of_its_picture(form):
    article = page(article_page(FORMS[form]), [ONE])
    assert figures_of(article) == [([ONE], SAID)]
    assert text_of(root_of(article)).count(SAID) == 1


@pytest.mark.parametrize(
    "body",
    [
        f"<figure>{IMG}</figure><p>{SAID}</p><p>{LONG} Và thế.</p>",
        f"<p>{IMG}</p><h2>Một tiểu mục</h2><p>{LONG} Và thế.</p>",
        f"<p>{IMG}</p><p>{LONG} Và thế.</p>",
        f"<ul><li>{IMG}</li></ul><ul><li>{SAID}</li></ul><p>{LONG} Và thế.</p>",
    ],
)
def test_body_text_after_a_picture_is_no_caption(body):
    assert figures_of(page(article_page(body), [ONE])) == [([ONE], None)]


def test_a_caption_in_the_page_s_data_serves_where_none_is_shown():
    data = f'{{"@type":"ImageObject","url":"https://e.org/x/{ONE}","caption":"&lt;i&gt;{SAID}&lt;/i&gt;"}}'
    head = f'<script type="application/ld+json">{data}</script>'
    assert figures_of(page(article_page(f"<p>{IMG}</p>", head), [ONE])) == [([ONE], SAID)]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        (f'{SAID} <span class="photo-credit">Hà Linh</span>', "Hà Linh"),
        (f"{SAID} Ảnh: <em>Hà Linh</em>", "Ảnh: Hà Linh"),
        (f'<p>{SAID}</p><p class="credit">Hà Linh</p>', "Hà Linh"),
        (f"<p>{SAID}</p><p>Ảnh: Hà Linh</p>", "Ảnh: Hà Linh"),
        (f"<p>{SAID}</p><p>© Báo Vùng Cao</p>", "© Báo Vùng Cao"),
        (f"<p>{SAID}</p><p>Photo by: Ly A Su</p>", "Photo by: Ly A Su"),
    ],
)
def test_a_credit_is_told_apart(markup, said):
    article = page(article_page(f"<figure>{IMG}<figcaption>{markup}</figcaption></figure>"), [ONE])
    [caption] = root_of(article).iter(f"{X}figcaption")
    sources = [text_of(span) for span in caption.iter(f"{X}span")]
    assert sources == [said]
    assert text_of(caption).startswith(SAID)


def test_a_caption_keeps_its_inline_markup():
    markup = 'Xe <b>tải</b> qua <a href="https://e.org/cau">cầu</a> mới.'
    article = page(article_page(f"<figure>{IMG}<figcaption>{markup}</figcaption></figure>"), [ONE])
    assert (
        '>Xe <strong>tải</strong> qua <a href="https://e.org/cau">cầu</a> mới.</figcaption>' in article.content.decode()
    )


def test_each_picture_of_a_shared_box_has_its_own_caption():
    other = f'<img src="{TWO}"><p class="caption">Cây cầu mới.</p>'
    body = f'<div class="slides">{IMG}<p class="caption">{SAID}</p>{other}</div>'
    assert figures_of(page(article_page(body), [ONE, TWO])) == [([ONE], SAID), ([TWO], "Cây cầu mới.")]


@pytest.mark.parametrize(
    "text",
    [
        "Ảnh: Hà Linh",
        "(Foto: dpa)",
        "© AP",
        "Photo: Reuters / Ly A Su",
        "Bild: NASA",
        "Bildrechte: hr",
        "写真：共同",
        "Фото: ТАСС",
        "Zdjęcie: PAP",
        "تصوير: وكالة",
        "Nguồn: TTXVN",
    ],
)
def test_words_that_are_a_credit(text):
    assert CREDIT_TEXT.match(text)


@pytest.mark.parametrize("text", ["Ảnh chụp con đường", "Photos were taken: here: there", SAID, "Bilder von gestern"])
def test_words_that_are_none(text):
    assert not CREDIT_TEXT.match(text)


def test_an_attribute_s_markup_is_no_text():
    assert without_tags("<p>một <b>hai</b></p>\n ba") == "một hai ba"


def test_named_captions_are_known_by_their_names():
    found = Page(f'<html><body><p class="pCaption">{SAID}</p><p class="text">{OTHER}</p></body></html>')
    assert [found.is_caption(item) for item in found.items] == [True, False]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "<img>",
        "<blockquote>Đường là của chung.</blockquote>",
        "<svg><text>2024</text></svg>",
        '<audio src="https://e.org/duong.mp3"></audio>',
        '<iframe src="https://www.youtube.com/embed/abc"></iframe>',
    ],
)
def test_a_caption_of_a_figure_without_a_picture_stays_in_the_text(content):
    article = page(article_page(f"<figure>{content}<figcaption>Xe qua đường mới mở.</figcaption></figure>"))
    assert "Xe qua đường mới mở." in " ".join(body_of(article))


@pytest.mark.parametrize(
    "text",
    [
        "Vergrößern",
        "Bild vergrößern",
        "3/12",
        "Foto 1 de 1",
        "1:45",
        "45:47",
        "1 min",
        "10 Bilder",
        "Pin",
        "拡大する",
        "123 KB",
    ],
)
def test_words_that_handle_a_picture_say_nothing(text):
    assert not speaks(text)
    body = f'<figure><img src="{ONE}"><figcaption><span>{text}</span><p>{SAID}</p></figcaption></figure>'
    assert figures_of(page(article_page(body), [ONE])) == [([ONE], SAID)]


@pytest.mark.parametrize("text", ["Foto: dpa", "5 minutes after the storm", "Vergrößerter Hafen", "© 5 Minuten", "7"])
def test_other_words_do(text):
    assert speaks(text)


def test_a_caption_that_unfolds_is_said_once():
    whole = f"{SAID} Chụp sáng thứ ba."
    body = f'<figure><img src="{ONE}"><figcaption><p>{SAID}</p><p>{whole}</p></figcaption></figure>'
    assert figures_of(page(article_page(body), [ONE])) == [([ONE], whole)]


def test_a_picture_and_a_text_in_an_element_named_as_a_caption():
    body = f'<p class="icaption"><img src="{ONE}"><br>{SAID}</p>'
    assert figures_of(page(article_page(body), [ONE])) == [([ONE], SAID)]


@pytest.mark.parametrize("head", ["<h1>{title}</h1>", "<p>Von Hà Linh</p>"])
def test_the_article_s_own_head_is_no_caption(head):
    title = "Con đường vào bản được sửa lại sau mưa"
    text = (
        f"<html><body><article><div><div><img src='{ONE}'></div>{head.format(title=title)}</div><p>{LONG}</p>"
        f"<p>{OTHER}</p></article></body></html>"
    )
    assert figures_of(page(text, [ONE])) == [([ONE], None)]


def test_a_template_in_an_attribute_is_no_caption():
    body = f'<p><img src="{ONE}" data-caption="{{f:render(section: the caption of it)}}"></p>'
    assert figures_of(page(article_page(body), [ONE])) == [([ONE], None)]


@pytest.mark.parametrize(
    "credit", ['<div class="photo-credit">Hà Linh</div>', '<p class="figure-source">Hà Linh</p>', "<p>© Hà Linh</p>"]
)
def test_a_credit_beside_a_caption_is_kept(credit):
    body = f'<div class="media">{IMG}<div class="caption">{SAID}</div>{credit}</div>'
    [figure] = root_of(page(article_page(body), [ONE])).iter(f"{X}figure")
    [span] = figure.iter(f"{X}span")
    assert (span.get("class"), text_of(span).removeprefix("© ")) == ("credit", "Hà Linh")
