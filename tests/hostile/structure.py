"""Pages of a shape or size that no person writes, and markup that eats what follows."""

from __future__ import annotations

from tests.hostile.sample import PROSE, Sample, bad_page, mark, page


def samples():
    """Every sample of this kind."""
    yield from nested()
    yield from large()
    yield from eaten()
    yield from hidden()
    yield from refused()


def nested():
    for tag, depth in (
        ("div", 3000),
        ("div", 50_000),
        ("font", 50_000),
        ("b", 50_000),
        ("span", 5000),
        ("blockquote", 3000),
        ("ul><li", 3000),
        ("q", 3000),
        ("table><tr><td", 64),
        ("table><tr><td", 5000),
        ("svg><g", 5000),
        ("select", 5000),
        ("ruby><rt", 3000),
    ):
        name = f"nested-{tag.split()[0].replace('><', '-')}-{depth}"
        closing = "".join(f"</{part.split()[0]}>" for part in reversed(tag.split("><")))
        middle = f"<{tag}>" * depth + mark(name, "M") + closing * depth
        yield bad_page(name, f"{depth:,} of <{tag}> in each other", middle, keep=(mark(name, "A"),),
                       told=(mark(name, "M"), mark(name, "Z")))  # fmt: skip
    name = "nested-formatting-crossed"
    yield bad_page(name, "crossed formatting 2,000 times", "<b><i><p>" * 2000 + mark(name, "M") + "</b></i></p>" * 2000,
                   keep=(mark(name, "A"),), told=(mark(name, "M"), mark(name, "Z")))  # fmt: skip
    for tag in ("b", "blockquote", "ul><li", "span lang=en"):
        name = f"nested-to-the-limit-{tag.split('>')[0].split()[0]}"
        content = f"<html><head><title>T</title></head><body><p>{mark(name, 'A')} {PROSE}</p>"
        content += f"<{tag}>" * (2044 // len(tag.split("><"))) + f"{mark(name, 'M')} {PROSE}"
        yield bad_page(name, f"as many of <{tag}> as are read, in no article", content=content,
                       keep=(mark(name, "A"), mark(name, "M")))  # fmt: skip
    name = "nested-never-closed"
    yield bad_page(name, "1,000 sections that are never closed", "<section><p>x" * 1000 + mark(name, "M"), also="M")


def large():
    for name, middle, why in (
        ("large-breaks", "<p>{}" + "<br>" * 1_000_000 + "</p>", "a million line breaks"),
        ("large-siblings", "<p>{}</p>" + "<p>x</p>" * 100_000, "100,000 paragraphs"),
        ("large-empty-siblings", "<p>{}</p>" + "<div></div>" * 200_000, "200,000 empty elements"),
        ("large-attribute", "<p title='" + "x" * 1_000_000 + "' class='" + "y" * 1_000_000 + "'>{}</p>", "1 MB attributes"),
        ("large-attributes", "<p " + " ".join(f"a{n}" for n in range(50_000)) + ">{}</p>", "50,000 attributes"),
        ("large-classes", "<div class='" + "related " * 100_000 + "'>x</div><p>{}</p>", "100,000 class names"),
        ("large-style", "<p style='" + "a:b;" * 200_000 + "'>{}</p>", "a style of 800 kB"),
        ("large-links", "<p>{}" + "<a href='x'>y</a> " * 50_000 + "</p>", "50,000 links"),
        ("large-pictures", "<p>{}</p>" + "<img src='none.png'>" * 1_000, "1,000 times a picture that is not there"),
        ("large-srcset", "<img srcset='" + "a.png 1x, " * 50_000 + "'><p>{}</p>", "a set of 50,000 pictures"),
        ("large-table", "<p>{}</p><table><tr>" + "<td>1" * 20_000 + "</table>", "20,000 cells in a row"),
        ("large-table-rows", "<p>{}</p><table>" + "<tr><td>1<td>2" * 20_000 + "</table>", "20,000 rows"),
        ("large-spans-of-cells", "<p>{}</p><table><tr><td colspan=1000000 rowspan=99999999>1</table>", "cells claimed"),
        ("large-word", "<p>{} " + "a" * 3_000_000 + "</p>", "a word of 3 MB"),
        ("large-white-space", "<p>{}" + " \t\n" * 1_000_000 + "</p>", "3 MB of white space"),
        ("large-list", "<p>{}</p><ol>" + "<li>x" * 30_000 + "</ol>", "30,000 items"),
        ("large-comment", "<!--" + "- " * 2_000_000 + "--><p>{}</p>", "a comment of 4 MB"),
        ("large-headings", "<p>{}</p>" + "<h2>x</h2>" * 10_000, "10,000 headings"),
        ("large-structured", "<script type='application/ld+json'>" + "[" * 100_000 + "</script><p>{}</p>", "JSON-LD, nested"),
        ("large-structured-graph", '<script type="application/ld+json">{{"@graph":[' + '{{"a":' * 900 + "1" + "}}" * 900
         + "]}}</script><p>{}</p>", "JSON-LD, 900 deep"),
        ("large-entities", "<p>{} " + "&amp;" * 500_000 + "</p>", "500,000 entities"),
        ("large-emphasis", "<p>{}" + "<b>x</b> " * 200_000 + "</p>", "200,000 words set in bold"),
        ("large-anchors", "<p>{}</p>" + "".join(f"<p id=i{n}><a href=#i{n + 1}>x</a></p>" for n in range(9_000)),
         "9,000 places that lead to each other"),
        ("large-open-tags", "<p>{}</p>" + "<" * 500_000, "500,000 times <"),
        ("large-quotes", "<p>{}</p><a href=" + "\"'" * 200_000 + ">x</a>", "quotes in a tag"),
    ):  # fmt: skip
        also = () if name in {"large-open-tags", "large-quotes"} else ("Z",)
        yield bad_page(name, why, middle.format(mark(name, "M")), keep=(mark(name, "A"), mark(name, "M")),
                       told=tuple(mark(name, place) for place in ("Z",) if place not in also) or (mark(name, "Z"),))  # fmt: skip
    name = "large-head"
    head = '<meta charset="utf-8">' + "".join(f'<meta name="keywords" content="k{n}">' for n in range(50_000))
    yield bad_page(name, "50,000 meta elements", head=head)


def eaten():
    """An element that is opened and never closed takes the rest of the page for its own."""
    for tag in ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript", "select",
                "template", "svg", "math", "plaintext", "object", "video", "button"):  # fmt: skip
        name = f"eaten-by-{tag}"
        yield bad_page(
            name, f"<{tag}> that is never closed", f"<{tag}>", keep=(mark(name, "A"),), told=(mark(name, "Z"),)
        )
    for name, opening, why in (
        ("eaten-by-comment", "<!-- ", "a comment that is never closed"),
        ("eaten-by-cdata", "<![CDATA[ ", "CDATA that is never closed"),
        ("eaten-by-instruction", "<?php echo ", "an instruction that is never closed"),
        ("eaten-by-quote", '<a href="x>y</a>', "a quote that is never closed"),
        ("eaten-by-tag", "<a href=x ", "a tag that is never closed"),
        ("eaten-by-declaration", "<!ELEMENT x ", "a declaration that is never closed"),
        ("eaten-by-script-in-comment", "<script><!-- <script> </script>", "a script opened twice"),
    ):
        yield bad_page(name, why, opening, keep=(mark(name, "A"),), told=(mark(name, "Z"),))
    name = "eaten-cut-in-attribute"
    yield bad_page(name, "cut within an attribute", content=page(name)[:-170] + '<img src="a.png" alt="never',
                   keep=(mark(name, "A"),))  # fmt: skip


