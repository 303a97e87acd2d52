"""Feeds: every entry comes out, with its words, pictures and what it states; damage costs what is damaged."""

import re
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.errors import CaptureSkipped, PackagerError
from packager.model import Finding
from packager.readers.contract import Part
from packager.readers.feeds import READER
from tests.readers.source_files import source_file

RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
    "<title>Báo Mẫu</title><link>https://bao.example/</link><language>vi</language>{}</channel></rss>"
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Sample</title>{}</feed>'


def read(tmp_path, content):
    """The captures of a feed, and what was told beside them."""
    file = source_file(tmp_path, "feed.xml", content)
    captures, told = [], []
    for part in READER.parts(file):
        if isinstance(part, Finding):
            told.append((part.code, part.message))
        elif part.trouble is not None:
            told.append((part.trouble.code, part.trouble.message))
        else:
            captures.append(READER.capture(file, part.position))
            told += captures[-1].problems
    return captures, told


def named(tmp_path, content):
    return [part.name for part in READER.parts(source_file(tmp_path, "feed.xml", content)) if isinstance(part, Part)]


def test_an_entry_is_named_by_what_it_alone_calls_itself(tmp_path):
    entries = (
        "<item><title>A</title><guid isPermaLink='false'> 17 </guid><link>https://bao.example/a</link></item>",
        "<item><title>B</title><guid>https://bao.example/?p=2</guid></item>",
        "<item><title>C</title><guid>same</guid><link>/c</link></item>",
        "<item><title>D</title><guid>same</guid></item>",
        "<item><title>E</title><link>https://bao.example/" + "e" * 300 + "</link></item>",
    )
    names = named(tmp_path, RSS.format("".join(entries)))
    assert names[:3] == ["17", "https://bao.example/?p=2", "https://bao.example/c"]
    assert re.fullmatch("[0-9a-f]{16}", names[3])
    assert re.fullmatch("https://bao.example/e{180}-[0-9a-f]{8}", names[4])
    again = RSS.format("<item><title>neu</title></item>" + "".join(reversed(entries)))
    assert named(tmp_path, again)[1:] == names[::-1]
    atom = "<entry><id>tag:bao.example,2025:1</id><title>A</title></entry>"
    assert named(tmp_path, ATOM.format(atom)) == ["tag:bao.example,2025:1"]


def body(capture):
    return re.search(r"<body>\n(.*)\n</body>", capture.content.decode(), re.DOTALL)[1]


def test_an_rss_entry_says_what_it_is(tmp_path):
    entry = (
        "<item><title>Giá lúa &amp;amp; gạo</title><link>/tin/1</link><dc:creator>An</dc:creator>"
        "<author>binh@bao.example (Bình)</author><category>Kinh tế</category><category>Lúa</category>"
        "<pubDate>Fri, 21 Feb 2025 08:00:00 +0700</pubDate><description>Tóm tắt.</description>"
        '<content:encoded><![CDATA[<p>Thân bài.</p><figure><img src="a.jpg"><figcaption>Chú thích</figcaption></figure>'
        "]]></content:encoded></item>"
    )
    [capture], told = read(tmp_path, RSS.format(entry))
    stated = capture.stated
    assert told == []
    assert capture.whole
    assert capture.address == stated.source.value == "https://bao.example/tin/1"
    assert stated.title.value == "Giá lúa & gạo"
    assert [value.value for value in stated.creator] == ["An", "Bình"]
    assert (stated.issued.value, stated.issued.precision) == ("2025-02-21T08:00:00+07:00", "minute")
    assert stated.issued.evidence == "feed entry: pubDate"
    assert (stated.language.value, stated.publisher.value) == ("vi", "Báo Mẫu")
    assert stated.section.value == "Kinh tế"
    assert [value.value for value in stated.subject] == ["Kinh tế", "Lúa"]
    assert body(capture).startswith('<p class="lead">Tóm tắt.</p>\n<p>Thân bài.</p>')
    assert "<figcaption>Chú thích</figcaption>" in body(capture)


def test_an_excerpt_of_the_text_is_not_said_twice(tmp_path):
    entry = "<item><title>T</title><description>Một hai ba [&amp;#8230;]</description>"
    entry += "<content:encoded>&lt;p&gt;Một hai ba bốn năm.&lt;/p&gt;</content:encoded></item>"
    [capture], _ = read(tmp_path, RSS.format(entry))
    assert body(capture) == "<p>Một hai ba bốn năm.</p>"


