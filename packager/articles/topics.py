"""Exactly one topic an article: the page's section, its address path, or the folder it lies in; aliases unify them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from packager.model import UNKNOWN, Basis, Value

if TYPE_CHECKING:
    from packager.config import Settings

# Folder names and address parts that name no topic.
_NO_TOPIC = re.compile(
    r"(?:\d[\d\W_]*|news|article|articles|story|stories|posts?|blog|amp|index|pages?|html?|content|archive|feed|en|vi|"
    r"[a-z]{2}|tin-tuc|bai-viet|detail|media|data|files?|saved|dumps?|txt|seed|sources?|input|download(?:s|ed)?)",
    re.IGNORECASE,
)
_SECTION_SLUG = re.compile(r"[^\W\d_]+(?:-[^\W_]+){0,4}")
LONGEST = 40


def topic_of(section: Value, address: str, locator: str, settings: Settings) -> Value:
    """The article's topic with its basis; unknown where nothing names one.

    `settings.topics` maps what sources write to a label; it also serves for address parts and folders.
    """
    if section:
        label = settings.topics.get(section.value, section.value)
        return Value(label, section.basis, section.evidence)
    part = _address_part(address)
    if part:
        return Value(settings.topics.get(part, part), Basis.INFERRED, f"path of the address: /{part}/")
    folder = _folder(locator)
    if folder:
        return Value(settings.topics.get(folder, folder), Basis.INFERRED, f"folder: {folder}/")
    return UNKNOWN


def _address_part(address: str) -> str:
    """The first part of an address path that reads like a section, if an article's name follows it."""
    parts = [unquote(part) for part in urlsplit(address).path.split("/") if part]
    named = (part for part in parts[:-1] if not _NO_TOPIC.fullmatch(part))
    part = next(named, "")
    return part if len(part) <= LONGEST and _SECTION_SLUG.fullmatch(part) else ""


def _folder(locator: str) -> str:
    """The outermost folder below the source that may name a topic."""
    folders = locator.split("/")[:-1]
    return next((unquote(name) for name in folders if not _NO_TOPIC.fullmatch(name) and len(name) <= LONGEST), "")
