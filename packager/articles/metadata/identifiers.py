"""The id of an article: it follows from where the article was published, so that every copy of it has the same."""

from __future__ import annotations

import hashlib
import re

LENGTH = 16
_IDENTIFIER = re.compile(rf"[0-9a-f]{{{LENGTH}}}")


def identifier_of(address: str) -> str:
    """The id of the article at a canonical address: the first 16 hexadecimal digits of the address's sha256.

    The address counts letter by letter: http and https, with and without a last slash, a query or a fragment, are
    addresses of their own.
    """
    return digest_of(address.encode("utf-8", "surrogatepass"))


def digest_of(content: bytes) -> str:
    """The id of an article that names no address: by its captured bytes."""
    return hashlib.sha256(content).hexdigest()[:LENGTH]


def is_identifier(text: str) -> bool:
    """Whether a text has the form of an article's id."""
    return _IDENTIFIER.fullmatch(text) is not None
