"""Metadata by stated precedence: sections, topics, publisher, language, rights; every value with basis and evidence."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.model import Basis, Value
from tests.articles import pages

ADDRESS = "https://www.bao-moi.example/xa-hoi/mot-bai.html"
TITLE = "Con đường vào bản được sửa lại sau mưa"


def linked(**values):
    """A script that states an article in JSON-LD."""
    return script({"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **values})


def script(value):
    text = json.dumps(value).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def meta(**values):
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in values.items())


def metadata(head="", body="", **given):
    return pages.page(pages.article_page(body, head, **given), address=ADDRESS).metadata


def values(listed):
    return [value.value for value in listed]


class TestSection:
    def test_fields_then_breadcrumbs_then_links(self):
        trail = {"@type": "BreadcrumbList", "itemListElement": [
            {"@type": "ListItem", "position": 1, "item": {"@id": "/", "name": "Trang chủ"}},
            {"@type": "ListItem", "position": 2, "name": "Thế giới"},
            {"@type": "ListItem", "position": 3, "name": "Châu Á"},
            {"@type": "ListItem", "position": 4, "name": TITLE},
        ]}  # fmt: skip
        shown = '<ul class="breadcrumb"><li><a href="/">Trang chủ</a></li><li><a href="/kt">Kinh tế</a></li></ul>'
        link = '<p>Chuyên mục <a rel="category tag" href="/category/van-hoa">Văn hóa</a></p>'
        stated = linked(articleSection=["Du lịch", "Ẩm thực"])
        assert (
            metadata(stated + meta(article__section="Thể thao") + script(trail), shown + link).section.value
            == "Du lịch"
        )
        assert metadata(meta(article__section="Thể thao") + script(trail), shown).section.value == "Thể thao"
        assert metadata(script(trail), shown + link).section.value == "Thế giới"
        assert metadata("", shown + link).section.value == "Kinh tế"
        assert metadata("", link).section == Value("Văn hóa", Basis.VISIBLE, "rel=category: /category/van-hoa")

    def test_several_in_one_field_are_told_apart(self):
        assert metadata(linked(articleSection="Illinois, Local")).section.value == "Illinois"

    def test_the_whole_site_is_a_section_only_if_nothing_else_is(self):
        site = meta(og__site_name="Báo Mới")
        assert metadata(site + meta(article__section="Báo Mới,Đời sống")).section.value == "Đời sống"
        assert metadata(meta(article__section="Tin tức") + site, '<p><a rel="category" href="/a">Giáo dục</a></p>')
        assert metadata(meta(article__section="Tin tức")).section.value == "Tin tức"

    def test_a_menu_is_no_breadcrumb(self):
        menu = "".join(f'<li><a href="/{n}">Mục {chr(65 + n)}</a></li>' for n in range(20))
        assert not metadata("", f'<ul class="breadcrumb">{menu}</ul>').section


class TestSubjects:
    def test_every_tag_of_the_first_source_that_has_any(self):
        tags = "".join(f'<meta property="article:tag" content="{tag}">' for tag in ("Mưa", "Đường", "Bản làng"))
        assert values(metadata(tags + '<meta name="keywords" content="a, b">').subject) == ["Mưa", "Đường", "Bản làng"]
        news = '<meta name="news_keywords" content="Mưa, Lũ">'
        assert values(metadata(tags + news).subject) == ["Mưa", "Lũ"]
        assert values(metadata(tags + news + linked(keywords=["Cầu"])).subject) == ["Cầu"]

    def test_numbers_labels_and_the_site_are_no_topics(self):
        stated = [
            "100312362",
            "26157981-b4f7-4929-adc1-e860c6f03636",
            "NLP Entity Tokens: Fairmont",
            "bao-moi.example",
            "Mưa",
        ]
        assert values(metadata(linked(keywords=stated)).subject) == ["Fairmont", "Mưa"]

    @pytest.mark.parametrize("markup", [
        '<p>Thẻ: <a rel="tag" href="/x/mua">Mưa</a> <a rel="tag" href="/x/lu">Lũ</a></p>',
        '<ul class="article-tags"><li><a href="/x/mua">Mưa</a></li><li><a href="/x/lu">#Lũ</a></li></ul>',
        '<p><a href="/tag/mua">Mưa</a></p><p><a href="/tag/lu">Lũ</a></p>',
    ])  # fmt: skip
    def test_links_to_topics_where_no_field_names_any(self, markup):
        subject = metadata("", markup).subject
        assert values(subject) == ["Mưa", "Lũ"]
        assert {value.basis for value in subject} == {Basis.VISIBLE}
        assert all(value.evidence.startswith("link to a topic: ") for value in subject)

    def test_a_link_amid_a_sentence_is_no_topic(self):
        assert not metadata(
            "", '<p>Trận mưa ở <a href="/tag/lao-cai">Lào Cai</a> đã làm sạt một đoạn đường dài.</p>'
        ).subject


class TestPublisher:
    def test_fields_then_the_title_element_then_the_host(self):
        named = linked(publisher={"@type": "Organization", "name": "Báo Mới"})
        assert metadata(named + meta(og__site_name="Mới")).publisher.value == "Báo Mới"
        assert metadata(meta(og__site_name="Mới")).publisher.value == "Mới"
        page = pages.article_page("").replace(f"<title>{TITLE}", f"<title>{TITLE} - Tờ Mới")
        assert pages.page(page, address=ADDRESS).metadata.publisher.value == "Tờ Mới"
        assert metadata().publisher == Value("bao-moi.example", Basis.INFERRED, "host of the address")

    def test_one_that_is_only_referred_to(self):
        graph = {"@graph": [
            {"@type": "NewsArticle", "headline": TITLE, "publisher": {"@id": "#org"}},
            {"@type": "Organization", "@id": "#org", "name": "Báo Mới"},
        ]}  # fmt: skip
        assert metadata(script(graph)).publisher.value == "Báo Mới"


class TestLanguageRightsAndSource:
    def test_the_page_s_language_unless_its_words_say_otherwise(self):
        assert metadata(html='lang="vi"').language == Value("vi", Basis.METADATA, "html lang")
        lying = metadata(html='lang="en"').language
        assert (lying.value, lying.basis) == ("vi", Basis.INFERRED)
        assert "(the page says en)" in lying.evidence

    def test_language_of_fields(self):
        assert metadata(meta(og__locale="vi_VN"), html="").language.value == "vi-VN"
        assert metadata(linked(inLanguage="vi"), html="").language.evidence == "JSON-LD inLanguage"

    def test_rights(self):
        assert metadata('<meta name="copyright" content="© Báo Mới">').rights.value == "© Báo Mới"
        assert metadata(linked(license="https://licence.example/by")).rights.evidence == "JSON-LD license"

    @pytest.mark.parametrize("notice", [
        "© 2025 Tờ Xa", "Bản quyền thuộc về Tờ Xa, 2025", "Copyright Tờ Xa. All rights reserved.", "© bao-moi.example",
    ])  # fmt: skip
    def test_rights_in_the_notice_at_the_page_s_end(self, notice):
        page = pages.article_page("").replace("</article>", f"</article><footer><p>{notice}</p></footer>")
        found = pages.page(page, address=ADDRESS).metadata.rights
        assert found == Value(notice, Basis.VISIBLE, "notice at the page's end")

    @pytest.mark.parametrize("text", ["© Lê A", "© 2025", "Copyright policy", f"Năm 2025 © {'x ' * 100}"])
    def test_what_is_no_notice_of_rights(self, text):
        assert not pages.page(pages.article_page(f"<p>{text}</p>"), address=ADDRESS).metadata.rights

    def test_a_link_to_a_licence(self):
        found = metadata('<link rel="license" href="/quyen">').rights
        assert found == Value("https://www.bao-moi.example/quyen", Basis.METADATA, "link license")

    def test_an_address_that_only_json_ld_states(self):
        stated = linked(mainEntityOfPage={"@type": "WebPage", "@id": "https://bao.example/bai-3"})
        assert metadata(stated).source == Value("https://bao.example/bai-3", Basis.METADATA, "JSON-LD mainEntityOfPage")
        assert metadata(linked(url="/bai-4")).source.value == "https://www.bao-moi.example/bai-4"

    def test_the_canonical_address_goes_before_the_captured_one(self):
        canonical = '<link rel="canonical" href="https://bao.example/bai-1">'
        assert metadata(canonical).source.value == "https://bao.example/bai-1"
        assert metadata(meta(og__url="https://bao.example/bai-2")).source.value == "https://bao.example/bai-2"
        assert metadata('<link rel="canonical" href="https://bao.example/">').source.value == ADDRESS


class TestStructuredData:
    def test_the_article_of_several_whose_headline_is_the_page_s(self):
        other = {"@type": "NewsArticle", "headline": "Một bài khác hẳn", "articleSection": "Khác"}
        assert metadata(script([other]) + linked(articleSection="Này")).section.value == "Này"

    def test_posts_of_a_live_blog_are_not_the_article(self):
        post = {"@type": "BlogPosting", "headline": "Một dòng tin", "articleSection": "Dòng"}
        live = {
            "@type": "LiveBlogPosting",
            "headline": "Khác tên",
            "liveBlogUpdate": [post],
            "articleSection": "Trực tiếp",
        }
        assert metadata(script(live)).section.value == "Trực tiếp"

    @pytest.mark.parametrize("text", [
        '<!-- {"@type":"NewsArticle","articleSection":"Này"} -->',
        '//<![CDATA[\n{"@type":"NewsArticle","articleSection":"Này"}\n//]]>',
        '{"@type":"NewsArticle","articleSection":"Này",}',
        '{"@type":"WebSite"}{"@type":"NewsArticle","articleSection":"Này"};',
        '{"@type":["Thing","NewsArticle"],"articleSection":{"@value":"Này"}}',
        '{"@graph":[{"@type":"https://schema.org/NewsArticle","articleSection":{"@list":["Này"]}}]}',
        '{"@type":"NewsArticle","articleSection":"N&amp;agrave;y"}'.replace("agrave", "#224"),
    ])  # fmt: skip
    def test_what_is_not_quite_json_is_read(self, text):
        assert metadata(f'<script type="application/ld+json">{text}</script>').section.value == "Này"

    def test_what_is_no_json_is_passed_over(self):
        broken = '<script type="application/ld+json">{"@type": NewsArticle</script>'
        assert metadata(broken + meta(article__section="Này")).section.value == "Này"

    @pytest.mark.parametrize("depth", [20, 900, 100_000])
    def test_a_deep_nest_is_no_trap(self, depth):
        nest = '{"@type":"NewsArticle","articleSection":' + "[" * depth + '"\\u0000"' + "]" * depth + "}"
        assert not metadata(f'<script type="application/ld+json">{nest}</script>').section

    def test_microdata(self):
        person = (
            '<i itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Lê Minh An</b></i>'
        )
        marked = (
            '<div itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="articleSection" content="Này">'
            f"{person}</div>"
        )
        found = metadata("", marked)
        assert found.section == Value("Này", Basis.METADATA, "microdata articleSection")
        assert found.creator == (Value("Lê Minh An", Basis.METADATA, "microdata author"),)

    def test_rdfa(self):
        marked = (
            '<div vocab="http://schema.org/" typeof="Article"><span property="schema:author">Lê Minh An</span>'
            '<span property="articleSection">Này</span></div>'
        )
        assert values(metadata("", marked).creator) == ["Lê Minh An"]
        assert metadata("", marked).section.value == "Này"

    def test_a_comment_s_marks_are_not_the_article_s(self):
        marked = (
            '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">'
            '<b itemprop="author">Người Đọc</b><time itemprop="datePublished" datetime="2020-01-01"></time></div>'
        )
        assert not metadata("", marked).creator


TEXTS = st.text(max_size=60) | st.text(st.characters(codec=None), max_size=30)


def strings(value):
    return (
        [value.value, value.evidence, value.precision]
        if isinstance(value, Value)
        else [s for v in value for s in strings(v)]
    )


@given(TEXTS, TEXTS, TEXTS)
def test_no_value_holds_controls_or_is_decomposed(one, two, three):
    stated = {"headline": one, "author": [two, {"@type": "Person", "name": three}], "keywords": [one, two, three],
              "articleSection": three, "publisher": {"name": two}, "datePublished": one}  # fmt: skip
    head = script({"@type": "NewsArticle", **stated})
    found = metadata(head)
    for field in found.__slots__:
        if field == "related":
            continue
        for text in strings(getattr(found, field)):
            assert unicodedata.is_normalized("NFC", text), field
            assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cs")], field


def test_the_same_whatever_the_order_of_hashes():
    head = "".join(f'<meta name="vendor{n}:author" content="Lê Văn {chr(65 + n)}">' for n in range(8))
    assert values(metadata(head).creator) == ["Lê Văn A"]
