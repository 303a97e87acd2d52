"""Writes volumes: `WRITERS` names each format; a new one is a module, a line here, a sample and a doc section.

A writer's module is imported when it first writes, so that naming the formats costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from pathlib import Path

    from packager.config import Settings
    from packager.model import Volume
    from packager.writers.contract import Contents, Renditions, Write, Written


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: its media type, its files' suffix, and the module whose `write` makes them."""

    media_type: str
    suffix: str
    module: str

    def write(
        self, volume: Volume, contents: Contents, renditions: Renditions, settings: Settings, draft: Path
    ) -> Written:
        """Write `volume` to `draft` and say what it holds (`contract.Write`)."""
        return cast("Write", import_module(self.module).write)(volume, contents, renditions, settings, draft)


WRITERS: dict[str, Writer] = {
    "epub": Writer("application/epub+zip", ".epub", "packager.writers.epub"),
}
