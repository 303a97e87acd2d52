import base64
import plistlib
import quopri
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packager.errors import CaptureError, ResourceRefused
from packager.readers.pages import mhtml, webarchive
from packager.readers.pages.mime import decoded, split, unfolded
from tests.readers.source_files import source_file

PAGE = '<!DOCTYPE html><html><head><title>Cầu</title></head><body><p>Chào</p><img src="a.png"></body></html>'
PICTURE = b"\x89PNG\r\n\x1a\n--BB\x00"
HEAD = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://b.example/tin/cau\r\n"
    "Subject: =?utf-8?Q?C=E1=BA=A7u=20m=E1=BB=9Bi?=\r\nDate: Fri, 21 Feb 2025 07:05:00 -0000\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="BB"\r\n\r\n'
)


def part(media_type, body, location="", identifier="", encoding="base64"):
    data = body.encode() if isinstance(body, str) else body
    packed = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(data)
    fields = [f"Content-Type: {media_type}", f"Content-Transfer-Encoding: {encoding}"]
    fields += [f"Content-Location: {location}"] if location else []
    fields += [f"Content-ID: <{identifier}>"] if identifier else []
    return b"\r\n--BB\r\n" + "\r\n".join(fields).encode() + b"\r\n\r\n" + packed


def message(*parts, head=HEAD, end="\r\n--BB--\r\n"):
    return head.encode() + b"".join(parts) + end.encode()


WHOLE = message(
    part("text/html; charset=utf-8", PAGE, "https://b.example/tin/cau", "frame-1@mhtml.blink", "quoted-printable"),
    part("image/png", PICTURE, "https://b.example/tin/a.png"),
    part("image/png", b"in a frame", "", "x%y@b"),
    part("text/html", PAGE, "", "frame-2@mhtml.blink", "binary"),
)


@pytest.fixture
def capture(tmp_path):
    def read(content, reader=mhtml):
        file = source_file(tmp_path, "a.mht", content)
        return reader.capture(file, file.content())

    return read


def test_the_page_has_its_bytes_its_address_its_time_and_its_title(capture):
    found = capture(WHOLE)
    assert found.content == PAGE.encode()
    assert (found.charset, found.media_type) == ("utf-8", "text/html")
    assert (found.address, found.captured) == ("https://b.example/tin/cau", "2025-02-21T07:05:00+00:00")
    assert (found.stated.title.value, found.stated.title.evidence) == ("Cầu mới", "mail header: Subject")
    assert not found.stated.issued
    assert found.problems == ()


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n"])
def test_what_stands_before_a_message_is_passed_over(capture, before):
    assert capture(before + WHOLE).content == PAGE.encode()


def test_a_message_that_was_sent_on_is_read(capture):
    sent_on = f"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{PAGE}"
    assert capture(message(part("message/rfc822", sent_on, encoding="8bit"))).content == PAGE.encode()


@pytest.mark.parametrize(
    "reference", ["a.png", "/tin/a.png", "https://b.example/tin/a.png", "http://b.example/tin/a.png#x", " ./a.png\n"]
)
def test_pictures_are_found_by_their_address(capture, reference):
    resources = capture(WHOLE).resources
    assert resources.find(reference).content == PICTURE
    assert list(resources.places(reference)) == []


def test_pictures_and_frames_are_found_by_their_id(capture):
    resources = capture(WHOLE).resources
    assert resources.find("cid:x%y@b").content == b"in a frame"
    assert resources.open_page(resources.find("cid:frame-2@mhtml.blink")).content == PAGE.encode()
    with pytest.raises(ResourceRefused, match="is no page"):
        resources.open_page(resources.find("a.png"))


@pytest.mark.parametrize(
    "reference", ["", "b.png", "file:///etc/passwd", "/etc/passwd", "../../x", "http://[", "x" * 9000]
)
def test_what_the_file_does_not_hold_is_found_nowhere(capture, reference):
    assert capture(WHOLE).resources.find(reference) is None


def test_a_location_outside_is_only_a_name(capture):
    content = message(part("text/html", PAGE, "file:///etc/passwd"), part("image/png", PICTURE, "../../evil.png"))
    found = capture(content.replace(b"Snapshot-Content-Location: https://b.example/tin/cau\r\n", b""))
    assert found.address == ""
    assert found.resources.find("../../evil.png").content == PICTURE


