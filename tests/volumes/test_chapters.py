from dataclasses import replace

import pytest
from lxml import etree

from packager.errors import LibraryDamaged
from packager.model import Basis, Link, Value
from packager.volumes import places, surroundings
from packager.volumes.chapters import Shown, chapter
from packager.volumes.labels import labels
from packager.volumes.surroundings import Place
from tests.volumes.samples import Shelf, figure, library

H = {"h": "http://www.w3.org/1999/xhtml", "ops": "http://www.idpf.org/2007/ops"}


@pytest.fixture(scope="module")
def shelf():
    return Shelf()


@pytest.fixture(scope="module")
def entries(shelf):
    return library(shelf)


def bound(shelf, entry, entries=(), language="vi", content=None):
    place = Place(language, labels(language), places.addresses(entries), "a-truoc.xhtml", "a-sau.xhtml")
    raw, _ = chapter(content or shelf.read(entry.content), entry, place, shown)
    assert raw.startswith(b"<?xml")
    return etree.fromstring(raw)


def shown(digest):
    return Shown(f"{digest[:8]}.jpg", 320, 200) if digest else Shown("missing.svg", missing=True)


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_the_article_becomes_a_chapter_section(shelf, entries):
    page = bound(shelf, entries[0])
    (section,) = page.xpath("h:body/h:section", namespaces=H)
    assert section.get("{http://www.idpf.org/2007/ops}type") == "chapter"
    assert section.get("role") == "doc-chapter"
    assert not page.xpath("//h:article", namespaces=H)
    assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
    assert page.xpath("string(//h:title)", namespaces=H) == page.xpath("string(//h:h1)", namespaces=H)
    assert page.xpath("//h:link/@href", namespaces=H) == ["../styles/book.css"]


def test_readings_stand_without_the_brackets_for_browsers_that_know_none():
    shelf = Shelf()
    entry = shelf.article("漢字", "<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>字</p>", language="ja")
    (text,) = bound(shelf, entry).xpath("//h:p[h:ruby]", namespaces=H)
    assert words(text) == "漢kan字"
    assert not text.xpath(".//h:rp", namespaces=H)


def test_the_way_on_stands_below_the_title_and_at_the_end(shelf, entries):
    page = bound(shelf, entries[0])
    top, end = page.xpath("//h:nav[@class='turn']", namespaces=H)
    expected = ["a-truoc.xhtml", f"../contents.xhtml#a-{entries[0].id}", "a-sau.xhtml"]
    assert top.xpath("h:a/@href", namespaces=H) == end.xpath("h:a/@href", namespaces=H) == expected
    assert top.getprevious().tag.endswith("h1")
    assert end.getnext() is None
    assert top.get("aria-label") != end.get("aria-label")


def test_the_first_and_last_chapter_lead_nowhere_else(shelf, entries):
    place = Place("vi", labels("vi"), {})
    page = etree.fromstring(chapter(shelf.read(entries[0].content), entries[0], place, shown).content)
    assert [words(nav) for nav in page.xpath("//h:nav", namespaces=H)] == ["Mục lục", "Mục lục"]


def test_pictures_stand_under_their_names_in_the_volume(shelf, entries):
    entry = entries[0]
    images = bound(shelf, entry).xpath("//h:img", namespaces=H)
    held = [picture for picture in entry.pictures if picture.held]
    assert [img.get("src") for img in images[:4]] == [f"../images/{picture.digest[:8]}.jpg" for picture in held]
    assert {(img.get("width"), img.get("height")) for img in images[:4]} == {("320", "200")}
    assert images[4].get("src") == "../images/missing.svg"
    assert images[4].get("class") == "missing"
    assert [img.get("data-original-src") for img in images] == [picture.reference for picture in entry.pictures]
    assert all(img.get("alt") for img in images)


def test_a_picture_that_cannot_be_shown_becomes_a_placeholder(shelf, entries):
    place = Place("vi", labels("vi"), {})
    raw, _ = chapter(shelf.read(entries[0].content), entries[0], place, lambda _: Shown("missing.svg", missing=True))
    for img in etree.fromstring(raw).xpath("//h:img", namespaces=H):
        assert img.get("class") == "missing"
        assert "width" not in img.attrib


def test_links_to_the_volumes_articles_lead_to_their_chapters(shelf, entries):
    links = bound(shelf, entries[1], entries).xpath("//h:section/h:p/h:a/@href", namespaces=H)
    assert links == [places.file_name(entries[0]), "https://khac.example.vn/"]
    assert bound(shelf, entries[1]).xpath("//h:section/h:p/h:a/@href", namespaces=H)[0].startswith("https://bao")


