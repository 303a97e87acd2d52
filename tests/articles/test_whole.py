"""A whole article as feeds, JSON and Markdown hold it: all of it is kept, and its source describes it."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from packager.articles.article import normalise
from packager.config import Settings
from packager.errors import CaptureFailed
from packager.model import UNKNOWN, Basis, Capture, Metadata, Value
from tests.articles.pages import Files

SAID = "Sáng nay, hợp tác xã ở bản Nà Hin mở phiên chợ đầu năm với hơn bảy mươi gian hàng chè và mật ong."
ENTRY = "feed entry: title"


def told(text, basis=Basis.METADATA):
    return Value(text, basis, ENTRY)


def article(body, *, whole=True, given=None, stated=None, problems=()):
    capture = Capture(
        "s", "feed.xml/0001", "feed", "text/html", f"<body>{body}</body>".encode(), Files({}), charset="utf-8",
        given=given or Metadata(), stated=stated or Metadata(), whole=whole, problems=problems,
        captured="2025-03-01T00:00:00Z", record="<urn:uuid:1>",
    )  # fmt: skip
    return normalise(capture, lambda _: None, Settings())


def test_nothing_is_left_out_but_what_counts_readers():
    made = article(
        f'<p>Ngắn.</p><p>{SAID}</p><div class="related"><a href="https://b.vn/x">Tin khác</a></div>'
        '<img src="count.gif" width="1" height="1"><ul><li>một</li></ul><img src="last.jpg">'
    )
    text = made.content.decode()
    assert all(said in text for said in ("Ngắn.", SAID, "Tin khác", "một"))
    assert [picture.reference for picture in made.pictures] == ["last.jpg"]


def test_captions_go_with_their_pictures_however_they_are_marked():
    made = article(
        f'<p><img src="a.jpg" width="640" height="480"></p><p class="wp-caption-text">Chú thích một</p><p>{SAID}</p>'
        '<figure><img src="b.jpg"><figcaption>Chú thích hai</figcaption></figure>'
    ).content.decode()
    assert made.count("<figure>") == 2
    assert made.count(">Chú thích một</figcaption>") == made.count(">Chú thích hai</figcaption>") == 1


def test_the_title_that_opens_the_text_is_not_said_twice():
    made = article(f"<h2>Chợ phiên mở lại</h2><p>{SAID}</p>", stated=Metadata(title=told("Chợ phiên mở lại")))
    assert made.content.decode().count(">Chợ phiên mở lại</h") == 1
    assert made.metadata.title == told("Chợ phiên mở lại")


def test_what_is_named_the_lead_at_the_top_of_a_whole_article_is_its_lead():
    title = Metadata(title=told("Chợ phiên mở lại"))
    made = article(f'<p class="lead">Ngắn.</p><p>{SAID}</p><p class="lead">Nhắc lại.</p>', stated=title)
    assert made.content.decode().count('class="lead"') == 1
    assert '<p class="lead">Ngắn.</p>' in made.content.decode()


def test_a_whole_article_that_is_all_named_the_lead_has_a_text():
    made = article(f'<p class="lead">{SAID}</p>', stated=Metadata(title=told("Chợ phiên mở lại")))
    assert 'class="lead"' not in made.content.decode()


def test_another_heading_stays_in_the_text():
    made = article(f"<h2>Bảy mươi gian hàng</h2><p>{SAID}</p>", stated=Metadata(title=told("Chợ phiên mở lại")))
    assert ">Bảy mươi gian hàng</h2>" in made.content.decode()


def test_a_whole_article_s_only_h1_is_its_title():
    assert article(f"<h1>Chợ phiên</h1><p>{SAID}</p>").metadata.title.value == "Chợ phiên"


def test_what_the_source_states_goes_before_what_only_the_text_shows():
    stated = Metadata(title=told("Theo nguồn"), issued=Value("2025-02-20", Basis.METADATA, "x", "day"))
    body = f"<h1>Theo trang</h1><p>Sáng 21/2/2025. {SAID}</p>"
    whole, page = (article(body, whole=whole, stated=stated) for whole in (True, False))
    assert (whole.metadata.title.value, whole.metadata.issued.value) == ("Theo nguồn", "2025-02-20")
    assert page.metadata.title.value == "Theo trang"


def test_what_the_source_states_stands_in_for_what_a_page_does_not_say():
    stated = Metadata(publisher=told("Báo Bản"), section=told("Chợ"), subject=(told("Chè"),), creator=(told("An"),))
    known = article(f"<h1>T</h1><p>{SAID}</p>", whole=False, stated=stated).metadata
    assert (known.publisher.value, known.section.value, known.topic.value) == ("Báo Bản", "Chợ", "Chợ")
    assert [value.value for value in (*known.subject, *known.creator)] == ["Chè", "An"]


def test_what_is_given_goes_before_all():
    given = Metadata(title=told("Của thủ thư", Basis.GIVEN), source=told("https://b.vn/a", Basis.GIVEN))
    stated = Metadata(title=told("Theo nguồn"), source=told("https://b.vn/khac"))
    known = article(f"<h1>Theo trang</h1><p>{SAID}</p>", given=given, stated=stated).metadata
    assert (known.title.value, known.source.value) == ("Của thủ thư", "https://b.vn/a")
    assert known.identifier == article("<p>khác</p>", given=given).metadata.identifier


def test_what_the_reader_met_is_told():
    (problem,) = (told for told in article(f"<p>{SAID}</p>", problems=(("damaged-file", "ends early"),)).findings
                  if told.code == "damaged-file")  # fmt: skip
    assert (problem.where, problem.message) == ("s/feed.xml/0001", "ends early")


def test_the_time_of_capture_names_its_record():
    captured = article(f"<p>{SAID}</p>").metadata.captured
    assert (captured.value, captured.evidence) == ("2025-03-01T00:00:00Z", "capture, record <urn:uuid:1>")
    assert article(f"<p>{SAID}</p>").metadata.section == UNKNOWN


@pytest.mark.parametrize(("name", "is_article"), [("feed.xml", False), ("a.html", True)])
def test_two_words_in_the_place_of_something_else_are_no_article(name, is_article):
    content = b"<html><body>Login required</body></html>"
    capture = Capture("s", name, "saved page", "text/html", content, Files({}))
    with nullcontext() if is_article else pytest.raises(CaptureFailed, match="only «Login required»"):
        normalise(capture, lambda _: None, Settings())


def test_a_stated_language_is_a_tag_and_the_text_knows_better():
    assert article("<p>1, 2, 3.</p>", stated=Metadata(language=told("vn"))).metadata.language.value == "vi"
    assert article(f"<p>{SAID}</p>", stated=Metadata(language=told("en-us"))).metadata.language.value == "vi"
    assert article("<p>1, 2, 3.</p>", stated=Metadata(language=told("!"))).metadata.language == UNKNOWN


def test_what_fields_state_holds_nothing_that_xml_cannot():
    bad = "T\ud800\x0b\ufffe"
    stated = Metadata(title=told(bad), creator=(told(bad), told("\x01")), source=told("https://b.vn/\udfff"))
    known = article(f"<p>{SAID}</p>", stated=stated).metadata
    assert (known.title.value, [value.value for value in known.creator], known.source) == ("T", ["T"], UNKNOWN)
    odd = Capture("s", "l", "WARC", "text/html", f"<p>{SAID}</p>".encode(), Files({}), address="http://b.vn/\ud800",
                  captured="2025", record="<\x02>")  # fmt: skip
    assert normalise(odd, lambda _: None, Settings()).metadata.captured.evidence == "capture, record <>"
