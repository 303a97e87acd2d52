"""Kept and left out together are every text and every picture of the source."""

import gzip
import unicodedata
from collections import Counter

import pytest

from packager.articles.article import normalise
from packager.articles.choice.explain import UNREAD
from packager.articles.markup.parse import parse
from packager.config import Settings
from packager.errors import CaptureError
from packager.model import Capture

STRIDE = 9  # of the corpus's pages, so that the sum stays quick
KNOWN = "VnExpress"  # a rule knows its page, of which the rest is not walked


class Nothing:
    def find(self, _):
        return None


def explained(content, media_type="text/html"):
    capture = Capture("s", "page.html", "saved page", media_type, content, Nothing())
    return normalise(capture, lambda _: None, Settings(), explain=True)


def letters(text):
    return Counter(letter for letter in unicodedata.normalize("NFC", text) if letter.isalnum())


def texts_of(element):
    """The text nodes that a reader may see."""
    if not isinstance(element.tag, str) or element.tag in UNREAD | {"noscript"}:
        return
    yield element.text or ""
    for child in element:
        yield from texts_of(child)
        yield child.tail or ""


@pytest.mark.parametrize("folder", ["fundus-news/html", "readability-pages"])
def test_every_letter_of_a_page_is_kept_or_left_out_with_a_reason(shared, folder):
    found = sorted((shared / "corpus" / folder).rglob("*.html.gz"))
    pages = [page for n, page in enumerate(found) if not n % STRIDE or KNOWN in page.name]
    assert pages
    for page in pages:
        if page.name.startswith("expected"):
            continue
        content = gzip.decompress(page.read_bytes())
        try:
            article = explained(content)
        except CaptureError:
            continue
        body = parse(content.decode("utf-8", "replace")).root.find("body")
        told = letters(" ".join(decision.what for decision in article.decisions if decision.kind == "text"))
        assert not letters(" ".join(texts_of(body))) - told, page
        assert all(decision.reason for decision in article.decisions)


def test_a_pages_parts_are_named():
    article = explained(
        b"""<html lang="en"><head><title>Rice | Paper</title></head><body>
        <nav><a href="/">Home page of the paper</a></nav>
        <article><h1>Rice is in</h1><p class="lead">The harvest came early this year, and it came in dry weather.</p>
        <p>On Monday the last of the terraces was cut, and by evening the barns were full to the roof again.</p>
        <figure><img src="rice.jpg"><figcaption>The last terrace.</figcaption></figure>
        <p>The weather held for nine days, which nobody in the valley can remember from any year before this one.</p>
        <select><option>Choose a district</option></select></article></body></html>"""
    )
    roles = {decision.what[:12]: decision.role for decision in article.decisions}
    assert roles["Rice is in"] == "title"
    assert roles["The harvest "] == "lead"
    assert roles["On Monday th"] == "body"
    assert roles["rice.jpg"] == "picture"
    assert roles["The last ter"] == "caption"
    assert roles["Home page of"] == roles["Choose a dis"] == ""