def test_a_mailto_link_stays(shelf):
    entry = shelf.article("Thư", '<p><a href="mailto:a@bao.vn">thư</a></p>', source="mailto:b@bao.vn")
    assert bound(shelf, entry, [entry]).xpath("//h:section/h:p/h:a/@href", namespaces=H) == ["mailto:a@bao.vn"]


def test_the_end_says_where_the_article_is_from(shelf, entries):
    (origin,) = bound(shelf, entries[0]).xpath("//h:footer", namespaces=H)
    assert words(origin).startswith("Nguồn: Báo Miền Núi, https://bao.example.vn/kinh-te/vu-xuan.html")
    assert "Xuất bản: 21 tháng 2 năm 2025" in words(origin)


def related(page):
    items = page.xpath("//h:nav[@class='related']/h:ul/h:li/h:a", namespaces=H)
    return [(item.get("href"), item.text) for item in items]


def linking(entry, *links):
    return replace(entry, metadata=replace(entry.metadata, related=tuple(Link(*link) for link in links)))


def test_related_articles_of_the_volume_stand_at_the_end_under_the_sources_titles(shelf, entries):
    rice, english = entries[0].metadata.source.value, entries[3].metadata.source.value
    links = ("Farmers", english), ("Ngoài tập", "https://khac.example.vn/"), ("Vụ xuân", f"{rice}#xem"), ("Lại", rice)
    page = bound(shelf, linking(entries[1], *links), entries)
    assert related(page) == [
        (places.file_name(entries[3]), "Farmers"), (places.file_name(entries[0]), "Vụ xuân")
    ]  # fmt: skip
    (nav,) = page.xpath("//h:nav[@class='related']", namespaces=H)
    assert nav.getnext().get("class") == "origin"
    assert page.xpath(f"//h:p[@id='{nav.get('aria-labelledby')}']/text()", namespaces=H) == [labels("vi")["related"]]


def test_an_article_is_not_related_to_itself_and_an_empty_list_is_not_shown(shelf, entries):
    links = ("Chính nó", entries[0].metadata.source.value), ("Ngoài", "https://khac.example.vn/"), ("Thư", "mailto:a@b")
    assert not bound(shelf, linking(entries[0], *links), entries).xpath("//h:nav[@class='related']", namespaces=H)


def test_few_related_articles_are_enough(shelf):
    held = [shelf.article(f"Bài {n}", source=f"https://bao.example.vn/{n}.html") for n in range(9)]
    found = related(
        bound(shelf, linking(held[0], *((e.metadata.title.value, e.metadata.source.value) for e in held)), held)
    )
    assert [title for _, title in found] == [f"Bài {n}" for n in range(1, 6)]


def test_the_list_speaks_the_volumes_language_and_its_titles_the_articles(shelf, entries):
    page = bound(shelf, linking(entries[3], ("Vụ xuân", entries[0].metadata.source.value)), entries)
    assert page.xpath("//h:nav[@class='related']/h:p/@lang", namespaces=H) == ["vi"]
    assert not page.xpath("//h:nav[@class='related']/h:ul/@lang", namespaces=H)


def test_an_inferred_date_is_flagged_and_an_unknown_one_is_not_today(shelf, entries):
    inferred = next(entry for entry in entries if entry.metadata.issued.basis is Basis.INFERRED)
    assert "14 tháng 2 năm 2025 (suy ra)" in words(bound(shelf, inferred).xpath("//h:footer", namespaces=H)[0])
    undated = next(entry for entry in entries if not entry.metadata.issued)
    assert "Xuất bản: không rõ" in words(bound(shelf, undated).xpath("//h:footer", namespaces=H)[0])


def test_an_address_that_is_none_is_no_link(shelf):
    entry = shelf.article("Lạ", source="javascript:alert(1)")
    assert not bound(shelf, entry).xpath("//h:footer//h:a", namespaces=H)


def test_the_volumes_words_are_marked_in_a_foreign_article(shelf, entries):
    english = next(entry for entry in entries if entry.metadata.language.value == "en")
    page = bound(shelf, english)
    assert page.get("lang") == "en"
    assert page.xpath("//h:nav/@lang", namespaces=H) == ["vi", "vi"]
    assert not bound(shelf, english, language="en").xpath("//h:nav/@lang", namespaces=H)


def test_right_to_left_articles_say_so(shelf):
    entry = shelf.article("مرحبا", language="ar")
    page = bound(shelf, entry)
    assert page.get("dir") == "rtl"
    assert page.xpath("//h:nav/@dir", namespaces=H) == ["ltr", "ltr"]


def test_the_articles_own_words_are_untouched(shelf, entries):
    for entry in entries:
        source = etree.fromstring(shelf.read(entry.content)).find("h:body/h:article", H)
        section = bound(shelf, entry, entries).find("h:body/h:section", H)
        for added in section.xpath(".//h:nav|.//h:footer|.//h:p[@class='facts' or @class='lost']", namespaces=H):
            added.getparent().remove(added)
        assert "".join(section.itertext()) == "".join(source.itertext())


