"""The fonts that covers are lettered in: which sets a letter, and how wide it is.

All are fonts of PyPI packages, so that a cover has the same pixels on every machine; none of the system is asked.
"""

from __future__ import annotations

import io
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from PIL import ImageFont

WEIGHTS = {"Regular": 400, "Medium": 500, "Bold": 700}
EM = 1000
"""The size that letters are measured at, in pixels."""

_TRIED = 40  # pixels: the size at which a letter is told from the mark for a missing one
_NO_LETTER = "\uffff"


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A font of `faces.toml`, which explains the fields."""

    name: str
    package: str
    distribution: str
    file: str
    letters: tuple[tuple[str, str], ...]
    axes: tuple[str | int, ...] = ()
    optional: bool = False

    def sets(self, letter: str) -> bool:
        """Whether it is the face for a letter, and has it."""
        return any(first <= letter <= last for first, last in self.letters) and self._holds(letter)

    def _holds(self, letter: str) -> bool:
        if not _installed(self.package):
            return False
        drawn = font(self, "Regular", _TRIED)
        return letter.isspace() or _shape(drawn, letter) != _shape(drawn, _NO_LETTER)


def _faces() -> tuple[Face, ...]:
    table = tomllib.loads(resources.files("packager.images").joinpath("faces.toml").read_text(encoding="utf-8"))
    return tuple(
        Face(
            **{
                **fields,
                "letters": tuple((first, last) for first, last in fields["letters"]),
                "axes": tuple(fields.get("axes", ())),
            }
        )
        for fields in table["face"]
    )


FACES = _faces()


@cache
def face_of(letter: str) -> Face | None:
    """The face that sets a letter; None if no installed font has it, or its script needs more than fonts."""
    return next((face for face in FACES if face.sets(letter)), None)


@cache
def font(face: Face, weight: str, size: int) -> ImageFont.FreeTypeFont:
    """The face in a weight ("Bold", "Medium" ...) and size in pixels.

    Basic layout: letters stand composed (NFC) and joined (`joining`), and no optional library may change the result.
    """
    found = ImageFont.truetype(_file(face, weight), size, layout_engine=ImageFont.Layout.BASIC)
    if face.axes:
        found.set_variation_by_axes([WEIGHTS[weight] if axis == "weight" else float(axis) for axis in face.axes])
    return found


@cache
def advance(letter: str, face: Face, weight: str) -> float:
    """A letter's advance in thousandths of the font size."""
    return font(face, weight, EM).getlength(letter)


@cache
def ink(letter: str, face: Face, weight: str) -> tuple[float, float]:
    """How far a letter's ink reaches above and below the baseline, in thousandths of the font size."""
    _, top, _, bottom = font(face, weight, EM).getbbox(letter, anchor="ls")
    return -top, bottom


def _file(face: Face, weight: str) -> io.BytesIO:
    file = resources.files(face.package).joinpath(face.file.format(weight=weight))
    return io.BytesIO(file.read_bytes())


def _shape(drawn: ImageFont.FreeTypeFont, letter: str) -> tuple[float, bytes]:
    return drawn.getlength(letter), bytes(drawn.getmask(letter))


@cache
def _installed(package: str) -> bool:
    try:
        resources.files(package)
    except ModuleNotFoundError:
        return False
    return True
