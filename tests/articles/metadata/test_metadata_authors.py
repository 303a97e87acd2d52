"""Who wrote an article: which source decides, what is cut from a name, and what is no person."""

import pytest

from packager.articles.metadata.people import Who, like_a_person, parts_of, same_body, who
from packager.model import Basis
from tests.articles import pages
from tests.articles.metadata.test_metadata import ADDRESS, linked, meta, script, values

PERSON = {"@type": "Person", "name": "Lê Minh An"}


def creators(head="", body="", byline=""):
    page = pages.article_page(body, head).replace("</h1>", f"</h1>{byline}")
    return pages.page(page, address=ADDRESS).metadata.creator


class TestPrecedence:
    def test_fields_before_print(self):
        printed = '<p class="byline">Trần Thị Bình</p>'
        labelled = '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Đỗ Văn Dũng">'
        assert values(creators(linked(author=PERSON) + meta(author="Vũ Chi"), byline=printed)) == ["Lê Minh An"]
        assert values(creators(meta(author="Vũ Chi") + labelled, byline=printed)) == ["Vũ Chi"]
        assert values(creators(labelled, byline=printed)) == ["Đỗ Văn Dũng"]
        assert values(creators("", byline=printed)) == ["Trần Thị Bình"]

    def test_a_person_in_print_before_a_body_in_fields(self):
        site = meta(og__site_name="Báo Mới")
        for stated in ("Báo Mới", "Ban biên tập Redaktion", "bao-moi.example", "TTXVN", "Báo Mới Online"):
            found = creators(site + meta(author=stated), byline='<p class="author">Lê Minh An</p>')
            assert values(found) == ["Lê Minh An"], stated

    def test_an_agency_before_the_publisher(self):
        site = meta(og__site_name="Báo Mới") + linked(author={"@type": "Organization", "name": "Báo Mới"})
        assert values(creators(site, byline='<p class="author">AFP</p>')) == ["AFP"]

    def test_the_publisher_only_where_a_field_states_it_as_author(self):
        site = meta(og__site_name="Báo Mới")
        assert values(creators(site + linked(author={"@type": "Organization", "name": "Báo Mới"}))) == ["Báo Mới"]
        assert not creators(site, byline='<p class="author">Báo Mới</p>')

    def test_bodies_together_are_one_creator_as_stated(self):
        site = meta(og__site_name="Le Journal")
        assert values(creators(site + linked(author="Le Journal et AFP"))) == ["Le Journal et AFP"]


class TestStructured:
    @pytest.mark.parametrize("author", [
        "Lê Minh An", ["Lê Minh An"], PERSON, [PERSON], {"@type": "Person", "name": ["Lê Minh An"]},
        {"@type": "Person", "givenName": "Lê Minh", "familyName": "An"}, {"@list": [PERSON]},
        {"name": {"@value": "Lê Minh An"}},
    ])  # fmt: skip
    def test_every_form_of_an_author(self, author):
        [found] = creators(linked(author=author))
        assert (found.value, found.basis, found.evidence) == ("Lê Minh An", Basis.METADATA, "JSON-LD author")

    def test_references_in_a_graph(self):
        graph = {"@graph": [
            {"@type": "WebPage", "author": {"@id": "#an"}}, {"@type": "Person", "@id": "#an", "name": "Lê Minh An"},
            {"@type": "Person", "@id": "#khac", "name": "Người Khác"},
        ]}  # fmt: skip
        assert values(creators(script(graph))) == ["Lê Minh An"]

    def test_authors_of_comments_and_pictures_are_not_the_article_s(self):
        inner = {
            "comment": [{"@type": "Comment", "author": "Bạn Đọc"}],
            "image": {"@type": "ImageObject", "creator": "Thợ Ảnh"},
        }
        assert not creators(linked(**inner))

    def test_a_reference_to_itself_is_no_trap(self):
        assert not creators(script({"@type": "NewsArticle", "@id": "#a", "author": {"@id": "#a"}}))


class TestPrint:
    @pytest.mark.parametrize("byline", [
        "<p>Tác giả: Lê Minh An</p>", "<p>By Lê Minh An</p>", "<p>Von Lê Minh An</p>", "<p>Par Lê Minh An</p>",
        '<p>Lê Minh An · <time datetime="2025-02-21">21/2/2025</time></p>', "<p>Lê Minh An, 21.02.2025</p>",
        "<p>21/02/2025 - Lê Minh An</p>", '<p>Posted by <a rel="author" href="/a/an">Lê Minh An</a> on Monday</p>',
        '<p class="byline">Von Lê Minh An, dpa</p>', '<p class="author">Lê Minh An, RADIO LÀO CAI</p>',
        '<div class="post-meta"><span class="author vcard"><a class="fn" href="/an">Lê Minh An</a></span></div>',
        '<p class="byline">Lê Minh An, Reporter</p>', '<p class="byline">Lê Minh An (an@bao.example)</p>',
    ])  # fmt: skip
    def test_bylines(self, byline):
        [found] = creators(byline=byline)
        assert (found.value, found.basis) == ("Lê Minh An", Basis.VISIBLE)

    def test_a_signature_at_the_end(self):
        page = pages.article_page("").replace(
            "</article>", "<p style='text-align:right'><strong>Lê Minh An</strong></p></article>"
        )
        [found] = pages.page(page).metadata.creator
        assert (found.value, found.evidence) == ("Lê Minh An", "signature")

    @pytest.mark.parametrize("box", [
        '<div class="comments"><p class="author">Bạn Đọc Một</p></div>',
        '<aside><p class="author">Người Viết Khác</p></aside>',
        '<div class="author-bio">Viết về núi rừng</div>',
        "<p>Thứ Sáu, 21/02/2025</p>", "<p>Wed, Oct 16, 2024 page1</p>", "<p>Cập nhật lúc : 30.04.2024 - 16:49</p>",
    ])  # fmt: skip
    def test_what_is_no_byline(self, box):
        assert not creators("", f"<p>{pages.OTHER}</p><p>{pages.LONG}</p>{box}")


