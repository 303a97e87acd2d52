import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.errors import CaptureError, CaptureFailed
from packager.readers.texts import markdown
from packager.readers.texts.front_matter import front_matter
from packager.readers.texts.markdown_syntax import render
from tests.readers.source_files import source_file

YAML = """---
title: "Cầu mới"
subtitle: Nối hai bờ
authors: [Lê A, {name: Trần B}]
date: 2025-02-21 14:05:00 +0700
lastmod: 2025-02-22
tags:
  - cầu
  - đường
categories: [Giao thông]
lang: vi
permalink: https://b.example/cau
draft: false
weight: 3
license: CC BY 4.0
---
Chào.
"""
TOML = """+++
title = "Cầu mới"
date = 2025-02-21T14:05:00+07:00
[taxonomies]
tags = ["cầu", "đường"]
[extra]
author = "Lê A"
+++
Chào.
"""
JSON = """{
  "title": "Cầu mới",
  "date": "2025-02-21T14:05:00+07:00",
  "tags": ["cầu", "đường"],
  "author": "Lê A"
}

Chào.
"""
LINES = "Title: Cầu mới\nDate: 2025-02-21 14:05:00+07:00\nTags: cầu, đường\nAuthor: Lê A\n\nChào.\n"


@pytest.fixture
def read(tmp_path):
    def capture(text, name="a.md"):
        file = source_file(tmp_path, name, text)
        return markdown.capture(file, file.content())

    return capture


def test_front_matter_is_what_the_source_states(read):
    found = read(YAML)
    known = found.stated
    assert (known.title.value, known.subtitle.value) == ("Cầu mới", "Nối hai bờ")
    assert [value.value for value in known.creator] == ["Lê A", "Trần B"]
    assert (known.issued.value, known.issued.evidence) == ("2025-02-21T14:05:00+07:00", "front matter: date")
    assert (known.modified.value, known.modified.precision) == ("2025-02-22", "day")
    assert [value.value for value in known.subject] == ["cầu", "đường", "Giao thông"]
    assert (known.section.value, known.language.value, known.rights.value) == ("Giao thông", "vi", "CC BY 4.0")
    assert found.address == "https://b.example/cau"
    assert found.whole
    assert found.problems == ()
    assert "Cầu mới</title>" in found.content.decode()
    assert found.content.decode().endswith("<p>Chào.</p>\n</body></html>")


@pytest.mark.parametrize("text", [TOML, JSON, LINES, TOML.replace("\n", "\r\n"), "\ufeff" + TOML])
def test_front_matter_has_many_forms(read, text):
    found = read(text)
    assert found.stated.title.value == "Cầu mới"
    assert found.stated.issued.value == "2025-02-21T14:05:00+07:00"
    assert [value.value for value in found.stated.subject] == ["cầu", "đường"]
    assert [value.value for value in found.stated.creator] == ["Lê A"]
    assert found.content.decode().count("Cầu mới") == 1


def test_a_title_block_of_pandoc_is_read(read):
    found = read("% Cầu mới\n% Lê A; Trần B\n% 2025-02-21\n\nChào.\n")
    assert (found.stated.title.value, found.stated.issued.value) == ("Cầu mới", "2025-02-21")
    assert [value.value for value in found.stated.creator] == ["Lê A", "Trần B"]


def test_values_stay_as_they_are_written(read):
    found = read(f"---\ntitle: 0x10\nsubtitle: No\nauthor: {'9' * 5000}\ntags: [1984, 1.10]\n---\nChào.\n")
    assert (found.stated.title.value, found.stated.subtitle.value) == ("0x10", "No")
    assert [value.value for value in found.stated.subject] == ["1984", "1.10"]


