"""What a person says of an article goes before all that its source says."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from packager.model import UNKNOWN, Value

if TYPE_CHECKING:
    from packager.model import Metadata

EVIDENCE = "overrides.toml"


@dataclass(frozen=True, slots=True)
class Override:
    """What is given for one article; what is UNKNOWN, or None, stays as the source has it.

    `creator` may be empty: the article then has no author. With `exclude` it is bound into no volume.
    """

    title: Value = UNKNOWN
    subtitle: Value = UNKNOWN
    issued: Value = UNKNOWN
    topic: Value = UNKNOWN
    language: Value = UNKNOWN
    creator: tuple[Value, ...] | None = None
    exclude: bool = False

    @property
    def key(self) -> str:
        """What the canonical article depends on, as a short digest; "" where it depends on nothing of it."""
        given = (self.title, self.subtitle, self.issued, self.topic, self.language, self.creator)
        changes = any(given[:-1]) or self.creator is not None
        return hashlib.sha256(repr(given).encode("utf-8", "surrogatepass")).hexdigest()[:16] if changes else ""


NONE = Override()


def corrected(metadata: Metadata, override: Override) -> Metadata:
    """The metadata with what is given in place of what was found; a subtitle that is the title given goes."""
    found = UNKNOWN if metadata.subtitle.value == override.title.value else metadata.subtitle
    return replace(
        metadata,
        title=override.title or metadata.title,
        subtitle=override.subtitle or found,
        issued=override.issued or metadata.issued,
        topic=override.topic or metadata.topic,
        language=override.language or metadata.language,
        creator=metadata.creator if override.creator is None else override.creator,
    )
