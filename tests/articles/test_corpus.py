"""Real pages beside the project: whatever they hold, their article is whole."""

from __future__ import annotations

import gzip

import pytest

from packager.model import Capture
from tests.articles import pages


def corpus(shared):
    folder = shared / "corpus"
    found = sorted(
        [
            *folder.glob("fundus-news/html/*.html.gz"),
            *folder.glob("readability-pages/*/source.html.gz"),
            *folder.glob("trafilatura-meta/**/*.html.gz"),
        ]
    )
    return [*found[:: max(1, len(found) // 40)], *folder.glob("saved-page-vnexpress-home/*.html")]


@pytest.mark.parametrize("part", range(4))
def test_a_real_page_becomes_a_whole_article_or_is_refused(shared, part):
    paths = corpus(shared)[part::4]
    assert len(paths) > 9
    for path in paths:
        content = path.read_bytes()
        content = gzip.decompress(content) if path.suffix == ".gz" else content
        capture = Capture("corpus", path.name, "saved-page", "text/html", content, pages.Files({}))
        article = pages.normalised(capture)
        assert article is not None, path
        assert article.words > 0, path
