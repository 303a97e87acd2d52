"""Players, posts, maps and charts of other sites inside a page: where each leads, and what to call it.

An offline article cannot carry them; it keeps a link to the original in their place.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from lxml import etree

FRAMES = frozenset(("iframe", "embed", "object", "amp-iframe"))
MEDIA = {"video": "Video", "audio": "Audio", "amp-video": "Video", "amp-audio": "Audio"}
EMBEDDING = FRAMES | MEDIA.keys()

_ADDRESS_ATTRIBUTES = ("src", "data-src", "data-lazy-src", "data-url", "data", "data-original")
# A player's own page -> the page that people know.
_ORIGINALS = (
    (
        re.compile(r"^https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,})"),
        r"https://www.youtube.com/watch?v=\1",
    ),
    (re.compile(r"^https?://player\.vimeo\.com/video/(\d+)"), r"https://vimeo.com/\1"),
    (re.compile(r"^https?://(?:www\.)?dailymotion\.com/embed/video/(\w+)"), r"https://www.dailymotion.com/video/\1"),
)


@cache
def _sites() -> dict[str, str]:
    text = resources.files("packager.articles.markup").joinpath("embeds.toml").read_text(encoding="utf-8")
    sites: dict[str, str] = tomllib.loads(text)["sites"]
    return sites


def embedded(element: etree._Element) -> tuple[str, str] | None:
    """(address, label) of what an element embeds: its own media, or a known site's; None for any other frame."""
    address = _address(element)
    if not address:
        return None
    title = " ".join((element.get("title") or element.get("aria-label") or "").split())
    site = MEDIA.get(str(element.tag)) or _site(address)
    if not site:
        return None
    if not title:
        return _original(address), f"{site} ({_host(address)})"
    return _original(address), title if site.casefold() in title.casefold() else f"{site}: {title}"


def _address(element: etree._Element) -> str:
    """The first whole or site-relative address that an element or its sources state."""
    for holder in (element, *element.iter("source")):
        for name in _ADDRESS_ATTRIBUTES:
            address = (holder.get(name) or "").strip()
            if address and not address.startswith(("about:", "data:", "blob:", "javascript:", "{")):
                return f"https:{address}" if address.startswith("//") else address
    return ""


def _site(address: str) -> str:
    """The name of the known site that an address leads to."""
    try:
        bits = urlsplit(address)
    except ValueError:
        return ""
    host = bits.netloc.lower()
    return next((name for place, name in _sites().items() if _is_at(host, bits.path, place)), "")


def _is_at(host: str, path: str, place: str) -> bool:
    """Whether an address lies at a site: a domain, with a path perhaps, or a label of the host."""
    domain, _, below = place.partition("/")
    at_host = f".{host}".endswith(f".{domain}") if "." in domain else domain in host.split(".")
    return at_host and path.startswith(f"/{below}" if below else "")


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.removeprefix("www.") or address.rpartition("/")[2]
    except ValueError:
        return address


def _original(address: str) -> str:
    """The page that people know of what a player shows, else the player's own."""
    for pattern, original in _ORIGINALS:
        match = pattern.match(address)
        if match:
            return match.expand(original)
    return address