@pytest.mark.parametrize(
    "stated",
    [
        "",
        ' boundary="WRONG"',
        " boundary=BB",
        " boundary='BB'",
        ' boundary="BB',
        ' BOUNDARY = "BB" ',
        ' charset="x; boundary=y"; boundary=BB',
    ],
)
def test_a_boundary_that_is_missing_or_wrong_is_taken_from_the_parts(capture, stated):
    head = HEAD.replace('\r\n\tboundary="BB"', stated)
    found = capture(message(part("text/html", PAGE), part("image/png", PICTURE, "a.png"), head=head))
    assert found.content == PAGE.encode()
    assert found.resources.find("a.png").content == PICTURE
    assert found.problems == ()


def test_a_file_that_is_cut_short_gives_what_is_there_and_is_told(capture):
    found = capture(WHOLE[: len(WHOLE) - 300])
    assert found.content == PAGE.encode()
    assert found.problems == (("damaged-file", "a.mht: the file ends before its last boundary"),)


def test_broken_base64_is_kept_as_far_as_it_goes_and_is_told(capture):
    content = message(part("text/html", PAGE)).replace(base64.b64encode(PAGE.encode())[:20], b"\xff*")
    found = capture(content)
    assert found.content
    assert found.problems == (("damaged-file", "a.mht: its base64 is broken; what could be decoded was kept"),)


def test_parts_without_fields_and_messages_without_parts_are_texts(capture):
    assert capture(message(b"\r\n--BB\r\n\r\n" + PAGE.encode())).content == PAGE.encode()
    single = capture(b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + PAGE.encode())
    assert single.content == PAGE.encode()
    bare = capture(HEAD.encode() + PAGE.encode())
    assert bare.content == PAGE.encode()
    assert bare.problems


def test_the_page_is_the_part_that_the_message_starts_with(capture):
    head = HEAD.replace('boundary="BB"', 'boundary="BB"; start="<two>"')
    content = message(part("text/html", "<p>one", "", "one"), part("text/html", "<p>two", "", "two"), head=head)
    assert capture(content).content == b"<p>two"


MAIL = """From: Báo <tin@b.example>
Subject: Thư tuần
Date: Fri, 21 Feb 2025 14:05:00 +0700
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=OUT

--OUT
Content-Type: multipart/alternative; boundary=IN

--IN
Content-Type: text/plain; charset=utf-8

Chào.
--IN
Content-Type: text/html; charset=utf-8

<p>Chào.</p>
--IN--
--OUT
Content-Type: application/pdf

%PDF-
--OUT--
"""


def test_a_mail_is_issued_when_it_was_sent_and_its_page_goes_before_its_text(capture):
    found = capture(MAIL.encode())
    assert found.content == b"<p>Ch\xc3\xa0o.</p>"
    assert (found.stated.title.value, found.stated.issued.value) == ("Thư tuần", "2025-02-21T14:05:00+07:00")
    assert found.problems == ()
    plain = capture(MAIL.replace("text/html", "text/calendar").encode())
    assert (plain.media_type, plain.content) == ("text/plain", "Chào.".encode())


def test_a_date_of_a_mail_that_is_none_is_told(capture):
    found = capture(MAIL.replace("Fri, 21 Feb 2025 14:05:00 +0700", "soon").encode())
    assert [code for code, _ in found.problems] == ["bad-date"]


@pytest.mark.parametrize(
    "parts",
    [
        b'--BB\r\nContent-Type: multipart/mixed; boundary="BB"\r\n\r\n' * 2000,
        b"".join(b'--B%d\r\nContent-Type: multipart/mixed; boundary="B%d"\r\n\r\n' % (n, n + 1) for n in range(2000)),
        b"--x\r\n" * 300_000,
        b"--BB\r\n" * 300_000,
        b"--BB\r\nA:" + b" x\r\n" * 300_000,
        b"--BB\r\nContent-Type: image/png\r\n\r\n" * 20_000,
    ],
    ids=["one-boundary", "many-boundaries", "strange-lines", "empty-parts", "folded", "many-parts"],
)
def test_many_parts_cost_little(capture, parts):
    begun = time.process_time()
    with pytest.raises(CaptureError):
        capture(HEAD.replace('"BB"', '"B0"' if b"B0" in parts else '"BB"').encode() + parts)
    assert time.process_time() - begun < 5


def test_fields_are_unfolded_and_decoded():
    assert unfolded("=?utf-8?B?Q+G6p3U=?= =?utf-8?Q?_m=E1=BB=9Bi?=") == "Cầu mới"
    assert unfolded("=?utf-8?B?Q+G6?=") == "=?utf-8?B?Q+G6?="
    assert unfolded("=?none?Q?x?=") == "=?none?Q?x?="


