from packager.volumes import places
from packager.volumes.places import address_key
from packager.volumes.plan import Section
from tests.volumes.samples import Shelf, library

ENTRIES = library(Shelf())


def test_chapters_are_named_for_their_article_and_never_by_a_running_number():
    names = {entry.id: places.file_name(entry) for entry in ENTRIES}
    assert names == {entry.id: f"a-{entry.id}.xhtml" for entry in reversed(ENTRIES)}
    assert places.chapter_path(ENTRIES[0]) == f"chapters/a-{ENTRIES[0].id}.xhtml"


def test_topics_and_figures_have_names_of_their_own():
    topic = Section("kinh-te", "Kinh tế", ())
    assert (places.topic_anchor(topic), places.topic_page(topic)) == ("t-kinh-te", "t-kinh-te.xhtml")
    assert places.figure_anchor(2) == "figure-2"


def test_what_does_not_change_a_page_does_not_matter_to_its_links():
    assert address_key("https://Bao.vn/A/?x=1#y") == address_key("http://bao.vn/A/?x=1")
    assert address_key("https://bao.vn/a/") == address_key("https://bao.vn/a")
    assert address_key("https://bao.vn/A") != address_key("https://bao.vn/a")
    assert address_key("mailto:a@bao.vn") == ""
