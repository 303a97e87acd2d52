"""Named fields as WARC headers and HTTP headers write them, read with patience."""

from __future__ import annotations

import re

_FOLDED = re.compile(r"\r?\n[ \t]+")


class Fields(dict[str, str]):
    """Field name in small letters -> value; of a field that is there twice the values, with a comma between them.

    Lines without a colon are left out; bytes that are not UTF-8 are read as Latin-1, as HTTP means them.
    """

    def __init__(self, lines: bytes) -> None:
        super().__init__()
        text = _text(lines)
        if "\n " in text or "\n\t" in text:
            text = _FOLDED.sub(" ", text)
        for line in text.split("\n"):
            name, colon, value = line.partition(":")
            if colon:
                name, value = name.strip().lower(), value.strip()
                self[name] = f"{self[name]}, {value}" if name in self else value


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