def test_the_subtitle_stands_below_the_title(shelf):
    header = bound(shelf, shelf.article("Chợ phiên", subtitle="Phiên đầu năm")).find(".//h:header", H)
    assert [element.get("class") for element in header[:3]] == [None, "subtitle", "turn"]
    assert header[1].text == "Phiên đầu năm"


@pytest.mark.parametrize(
    "content",
    [
        b"<html",
        b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><html xmlns='http://www.w3.org/1999/xhtml'><body>&e;</body></html>",
    ],
)
def test_a_damaged_article_is_named(shelf, entries, content):
    with pytest.raises(LibraryDamaged, match=entries[0].locator):
        bound(shelf, entries[0], content=content)


def test_reading_time_is_never_nothing(entries):
    assert surroundings.minutes(replace(entries[0], words=3)) == 1
    assert surroundings.minutes(replace(entries[0], words=1000)) == 5


def test_a_picture_twice_is_shown_twice(shelf):
    picture = shelf.picture(1)
    entry = shelf.article("Hai lần", figure([picture, picture], "Như nhau."), [picture], issued=Value())
    assert len(bound(shelf, entry).xpath("//h:img", namespaces=H)) == 2


def test_a_link_to_a_page_saved_beside_leads_to_its_chapter_or_becomes_its_words(shelf):
    beside = replace(shelf.article("Bài hai"), locator="trang/bai hai.html", source="kho")
    elsewhere = replace(shelf.article("Bài ba"), locator="trang/bai-ba.html", source="kho khác")
    body = (
        '<p>Xem <a href="source:trang/bai%20hai.html">bài hai</a>, <a href="source:trang/bai-ba.html">bài ba</a>.</p>'
    )
    entry = replace(shelf.article("Bài một", body), source="kho")
    page = bound(shelf, entry, [entry, beside, elsewhere])
    (paragraph,) = page.xpath("//h:section/h:p[h:a]", namespaces=H)
    assert paragraph.xpath("h:a/@href", namespaces=H) == [places.file_name(beside)]
    assert words(paragraph) == "Xem bài hai, bài ba."


def facts(page):
    (line,) = page.xpath("//h:header/h:p[@class='facts']", namespaces=H)
    return line


def test_the_head_says_topic_section_time_to_read_changes_losses_and_the_original(shelf, entries):
    entry = replace(
        entries[0],
        metadata=replace(
            entries[0].metadata, section=Value("Nông nghiệp"), modified=Value("2025-02-23T07:30:00+07:00")
        ),
    )
    page = bound(shelf, entry)
    line = facts(page)
    assert words(line) == (
        "Kinh tế · Nông nghiệp · 2 phút đọc · Cập nhật 23 tháng 2 năm 2025 · 1 ảnh thiếu · bao.example.vn"
    )
    assert line.xpath("h:time/@datetime", namespaces=H) == ["2025-02-23T07:30:00+07:00"]
    assert line.xpath("h:a/@href", namespaces=H) == ["#figure-3", entry.metadata.source.value]
    assert line.getprevious().get("class") == "byline"
    assert "Cập nhật: 23 tháng 2 năm 2025" in words(page.xpath("//h:footer", namespaces=H)[0])


def test_a_section_that_is_the_topic_and_a_change_on_the_day_of_issue_say_nothing_new(shelf, entries):
    known = replace(entries[0].metadata, section=Value("KINH TẾ"), modified=Value("2025-02-21"))
    page = bound(shelf, replace(entries[0], metadata=known))
    assert words(facts(page)).startswith("Kinh tế · 2 phút đọc · 1 ảnh thiếu")
    assert "Cập nhật" not in words(page)


def test_without_a_topic_the_time_to_read_comes_first(shelf):
    assert words(facts(bound(shelf, shelf.article("Bài")))) == "1 phút đọc"


def test_the_way_back_leads_to_the_file_of_the_contents_that_holds_the_line(shelf, entries):
    place = Place("vi", labels("vi"), {}, contents="contents-3.xhtml")
    page = etree.fromstring(chapter(shelf.read(entries[0].content), entries[0], place, shown).content)
    back = page.xpath("//h:nav[@class='turn']/h:a/@href", namespaces=H)
    assert back == [f"../contents-3.xhtml#a-{entries[0].id}"] * 2


@pytest.mark.parametrize("modified", ["2025-02-20T23:00", "2025-02", "", "soon"])
def test_a_change_that_is_no_later_than_the_issue_is_not_shown(shelf, entries, modified):
    known = replace(entries[0].metadata, modified=Value(modified))
    assert "Cập nhật" not in words(bound(shelf, replace(entries[0], metadata=known)))
