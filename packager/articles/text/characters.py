"""Characters as HTML counts them: its white space, and text as character data."""

from __future__ import annotations

import html
import re

# HTML's own white space; a no-break space is text.
_SPACE = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")


def squeeze(text: str) -> str:
    """The text with runs of HTML white space folded to one space, none at the ends."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text:
        text = _SPACE.sub(" ", text)
    return text.strip(" ")


def escape(text: str) -> str:
    """Text as XHTML character data."""
    return html.escape(text, quote=False)
