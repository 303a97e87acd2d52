"""What normalises articles, as a key: an article made under another key is made again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from packager.articles.metadata.corrections import NONE, Override
from packager.articles.rules import site_rules

if TYPE_CHECKING:
    from packager.config import Settings

# What a change of this number means: every article is normalised again.
VERSION = "7"
KEY_LENGTH = 16


def normaliser(settings: Settings, override: Override = NONE, site: str = "") -> str:
    """What normalises an article: our version, the settings, its override and its site's rule, as a short digest.

    The site stands after it, so that the key of an article on record tells which rule to ask for.
    """
    rule = site_rules(settings.rules).for_site(site)
    ruled = (rule.name, rule.digest) if rule is not None else ()
    chosen = (VERSION, ruled, settings.language, settings.rights, settings.zone, sorted(settings.topics.items()))
    general = hashlib.sha256(repr(chosen).encode()).hexdigest()[:KEY_LENGTH]
    return "-".join(filter(None, (general, override.key))) + (f"@{site}" if site else "")


def site_named(key: str) -> str:
    """The site that an article's key names."""
    return key.partition("@")[2]
