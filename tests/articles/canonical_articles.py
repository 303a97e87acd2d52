"""Any canonical article: a strategy made of the schema's elements, written as the product writes them."""

from __future__ import annotations

import itertools
import re

from hypothesis import strategies as st

WORD = "~"
"""Stands for a word; every word of an article becomes another one, so that order and loss can be seen."""

BEGINNING = """<html xmlns="http://www.w3.org/1999/xhtml" lang="vi" xml:lang="vi"><head><title>{}</title></head>\
<body><article>"""

TEXT = st.integers(1, 9).map(lambda count: " ".join([WORD] * count)) | st.sampled_from(
    (f"{WORD} &amp; &lt;{WORD}&gt;", f"({WORD})", f"{WORD}.", f"«{WORD}» — {WORD}")
)
MARKS = ("em", "strong", "sub", "sup", "q", "code", "abbr")


def wrapped(name, content):
    start = 'span lang="fr" xml:lang="fr"' if name == "span" else name
    return f"<{start}>{content}</{name}>"


def joined(parts):
    return " ".join(parts)


INLINE = st.recursive(
    TEXT | st.just(f"{WORD}<br/>{WORD}") | st.just(f'{WORD} <a href="https://example.org/x?a=1&amp;b=2">{WORD}</a>'),
    lambda inner: st.builds(
        wrapped, st.sampled_from((*MARKS, "span")), st.lists(inner, min_size=1, max_size=2).map(joined)
    ),
    max_leaves=4,
)
INLINES = st.lists(INLINE, min_size=1, max_size=3).map(joined)
PARAGRAPH = INLINES.map(lambda text: f"<p>{text}</p>")


def block(name, rows):
    """An element with its blocks on lines of their own."""
    return "\n".join([f"<{name}>", *rows, f"</{name.split()[0]}>"])


def list_of(name, rows):
    """A list; a row that begins with a paragraph has two."""
    return block(name, [block("li", [row, f"<p>{WORD}</p>"] if row.startswith("<p>") else [row]) for row in rows])


def table_of(caption, rows, head):
    first = "".join(f'<th scope="col">{cell}</th>' for cell in rows[0])
    others = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[1:])
    return (
        f"<table>{f'<caption>{caption}</caption>' if caption else ''}"
        + (f"<thead><tr>{first}</tr></thead>" if head else "")
        + f"<tbody>{others}</tbody></table>"
    )


LISTS = st.builds(
    list_of,
    st.sampled_from(("ul", "ol", 'ol start="4" reversed="reversed" type="a"')),
    st.lists(INLINES | PARAGRAPH, min_size=1, max_size=3),
)
TABLES = st.builds(
    table_of,
    TEXT | st.just(""),
    st.lists(st.lists(INLINES, min_size=2, max_size=2), min_size=3, max_size=4),
    st.just(True),  # noqa: FBT003 - a table without header cells is told from a layout by more than the schema
)
QUOTES = st.builds(
    lambda rows, source: block("blockquote", [*rows, *source]),
    st.lists(PARAGRAPH | LISTS, min_size=1, max_size=3),
    st.sampled_from(((), (f"<footer>{WORD} {WORD}</footer>",))),
)
TERMS = st.builds(lambda term, told: block("dl", [block("dt", [term]), block("dd", [told])]), INLINES, INLINES)
PRE = st.just(f"<pre>{WORD}  {WORD}\n  {WORD}</pre>")
FIGURE = st.tuples(st.integers(1, 3), INLINES | st.just(""), TEXT | st.just(""))
TURNED = st.sampled_from((f'<p dir="rtl">{WORD}</p>', block('blockquote dir="rtl"', [f"<p>{WORD}</p>"])))
PARTED = st.just(f"<p>{WORD}</p>\n<hr/>\n<p>{WORD}</p>")
HEADING = st.just(f"<h2>{WORD} {WORD}</h2>")
# A box made of links leads elsewhere, so a page with such a box is not an article alone.
BOX = st.lists(TEXT.map("<p>{}</p>".format) | HEADING, min_size=1, max_size=3).map(lambda rows: block("aside", rows))
WRITTEN = BOX | PARAGRAPH | TURNED | PARTED | LISTS | TABLES | QUOTES | TERMS | PRE | FIGURE | HEADING
# What the schema allows beside what is rebuilt from other pages.
ALLOWED = st.sampled_from(
    (
        "<hr/>",
        f"<aside><h3>{WORD}</h3><p>{WORD}</p></aside>",
        f"<p><ruby>{WORD}<rp>(</rp><rt>{WORD}</rt><rp>)</rp></ruby> <small>{WORD}</small></p>",
        (
            f'<table><tbody><tr><th scope="row" rowspan="2">{WORD}</th><td colspan="2">{WORD}</td></tr>'
            f"<tr><td><p>{WORD}</p><p>{WORD}</p></td></tr></tbody></table>"
        ),
        f'<p><a href="source:a%20b.html">{WORD}</a> <a href="mailto:a@b.example">{WORD}</a></p>',
        f"<ul><li>{WORD}<br/>{WORD}</li></ul>",
        (
            f'<p id="place-1">{WORD}<a href="#note-1">{WORD}</a></p>\n'
            f'<p id="note-1">{WORD} <a href="#place-1">{WORD}</a></p>'
        ),
    )
)


def figures_of(blocks):
    """The blocks with their figures written: pictures and captions are numbered through the article."""
    total = sum(block[0] for block in blocks if not isinstance(block, str))
    shown, captions = itertools.count(1), itertools.count(1)
    for part in blocks:
        yield part if isinstance(part, str) else figure(part, shown, captions, total)


def figure(part, shown, captions, total):
    count, caption, credit = part
    told = joined(filter(None, [caption, credit and f'<span class="credit">{credit}</span>']))
    name = f"caption-{next(captions)}" if told else ""
    by = f' aria-describedby="{name}"' if name else ""
    images = "".join(
        f'<img class="missing" src="images/missing.svg" alt="Ảnh {n}/{total}"{by} data-original-src="img/{n}.jpg"/>'
        for n in itertools.islice(shown, count)
    )
    return f"<figure>{images}" + (f'<figcaption id="{name}">{told}</figcaption>' if told else "") + "</figure>"


def article(title, byline, leads, blocks):
    """The article as a file."""
    lines = [
        BEGINNING.format(title),
        f"<header><h1>{title}</h1>",
        *([f'<p class="byline">{byline}</p>'] if byline else []),
        *(f'<p class="lead">{lead}</p>' for lead in leads),
        "</header>",
        *figures_of(blocks),
        "</article></body></html>\n",
    ]
    count = itertools.count(1)
    return re.sub(WORD, lambda _: f"từ{next(count)}", "\n".join(lines))


TIME = '<time datetime="2025-02-21T14:05:00+07:00">21/2/2025 14:05</time>'


def articles(blocks):
    """Articles of some blocks."""
    return st.builds(
        article,
        st.just("Tiêu đề của bài"),
        st.sampled_from(("", "An Bình", f"An Bình, Lê Chi · {TIME}", TIME)),
        st.lists(INLINES, max_size=2),
        st.lists(blocks, min_size=1, max_size=8),
    )


ANY_ARTICLE, WRITTEN_ARTICLE = articles(WRITTEN | ALLOWED), articles(WRITTEN)


def unmarked(text):
    """The article without the marks by which we know our own."""
    text = text.replace(' xmlns="http://www.w3.org/1999/xhtml"', "").replace(' xml:lang="vi"', "")
    return "<!DOCTYPE html>\n" + re.sub(r' (?:class|id|aria-describedby|data-original-src)="[^"]*"', "", text)
