"""The subtitle: what stands beside the title and is neither that nor the lead."""

import pytest

from packager.model import Basis, Value
from tests.articles import pages
from tests.articles.metadata.test_metadata import meta, script

TITLE = "Sương muối phủ trắng những vườn lê trên núi"
SUBTITLE = "Bà con thức trắng ba đêm giữ cây"
LEAD = f"{SUBTITLE}, đốt lửa quanh vườn và chờ nắng lên."


def known(head="", below="", heading=TITLE):
    markup = (
        f"<!DOCTYPE html><html lang='vi'><head><title>{TITLE}</title>{head}</head><body><header><h1>{heading}</h1>"
        f"{below}</header><article><p>{pages.LONG}</p><p>{pages.OTHER}</p></article></body></html>"
    )
    return pages.page(markup).metadata


def stated(text, **values):
    return script({"@type": "NewsArticle", "headline": TITLE, "alternativeHeadline": text, **values})


def test_fields_go_before_what_is_shown():
    below = "<div class='deck'>Ba đêm giữ cây</div>"
    field = meta(og__subtitle="Nông dân giữ vườn")
    assert known(stated(SUBTITLE) + field, below).subtitle == Value(
        SUBTITLE, Basis.METADATA, "JSON-LD alternativeHeadline"
    )
    assert known(field, below).subtitle == Value("Nông dân giữ vườn", Basis.METADATA, "meta og:subtitle")


def test_microdata():
    below = f"<meta itemprop='alternativeHeadline' content='{SUBTITLE}'>"
    markup = f"<div itemscope itemtype='https://schema.org/NewsArticle'>{below}</div>"
    assert known(below=markup).subtitle.evidence == "microdata alternativeHeadline"


@pytest.mark.parametrize("name", ["subtitle", "article--deck", "dek", "untertitel", "c-dek"])
def test_what_is_shown_and_is_in_the_article_not_yet(name):
    article = known(below=f"<div class='{name}'>Ba đêm giữ cây</div>")
    assert article.subtitle == Value("Ba đêm giữ cây", Basis.VISIBLE, f"div {name}")


@pytest.mark.parametrize(
    "text", ["", TITLE, f"«{TITLE}»", "vườn lê trên núi", "https://bao.example/anh.jpg", "x " * 200]
)
def test_what_is_none(text):
    assert not known(stated(text)).subtitle


def test_the_lead_is_none():
    assert not known(stated(LEAD), below=f"<p class='sapo'>{LEAD}</p>").subtitle
    assert not known(below=f"<p class='subtitle'>{LEAD}</p>").subtitle


def test_a_heading_that_a_field_goes_before_is_kept():
    shown = "Nông dân thức trắng đêm giữ vườn cây"
    article = known(stated(shown), heading=shown)
    assert article.title.value == TITLE
    assert article.subtitle == Value(shown, Basis.VISIBLE, "h1, the heading shown")
