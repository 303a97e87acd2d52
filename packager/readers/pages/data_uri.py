"""Reads data: URIs (RFC 2397), with the forgiving base64 of the URL standard."""

from __future__ import annotations

import binascii
import re
from urllib.parse import unquote_to_bytes

from packager.errors import ResourceRefused
from packager.limits import LARGEST_PICTURE
from packager.model import Resource

_WHITE_SPACE = re.compile(r"[\t\n\f\r ]+")
_HEADER = 200


def is_data_uri(reference: str) -> bool:
    """Whether a reference carries its resource itself."""
    return reference[:5].lower() == "data:"


def resource(reference: str) -> Resource:
    """The resource that a data: URI carries, named by its header; ResourceRefused: picture-damaged, too-large."""
    comma = reference.find(",", 0, _HEADER)
    header = reference[:comma] if comma > 0 else reference[:40]
    if comma < 0:
        raise ResourceRefused("picture-damaged", f"{header}: the data: URI has no comma")
    if len(reference) > LARGEST_PICTURE // 3 * 4 + _HEADER:
        raise ResourceRefused("too-large", f"{header}: holds more than {LARGEST_PICTURE:,} bytes")
    body = reference[comma + 1 :]
    content = _base64(body, header) if header.lower().rstrip().endswith(";base64") else _percent(body)
    if not content:
        raise ResourceRefused("picture-damaged", f"{header}: the data: URI holds nothing")
    return Resource(header.strip(), lambda: content)


def _percent(body: str) -> bytes:
    return unquote_to_bytes(body.encode("utf-8", "surrogatepass"))


def _base64(body: str, header: str) -> bytes:
    packed = _percent(body).decode("latin-1") if "%" in body else body
    packed = _WHITE_SPACE.sub("", packed).rstrip("=")
    try:
        return binascii.a2b_base64(packed + "=" * (-len(packed) % 4), strict_mode=True)
    except ValueError as error:  # binascii.Error is one; so is text that is not ASCII
        raise ResourceRefused("picture-damaged", f"{header}: the base64 is broken ({error})") from error
