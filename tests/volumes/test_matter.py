from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree

from packager.config import Settings
from packager.model import Value
from packager.volumes import about, chapters, contents, front, indexes, matter, surroundings
from packager.volumes.labels import labels
from packager.volumes.markup import Markup, fill, markup
from tests.volumes.samples import ENTRIES, SHELF, made, volumes_of

H = {"h": "http://www.w3.org/1999/xhtml"}


def every_page(of):
    yield front.cover_page(of)
    yield front.title_page(of)
    yield from contents.contents_pages(of)
    for section in of.sections:
        yield from contents.topic_pages(of, section, "contents.xhtml")
    yield from indexes.caption_pages(of)
    yield from indexes.author_pages(of)
    yield from about.source_pages(of)
    yield from about.about_pages(of, "urn:x")


def test_a_title_holds_publisher_topic_and_iso_period():
    assert made(("topic", "month")).title == "Báo Miền Núi · Kinh tế · 2025-02"
    assert made(("month",)).title == "Báo Miền Núi · 2025-02"
    assert made(()).title == "Báo Miền Núi"


@pytest.mark.parametrize("by", [(), ("month",), ("topic", "month"), ("topic",), ("source", "year")])
def test_every_page_is_well_formed_and_in_the_volumes_language(by):
    for raw in every_page(made(by)):
        page = etree.fromstring(raw)
        assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang") == "vi"
        headings = [int(element.tag[-1]) for element in page.xpath("//h:h1|//h:h2|//h:h3", namespaces=H)]
        assert headings[:1] in ([], [1])
        assert all(after - before <= 1 for before, after in pairwise(headings))
        assert len([level for level in headings if level == 1]) <= 1


def test_labels_that_are_not_translated_are_marked_as_what_they_are():
    russian = SHELF.article("Статья", language="ru", publisher="Газета")
    of = made((), entries=[russian])
    page = etree.fromstring(next(contents.contents_pages(of)))
    assert page.get("lang") == "en"
    assert page.xpath("//h:li//h:a/@lang", namespaces=H) == ["ru"]


def test_rights_are_configured_or_stated_or_unknown():
    assert made(settings=Settings(rights="CC BY 4.0")).rights == "CC BY 4.0"
    stated = replace(ENTRIES[0], metadata=replace(ENTRIES[0].metadata, rights=Value("© Báo")))
    volume = replace(volumes_of(ENTRIES, (), Settings())[0], entries=(stated,))
    assert matter.matter(volume, Settings()).rights == "© Báo"


def test_the_issn_is_that_of_the_publication_and_of_no_other():
    settings = Settings(publication="Báo Miền Núi", issn="0317-8471")
    assert made(settings=settings).issn == "0317-8471"
    other = [replace(entry, metadata=replace(entry.metadata, publisher=Value("Báo khác"))) for entry in ENTRIES]
    assert made(("source",), settings, entries=other).issn == ""


def test_what_the_chapters_show_and_lose_is_found():
    found = made().found
    assert (found.pictures, found.described, found.missing) == (6, 0, 1)
    assert found.lost == {ENTRIES[0].id: ("img/p099.jpg",)}
    assert [caption.caption for caption in found.captions][1:3] == [
        "Nông dân Bát Xát làm đất cho vụ xuân.",
        "Ba công trình thuỷ lợi vừa hoàn thành.",
    ]


def test_the_figure_of_a_chapter_in_several_files_is_found_in_its_own():
    found = matter.Found()
    caption = made().found.captions[1]
    (figure,) = [figure for figure in figures_of(ENTRIES[0]) if figure.caption == caption.caption]
    found.take(0, ENTRIES[0], [figure], [b"<p/>", f'<figure id="{figure.anchor}"/>'.encode()])
    assert found.captions[0].href == f"chapters/a-{ENTRIES[0].id}-2.xhtml#{figure.anchor}"


def figures_of(entry):
    place = surroundings.Place("vi", labels("vi"), {})
    shown = chapters.Shown("a.jpg", 10, 10)
    return chapters.chapter(SHELF.read(entry.content), entry, place, lambda _: shown).figures


@pytest.mark.parametrize(
    ("value", "iso"),
    [("2025-02-21T08:00+07:00", "2025-02-21"), ("2025-02", "2025-02"), ("0987", "0987"), ("soon", "")],
)
def test_dates_say_to_programs_what_they_say_to_people(value, iso):
    written = matter.date(made(), Value(value))
    assert (etree.fromstring(written).get("datetime") if written else "") == iso


def test_texts_are_cut_between_words():
    assert matter.cut("từ " * 200).endswith("từ…")
    assert len(matter.cut("từ " * 200)) <= matter.LONGEST_SUMMARY + 1
    assert len(matter.cut("字" * 500)) == matter.LONGEST_SUMMARY + 1
    assert matter.cut("một\nhai") == "một hai"
    assert matter.cut("ngày rằm. Mẻ chè không bán, …") == "ngày rằm. Mẻ chè không bán…"


def test_values_are_escaped_and_markup_is_not():
    assert fill("link.xhtml", address='"<&>') == '<a href="&quot;&lt;&amp;&gt;">&quot;&lt;&amp;&gt;</a>'
    assert markup(Markup("<b/>")) == "<b/>"
    assert markup("a\x00\ud800\ufffeb") == "ab"
