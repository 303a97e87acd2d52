"""What a writer is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from packager.config import Settings
    from packager.model import Finding, Picture, Volume
    from packager.volumes.parts import Weights


class Contents(Protocol):
    """Finds what the library stores, by digest (`library.Objects`)."""

    def read(self, digest: str) -> bytes:
        """The object's bytes; raises LibraryDamaged if it is not there."""


class Rendition(Protocol):
    """A picture as it is shown (`images.Rendition`); `suffix` with its dot, sizes in pixels."""

    @property
    def content(self) -> bytes:
        """The picture's bytes."""

    @property
    def media_type(self) -> str:
        """What they are."""

    @property
    def suffix(self) -> str:
        """The file name's suffix, with its dot."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    @property
    def animated(self) -> bool:
        """Whether it moves."""

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Findings on what of the original it does not show, as code and message."""

    @property
    def digest(self) -> str:
        """The content's sha256 (hex), or "" where it is not known; originals that only differ in remarks share one."""


Renditions: TypeAlias = "Callable[[Picture], Rendition]"
"""Gives a held picture's rendition; raises PictureUnreadable.

A writer asks once a volume for each original, uses the bytes at once and keeps none but the cover's photo: one picture
is in memory at a time, and one that passes through is read once and written once.
"""


@dataclass(frozen=True, slots=True)
class Written:
    """A finished draft: its sha256 (hex) and length in bytes, and what it holds.

    `images` and `missing_images` count places in the articles, not files: a picture that stands twice counts twice.
    `weights` say what takes how many bytes; a draft of more than `settings.max_size` is cut off, and no more than
    weighed.
    """

    sha256: str
    bytes: int
    articles: int
    images: int
    missing_images: int
    weights: Weights
    findings: tuple[Finding, ...] = ()


class Write(Protocol):
    """Writes one volume to a draft, which is complete and flushed to the system but not yet sealed.

    Raises OutputError (disk full, read-only ...), LibraryDamaged (an object is not there) and VolumeError; then no
    draft is left behind.
    """

    def __call__(
        self, volume: Volume, contents: Contents, renditions: Renditions, settings: Settings, draft: Path, /
    ) -> Written:
        """Write the volume."""