class TestNames:
    @pytest.mark.parametrize(("text", "names"), [
        ("By Anna Berg and Jo Ek", ["Anna Berg", "Jo Ek"]),
        ("Von Anna Berg, Jo Ek und Li Ny", ["Anna Berg", "Jo Ek", "Li Ny"]),
        ("Anna Berg & Jo Ek", ["Anna Berg", "Jo Ek"]),
        ("Anna Berg; Jo Ek", ["Anna Berg", "Jo Ek"]),
        ("Giàng A Páo", ["Giàng A Páo"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Ana Díaz y Luis Gil", ["Ana Díaz", "Luis Gil"]),
        ("Berg, Anna", ["Anna Berg"]),
        ("Anna Berg (dpa)", ["Anna Berg"]),
        ("Anna Berg anna@bao.example", ["Anna Berg"]),
        ("Anna Berg https://bao.example/anna", ["Anna Berg"]),
        ("@annaberg", []),
        ("Anna Berg am 21. April 2020", ["Anna Berg"]),
        ("Bài và ảnh: Lê Minh An", ["Lê Minh An"]),
        ("Text und Fotos: Anna Berg", ["Anna Berg"]),
        ("Anna Berg Monday, April 2, 2025", ["Anna Berg"]),
        ("Anna Berg Monday", ["Anna Berg Monday"]),
        ("Our Foreign Staff", ["Our Foreign Staff"]),
    ])  # fmt: skip
    def test_parts(self, text, names):
        assert parts_of(text) == names

    @pytest.mark.parametrize(("name", "kind"), [
        ("Anna Berg", Who.PERSON), ("karstenruppert", Who.PERSON), ("Emily Post", Who.PERSON), ("dpa", Who.BODY),
        ("Associated Press", Who.BODY), ("MM-Redaktion", Who.BODY), ("bao.example", Who.BODY), ("Newsroom", Who.BODY),
        ("Unknown", Who.NOBODY), ("1234", Who.NOBODY), ("Reporter", Who.NOBODY),
        ("a" * 61, Who.NOBODY), ("x=y", Who.NOBODY),
    ])  # fmt: skip
    def test_who(self, name, kind):
        assert who(name) is kind

    def test_what_looks_like_a_person(self):
        assert all(map(like_a_person, ["Anna Berg", "Ben Blanchard", "Ursula von der Leyen", "Lê Minh An"]))
        assert not any(map(like_a_person, ["Anna", "anna berg", "Anna Berg 2", "Anna Berg Jo Ek Li Ny Tu"]))

    def test_the_site_s_own_names(self):
        sites = frozenset({"baomoi", "ntv", "guardian"})
        own = ["Báo Mới", "n-tv NACHRICHTEN", "NTV", "The Guardian"]
        assert all(same_body(name, sites) for name in own)
        assert not same_body("Anna Berg", sites)


def test_the_same_name_once_in_order():
    found = creators(linked(author=["Jo Ek", "Anna Berg", "JO EK", "Anna  Berg"]))
    assert values(found) == ["Jo Ek", "Anna Berg"]


def test_addresses_and_handles_are_no_names():
    head = meta(article__author="https://social.example/bao") + meta(twitter__creator="@bao") + linked(author="@bao")
    assert not creators(head)


@pytest.mark.parametrize("text", ["a" * 100_000, "a@" * 50_000, "A B " * 20_000, "- " * 50_000, "(" * 50_000])
def test_a_long_field_is_no_trap(text):
    assert not creators(meta(author=text))


@pytest.mark.parametrize("line", ["APA · 5.6.2025 12:36", "APA | 2025-06-05", "APA"])
def test_a_body_beside_a_date_is_the_body_alone(line):
    body = f"<p>{pages.LONG}</p><p>{pages.OTHER}</p>"
    article = f'<article><h1>Ein neues Haus</h1><p class="byline">{line}</p>{body}</article>'
    made = pages.page(f"<html><body>{article}</body></html>")
    assert [value.value for value in made.metadata.creator] == ["APA"]