@pytest.mark.parametrize(
    ("matter", "said"),
    [
        ("---\ntitle: a: b\n---\n", "is not valid YAML"),
        ("---\ntitle: [a\n---\n", "is not valid YAML"),
        ("---\ntitle: &a [*b]\n---\n", "is not valid YAML"),
        (f"---\ntitle: {'[' * 5000}\n---\n", "nests too deep"),
        ("+++\ntitle = \n+++\n", "is not valid TOML"),
        (f"+++\na = {'[' * 20000}\n+++\n", "nests too deep"),
        ('{\n"title": \n}\n', "is not valid JSON"),
        ("+++\ntitle = 1\n", "do not end"),
        ("---\ntitle: x\n", "do not end"),
    ],
)
def test_broken_front_matter_is_told_and_stays_in_the_article(read, matter, said):
    found = read(matter + "\nChào.\n")
    assert [code for code, _ in found.problems] == ["front-matter-unread"]
    assert said in found.problems[0][1]
    text = found.content.decode()
    assert "Chào." in text
    assert matter.split("\n")[1][:7].replace('"', "&quot;") in text


def test_lines_round_a_text_are_no_front_matter(read):
    found = read("---\n\nChào các bạn.\n\n---\n\nTạm biệt.\n")
    assert found.content.decode().count("<hr />") == 2
    assert found.problems == ()


def test_a_date_that_is_none_is_told(read):
    found = read("---\ntitle: x\ndate: soon\n---\nChào.\n")
    assert found.problems == (
        ("bad-date", "a.md: front matter: date = 'soon' is no date, as 2025-02-21 or 2025-02-21T14:05+07:00 are"),
    )


def test_bombs_of_aliases_and_merges_cost_little():
    lists = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
    )
    maps = "a: &a {x: 1, y: 2}\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)}\n  <<: [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(12)
    )
    wide = f"a: &a [{'x,' * 900}]\nb: &b [{'*a,' * 900}]\nc: [{'*b,' * 900}]\n"
    begun = time.process_time()
    for bomb in (lists, maps, wide):
        found = front_matter(f"---\n{bomb}---\nChào.\n")
        assert found.text == "Chào.\n"
    assert time.process_time() - begun < 5


def shown(attributes, caption=""):
    note = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure><img {attributes} />{note}</figure>"


def figure(text):
    rendered, problem = render(text)
    assert problem == ""
    return rendered.strip()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('![mô tả](x.jpg "Chú thích")', shown('src="x.jpg" alt="mô tả"', "Chú thích")),
        ("![Chú thích](x.jpg)", shown('src="x.jpg" alt="Chú thích"', "Chú thích")),
        ("![x](y/x.jpg)", shown('src="y/x.jpg" alt="x"')),
        ("![x.jpg](x.jpg)", shown('src="x.jpg" alt="x.jpg"')),
        ("![[ảnh 1.jpg]]", shown('src="ảnh 1.jpg" alt=""')),
        ("![[x.jpg|300]]", shown('src="x.jpg" alt=""')),
        ("![[x.jpg|Chú thích]]", shown('src="x.jpg" alt="Chú thích"', "Chú thích")),
        ("![C|300x200](x.jpg)", shown('src="x.jpg" alt="C"', "C")),
        ("![C](ảnh 1.jpg)", shown('src="ảnh 1.jpg" alt="C"', "C")),
        ('{{< figure src="x.jpg" alt="A" caption="C" attr="Lê A" >}}',
         shown('src="x.jpg" alt="A"', "C. Lê A")),
        ('{% include figure.html image_path="/assets/x.jpg" caption="C" %}',
         shown('src="/assets/x.jpg" alt=""', "C")),
        ("Xem [[Cầu]] và [[Cầu|cầu cũ]].", "<p>Xem Cầu và cầu cũ.</p>"),
        ("![[Ghi chú]]", "<p>Ghi chú</p>"),
        ("`![[x.jpg]]`", "<p><code>![[x.jpg]]</code></p>"),
        ("{{< youtube abc >}}", "<p>{{&lt; youtube abc &gt;}}</p>"),
        ("[a](javascript:x)", '<p><a href="javascript:x">a</a></p>'),
        ("a ![b](x.jpg) c", '<p>a <img src="x.jpg" alt="b" /> c</p>'),
        ("~~a~~", "<p><s>a</s></p>"),
    ],
)  # fmt: skip
def test_markup_of_notes_and_sites_is_read(text, expected):
    assert figure(text) == expected


