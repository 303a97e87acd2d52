"""Characters as HTML counts them: its white space, composed letters, and text as character data."""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import chain, groupby

# HTML's own white space; a no-break space is text.
_SPACE = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")

# Sorting marks takes quadratic time in unicodedata; letters never carry so many.
_MANY_MARKS = re.compile(r"[^\w\s!-~]{200,}")


def squeeze(text: str) -> str:
    """The text with runs of HTML white space folded to one space, none at the ends."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        text = _SPACE.sub(" ", text)
    return text.strip(" ")


def escape(text: str) -> str:
    """Text as XHTML character data."""
    return html.escape(text, quote=False)


def composed(text: str) -> str:
    """The text in NFC."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    if _MANY_MARKS.search(text):
        text = _MANY_MARKS.sub(_sorted_marks, text)
    return unicodedata.normalize("NFC", text)


def _sorted_marks(match: re.Match[str]) -> str:
    """A long run with its marks in canonical order already (a stable sort by combining class, Unicode 3.11)."""
    return "".join(
        chain.from_iterable(
            sorted(marks, key=unicodedata.combining) if marked else marks
            for marked, marks in groupby(match[0], lambda character: unicodedata.combining(character) > 0)
        )
    )
