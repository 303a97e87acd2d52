"""Named fields as WARC headers and HTTP headers write them, read with patience."""

from __future__ import annotations

import re

_FOLDED = re.compile(rb"\r?\n[ \t]+")
_LINE = re.compile(rb"\r?\n")


class Fields(dict[str, str]):
    """Field name in small letters -> value; of a field that is there twice the values, with a comma between them.

    Lines without a colon are left out; bytes that are not UTF-8 are read as Latin-1, as HTTP means them.
    """

    def __init__(self, lines: bytes) -> None:
        super().__init__()
        for line in _LINE.split(_FOLDED.sub(b" ", lines)):
            name, colon, value = line.partition(b":")
            if colon:
                self._add(_text(name).strip().lower(), _text(value).strip())

    def _add(self, name: str, value: str) -> None:
        self[name] = f"{self[name]}, {value}" if name in self else value


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
