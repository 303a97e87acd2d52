"""Normalising a canonical article changes nothing, also when the marks by which we know our own are taken off it."""

from __future__ import annotations

import gzip
import re

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from packager.articles.article import normalise
from packager.articles.canonical import schema
from packager.config import Settings
from packager.errors import CaptureError
from packager.model import Basis, Capture
from tests.articles import pages
from tests.articles.canonical_articles import ANY_ARTICLE, WRITTEN_ARTICLE, unmarked

BOUNDED = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
STRIDE = 5  # of the corpus's pages, so that the test stays quick
MARKS = ("class", "id", "aria-describedby", "data-original-src", "src")


def normalised(content, files=None):
    capture = Capture("test", "a.xhtml", "saved page", "text/html", content, pages.Files(files or {}))
    return normalise(capture, pages.keep, Settings())


def bare(content):
    """An article's structure and text, without the marks."""
    root = etree.fromstring(content)
    for element in root.iter():
        for name in MARKS:
            element.attrib.pop(name, None)
    return re.sub(r"</?(?:\w+:)?span>", "", etree.tostring(root, encoding="unicode"))


@BOUNDED
@given(ANY_ARTICLE)
def test_a_canonical_article_stays_as_it_is(text):
    content = text.encode()
    assert schema().validate(etree.fromstring(content)), schema().error_log
    assert normalised(content).content == content


@BOUNDED
@given(WRITTEN_ARTICLE)
def test_without_its_marks_too(text):
    assert bare(normalised(unmarked(text).encode()).content) == bare(text.encode())


@pytest.mark.parametrize("folder", ["fundus-news/html", "readability-pages"])
def test_articles_of_the_corpus_stay_as_they_are(shared, folder):
    found = sorted(p for p in (shared / "corpus" / folder).rglob("*.html.gz") if not p.name.startswith("expected"))
    for page in found[::STRIDE]:
        try:
            article = normalised(gzip.decompress(page.read_bytes()))
        except CaptureError:
            continue
        assert normalised(article.content).content == article.content, page.name


CANONICAL = """<html xmlns="http://www.w3.org/1999/xhtml" lang="vi" xml:lang="vi">\
<head><title>Cầu mới</title></head><body><article>
<header><h1>Cầu mới</h1>
<p class="byline">An Bình, Lê Chi · <time datetime="2025-02-21T14:05:00+07:00">21/2/2025 14:05</time></p>
<p class="lead">Cầu thông xe.</p>
</header>
<p>Một dòng.</p>
</article></body></html>
"""


def test_what_a_canonical_article_says_of_itself_is_metadata():
    found = normalised(CANONICAL.encode()).metadata
    assert [value.value for value in found.creator] == ["An Bình", "Lê Chi"]
    assert (found.title.value, found.language.value) == ("Cầu mới", "vi")
    assert (found.issued.value, found.issued.basis) == ("2025-02-21T14:05:00+07:00", Basis.VISIBLE)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("<title>Cầu mới</title>", "<title>Khác</title>"),
        ("<p>Một dòng.</p>", "<p>Một dòng.</p><script>x</script>"),
        ("21/2/2025 14:05</time>", "21/2/2025 14:05</time> (GMT+7)"),
        ("</article>", "</article"),
    ],
)
def test_what_only_looks_like_one_is_read_as_any_page(ours, theirs):
    article = normalised(CANONICAL.replace(ours, theirs).encode())
    assert pages.body_of(article) == ["<p>Một dòng.</p>"]
    assert b"script" not in article.content


@pytest.mark.parametrize("change", [str, unmarked])
def test_a_date_that_is_none_is_read_from_what_is_printed(change):
    article = normalised(change(CANONICAL.replace("2025-02-21T14:05:00+07:00", "hôm qua")).encode())
    assert article.metadata.issued.value == "2025-02-21T14:05:00"
    assert pages.body_of(article) == ["<p>Một dòng.</p>"]
