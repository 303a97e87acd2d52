import gzip
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from packager.readers.warc.codings import DECODERS, unchunked
from packager.readers.warc.http import parse
from tests.readers.warc.records import http, page

BODY = page() * 50


def decoded(message, size=0):
    """The decoded body of a message that comes in pieces of `size` bytes, and what is wrong with it."""
    pieces = [message[at : at + size] for at in range(0, len(message), size)] if size else [message]
    problems = []
    return b"".join(parse(iter(pieces)).content(problems)), problems


def chunked(body, size=100):
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%X;x=y\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def raw_deflate(body):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKERS = {
    "gzip": gzip.compress,
    "x-gzip": lambda body: gzip.compress(body[:100]) + gzip.compress(body[100:]),
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("size", [0, 1, 7])
@pytest.mark.parametrize(
    ("fields", "body"),
    [
        *(((f"Content-Encoding: {name}",), pack(BODY)) for name, pack in PACKERS.items()),
        (("content-encoding: deflate",), raw_deflate(BODY)),
        (("Content-Encoding: gzip, br",), brotli.compress(gzip.compress(BODY))),
        (("Content-Encoding: gzip", "Content-Encoding: gzip"), gzip.compress(gzip.compress(BODY))),
        (("Transfer-Encoding: chunked",), chunked(BODY)),
        (("Transfer-Encoding: chunked", "Content-Encoding: gzip"), chunked(gzip.compress(BODY))),
        (("Content-Encoding: aws-chunked",), BODY),
        *(((f"Content-Encoding: {name}",), BODY) for name in PACKERS),
        (("Transfer-Encoding: chunked",), BODY),
        ((), BODY),
    ],
)
def test_codings_come_off_where_they_are(fields, body, size):
    assert decoded(http(body, *fields), size) == (BODY, [])


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_what_a_cut_body_holds_is_kept(name):
    body = "".join(f"Câu thứ {number * number}. " for number in range(2000)).encode()
    found, problems = decoded(http(PACKERS[name](body)[:-2000], f"Content-Encoding: {name}"))
    assert body.startswith(found)
    assert (len(found) > 100, len(problems)) == (True, 1)


@pytest.mark.parametrize("name", PACKERS)
def test_a_broken_body_is_told(name):
    body = bytearray(PACKERS[name](bytes(range(256)) * 50 + BODY))
    body[len(body) // 2] ^= 0xFF
    _, problems = decoded(http(bytes(body), f"Content-Encoding: {name}"))
    assert len(problems) <= 1
    assert name in {"br", "zstd"} or problems


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"zz\r\n" + BODY, BODY),
        (b"5\r\nabcde\r\nxyz\r\n" + BODY, b"abcdexyz\r\n" + BODY),
        (b"5\r\nabcde\r\n", b"abcde"),
        (b"FFFF\r\n" + BODY, BODY),
    ],
)
def test_broken_chunks_keep_what_is_there(body, kept):
    found, problems = decoded(http(body, "Transfer-Encoding: chunked"))
    assert (found, len(problems)) == (kept, 1)


@pytest.mark.parametrize("name", ["gzip", "br", "zstd", "deflate"])
def test_no_piece_is_large(name):
    pieces = DECODERS[name](iter([PACKERS[name](b"\0" * 30_000_000)]), [])
    lengths = [len(piece) for piece in pieces]
    assert (sum(lengths), max(lengths) <= 4 << 20) == (30_000_000, True)


@pytest.mark.parametrize(
    ("message", "status", "body"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\nhi", 200, b"hi"),
        (b"HTTP/2 404\n\nhi", 404, b"hi"),
        (b"HTTP/1.0 301 Moved\r\nX: y\r\n<html>", 301, b"<html>"),
        (b"HTTP/1.1 200 OK\r\nX: y", 200, b""),
        (b"<html>no header", 0, b"<html>no header"),
        (b"", 0, b""),
    ],
)
def test_messages_are_read_with_patience(message, status, body):
    found = parse(iter([message]))
    assert (found.status, b"".join(found.body)) == (status, body)


@pytest.mark.parametrize("size", [0, 1000])
@pytest.mark.parametrize(("length", "is_cut"), [(200 * 1024, False), (300 * 1024, True)])
def test_a_header_that_is_too_long_to_be_read_is_told(size, length, is_cut):
    message = http(BODY, f"X-Long: {'x' * length}", "X-Last: y")
    pieces = [message[at : at + size] for at in range(0, len(message), size)] if size else [message]
    found = parse(iter(pieces))
    assert (bool(found.trouble), "x-last" in found.fields) == (is_cut, not is_cut)
    assert b"".join(found.body) == BODY


def test_the_charset_is_the_one_declared():
    assert parse(iter([http(b"", content_type='Text/HTML; Charset="windows-1258"')])).charset == "windows-1258"


@given(st.binary(max_size=300), st.sampled_from([*DECODERS, "chunked"]), st.integers(1, 50))
def test_nothing_but_bytes_and_problems_comes_of_junk(junk, name, size):
    decoder = DECODERS.get(name, unchunked)
    for begin in (b"", gzip.compress(b"x" * 50)[:20], b"\x28\xb5\x2f\xfd", b"5\r\n"):
        content = begin + junk
        pieces = [content[at : at + size] for at in range(0, len(content), size)]
        assert isinstance(b"".join(decoder(iter(pieces), [])), bytes)


@given(st.binary(max_size=2000), st.sampled_from(list(PACKERS)), st.integers(1, 500))
def test_packed_bodies_come_out_as_they_went_in(body, name, size):
    packed = chunked(PACKERS[name](b"<!-- " + body), size)
    message = http(packed, "Transfer-Encoding: chunked", f"Content-Encoding: {name}")
    assert decoded(message, size) == (b"<!-- " + body, [])
