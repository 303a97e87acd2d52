"""Files that hold captures: crawls, archives, books, feeds, mails, lines of JSON, and what stands beside a file."""

from __future__ import annotations

import base64
import gzip
import io
import json
import stat
import struct
import warnings
import zipfile

from tests.hostile.bombs import deflated, gzip_packed
from tests.hostile.sample import CANARY, OUTSIDE, PROSE, REMOTE, Sample, mark, page

DATE = (2025, 2, 21, 8, 0, 0)


def _with_returns(body, address):
    """A record whose HTTP header ends its lines with carriage returns."""
    return record(address, body).replace(b"200 OK\r\n", b"200 OK\r").replace(b"utf-8\r\n\r\n", b"utf-8\r\r")


def samples():
    """Every sample of this kind."""
    yield from crawls()
    yield from archives()
    yield from books()
    yield from feeds()
    yield from mails()
    yield from lines_of_json()
    yield from notes()
    yield from sidecars()


# -- WARC


def record(address, body, headers="", length=None, kind="response"):
    """One record with a page as its payload."""
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n".encode() + body
    length = len(http) if length is None else length
    named = f"WARC-Target-URI: {address}\r\n" if address else ""
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\n{named}WARC-Date: 2025-02-21T08:00:00Z\r\nWARC-Record-ID: <urn:x:{address}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def three(name, second=None):
    """Records of three pages, the second one as it is given."""
    pages = [page(f"{name}-{n}").encode() for n in range(3)]
    records = [record(f"{REMOTE}/{name}/{n}", content) for n, content in enumerate(pages)]
    return [records[0], second(pages[1], f"{REMOTE}/{name}/1") if second else records[1], records[2]]


def packed(data):
    return gzip.compress(data, mtime=0)


def crawl(name, why, records, *, keep=(0, 2), told=(1,), data=None, **given):
    content = b"".join(map(packed, records)) if data is None else data
    marks = {n: mark(f"{name}-{n}", "A") for n in range(3)}
    return Sample(name, why, {"a.warc.gz": content}, tuple(marks[n] for n in keep), tuple(marks[n] for n in told),
                  outcomes=(), kind="WARC", **given)  # fmt: skip


