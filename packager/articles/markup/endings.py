"""How a page ends: libxml2 reads nothing after `</html>`, and what is never closed takes the rest of it for its own.

A mark is put behind the page. Where it does not come out as an element among the others, something has swallowed the
end: a script or a field that was left open, a comment, a tag without its ">". Browsers lose the same text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

# Elements whose text is not read: left open, they cost what stands after them.
SWALLOWING = frozenset(
    """script style template svg math select option textarea object audio video iframe dialog noscript noembed noframes
    title amp-iframe amp-audio amp-video""".split()
)

_MARK = "packager-end"
_END = f"<{_MARK}>"
_PAGE_ENDS = re.compile(r"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])\s{0,9}>")
# The page's last tag, cut short: nothing stands after it.
_STUMP = re.compile(r"</?[a-zA-Z]{0,9}\Z")


def open_to_the_end(text: str) -> str:
    """A page without ends of html and body, as HTML reads it (a later text belongs to the body), with a mark behind."""
    return _STUMP.sub("", _PAGE_ENDS.sub("", text)) + _END


def swallowed(root: etree._Element) -> str:
    """What of a page that was `open_to_the_end` is never closed, in words, "" where all is; takes the mark out."""
    last = root
    while len(last):
        last = last[-1]
    if last.tag == _MARK:
        open_elements = [str(above.tag) for above in last.iterancestors() if above.tag in SWALLOWING]
        _take_out(last)
        return f"<{open_elements[-1]}>" if open_elements else ""
    if (last.text or "").endswith(_END):
        last.text = (last.text or "").removesuffix(_END)
        return f"<{last.tag}>" if last.tag in SWALLOWING else ""
    return "a tag, a comment or a declaration"


def _take_out(mark: etree._Element) -> None:
    """Removes the mark, and the body that libxml2 made for it in a page of frames."""
    parent = mark.getparent()
    if parent is None:
        return
    parent.remove(mark)
    above = parent.getparent()
    if parent.tag == "body" and above is not None and not len(parent) and above.find(".//frameset") is not None:
        above.remove(parent)