def test_tables_and_notes_are_read():
    text = figure("|a|b|\n|-|-|\n|1|2|\n\nXem[^1].\n\n[^1]: Ghi chú.\n")
    assert "<td>1</td>" in text
    assert "Ghi chú." in text


def test_the_picture_and_the_lead_of_the_fields_open_the_article(read):
    matter = "---\ntitle: x\nsapo: Mở đầu.\ncover:\n  image: img/x.jpg\n  caption: Chú thích\n---\nChào.\n"
    text = read(matter).content.decode()
    assert (
        '<p class="lead">Mở đầu.</p><figure><img src="img/x.jpg" alt=""><figcaption>Chú thích</figcaption></figure>'
        in text
    )
    assert read(matter + "![](img/x.jpg)\n").content.decode().count("img/x.jpg") == 1


@pytest.mark.parametrize(
    ("place", "reference"),
    [
        ("site/content/x.jpg", "x.jpg"),
        ("site/content/attachments/x.jpg", "x.jpg"),
        ("site/content/a/x.jpg", "x.jpg"),
        ("site/content/a.assets/x.jpg", "x.jpg"),
        ("site/static/img/x.jpg", "/img/x.jpg"),
        ("img/x.jpg", "/img/x.jpg"),
    ],
)
def test_pictures_are_found_where_notes_and_sites_keep_them(read, tmp_path, place, reference):
    source_file(tmp_path, place, b"picture")
    assert read("Chào.", "site/content/a.md").resources.find(reference).content == b"picture"


@pytest.mark.parametrize(
    ("text", "code"),
    [("---\ntitle: x\n---\n", "no-text"), ("x" * (4 * 1024 * 1024 + 1), "too-large")],
    ids=["fields-only", "too-large"],
)
def test_what_is_no_article_is_told(read, text, code):
    with pytest.raises(CaptureFailed) as raised:
        read(text)
    assert raised.value.code == code


@pytest.mark.parametrize(
    "text",
    [">" * 5000, "".join(f"{'  ' * n}- a\n" for n in range(300)), "[" * 60_000, "![" * 60_000, "{{< figure " * 20_000,
     "![[" * 9000, "**a *b " * 9000, "<!--" * 9000, "[a](b" * 9000],
)  # fmt: skip
def test_no_text_is_lost_and_none_takes_long(read, text):
    begun = time.process_time()
    assert "Chào" in read(f"{text} Chào").content.decode()
    assert time.process_time() - begun < 8


def test_damaged_text_is_told(read):
    found = read(b"Ch\xc3o.\n")
    assert [code for code, _ in found.problems] == ["text-damaged"]
    assert read("Chào".encode("utf-16")).content.decode().count("Chào") == 1


PIECES = [
    "---\n", "+++\n", "{", "}", "title: ", "date: ", "&a ", "*a", "<<: ", "[", "]", "!", "(", ")", "\n", "\n\n", "> ",
    "- ", "|", "`", "x.jpg", "{{< figure ", ">}}", 'src="x"', "{% include figure ", "%}", "[^1]", ": ", "\t", "\0",
    "\u2028", "<b>", "= ", '"',
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=30))
def test_no_text_breaks_the_reader(tmp_path_factory, pieces):
    file = source_file(tmp_path_factory.getbasetemp(), "fuzz.md", b"")
    try:
        found = markdown.capture(file, "".join(pieces).encode("utf-8", "replace"))
    except CaptureError:
        return
    assert found.content.startswith(b"<!DOCTYPE html>")


@given(st.binary(max_size=100))
def test_no_bytes_break_the_reader(tmp_path_factory, content):
    file = source_file(tmp_path_factory.getbasetemp(), "fuzz.md", b"")
    try:
        assert markdown.capture(file, content).whole
    except CaptureError:
        return


def test_a_field_whose_value_does_not_fit_is_told(read):
    found = read("---\ntitle: [Một, Hai]\nauthor:\n  foo: An\n---\nChào các bạn.\n")
    assert {code for code, _ in found.problems} == {"front-matter-unread"}
    assert any("title" in message for _, message in found.problems)
