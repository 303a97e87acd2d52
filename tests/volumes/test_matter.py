from dataclasses import replace

import pytest
from lxml import etree

from packager.config import Settings
from packager.model import Value
from packager.volumes import matter
from packager.volumes.markup import Markup, fill, markup
from tests.volumes.samples import Shelf, library, volumes_of

H = {"h": "http://www.w3.org/1999/xhtml"}
ENTRIES = library(Shelf())


def of(by=("month",), settings=Settings(), number=0):  # noqa: B008 - frozen
    return matter.matter(volumes_of(ENTRIES, by, settings)[number], settings)


def words(page):
    return " ".join("".join(page.itertext()).split())


def test_a_title_holds_publisher_topic_and_iso_period():
    assert of(("topic", "month")).title == "Báo Miền Núi · Kinh tế · 2025-02"
    assert of(("month",)).title == "Báo Miền Núi · 2025-02"
    assert of(()).title == "Báo Miền Núi"


@pytest.mark.parametrize("by", [(), ("month",), ("topic", "month"), ("topic",), ("source", "year")])
def test_every_page_is_well_formed_and_in_the_volumes_language(by):
    made = of(by)
    for raw in (
        matter.cover_page(made),
        matter.title_page(made),
        matter.contents_page(made),
        matter.about_page(made, "urn:x"),
    ):
        page = etree.fromstring(raw)
        assert page.get("lang") == "vi"
        assert len(page.xpath("//h:h1", namespaces=H)) <= 1


def test_contents_name_every_article_once_in_order_with_its_anchor():
    made = of()
    page = etree.fromstring(matter.contents_page(made))
    lines = page.xpath("//h:li", namespaces=H)
    assert [line.get("id") for line in lines] == [f"a-{entry.id}" for entry in made.volume.entries]
    titles = [line.findtext("h:p/h:a", namespaces=H) for line in lines]
    assert titles == [entry.metadata.title.value for entry in made.volume.entries]
    assert [h.text for h in page.xpath("//h:h2", namespaces=H)] == ["Kinh tế", "Thể thao", "Chưa phân loại"]
    assert "14 tháng 2 năm 2025" in words(page)
    assert "ngày suy ra" in words(page)


def test_contents_of_one_topic_need_no_topics():
    page = etree.fromstring(matter.contents_page(of(("topic", "month"))))
    assert page.findtext(".//h:h2", namespaces=H) == "14 tháng 2 năm 2025"


def test_words_of_another_language_are_marked():
    page = etree.fromstring(matter.contents_page(of()))
    assert page.xpath("//h:li//h:a[@lang='en']", namespaces=H)[0].text.startswith("Farmers & markets")


def test_about_gives_each_articles_source_date_digest_and_missing_pictures():
    made = of()
    page = words(etree.fromstring(matter.about_page(made, "urn:uuid:1")))
    for entry in made.volume.entries:
        assert entry.metadata.title.value in page
        assert entry.capture in page
        assert entry.locator in page
        assert entry.metadata.source.value in page
    assert "img/p099.jpg" in page
    assert "2025-02-14 · chính xác đến ngày · suy ra · căn cứ: «Sáng 14/2» in the lead" in page
    assert "urn:uuid:1" in page


def test_rights_are_configured_or_stated_or_unknown():
    assert of(settings=Settings(rights="CC BY 4.0")).rights == "CC BY 4.0"
    stated = replace(ENTRIES[0], metadata=replace(ENTRIES[0].metadata, rights=Value("© Báo")))
    volume = replace(volumes_of(ENTRIES, (), Settings())[0], entries=(stated,))
    assert matter.matter(volume, Settings()).rights == "© Báo"
    assert "không rõ" in words(etree.fromstring(matter.title_page(of())))


def test_first_lines_are_cut_between_words():
    long = replace(ENTRIES[4], summary="từ " * 200)
    volume = replace(volumes_of(ENTRIES, (), Settings())[0], entries=(long,))
    page = etree.fromstring(matter.contents_page(matter.matter(volume, Settings())))
    (lines,) = page.xpath("//h:p[@class='first-lines']", namespaces=H)
    assert lines.text.endswith("từ…")
    assert len(lines.text) <= matter.LONGEST_SUMMARY + 1


def test_values_are_escaped_and_markup_is_not():
    assert fill("link.xhtml", address='"<&>') == '<a href="&quot;&lt;&amp;&gt;">&quot;&lt;&amp;&gt;</a>'
    assert markup(Markup("<b/>")) == "<b/>"
    assert markup("a\x00\ud800\ufffeb") == "ab"
