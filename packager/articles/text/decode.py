"""From bytes to text: the charset that the bytes are really in, newlines, nothing that XML cannot hold."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from packager.articles.text.characters import composed
from packager.articles.text.charsets import codec_of, table
from packager.articles.text.vietnamese import VIETNAMESE, decode_vietnamese, vietnamese_charset
from packager.readers.sniff import unicode_form

_HEAD = 4096
_XML_ENCODING = re.compile(rb"\A\s{0,99}<\?xml[^>]{0,99}?\sencoding\s?=\s?[\"']([\w.:-]{1,40})")
_CHARSET = re.compile(rb"\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})")

# XML 1.0, 2.2 Char: tab, line feed, carriage return and everything from U+0020 but surrogates, U+FFFE and U+FFFF.
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ILLEGAL_BYTES = bytes([*range(9), 11, 12, *range(14, 32)])
_SPACES = "\x0b\x0c"
# The same, written as HTML character references; windows-1252's and those of half characters the parser mends.
_REFERENCE = re.compile(
    r"&#(?:0*([1-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d)|[xX]0*([1-8bcefBCEF]|1[\da-fA-F]|[fF]{3}[efEF])(?![\da-fA-F]));?"
)

_FEW_ERRORS = 0.01
_ENOUGH_LETTERS = 3
_SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the facts about its bytes.

    `text` has line feeds for newlines and nothing that XML 1.0 cannot hold; a page's is left as it is composed (its
    addresses stay as they are, and ">" must not meet a combining mark), any other is in NFC. `charset` is what was
    used, `declared` the label that was stated ("" if none). `damaged` counts U+FFFD put in for bytes that mean nothing,
    `illegal` the characters that were left out, by code point ("U+0000"), in order of code points.
    """

    text: str
    charset: str
    declared: str = ""
    damaged: int = 0
    illegal: tuple[tuple[str, int], ...] = ()

    @property
    def dropped(self) -> int:
        """How many characters were left out."""
        return sum(count for _, count in self.illegal)

    @property
    def lied(self) -> str:
        """The charset that was declared if the bytes are in another one, else ""."""
        if self.charset.startswith(("utf-16", "utf-32")) or self.text.isascii():
            return ""
        return self.declared if self.declared and codec_of(self.declared) != self.charset else ""


def decode(content: bytes, declared: str = "", *, html: bool = True) -> Decoded:
    """Text of bytes; `declared` is the charset that the transport stated; `html`: look for one in the page as well.

    The order: byte order mark, UTF-16 by its NUL bytes, UTF-8 if the bytes are (or nearly are) valid, the charset
    declared, what the bytes look like. UTF-7 is never read. A vertical tab or form feed becomes a space.
    """
    declared = declared.strip() or (_declared(content[:_HEAD]) if html else "")
    text, charset, damaged = _unicode(content) or _legacy(content, codec_of(declared) if declared else "")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, illegal = _legal(text) if charset != "utf-8" or _holds_illegal(content, text) else (text, ())
    if html:
        text, referred = _without_references(text)
        illegal = (*illegal, *referred)
    return Decoded(text if html else composed(text), charset, declared, damaged, illegal)


def _declared(head: bytes) -> str:
    """The charset that a page states of itself, in a meta element or an XML declaration; "" if none."""
    lowered = head.lower()
    place = lowered.find(b"charset")
    while place >= 0:
        tag = lowered.rfind(b"<", 0, place)
        match = _CHARSET.match(head, place + len(b"charset"))
        if match and lowered.startswith(b"<meta", tag):
            return match[1].decode("ascii", "replace")
        place = lowered.find(b"charset", place + 1)
    match = _XML_ENCODING.match(head)
    return match[1].decode("ascii", "replace") if match else ""


def _unicode(content: bytes) -> tuple[str, str, int] | None:
    """Text, charset and count of damage if the bytes are Unicode; None if they are not.

    Bytes without a mark are UTF-8 if what is not ASCII is valid UTF-8 for the greater part.
    """
    codec, mark = unicode_form(content) or ("utf-8", 0)
    body = content[mark:] if mark else content
    try:
        return body.decode(codec), codec, 0
    except UnicodeDecodeError:
        text = body.decode(codec, "replace")
    damaged = max(text.count("\ufffd") - body.count("\ufffd".encode(codec)), 1)
    letters = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return (text, codec, damaged) if mark or codec != "utf-8" or letters >= damaged else None


def _legacy(content: bytes, declared: str) -> tuple[str, str, int]:
    """Text, charset and count of damage of bytes that are no Unicode; `declared` is the codec that was stated.

    "utf-8" is a lie by now, and windows-1252 is what Vietnamese pages with fonts of their own have always claimed: in
    both cases the bytes decide.
    """
    if declared not in {"", "utf-8", "windows-1252"}:
        text, damaged = _decoded_as(content, declared)
        if damaged <= len(content) * _FEW_ERRORS:
            return text, declared, damaged
    charset = (
        vietnamese_charset(content) or (declared != "windows-1252" and _charset_of_script(content)) or "windows-1252"
    )
    text, damaged = _decoded_as(content, charset)
    return text, charset, damaged


def _decoded_as(content: bytes, charset: str) -> tuple[str, int]:
    """Text and how many U+FFFD stand in it."""
    text = decode_vietnamese(content, charset) if charset in VIETNAMESE else content.decode(charset, "replace")
    return text, text.count("\ufffd")


def _charset_of_script(content: bytes) -> str:
    """The charset in which bytes are another script than Latin, "" if they are in none."""
    sample = content[:_SAMPLE]
    for script in table()["scripts"]:
        try:
            text = codecs.getincrementaldecoder(script["codec"])().decode(sample)
        except UnicodeDecodeError:
            continue
        others = len(text) - len(text.encode("ascii", "ignore"))
        runs = sum(map(len, re.findall(f"[{script['letters']}]{{2,}}", text)))
        if runs >= max(_ENOUGH_LETTERS, others * script["share"]):
            return str(script["codec"])
    return ""


def _holds_illegal(content: bytes, text: str) -> bool:
    """Whether UTF-8 bytes hold what XML cannot; a few scans that cost nothing."""
    return len(content.translate(None, _ILLEGAL_BYTES)) != len(content) or "\ufffe" in text or "\uffff" in text


def _legal(text: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """Text without what XML cannot hold, and what was left out."""
    illegal = Counter(ILLEGAL.findall(text))
    if not illegal:
        return text, ()
    text = ILLEGAL.sub(lambda match: " " if match[0] in _SPACES else "", text)
    return text, tuple((f"U+{ord(character):04X}", count) for character, count in sorted(illegal.items()))


def _without_references(text: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """A page without references to what XML cannot hold, and what was left out."""
    if "&#" not in text:
        return text, ()
    found = Counter(chr(int(match[1] or match[2], 10 if match[1] else 16)) for match in _REFERENCE.finditer(text))
    if not found:
        return text, ()
    text = _REFERENCE.sub(" ", text)
    return text, tuple((f"U+{ord(character):04X}", count) for character, count in sorted(found.items()))