def test_pictures_in_fields_come_with_their_captions_and_once(tmp_path):
    entry = (
        "<item><title>T</title><description>&lt;p&gt;x&lt;/p&gt;&lt;img src='https://a.example/1.jpg'&gt;</description>"
        '<media:content url="https://a.example/1-300x200.jpg" medium="image"/>'
        '<media:content url="https://a.example/2.jpg" medium="image"><media:description>Hai</media:description>'
        '<media:credit>B</media:credit></media:content><media:content url="https://a.example/3.jpg" type="image/jpeg">'
        "<media:description>Ba</media:description></media:content>"
        '<enclosure url="https://a.example/s.mp3" type="audio/mpeg" length="1"/></item>'
    )
    [capture], _ = read(tmp_path, RSS.format(entry))
    text = body(capture)
    assert re.findall(r'src=["\'](\S+)["\']', text) == [
        "https://a.example/2.jpg",
        "https://a.example/3.jpg",
        "https://a.example/1.jpg",
    ]
    assert '<figcaption>Hai <span class="credit">B</span></figcaption>' in text
    assert "<figcaption>Ba</figcaption>" in text
    assert '<a href="https://a.example/s.mp3">s.mp3</a>' in text


def test_a_caption_that_only_a_field_states_stands_by_its_picture(tmp_path):
    entry = "<item><title>T</title><description>&lt;p&gt;x&lt;/p&gt;&lt;img src='a.jpg'&gt;</description>"
    entry += (
        '<media:content url="a.jpg" medium="image"><media:description>Chú thích</media:description></media:content>'
    )
    [capture], _ = read(tmp_path, RSS.format(entry + "</item>"))
    assert body(capture) == "<p>x</p><figure><img src='a.jpg'><figcaption>Chú thích</figcaption></figure>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A<br/>b</p></div></content>',
            "<div><p>A<br>b</p></div>",
        ),
        ('<content type="html">&lt;p&gt;A &amp;amp; b&lt;/p&gt;</content>', "<p>A &amp; b</p>"),
        ('<content type="text">1 &lt; 2\n\nnext</content>', "<p>1 &lt; 2</p>\n<p>next</p>"),
        ('<content type="text/html" mode="base64">PHA+QTwvcD4=</content>', "<p>A</p>"),
    ],
)
def test_atom_holds_text_in_many_ways(tmp_path, content, expected):
    [capture], told = read(tmp_path, ATOM.format(f"<entry><title>T</title>{content}</entry>"))
    assert (body(capture), told) == (expected, [])


def test_atom_names_people_links_and_dates(tmp_path):
    entry = (
        '<entry><title type="html">A &lt;b&gt;b&lt;/b&gt;</title>'
        "<author><name>Ann</name><email>a@b.example</email></author>"
        '<link rel="self" href="https://a.example/self"/><link href="https://a.example/1"/>'
        "<published>2025-02-21T08:00:00+07:00</published><updated>2025-02-22T00:00:00Z</updated>"
        '<category term="t" label="Topic"/><rights>© Ann</rights><summary>s</summary></entry>'
    )
    [capture], _ = read(tmp_path, ATOM.format(entry))
    stated = capture.stated
    assert (stated.title.value, stated.creator[0].value, stated.source.value) == ("A b", "Ann", "https://a.example/1")
    assert (stated.issued.value, stated.modified.value) == ("2025-02-21T08:00:00+07:00", "2025-02-22T00:00:00+00:00")
    assert (stated.section.value, stated.rights.value, stated.language.value) == ("Topic", "© Ann", "en")


@pytest.mark.parametrize(
    "content",
    [
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>'
            "<item><title>T</title><description>x</description></item></rdf:RDF>"
        ),
        '<CHANNEL><ITEM HREF="/1"><TITLE>T</TITLE><ABSTRACT>x</ABSTRACT></ITEM></CHANNEL>',
        '<a:feed xmlns:a="http://purl.org/atom/ns#"><a:entry><a:title>T</a:title><a:content>x</a:content></a:entry></a:feed>',
        '<rss version="0.91"><channel><item><title>T</title><description>x</description></item></channel></rss>',
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_every_dialect_in_every_unicode_form(tmp_path, content, charset):
    [capture], told = read(tmp_path, content.encode(charset))
    assert (capture.stated.title.value, body(capture), told) == ("T", "<p>x</p>", [])


def test_a_declared_charset_is_read_and_a_lie_is_told(tmp_path):
    declared = '<?xml version="1.0" encoding="{}"?><rss><channel><item><title>{}</title></item></channel></rss>'
    [capture], told = read(tmp_path, declared.format("iso-8859-1", "Café").encode("latin-1"))
    assert (capture.stated.title.value, told) == ("Café", [])
    [capture], told = read(tmp_path, declared.format("iso-8859-1", "Hội nghị").encode())
    assert (capture.stated.title.value, [code for code, _ in told]) == ("Hội nghị", ["charset-lies"])


@pytest.mark.parametrize("date", ["31 Feb 2025", "Mon, 99 Foo 9999 99:99", "2999-12-31T00:00:00Z", "0000-00-00"])
def test_a_nonsense_date_is_unknown_and_told(tmp_path, date):
    [capture], _ = read(tmp_path, RSS.format(f"<item><title>T</title><pubDate>{date}</pubDate></item>"))
    assert not capture.stated.issued
    assert capture.problems == (("bad-date", f"«{date}» (feed entry: pubDate) is no date"),)


def test_no_entity_is_expanded(tmp_path):
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(12))
    content = f'<!DOCTYPE rss [{bomb}<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item a="&e11;">'
    [capture], _ = read(tmp_path, content + "<title>T &e11; &x; &nbsp;&eacute;</title></item></channel></rss>")
    assert capture.stated.title.value == "T &e11; &x; é"


