"""Makes of a picture what a volume carries: the picture itself where it fits, else a smaller or plainer one."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from importlib import resources

from packager.images.facts import SUFFIXES, Colour, Probe
from packager.images.probe import probe as probed
from packager.images.strip import strip

_ROUNDING = 1e-9
"""Keeps 1600 from becoming 1599 where a product of fractions falls short by a last bit."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How pictures are put into volumes; `profiles.toml` says what the fields mean."""

    name: str
    long_edge: int
    pixels: int
    quality: int
    grey: bool
    opaque: bool
    formats: tuple[str, ...]

    def size(self, width: int, height: int) -> tuple[int, int]:
        """The largest size of the same shape within the profile's limits, in pixels; never larger than it was."""
        scale = min(1.0, self.long_edge / max(width, height), math.sqrt(self.pixels / (width * height)))
        return max(1, int(width * scale + _ROUNDING)), max(1, int(height * scale + _ROUNDING))


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as a volume carries it; `width` and `height` in pixels."""

    content: bytes
    media_type: str
    suffix: str
    width: int
    height: int


def _profiles() -> dict[str, Profile]:
    table = tomllib.loads(resources.files("packager.images").joinpath("profiles.toml").read_text(encoding="utf-8"))
    return {name: Profile(name, **{**fields, "formats": tuple(fields["formats"])}) for name, fields in table.items()}


PROFILES = _profiles()


def rendition(data: bytes, profile: Profile, probe: Probe | None = None) -> Rendition:
    """The picture under a profile, upright, in RGB or grey of 8 bits and without metadata.

    One that fits passes through with its pixels untouched (0.1 ms). Raises PictureUnreadable: "picture-damaged" for
    one that cannot be decoded, and as `probe` does.
    """
    facts = probe or probed(data)
    content = strip(data, facts)
    media_type, size = facts.media_type, profile.size(facts.width, facts.height)
    if not _fits(facts, profile):
        from packager.images import drawn  # noqa: PLC0415 - Pillow costs 13 ms, and most pictures fit

        content, media_type = drawn.redraw(content, facts, size, profile)
    return Rendition(content, media_type, SUFFIXES[media_type], *size)


def _fits(facts: Probe, profile: Profile) -> bool:
    """Whether a picture can go into a volume as it is."""
    return (
        facts.media_type in profile.formats
        and (facts.width, facts.height) == profile.size(facts.width, facts.height)
        and facts.orientation == 1
        and facts.bits <= 8
        and facts.colour is not Colour.CMYK
        and not (facts.alpha and profile.opaque)
        and (facts.colour is Colour.GREY or not profile.grey)
    )


def thumbnail(data: bytes, edge: int) -> bytes:
    """A small upright JPEG, its longer edge at most `edge` pixels; raises PictureUnreadable as `rendition` does."""
    from packager.images import drawn  # noqa: PLC0415 - as above

    facts = probed(data)
    profile = Profile("thumbnail", edge, edge * edge, 0, grey=False, opaque=True, formats=())
    return drawn.small(strip(data, facts), facts, profile.size(facts.width, facts.height))
