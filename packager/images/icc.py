"""Tells by the numbers of an ICC profile whether its colours are sRGB's (ICC.1:2022).

Names do not tell: "sRGB" stands in profiles of other colours, and the small ones that services embed are called "c2" or
"uRGB".
"""

from __future__ import annotations

import math
import struct
from functools import lru_cache

_HEADER = 128
_TAG = struct.Struct(">4sII")
_MOST_TAGS = 100
_COLORANTS = {
    b"rXYZ": (0.4361, 0.2225, 0.0139),
    b"gXYZ": (0.3851, 0.7169, 0.0971),
    b"bXYZ": (0.1431, 0.0606, 0.7141),
}
"""sRGB's primaries as profiles hold them, adapted to D50 (IEC 61966-2-1)."""

_NEAR_COLOUR = 0.004
_NEAR_TONE = 0.03
"""Of 1: no more lies between a plain gamma of 2.2 and sRGB's own curve, in the darkest tones, which nobody sees."""

_TONES = (0.1, 0.25, 0.5, 0.75, 0.9)
_PARAMETERS = {0: "g", 1: "gab", 2: "gabc", 3: "gabcd", 4: "gabcdef"}
"""Kind of a parametric curve -> its parameters in their order (10.18)."""


@lru_cache(maxsize=64)
def is_srgb(profile: bytes) -> bool:
    """Whether a profile of RGB or grey shows numbers as sRGB does; False for any other, and for one that is broken."""
    try:
        tags = _tags(profile)
        space = profile[16:20]
        if space == b"GRAY":
            return _like_srgb(tags[b"kTRC"])
        return (
            space == b"RGB "
            and b"A2B0" not in tags
            and all(_near(_xyz(tags[name]), wanted) for name, wanted in _COLORANTS.items())
            and all(_like_srgb(tags[name]) for name in (b"rTRC", b"gTRC", b"bTRC"))
        )
    except (struct.error, KeyError, ValueError, ArithmeticError, TypeError):
        return False


def _tags(profile: bytes) -> dict[bytes, bytes]:
    (count,) = struct.unpack_from(">I", profile, _HEADER)
    entries = (_TAG.unpack_from(profile, _HEADER + 4 + 12 * number) for number in range(min(count, _MOST_TAGS)))
    return {name: profile[start : start + length] for name, start, length in entries}


def _xyz(tag: bytes) -> tuple[float, ...]:
    return tuple(value / 65536 for value in struct.unpack_from(">3i", tag, 8))


def _near(found: tuple[float, ...], wanted: tuple[float, ...]) -> bool:
    return all(abs(one - other) <= _NEAR_COLOUR for one, other in zip(found, wanted, strict=True))


def _like_srgb(tag: bytes) -> bool:
    """Whether a tone curve gives light as sRGB's does, at a few tones."""
    light = _tabled if tag[:4] == b"curv" else _parametric
    return all(abs(_encoded(light(tag, tone)) - tone) <= _NEAR_TONE for tone in _TONES)


def _encoded(light: float) -> float:
    """Light (0 to 1) as sRGB writes it (IEC 61966-2-1)."""
    return 12.92 * light if light <= 0.0031308 else 1.055 * math.pow(light, 1 / 2.4) - 0.055


def _tabled(tag: bytes, tone: float) -> float:
    """The light of a tone by a table of values, by one gamma, or by none (10.6)."""
    (count,) = struct.unpack_from(">I", tag, 8)
    if count < 2:
        gamma: float = struct.unpack_from(">H", tag, 12)[0] / 256 if count else 1.0
        return math.pow(tone, gamma)
    place = tone * (count - 1)
    first = int(place)
    low, high = struct.unpack_from(">2H", tag, 12 + 2 * first)
    return float(low + (high - low) * (place - first)) / 65535


def _parametric(tag: bytes, tone: float) -> float:
    """The light of a tone by a formula (10.18, table 68)."""
    (kind,) = struct.unpack_from(">H", tag, 8)
    names = _PARAMETERS[kind]
    given: dict[str, float] = dict(
        zip(names, (value / 65536 for value in struct.unpack_from(f">{len(names)}i", tag, 12)), strict=True)
    )
    a, b, c = given.get("a", 1.0), given.get("b", 0.0), given.get("c", 0.0)
    if kind < 3:
        return math.pow(max(a * tone + b, 0.0), given["g"]) + c
    if tone >= given["d"]:
        return math.pow(a * tone + b, given["g"]) + given.get("e", 0.0)
    return c * tone + given.get("f", 0.0)
