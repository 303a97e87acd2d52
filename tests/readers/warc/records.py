"""Makes WARC records for tests: small ones, byte by byte, also wrong ones."""

from __future__ import annotations

import base64
import gzip
import hashlib

from packager.errors import CaptureError
from packager.model import Finding
from packager.readers import warc
from packager.readers.contract import SourceFile
from packager.readers.files import SourceFolder

PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1><p>Mưa lớn ở {0}.</p></body></html>"


def page(name="Huế"):
    return PAGE.format(name).encode()


def sha1(content):
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def http(body, *fields, status="200 OK", content_type="text/html; charset=utf-8"):
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {content_type}"] if content_type else []), *fields]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(address, block, *fields, kind="response", date="2025-02-21T08:00:00Z", length=None, name=""):  # noqa: PLR0913
    """A record; `length` is the Content-Length that it states, `name` makes its id."""
    content_type = "application/http; msgtype=response" if block.startswith(b"HTTP/") else "text/html"
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        *([f"WARC-Target-URI: {address}"] if address else []),
        f"WARC-Date: {date}",
        f"WARC-Record-ID: <urn:test:{name or address}>",
        f"Content-Type: {content_type}",
        *fields,
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def response(address, body, *fields, **more):
    """A response of status 200 with fields of HTTP."""
    return record(address, http(body, *fields), **more)


def three():
    return [response(f"http://a.vn/{name}", page(name)) for name in ("a", "b", "c")]


def packed(*records):
    """Each record in a gzip member of its own."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def source(folder, content=b"", name="a.warc.gz"):
    path = folder / "source" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if content:
        path.write_bytes(content)
    return SourceFile("source", name, SourceFolder(folder / "source"), name, folder / "work")


def read(file):
    """Name of each part -> its capture, the code of its trouble; findings under their codes."""
    found = {}
    for part in warc.parts(file):
        if isinstance(part, Finding):
            found[part.code] = part
            continue
        try:
            found[part.name] = part.trouble.code if part.trouble else warc.capture(file, part.position)
        except CaptureError as error:
            found[part.name] = error.code
    return found


def problems(capture):
    return [code for code, _ in capture.problems]
