import pytest

from tests.articles import pages
from tests.articles.pages import article_page, body_of, inner, page

TEXT = "Trong sổ của bản, con đường này được nhắc đến lần đầu tiên cách đây hơn một trăm năm"
NOTE = "Sổ của bản, trang 9, do một người không ký tên ghi lại vào một ngày mưa."


def written(body):
    return "".join(inner(page(article_page(body, head='<link rel="canonical" href="https://bao.example/duong">'))))


@pytest.mark.parametrize("href", ["#n1", "https://bao.example/duong#n1", "#n%31"])
@pytest.mark.parametrize("note", ['<p id="n1">{}</p>', '<p><a name="n1"></a>{}</p>', '<div id="n1"><p>{}</p></div>'])
def test_a_mark_leads_to_its_note(href, note):
    body = written(f'<p>{TEXT}<sup><a href="{href}">1</a></sup>.</p>{note.format(NOTE)}')
    assert '<sup><a href="#note-1">1</a></sup>' in body
    assert f'<p id="note-1">{NOTE}</p>' in body


def test_a_short_note_at_the_end_is_kept():
    note = '<div class="notes"><p id="n1">Trang 9. <a href="#r1">↩</a></p></div></article>'
    made = article_page(f'<p id="r1">{TEXT}<a href="#n1">1</a>.</p>').replace("</article>", note)
    assert body_of(page(made))[-1] == '<p id="note-1">Trang 9. <a href="#place-1">↩</a></p>'


@pytest.mark.parametrize(
    "body",
    [
        f'<p>{TEXT} <a href="#nowhere">1</a>.</p>',
        f'<p>{TEXT} <a href="#top">1</a>.</p><aside id="top"><p>Quảng cáo</p></aside>',
        f'<p>{TEXT} <a href="#cell">1</a>.</p><table><tr><th>A<th>B<tr><td id="cell">1<td>2</table>',
    ],
)
def test_a_link_to_what_is_not_kept_stays_words(body):
    assert "<a " not in written(body)


def test_a_link_to_a_heading_leads_to_a_place():
    body = written(f'<h2 id="duong">Con đường</h2><p>{TEXT}.</p><p>{NOTE} Xem <a href="#duong">phần trên</a>.</p>')
    assert '<h2 id="place-1">Con đường</h2>' in body
    assert '<a href="#place-1">phần trên</a>' in body
    assert pages.LONG not in body
