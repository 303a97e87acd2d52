"""From a capture to its article: what is completed, and what is told."""

from __future__ import annotations

import unicodedata

import pytest

from packager.articles.article import SUMMARY, normalise
from packager.articles.version import normaliser
from packager.config import Settings
from packager.errors import CaptureFailed, ResourceRefused
from packager.model import Basis, Capture, Severity
from tests.articles import pages
from tests.articles.pages import LONG, OTHER, article_page, codes_of, dump, page

ONE = "road-one.png"


def test_an_article_is_known_by_its_address_else_by_its_bytes():
    text = article_page("<p>x</p>")
    first, again = (page(text, address="https://e.org/tin/1.html", locator=name) for name in ("a.html", "b.html"))
    assert first.id == again.id
    assert first.metadata.source.value == "https://e.org/tin/1.html"
    assert page(text).id == page(text, locator="khac.html").id != page(text + " ").id


def test_the_configuration_gives_what_the_article_does_not_say():
    settings = Settings(language="fr", rights="CC BY 4.0")
    article = dump("Titre\n\n2025", settings=settings)
    assert (article.metadata.language.value, article.metadata.language.basis) == ("fr", Basis.GIVEN)
    assert (article.metadata.rights.value, article.metadata.rights.basis) == ("CC BY 4.0", Basis.GIVEN)
    assert dump(f"{LONG}\n\n{OTHER}", settings=settings).metadata.language.value == "vi"


def test_a_page_without_a_title_is_named_after_its_file():
    text = f"<html><body><p>{LONG}</p><p>{OTHER}</p></body></html>"
    name = unicodedata.normalize("NFD", "tin/bản đồ\u0001.html")
    article = page(text, locator=name)
    assert article.metadata.title.value.startswith("bản đồ")
    assert article.metadata.title.basis is Basis.INFERRED
    assert "no-title" in codes_of(article)


def test_a_page_without_an_h1_takes_a_stated_title():
    head = '<meta property="og:title" content="Con đường vào bản"><title>Con đường vào bản - Báo Vùng Cao</title>'
    text = f"<html lang='vi'><head>{head}</head><body><p>{LONG}</p><p>{OTHER}</p></body></html>"
    assert page(text).metadata.title.value == "Con đường vào bản"
    text = text.replace(
        'property="og:title" content="Con đường vào bản"', 'property="og:site_name" content="Báo Vùng Cao"'
    )
    assert page(text).metadata.title.value == "Con đường vào bản"


def test_words_and_summary_are_those_of_lead_and_body():
    article = dump(f"Tiêu đề\n\n{OTHER}\n\n{LONG}\n\n{LONG} {LONG} {LONG}")
    assert article.words == len(f"{OTHER} {LONG} {LONG} {LONG} {LONG}".split())
    assert article.summary.startswith(OTHER)
    assert article.summary.endswith(" …")
    assert len(article.summary) <= SUMMARY + 2


def test_an_empty_page_is_refused():
    picture = '<html><body><div><img src="anh.jpg"></div></body></html>'
    for text in ("", "<html></html>", "<html><body><script>x</script></body></html>", picture):
        with pytest.raises(CaptureFailed) as caught:
            page(text)
        assert caught.value.code == "no-text"


def test_a_picture_with_a_title_is_an_article():
    text = '<html><head><title>Tranh vui</title></head><body><div><img src="anh.jpg"></div></body></html>'
    assert len(page(text).pictures) == 1


class Refusing:
    """Resources that may not be read."""

    def find(self, reference):
        raise ResourceRefused("outside-source", f"{reference} lies outside the source")


SAMPLES = {
    "text-damaged": lambda: page(article_page("<p>bản đồ của x\ufffdy</p>").encode().replace(b"\xef\xbf\xbd", b"\xff")),
    "text-dropped": lambda: page(article_page("<p>a\x01b</p>")),
    "charset-lies": lambda: page(article_page("<p>bản</p>").replace("charset='utf-8'", "charset='iso-8859-1'")),
    "nesting-cut": lambda: page(article_page("<div>" * 3000)),
    "link-broken": lambda: page(article_page(f"<p>{LONG} <a href='ftp://x'>y</a></p>")),
    "no-title": lambda: page(f"<p>{LONG}</p>"),
    "no-date": lambda: page(article_page("<p>x</p>")),
    "bad-date": lambda: page(article_page("<p>x</p>", '<meta name="pubdate" content="hôm qua">')),
    "date-inferred": lambda: dump(
        f"Tiêu đề\n\nSáng 21/2, xã họp.\n\n{LONG} Năm 2024, xã đạt 3 tỷ.\n\nNăm 2025, xã xác định làm tiếp. {OTHER}"
    ),
    "picture-missing": lambda: page(article_page(f"<p><img src='{ONE}'></p>")),
    "picture-damaged": lambda: page(article_page(f"<p><img src='{ONE}'></p>"), {ONE: pages.png()[:-20]}),
    "picture-unknown": lambda: page(article_page(f"<p><img src='{ONE}'></p>"), {ONE: b"<html>not found</html>"}),
    "outside-source": lambda: pages.checked(
        normalise(
            Capture("t", "a.html", "t", "text/html", article_page(f"<img src='{ONE}'>").encode(), Refusing()),
            pages.keep,
            Settings(),
        )
    ),
}


@pytest.mark.parametrize("code", SAMPLES)
def test_each_finding_has_a_sample_that_trips_it(code):
    told = [finding for finding in SAMPLES[code]().findings if finding.code == code]
    assert len(told) == 1
    assert told[0].where.partition("/")[0] in {"test", "t"}
    assert told[0].message
    assert told[0].hint
    assert (told[0].severity is Severity.LOSS) == (code.startswith(("text", "nesting", "picture", "outside")))


def test_a_sound_page_has_no_finding():
    head = '<meta property="article:published_time" content="2025-02-21T14:05:00+07:00">'
    article = page(article_page(f"<figure><img src='{ONE}'></figure>", head), [ONE], address="https://e.org/1.html")
    assert not article.findings


def test_a_picture_used_twice_is_kept_once():
    kept = []

    def keep(resource):
        kept.append(resource.name)
        return pages.keep(resource)

    body = "".join(f"<figure><img src='{ONE}'><figcaption>Lần {n} xe qua.</figcaption></figure>" for n in (1, 2))
    capture = Capture("t", "a.html", "t", "text/html", article_page(body).encode(), pages.Files({ONE: pages.png()}))
    article = pages.checked(normalise(capture, keep, Settings()))
    assert len(article.pictures) == 2
    assert kept == [ONE]


@pytest.mark.parametrize("change", [{"language": "en"}, {"rights": "x"}, {"zone": "UTC"}, {"topics": {"a": "b"}}])
def test_settings_that_articles_depend_on_change_the_normaliser(change):
    assert normaliser(Settings(**change)) != normaliser(Settings())


def test_other_settings_do_not():
    assert normaliser(Settings(publication="x", images="compact")) == normaliser(Settings())
