"""What holds for any page: text in = text out, well-formed XHTML out, and no exception but those that are meant."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.articles.article import normalise
from packager.config import Settings
from packager.errors import CaptureError
from packager.model import Capture
from tests.articles import pages

BOUNDED = settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
WORD = "~"
"""Stands for a word; every word of a tree becomes another one, so that order and loss can be seen."""

LINK = 'a href="https://example.org/x?a=1&amp;b=2"'
LINKED = f"{WORD} {WORD} {WORD} <{LINK}>{WORD}</a>"
"""A link among words: a text that is all link leads to another page."""

INLINES = ("em", "b", "sub", "sup", "q", "code", "abbr", "u", "span", 'span lang="fr"', "my-word")


def element(start, parts):
    return f"<{start}>{' '.join(parts)}</{start.split()[0]}>"


def elements(tags, content, most=3):
    return st.builds(element, st.sampled_from(tags), st.lists(content, min_size=1, max_size=most))


TEXT = st.integers(1, 12).map(lambda count: " ".join([WORD] * count))
INLINE = st.recursive(
    TEXT | st.sampled_from((f"{WORD}<br>{WORD}", f"{WORD}<br><br>{WORD}", f"{WORD} &amp; &lt;{WORD}&gt;", LINKED)),
    lambda inner: elements(INLINES, inner),
    max_leaves=6,
)
LEAF = INLINE | elements(("p", "div", "pre", "h2", "h4", "section"), INLINE)
LISTS = st.builds(
    lambda tag, rows: element(tag, [element("li", row) for row in rows]),
    st.sampled_from(("ul", "ol")),
    st.lists(st.lists(INLINE | LEAF, min_size=1, max_size=2), min_size=1, max_size=3),
)
TABLE = st.builds(
    lambda head, rows: element("table", [element("tr", [element(head, [a]), element("td", [b])]) for a, b in rows]),
    st.sampled_from(("th", "td")),
    st.lists(st.tuples(INLINE, INLINE), min_size=1, max_size=3),
)
BLOCK = st.recursive(
    LEAF | LISTS | TABLE,
    lambda inner: (
        elements(("div", "blockquote", "em", "strong", "section", "x-block"), inner)
        | st.builds(lambda row: element("ul", [element("li", row)]), st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda row: element("dl", [element("dt", [WORD]), element("dd", row)]), st.lists(inner, min_size=1))
    ),
    max_leaves=6,
)


def numbered(markup):
    count = itertools.count(1)
    return re.sub(WORD, lambda _: f"từ{next(count)}", markup)


# A frame that holds two thirds of all prose is taken for the article, so most of it stands outside the trees.
BULK = "".join(f"<p>{number}. {pages.LONG} {pages.OTHER * 6}</p>" for number in range(6))


@BOUNDED
@given(st.lists(BLOCK, min_size=1, max_size=5))
def test_all_words_of_an_article_come_out_in_order(blocks):
    body = numbered("\n".join(blocks))
    article = pages.page(pages.article_page(f"{BULK}{body}{BULK}", title="Một tiêu đề không ai nói lại"))
    said = re.findall(r"từ\d+", " ".join(pages.body_of(article)))
    assert said == re.findall(r"từ\d+", body)


CARDS = elements(("aside", "footer", 'div class="related"', 'div class="comments"', LINK, "h3", "button"), LEAF)


@BOUNDED
@given(st.lists(BLOCK | CARDS, min_size=1, max_size=6))
def test_no_word_is_lost_in_silence(blocks):
    body = numbered("\n".join(blocks))
    article = pages.page(pages.article_page(body))
    told = " ".join([*pages.body_of(article), *(left.what for left in pages.left_out(article))])
    assert set(re.findall(r"từ\d+", told)) == set(re.findall(r"từ\d+", body))


FIGURE = st.builds(
    lambda names, caption, place: place.format("".join(f'<img src="{name}">' for name in names), caption),
    st.lists(st.sampled_from(("road-one.png", "road-two.png", "road-three.png")), min_size=1, max_size=3, unique=True),
    st.sampled_from(("", "<figcaption>Xe tải qua con đường mới.</figcaption>")),
    st.sampled_from(("<figure>{0}{1}</figure>", "<div class='photo'>{0}</div>{1}", "<p>{0}</p>", "<em>{0}{1}</em>",
                     "<ul><li>{0}</li><li>x</li></ul>", "<table><tr><td>{0}</td><td>{1}</td></tr></table>")),
)  # fmt: skip


@BOUNDED
@given(st.lists(BLOCK | FIGURE, min_size=1, max_size=6))
def test_pictures_among_any_blocks_leave_a_whole_article(blocks):
    article = pages.page(pages.article_page(numbered("\n".join(blocks))), ("road-one.png", "road-two.png"))
    assert article.content.count(b"<img ") == len(article.pictures)


TAGS = ("<p>", "</p>", "<em>", "</b>", "<table>", "<td>", "</table>", "<figure>", "<li>", "<img src=a.png>", "<h1>",
        "</h1>", "<pre>", "<br>", "<a href='//x y'>", "</a>", "<noscript>", "<x-y>", "<span lang='?'>", "&#1;", "&lt;",
        "<!--", "-->", "<script>", "</script>", "<ruby>", "<rt>", "<dd>", "<body>", "</html>", "<frameset>", "<svg>",
        "<div style='background:url(b.png)'>", "<title>", "</title>", "<base href='http://['>",
        "<script type='application/ld+json'>{\"author\":\"\\ud800\"}</script>", pages.LONG)  # fmt: skip


@BOUNDED
@given(st.lists(st.sampled_from(TAGS) | st.text(max_size=12), max_size=30))
def test_a_broken_page_is_refused_or_becomes_a_whole_article(parts):
    refused_or_whole("text/html", "".join(parts).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("media_type", ["text/html", "text/plain"])
@BOUNDED
@given(content=st.binary(max_size=300), charset=st.sampled_from(("", "utf-8", "utf-16", "tcvn3", "no such")))
def test_any_bytes_are_refused_or_become_a_whole_article(media_type, content, charset):
    refused_or_whole(media_type, content, charset)


@BOUNDED
@given(st.lists(st.text(max_size=40) | st.sampled_from(("a.jpg", "", "", "Ảnh: B", "Tin liên quan")), max_size=20))
def test_any_lines_are_refused_or_become_a_whole_article(lines):
    refused_or_whole("text/plain", "\n".join(lines).encode("utf-8", "surrogatepass"))


def refused_or_whole(media_type, content, charset=""):
    files = pages.Files({"a.png": pages.png(), "a.jpg": b"\xff\xd8 no picture"})
    capture = Capture("test", "any", "test", media_type, content, files, charset)
    try:
        article = normalise(capture, pages.keep, Settings(), explain=True)
    except CaptureError as error:
        assert error.code == "no-text"  # noqa: PT017 - both ends are right
    else:
        pages.checked(article)
