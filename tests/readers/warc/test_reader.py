import gzip
import json
from dataclasses import replace

import pytest

from packager.errors import CaptureFailed, ResourceRefused
from packager.model import Capture, Finding
from packager.readers import warc
from packager.readers.contract import Part
from tests.readers.warc.records import http, packed, page, problems, read, record, response, sha1, source, three

PICTURE = b"\x89PNG\r\n\x1a\n" + b"p" * 50
OTHER_PICTURE = b"\xff\xd8\xff" + b"q" * 50


def picture(address, content=PICTURE, **more):
    return record(address, http(content, content_type="image/png"), **more)


def redirect(address, to, **more):
    return record(address, http(b"<html>moved", f"Location: {to}", status="302 Found"), **more)


@pytest.fixture
def held(tmp_path):
    """`held(*records)`: what is read of a WARC file of records, by the names of its parts."""
    return lambda *records: read(source(tmp_path, packed(*records)))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_each_page_is_a_capture(tmp_path, name):
    content = packed(*three()) if name.endswith("gz") else b"".join(three())
    found = read(source(tmp_path, content, name))
    assert list(found) == ["http://a.vn/a", "http://a.vn/b", "http://a.vn/c"]
    capture = found["http://a.vn/b"]
    assert (capture.content, capture.media_type, capture.charset) == (page("b"), "text/html", "utf-8")
    assert (capture.address, capture.captured) == ("http://a.vn/b", "2025-02-21T08:00:00Z")
    assert (capture.record, capture.problems) == ("<urn:test:http://a.vn/b>", ())


def test_a_record_without_an_address_is_named_by_its_id(held):
    assert list(held(response("", page(), name="x"))) == ["urn:test:x"]


