"""End to end: a page in a site's markup becomes exactly the article that its .toml expects."""

from __future__ import annotations

import pytest
from lxml import etree

from packager.articles.article import normalise
from packager.config import Settings
from packager.model import Capture
from tests.articles.rules.pages import HOSTS, expected_of, text_of

HTML = "{http://www.w3.org/1999/xhtml}"


class NoResources:
    def find(self, reference):
        del reference


def keep(resource):
    raise AssertionError(resource)


def squeezed(element):
    return " ".join("".join(element.itertext()).split())


@pytest.fixture(params=HOSTS)
def article(request):
    expected = expected_of(request.param)
    content = text_of(request.param).encode()
    capture = Capture("test", "a.html", "page", "text/html", content, NoResources(), address=expected.address)
    return expected, normalise(capture, keep, Settings())


def parts(article):
    """(lead, texts of the body's blocks, figures) of canonical XHTML."""
    top = etree.fromstring(article.content).find(f"{HTML}body/{HTML}article")
    lead = [squeezed(p) for p in top.iterfind(f"{HTML}header/{HTML}p") if "lead" in (p.get("class") or "")]
    blocks = [e for e in top if e.tag not in (f"{HTML}header", f"{HTML}figure")]
    return lead, [squeezed(e) for e in blocks], list(top.iter(f"{HTML}figure"))


def test_metadata(article):
    expected, made = article
    found = made.metadata
    assert found.title.value == expected.title
    assert [creator.value for creator in found.creator] == expected.authors
    assert found.issued.value == expected.issued
    assert found.section.value == expected.section


def test_text(article):
    expected, made = article
    lead, texts, _ = parts(made)
    assert lead == [expected.lead]
    assert texts == expected.paragraphs


def test_figures(article):
    expected, made = article
    _, _, figures = parts(made)
    captions = [squeezed(c) if (c := figure.find(f"{HTML}figcaption")) is not None else "" for figure in figures]
    assert captions == [figure["caption"] for figure in expected.figures]
    assert [len(list(figure.iter(f"{HTML}img"))) for figure in figures] == [f["pictures"] for f in expected.figures]


def test_related(article):
    expected, made = article
    titles = [link.title for link in made.metadata.related]
    assert [title for title in expected.related if title in titles] == expected.related
