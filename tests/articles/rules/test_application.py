"""What a rule finds, strips, changes and misses on a page."""

from __future__ import annotations

import pytest

from packager.articles.markup.parse import parse as parse_page
from packager.articles.rules.application import text_of
from packager.articles.rules.parse import parse
from packager.articles.rules.rule import make_rule
from packager.model import Basis

PAGE = """<html><head><meta name="date" content=" 2025-02-03 "></head><body>
<h1>Tên <b>bài</b></h1><p class="by">Lan<br>An</p><p class="by">Minh</p>
<div id="outer"><div class="text main"><div class="text">Chữ <p>Đoạn một</p></div>
<div class="share-bar">Chia sẻ</div><img src="/ads/1.gif"><img src="x.gif" data-real="/anh/2.jpg">
<figure><figcaption>Chú thích</figcaption></figure></div></div>
<figure><figcaption>Ngoài bài</figcaption></figure><a class="next" href="/trang-2">2</a><a class="next" href="">x</a>
</body></html>"""


def rule_of(text):
    directives, problems = parse(text, "example.org.txt")
    return make_rule("example.org", [text], directives, problems)


def applied(text, page=PAGE):
    return rule_of(text).apply(parse_page(page).root)


def names(elements):
    return [element.get("class") or element.tag for element in elements]


def test_the_first_expression_that_finds_something_counts():
    found = applied("title: //h2\ntitle: //h1\ntitle: //p")
    assert found.title.value == "Tên bài"
    assert found.title.basis is Basis.VISIBLE
    assert found.title.evidence == "rule example.org: //h1"
    assert found.title_element.tag == "h1"


def test_an_attribute_is_metadata_without_an_element():
    found = applied("date: //meta[@name='date']/@content\ntitle: string(//h1)")
    assert (found.date.value, found.date.basis) == ("2025-02-03", Basis.METADATA)
    assert (found.title.value, found.title.basis, found.title_element) == ("Tên bài", Basis.VISIBLE, None)


def test_all_authors_of_one_expression():
    found = applied("author: //p[@class='by']")
    assert [author.value for author in found.authors] == ["Lan An", "Minh"]
    assert len(found.author_elements) == 2


def test_the_body_is_never_inside_itself():
    assert names(applied("body: //div[contains(@class, 'text')]").body) == ["text main"]


def test_a_relative_expression_looks_inside_the_body():
    inside = applied("body: //div[@id='outer']\ncaption: .//figcaption")
    everywhere = applied("body: //div[@id='outer']\ncaption: //figcaption")
    assert [text_of(e) for e in inside.caption] == ["Chú thích"]
    assert [text_of(e) for e in everywhere.caption] == ["Chú thích", "Ngoài bài"]


def test_stripped_with_reasons():
    found = applied("body: //div[@id='outer']\nstrip: //figure\nstrip_id_or_class: share\nstrip_image_src: /ads/")
    assert {(e.get("class") or e.tag, reason) for e, reason in found.stripped.items()} == {
        ("figure", "rule example.org: //figure (strip)"),
        ("share-bar", "rule example.org: strip_id_or_class share"),
        ("img", "rule example.org: strip_image_src /ads/"),
    }


def test_what_holds_the_body_is_not_stripped():
    found = applied("body: //div[@class='text main']\nstrip: //div[@id='outer']\nstrip_id_or_class: main")
    assert found.stripped == {}


def test_without_a_body_the_whole_page_is_stripped():
    found = applied("body: //nothing\nstrip_id_or_class: share\nstrip: .//figure")
    assert sorted(names(found.stripped)) == ["figure", "figure", "share-bar"]


@pytest.mark.parametrize(
    ("text", "stale"),
    [
        ("title: //h1\nbody: //div", ()),
        ("title: //h2\nbody: //div", ("title",)),
        ("title: //h2\nbody: //main", ("title", "body")),
        ("title: //h1", ()),
        ("body: //div[@class='empty']", ("body",)),
    ],
)
def test_stale_keys(text, stale):
    page = PAGE.replace("<h1>", "<div class='empty'> <span></span></div><h1>")
    assert applied(text, page).stale == stale


def test_pages_and_clues():
    text = "next_page_link: //a[@class='next']\nsingle_page_link: concat('/in/', 'x')\nnative_ad_clue: //h1"
    found = applied(text)
    assert (found.next_page, found.single_page, found.native_ad) == (("/trang-2",), ("/in/x",), True)
    assert applied(f"{text}\nif_page_contains: //h6").single_page == ()
    assert applied(f"{text}\nif_page_contains: //h1").single_page == ("/in/x",)
    assert applied("title: //h1").native_ad is False


def test_lazy_pictures_get_their_address():
    root = parse_page(PAGE).root
    rule_of("src_lazy_load_attr: data-real").apply(root)
    assert [image.get("src") for image in root.iter("img")] == ["/ads/1.gif", "/anh/2.jpg"]


def test_wrap_in_keeps_the_text_that_follows():
    root = parse_page("<html><body><p>a <b>b</b> c</p></body></html>").root
    rule_of("wrap_in(em): //b").apply(root)
    assert text_of(root.find(".//p")) == "a b c"
    assert root.find(".//em/b").text == "b"


def test_prepare_replaces_before_parsing():
    rule = rule_of("find_string: <h9>\nreplace_string: <h1>\nreplace_string(&mdash;): -")
    assert rule.prepare("<h9>a &mdash; b") == "<h1>a - b"


def test_a_bad_expression_is_a_problem_and_the_rest_serves():
    rule = rule_of("title: //h1[\nbody: document('x')\nbody: //div[@id='outer']\ndate: count('x')\ntitle: //h1")
    found = rule.apply(parse_page(PAGE).root)
    assert [p.line for p in rule.problems] == [1, 2]
    assert [p.line for p in found.problems] == [4]
    assert (found.title.value, names(found.body)) == ("Tên bài", ["div"])


def test_numbers_truths_and_comments_are_nothing():
    found = applied("title: count(//p)\nauthor: 1 = 1\ncaption: //p/node()\nsection: ' '")
    assert (found.title.value, found.authors, found.section.value) == ("", (), "")
    assert names(found.caption) == ["br", "p"] or names(found.caption) == ["br"]


def test_flags():
    rule = rule_of("prune: no\nautodetect_on_failure: no\ninsert_detected_image: no\nskip_json_ld: yes\nprune: yes")
    assert (rule.prune, rule.autodetect_on_failure, rule.insert_detected_image, rule.skip_json_ld) == (
        False,
        False,
        False,
        True,
    )


def test_the_digest_is_that_of_the_text():
    assert rule_of("title: //h1").digest == rule_of("title: //h1").digest
    assert rule_of("title: //h1").digest != rule_of("title: //h1 ").digest