def crawls():
    for name, why, second in (
        ("warc-length-huge", "a length beyond the file", lambda body, address: record(address, body, length=10**12)),
        ("warc-length-negative", "a negative length", lambda body, address: record(address, body, length=-1)),
        ("warc-length-words", "a length in words", lambda body, address: record(address, body, length="many")),
        ("warc-no-address", "no address", lambda body, _: record("", body)),
        ("warc-address-file", "an address of a file", lambda body, _: record("file:///etc/passwd", body)),
        ("warc-chunks-huge", "a chunk of 2^64", lambda body, address: record(address, b"ffffffffffffffff\r\n" + body, CHUNKED)),
        ("warc-chunks-words", "a chunk of no size", lambda body, address: record(address, b"zz\r\n" + body, CHUNKED)),
        ("warc-gzip-bomb", "a body that unfolds to 300 MB", lambda body, address: record(address, gzip_packed(300, body), GZIPPED)),
        ("warc-encodings-many", "1,000 encodings", lambda body, address: record(address, body, f"Content-Encoding: {'gzip, ' * 999}gzip\r\n")),
        ("warc-headers-many", "100,000 headers", lambda body, address: record(address, body, "X-A: b\r\n" * 100_000)),
        ("warc-header-long", "a header of 5 MB", lambda body, address: record(address, body, f"X-A: {'b' * 5_000_000}\r\n")),
        ("warc-version-unknown", "WARC of version 99", lambda body, address: record(address, body).replace(b"WARC/1.1", b"WARC/99.9")),
        ("warc-junk-between", "junk between records", lambda *_: b"\xff\0" * 5000),
    ):  # fmt: skip
        yield crawl(name, why, three(name, second))
    for name, why, address in (
        ("warc-address-broken", "half of an IPv6 host", "http://[::1"),
        ("warc-address-long", "an address of 70,000 letters", f"http://b.example/{'y' * 70_000}"),
        ("warc-address-bare", "an address without a scheme", "b.example/bare"),
        ("warc-address-script", "an address that runs", "javascript:alert(1)"),
    ):
        yield crawl(
            name, why, three(name, lambda body, _, address=address: record(address, body)), keep=(0, 1, 2), told=()
        )
    name = "warc-header-other-ends"
    yield crawl(name, "an HTTP header of carriage returns", three(name, _with_returns), keep=(0, 1, 2), told=())
    name = "warc-brotli-untold"
    untold = lambda _, address: record(address, bytes(range(128, 256)) * 40)  # noqa: E731
    yield crawl(name, "a page whose bytes are no text", three(name, untold), codes=("damaged-record",))
    name = "warc-start-lost"
    lost = list(map(packed, three(name)))
    yield crawl(name, "a file that has lost its first bytes", (), data=b"".join(lost)[5:], keep=(1, 2), told=(0,))
    name = "warc-nuls-first"
    yield crawl(
        name, "a file that begins with NULs", (), data=bytes(5000) + b"".join(three(name)), keep=(0, 1, 2), told=()
    )
    name = "warc-member-damaged"
    records = list(map(packed, three(name)))
    records[1] = records[1][:60] + b"\xff" * 20 + records[1][80:]
    yield crawl(name, "a damaged gzip member", (), data=b"".join(records), codes=("damaged-record",))
    name = "warc-revisit-alone"
    revisit = lambda body, address: record(address, b"", kind="revisit")  # noqa: ARG005, E731
    yield crawl(name, "a revisit of what is not there", three(name, revisit), told=(), codes=("record-missing",))
    name = "warc-not-found"
    lost = lambda body, address: record(address, body).replace(b"200 OK", b"404 No")  # noqa: E731
    yield crawl(name, "an error page", three(name, lost), told=(), codes=("http-status",))
    name = "warc-cut"
    yield crawl(
        name, "cut within the last record", (), data=b"".join(map(packed, three(name)))[:-300], keep=(0, 1), told=(2,)
    )
    name = "warc-bomb-whole"
    yield Sample(name, "a crawl that unfolds to 500 MB of nothing", {"a.warc.gz": gzip_packed(500, b"WARC/1.0\r\n")},
                 outcomes=(), kind="WARC")  # fmt: skip


CHUNKED = "Transfer-Encoding: chunked\r\n"
GZIPPED = "Content-Encoding: gzip\r\n"


# -- ZIP and what is made of it


