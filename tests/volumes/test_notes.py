import pytest
from lxml import etree

from packager.volumes.labels import labels
from packager.volumes.notes import mark_notes

H = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"

REFERENCE = '<p id="place-1">Text<sup><a href="#note-1">1</a></sup>.</p>'
BACK = ' <a href="#place-1">^</a>'


def marked(body, language="en"):
    section = etree.fromstring(f'<section xmlns="http://www.w3.org/1999/xhtml">{body}</section>')
    mark_notes(section, labels("vi"), language)
    return section


def links(section):
    return [(link.get("href"), link.get("role")) for link in section.iter(f"{H}a")]


NOTES = {
    "a paragraph": '<p id="note-1">Note.{}</p>',
    "a row": '<ol><li><p id="note-1">Note.{}</p></li></ol>',
    "a row of two": '<ol><li><p id="note-1">Note.</p><p>More.{}</p></li></ol>',
}


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_note_is_named_and_so_are_the_ways_there_and_back(note):
    section = marked(REFERENCE + note.format(BACK))
    (home,) = section.xpath("//*[@id='note-1']")
    assert (home.get(TYPE), home.get("role")) == ("footnote", "doc-footnote")
    assert links(section) == [("#note-1", "doc-noteref"), ("#place-1", "doc-backlink")]


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_note_without_a_way_back_is_given_one(note):
    section = marked(REFERENCE + note.format(""))
    assert links(section) == [("#note-1", "doc-noteref"), ("#ref-note-1", "doc-backlink")]
    (reference,) = section.xpath("//*[@id='ref-note-1']")
    assert reference.get(TYPE) == "noteref"
    back = list(section.iter(f"{H}a"))[-1]
    assert (back.text, back.get("aria-label"), back.get("lang")) == ("↩", "Về chỗ dẫn", "vi")
    assert "".join(section.itertext()).endswith(". ↩")


def test_other_links_stay_as_they_are():
    section = marked('<h2 id="place-1">A</h2><p><a href="#place-1">above</a> <a href="https://a.example">there</a></p>')
    assert {role for _, role in links(section)} == {None}
