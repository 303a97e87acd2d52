import re
from dataclasses import replace

from lxml import etree

from packager.volumes import contents, places
from packager.volumes.chapters import Shown
from packager.volumes.split import LARGEST
from tests.volumes.samples import ENTRIES, SHELF, made

H = {"h": "http://www.w3.org/1999/xhtml"}


def pages(files):
    return [etree.fromstring(file) for file in files]


def contents_of(of):
    (page,) = pages(contents.contents_pages(of))
    return page


def words(element):
    return " ".join("".join(element.itertext()).split())


def test_contents_name_every_article_once_in_order_with_its_anchor():
    of = made()
    page = contents_of(of)
    lines = page.xpath("//h:li", namespaces=H)
    assert [line.get("id") for line in lines] == [f"a-{entry.id}" for entry in of.volume.entries]
    titles = [line.findtext("h:p/h:a", namespaces=H) for line in lines]
    assert titles == [entry.metadata.title.value for entry in of.volume.entries]
    topics = page.xpath("//h:h2", namespaces=H)
    assert [words(topic) for topic in topics] == ["Kinh tế", "Thể thao", "Chưa phân loại"]
    assert [topic.find("h:a", H).get("href") for topic in topics] == [f"{topic.get('id')}.xhtml" for topic in topics]
    assert words(lines[0]).endswith("14 tháng 2 năm 2025 · ngày suy ra · 1 phút đọc")


def test_an_article_with_a_loss_is_marked_in_its_line():
    page = contents_of(made())
    marked = page.xpath("//h:li[.//h:strong[@class='loss']]/@id", namespaces=H)
    assert marked == [f"a-{ENTRIES[0].id}"]
    assert "4 ảnh · 1 ảnh thiếu" in words(page)


def test_contents_of_one_topic_are_by_day_and_have_the_first_lines():
    page = contents_of(made(("topic", "month")))
    days = [words(heading) for heading in page.xpath("//h:h2[@class='date']", namespaces=H)]
    assert days == ["14 tháng 2 năm 2025", "21 tháng 2 năm 2025", "22 tháng 2 năm 2025"]
    lines = page.xpath("//h:p[@class='first-lines']/text()", namespaces=H)
    assert len(lines) == 4
    assert lines[0].endswith("những dòng đầu của bài.")
    assert not page.xpath("//h:img", namespaces=H)


def test_words_of_another_language_are_marked():
    page = contents_of(made())
    assert page.xpath("//h:li//h:a[@lang='en']", namespaces=H)[0].text.startswith("Farmers & markets")


def test_a_topics_page_has_title_date_time_to_read_first_lines_and_thumbnail():
    of = made()
    of.found.thumbnails[ENTRIES[0].id] = Shown("klein.jpg", 240, 160)
    (page,) = pages(contents.topic_pages(of, of.sections[0], "contents-2.xhtml"))
    assert page.findtext(".//h:h1", namespaces=H) == "Kinh tế"
    line = page.xpath("//h:li", namespaces=H)[2]
    (image,) = line.xpath(".//h:img", namespaces=H)
    assert (image.get("src"), image.get("width"), image.get("height")) == ("images/klein.jpg", "240", "160")
    assert (image.get("alt"), image.get("role")) == ("", "presentation")
    assert words(line).startswith(
        "Vụ xuân ở vùng cao: nước là chuyện sống còn 21 tháng 2 năm 2025 · 2 phút đọc · 4 ảnh"
    )
    assert line.xpath(".//h:time/@datetime", namespaces=H) == ["2025-02-21"]
    assert words(line).endswith("những dòng đầu của bài.")
    assert len(page.xpath("//h:img", namespaces=H)) == 1
    assert not page.xpath("//h:li/@id", namespaces=H)


def test_topics_lead_to_the_topics_before_and_after_and_to_the_contents():
    of = made()
    turns = []
    for section in of.sections:
        (page,) = pages(contents.topic_pages(of, section, "contents.xhtml"))
        turns.append(page.xpath("//h:h1/following-sibling::*[1][self::h:nav]/h:a/@href", namespaces=H))
    assert turns == [
        ["contents.xhtml#t-kinh-te", "t-the-thao.xhtml"],
        ["t-kinh-te.xhtml", "contents.xhtml#t-the-thao", "t-unsorted.xhtml"],
        ["t-the-thao.xhtml", "contents.xhtml#t-unsorted"],
    ]


def test_very_long_contents_become_files_and_each_line_is_where_it_is_said_to_be():
    many = [
        replace(ENTRIES[number % 9], id=f"{number:012x}", summary="dài " * 100, content=SHELF.put(content(number)))
        for number in range(1200)
    ]
    for by in ((), ("topic",)):
        of = made(by, entries=many)
        where = contents.contents_files(of)
        files = [*contents.contents_pages(of)]
        assert len(files) > 1
        assert max(map(len, files)) <= LARGEST
        names = ["contents.xhtml", *(f"contents-{number}.xhtml" for number in range(2, len(files) + 1))]
        found = {
            name: number
            for number, file in zip(names, files, strict=True)
            for name in re.findall(rb'li id="a-(\w+)"', file)
        }
        assert {key.decode(): name for key, name in found.items()} == where
        second = etree.fromstring(files[1])
        assert second.findtext(".//h:h1", namespaces=H) == "Mục lục (tiếp theo)"
        assert second.xpath("//h:h2", namespaces=H), "what the lines stand below is said again"
        assert len({places.topic_anchor(section) for section in of.sections}) == len(of.sections)


def content(number):
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="vi" xml:lang="vi"><head><title>{number}</title></head>'
        f"<body><article><header><h1>{number}</h1></header><p>Chữ.</p></article></body></html>"
    ).encode()


def test_a_month_of_one_topic_is_as_a_volume_of_that_topic():
    of = made(("month",), entries=ENTRIES[:3])
    assert not of.grouped
    assert contents_of(of).xpath("//h:h2/@class", namespaces=H) == ["date"] * 3