def test_bytes_decide_what_is_a_page(held):
    found = held(
        record("http://a.vn/p", http(page(), content_type="image/jpeg")),
        record("http://a.vn/i", http(PICTURE)),
        record("http://a.vn/s.css", http(b"p { color: red }", content_type="text/css")),
        record("http://a.vn/robots.txt", http(b"Disallow: / " * 50, content_type="text/plain")),
        record("http://a.vn/t", http("Một câu dài. ".encode() * 20, content_type="text/plain")),
        record("http://a.vn/j", http(b'{"a": [1, 2]}')),
        record("http://a.vn/f", http(b"<rss version='2.0'><channel/></rss>", content_type="text/xml")),
        record("http://a.vn/d.pdf", http(b"%PDF-1.7 ...", content_type="application/pdf")),
        record("http://a.vn/z", http(b"")),
        record("http://a.vn/no", http(page(), status="404 Not Found")),
        record("http://a.vn/no.png", http(page(), status="404 Not Found")),
        redirect("http://a.vn/r", "/p"),
        record("http://a.vn/p", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record("urn:pageinfo:http://a.vn/p", page(), kind="resource"),
    )
    assert {name: result if isinstance(result, str) else result.media_type for name, result in found.items()} == {
        "http://a.vn/p": "text/html",
        "http://a.vn/t": "text/plain",
        "http://a.vn/d.pdf": "unknown-kind",
        "http://a.vn/z": "empty-file",
        "http://a.vn/no": "http-status",
    }


@pytest.mark.parametrize(
    ("purposes", "is_page"),
    [(["iframe"], False), (["iframe", "iframe"], False), (["document"], True), (["iframe", "document"], True),
     (["image"], True), ([], True)],
)  # fmt: skip
def test_a_page_fetched_only_to_stand_in_another_is_none(held, purposes, is_page):
    asked = [f"GET /f HTTP/1.1\r\nHost: a.vn\r\nSec-Fetch-Dest: {purpose}\r\n\r\n".encode() for purpose in purposes]
    requests = [record("http://a.vn/f", said, kind="request") for said in asked]
    found = held(response("http://a.vn/p", page()), response("http://a.vn/f", page("f")), *requests)
    assert ("http://a.vn/f" in found) == is_page
    assert "http://a.vn/p" in found


def test_resources_and_conversions(held):
    found = held(
        record("http://a.vn/saved", page("saved"), kind="resource"),
        record("http://a.vn/saved", page("again"), kind="conversion", name="1"),
        record("http://a.vn/lost", page("lost"), kind="conversion", name="2"),
    )
    assert {name: capture.content for name, capture in found.items()} == {
        "http://a.vn/saved": page("saved"),
        "http://a.vn/lost": page("lost"),
    }


def test_a_revisit_has_the_content_of_what_it_repeats(tmp_path):
    body = page("a")
    digest = f"WARC-Payload-Digest: {sha1(body)}"
    file = source(tmp_path, packed(record("http://a.vn/a", http(body), digest)))
    repeats = packed(
        record("http://a.vn/b", b"", digest, kind="revisit", date="2025-03-01T00:00:00Z"),
        record("http://a.vn/c", b"", "WARC-Refers-To-Target-URI: <http://a.vn/a>", kind="revisit"),
        record("http://a.vn/d", b"", "WARC-Refers-To: <urn:test:http://a.vn/a>", kind="revisit"),
        record("http://a.vn/e", b"", "WARC-Refers-To-Target-URI: http://none.vn/", kind="revisit"),
        record("http://a.vn/f", http(b"", content_type="image/png"), kind="revisit"),
    )
    sibling = source(tmp_path, repeats, "b.warc.gz")
    found = read(sibling)
    assert {name: result if isinstance(result, str) else result.content for name, result in found.items()} == {
        **dict.fromkeys(["http://a.vn/b", "http://a.vn/c", "http://a.vn/d"], body),
        "http://a.vn/e": "record-missing",
    }
    assert (found["http://a.vn/b"].captured, found["http://a.vn/b"].charset) == ("2025-03-01T00:00:00Z", "utf-8")
    assert list(read(file)) == ["http://a.vn/a"]


def test_a_changed_body_is_kept_and_told(held):
    body = page()
    for field in (f"WARC-Block-Digest: {sha1(b'')}", "WARC-Payload-Digest: md5:" + "0" * 32):
        (capture,) = held(record("http://a.vn/", http(body), field)).values()
        assert (capture.content, problems(capture)) == (body, ["digest-mismatch"])


@pytest.mark.parametrize("of", ["sent", "decoded"])
def test_a_digest_may_be_of_the_body_before_or_after_its_codings(tmp_path, of):
    body = page()
    sent = gzip.compress(body)
    field = f"WARC-Payload-Digest: {sha1(sent if of == 'sent' else body)}"
    block = http(sent, "Content-Encoding: gzip")
    (capture,) = read(source(tmp_path, packed(record("http://a.vn/", block, field)))).values()
    assert (capture.content, capture.problems) == (body, ())


def test_what_is_wrong_with_a_page_goes_with_it(held):
    found = held(
        response("http://a.vn/length", page("l" * 500), length=300),
        record("http://a.vn/cut", http(gzip.compress(page("c" * 300) * 3)[:-30], "Content-Encoding: gzip")),
        record("http://a.vn/short", http(page()), "WARC-Truncated: length"),
        record("http://a.vn/broken", http(b"\x8b\x03\x80junkbrotli"[3:], "Content-Encoding: br")),
    )
    assert {name: problems(result) for name, result in found.items() if isinstance(result, Capture)} == {
        "http://a.vn/length": ["damaged-record"],
        "http://a.vn/cut": ["damaged-record"],
        "http://a.vn/short": ["damaged-record"],
    }
    assert found["http://a.vn/broken"] == "damaged-record"


def test_damage_is_told_with_its_place(tmp_path):
    first, second, third = (packed(each) for each in three())
    file = source(tmp_path, first + b"junk" * 9 + third)
    (told,) = [part for part in warc.parts(file) if part.trouble]
    assert (told.trouble.code, f"byte {len(first)}" in told.trouble.message) == ("damaged-record", True)
    file = source(tmp_path, first + second[:150], "cut.warc.gz")
    assert list(read(file).values())[1] == "damaged-record"


def test_damage_to_what_is_no_page_is_a_finding(tmp_path):
    file = source(tmp_path, packed(three()[0]) + packed(picture("http://a.vn/p.png"))[:-20])
    *_, told = warc.parts(file)
    assert isinstance(told, Finding)
    assert "http://a.vn/p.png" in told.message


def test_a_bomb_is_too_large(held):
    bomb = http(gzip.compress(page() + b"\0" * 100_000_000), "Content-Encoding: gzip")
    found = held(record("http://a.vn/bomb", bomb), three()[0])
    assert found["http://a.vn/bomb"] == "too-large"
    assert found["http://a.vn/a"].content == page("a")


def test_pictures_are_found_in_the_crawl(tmp_path):
    early, late = "2025-01-01T00:00:00Z", "2025-02-20T00:00:00Z"
    text = b"<html><base href='/img/'><body>" + page()
    file = source(
        tmp_path,
        packed(
            response("http://a.vn/n/1", text),
            picture("https://a.vn/img/a%20b.png"),
            picture("http://a.vn/img/twice.png", OTHER_PICTURE, date=early),
            picture("http://a.vn/img/twice.png", PICTURE, date=late, name="late"),
            redirect("http://a.vn/img/r.png", "http://cdn.vn/x.png"),
            redirect("http://a.vn/img/loop.png", "http://a.vn/img/loop.png"),
            record("http://a.vn/img/no.png", http(b"no", status="404 No", content_type="image/png")),
        ),
    )
    source(tmp_path, packed(picture("http://cdn.vn/x.png", OTHER_PICTURE)), "b.warc.gz")
    (capture,) = (result for result in read(file).values() if isinstance(result, Capture))
    find = capture.resources.find
    assert find("a b.png").content == find("http://a.vn/img/a%20b.png#x").content == PICTURE
    assert find("twice.png").content == PICTURE
    assert (find("r.png").name, find("r.png").content) == ("http://cdn.vn/x.png", OTHER_PICTURE)
    assert [find(name) for name in ("loop.png", "no.png", "none.png", "http://[", "mailto:a@b.vn")] == [None] * 5
    assert find("data:image/png;base64,iVBORw0KGgo=").content.startswith(b"\x89PNG")
    assert list(capture.resources.places("a b.png")) == []
    assert find("r.png").stamp != find("a b.png").stamp


def test_further_pages_are_opened(tmp_path):
    file = source(tmp_path, packed(*three(), picture("http://a.vn/p.png")))
    resources = read(file)["http://a.vn/a"].resources
    further = resources.open_page(resources.find("b"))
    assert (further.content, further.address) == (page("b"), "http://a.vn/b")
    with pytest.raises(ResourceRefused):
        resources.open_page(resources.find("p.png"))


def unpacked(tmp_path, pages, *records, name="archive/a.warc.gz"):
    file = source(tmp_path, packed(*records), name)
    root = tmp_path / "source"
    (root / "datapackage.json").write_text("{}", encoding="utf-8")
    (root / "pages").mkdir(exist_ok=True)
    lines = [{"format": "json-pages-1.0"}, *({"url": url, "ts": ts} for url, ts in pages)]
    text = "\n".join([*map(json.dumps, lines), "no json", "[1]"])
    (root / "pages/pages.jsonl").write_text(text, encoding="utf-8")
    return file


def test_of_an_unpacked_wacz_the_listed_pages_are_read(tmp_path):
    pages = [
        ("http://a.vn/b", "2025-02-21T08:00:00.123Z"),
        ("http://a.vn/r", "2025-02-21T08:00:00Z"),
        ("http://a.vn/none", ""),
        ("http://a.vn/b", "2025-02-21T08:00:00Z"),
    ]
    file = unpacked(tmp_path, pages, *three(), redirect("http://a.vn/r", "/c"))
    found = read(file)
    assert found.pop("damaged-file").message.startswith("pages/pages.jsonl: line 6 cannot be read (2 lines in all)")
    assert list(found) == ["http://a.vn/b", "http://a.vn/c", "http://a.vn/none"]
    assert found["http://a.vn/none"] == "record-missing"
    second = replace(file, path="archive/b.warc.gz", locator="archive/b.warc.gz")
    source(tmp_path, packed(response("http://a.vn/d", page())), "archive/b.warc.gz")
    assert read(second) == {}


@pytest.mark.parametrize(
    ("lines", "is_broken"),
    [("", False), ("no JSON\n", True), ('{"format": "json-pages-1.0"}\n', False), ('{"url": 5}\n["a"]\n', True),
     ('{"url": "http://a.vn/\\ud800"}\n', True)],
)  # fmt: skip
def test_a_list_that_names_no_page_is_none(tmp_path, lines, is_broken):
    file = unpacked(tmp_path, (), response("http://a.vn/a", page("a")))
    (tmp_path / "source" / "pages" / "pages.jsonl").write_text(lines, encoding="utf-8")
    found = read(file)
    assert ("damaged-file" in found) == is_broken
    assert "http://a.vn/a" in found


def test_an_index_that_a_power_cut_left_behind_is_made_anew(tmp_path):
    file = source(tmp_path, packed(*three()))
    read(file)
    (index,) = (tmp_path / "work").glob("warc-*.sqlite")
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / index.name).write_bytes(b"")
    assert list(read(replace(file, work=tmp_path / "again"))) == ["http://a.vn/a", "http://a.vn/b", "http://a.vn/c"]


