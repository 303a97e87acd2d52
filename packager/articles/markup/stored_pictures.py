"""Pictures that SingleFile saves once, in CSS variables, for all elements that show them.

Source: SingleFile's saved pages, where `--sf-img-N: url("data:...")` stands in a style element and `var(--sf-img-N)` in
the style of an element.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

MARK = "--sf-img-"

_STORED = re.compile(r"--sf-img-(\d{1,6})\s*:\s*url\(\s*[\"']?([^\"')]+)")
_USED = re.compile(r"var\(\s*--sf-img-(\d{1,6})\s*\)")


def restore(root: etree._Element) -> None:
    """Gives elements the stored pictures that their styles name: an image as its src, others as their background."""
    stored = {number: address for style in root.iter("style") for number, address in _STORED.findall(style.text or "")}
    for element in root.iter("*"):
        used = _USED.search(element.get("style") or "") if stored else None
        if used is None or used[1] not in stored:
            continue
        if element.tag == "img":
            element.set("src", stored[used[1]])
        else:
            element.set("style", f"background-image:url('{stored[used[1]]}')")
