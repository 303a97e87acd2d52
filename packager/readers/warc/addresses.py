"""Compares addresses as the web means them, and points in time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import unquote, urljoin, urlsplit

_WEB = frozenset(("http", "https"))
_USUAL_PORTS = frozenset((None, 80, 443))
_TIME = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d)(?:\.\d{1,9})?)?)?\s?(?:Z|[+-]00:?00)?")


def joined(base: str, reference: str) -> str:
    """The address that a reference means on a page, without its fragment; "" for none."""
    try:
        return urljoin(base, reference.strip()).partition("#")[0]
    except ValueError:
        return ""


def key(address: str) -> str:
    """A key that addresses have in common which mean the same: http and https, percent-encoding, fragments apart."""
    address = address.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return address
    if parts.scheme not in _WEB:
        return address.partition("#")[0]
    host = (parts.hostname or "").rstrip(".") + (f":{port}" if port not in _USUAL_PORTS else "")
    query = f"?{_decoded(parts.query)}" if parts.query else ""
    return f"{host}{_decoded(parts.path) or '/'}{query}"


def seconds(time: str) -> int | None:
    """A point in time as WARC-Date writes it (WARC 1.1, 5.4), or in 14 digits, in seconds since 1970; None for none."""
    found = _TIME.fullmatch(time.strip())
    if not found:
        return None
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return int(datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp())
    except ValueError:
        return None


def iso(time: str) -> str:
    """A point in time in ISO 8601, UTC; "" for what is none."""
    known = seconds(time)
    if known is None:
        return ""
    return datetime.fromtimestamp(known, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _decoded(part: str) -> str:
    return unquote(part) if "%" in part else part
