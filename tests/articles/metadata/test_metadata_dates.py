"""When an article was issued: which field or text decides, and what is not taken for a date of issue."""

import pytest

from packager.model import Basis
from tests.articles import pages
from tests.articles.metadata.test_metadata import linked, meta

TIMES = (("updated", "2025-03-01"), ("published", "2025-02-21"))


def metadata(head="", byline="", body="", address="https://bao.example/bai", html='lang="vi"'):
    page = pages.article_page(body, head, html=html).replace("</h1>", f"</h1>{byline}")
    return pages.page(page, address=address).metadata


def issued(*given, **named):
    return metadata(*given, **named).issued


def test_a_page_without_a_date_has_the_one_that_its_lead_tells_of_with_evidence():
    lead = "<p class='sapo'>Sáng 21/2, xã mở hội nghị về con đường vào bản và vụ chè xuân sắp tới.</p>"
    body = "<p>Năm 2024, xã đã thu hoạch chè trên toàn bộ diện tích. Năm 2025, xã xác định trồng thêm chè.</p>"
    found = issued("", lead, body)
    assert (found.value, found.basis, found.precision) == ("2025-02-21", Basis.INFERRED, "day")
    assert found.evidence.startswith("«Sáng 21/2» in the lead; year 2025 from ")
    assert not issued("", lead)


class TestPrecedence:
    def test_fields_of_the_issue_then_time_elements_then_print_then_the_address(self):
        fields = linked(datePublished="2025-02-21T14:05:00+07:00") + meta(article__published_time="2025-02-21")
        time = '<p><time datetime="2025-02-20">20/2</time></p>'
        printed = "<p>Thứ Tư, 19/02/2025 - 08:00</p>"
        address = "https://bao.example/2025/02/18/bai.html"
        assert issued(fields, time + printed).value == "2025-02-21T14:05:00+07:00"
        assert issued("", time + printed, address=address).evidence == "time element: «2025-02-20»"
        shown = issued("", printed, address=address)
        assert (shown.value, shown.basis) == ("2025-02-19T08:00:00", Basis.VISIBLE)
        stated = issued(address=address)
        assert (stated.value, stated.basis, stated.precision) == ("2025-02-18", Basis.INFERRED, "day")
        assert not issued()

    def test_a_month_in_the_address_is_a_month(self):
        assert issued(address="https://bao.example/2025/02/bai.html").precision == "month"

    def test_modified_is_never_issued(self):
        found = metadata(linked(dateModified="2025-03-01") + meta(article__modified_time="2025-03-02"))
        assert not found.issued
        assert found.modified.value == "2025-03-01"

    def test_the_hour_a_page_was_made_gives_way_to_an_earlier_day_in_print(self):
        made = '<meta name="date" content="2025-03-01T09:00:00">'
        assert issued(made, "<p>Thứ Sáu, 21/02/2025</p>").value == "2025-02-21"
        assert issued(made).value == "2025-03-01T09:00:00"
        assert issued(made, "<p>Cập nhật 05/03/2025</p>").value == "2025-03-01T09:00:00"


class TestConflicts:
    def test_of_fields_that_disagree_the_one_that_is_printed(self):
        fields = linked(datePublished="2025-02-18") + meta(article__published_time="2025-02-21T08:00:00+07:00")
        assert issued(fields, '<p class="date">21/02/2025</p>').value == "2025-02-21T08:00:00+07:00"
        assert issued(fields, '<p class="date">18/02/2025</p>').value == "2025-02-18"
        assert issued(fields).value == "2025-02-18"

    def test_a_field_that_repeats_the_change(self):
        change = "2025-03-06T14:42:13+07:00"
        fields = linked(datePublished=change, dateModified=change) + meta(
            article__published_time="2025-03-04T15:00:00+07:00"
        )
        assert issued(fields).value == "2025-03-04T15:00:00+07:00"

    def test_utc_is_counted_as_it_is_printed(self):
        fields = linked(datePublished="2025-05-04T00:44:52Z")
        found = issued(fields, '<p class="date">03/05/2025 21:44</p>', html='lang="en"')
        assert found.value == "2025-05-03T21:44:00-03:00"
        assert "printed" in found.evidence
        assert issued(fields, '<p class="date">01/05/2025 10:10</p>', html='lang="pt"').value.startswith("2025-05-04")


class TestPrint:
    @pytest.mark.parametrize("line", [
        "<p>Thứ Sáu, 21/02/2025</p>", "<div class='post-date'>Fr 21.02.25 | 14:07 Uhr</div>", "<p>21 | 02 | 2025</p>",
        "<p>Veröffentlicht am 21.02.2025</p>",
        "<p class='entry-meta'><a href='/x'>21.02.2025</a> <a href='/y'>Tin</a></p>",
    ])  # fmt: skip
    def test_lines_by_the_title(self, line):
        assert issued("", line, html='lang="de"').value[:10] == "2025-02-21"

    @pytest.mark.parametrize("box", [
        "<div class='comments'><p class='date'>21/02/2025</p></div>",
        "<div class='comments'><time datetime='2025-02-21'></time></div>",
        "<aside class='related'><p class='date'>21/02/2025</p></aside>",
        "</article><footer><p>Ngày đăng 21/02/2025</p></footer><article>",
    ])  # fmt: skip
    def test_other_boxes(self, box):
        assert not issued("", "", f"<p>{pages.OTHER}</p><p>{pages.LONG}</p>{box}")

    def test_a_year_alone_is_no_date_of_issue(self):
        assert not issued("", "<p>2025</p>")

    def test_a_time_element_that_is_marked_as_published_goes_first(self):
        updated, published = (f"<time class='{name}' datetime='{day}'>x</time>" for name, day in TIMES)
        assert issued("", f"<p>{updated} {published}</p>").value == "2025-02-21"


def test_precision_is_as_stated():
    assert issued(linked(datePublished="2025-02-21")).precision == "day"
    assert issued(linked(datePublished="2025-02")).precision == "month"
    assert issued(linked(datePublished="2025-02-21T14:05+07:00")).precision == "minute"


def test_a_field_that_is_no_date_is_told():
    page = pages.article_page("", linked(datePublished="hôm qua"))
    codes = pages.codes_of(pages.page(page))
    assert {"bad-date", "no-date"} <= set(codes)
