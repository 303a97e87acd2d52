"""A workload of pages whose truth is known: all of it arrives, and nothing else."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from benchmarks import workload as workload_of
from packager import readers
from packager.articles.article import normalise
from packager.config import Settings
from packager.model import Input
from tests.articles import pages
from tests.articles.pages import X, figures_of, leads_of, text_of


@pytest.fixture(scope="session")
def workload(once):
    def make(folder):
        photos = folder / "pages" / "img"
        photos.mkdir(parents=True)
        for number in range(60):
            (photos / f"p{number:03d}.jpg").write_bytes(pages.png(number))
        workload_of.make(folder, 50, pool=60)

    return once("workload-50", make)


def lost(article, truth, source):
    """In what an article differs from the truth about its page."""
    text = text_of(pages.root_of(article))
    told = {
        "title": article.metadata.title.value == truth["title"],
        "author": [value.value for value in article.metadata.creator] == [truth["author"]],
        "date": article.metadata.issued.value == truth["date"],
        "lead": leads_of(article) == [truth["lead"]],
        "figures": figures_of(article) == true_figures(truth["figures"]),
        "pictures": all(picture.held for picture in article.pictures),
        "marks": not [mark for mark in workload_of.MARKS if mark in text],
    }
    texts = re.findall(r"<(?:p|li|t[dh]|h2)>(.*?)</(?:p|li|t[dh]|h2)>", content_of(source))
    said = [plain(markup) for markup in texts if "<img" not in markup]
    blocks = pages.root_of(article).iter(*(X + tag for tag in ("p", "li", "td", "th", "h2")))
    told["body"] = [text_of(block) for block in blocks if not block.get("class")] == said
    return [name for name, right in told.items() if not right]


def true_figures(figures):
    return [([f"img/p{number:03d}.jpg" for number in figure["photos"]], figure["caption"]) for figure in figures]


def content_of(source):
    """The part of a page that is its article's body."""
    return source[source.index('<div class="content">') : source.index('<p class="author-sign"')]


def plain(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", markup)).split())


@pytest.mark.parametrize("part", range(5))
def test_nothing_of_a_workload_is_lost_and_nothing_else_comes_in(workload, part):
    truths = json.loads((workload / "manifest.json").read_text(encoding="utf-8"))[part::5]
    trouble = {}
    for truth in truths:
        path = workload / truth["file"]
        capture = readers.read(Input(workload, "workload", truth["file"], path))
        article = pages.checked(normalise(capture, pages.keep, Settings()))
        trouble[truth["file"]] = lost(article, truth, path.read_text(encoding="utf-8"))
    assert len(trouble) == 10
    assert {file: found for file, found in trouble.items() if found} == {}
