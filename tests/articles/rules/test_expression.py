"""XPath expressions of rules: what they may say, and that they read the page alone."""

from __future__ import annotations

import pytest
from lxml import etree

from packager.articles.rules.expression import compiled, faster, wrong


@pytest.mark.parametrize(
    "text",
    [
        "//h1",
        "/html/head/meta[@name='a:b']/@content",
        "//p[contains(translate(@style, ' ', ''), 'text-align:right')]/strong",
        "(//ul/li[position() < last()]/a)[1] | //time/@datetime",
        "ancestor-or-self::div[not(.//text()[normalize-space() = '$x'])]",
        "//a[@data-x and (count(b) mod 2 = 1)]/following-sibling::*[1]",
    ],
)
def test_good_expressions(text):
    assert wrong(text) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("//p[", "is no XPath"),
        ("document('/etc/passwd')", "no function document()"),
        ("//p[document( 'file:///etc/passwd' )//x]", "no function document()"),
        ("//p[unparsed-entity-uri('x')]", "no function unparsed-entity-uri()"),
        ("//p[re:test(., 'x')]", "no function re:test()"),
        ("exsl:node-set(//p)", "no function exsl:node-set()"),
        ("//svg:path", "no prefixes"),
        ("//p[@class = $name]", "no variables"),
    ],
)
def test_bad_expressions(text, message):
    assert message in wrong(text)


@pytest.mark.parametrize("call", ["document('{0}')", "document('{0}')//*", "exsl:document('{0}')", "load('{0}')"])
def test_no_expression_reads_a_file_even_unchecked(call, tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text("<secret/>")
    root = etree.fromstring("<html><p/></html>")
    with pytest.raises(etree.XPathEvalError):
        compiled(call.format(secret.as_uri()))(root)


def test_an_expression_is_compiled_once():
    assert compiled("//h1[@class='x']") is compiled("//h1[@class='x']")


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("//p[@class='a']", "/descendant::p[@class='a']"),
        ("//p[@id]//b | //q[contains(@class, 'a')]", "/descendant::p[@id]//b | /descendant::q[contains(@class, 'a')]"),
        ("//p[@id][1]", "//p[@id][1]"),
        ("//p[@id][last()]", "//p[@id][last()]"),
        ("//p[@x='| //b[@y]']", "//p[@x='| //b[@y]']"),
        ("//p", "//p"),
    ],
)
def test_a_faster_expression_finds_the_same(text, same):
    root = etree.fromstring("<d><p class='a' id='i'>1<b/><b/></p><e><p id='j'/><p class='a'/></e><q class='aa'/></d>")
    assert faster(text) == same
    assert compiled(text)(root) == root.xpath(text)
