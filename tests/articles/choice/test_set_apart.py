import pytest

from tests.articles.pages import LONG, article_page, figures_of, inner, page

ONE, TWO = "road-one.png", "road-two.png"
SAID, ALSO = "Xe tải qua con đường mới mở.", "Bà con dọn đất đá bên đường."

BELOW = {
    "emphasis": f'<p><img src="{ONE}"></p><p><em>{SAID}</em></p>',
    "small print": f'<p><img src="{ONE}"></p><p><small>{SAID}</small></p>',
    "centred": f'<p style="text-align: center"><img src="{ONE}"></p><p style="text-align:center">{SAID}</p>',
    "centred by its class": f'<p><img src="{ONE}"></p><p class="has-text-align-center">{SAID}</p>',
    "the same paragraph": f'<p><img src="{ONE}"><br><i>{SAID}</i></p>',
    "a centre element": f'<center><img src="{ONE}"><br>{SAID}</center>',
    "a table's next row": f'<table><tr><td><img src="{ONE}"></td></tr><tr><td>{SAID}</td></tr></table>',
}


@pytest.mark.parametrize("form", BELOW)
def test_a_text_below_a_picture_that_looks_unlike_paragraphs_is_its_caption(form):
    assert figures_of(page(article_page(f"<p>{LONG}</p>{BELOW[form]}"), [ONE])) == [([ONE], SAID)]


def test_it_serves_a_run_of_pictures():
    body = f'<p><img src="{ONE}"></p><p><img src="{TWO}"></p><p><em>{SAID}</em></p>'
    assert figures_of(page(article_page(body), [ONE, TWO])) == [([ONE, TWO], SAID)]


def test_captions_stand_below_the_columns_of_a_picture_table():
    body = (
        f'<table><tr><td><img src="{ONE}"></td><td><img src="{TWO}"></td></tr>'
        f"<tr><td>{SAID}</td><td>{ALSO}</td></tr></table>"
    )
    assert figures_of(page(article_page(body), [ONE, TWO])) == [([ONE], SAID), ([TWO], ALSO)]


def test_one_cell_below_serves_all():
    body = (
        f'<table><tr><td><img src="{ONE}"></td><td><img src="{TWO}"></td></tr>'
        f'<tr><td colspan="2">{SAID}</td></tr></table>'
    )
    assert figures_of(page(article_page(body), [ONE, TWO])) == [([ONE, TWO], SAID)]


NO_CAPTIONS = {
    "plain": f'<p><img src="{ONE}"></p><p>{SAID}</p>',
    "partly emphasised": f'<p><img src="{ONE}"></p><p><em>Xe tải</em> qua con đường mới mở.</p>',
    "as the next one": f'<p><img src="{ONE}"></p><p><em>{SAID}</em></p><p><em>{ALSO}</em></p>',
    "long": f'<p><img src="{ONE}"></p><p><em>{LONG * 4}</em></p>',
    "a heading": f'<p><img src="{ONE}"></p><h2 align="center">{SAID}</h2>',
    "a link": f'<p><img src="{ONE}"></p><p><em><a href="/a">Xe tải qua con</a></em></p>',
}


@pytest.mark.parametrize("form", NO_CAPTIONS)
def test_other_texts_below_a_picture_stay_in_the_text(form):
    article = page(article_page(NO_CAPTIONS[form]), [ONE])
    assert figures_of(article) == [([ONE], None)]
    assert len(inner(article)) > 1


def test_a_look_that_paragraphs_have_says_nothing():
    centred = "".join(f"<p align='center'>{LONG} {n}</p><hr>" for n in range(3))
    body = f'{centred}<p><img src="{ONE}"></p><p align="center">{SAID}</p><p>{ALSO}</p>'
    assert figures_of(page(article_page(body), [ONE])) == [([ONE], None)]
