"""JSON of articles: each record comes out, whatever exported it; what is broken or no article says so."""

import json
import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.errors import CaptureSkipped, PackagerError
from packager.model import Finding
from packager.readers.json_articles import READER
from tests.readers.source_files import source_file


def read(tmp_path, content, name="a.jsonl"):
    """The captures of a file, and what was told beside them."""
    file = source_file(tmp_path, name, content)
    captures, told = [], []
    for part in READER.parts(file):
        if isinstance(part, Finding):
            told.append((part.code, part.message))
        elif part.trouble is not None:
            told.append((part.trouble.code, part.trouble.message))
        else:
            captures.append(READER.capture(file, part.position))
    return captures, told


def named(tmp_path, content, name="a.jsonl"):
    return [part.name for part in READER.parts(source_file(tmp_path, name, content))]


def test_a_record_is_named_by_what_it_alone_calls_itself(tmp_path):
    records = [
        {"id": 17, "title": "A", "text": "a"},
        {"_id": {"$oid": "65af"}, "title": "B", "text": "b"},
        {"id": "x", "url": "https://bao.example/c", "text": "c"},
        {"id": "x", "text": "d"},
    ]
    written = [json.dumps(record) for record in records]
    names = named(tmp_path, "\n".join(written))
    assert names[:3] == ["17", "65af", "https://bao.example/c"]
    assert re.fullmatch("[0-9a-f]{16}", names[3])
    assert named(tmp_path, "\n".join(['{"text": "neu"}', *reversed(written)]))[1:] == [names[3], *names[2::-1]]
    assert named(tmp_path, f"[{', '.join(written)}]", "a.json") == names
    assert named(tmp_path, "\n".join([written[0], "{broken", written[1]])) == ["17", "0002", "65af"]


def body(capture):
    return re.search(r"<body>\n(.*)\n</body>", capture.content.decode(), re.DOTALL)[1]


TRAFILATURA = {
    "title": "Bài một",
    "author": "An; Bình",
    "hostname": "bao.example",
    "date": "2025-02-21",
    "text": "Đoạn một.\nĐoạn hai.",
    "raw_text": "Đoạn một. Đoạn hai.",
    "excerpt": "Đoạn một.",
    "categories": "Kinh tế;Xã hội",
    "tags": "lúa",
    "source": "https://bao.example/1",
    "source-hostname": "Báo Mẫu",
    "language": "vi",
    "license": None,
    "comments": "",
}
NEWSPAPER = {
    "url": "https://bao.example/2",
    "title": "Hai",
    "authors": ["An"],
    "publish_date": "2025-02-21 08:00:00+07:00",
    "text": "Chữ.",
    "article_html": '<p>Chữ. <img src="https://bao.example/i.jpg"></p>',
    "top_image": "https://bao.example/i.jpg",
    "summary": "Chữ.",
}
NEWS_PLEASE = {
    "maintext": "Chữ.",
    "date_publish": "2025-02-21 08:00:00",
    "source_domain": "bao.example",
    "title": "Ba",
    "authors": ["An"],
    "url": "https://bao.example/3",
    "date_download": "2025-03-01 00:00:00",
}
SCHEMA = {
    "@type": "NewsArticle",
    "headline": "Bốn",
    "articleBody": "Chữ.",
    "datePublished": "2025-02-21",
    "author": {"@type": "Person", "name": "An"},
    "publisher": {"name": "Báo Mẫu"},
    "mainEntityOfPage": {"@id": "https://bao.example/4"},
}
WORDPRESS = {
    "id": 5,
    "date_gmt": "2025-02-21T01:00:00",
    "link": "https://bao.example/5",
    "title": {"rendered": "Năm &#038; sáu"},
    "content": {"rendered": "<p>Chữ.</p>"},
    "excerpt": {"rendered": "<p>Chữ [&hellip;]</p>"},
    "author": 3,
    "_embedded": {
        "author": [{"name": "An"}],
        "wp:featuredmedia": [{"source_url": "https://bao.example/5.jpg", "caption": {"rendered": "<p>Ảnh</p>"}}],
    },
}