def test_a_picture_that_was_refused_once_is_found_where_it_was_not(tmp_path):
    refused = record("http://a.vn/a.png", http(b"<html>no", status="404 Not Found"))
    later = picture("http://a.vn/a.png", date="2025-03-21T08:00:00Z")
    found = read(source(tmp_path, packed(response("http://a.vn/p", page()), refused, later)))["http://a.vn/p"]
    assert found.resources.find("a.png").content == PICTURE


def test_a_page_whose_http_header_is_cut_tells_it(held):
    page_of = held(response("http://a.vn/p", page(), f"X-Long: {'x' * 300_000}"))["http://a.vn/p"]
    assert (page_of.content, problems(page_of)) == (page(), ["damaged-record"])


@pytest.mark.parametrize(("hops", "is_found"), [(10, True), (11, False)])
def test_redirects_are_counted_and_not_the_captures_that_were_looked_at(tmp_path, hops, is_found):
    chain = [redirect(f"http://a.vn/{number}.png", f"/{number + 1}.png") for number in range(hops)]
    empty = [record("http://a.vn/0.png", http(b"", status="304 Not Modified"), name=f"e{n}") for n in range(20)]
    held_last = picture(f"http://a.vn/{hops}.png")
    found = read(source(tmp_path, packed(response("http://a.vn/p", page()), *empty, *chain, held_last)))
    resource = found["http://a.vn/p"].resources.find("0.png")
    assert (resource is not None and resource.content == PICTURE) == is_found