@given(
    st.lists(st.binary(max_size=80), min_size=1, max_size=5), st.sampled_from(["base64", "quoted-printable", "binary"])
)
def test_parts_come_out_as_they_went_in(bodies, encoding):
    if encoding != "base64":
        bodies = [body.replace(b"--", b"").replace(b"\r", b"").replace(b"\n", b"") for body in bodies]
    content = message(*(part("image/png", body, encoding=encoding) for body in bodies))
    found = split(content)
    assert [decoded(content, held)[0] for held in found.parts] == bodies
    assert found.damage == []


PIECES = [
    b"--BB", b"--BB--", b"\r\n", b"\n", b"--", b"Content-Type: text/html", b"Content-", b": ", b"BB", b"<html>", b"=",
    b"multipart/mixed; boundary=", b"QUJD", b"\xff", b"Content-Transfer-Encoding: base64", b"MIME-Version: 1.0",
    b"Date: ", b"Subject: =?", b"?=", b"a@b", b"From: ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_no_bytes_break_the_reader(tmp_path_factory, pieces):
    file = source_file(tmp_path_factory.getbasetemp(), "fuzz.mht", b"")
    try:
        found = mhtml.capture(file, b"".join(pieces))
    except CaptureError:
        return
    assert found.resources.find("cid:BB") is None


def archive(**more):
    main = {"WebResourceData": PAGE.encode(), "WebResourceMIMEType": "text/html",
            "WebResourceTextEncodingName": "UTF-8", "WebResourceURL": "https://b.example/tin/cau"}  # fmt: skip
    picture = {
        "WebResourceData": PICTURE,
        "WebResourceMIMEType": "image/png",
        "WebResourceURL": "https://b.example/tin/a.png",
    }
    frame = {"WebMainResource": {**main, "WebResourceURL": "https://b.example/frame"}, "WebSubresources": [
            {"WebResourceData": b"in a frame", "WebResourceURL": "https://c.example/f.png"}]}  # fmt: skip
    whole = {"WebMainResource": main, "WebSubresources": [picture], "WebSubframeArchives": [frame], **more}
    return plistlib.dumps(whole, fmt=plistlib.FMT_BINARY)


def test_safari_archives_give_their_page_and_their_files(capture):
    found = capture(archive(), webarchive)
    assert (found.content, found.charset, found.address) == (PAGE.encode(), "UTF-8", "https://b.example/tin/cau")
    assert found.resources.find("a.png").content == PICTURE
    assert found.resources.find("https://c.example/f.png").content == b"in a frame"
    assert found.resources.open_page(found.resources.find("/frame")).content == PAGE.encode()


def test_bytes_tell_that_an_archive_holds_a_page(capture):
    main = {"WebResourceData": PAGE.encode(), "WebResourceMIMEType": "application/x-unknown"}
    found = capture(archive(WebMainResource=main), webarchive)
    assert (found.content, found.media_type) == (PAGE.encode(), "text/html")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (archive()[:200], "damaged-file"),
        (b"bplist00", "damaged-file"),
        (archive()[:-24] + b"\xff" * 24, "damaged-file"),
        (plistlib.dumps([], fmt=plistlib.FMT_BINARY), "damaged-file"),
        (plistlib.dumps({}, fmt=plistlib.FMT_BINARY), "no-text"),
        (archive(WebMainResource={"WebResourceData": b"%PDF", "WebResourceMIMEType": "application/pdf"}), "no-text"),
        (archive(WebMainResource=1), "no-text"),
    ],
)
def test_broken_archives_are_told(capture, content, code):
    with pytest.raises(CaptureError) as raised:
        capture(content, webarchive)
    assert raised.value.code == code


@given(st.integers(0, 900), st.binary(min_size=1, max_size=9))
def test_no_damage_breaks_the_reader_of_archives(tmp_path_factory, place, damage):
    file = source_file(tmp_path_factory.getbasetemp(), "fuzz.webarchive", b"")
    content = archive()
    try:
        found = webarchive.capture(file, content[:place] + damage + content[place + len(damage) :])
    except CaptureError:
        return
    assert isinstance(found.content, bytes)


def test_a_second_text_of_a_mail_is_told_and_another_form_of_the_first_is_not(capture):
    first, other = "<p>Chợ phiên mở lại ở bản Nà Hin.</p>", "Danh sách gian hàng: chè, mật ong, thổ cẩm."
    mail = HEAD.replace("<Saved by Blink>", "<an@b.example>")
    same = part("text/plain; charset=utf-8", "Chợ phiên mở lại ở bản Nà Hin.")
    texts = [part("text/html; charset=utf-8", first), same, part("text/plain; charset=utf-8", other)]
    found = capture(message(*texts, head=mail))
    assert found.content == first.encode()
    assert [code for code, _ in found.problems] == ["text-unread"]
    assert "part 3" in found.problems[0][1]
