import time

import pytest

from packager.articles.markup.parse import parse
from packager.errors import CaptureFailed
from packager.limits import DEEPEST_NESTING, LONGEST_TAG
from tests.articles import pages
from tests.articles.pages import article_page, codes_of, inner, page


def text_of(text):
    return " ".join(" ".join(parse(text).root.itertext()).split())


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_a_page_of_nothing_is_refused(text):
    with pytest.raises(CaptureFailed) as caught:
        parse(text)
    assert caught.value.code == "no-text"


def test_comments_and_instructions_are_no_text():
    assert text_of("<p>a <!-- b -->c<?php d ?> e</p>") == "a c e"


def test_what_is_nested_too_deep_is_cut_and_said():
    deep = "<div>" * (DEEPEST_NESTING + 100) + "lost"
    assert parse(f"<p>kept</p>{deep}").cut
    assert not parse("<div>" * 200 + "kept").cut


def test_a_cut_page_is_a_finding():
    article = page(article_page("<div>" * (DEEPEST_NESTING + 100) + "lost"))
    assert "nesting-cut" in codes_of(article)


def test_depth_alone_below_the_limit_loses_nothing():
    depth = DEEPEST_NESTING - 100
    assert inner(page(article_page("<div>" * depth + "trong cùng" + "</div>" * depth))) == ["<p>trong cùng</p>"]


@pytest.mark.parametrize("quote", ['"', "'", ""])
def test_a_picture_within_its_tag_may_be_large(quote):
    address = "data:image/jpeg;base64," + "A" * 12_000_000
    [image] = parse(f"<p>một</p><img alt='b' src={quote}{address}{quote}><p>hai</p>").root.iter("img")
    assert image.get("src") == address


@pytest.mark.parametrize(
    ("form", "blocks"),
    [
        ("<main><h1>Một</h1><p>{0}</main>", ["<p>{0}</p>"]),
        ("<article><h1>Một</h1><p>{0}</article><meta name='author' content='Hà Linh'>", ["<p>{0}</p>"]),
        ("<section><h1>Một</h1>{0}</section><p>{1}", ["<p>{0}</p>", "<p>{1}</p>"]),
        ("<body>{1}<section>{0}</section>", ["<p>{1}</p>", "<p>{0}</p>"]),
    ],
)
def test_a_page_need_not_say_where_its_head_ends(form, blocks):
    said = (pages.LONG, pages.OTHER)
    article = page(f"<!DOCTYPE html><html lang=vi><meta charset=utf-8><title>Một</title>{form.format(*said)}")
    assert pages.body_of(article) == [block.format(*said) for block in blocks]
    assert [value.value for value in article.metadata.creator] == (["Hà Linh"] if "author" in form else [])


def test_an_endless_tag_loses_its_attributes_and_little_time():
    begin = time.process_time()
    attributes = " ".join(f"a{n}=''" for n in range(LONGEST_TAG // 5))
    parsed = parse(f"<p>một</p><div {attributes}>hai</div>")
    assert not parsed.root.find(".//div").attrib
    assert " ".join(parsed.root.itertext()) == "một hai"
    assert time.process_time() - begin < 2


REFERENCES = ("&#1;", "&#x1F;", "&#xFFFE;", "&#0065535;", "&#x0b;", "&#31")


@pytest.mark.parametrize("reference", REFERENCES)
def test_a_reference_to_what_xml_cannot_hold_is_dropped_and_told(reference):
    article = page(article_page(f"<p>một{reference} hai</p>"))
    assert "".join(inner(article)).split() == ["<p>một", "hai</p>"]
    assert "text-dropped" in codes_of(article)


@pytest.mark.parametrize(
    ("reference", "letter"), [("&#150;", "–"), ("&#9;", " "), ("&#x1F600;", "😀"), ("&#311;", "ķ")]
)
def test_other_references_are_letters(reference, letter):
    article = page(article_page(f"<p>một{reference}hai</p>"))
    assert inner(article) == [f"<p>một{letter}hai</p>"]
    assert "text-dropped" not in codes_of(article)


def test_a_mark_after_a_tag_does_not_join_it():
    [told] = inner(page(article_page(f"<p>\u0338{pages.LONG} Và thế.</p>")))
    assert told == f"<p>\u0338{pages.LONG} Và thế.</p>"


def test_json_that_names_half_characters_does_no_harm():
    data = '{"@type":"NewsArticle","author":{"name":"Hà Linh\\ud83d\\u0001"}}'
    article = page(article_page("<p>x</p>", head=f'<script type="application/ld+json">{data}</script>'))
    assert [value.value for value in article.metadata.creator] == ["Hà Linh"]


@pytest.mark.parametrize("data", ["{", "[" * 5000, '{"a":' * 2000, "null", '"x"', "[1, {}]", "{}{}"])
def test_broken_json_does_no_harm(data):
    article = page(article_page("<p>x</p>", head=f'<script type="application/ld+json">{data}</script>'))
    assert not article.metadata.creator
    assert inner(article) == ["<p>x</p>"]


def test_entities_of_a_doctype_are_not_read():
    text = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + article_page("<p>một &x; hai</p>")[15:]
    assert "một &amp;x; hai" in page(text).content.decode()
