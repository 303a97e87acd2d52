"""Volumes into files: what a child does with one volume."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from typing import TYPE_CHECKING, NamedTuple

from packager import __version__
from packager.findings import finding
from packager.images import PROFILES, Probe, Rendition, probe, rendition
from packager.library import drafts
from packager.library.objects import Objects
from packager.model import Picture, Publication
from packager.volumes.parts import cut, fewer, part
from packager.writers import WRITERS, held
from packager.writers.seal import seal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from packager.config import Settings
    from packager.images import Profile
    from packager.model import Volume
    from packager.writers.contract import Written

VOLUMES = "volumes"


@dataclass(frozen=True, slots=True)
class Binding:
    """One volume to write in one format; `output` is the output folder, `library` the library's.

    `before` are the paths of the files that stand in its place and must not hold more pictures than it will.
    """

    volume: Volume
    format: str
    output: Path
    library: Path
    settings: Settings
    before: tuple[str, ...] = ()


class Kept(NamedTuple):
    """A volume that was not written, and what it would have lost."""

    losses: tuple[str, ...]


def path_of(volume: Volume, form: str) -> str:
    """The path of a volume's file in a format, below the output folder; that of a first part is the volume's own."""
    number = f"-part{volume.part}" if volume.part > 1 else ""
    return f"{VOLUMES}/{volume.path}{number}{WRITERS[form].suffix}"


class Renditions:
    """Renditions under a profile; those that had to be drawn are kept, since drawing is dear and volumes grow.

    Not kept are the few of which something has to be told, for it has to be told every time. What is kept lies below
    `folder`, under a digest of the profile and the versions that draw, and the original's own.
    """

    def __init__(self, objects: Objects, folder: Path, profile: Profile) -> None:
        makers = (profile, __version__, version("pillow"), version("pi-heif"))
        self._objects = objects
        self._folder = folder / sha256(repr(makers).encode()).hexdigest()[:16]
        self._profile = profile

    def __call__(self, picture: Picture) -> Rendition:
        """The picture's rendition; raises PictureUnreadable and LibraryDamaged."""
        facts = Probe(picture.media_type, picture.width, picture.height)
        if picture.crc is None or self._profile.redraws(facts):
            return self._made(picture)
        content = self._objects.read(picture.digest, picture.crc)
        size = facts.width, facts.height
        return Rendition(content, facts.media_type, facts.suffix, *size, digest=picture.digest)

    def _made(self, picture: Picture) -> Rendition:
        """The rendition of a picture that is not known to be taken as it is."""
        kept = self._folder / picture.digest[:2] / picture.digest[2:]
        if kept.exists():
            content = kept.read_bytes()
            facts = probe(content)
            size = facts.width, facts.height
            return Rendition(content, facts.media_type, facts.suffix, *size, digest=sha256(content).hexdigest())
        original = self._objects.read(picture.digest)
        facts = probe(original)
        made = rendition(original, self._profile, facts)
        if made.content is original:
            return replace(made, digest=picture.digest)
        if not made.told and self._profile.redraws(facts):
            drafts.write(kept, made.content)
        return replace(made, digest=sha256(made.content).hexdigest())


@lru_cache(maxsize=1)
def stores(library: Path, profile: str) -> tuple[Objects, Renditions]:
    """Where a child reads from, kept from volume to volume: volumes share pictures."""
    objects = Objects(library / "objects")
    return objects, Renditions(objects, library / "cache" / "renditions", PROFILES[profile])


class Drafted(NamedTuple):
    """A volume, or a part of one, as it is written and not yet sealed."""

    volume: Volume
    draft: Path
    written: Written


def bind_volume(task: Binding) -> list[Publication] | Kept:
    """Writes a volume as drafts beside its place, one a part, seals them there, and says what they hold.

    One that would show less of an article's pictures than it does now is not written.
    """
    losses = tuple(fading(task))
    if losses:
        return Kept(losses)
    found = parts_of(task)
    for each in found:
        seal(each.draft, task.output / path_of(each.volume, task.format))
    return [publication(each, task) for each in found]


def fading(task: Binding) -> Iterator[str]:
    """The articles of which a volume shows pictures that are missing now."""
    less = {entry.id: entry for entry in task.volume.entries if entry.missing}
    for path in task.before if less else ():
        for article, known in held.pictures(task.output / path).items():
            entry = less.get(article)
            if entry is not None and entry.missing > known.missing:
                lost = known.shown - len(entry.pictures) + entry.missing
                if lost > 0:
                    title = entry.metadata.title.value
                    yield f"{lost} of {known.shown} pictures of «{title}» ({entry.source}/{entry.locator})"


def parts_of(task: Binding) -> list[Drafted]:
    """The drafts of a volume: one, or as many as it takes to keep to the settings' limits, no article cut.

    Where the cuts fall follows from what everything takes in the whole; a part that turns out too large nevertheless
    loses articles to the next one.
    """
    volume, settings = task.volume, task.settings
    weights = None
    if settings.max_size or not 0 < settings.max_articles < len(volume.entries):
        whole = drafted(task, volume)
        weights = whole.written.weights
        if fits(whole, settings):
            return [whole]
        drafts.discard(str(whole.draft))
    most: dict[int, int] = {}
    while True:
        runs = list(cut(volume.entries, settings, weights, most))
        found = []
        for number, entries in enumerate(runs, 1):
            found.append(drafted(task, part(volume, number, len(runs), entries, settings)))
            if not fits(found[-1], settings):
                most[number] = fewer(len(entries), found[-1].written.bytes, settings.max_size)
                break
        else:
            return found
        for each in found:
            drafts.discard(str(each.draft))


def drafted(task: Binding, volume: Volume) -> Drafted:
    """A volume as a draft; that of a single article is written whole, however large it is."""
    objects, renditions = stores(task.library, task.settings.images)
    final = task.output / path_of(volume, task.format)
    draft = final.with_name(f".{final.name}.{os.getpid()}{drafts.SUFFIX}")
    settings = replace(task.settings, max_size=0) if len(volume.entries) == 1 else task.settings
    return Drafted(volume, draft, WRITERS[task.format].write(volume, objects, renditions, settings, draft))


def fits(drafted: Drafted, settings: Settings) -> bool:
    """Whether a volume keeps to the limits; one of a single article cannot be made smaller."""
    articles, size = len(drafted.volume.entries), drafted.written.bytes
    return articles == 1 or (articles <= (settings.max_articles or articles) and size <= (settings.max_size or size))


def publication(drafted: Drafted, task: Binding) -> Publication:
    """What a sealed volume holds."""
    volume, written = drafted.volume, drafted.written
    path = path_of(volume, task.format)
    findings = written.findings
    if 0 < task.settings.max_size < written.bytes:
        size = f"{written.bytes:,} bytes, {task.settings.max_size:,} are allowed"
        findings += (finding("part-too-large", path, f"its only article takes {size}"),)
    return Publication(
        path=path,
        media_type=WRITERS[task.format].media_type,
        topic=volume.topic,
        period=volume.period,
        articles=written.articles,
        images=written.images,
        missing_images=written.missing_images,
        sha256=written.sha256,
        bytes=written.bytes,
        by=",".join(volume.by),
        findings=findings,
        volume=path_of(task.volume, task.format),
    )