def zipped(entries, how=zipfile.ZIP_DEFLATED):
    """An archive of (name, content[, mode]) entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on names that stand twice
        for name, content, *mode in entries:
            info = zipfile.ZipInfo(name, DATE)
            info.compress_type = how
            if mode:
                info.create_system, info.external_attr = 3, mode[0] << 16
            archive.writestr(info, content)
    return out.getvalue()


def archives():
    link = stat.S_IFLNK | 0o777
    for name, why, entries in (
        ("zip-slip", "entries that climb out", [("../../evil.html", CANARY), ("/etc/evil.html", CANARY), ("C:\\evil.html", "x")]),
        ("zip-links", "links that lead out", [("l", f"../{OUTSIDE}", link), ("l/secret.html", "x"), ("p.html", "/etc/passwd", link)]),
        ("zip-names", "names of every sort", [("\0.html", "x"), ("a" * 60_000, "x"), ("a//b/../c.html", "x"), ("", "x"), ("CON", "x")]),
        ("zip-twice", "one name twice", [("a.html", "<p>x"), ("a.html", "<p>y"), ("A.html", "<p>z")]),
        ("zip-folder-file", "a file that is a folder too", [("a", "x"), ("a/b.html", "<p>x"), ("c/", ""), ("c", "x")]),
        ("zip-many", "20,000 entries", [(f"{n}.css", "") for n in range(20_000)]),
        ("zip-deep", "2,000 folders in each other", [("d/" * 2000 + "a.html", "<p>x")]),
    ):  # fmt: skip
        good = [("good.html", page(name))]
        yield Sample(name, why, {"a.zip": zipped([*good, *entries])}, (mark(name, "A"),), outcomes=(), kind="ZIP")
    name = "zip-bomb"
    yield Sample(name, "an entry of 1 GB", {"a.zip": bomb(name)}, (mark(name, "A"),), outcomes=(), kind="ZIP")
    name = "zip-nested"
    inner = zipped([("good.html", page(name))])
    for _ in range(30):
        inner = zipped([("a.zip", inner)])
    yield Sample(name, "30 archives in each other", {"a.zip": inner}, told=(mark(name, "A"),), outcomes=(), kind="ZIP",
                 codes=("nested-too-deep",))  # fmt: skip
    name = "zip-encrypted"
    content = bytearray(zipped([("good.html", page(name))]))
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    yield Sample(name, "an encrypted entry", {"a.zip": bytes(content)}, told=(mark(name, "A"),), outcomes=(), kind="ZIP",
                 codes=("encrypted",))  # fmt: skip
    name = "zip-cut"
    yield Sample(name, "cut at the end", {"a.zip": zipped([("good.html", page(name))])[:-30]}, told=(mark(name, "A"),),
                 outcomes=(), kind="ZIP")  # fmt: skip


def bomb(name):
    """An archive with an entry that unfolds to a gigabyte of zeros."""
    data = deflated(1024)
    content = bytearray(zipped([("good.html", page(name)), ("big.html", data)], zipfile.ZIP_STORED))
    local, central = content.rfind(b"PK\x03\x04"), content.rfind(b"PK\x01\x02")
    for method, size in ((local + 8, local + 22), (central + 10, central + 24)):
        content[method : method + 2] = struct.pack("<H", zipfile.ZIP_DEFLATED)
        content[size : size + 4] = struct.pack("<I", 1 << 30)
    return bytes(content)


# -- EPUB

CONTAINER = """<?xml version="1.0"?>{}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles>{}</container>"""
PACKAGE = """<?xml version="1.0"?>{doctype}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">x</dc:identifier><dc:title>{title}</dc:title>
<dc:language>vi</dc:language></metadata><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>{items}
</manifest><spine><itemref idref="c"/>{spine}</spine></package>"""


def book(name, container=("", "p.opf", ""), doctype="", title="T", items="", spine=""):
    chapter = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>c</title></head><body><p>{mark(name, "A")} {PROSE}</p></body></html>'
    return zipped([
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER.format(*container)),
        ("p.opf", PACKAGE.format(doctype=doctype, title=title, items=items, spine=spine)),
        ("c.xhtml", chapter),
    ], zipfile.ZIP_STORED)  # fmt: skip


def books():
    laughs = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    far = '<item id="s" href="../../../outside/secret.html" media-type="application/xhtml+xml"/>'
    for name, why, parts in (
        ("epub-entity", "a title that is a file", {"doctype": f'<!DOCTYPE p [<!ENTITY x SYSTEM "../{OUTSIDE}/secret.txt">]>', "title": "&x;"}),
        ("epub-laughs", "billion laughs", {"doctype": f"<!DOCTYPE p [{laughs}]>", "title": "&a11;"}),
        ("epub-item-outside", "a chapter outside", {"items": far, "spine": '<itemref idref="s"/>'}),
        ("epub-item-missing", "a chapter that is not there", {"items": far.replace("../../../outside/", ""), "spine": '<itemref idref="s"/>'}),
        ("epub-item-remote", "a chapter elsewhere", {"items": f'<item id="s" href="{REMOTE}/x" media-type="text/html"/>', "spine": '<itemref idref="s"/>'}),
        ("epub-spine-repeats", "one chapter 5,000 times", {"spine": '<itemref idref="c"/>' * 5000}),
    ):  # fmt: skip
        yield Sample(name, why, {"a.epub": book(name, **parts)}, told=(mark(name, "A"),), outcomes=(), kind="EPUB")
    for name, path in (("epub-package-missing", "none.opf"), ("epub-package-outside", f"../../{OUTSIDE}/secret.xml")):
        content = book(name, container=("", path, ""))
        yield Sample(
            name,
            "no package where it should be",
            {"a.epub": content},
            told=(mark(name, "A"),),
            outcomes=(),
            kind="EPUB",
        )


# -- feeds


def feeds():
    item = "<item><title>Tin {0}</title><link>http://b.example/{0}</link><description>{1}</description></item>"
    for name, why, doctype, more in (
        ("feed-laughs", "billion laughs", '<!DOCTYPE r [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>', "<copyright>&b;</copyright>"),
        ("feed-entity", "an entity that is a file", f'<!DOCTYPE r [<!ENTITY x SYSTEM "../{OUTSIDE}/secret.txt">]>', "<copyright>&x;</copyright>"),
        ("feed-deep", "50,000 elements in each other", "", "<x>" * 50_000),
        ("feed-controls", "controls", "", "<x>\x00\x0b\x1f</x>"),
        ("feed-cut", "a feed that ends early", "", "<item><title>Cụt"),
        ("feed-comment", "a comment that is never closed", "", "<!-- "),
    ):  # fmt: skip
        told = f"&lt;p&gt;{mark(name, 'A')} {PROSE}&lt;/p&gt;"
        content = f'<?xml version="1.0"?>{doctype}<rss version="2.0"><channel><title>F</title>{item.format(name, told)}{more}</channel></rss>'
        yield Sample(name, why, {"feed.xml": content}, told=(mark(name, "A"),), outcomes=(), kind="feed")
    name = "feed-active"
    inner = f"&lt;p onclick=alert(1)&gt;{mark(name, 'A')} {PROSE}&lt;/p&gt;&lt;script&gt;alert(2)&lt;/script&gt;&lt;img src='{REMOTE}/t.gif'&gt;"
    content = f'<rss version="2.0"><channel><title>F</title>{item.format(name, inner)}</channel></rss>'
    yield Sample(
        name, "an entry that runs", {"feed.xml": content}, (mark(name, "A"),), outcomes=("article",), kind="feed"
    )


# -- MHTML


def mails():
    head = (
        'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
    )

    def part(kind, place, body, coding="base64"):
        data = base64.encodebytes(body).decode() if coding == "base64" else body.decode("utf-8", "replace")
        return f"--B\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\nContent-Location: {place}\r\n\r\n{data}\r\n"

    for name, why, more in (
        ("mht-no-boundary", "no boundary", None),
        ("mht-escape", "parts that lie elsewhere", part("image/png", f"../../{OUTSIDE}/secret.png", b"x") + part("text/css", "file:///etc/passwd", b"x")),
        ("mht-not-ended", "no last boundary", ""),
        ("mht-headers-many", "100,000 headers in a part", "--B\r\n" + "X-A: b\r\n" * 100_000 + "\r\nx\r\n--B--"),
        ("mht-parts-many", "50,000 parts", "--B\r\n\r\nx\r\n" * 50_000 + "--B--"),
        ("mht-coding-unknown", "a coding that is none", part("text/plain", "x", b"x", "uuencode") + "--B--"),
    ):  # fmt: skip
        whole = part("text/html; charset=utf-8", f"http://b.example/{name}", page(name).encode())
        content = (head.replace('; boundary="B"', "") if more is None else head) + whole + (more or "")
        yield Sample(name, why, {"a.mht": content}, told=(mark(name, "A"),), outcomes=(), kind="MHTML")
    name = "mht-nested"
    content = head + '--B\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n' * 3000
    yield Sample(name, "3,000 messages in each other", {"a.mht": content}, outcomes=("failed",), kind="MHTML")


# -- JSON, Markdown, sidecars


def lines_of_json():
    deep = "[" * 100_000
    for name, why, bad in (
        ("json-deep", "a line 100,000 deep", f'{{"title": "x", "text": {deep}'),
        ("json-number", "a number of 1 MB", f'{{"title": {"9" * 1_000_000}, "text": "x"}}'),
        ("json-constants", "what JSON does not know", '{"title": NaN, "text": Infinity}'),
        (
            "json-types",
            "values of other types",
            '{"title": {"a": []}, "text": 7, "date": [], "url": null, "authors": {"x": 1}}',
        ),
        ("json-halves", "halves of characters", '{"title": "\\ud800", "text": "\\udc00 x"}'),
        ("json-broken", "a line that is no JSON", '{"title": "x", "text": '),
        ("json-empty", "an object of nothing", "{}"),
        ("json-controls", "controls", '{"title": "a\\u0000b", "text": "c\\u001fd"}'),
    ):
        good = json.dumps({"url": f"http://b.example/{name}", "title": name, "text": f"{mark(name, 'A')} {PROSE}"})
        last = json.dumps(
            {"url": f"http://b.example/{name}/2", "title": f"{name} 2", "text": f"{mark(name, 'Z')} {PROSE}"}
        )
        yield Sample(
            name,
            why,
            {"a.jsonl": f"{good}\n{bad}\n{last}\n"},
            (mark(name, "A"), mark(name, "Z")),
            outcomes=(),
            kind="JSON",
        )


def notes():
    for name, why, head, body in (
        ("markdown-front-deep", "front matter 5,000 deep", "a: " + "[" * 5000, ""),
        ("markdown-front-open", "front matter that never ends", "title: x\n" * 3, None),
        ("markdown-front-alias", "aliases of aliases", "a: &a [x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\ntitle: *c", ""),
        ("markdown-front-object", "an object of a program", "title: !!python/object/apply:os.system ['id']", ""),
        (
            "markdown-html",
            "HTML that runs",
            "title: x",
            "<script>alert(1)</script><img src=x onerror=alert(2)>[x](javascript:alert(3))",
        ),
        ("markdown-brackets", "brackets without end", "title: x", "[" * 20_000 + "](" * 20_000),
        ("markdown-emphasis", "stars without end", "title: x", "*a **b " * 20_000),
        ("markdown-quotes", "quotes in quotes", "title: x", ">" * 20_000 + "x"),
        ("markdown-lists", "lists in lists", "title: x", "".join(" " * n * 2 + "- x\n" for n in range(300))),
    ):
        end = "---\n\n" if body is not None else ""
        content = f"---\n{head}\n{end}# Bài {name}\n\n{mark(name, 'A')} {PROSE}\n\n{body or ''}\n\n{mark(name, 'Z')} {PROSE}\n"
        yield Sample(name, why, {"a.md": content}, (mark(name, "A"),), (mark(name, "Z"),), outcomes=(), kind="markdown")


def sidecars():
    for name, why, content in (
        ("sidecar-broken", "no JSON", "{"),
        ("sidecar-deep", "JSON 100,000 deep", '{"title": ' + "[" * 100_000),
        ("sidecar-large", "a sidecar of 20 MB", '{"title": "' + "x" * 20_000_000 + '"}'),
        ("sidecar-types", "values of other types", '{"title": 7, "creator": {"a": 1}, "issued": [], "nothing": null}'),
        ("sidecar-list", "a list", "[1, 2]"),
        ("sidecar-bytes", "no text", b"\xff\xfe\0{"),
    ):
        files = {"a.html": page(name), "a.html.meta.json": content}
        yield Sample(name, why, files, (mark(name, "A"), mark(name, "Z")), codes=("sidecar-unread",))
    name = "sidecar-active"
    content = json.dumps(
        {"title": "</title><script>alert(1)</script>\u0000\ud800", "topic": "../../x", "source": "javascript:alert(2)"}
    )
    yield Sample(
        name, "a sidecar that means harm", {"a.html": page(name), "a.html.meta.json": content}, (mark(name, "A"),)
    )
