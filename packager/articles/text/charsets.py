"""The table of charsets, charsets.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

_JOINER = re.compile(r"[\s_:-]+")


@cache
def table() -> dict[str, Any]:
    """The tables of charsets.toml."""
    return tomllib.loads(
        resources.files("packager.articles.text").joinpath("charsets.toml").read_text(encoding="utf-8")
    )


def codec_of(label: str) -> str:
    """The codec that a charset's label means, "" for one that is not read."""
    plain = _JOINER.sub("", label.lower())
    if plain == "utf8":
        return "utf-8"
    return str(table()["labels"].get(plain, ""))