def hidden():
    """Text in elements that browsers show only at times."""
    for tag, why in (
        ("noscript", "the text of an article for browsers without scripts"),
        ("template", "a template that a script would show"),
        ("details", "details that are closed"),
        ("dialog", "a dialog"),
        ("object", "what an object shows where it cannot be"),
        ("video", "what a player shows where it cannot be"),
        ("iframe", "what a frame shows where it cannot be"),
        ("textarea", "text in a field"),
        ("select", "text in a choice"),
        ("svg><text", "text in a drawing"),
        ("svg><foreignObject><p", "markup in a drawing"),
        ("math><mtext", "text in a formula"),
        ("x-article", "an element of the site's own"),
        ("xmp", "an old form of pre"),
        ("listing", "another old form of pre"),
        ("marquee", "text that runs"),
        ("my-card><template shadowrootmode=open", "declarative shadow DOM"),
    ):
        name = "hidden-in-" + tag.split()[0].replace("><", "-").lower()
        closing = "".join(f"</{part.split()[0]}>" for part in reversed(tag.split("><")))
        yield bad_page(name, why, f"<{tag}>{mark(name, 'M')} {PROSE}{closing}",
                       told=(mark(name, "M"),))  # fmt: skip
    name = "hidden-article-in-noscript"
    content = f"<html><head><title>Bài</title></head><body><noscript>{page(name)[60:]}</noscript></body></html>"
    yield Sample(name, "nothing but noscript", {"page.html": content}, outcomes=(), told=(mark(name, "A"),))
    name = "hidden-in-script-only"
    content = f"<html><head><title>Bài</title></head><body><script>render('{mark(name, 'A')}')</script></body></html>"
    yield Sample(name, "a page that a script writes", {"page.html": content}, outcomes=("failed",), codes=("no-text",))
    name = "hidden-after-html"
    content = page(name).replace("</article>", "").replace("</p>\n", "</p></body></html>\n", 1)
    yield bad_page(name, "an article that goes on after the end", content=content)
    name = "hidden-two-bodies"
    yield bad_page(
        name, "two documents in one", content=page(name).replace("</p>\n", "</p></body></html><html><body>", 1)
    )
    name = "names-illegal"
    middle = (
        f'<o:p>{mark(name, "M")}</o:p><p @click="x" 1x=2 "="" a:b:c="d" xmlns:q="u" xml:lang="zz zz">t</p><a<b>c</a<b>'
    )
    yield bad_page(name, "names that XML does not allow", middle, also="M")
    name = "comments-broken"
    middle = f"<!-- a -- b --- --><![CDATA[x]]><?php echo '?>' ?><!--> {mark(name, 'M')} <!----!><p>x</p><!doctype x>"
    yield bad_page(name, "broken comments, CDATA and instructions", middle, told=(mark(name, "M"),))


