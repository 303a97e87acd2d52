"""Reads sidecars: files beside a source's file that say what it is, before all that it says itself."""

from __future__ import annotations

import json
import tomllib
from typing import Any

from packager.limits import LARGEST_SIDECAR
from packager.model import Basis, Metadata
from packager.readers.files import locator_of
from packager.readers.stated.fields import stated

UNREAD = "sidecar-unread"


def parse(content: bytes, name: str) -> tuple[Metadata, tuple[tuple[str, str], ...]]:
    """What a sidecar gives, and its problems as (finding code, message).

    It is one table, in TOML if its name ends so and else in JSON, with the words of Metadata or their synonyms
    (fields.toml); a value has the basis `given` unless it states another with its evidence, as our own metadata do.
    """
    where = locator_of(name)
    try:
        fields = _fields(content, is_toml=name.lower().endswith(".toml"))
    except ValueError as error:  # what JSON, TOML and UTF-8 raise
        return Metadata(), ((UNREAD, f"{where}: {error}"),)
    except RecursionError:
        return Metadata(), ((UNREAD, f"{where}: nests too deep"),)
    found = stated(fields, Basis.GIVEN, f"sidecar {where}")
    messages = (
        *(f"{where}: {locator_of(key[:100])} is no word that describes an article" for key in found.unknown[:20]),
        *(f"{where}: {locator_of(key[:100])} {why}" for key, why in found.unusable),
    )
    return found.metadata, tuple((UNREAD, message) for message in messages)


def _fields(content: bytes, *, is_toml: bool) -> dict[str, Any]:
    if len(content) > LARGEST_SIDECAR:
        raise ValueError(f"holds {len(content):,} bytes, {LARGEST_SIDECAR:,} are read")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 ({error.reason} at byte {error.start:,})") from error
    try:
        fields = tomllib.loads(text) if is_toml else read_json(text)
    except ValueError as error:
        raise ValueError(f"is not valid {'TOML' if is_toml else 'JSON'} ({error})") from error
    if not isinstance(fields, dict):
        raise ValueError("holds no table")  # noqa: TRY004 - one kind of error for all that is wrong with a file
    return fields


def read_json(text: str) -> Any:  # noqa: ANN401 - JSON is anything
    """A JSON value whose numbers stay as they are written; raises ValueError and RecursionError."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
