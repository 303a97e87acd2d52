"""Tells by bytes what a file is; its name settles only what the bytes leave open."""

from __future__ import annotations

import codecs
import re
from enum import StrEnum

from packager.limits import HEAD
from packager.readers import names


class Kind(StrEnum):
    """What a file holds."""

    SAVED_PAGE = "saved page"
    TEXT_DUMP = "text dump"
    MARKDOWN = "markdown"
    MHTML = "MHTML"
    SAFARI = "Safari archive"
    FEED = "feed"
    JSON = "JSON"
    WARC = "WARC"
    EPUB = "EPUB"
    ZIP = "ZIP"
    WACZ = "WACZ"
    TAR = "TAR"
    PICTURE = "picture"
    RESOURCE = "style or script"
    GZIP = "gzip"
    EMPTY = "empty"
    UNKNOWN = "unknown"


BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_GZIP = b"\x1f\x8b"
_SIGNATURES = (
    (re.compile(rb"PK\x03\x04.{26}mimetypeapplication/epub\+zip", re.DOTALL), Kind.EPUB),
    (re.compile(rb"PK(?:\x03\x04|\x05\x06|\x01\x02|\x07\x08)"), Kind.ZIP),
    (re.compile(rb"WARC/[01]\."), Kind.WARC),
    (re.compile(rb"bplist00"), Kind.SAFARI),
    (re.compile(rb".{257}ustar", re.DOTALL), Kind.TAR),
)
# Compression that hides what it holds, and what names say of that.
_HIDING = re.compile(rb"BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18")
_PICTURES = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF....WEBP|BM....\0\0\0\0|II\*\0|MM\0\*|\0\0\x01\0|\0\0\0\x0cjP|\xff\x0a"
    rb"|....ftyp(?:avi[fs]|heic|heix|mif1|msf1)",
    re.DOTALL,
)
_OTHER_FORMATS = re.compile(
    rb"%PDF-|%!PS|7z\xbc\xaf|Rar!\x1a|BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd|\x7fELF"
    rb"|\{\\rtf|SQLite format 3|\xd0\xcf\x11\xe0|OggS|ID3|\0asm|wOF[F2]|OTTO|\0\x01\0\0\0|....ftyp"
    rb"|\x1a\x45\xdf\xa3|RIFF....WAVE",
    re.DOTALL,
)
_MAIL = re.compile(r"(?i)(?:\A|\n)mime-version:")
_JSON = re.compile(r"\s*[\[{]\s*(?:[\]}\[{\"]|-?\d+\s*,)")
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org')
_RSS = re.compile(r"purl\.org/(?:rss|net/rss)|my\.netscape\.com/rdf|<channel\b", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][\w:.-]*)")
_MARKUP = re.compile(r"<(?:[A-Za-z/]|!(?:--|[A-Za-z]))")
_WHOLE_PAGE = re.compile(r"(?i)<(?:!doctype\s+html|html|body)\b")
_DOCTYPE = re.compile(r"(?i)<!doctype\s+([\w:.-]+)[^<\[]*(?:\[[^\]]*\]\s*>)?")
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32), 127])
_FEW_WORDS = 5


def sniff(head: bytes, name: str) -> Kind:
    """What a file is whose first bytes (4 kB are enough) are `head`."""
    if not head:
        return Kind.EMPTY
    if head.startswith(_GZIP):
        return Kind.GZIP
    if _PICTURES.match(head):
        return Kind.PICTURE
    signed = next((kind for signature, kind in _SIGNATURES if signature.match(head)), None)
    if signed is not None:
        return signed
    if _HIDING.match(head) and (hidden := names.hidden(name)):
        return Kind(hidden)
    if _OTHER_FORMATS.match(head):
        return Kind.UNKNOWN
    text = head_text(head).lstrip("\ufeff")  # what was put together from files has a mark for each
    kind = _marked_up(text, name) or _plain(text, name)
    return _with_damaged_start(name) if kind is Kind.UNKNOWN else kind


