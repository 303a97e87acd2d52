"""Which heading is the title, what is cut from it, and when the fields' title goes before it."""

import pytest

from packager.model import Basis
from tests.articles import pages
from tests.articles.metadata.test_metadata import meta, script

REAL = "Sương muối phủ trắng những vườn lê trên núi"
OTHER = "Nông dân thức trắng đêm giữ vườn cây trước đợt rét"
THIRD = "Vì sao sương muối năm nay về sớm hơn mọi năm"


def title(headings, head="", title=""):
    markup = (
        f"<!DOCTYPE html><html lang='vi'><head><title>{title}</title>{head}</head><body>{headings}"
        f"<article><p>{pages.LONG}</p><p>{pages.OTHER}</p><p>{pages.LONG} {pages.OTHER}</p></article></body></html>"
    )
    return pages.page(markup).metadata.title


def headline(text):
    return script({"@type": "NewsArticle", "headline": text})


def test_the_heading_shown():
    found = title(f"<h1>{REAL}</h1>", title=f"{REAL} | Báo Mới")
    assert (found.value, found.basis, found.evidence) == (REAL, Basis.VISIBLE, "h1")


@pytest.mark.parametrize(("headings", "head"), [
    (f"<header><h1><a href='/'>Báo Mới</a></h1></header><h2>{REAL}</h2>", ""),
    (f"<h1>Báo Mới</h1><h2>{REAL}</h2>", meta(og__site_name="Báo Mới")),
    (f"<div class='site-title'><h1>Báo Mới hôm nay</h1></div><h1>{REAL}</h1>", ""),
    (f"<nav><h1>{OTHER}</h1></nav><h2>{REAL}</h2>", ""),
    (f"<ul class='breadcrumb'><li><h1>{OTHER}</h1></li></ul><h2>{REAL}</h2>", meta(og__title=REAL)),
    (f"<h1 class='sr-only'>Nội dung</h1><h1>{REAL}</h1>", ""),
    (f"<h1>Chi tiết</h1><h2>{REAL}</h2>", meta(og__title=REAL)),
    (f"<h1>{OTHER}</h1><h2>{REAL}</h2>", meta(og__title=REAL)),
    (f"<h1>{REAL}</h1><aside class='related'><h1>{OTHER}</h1></aside>", ""),
], ids="link-home site-name site-box navigation breadcrumb hidden template seo related".split())  # fmt: skip
def test_a_heading_that_is_not_the_title(headings, head):
    assert title(headings, head, title=f"{REAL} - Báo Mới").value == REAL


def test_a_heading_that_shares_no_word_with_a_whole_title():
    assert title("<h1>Xin chào bạn đọc</h1>", meta(og__title=REAL)).value == REAL
    assert title("<h1>Xin chào bạn đọc</h1>", meta(og__title="Thời tiết")).value == "Xin chào bạn đọc"


class TestKicker:
    @pytest.mark.parametrize("heading", [
        f"<h1><span class='kicker'>Thời tiết</span> <span>{REAL}</span></h1>",
        f"<h1><span class='title__overline'>Thời tiết</span><span class='sep'> - </span><span>{REAL}</span></h1>",
        f"<h1><span class='x1'>Thời tiết</span> <span class='x2'>{REAL}</span></h1>",
    ])  # fmt: skip
    def test_cut_where_it_has_a_name_or_a_field_leaves_it_out(self, heading):
        found = title(heading, meta(og__title=REAL))
        assert (found.value, found.basis) == (REAL, Basis.VISIBLE)
        assert "less «Thời tiết" in found.evidence

    def test_kept_with_the_fields_marks_where_they_have_it(self):
        heading = f"<h1><span class='kicker'>Thời tiết</span> <span>{REAL}</span></h1>"
        assert title(heading, meta(og__title=f"Thời tiết: {REAL}")).value == f"Thời tiết: {REAL}"

    def test_emphasis_is_no_kicker(self):
        assert title("<h1><em>Sương muối</em> phủ trắng vườn lê</h1>").value == "Sương muối phủ trắng vườn lê"


