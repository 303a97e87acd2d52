"""Reads MHTML (RFC 2557), a page with its files in one MIME message, and mails whose text is the article."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from packager.errors import CaptureFailed
from packager.limits import HEAD
from packager.model import Basis, Capture, Metadata, Value
from packager.readers.pages.enclosed import Enclosed
from packager.readers.pages.mime import decoded, split, unfolded
from packager.readers.pages.saved_from import origin, original
from packager.readers.sniff import Kind, head_text, sniff
from packager.readers.stated.dates import mail_date
from packager.readers.stated.fields import cleaned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from packager.readers.contract import SourceFile
    from packager.readers.pages.mime import Message, Part

_PAGES = ("text/html", "application/xhtml+xml")
_WORD = re.compile(r"[^\W_]+")
# Two parts that share so many of their words are one text in two forms.
_SAME = 0.8
_ADDRESSES = ("http://", "https://")


def capture(file: SourceFile, content: bytes) -> Capture:
    """The page of an MHTML file, with the files that came with it.

    Raises CaptureFailed: no-text where no part is a page or a text.
    """
    message = split(content)
    root = _root(message, content)
    if root is None:
        raise CaptureFailed("no-text", f"{file.locator}: none of its {len(message.parts):,} parts is a page or a text")
    body, broken = decoded(content, root)
    address, captured = _origin(message, root, body)
    damage = [*message.damage, broken] if broken else message.damage
    stated, problems = _stated(message, file.locator)
    return Capture(
        source=file.source,
        locator=file.locator,
        kind=Kind.MHTML.value,
        media_type="text/plain" if root.media_type == "text/plain" else "text/html",
        content=body,
        charset=root.parameter("charset"),
        resources=Enclosed(dict(_files(message, content)), _location(root) or address),
        address=address,
        captured=captured,
        stated=stated,
        problems=(
            *(("damaged-file", f"{file.locator}: {what}") for what in damage),
            *(("text-unread", f"{file.locator}: {what}") for what in _unread(message, root, content, body)),
            *problems,
        ),
    )


def _root(message: Message, content: bytes) -> Part | None:
    """The page: the part that the message starts with, else the first page, else the first text."""
    start = message.head.parameter("start").strip("<>")
    first = [part for part in message.parts if start and _identifier(part) == start]
    pages = [part for part in message.parts if part.media_type in _PAGES]
    unnamed = [part for part in message.parts if part.media_type in {"", "application/octet-stream"}]
    texts = [part for part in message.parts if part.media_type == "text/plain"]
    looks = (part for part in unnamed if sniff(decoded(content, part)[0][:HEAD], "") is Kind.SAVED_PAGE)
    candidates = [*(part for part in first if part.media_type in _PAGES), *pages]
    held = (part for part in candidates if content[part.start : part.end].strip())
    return next(held, None) or next(looks, None) or next(iter(texts), None)


def _unread(message: Message, root: Part, content: bytes, body: bytes) -> Iterator[str]:
    """The texts of a mail that are not its article: neither another form of it nor what the page refers to."""
    said = set(_WORD.findall(body.decode("utf-8", "replace").casefold()))
    for number, part in enumerate(message.parts, 1):
        is_text = part.media_type in {"text/plain", *_PAGES} and not _location(part) and not _identifier(part)
        if part is root or not is_text:
            continue
        words = _WORD.findall(_body(content, part).decode("utf-8", "replace").casefold())
        if sum(word in said for word in words) < _SAME * len(words):
            yield f"part {number} holds another text, of {len(words):,} words, which is not read"


def _origin(message: Message, root: Part, body: bytes) -> tuple[str, str]:
    """The page's address and the time, as the message says, else as the page does."""
    stated = message.head.headers.get("snapshot-content-location", "").strip()
    address = next((found for found in (stated, _location(root)) if found.startswith(_ADDRESSES)), "")
    address, archived = original(address)
    within = origin(head_text(body[:HEAD]))
    return address or within[0], archived or _date(message) or within[1]


def _date(message: Message) -> str:
    try:
        return mail_date(message.head.headers.get("date", ""))
    except ValueError:
        return ""


def _stated(message: Message, where: str) -> tuple[Metadata, tuple[tuple[str, str], ...]]:
    """What the message's own fields say: its subject, and of a mail, which has a sender, the day it was sent."""
    headers = message.head.headers
    subject = cleaned(unfolded(headers.get("subject", "")))
    title = Value(subject, Basis.METADATA, "mail header: Subject") if subject else Value()
    if "@" not in headers.get("from", "") or not headers.get("date"):
        return Metadata(title=title), ()
    sent = _date(message)
    if not sent:
        return Metadata(title=title), (("bad-date", f"{where}: Date: {cleaned(headers['date'][:60])!r} is no date"),)
    return Metadata(title=title, issued=Value(sent, Basis.METADATA, "mail header: Date", "minute")), ()


def _files(message: Message, content: bytes) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The parts by the addresses that a page may use for them; of two with one address the first is meant."""
    for part in reversed(message.parts):
        read = partial(_body, content, part)
        if identifier := _identifier(part):
            yield f"cid:{identifier}", read
        if location := _location(part):
            yield location, read


def _body(content: bytes, part: Part) -> bytes:
    return decoded(content, part)[0]


def _identifier(part: Part) -> str:
    return part.headers.get("content-id", "").strip().strip("<>")


def _location(part: Part) -> str:
    """Where a part is from; long addresses are folded (RFC 2557, section 4.4.2)."""
    return unfolded("".join(part.headers.get("content-location", "").split()))