@pytest.mark.parametrize("address", ["a.vn/p", "/p", "about:blank", "javascript:alert(1)", "http://[::1", "urn:x"])
def test_a_page_that_was_fetched_is_one_whatever_its_address(held, address):
    assert held(response(address, page()))[address].content == page()


def test_what_a_crawler_writes_about_its_work_is_no_page(held):
    of_its_own = record("urn:pageinfo:http://a.vn", page(), "Content-Type: text/html", kind="resource")
    assert held(of_its_own) == {}


def test_a_redirect_that_leads_nowhere_is_a_page(held):
    assert list(held(record("http://a.vn/p", http(page(), status="300 Multiple Choices")))) == ["http://a.vn/p"]


def test_a_page_whose_bytes_are_no_text_is_damaged(held):
    assert held(response("http://a.vn/p", bytes(range(128, 256)) * 10)) == {"http://a.vn/p": "damaged-record"}


@pytest.mark.parametrize("lost", [3, 12, 60])
def test_a_file_that_has_lost_its_first_bytes(tmp_path, lost):
    found = read(source(tmp_path, packed(*three())[lost:]))
    assert {"http://a.vn/b", "http://a.vn/c"} < set(found)


def test_an_index_is_made_once_and_again_when_the_file_changes(tmp_path):
    file = source(tmp_path, packed(*three()))
    assert len(list(warc.parts(file))) == 3
    assert len(list((tmp_path / "work").iterdir())) == 1
    source(tmp_path, packed(*three()[:2]))
    assert list(warc.parts(file)) == [Part("http://a.vn/a", "0"), Part("http://a.vn/b", str(len(packed(three()[0]))))]
    with pytest.raises(CaptureFailed) as gone:
        warc.capture(file, "12345")
    assert gone.value.code == "unreadable-file"