@pytest.mark.parametrize(
    ("record", "title", "issued", "creator"),
    [
        (TRAFILATURA, "Bài một", "2025-02-21", ["An", "Bình"]),
        (NEWSPAPER, "Hai", "2025-02-21T08:00:00+07:00", ["An"]),
        (NEWS_PLEASE, "Ba", "2025-02-21T08:00:00", ["An"]),
        (SCHEMA, "Bốn", "2025-02-21", ["An"]),
        (WORDPRESS, "Năm & sáu", "2025-02-21T01:00:00+00:00", ["An"]),
    ],
)
def test_exports_state_what_they_know(tmp_path, record, title, issued, creator):
    [capture], told = read(tmp_path, json.dumps(record))
    stated = capture.stated
    assert (stated.title.value, stated.issued.value, told) == (title, issued, [])
    assert [value.value for value in stated.creator] == creator
    assert capture.address == stated.source.value
    assert capture.address.startswith("https://bao.example/")
    assert capture.whole


def test_no_text_is_said_twice(tmp_path):
    [capture], _ = read(tmp_path, json.dumps(TRAFILATURA))
    assert body(capture) == "<p>Đoạn một.</p>\n<p>Đoạn hai.</p>"
    assert capture.stated.section.value == "Kinh tế"
    assert capture.stated.publisher.value == "Báo Mẫu"
    [capture], _ = read(tmp_path, json.dumps(NEWSPAPER))
    assert body(capture) == '<p>Chữ. <img src="https://bao.example/i.jpg"></p>'


def test_a_picture_of_a_field_has_its_caption(tmp_path):
    [capture], _ = read(tmp_path, json.dumps(WORDPRESS))
    figure = '<figure><img src="https://bao.example/5.jpg" alt=""><figcaption>Ảnh</figcaption></figure>'
    assert body(capture) == figure + "\n<p>Chữ.</p>"


def test_pictures_that_scrapy_stored_are_found(tmp_path):
    stored = source_file(tmp_path, "images/full/a.jpg", b"picture")
    record = {"title": "T", "text": "x", "images": [{"url": "https://a.example/p.jpg", "path": "full/a.jpg"}]}
    [capture], _ = read(tmp_path, json.dumps(record))
    assert capture.resources.find("https://a.example/p.jpg").content == stored.content()
    assert capture.resources.find("https://a.example/q.jpg") is None


def test_a_whole_page_is_read_as_a_page(tmp_path):
    page = "<!DOCTYPE html><html><body><p>x</p></body></html>"
    [capture], _ = read(tmp_path, json.dumps({"url": "https://a.example/", "title": "T", "html": page}))
    assert (capture.content.decode(), capture.whole, capture.stated.title.value) == (page, False, "T")


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([SCHEMA, NEWSPAPER]),
        json.dumps({"status": "ok", "articles": [SCHEMA, NEWSPAPER]}, indent=1),
        json.dumps({"response": {"docs": [SCHEMA, NEWSPAPER]}}),
        json.dumps({"@graph": [SCHEMA, NEWSPAPER]}),
        json.dumps(SCHEMA) + "\r\n\r\n" + json.dumps(NEWSPAPER) + "\r\n",
        json.dumps(SCHEMA, indent=2) + "\n" + json.dumps(NEWSPAPER, indent=2),
        "\x1e" + json.dumps(SCHEMA) + "\n\x1e" + json.dumps(NEWSPAPER),
        "\ufeff" + json.dumps(SCHEMA, ensure_ascii=False) + "\n" + json.dumps(NEWSPAPER, ensure_ascii=False),
        (json.dumps(SCHEMA) + "\n" + json.dumps(NEWSPAPER)).encode("utf-16"),
    ],
)
def test_records_stand_in_many_forms(tmp_path, content):
    captures, told = read(tmp_path, content)
    assert [capture.stated.title.value for capture in captures] == ["Bốn", "Hai"]
    assert told == []


def test_broken_lines_are_told_and_the_next_is_read(tmp_path):
    lines = [
        json.dumps({"title": "U+2028\u2028", "text": "\ud800 a\u0000b"}),
        '{"title": "cut',
        '{"number": 1}',
        "[" * 100_000,
        '{"text": "n", "n": ' + "9" * 10_000 + ', "date": NaN, "text": "twice"}',
    ]
    captures, told = read(tmp_path, "\n".join(lines))
    assert len(captures) == 2
    assert captures[0].problems == (("text-dropped", "2 characters cannot stand in XHTML"),)
    assert [code for code, _ in told] == ["damaged-record", "unknown-kind", "damaged-record"]
    assert "line 2: is no JSON" in told[0][1]
    assert "line 4: is no JSON (nests too deep)" in told[2][1]


