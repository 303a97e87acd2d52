import time
import unicodedata

import pytest
from lxml import etree

from packager.articles.markup.page import Page
from packager.articles.markup.tree import names_of
from packager.articles.text.characters import squeeze
from tests.articles import pages
from tests.articles.pages import article_page, body_of, inner, page


def items(body):
    """(text or address, tag) of the items of a body."""
    walk = Page(f"<html><body>{body}</body></html>")
    return [(item.text if item.is_text else item.addresses[0], item.tag) for item in walk.items]


def test_items_stand_in_reading_order():
    body = "<div>một <b>hai</b><p>ba</p>bốn<img src='anh-nam.jpg'>sáu</div>"
    assert items(body) == [("một hai", "div"), ("ba", "p"), ("bốn", "div"), ("anh-nam.jpg", "div"), ("sáu", "div")]


def test_white_space_folds_as_in_a_browser_but_a_no_break_space_stays():
    assert squeeze(" a \n\t b\u00a0 c\u00a0") == "a b\u00a0 c\u00a0"
    assert items("<p>\n  một\n  hai&nbsp;ba \n</p>") == [("một hai\u00a0ba", "p")]


def test_text_becomes_nfc_and_addresses_stay_as_they_are():
    apart = unicodedata.normalize("NFD", "bản")
    found = items(f"<p>{apart}</p><img src='anh/{apart}.jpg'>")
    assert found == [("bản", "p"), (f"anh/{apart}.jpg", "body")]


def test_two_spellings_of_one_syllable_both_stay():
    assert items("<p>hóa và hoá</p>") == [("hóa và hoá", "p")]


@pytest.mark.parametrize("tag", ["script", "style", "template", "svg", "select", "textarea", "iframe", "dialog"])
def test_what_is_no_text_is_not_walked(tag):
    assert items(f"<p>một <{tag}>hai</{tag}> ba</p>")[0][0].split() == ["một", "ba"]


def test_a_frame_knows_what_it_holds():
    found = Page("<html><body><div id='x'><p>a</p><img src='a-picture.jpg'></div><p>b</p></body></html>")
    frame = next(frame for frame in found.frames if frame.element.get("id") == "x")
    assert [frame.holds(item.n) for item in found.items] == [True, True, False]
    assert (frame.start, frame.end, frame.pictures) == (0, 2, 1)


def test_names_are_tokens_with_their_words_apart():
    element = etree.fromstring('<div class="articleBody main_text" id="X" role="main" style="color:red"/>')
    assert names_of(element.attrib).split() == ["article-body", "main-text", "x", "main"]
    assert names_of({}) == ""


PARAGRAPH = "{}, và người dân trong bản đã đi lại được như trước đây từ buổi chiều."


