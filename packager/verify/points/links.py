"""Links of the text (13): to articles of the volume within it, others absolute, none that leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.verify.points.page import Told, article_of, target
from packager.volumes.markup import is_web_address
from packager.volumes.places import address_key, addresses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.verify.points.kept import Reading, Seen


def check_links(reading: Reading) -> Iterator[Told]:
    """Point 13, for every chapter."""
    known = addresses(reading.entries) or {
        address_key(seen.address): article_of(seen.path) for seen in reading.chapters if seen.address
    }
    for seen in reading.seen.values():
        if article_of(seen.path):
            for href in seen.links:
                if wrong := _wrong(reading, seen, href, frozenset(known)):
                    yield Told(seen.path, f"the link to {href!r} {wrong}")


def _wrong(reading: Reading, seen: Seen, href: str, known: frozenset[str]) -> str:
    scheme = href.partition(":")[0].lower()
    if scheme in {"http", "https"}:
        if not is_web_address(href):
            return "is broken"
        return "leads out of the volume, which holds that article" if address_key(href) in known else ""
    if scheme == "mailto" and href != scheme:
        return ""
    path, fragment = target(seen.path, href)
    page = reading.seen.get(path)
    if page is None:
        return "" if path in reading.broken else "leads nowhere in the volume"
    return f"leads to {fragment!r}, which is not there" if fragment and fragment not in page.ids else ""
