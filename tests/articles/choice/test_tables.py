import pytest

from tests.articles.pages import LONG, OTHER, X, article_page, inner, page, root_of, text_of


def told(table, files=()):
    return "".join(inner(page(article_page(table), files))).replace("\n", "")


HEAD = "<tr><th>Xã</th><th>Số hộ</th></tr>"
ROW = "<tr><td>Nậm Xé</td><td>1.024</td></tr>"


def test_rows_of_headers_become_the_head():
    assert told(f"<table border=1>{HEAD}{ROW}</table>") == (
        '<table><thead><tr><th scope="col">Xã</th><th scope="col">Số hộ</th></tr></thead>'
        "<tbody><tr><td>Nậm Xé</td><td>1.024</td></tr></tbody></table>"
    )


def test_headers_beside_data_head_their_row():
    assert told("<table><tr><th>Chè</th><td>2</td></tr><tr><th>Ngô</th><td>3</td></tr></table>") == (
        '<table><tbody><tr><th scope="row">Chè</th><td>2</td></tr>'
        '<tr><th scope="row">Ngô</th><td>3</td></tr></tbody></table>'
    )


def test_caption_spans_and_foot_are_kept():
    table = (
        f"<table><caption>Số hộ <b>các xã</b></caption><thead>{HEAD}</thead><tbody>{ROW}</tbody>"
        '<tfoot><tr><td colspan="2" rowspan="1">Cộng: 1.024</td></tr></tfoot></table>'
    )
    shown = told(table)
    assert shown.startswith("<table><caption>Số hộ <strong>các xã</strong></caption><thead>")
    assert shown.endswith('<tr><td colspan="2">Cộng: 1.024</td></tr></tbody></table>')


@pytest.mark.parametrize("span", ["0", "1", "-1", "x", "", "101", "9999999", "2.5", "²"])
def test_a_span_that_says_nothing_is_dropped(span):
    assert "colspan" not in told(f'<table>{HEAD}{ROW}<tr><td colspan="{span}">a</td><td>b</td></tr></table>')


def test_several_texts_of_a_cell_are_paragraphs_and_empty_cells_stay():
    shown = told(f"<table>{HEAD}<tr><td>một<br><br>hai</td><td></td></tr></table>")
    assert "<tr><td><p>một</p><p>hai</p></td><td/></tr>" in shown


def test_an_empty_row_is_none():
    assert told(f"<table>{HEAD}<tr></tr>{ROW}</table>").count("<tr>") == 2


def test_a_heading_or_listing_in_a_cell_is_text():
    shown = told(f"<table>{HEAD}<tr><td><h3>Mục</h3></td><td><pre>a  b</pre></td></tr></table>")
    assert "<td>Mục</td><td>a  b</td>" in shown


def test_a_table_of_prose_lays_out_a_page():
    table = f"<table><tr><td><p>1. {LONG} {OTHER * 3}</p></td><td><p>2. {LONG} {OTHER * 3}</p></td></tr></table>"
    assert told(table) == f"<p>1. {LONG} {OTHER * 3}</p><p>2. {LONG} {OTHER * 3}</p>"


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>một</td></tr><tr><td>hai</td></tr></table>",
        "<table><tr><td>một</td><td>hai</td></tr></table>",
        f"<table><tr><td><table>{HEAD}</table></td><td>x</td></tr><tr><td>x</td><td>x</td></tr></table>",
    ],
)
def test_one_row_one_column_or_a_table_within_lay_out(table):
    article = page(article_page(table))
    outer = [found for found in root_of(article).iter(f"{X}table") if text_of(found) != "XãSố hộ"]
    assert not outer


def test_a_table_round_pictures_is_no_data():
    table = '<table><tr><td><img src="road-one.png"></td></tr><tr><td>Xe tải qua đường mới.</td></tr></table>'
    shown = told(table, ["road-one.png"])
    assert "<table" not in shown
    assert "<figcaption" in shown


def test_the_caption_of_a_figure_with_a_table_is_text_after_it():
    shown = told(f"<figure><table>{HEAD}{ROW}</table><figcaption>Số hộ cuối năm.</figcaption></figure>")
    assert shown.endswith("</table><p>Số hộ cuối năm.</p>")
