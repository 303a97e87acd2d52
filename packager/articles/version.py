"""What normalises articles, as a key: an article made under another key is made again."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from packager.articles.metadata.corrections import NONE, Override

if TYPE_CHECKING:
    from packager.config import Settings

# What a change of this number means: every article is normalised again.
VERSION = "2"
KEY_LENGTH = 16


@lru_cache(maxsize=4)
def rules_key(folder: str) -> str:
    """The digest of the shipped rules for sites and of those in the user's folder."""
    digest = hashlib.sha256()
    places = [resources.files("packager.articles").joinpath("rules", "sites"), *([Path(folder)] if folder else [])]
    for place in places:
        for file in sorted(place.iterdir(), key=lambda file: file.name) if place.is_dir() else ():
            if file.is_file():
                digest.update(repr((file.name, file.read_bytes())).encode())
    return digest.hexdigest()


def normaliser(settings: Settings, override: Override = NONE) -> str:
    """What normalises: its version, the settings and the override that an article depends on, as a short digest."""
    rules = rules_key(settings.rules)
    chosen = (VERSION, rules, settings.language, settings.rights, settings.zone, sorted(settings.topics.items()))
    general = hashlib.sha256(repr(chosen).encode()).hexdigest()[:KEY_LENGTH]
    return f"{general}-{override.key}" if override.key else general