class TestVote:
    def test_headline_and_og_title_against_the_heading(self):
        found = title(f"<h1>{OTHER}</h1>", headline(REAL) + meta(og__title=REAL))
        assert (found.value, found.basis) == (REAL, Basis.METADATA)
        assert found.evidence == f"JSON-LD headline and meta og:title; shown: «{OTHER}»"

    @pytest.mark.parametrize("head", [
        headline(OTHER) + meta(og__title=REAL),
        headline(REAL) + meta(og__title=OTHER),
        headline(OTHER) + meta(og__title=THIRD),
        meta(og__title=OTHER),
        headline(OTHER),
    ])  # fmt: skip
    def test_the_heading_goes_before_one_field_alone(self, head):
        assert title(f"<h1>{REAL}</h1>", head, title=OTHER).value == REAL

    def test_a_heading_that_json_ld_calls_the_alternative(self):
        head = script({"@type": "NewsArticle", "headline": REAL, "alternativeHeadline": OTHER})
        found = title(f"<h1>{OTHER}</h1>", head, title=OTHER)
        assert (found.value, found.basis) == (REAL, Basis.METADATA)
        assert found.evidence == f"JSON-LD headline, whose alternative is shown; shown: «{OTHER}»"

    @pytest.mark.parametrize(("head", "element"), [
        (meta(og__title=REAL, twitter__title=REAL), OTHER),
        (meta(og__title=REAL, twitter__title=REAL) + headline(OTHER), THIRD),
        (meta(og__title=REAL, twitter__title=OTHER) + headline(OTHER), OTHER),
    ])  # fmt: skip
    def test_an_og_title_that_was_written_for_itself(self, head, element):
        found = title(f"<h1>{OTHER}</h1>", head, title=element)
        assert (found.value, found.evidence) == (REAL, f"meta og:title; shown: «{OTHER}»")

    @pytest.mark.parametrize(("head", "element"), [
        (meta(og__title=REAL, twitter__title=REAL), REAL),
        (meta(og__title=REAL) + headline(OTHER), OTHER),
        (meta(og__title=REAL, twitter__title=OTHER) + headline(OTHER), THIRD),
        (meta(og__title=f"Chuyện vườn | {OTHER}", twitter__title=f"Chuyện vườn | {OTHER}"), OTHER),
    ], ids="for-searching no-twitter others-differ labelled".split())  # fmt: skip
    def test_an_og_title_that_was_not(self, head, element):
        assert title(f"<h1>{OTHER}</h1>", head, title=element).value == OTHER


class TestFieldsAlone:
    def test_og_title_less_the_site_s_name(self):
        head = meta(og__title=f"{REAL} | Báo Mới", og__site_name="Báo Mới")
        assert title("", head).value == REAL

    def test_the_title_element_less_the_site_s_name(self):
        found = title("", meta(og__site_name="Báo Mới"), title=f"Báo Mới » {REAL}")
        assert (found.value, found.basis, found.evidence) == (REAL, Basis.METADATA, "title element")

    def test_escapes_that_were_doubled(self):
        assert title("", headline("Mưa &amp;amp; &amp;quot;lũ&amp;quot; về")).value == 'Mưa & "lũ" về'
        assert title("", headline("Mưa <em>và</em> lũ<br/> về")).value == "Mưa và lũ về"


def test_hyphenation_is_dropped_where_a_field_spells_without():
    shown = "Nhiệt độ xuống tháp\xadhơn mười\xadba độ trong đêm"
    bare = shown.replace("\xad", "")
    assert title(f"<h1>{shown}</h1>", meta(og__title=bare)).value == bare
    assert title(f"<h1>{shown}</h1>").value == shown


def test_readings_over_letters_are_not_the_title():
    ruby = "<h1><ruby>禁止<rt>きんし</rt></ruby>する<ruby>法律<rt>ほうりつ</rt></ruby>ができる</h1>"
    assert title(ruby, meta(og__title="禁止する法律ができる")).value == "禁止する法律ができる"


def test_a_title_of_many_parts_is_no_trap():
    site = meta(og__site_name="a")
    assert title("", site, title=" - ".join(["a"] * 20_000))
