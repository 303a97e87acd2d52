"""What normalises articles, as a key: an article made under another key is made again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from packager.articles.corrections import NONE, Override

if TYPE_CHECKING:
    from packager.config import Settings

# What a change of this number means: every article is normalised again.
VERSION = "1"
KEY_LENGTH = 16


def normaliser(settings: Settings, override: Override = NONE) -> str:
    """What normalises: its version, the settings and the override that an article depends on, as a short digest."""
    chosen = (VERSION, settings.language, settings.rights, settings.zone, sorted(settings.topics.items()))
    general = hashlib.sha256(repr(chosen).encode()).hexdigest()[:KEY_LENGTH]
    return f"{general}-{override.key}" if override.key else general
