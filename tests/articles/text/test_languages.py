import pytest

from packager.articles.text.languages import language_tag, recognise
from tests.articles.pages import LONG, OTHER, article_page, page

TEXTS = {
    "vi": f"{LONG} {OTHER}",
    "en": (
        "The road to the village was closed for three days, and it has been open again since the afternoon of Friday."
    ),
    "de": (
        "Die Straße in das Dorf war drei Tage lang gesperrt, und sie ist erst seit dem Nachmittag wieder "
        "frei, sagte er."
    ),
    "fr": (
        "La route qui mène au village est restée fermée pendant trois jours, et elle est rouverte depuis "
        "vendredi dans les deux sens."
    ),
    "es": (
        "La carretera del pueblo estuvo cerrada durante tres días por las lluvias, pero desde el viernes "
        "está abierta para los coches."
    ),
    "pt": (
        "A estrada da aldeia não esteve aberta durante três dias, mas foi reaberta pela manhã para os carros "
        "e também para os ônibus."
    ),
    "it": (
        "La strada del paese è rimasta chiusa per tre giorni, ma dopo le piogge è stata riaperta anche per "
        "gli autobus della scuola."
    ),
    "nl": (
        "De weg naar het dorp is drie dagen dicht geweest, maar hij werd op vrijdag weer geopend en ook de "
        "bus rijdt nog niet."
    ),
    "pl": (
        "Droga do wsi nie była przejezdna przez trzy dni, ale jest już otwarta i od piątku jeździ po niej "
        "także autobus, jak podano."
    ),
    "sv": (
        "Vägen till byn har varit stängd i tre dagar, men den är öppen från i fredags och det går att köra "
        "med buss också."
    ),
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_language_is_recognised_by_its_words(code):
    found, evidence = recognise(TEXTS[code])
    assert found == code
    assert " words" in evidence


@pytest.mark.parametrize("code", TEXTS)
def test_a_stated_language_that_the_words_speak_for_is_believed(code):
    assert recognise(TEXTS[code], code)[0] == code


@pytest.mark.parametrize("text", ["", "2025", "Lorem ipsum dolor sit amet", "漢字かな交じり文", "a b c d e f"])
def test_too_little_decides_nothing(text):
    assert recognise(text) == ("", "")


@pytest.mark.parametrize(
    ("stated", "tag"),
    [
        ("vi", "vi"),
        ("VI", "vi"),
        ("vn", "vi"),
        ("en_US", "en-US"),
        (" zh-Hant-TW ", "zh-Hant-TW"),
        ("jp", "ja"),
        ("Vietnamese", ""),
        ("vi-", "vi"),
        ("x", ""),
        ("", ""),
        ("en US", ""),
        ("{{lang}}", ""),
    ],
)
def test_tags(stated, tag):
    assert language_tag(stated) == tag


def test_a_page_that_lies_about_its_language_is_not_believed():
    article = page(article_page(f"<p>{TEXTS['vi']}</p>", html='lang="en-US"'))
    language = article.metadata.language
    assert (language.value, language.basis) == ("vi", "inferred")
    assert "the page says en-US" in language.evidence


@pytest.mark.parametrize("html", ['lang="vi"', 'lang="vi-VN"', 'xml:lang="vi"', 'lang="vn"'])
def test_a_page_that_does_not_lie_is_believed(html):
    article = page(article_page("<p>x</p>", html=html))
    assert (article.metadata.language.value[:2], article.metadata.language.basis) == ("vi", "metadata")


def test_a_language_whose_words_are_not_known_gives_no_way_to_a_neighbour():
    norwegian = (
        "Veien til bygda var stengt i tre dager, men den er åpen for buss og bil fra fredag, og det er ikke mer snø."
    )
    assert recognise(norwegian)[0] in ("da", "sv")
    assert recognise(norwegian, "no") == ("", "")
    assert recognise(TEXTS["vi"], "no")[0] == "vi"


def test_a_page_that_says_nothing_is_read():
    article = page(article_page("<p>x</p>", html=""))
    assert (article.metadata.language.value, article.metadata.language.basis) == ("vi", "inferred")


def test_a_script_that_the_words_do_not_know_keeps_what_the_page_says():
    text = "هذه فقرة طويلة من المقال عن الطريق إلى القرية بعد المطر الغزير الذي استمر ثلاثة أيام."
    body = f'<html lang="ar" dir="rtl"><body><h1>الطريق</h1><p>{text}</p><p>{text} نعم</p></body></html>'
    article = page(body)
    assert article.metadata.language.value == "ar"
    assert '<html xmlns="http://www.w3.org/1999/xhtml" lang="ar"' in article.content.decode()
