import pytest

from packager.articles.choice import blocks
from tests.articles import pages
from tests.articles.pages import LONG, OTHER, article_page, body_of, inner, page


def told(body, files=()):
    """The blocks between the two real paragraphs, without the lines between tags."""
    return "".join(inner(page(article_page(body), files))).replace("\n", "")


@pytest.mark.parametrize(
    ("source", "canonical"),
    [
        ("<ul><li>một</li><li>hai <b>ba</b></li></ul>", "<ul><li>một</li><li>hai <strong>ba</strong></li></ul>"),
        (
            "<ol><li>một<ul><li>hai</li><li>ba</li></ul></li><li><p>bốn</p><p>năm</p></li></ol>",
            "<ol><li><p>một</p><ul><li>hai</li><li>ba</li></ul></li><li><p>bốn</p><p>năm</p></li></ol>",
        ),
        ("<ul><li>một</li><ul><li>hai</li></ul></ul>", "<ul><li>một</li><li>hai</li></ul>"),
        ("<ul>trần<li>một</li></ul>", "<p>trần</p><ul><li>một</li></ul>"),
        ("<li>một</li>", "<p>một</p>"),
        ("<ul><li></li><li> </li></ul>", ""),
        (
            "<dl><dt>chè</dt><dd>hai vụ</dd><dd><p>một</p><p>hai</p></dd></dl>",
            "<dl><dt>chè</dt><dd>hai vụ</dd><dd><p>một</p><p>hai</p></dd></dl>",
        ),
        ("<dd>lạc</dd>", "<p>lạc</p>"),
        (
            "<blockquote>trần<p>một</p><ul><li>hai</li></ul></blockquote>",
            "<blockquote><p>trần</p><p>một</p><ul><li>hai</li></ul></blockquote>",
        ),
        ("<blockquote><h2>Đầu</h2></blockquote>", "<blockquote><p><strong>Đầu</strong></p></blockquote>"),
        ("<ul><li><h3>Đầu</h3>sau</li></ul>", "<ul><li><p><strong>Đầu</strong></p><p>sau</p></li></ul>"),
        ("<ul><li><pre>a  b</pre></li></ul>", "<ul><li><pre>a  b</pre></li></ul>"),
        ("<address>Số 1</address><center>giữa</center>", "<p>Số 1</p><p>giữa</p>"),
        ("<details><summary>tóm</summary><p>chi tiết</p></details>", "<p>tóm</p><p>chi tiết</p>"),
    ],
)
def test_structures(source, canonical):
    assert told(source) == canonical


def test_a_figure_inside_a_list_item_stays_there():
    shown = told('<ul><li>một<img src="road-one.png" alt="Con đường">hai</li><li>ba</li></ul>', ["road-one.png"])
    assert shown.startswith("<ul><li><p>một</p><figure><img ")
    assert shown.endswith("/></figure><p>hai</p></li><li>ba</li></ul>")


def test_a_figure_between_list_items_parts_the_list():
    shown = told('<ul><li>một</li><li><img src="road-one.png" alt="Con đường"></li><li>ba</li></ul>', ["road-one.png"])
    assert shown.startswith("<ul><li>một</li></ul><figure>")
    assert shown.endswith("</figure><ul><li>ba</li></ul>")


def headings(*tags):
    """The headings of a page with some headings, each before a real paragraph."""
    body = "".join(f"<{tag}>Mục {n}</{tag}><p>{n}. {LONG} {OTHER}</p>" for n, tag in enumerate(tags))
    return [block[1:3] for block in body_of(page(article_page(body))) if block[1] == "h"]


@pytest.mark.parametrize(
    ("source", "canonical"),
    [
        (("h2", "h3", "h2"), ["h2", "h3", "h2"]),
        (("h3", "h4"), ["h2", "h3"]),
        (("h4", "h2", "h6"), ["h2", "h2", "h3"]),
        (("h2", "h5", "h6", "h6"), ["h2", "h3", "h4", "h4"]),
        (("h1", "h2"), ["h2", "h3"]),
    ],
)
def test_no_heading_skips_a_level(source, canonical):
    assert headings(*source) == canonical


def test_what_stands_in_a_data_table_but_in_no_cell_goes_before_it():
    shown = told("<table>lạc<tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>")
    assert shown.startswith("<p>lạc</p><table><thead>")


def test_containers_only_nest_as_the_schema_allows():
    assert set(blocks.PARENTS) == set(blocks.ROWS)
    assert blocks.ROWS < blocks.CONTAINERS


def test_text_of_an_article_of_one_list():
    text = f"<html><body><article><h1>Con đường vào bản</h1><ul><li>{LONG}</li><li>{OTHER}</li></ul></article></body>"
    assert [block.replace("\n", "") for block in body_of(page(text))] == [f"<ul><li>{LONG}</li><li>{OTHER}</li></ul>"]
    assert pages.leads_of(page(text)) == []


@pytest.mark.parametrize("rows", ["<dd>một</dd>", "<dt>một</dt>", "<dt>một</dt><dd>hai</dd><dt>ba</dt>"])
def test_a_definition_list_that_defines_nothing_is_its_paragraphs(rows):
    assert "<d" not in told(f"<dl>{rows}</dl>")


def test_quotes_in_quotes_are_kept_to_a_limit_and_their_text_beyond_it():
    nested = "<blockquote>" * 200 + "<p>Chợ họp từ sớm.</p>" + "</blockquote>" * 200
    said = "".join(body_of(page(article_page(f"<p>{LONG}</p>{nested}<p>{LONG}</p>"))))
    assert said.count("<blockquote") == 64
    assert "<p>Chợ họp từ sớm.</p>" in said
