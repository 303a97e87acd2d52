import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.readers.sniff import Kind, sniff, unicode_form

PAGE = '<!DOCTYPE html><html lang="vi"><head><title>Tin</title></head><body><p>Chào</p></body></html>'
DUMP = "Tiêu đề\n\nSáng 21/2, Ban Quản lý <b>họp</b>.\n\nanh_1.jpg\nChú thích & < lời.\n"


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"", "a.html", Kind.EMPTY),
        (PAGE.encode(), "a.html", Kind.SAVED_PAGE),
        (PAGE.encode(), "a.txt", Kind.SAVED_PAGE),
        (PAGE.encode(), "a.warc.gz", Kind.SAVED_PAGE),
        (PAGE.encode(), "index.php", Kind.SAVED_PAGE),
        (PAGE.encode(), "page", Kind.SAVED_PAGE),
        (PAGE.encode("utf-16"), "a.html", Kind.SAVED_PAGE),
        (PAGE.encode("utf-16-le"), "a.html", Kind.SAVED_PAGE),
        (PAGE.encode("utf-16-be"), "a.html", Kind.SAVED_PAGE),
        (codecs.BOM_UTF8 + PAGE.encode(), "a", Kind.SAVED_PAGE),
        (f'<?xml version="1.0"?>\n<!-- saved -->\n{PAGE}'.encode(), "a.xhtml", Kind.SAVED_PAGE),
        (b"<!-- " + b"x" * 5000, "a.html", Kind.SAVED_PAGE),
        (b"<script>var a = 1;</script>", "a.html", Kind.SAVED_PAGE),
        (b"Words first <p>then markup", "a.html", Kind.SAVED_PAGE),
        (b"<o:p>office</o:p>", "a.html", Kind.SAVED_PAGE),
        (DUMP.encode(), "a.txt", Kind.TEXT_DUMP),
        (DUMP.encode("utf-16"), "a.txt", Kind.TEXT_DUMP),
        (DUMP.encode("utf-16-le"), "a.txt", Kind.TEXT_DUMP),
        (("<b>" + DUMP).encode(), "a.txt", Kind.TEXT_DUMP),
        (b"[1] A footnote opens this dump.", "a.txt", Kind.TEXT_DUMP),
        (b"a\0b\x1b[31m and words enough to be a text", "a.txt", Kind.TEXT_DUMP),
        (b"six words of plain text here", "notes", Kind.TEXT_DUMP),
        (b"x", "notes", Kind.UNKNOWN),
        (b"plain words without any markup", "a.html", Kind.UNKNOWN),
        (b'{"error": "<b>not found</b>"}', "a.html", Kind.JSON),
        (b'{"error": "not found"}', "a.txt", Kind.JSON),
        (b"a,b\n1,2\n", "a.csv", Kind.UNKNOWN),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed.xml", Kind.FEED),
        (b"%PDF-1.4\n" + bytes(range(256)) * 20, "a.html", Kind.UNKNOWN),
        (b"PK\x03\x04rest", "a.txt", Kind.ZIP),
        (b"WARC/1.1\r\nWARC-Type: response\r\n", "a.warc", Kind.WARC),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n<html>", "a.mht", Kind.MHTML),
        (b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource", "a.webarchive", Kind.SAFARI),
        (b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/epub+zip", "a.zip", Kind.EPUB),
        (b"a.html" + bytes(251) + b"ustar\x0000", "a", Kind.TAR),
        (b"BZh91AY&SY", "a.tar.bz2", Kind.TAR),
        (b"BZh91AY&SY", "a.txt.bz2", Kind.UNKNOWN),
        (b"\x28\xb5\x2f\xfd", "a.warc.zst", Kind.WARC),
        (b"\x00\x03\xff\x8b" * 9, "a.warc.gz", Kind.WARC),
        (b"#!/bin/sh\nunpack\n", "a.zip", Kind.ZIP),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "a", Kind.FEED),
        (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/"/>', "a.xml", Kind.FEED),
        (b"<rdf:RDF><owl:Thing/></rdf:RDF>", "a.xml", Kind.UNKNOWN),
        (b"<CHANNEL HREF='x'/>", "a.cdf", Kind.FEED),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "a.json", Kind.FEED),
        (b"# A heading\n\n- a list", "a.md", Kind.MARKDOWN),
        (b"---\ntitle: x\n---\ntext", "a.markdown", Kind.MARKDOWN),
        (b"<figure>first</figure>\n\n# A heading", "a.md", Kind.MARKDOWN),
        (b"<!-- " + b"x" * 5000, "a.md", Kind.MARKDOWN),
        (PAGE.encode(), "a.md", Kind.SAVED_PAGE),
        (bytes(range(256)) * 16, "a.txt", Kind.UNKNOWN),
        (b"\x89PNG\r\n\x1a\n....", "dot.", Kind.PICTURE),
        (b"\xff\xd8\xff\xe0....", "a.html", Kind.PICTURE),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "a", Kind.PICTURE),
        (b"body { color: red }", "a.css", Kind.RESOURCE),
        (b"\x1f\x8b\x08\0", "a.html", Kind.GZIP),
    ],
)
def test_bytes_tell_what_a_file_is(content, name, kind):
    assert sniff(content[:4096], name) is kind


@given(st.binary(max_size=600), st.sampled_from(["a.html", "a.txt", "a", "a.js"]))
def test_any_bytes_are_something(content, name):
    assert sniff(content, name) in Kind


def test_unicode_forms():
    assert unicode_form("chữ".encode("utf-16")) == ("utf-16-le", 2)
    assert unicode_form("chữ".encode("utf-8-sig")) == ("utf-8", 3)
    assert unicode_form(codecs.BOM_UTF32_LE + "a".encode("utf-32-le")) == ("utf-32-le", 4)
    assert unicode_form(b"a few\0zeros\0 only") is None


def test_a_feed_with_two_byte_order_marks_is_a_feed():
    assert sniff(b"\xef\xbb\xbf" * 2 + b"<?xml version='1.0'?><rss><channel/></rss>", "a.xml") is Kind.FEED