def _with_damaged_start(name: str) -> Kind:
    """What a file may be whose first bytes show nothing: its reader looks for what is sound behind them."""
    return Kind.WARC if names.is_crawl(name) else Kind.ZIP if names.is_zip(name) else Kind.UNKNOWN


def unicode_form(content: bytes) -> tuple[str, int] | None:
    """The Unicode encoding that bytes begin to show, and the length of its byte order mark; None if they show none.

    Without a mark, UTF-16 is known by NUL bytes in every other place (the letters of most scripts, all markup).
    """
    for mark, codec in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return codec, len(mark)
    if b"\0" not in content[:HEAD]:
        return None
    sample = content[: HEAD & ~1]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(len(sample) // 2, 1)
    if odd > half * 0.3 and even < odd * 0.1:
        return "utf-16-le", 0
    if even > half * 0.3 and odd < even * 0.1:
        return "utf-16-be", 0
    return None


def head_text(head: bytes) -> str:
    """The first bytes as text for looking at: markup and ASCII words are right, other letters may not be."""
    form = unicode_form(head)
    if form is None:
        return head.decode("utf-8", "replace")
    codec, mark = form
    return head[mark:].decode(codec, "replace")


def _marked_up(text: str, name: str) -> Kind | None:
    """What a file is that begins with markup, None if it does not."""
    start = _after_prolog(text)
    doctype = _DOCTYPE.match(text, start)
    if doctype and doctype[1].lower() == "html":
        return Kind.SAVED_PAGE
    if doctype:
        start = _after_prolog(text, doctype.end())
    if text.startswith("<!--", start):  # a comment longer than the head
        return None if names.is_text(name) or names.is_markdown(name) else Kind.SAVED_PAGE
    tag = _TAG.match(text, start)
    if tag and _opens_feed(tag[1], text):
        return Kind.FEED
    return _by_element(tag[1].lower(), name) if tag else None


def _opens_feed(element: str, text: str) -> bool:
    """Whether a root element is that of RSS, RDF Site Summary, Atom or CDF."""
    local = element.rpartition(":")[2].lower()
    return local in {"rss", "feed", "channel"} or (local == "rdf" and _RSS.search(text) is not None)


def _by_element(element: str, name: str) -> Kind | None:
    if element in names.table()["page_elements"]:
        return Kind.SAVED_PAGE
    if element == "svg":
        return Kind.PICTURE
    if names.is_text(name) or names.is_markdown(name):
        return None
    known = element in names.table()["part_elements"] or names.is_page(name)
    return Kind.SAVED_PAGE if known else Kind.UNKNOWN


def _after_prolog(text: str, start: int = 0) -> int:
    """Where the first thing stands that is no white space, comment or processing instruction."""
    while True:
        while start < len(text) and text[start].isspace():
            start += 1
        closing = "?>" if text.startswith("<?", start) else "-->" if text.startswith("<!--", start) else ""
        end = text.find(closing, start) if closing else -1
        if end < 0:
            return start
        start = end + len(closing)


def _plain(text: str, name: str) -> Kind:
    """What a file is that does not begin with markup."""
    if _is_binary(text):
        return Kind.UNKNOWN
    if _MAIL.search(text, 0, 1024):
        return Kind.MHTML
    if names.is_markdown(name):
        return Kind.MARKDOWN
    if _JSON.match(text):
        return Kind.FEED if _JSON_FEED.search(text) else Kind.JSON
    if names.is_text(name):
        return Kind.TEXT_DUMP
    if names.is_resource(name):
        return Kind.RESOURCE
    if names.is_page(name):
        return Kind.SAVED_PAGE if _MARKUP.search(text) else Kind.UNKNOWN
    if _WHOLE_PAGE.search(text):
        return Kind.SAVED_PAGE
    return Kind.UNKNOWN if names.suffix(name) or len(text.split(None, _FEW_WORDS)) <= _FEW_WORDS else Kind.TEXT_DUMP


def _is_binary(text: str) -> bool:
    """Whether control characters are more than a damaged text has: 5 % (random bytes have 11 %)."""
    return sum(map(text.count, map(chr, _CONTROLS))) > len(text) * 0.05