@pytest.mark.parametrize(
    ("source", "canonical"),
    [
        ("<i>a</i> <b>b</b> <cite>c</cite> <dfn>d</dfn>", "<em>a</em> <strong>b</strong> <em>c</em> <em>d</em>"),
        ("<kbd>a</kbd> <samp>b</samp> <tt>c</tt>", "<code>a</code> <code>b</code> <code>c</code>"),
        ("H<sub>2</sub>O m<sup>2</sup> <q>x</q>", "H<sub>2</sub>O m<sup>2</sup> <q>x</q>"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>"),
        ('<span lang="fr">mot</span>', '<span lang="fr" xml:lang="fr">mot</span>'),
        ('<span lang="vn">quá</span>', '<span lang="vi" xml:lang="vi">quá</span>'),
        ('<span lang="not a language">x</span>', "x"),
        ('<span class="x" style="color:red">x</span>', "x"),
        ("<font color=red>x</font> <u>y</u> <mark>z</mark>", "x y z"),
        ("<b></b>x<i><b></b></i>", "x"),
        ("a &lt;b&gt; &amp;amp; c", "a &lt;b&gt; &amp;amp; c"),
        ('<a href="https://e.org/?a=1&amp;b=2">x</a>', '<a href="https://e.org/?a=1&amp;b=2">x</a>'),
        ('<a href="mailto:a@e.org">x</a>', '<a href="mailto:a@e.org">x</a>'),
        ('<a href="javascript:alert(1)">x</a> <a href="#top">y</a> <a name="z">z</a>', "x y z"),
        ('<a href="https://e.org"><a href="https://f.org">x</a></a>', '<a href="https://f.org">x</a>'),
        ("x<br>y", "x<br/>y"),
        ("<br><br>x", "x"),
    ],
)
def test_inline_markup(source, canonical):
    assert inner(page(article_page(f"<p>{PARAGRAPH.format(source)}</p>"))) == [f"<p>{PARAGRAPH.format(canonical)}</p>"]


def test_links_become_absolute_by_the_page_or_its_base():
    body = PARAGRAPH.format('<a href="../b.html?x=1#y">x</a>')
    [told] = inner(page(article_page(body), address="https://e.org/news/a/1.html"))
    assert '<a href="https://e.org/news/b.html?x=1#y">x</a>' in told
    [told] = inner(page(article_page(body, head='<base href="https://f.org/q/r/">')))
    assert '<a href="https://f.org/q/b.html?x=1#y">x</a>' in told


@pytest.mark.parametrize(
    "address", ["/tin/cau.html", "../../cau.html", "ftp://e.org/cau", "http://", "https://e.org/a b"]
)
def test_a_link_that_leads_nowhere_keeps_its_words_and_is_told(address):
    article = page(article_page(PARAGRAPH.format(f"<a href='{address}'>Cây cầu</a>")))
    assert inner(article) == [f"<p>{PARAGRAPH.format('Cây cầu')}</p>"]
    assert "link-broken" in pages.codes_of(article)


def test_a_page_without_an_address_links_to_what_lies_beside_it():
    body = f"<p>{PARAGRAPH.format('<a href=../cau%20treo.html?x#y>Cây cầu</a>')}</p>"
    [told] = inner(page(article_page(body), locator="xa-hoi/tin/duong.html"))
    assert '<a href="source:xa-hoi/cau%20treo.html">Cây cầu</a>' in told


def test_two_line_breaks_in_a_row_end_a_paragraph():
    body = "<div>Dòng một<br>dòng hai<br> <br>Dòng ba <b>đậm<br/><br/>vẫn đậm</b> hết<br><br><br></div>"
    assert inner(page(article_page(body))) == [
        "<p>Dòng một<br/>dòng hai</p>",
        "<p>Dòng ba <strong>đậm</strong></p>",
        "<p><strong>vẫn đậm</strong> hết</p>",
    ]


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="road-one.png" alt="Con đường vào bản">',
        '<image src="road-one.png" alt="Con đường vào bản">',
        '<amp-img src="road-one.png" alt="Con đường vào bản"></amp-img>',
        '<noscript><img src="road-one.png" alt="Con đường vào bản"></noscript>',
        '<span style="background:url(road-one.png)"></span>',
    ],
)
def test_a_picture_amid_inline_markup_leaves_the_markup_whole(picture):
    told = inner(page(article_page(f"<p><em>Một{picture}hai</em> {PARAGRAPH}</p>"), ["road-one.png"]))
    assert told[0] == "<p><em>Một</em></p>"
    assert told[1].startswith("<figure><img ")
    assert told[2].startswith("<p><em>hai</em> ")


def test_inline_markup_round_blocks_goes_on_in_each():
    body = "<strong><p>Một.</p><p>Hai.</p></strong><em>Ba <my-card>bốn</my-card></em>"
    assert inner(page(article_page(body))) == [
        "<p><strong>Một.</strong></p>",
        "<p><strong>Hai.</strong></p>",
        "<p><em>Ba </em></p>",
        "<p><em>bốn</em></p>",
    ]


def test_preformatted_text_keeps_its_lines_and_spaces():
    body = "<pre><code>if a  &lt; b:\n\n    <b>go</b>()\n</code></pre>"
    assert inner(page(article_page(body))) == ["<pre><code>if a  &lt; b:\n\n    <strong>go</strong>()\n</code></pre>"]


def test_an_editor_s_empty_field_is_no_text():
    assert items('<p data-placeholder="[nhập chú thích]">[nhập chú thích]</p><p data-placeholder="x">y</p>') == [
        ("y", "p")
    ]


def test_a_page_of_frames_is_read_too():
    text = f"<html><frameset><frame src=a.html><noframes>{pages.LONG}</noframes></frameset></html>"
    assert body_of(page(text)) == [f"<p>{pages.LONG}</p>"]


def test_many_line_breaks_cost_linear_time():
    begin = time.process_time()
    found = items("<div>" + "một dòng chữ<br>" * 30_000 + "</div>")
    assert len(found) == 1
    assert time.process_time() - begin < 3


def test_deep_nesting_of_inline_markup_is_walked():
    assert items("<p>" + "<b>" * 1500 + "x" + "</b>" * 1500 + "</p>") == [("x", "p")]


def test_marks_without_end_are_composed():
    marks = "\u0323\u0301" * 50_000
    [told] = inner(page(article_page(f"<p>{pages.LONG} a{marks}b</p>")))
    assert unicodedata.is_normalized("NFC", told)
