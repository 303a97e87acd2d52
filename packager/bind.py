"""Volumes into files: what a child does with one volume."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING

from packager import __version__
from packager.images import PROFILES, Rendition, probe, rendition
from packager.images.facts import SUFFIXES
from packager.library import drafts
from packager.library.objects import Objects
from packager.model import Picture, Publication
from packager.writers import WRITERS
from packager.writers.seal import seal

if TYPE_CHECKING:
    from pathlib import Path

    from packager.config import Settings
    from packager.images import Profile
    from packager.model import Volume

VOLUMES = "volumes"


@dataclass(frozen=True, slots=True)
class Binding:
    """One volume to write in one format; `output` is the output folder, `library` the library's."""

    volume: Volume
    format: str
    output: Path
    library: Path
    settings: Settings


def path_of(volume: Volume, form: str) -> str:
    """The path of a volume's file in a format, below the output folder."""
    return f"{VOLUMES}/{volume.path}{WRITERS[form].suffix}"


class Renditions:
    """Renditions under a profile; those that had to be drawn are kept, since drawing is dear and volumes grow.

    What is kept lies below `folder`, under a digest of the profile and the versions that draw, and the original's own.
    """

    def __init__(self, objects: Objects, folder: Path, profile: Profile) -> None:
        makers = (profile, __version__, version("pillow"))
        self._objects = objects
        self._folder = folder / sha256(repr(makers).encode()).hexdigest()[:16]
        self._profile = profile
        self._untouched: set[str] = set()

    def __call__(self, picture: Picture) -> Rendition:
        """The picture's rendition; raises PictureUnreadable and LibraryDamaged."""
        kept = self._folder / picture.digest[:2] / picture.digest[2:]
        if kept.exists():
            content = kept.read_bytes()
            facts = probe(content)
            return Rendition(content, facts.media_type, facts.suffix, facts.width, facts.height)
        original = self._objects.read(picture.digest)
        if picture.digest in self._untouched:
            suffix = SUFFIXES[picture.media_type]
            return Rendition(original, picture.media_type, suffix, picture.width, picture.height)
        made = rendition(original, self._profile)
        if made.content is original:
            self._untouched.add(picture.digest)
        if (made.media_type, made.width, made.height) != (picture.media_type, picture.width, picture.height):
            drafts.write(kept, made.content)
        return made


@lru_cache(maxsize=1)
def stores(library: Path, profile: str) -> tuple[Objects, Renditions]:
    """Where a child reads from, kept from volume to volume: volumes share pictures."""
    objects = Objects(library / "objects")
    return objects, Renditions(objects, library / "cache" / "renditions", PROFILES[profile])


def bind_volume(task: Binding) -> Publication:
    """Writes a volume as a draft beside its place, seals it there, and says what it holds."""
    objects, renditions = stores(task.library, task.settings.images)
    path = path_of(task.volume, task.format)
    final = task.output / path
    draft = final.with_name(f".{final.name}.{os.getpid()}{drafts.SUFFIX}")
    writer = WRITERS[task.format]
    written = writer.write(task.volume, objects, renditions, task.settings, draft)
    seal(draft, final)
    return Publication(
        path=path,
        media_type=writer.media_type,
        topic=task.volume.topic,
        period=task.volume.period,
        articles=written.articles,
        images=written.images,
        missing_images=written.missing_images,
        sha256=written.sha256,
        bytes=written.bytes,
        by=",".join(task.volume.by),
        findings=written.findings,
    )