def refused():
    for name, content, code, outcome, why in (
        ("refused-empty", b"", "empty-file", "failed", "no bytes"),
        ("refused-white-space", b" \n\t\n " * 2000, "not-as-named", "failed", "white space"),
        ("refused-mark-only", b"\xef\xbb\xbf", "not-as-named", "failed", "a byte order mark alone"),
        ("refused-nul", b"\0" * 5000, "not-as-named", "failed", "nothing but NUL"),
        ("refused-json", b'{"error": "not found", "code": 404}', "unknown-kind", "skipped", "an error in JSON"),
        ("refused-pdf", b"%PDF-1.4\n" + bytes(range(256)) * 20, "not-as-named", "failed", "PDF named .html"),
        ("refused-executable", b"\x7fELF" + bytes(range(256)) * 20, "not-as-named", "failed", "a program"),
        ("refused-script", b"#!/bin/sh\nrm -rf /\n" * 9, "not-as-named", "failed", "a shell script named .html"),
        ("refused-tags-only", b"<div></div>" * 5000, "no-text", "failed", "tags without text"),
        ("refused-head-only", b"<html><head><title>x</title></head></html>", "no-text", "failed", "a head alone"),
        ("refused-frames", b"<frameset><frame src='a.html'><frame src='../outside/secret.html'></frameset>", "no-text",
         "failed", "frames alone"),
        ("refused-gzip-broken", b"\x1f\x8b\x08\0\0\0\0\0\0\xff<html>", "damaged-file", "failed", "no gzip data"),
    ):  # fmt: skip
        yield Sample(name, why, {"page.html": content}, outcomes=(outcome,), codes=(code,))
