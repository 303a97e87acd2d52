"""Tells whether a volume would come out the same, from everything that goes into it."""

from __future__ import annotations

import tomllib
from functools import cache
from hashlib import sha256
from importlib import metadata, resources
from typing import TYPE_CHECKING

from packager import __version__

if TYPE_CHECKING:
    from packager.config import Settings
    from packager.volumes.plan import Plan

WRITER = 5  # raise it when a change of code alone changes a volume's bytes
LIBRARIES = ("deflate", "ebooklib", "lxml", "pillow", "pi-heif")
SUFFIXES = (".xhtml", ".css", ".toml")
DATA = ("templates", "themes", "volumes/labels", "images")  # folders below packager/ whose files go into volumes


def fingerprint(plan: Plan, settings: Settings, format_name: str) -> str:
    """The sha256 (hex) over the plan, its articles' states, the settings, our own files and versions.

    Two volumes with one fingerprint have the same bytes, so the second need not be written.
    """
    digest = sha256(_makers().encode("utf-8"))
    known = (settings.publication, settings.language, settings.rights, settings.issn)
    chosen = (format_name, *known, settings.images, settings.theme, settings.max_articles, settings.max_size)
    labels = sorted((alias, label) for alias, label in settings.topics.items())
    for part in (chosen, labels, plan.volume):
        digest.update(repr(part).encode("utf-8", "surrogatepass"))
        digest.update(b"\0")
    for card in plan.cards:
        digest.update(card.state)
    return digest.hexdigest()


@cache
def _makers() -> str:
    """The versions and the data files that volumes are made with."""
    package = resources.files("packager")
    faces = tomllib.loads(package.joinpath("images", "faces.toml").read_text(encoding="utf-8"))["face"]
    names = (*LIBRARIES, *(face["distribution"] for face in faces))
    versions = [f"{name} {_version(name)}" for name in names]
    files = (
        f"{folder}/{file.name} {sha256(file.read_bytes()).hexdigest()}"
        for folder in DATA
        for file in sorted(package.joinpath(folder).iterdir(), key=lambda file: file.name)
        if file.name.endswith(SUFFIXES)
    )
    return "\n".join([f"packager {__version__}", f"writer {WRITER}", *versions, *files])


def _version(distribution: str) -> str:
    """Its version, "" for a font that is not installed."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""
