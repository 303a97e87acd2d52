from dataclasses import replace

from lxml import etree

from packager.config import Settings
from packager.model import UNKNOWN
from packager.volumes import front
from tests.volumes.samples import ENTRIES, made

H = {"h": "http://www.w3.org/1999/xhtml"}


def lines(of):
    page = etree.fromstring(front.title_page(of))
    return {
        line.get("class") or line.tag.rpartition("}")[2]: " ".join("".join(line.itertext()).split())
        for line in page.xpath("//h:section/*", namespaces=H)
    }


def test_the_title_page_of_a_month_names_what_is_inside():
    assert lines(made(settings=Settings(publication="Báo Miền Núi", issn="0317-8471", rights="CC0"))) == {
        "publication": "Báo Miền Núi",
        "h1": "Tháng 2 năm 2025",
        "topics": "Kinh tế, Thể thao, Chưa phân loại",
        "hr": "",
        "extent": "7 bài · 6 ảnh · 1 ảnh thiếu",
        "issn": "ISSN 0317-8471",
        "rights": "Quyền sử dụng: CC0",
    }


def test_the_title_page_of_a_topic_holds_no_empty_line():
    said = lines(made(("topic", "month")))
    assert (said["h1"], said["period"], said["publication"]) == ("Kinh tế", "Tháng 2 năm 2025", "Báo Miền Núi")
    assert "topics" not in said
    assert "không rõ" in said["rights"]
    plain = [replace(entry, metadata=replace(entry.metadata, publisher=UNKNOWN, topic=UNKNOWN)) for entry in ENTRIES]
    assert set(lines(made((), entries=plain))) == {"h1", "hr", "extent", "rights"}


def test_the_cover_page_shows_the_cover_and_says_so():
    page = etree.fromstring(front.cover_page(made()))
    assert page.xpath("//h:img/@alt", namespaces=H) == ["Bìa: Báo Miền Núi · 2025-02"]
