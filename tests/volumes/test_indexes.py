from dataclasses import replace

from lxml import etree

from packager.model import Value
from packager.volumes import indexes
from packager.volumes.matter import Captioned
from packager.volumes.split import LARGEST
from tests.volumes.samples import ENTRIES, made

H = {"h": "http://www.w3.org/1999/xhtml"}


def by(entry, *names):
    return replace(entry, metadata=replace(entry.metadata, creator=tuple(Value(name) for name in names)))


def test_captions_stand_in_the_languages_order_and_lead_to_their_figures():
    (raw,) = indexes.caption_pages(made())
    lines = etree.fromstring(raw).xpath("//h:li", namespaces=H)
    assert [line.find("h:a", H).text for line in lines] == [
        "A view of the valley.",
        "Ba công trình thuỷ lợi vừa hoàn thành.",
        "Hồ chứa nhìn từ trên cao.",
        "Nông dân Bát Xát làm đất cho vụ xuân.",
        "Vẫn ảnh ấy.",
    ]
    hrefs = [line.find("h:a", H).get("href") for line in lines]
    assert hrefs[1:3] == [f"chapters/a-{ENTRIES[0].id}.xhtml#figure-{number}" for number in (2, 3)]
    assert lines[1].findtext("h:span", namespaces=H) == ENTRIES[0].metadata.title.value
    assert lines[0].find("h:a", H).get("lang") == "en"


def test_many_captions_stand_below_their_letters():
    of = made()
    words = ["Ấm", "an", "“Bà", "Đào", "dao", "đỏ", "24 giờ", "新闻", "Zoo"]
    of.found.captions[:] = [Captioned(f"{word} {n}", f"chapters/a.xhtml#{n}", 0) for n in range(3) for word in words]
    (raw,) = indexes.caption_pages(of)
    letters = [heading.text for heading in etree.fromstring(raw).xpath("//h:h2", namespaces=H)]
    assert letters == ["0–9", "A", "Â", "B", "D", "Đ", "Z", "Khác"]


def test_a_volume_without_captions_or_authors_has_no_such_page():
    of = made()
    of.found.captions.clear()
    assert [*indexes.caption_pages(of)] == [*indexes.author_pages(of)] == []


def test_authors_stand_in_the_languages_order_with_their_articles():
    names = [("Đặng An", "Bùi Ân"), ("Dương Ba",), ("ĐẶNG AN",), ("Đặng An",)]
    entries = [by(entry, *each) for entry, each in zip(ENTRIES, names, strict=False)]
    (raw,) = indexes.author_pages(made((), entries=entries))
    page = etree.fromstring(raw)
    assert [heading.text for heading in page.xpath("//h:h2", namespaces=H)] == ["Bùi Ân", "Dương Ba", "Đặng An"]
    below = page.xpath("//h:h2[.='Đặng An']/following-sibling::h:ul[1]/h:li//h:a/@href", namespaces=H)
    assert sorted(below) == sorted(f"chapters/a-{entries[number].id}.xhtml" for number in (0, 2, 3))
    assert "22 tháng 2 năm 2025" in "".join(
        page.xpath("//h:h2[.='Dương Ba']/following-sibling::h:ul[1]//text()", namespaces=H)
    )


def test_an_author_twice_in_one_article_stands_once():
    (raw,) = indexes.author_pages(made((), entries=[by(ENTRIES[0], "An", "An")]))
    assert len(etree.fromstring(raw).xpath("//h:li", namespaces=H)) == 1


def test_long_indexes_become_several_files_and_lose_nothing():
    of = made()
    of.found.captions[:] = [Captioned(f"ảnh {n:04} " + "dài " * 60, f"chapters/a.xhtml#{n}", 0) for n in range(2000)]
    files = [*indexes.caption_pages(of)]
    assert len(files) > 1
    assert max(map(len, files)) <= LARGEST
    assert sum(file.count(b"<li>") for file in files) == 2000
