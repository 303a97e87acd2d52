"""Packs a page with its files as browsers do: MHTML (RFC 2557) and Safari's web archives.

`page.toml` says what the browser would know: the page's address, its title, when it was saved, and the address of each
file.
"""

from __future__ import annotations

import base64
import plistlib
import quopri
import tomllib
from email.header import Header

from benchmarks.packed import media_type

BOUNDARY = "----MultipartBoundary--van-son----"


def mhtml(files: dict[str, bytes]) -> bytes:
    """A page as Chrome saves it."""
    said = tomllib.loads(files["page.toml"].decode())
    lines = [
        "From: <Saved by Blink>",
        f"Snapshot-Content-Location: {said['address']}",
        f"Subject: {Header(said['title'], 'utf-8').encode(linesep='')}",
        f"Date: {said['saved']}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related; type="text/html"; boundary="{BOUNDARY}"',
        "",
    ]
    for name, address in said["files"].items():
        is_page = media_type(name) == "text/html"
        encode = quopri.encodestring if is_page else base64.encodebytes
        lines += [
            "",
            f"--{BOUNDARY}",
            f"Content-Type: {media_type(name)}",
            f"Content-Transfer-Encoding: {'quoted-printable' if is_page else 'base64'}",
            f"Content-Location: {address}",
            "",
            encode(files[name]).decode("ascii").rstrip("\n"),
        ]
    lines += ["", f"--{BOUNDARY}--", ""]
    return "\n".join(lines).replace("\n", "\r\n").encode("ascii")


def safari_archive(files: dict[str, bytes]) -> bytes:
    """A page as Safari saves it."""
    said = tomllib.loads(files["page.toml"].decode())
    page, *others = (
        {"WebResourceData": files[name], "WebResourceMIMEType": media_type(name), "WebResourceURL": address}
        for name, address in said["files"].items()
    )
    page |= {"WebResourceTextEncodingName": "UTF-8", "WebResourceFrameName": ""}
    return plistlib.dumps({"WebMainResource": page, "WebSubresources": others}, fmt=plistlib.FMT_BINARY)
