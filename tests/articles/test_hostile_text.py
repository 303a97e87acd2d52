"""Text that patterns stumble over: long runs of what they look for, in every place that a page has for a text."""

import time

import pytest

from tests.articles import pages
from tests.articles.pages import page

PARAGRAPH = f"<p>{pages.LONG}</p>"
PLACES = {
    "title": "<title>x{0}y</title><article><h1>x{0}y</h1>{1}{1}",
    "section": "<title>t</title><meta property='article:section' content='x{0}y'><article><h1>t</h1>{1}{1}",
    "keywords": "<title>t</title><meta name=keywords content='x{0}y'><article><h1>t</h1>{1}{1}",
    "author": "<title>t</title><meta name=author content='x{0}y'><article><h1>t</h1><p class=byline>x{0}</p>{1}",
    "caption": "<title>t</title><article><h1>t</h1>{1}<figure><img src=a><figcaption>x{0}y</figcaption></figure>{1}",
    "alt": "<title>t</title><article><h1>t</h1><figure><img src=a.png alt='x{0}y'></figure>{1}",
    "credit": "<title>t</title><article><h1>t</h1><figure><img src=a><figcaption>x(Ảnh:{0}y</figcaption></figure>{1}",
    "address": "<title>t</title><article><h1>t</h1>{1}<figure><img src='a{0}.png'></figure><a href='x{0}y'>z</a>{1}",
    "date": "<title>t</title><article><h1>t</h1><time>21{0}2</time><p class=date>21{0}2</p>{1}{1}",
    "body": "<title>t</title><article><h1>t</h1>{1}<p>x{0}y</p>{1}",
}
LENGTH = 20_000
SECONDS = 3


@pytest.mark.parametrize("run", ["\u00a0", "-", " a", "»", "1/", "((", ": "])
@pytest.mark.parametrize("place", PLACES)
def test_long_runs_cost_linear_time(place, run):
    text = PLACES[place].format(run * (LENGTH // len(run)), PARAGRAPH)
    begin = time.process_time()
    page(f"<meta charset=utf-8>{text}")
    assert time.process_time() - begin < SECONDS
