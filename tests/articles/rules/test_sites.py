"""Each shipped rule finds the article on a page in its site's markup, and nothing else."""

from __future__ import annotations

import tomllib
from glob import glob
from pathlib import Path

import pytest

from packager.articles.rules import load
from packager.articles.rules.application import text_of
from tests.articles.rules.pages import HOSTS, expected_of, tree_of

RULES = load(None)
BLOCKS = ("p", "h2", "h3", "h4", "li", "div", "td", "figcaption")


@pytest.fixture(params=HOSTS)
def page(request):
    expected = expected_of(request.param)
    rule = RULES.for_address(expected.address)
    return expected, rule.apply(tree_of(rule, request.param))


def inside(element, elements):
    return element in elements or any(above in elements for above in element.iterancestors())


def texts_apart_from(element, apart):
    """(element that holds it, text) of the text nodes of an element that stand in none of some others."""
    for text in element.xpath(".//text()"):
        holder = text.getparent().getparent() if text.is_tail else text.getparent()
        if not text.isspace() and not inside(holder, apart):
            yield holder, text


def unstripped(element, stripped):
    """The text of an element, less what is stripped, without white space."""
    return "".join("".join(text for _, text in texts_apart_from(element, stripped)).split())


def body_texts(applied):
    """The texts of the body by block, without what the rule sets apart."""
    apart = {*applied.stripped, *applied.related, *applied.caption, *applied.credit, *applied.author_elements}
    found = {}
    for part in applied.body:
        for holder, text in texts_apart_from(part, apart):
            block = next(e for e in (holder, *holder.iterancestors()) if e.tag in BLOCKS)
            found.setdefault(block, []).append(text)
    return [" ".join("".join(texts).split()) for texts in found.values()]


def test_every_rule_has_a_page():
    served = {RULES.for_address(expected_of(host).address).name for host in HOSTS}
    below = {name for name in RULES.names() if name.startswith(".")}
    assert served | below == {*RULES.names()}


def test_shipped_rules_have_no_problems():
    assert RULES.check() == []


def test_values(page):
    expected, applied = page
    assert applied.title.value == expected.title
    assert [author.value for author in applied.authors] == expected.authors
    assert applied.date.value == expected.stated_date
    assert applied.section.value == expected.section
    assert [text_of(lead) for lead in applied.lead] == [expected.lead]
    assert applied.stale == ()
    assert applied.problems == ()


def test_evidence_names_the_rule_and_the_expression(page):
    expected, applied = page
    rule = RULES.for_address(expected.address)
    said = {d.directive.value for d in rule.expressions["title"]}
    name, _, expression = applied.title.evidence.partition(": ")
    assert name == f"rule {rule.name}"
    assert expression in said


def test_body_holds_the_paragraphs_and_nothing_else(page):
    expected, applied = page
    assert body_texts(applied) == expected.paragraphs


def test_captions(page):
    expected, applied = page
    said = [text for e in applied.caption if (text := unstripped(e, applied.stripped))]
    marked = [f["caption"] for f in expected.figures if f["caption"] and "stated_in_attribute" not in f]
    assert said == ["".join(caption.split()) for caption in marked]


def test_galleries_hold_all_their_pictures(page):
    expected, applied = page
    several = [f["pictures"] for f in expected.figures if f["pictures"] > 1]
    assert [len(gallery.findall(".//img")) for gallery in applied.gallery] == several


def test_related_titles(page):
    expected, applied = page
    links = [text_of(a) for e in applied.related for a in e.iter("a")]
    assert [title for title in expected.related if title in links] == expected.related


def test_nothing_of_the_article_is_stripped(page):
    expected, applied = page
    said = {text_of(p) for e in applied.stripped for p in e.iter("p", "h2")}
    assert not said & {*expected.paragraphs, expected.lead}
    assert not any(inside(e, applied.stripped) for e in (*applied.body, *applied.lead))


def test_all_rules_go_into_the_wheel():
    """Names that begin with a dot are found by no pattern but one that says so."""
    project = Path(__file__).parents[3]
    stated = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = stated["tool"]["setuptools"]["package-data"]["packager"]
    # As setuptools finds them: Path.glob, unlike glob, would match the dots.
    found = (glob(pattern, root_dir=project / "packager", recursive=True) for pattern in patterns)  # noqa: PTH207
    packed = {name for names in found for name in names}
    assert {f"articles/rules/sites/{name}.txt" for name in RULES.names()} <= packed