def test_a_broken_record_of_an_array_costs_itself(tmp_path):
    content = json.dumps([SCHEMA, NEWSPAPER, SCHEMA]).replace('"Hai"', '"Hai')
    captures, told = read(tmp_path, content)
    assert ([capture.stated.title.value for capture in captures], told[0][0]) == (["Bốn", "Bốn"], "damaged-record")
    captures, told = read(tmp_path, content[:-30])
    assert (len(captures), [code for code, _ in told]) == (1, ["damaged-record", "damaged-record"])


def test_a_list_that_ends_after_a_record_is_told(tmp_path):
    captures, told = read(tmp_path, "[" + json.dumps(SCHEMA) + ", ")
    assert (len(captures), told[0][0]) == (1, "damaged-record")


@pytest.mark.parametrize(
    "content",
    [
        '{"error": {"message": "not found"}}',
        '{"name": "p", "version": "1", "description": "d", "author": "a", "homepage": "https://a.example"}',
        '{"type": "FeatureCollection", "features": [{"properties": {"title": "t", "text": "x"}}]}',
        '{"$schema": "https://a.example", "title": "T", "description": "d", "type": "object"}',
        "[1, 2]",
        "[]",
    ],
)
def test_json_of_other_things_is_skipped(tmp_path, content):
    with pytest.raises(CaptureSkipped, match="no articles"):
        read(tmp_path, content)


@settings(max_examples=200)
@given(st.data())
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("fuzz")
    join = data.draw(st.sampled_from(["[%s, %s]", "%s\n%s", '{"items": [%s, %s]}']))
    content = bytearray((join % (json.dumps(WORDPRESS), json.dumps(SCHEMA, ensure_ascii=False))).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(content)))
        pieces = st.binary(max_size=6) | st.sampled_from(
            [b'"', b"{", b"}", b"]", b"\\ud800", b"\n", b"null", b"[[", b"1e999"]
        )
        content[place : place + data.draw(st.integers(0, 12))] = data.draw(pieces)
    with suppress(PackagerError):
        read(folder, bytes(content))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "url", "rendered", "path", "caption"]), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "text",
        "title",
        "author",
        "date",
        "images",
        "url",
        "tags",
        "html",
        "language",
        "publisher",
        "summary",
        "_embedded",
        "videos",
    ]
)


@settings(max_examples=200)
@given(st.dictionaries(NAMES, VALUES, max_size=8))
def test_any_fields_make_an_article_or_none(tmp_path_factory, record):
    with suppress(PackagerError):
        read(tmp_path_factory.mktemp("fuzz"), json.dumps(record))


PROSE = "Sáng nay, chợ phiên mở lại ở bản Nà Hin."


def test_what_is_broken_in_a_document_is_told_and_the_records_behind_it_are_read(tmp_path):
    one, two = (json.dumps({"title": name, "text": PROSE, "url": f"https://b.vn/{name}"}) for name in "AB")
    content = f'{{"articles": [{one}], "junk": {{bad}}, "news": [{{"x": bad}}, {two}]}}'
    file = source_file(tmp_path, "a.json", content)
    parts = [part for part in READER.parts(file) if not isinstance(part, Finding)]
    read = [READER.capture(file, part.position).stated.title.value for part in parts if part.trouble is None]
    assert read == ["A", "B"]
    assert "damaged-record" in {part.trouble.code for part in parts if part.trouble}


def test_paragraphs_are_read_however_many_and_however_nested(tmp_path):
    record = {"title": "T", "url": "https://b.vn/t", "text": [["một", ["hai"]], *(f"đoạn {n}" for n in range(10_050))]}
    file = source_file(tmp_path, "a.json", json.dumps(record))
    (part,) = READER.parts(file)
    content = READER.capture(file, part.position).content.decode()
    assert all(f">{said}<" in content for said in ("một", "hai", "đoạn 0"))
    assert "đoạn 10049" in content
