"""From the bytes of a feed or of JSON to UTF-8, whatever they declare, without what XML cannot hold."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from packager.readers.sniff import unicode_form

_HEAD = 1024
_DECLARED = re.compile(rb"\A\s{0,99}<\?xml[^>]{0,199}?\sencoding\s{0,9}=\s{0,9}[\"']\s{0,9}([\w.:-]{1,40})")
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"
_WIDE = ((b"\0\0\0<", "utf-32-be"), (b"<\0\0\0", "utf-32-le"), (b"\0\0\0{", "utf-32-be"), (b"{\0\0\0", "utf-32-le"))
# What labels mean on the web (Encoding Standard, 4.2).
_MEANT = {"ascii": "cp1252", "us-ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
# Codecs of Python that are no charset, or that hide markup from whoever looks at the bytes.
_REFUSED = frozenset(
    ("utf-7", "punycode", "idna", "unicode_escape", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem")
)
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_NONCHARACTER = re.compile(b"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF


@dataclass(frozen=True, slots=True)
class Text:
    """UTF-8 without a mark, and the facts about the bytes it was made of.

    `charset` is what was used, `declared` the label that the file states. `damaged` counts U+FFFD put in for bytes
    that mean nothing; `dropped` the characters that XML 1.0 cannot hold, `line` where the first of them stood.
    """

    content: bytes
    charset: str
    declared: str = ""
    damaged: int = 0
    dropped: int = 0
    line: int = 0

    @property
    def lied(self) -> bool:
        """Whether the file declares another charset than it is in."""
        declared = codec_of(self.declared)
        return bool(declared) and declared != self.charset and not self.content.isascii()

    def problems(self) -> list[tuple[str, str]]:
        """(finding code, message) of what did not arrive as it is declared."""
        found = []
        if self.damaged:
            found.append(("text-damaged", f"{self.damaged:,} bytes are no {self.charset} text"))
        if self.dropped:
            found.append(
                ("text-dropped", f"line {self.line}: {self.dropped:,} characters from there on cannot stand in XHTML")
            )
        if self.lied:
            found.append(("charset-lies", f"says {self.declared}, but is {self.charset}"))
        return found


def unicode_text(content: bytes) -> Text:
    """The bytes as UTF-8: by a byte order mark, NUL bytes, what is valid UTF-8, then the charset declared."""
    declared = _declared(content[:_HEAD])
    text, charset, damaged = _decoded(content, codec_of(declared))
    clean = text.translate(None, _CONTROLS)
    clean = _NONCHARACTER.sub(b"", clean) if b"\xef\xbf" in clean else clean
    if len(clean) == len(text):
        return Text(clean, charset, declared, damaged)
    dropped = len(text.decode("utf-8", "replace")) - len(clean.decode("utf-8", "replace"))
    return Text(clean, charset, declared, damaged, dropped, _first_difference(text, clean))


def codec_of(label: str) -> str:
    """The codec that a label means on the web, "" for none that is read."""
    try:
        name = codecs.lookup(label.strip()).name if label.strip() else ""
    except (LookupError, ValueError):
        return ""
    if name in _REFUSED or not getattr(codecs.lookup(name), "_is_text_encoding", True) if name else True:
        return ""
    return _MEANT.get(name, name)


def _declared(head: bytes) -> str:
    plain = head.decode("cp037").encode("ascii", "replace") if head.startswith(_EBCDIC) else head
    match = _DECLARED.match(plain)
    return match[1].decode("ascii", "replace") if match else ""


def _decoded(content: bytes, declared: str) -> tuple[bytes, str, int]:
    """UTF-8, the charset it was in, and the count of damage."""
    wide = next((codec for start, codec in _WIDE if content.startswith(start)), "")
    codec, mark = (wide, 0) if wide else unicode_form(content) or ("utf-8", 0)
    body = content[mark:] if mark else content
    if content.startswith(_EBCDIC):
        codec, mark = declared or "cp037", 1
    elif codec == "utf-8" and _is_utf8(body):
        return body, codec, 0
    text = body.decode(codec, "replace")
    if codec == "utf-8" and not mark and not _mostly_utf8(text):
        codec = declared if declared and declared != "utf-8" else "cp1252"
        text = body.decode(codec, "replace")
    text = text.removeprefix("\ufeff")
    return text.encode("utf-8", "replace"), codec, text.count("\ufffd")


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(text: str) -> bool:
    """Whether text decoded as UTF-8 has more letters beyond ASCII than places that are broken."""
    broken = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - broken > broken


def _first_difference(text: bytes, clean: bytes) -> int:
    """The line on which something was dropped first."""
    low, high = 0, len(clean)
    while low < high:
        middle = (low + high + 1) // 2
        if text[low:middle] == clean[low:middle]:
            low = middle
        else:
            high = middle - 1
    return text.count(b"\n", 0, low) + 1
