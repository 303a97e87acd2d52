"""Makes of a picture what a volume carries: the picture itself where it fits, else a smaller or plainer one."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, replace
from importlib import resources

from packager.images.facts import SUFFIXES, Colour, Probe, unknown
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
    srgb: bool
    animated: bool
    formats: tuple[str, ...]

    def size(self, width: int, height: int) -> tuple[int, int]:
        """The largest size of the same shape within the profile's limits, in pixels; never larger than it was."""
        scale = min(1.0, self.long_edge / max(width, height), math.sqrt(self.pixels / (width * height)))
        return max(1, int(width * scale + _ROUNDING)), max(1, int(height * scale + _ROUNDING))

    def redraws(self, facts: Probe) -> bool:
        """Whether a picture has to be drawn anew, for it cannot go into a volume as it is; an SVG never has to."""
        fits = (
            facts.media_type in self.formats
            and (facts.width, facts.height) == self.size(facts.width, facts.height)
            and facts.orientation == 1
            and facts.colour is not Colour.CMYK
            and (not self.srgb or (facts.srgb and facts.bits <= 8))
            and (self.animated if facts.animated else not (facts.alpha and self.opaque))
            and (facts.colour is Colour.GREY or not self.grey)
        )
        return not fits and not facts.drawing


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as a volume carries it; `width` and `height` in pixels.

    `animated` says that it moves; `told` are findings, as code and message, on what of the picture it does not show.
    `digest` is the content's sha256 (hex) where it is known.
    """

    content: bytes
    media_type: str
    suffix: str
    width: int
    height: int
    animated: bool = False
    told: tuple[tuple[str, str], ...] = ()
    digest: str = ""


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
    if facts.drawing:
        return _cleaned(data, facts, profile)
    content = strip(data, facts)
    media_type, size = facts.media_type, profile.size(facts.width, facts.height)
    if not profile.redraws(facts):
        return Rendition(content, media_type, SUFFIXES[media_type], *size, facts.animated)
    from packager.images import drawn  # noqa: PLC0415 - Pillow costs 13 ms, and most pictures fit

    content, media_type = drawn.redraw(content, facts, size, profile)
    return Rendition(content, media_type, SUFFIXES[media_type], *size, told=_still(facts) if facts.animated else ())


def _cleaned(data: bytes, facts: Probe, profile: Profile) -> Rendition:
    """A drawing in the profile's size, without what it may not hold in a volume."""
    from packager.images import svg  # noqa: PLC0415 - lxml, for the few drawings

    content, lost = svg.cleaned(data, opaque=profile.opaque)
    told = (("drawing-reduced", f"the drawing is shown without {', '.join(lost)}"),) if lost else ()
    return Rendition(content, facts.media_type, facts.suffix, *profile.size(facts.width, facts.height), told=told)


def _still(facts: Probe) -> tuple[tuple[str, str], ...]:
    pages = facts.media_type == "image/tiff"
    return (("picture-still", "of its pages the first is shown" if pages else "it moves, and is shown as a still"),)


def thumbnail(data: bytes, edge: int) -> bytes:
    """A small upright JPEG, its longer edge at most `edge` pixels; raises PictureUnreadable as `rendition` does."""
    from packager.images import drawn  # noqa: PLC0415 - as above

    facts = probed(data)
    if facts.drawing:
        raise unknown("A drawing (SVG) has no thumbnail")
    profile = replace(PROFILES["standard"], long_edge=edge)
    return drawn.small(strip(data, facts), facts, profile.size(facts.width, facts.height))
