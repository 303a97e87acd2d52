"""Packs crawls: WARC files (WARC 1.1) and WACZ files (WACZ 1.1.1).

`crawl.toml` lists a WARC file's records in their order. A record has an `address` and a `date`, and one of: `file`,
what the server answered; `location`, where it led on; `same_as`, the number of the record that it repeats.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tomllib
from http import HTTPStatus
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from benchmarks.packed import gzip_member, media_type, zipped

SOFTWARE = b"software: packager's samples\r\nformat: WARC File Format 1.1\r\n"


def crawl(files: dict[str, bytes]) -> bytes:
    """A WARC file, each record in a gzip member of its own."""
    records = tomllib.loads(files["crawl.toml"].decode())["record"]
    about = {"WARC-Type": "warcinfo", "WARC-Date": records[0]["date"], "Content-Type": "application/warc-fields"}
    members = [record(about, SOFTWARE), *(response(said, records, files) for said in records)]
    return b"".join(map(gzip_member, members))


def response(said: dict[str, Any], records: list[dict[str, Any]], files: dict[str, bytes]) -> bytes:
    """The record of one answer of the server."""
    original = records[said["same_as"] - 1] if "same_as" in said else said
    payload = files[original["file"]] if "file" in original else b""
    fields = {
        "WARC-Type": "response" if original is said else "revisit",
        "WARC-Target-URI": said["address"],
        "WARC-Date": said["date"],
        "WARC-Payload-Digest": sha1(payload),
        "Content-Type": "application/http; msgtype=response",
    }
    if original is said:
        return record(fields, answer(said) + payload)
    fields |= {
        "WARC-Profile": "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        "WARC-Refers-To-Target-URI": original["address"],
        "WARC-Refers-To-Date": original["date"],
    }
    return record(fields, answer(original))


def answer(said: dict[str, Any]) -> bytes:
    """The head of an answer in HTTP."""
    if "location" in said:
        status, field = HTTPStatus.FOUND, f"Location: {said['location']}"
    else:
        kind = media_type(said["file"])
        status, field = HTTPStatus.OK, f"Content-Type: {kind}" + ("; charset=utf-8" if kind == "text/html" else "")
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{field}\r\n\r\n".encode()


def record(fields: dict[str, str], block: bytes) -> bytes:
    """A record; its id is made of its address and date, so that it is the same every time."""
    name = uuid5(NAMESPACE_URL, f"{fields.get('WARC-Target-URI', '')} {fields['WARC-Date']}")
    fields = {**fields, "WARC-Record-ID": f"<urn:uuid:{name}>", "Content-Length": str(len(block))}
    lines = ["WARC/1.1", *(f"{key}: {value}" for key, value in fields.items()), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def sha1(content: bytes) -> str:
    """A payload's digest as crawlers write it."""
    return "sha1:" + base64.b32encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()


def wacz(files: dict[str, bytes]) -> bytes:
    """A WACZ file with its description and digests."""
    held = {name: content for name, content in files.items() if name != "about.json"}
    resources = [
        {"name": name.rpartition("/")[2], "path": name, "hash": sha256(content), "bytes": len(content)}
        for name, content in held.items()
    ]
    package = {"profile": "data-package", "wacz_version": "1.1.1", **json.loads(files["about.json"])}
    described = as_json({**package, "resources": resources})
    signed = as_json({"path": "datapackage.json", "hash": sha256(described)})
    return zipped({**held, "datapackage.json": described, "datapackage-digest.json": signed})


def sha256(content: bytes) -> str:
    """A digest as WACZ writes it."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def as_json(value: object) -> bytes:
    """A value as JSON for people."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode() + b"\n"
