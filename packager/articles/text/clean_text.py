"""Values of fields as clean text: one line, NFC, no controls; escapes that templates doubled are undone."""

from __future__ import annotations

import html
import re

from packager.articles.text.characters import composed, squeeze

# Escaped twice and once more: what templates have been seen to do.
_UNESCAPES = 3
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|div|em|font|h[1-6]|i|mark|p|q|s|small|span|strong|sub|sup|u|wbr)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
# Controls, halves of characters, marks of byte order, and what is no character.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff]")
_LINES = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
# Where a word may be parted, and where not: nothing that a reader reads.
INVISIBLE = re.compile("[\xad\u200b\u2060]")


def clean(text: str) -> str:
    """A text as NFC on one line, without controls."""
    if not text.isascii() or not text.isprintable():
        text = composed(_CONTROLS.sub("", _LINES.sub(" ", text)))
    return squeeze(text).strip()


def field_text(text: str) -> str:
    """The text that a field states: entities and inline markup undone, then clean."""
    for _ in range(_UNESCAPES):
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    if "<" in text:
        text = _MARKUP.sub("", text)
    return clean(text)