def test_damage_in_one_entry_does_not_reach_the_next(tmp_path):
    entries = (
        "<item><title>Một & hai < ba</title></item>\n<item><title>Hai</title><description><p>chữ<br>nữa"
        "</description></item>\n<item><title><![CDATA[Ba</title></item>\n<item><title><![CDATA[Bốn]]></title></item>"
        "\n<item><title>Năm</title><description>cắt ngang"
    )
    captures, told = read(tmp_path, RSS.format(entries).removesuffix("</channel></rss>"))
    titles = [capture.stated.title.value for capture in captures]
    assert titles[:2] == ["Một & hai < ba", "Hai"]
    assert titles[2].startswith("Ba")
    assert titles[3:] == ["Bốn", "Năm"]
    assert body(captures[1]) == "<p>chữ<br>nữa"
    assert "cắt ngang" in body(captures[4])
    assert ("damaged-file", "line 5: the entry that begins there has no end; it may be cut short") in told


def test_control_characters_are_told(tmp_path):
    [capture], told = read(tmp_path, RSS.format("<item><title>a\x0bb&#x1;</title></item>"))
    assert capture.stated.title.value == "ab�"
    assert told == [("text-dropped", "line 1: 1 characters from there on cannot stand in XHTML")]


def test_an_entry_without_title_and_text_is_told(tmp_path):
    captures, told = read(tmp_path, RSS.format("<item><link>https://a.example/</link></item>"))
    assert (captures, [code for code, _ in told]) == ([], ["no-text"])


def test_a_feed_that_ends_early_is_told(tmp_path):
    captures, told = read(tmp_path, "<rss><channel><item><title>T</title></item>")
    assert (len(captures), told) == (1, [("damaged-file", "line 1: the feed ends early; entries may be missing")])


def test_elements_that_damage_left_without_a_name_are_none(tmp_path):
    [capture], _ = read(
        tmp_path, RSS.format("<item><title>T</title><description>a<b:>c</b:><d:1>e</d:1></description></item>")
    )
    assert "c" in body(capture)


def test_what_is_no_feed_is_skipped(tmp_path):
    with pytest.raises(CaptureSkipped, match="is no feed"):
        read(tmp_path, "<html><body>Login required</body></html>")


def test_a_json_feed_is_a_feed(tmp_path):
    content = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1", "content_text": "x"}]}'
    )
    [capture], told = read(tmp_path, content)
    assert (body(capture), capture.stated.publisher.value, told) == ("<p>x</p>", "F", [])


def test_every_entry_of_the_corpus_is_accounted_for(shared, tmp_path):
    files = sorted((shared / "corpus" / "feeds").rglob("*.xml"))
    assert len(files) == 527
    for file in files:
        content = file.read_bytes()
        copy = source_file(tmp_path, "feed.xml", content)
        parts = [part for part in READER.parts(copy) if isinstance(part, Part)]
        marks = re.findall(rb"(?i)<(?:rss:|atom:)?(?:item|entry)[\s/>]", content.replace(b"\0", b""))
        assert len(parts) == len(marks), file
        for part in parts:
            if part.trouble is None:
                assert READER.capture(copy, part.position).content


@settings(max_examples=200)
@given(st.data())
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("fuzz")
    base = RSS.format("<item><title>T</title><description><![CDATA[<p>x</p>]]></description><a:b c='d'/></item>" * 2)
    content = bytearray(base.encode(data.draw(st.sampled_from(["utf-8", "utf-16", "cp037"])), "replace"))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content)))
        content[place : place + data.draw(st.integers(0, 20))] = data.draw(
            st.binary(max_size=8)
            | st.sampled_from([b"<item>", b"</item>", b"<![CDATA[", b"<!--", b"&", b"<!DOCTYPE x ["])
        )
    with suppress(PackagerError):
        read(folder, bytes(content))


def test_every_caption_of_the_fields_stands_by_its_picture(tmp_path):
    images = "".join(f"&lt;img src='{n}.jpg'&gt;" for n in range(40))
    media = "".join(
        f'<media:content url="{n}.jpg" medium="image"><media:description>Chú thích {n}.</media:description>'
        "</media:content>"
        for n in range(40)
    )
    [capture], _ = read(
        tmp_path, RSS.format(f"<item><title>T</title><description>{images}</description>{media}</item>")
    )
    assert [f"'{n}.jpg'><figcaption>Chú thích {n}.</figcaption>" in body(capture) for n in range(40)] == [True] * 40
