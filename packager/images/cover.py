"""Draws a volume's cover: the publication as a masthead, the lead photo, and topic and period on paper below it.

Which layout it is follows from the photo (docs/covers.md). It always needs Pillow; import it from here, not through the
package.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw

from packager.images import drawn
from packager.images.cover_photos import fills_cover
from packager.images.lettering import Lettering, fitted
from packager.images.palettes import Palette, palette_of, tint
from packager.images.probe import probe
from packager.images.strip import strip
from packager.images.wrapping import drawable

if TYPE_CHECKING:
    from packager.images.facts import Probe

WIDTH, HEIGHT = 1600, 2400
"""Pixels; 2:3, as shops and readers show covers."""

MARGIN = 120
"""Pixels at each side in which nothing is lettered."""

_COLUMN = WIDTH - 2 * MARGIN
_QUALITY = 85
_BAR = 14

_MASTHEAD_SIZES = (250, 230, 210, 192, 176, 160, 146, 132, 120, 108, 98, 88, 80, 72, 64)
_HEADING_SIZES = (330, 304, 280, 256, 234, 214, 196, 178, 162, 148, 134, 122, 110, 100, 90, 82, 74, 66, 60)
_PERIOD_SIZES = (148, 136, 124, 114, 104, 96, 88, 80, 72, 64, 56, 50)
_EXTENT_SIZES = (48, 44, 40, 36)

_MASTHEAD_ROOM, _EXTENT_ROOM = 400, 64
_MASTHEAD_TOP, _MASTHEAD_FOOT = 100, 76
_PANEL_GAP = 80  # above and below what stands on the paper
_GAP = 50
_RULE = (190, 16)

_LEAST_WINDOW = 940
"""Least height of a photo across the cover; a press photo of 1600 x 1067 is not scaled at all."""

_LEAST_PANEL, _UPRIGHT_PANEL = 780, 730
"""Least height of the paper below a photo, and below an upright one, of which more is shown."""

_FRAMED = 900
"""Height of the paper below a mark or a small photo in its frame."""

_FRAME = 18
_LARGEST_SCALE = 2.5
"""A small photo is enlarged no more."""

_CENTRE = (0.5, 0.38)
"""Where a photo is cropped about: heads stand above the middle."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a cover says: `extent` is a small last line, `mark` a number or letter that stands in for a photo."""

    publication: str
    topic: str = ""
    period: str = ""
    extent: str = ""
    mark: str = ""


class Drawn(NamedTuple):
    """A cover as JPEG, and the letters that it could not show."""

    content: bytes
    undrawn: str


class _Legend(NamedTuple):
    """What stands on a cover's paper, set."""

    heading: Lettering
    when: Lettering
    extent: Lettering

    @property
    def height(self) -> int:
        """Pixels of all with the rule and the gaps between."""
        return sum(block.height for block in self) + _RULE[1] + 3 * _GAP


class _Box(NamedTuple):
    left: int
    top: int
    right: int
    bottom: int


def draw_cover(words: Words, photo: bytes | None = None) -> Drawn:
    """A cover of 1600 x 2400 pixels, the same bytes for the same arguments.

    `photo` is a picture to lead with, of any kind that `probe` knows. Text that is too long is wrapped, shrunk, at last
    cut with an ellipsis. Raises PictureUnreadable for a photo that cannot be decoded.
    """
    shown = {field.name: drawable(getattr(words, field.name)) for field in fields(words)}
    said = Words(**{name: text for name, (text, _) in shown.items()})
    if not (said.topic or said.period):
        said = replace(said, publication="", topic=said.publication)
    undrawn = "".join(dict.fromkeys("".join(lost for _, lost in shown.values())))
    palette = palette_of(words.topic or words.publication)
    image = Image.new("RGB", (WIDTH, HEIGHT), palette.ground)
    _Sheet(image, ImageDraw.Draw(image), palette, said).lay_out(photo)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    return Drawn(out.getvalue(), undrawn)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A cover being drawn."""

    image: Image.Image
    canvas: ImageDraw.ImageDraw
    palette: Palette
    words: Words

    def lay_out(self, photo: bytes | None) -> None:
        """Draw everything, in the layout that suits the photo."""
        top = self._masthead()
        if photo is None:
            self._lettering(top)
            return
        facts = probe(photo)
        content = strip(photo, facts)
        if fills_cover(facts.width, facts.height):
            self._window(top, content, facts)
        else:
            self._inset(top, content, facts)

    def _masthead(self) -> int:
        """The publication's name on the ground, and where it ends."""
        name = fitted(self.words.publication, "Bold", _MASTHEAD_SIZES, _COLUMN, _MASTHEAD_ROOM)
        end = name.draw(self.canvas, MARGIN, _MASTHEAD_TOP, _COLUMN, self.palette.letters)
        top = end + _MASTHEAD_FOOT
        self.canvas.rectangle((0, top, WIDTH, top + _BAR - 1), fill=self.palette.accent)
        return top + _BAR

    def _window(self, top: int, content: bytes, facts: Probe) -> None:
        panel = _LEAST_PANEL if facts.width >= facts.height else _UPRIGHT_PANEL
        height = max(_LEAST_WINDOW, min(round(WIDTH * facts.height / facts.width), HEIGHT - top - panel))
        self._paste(content, facts, _Box(0, top, WIDTH, top + height))
        self._paper(_Box(0, top + height, WIDTH, HEIGHT))

    def _inset(self, top: int, content: bytes, facts: Probe) -> None:
        bottom = HEIGHT - _FRAMED
        self.canvas.rectangle((0, top, WIDTH, bottom), fill=tint(self.palette.ground, self.palette.letters, 0.14))
        scale = min(_COLUMN / facts.width, (bottom - top - 2 * MARGIN) / facts.height, _LARGEST_SCALE)
        width, height = max(1, round(facts.width * scale)), max(1, round(facts.height * scale))
        left, upper = (WIDTH - width) // 2, (top + bottom - height) // 2
        right, lower = left + width, upper + height
        frame = left - _FRAME, upper - _FRAME, right + _FRAME - 1, lower + _FRAME - 1
        self.canvas.rectangle(frame, fill=self.palette.letters)
        self._paste(content, facts, _Box(left, upper, right, lower))
        self._paper(_Box(0, bottom, WIDTH, HEIGHT))

    def _lettering(self, top: int) -> None:
        bottom = HEIGHT - _FRAMED
        self._mark(_Box(0, top, WIDTH, bottom))
        self._paper(_Box(0, bottom, WIDTH, HEIGHT))

    def _mark(self, box: _Box) -> None:
        """A number or letter as large as the box, in a tint of the ground."""
        colour = tint(self.palette.ground, self.palette.letters, 0.2)
        mark = fitted(self.words.mark, "Bold", range(1300, 200, -20), _COLUMN, box.bottom - box.top - 2 * MARGIN)
        upper = box.top + (box.bottom - box.top - mark.height) // 2
        mark.draw(self.canvas, MARGIN, upper, _COLUMN, colour)

    def _paste(self, content: bytes, facts: Probe, box: _Box) -> None:
        size = box.right - box.left, box.bottom - box.top
        self.image.paste(drawn.filling(content, facts, size, _CENTRE), (box.left, box.top))

    def _paper(self, box: _Box) -> None:
        """Topic and period on paper, the extent at its foot."""
        self.canvas.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), fill=self.palette.paper)
        room, top, bottom = box.right - box.left - 2 * MARGIN, box.top + _PANEL_GAP, box.bottom - _PANEL_GAP
        legend, ink = self._legend(room, bottom - top), self.palette.ground
        end = legend.heading.draw(self.canvas, MARGIN, top, room, ink) + _GAP
        left = MARGIN + room - _RULE[0] if legend.heading.right_to_left else MARGIN
        if legend.heading.lines:
            self.canvas.rectangle((left, end, left + _RULE[0], end + _RULE[1] - 1), fill=self.palette.accent)
        legend.when.draw(self.canvas, MARGIN, end + _RULE[1] + _GAP, room, ink)
        foot = bottom - legend.extent.height
        legend.extent.draw(self.canvas, MARGIN, foot, room, tint(ink, self.palette.paper, 0.25))

    def _legend(self, room: int, height: int) -> _Legend:
        """Topic, period and extent within so many pixels; the topic, else the period, gets what the others leave."""
        words = self.words
        heading, period = (words.topic, words.period) if words.topic else (words.period, "")
        extent = fitted(words.extent, "Medium", _EXTENT_SIZES, room, _EXTENT_ROOM)
        when = fitted(period, "Medium", _PERIOD_SIZES, room, height // 4)
        rest = _Legend(fitted("", "Bold", _HEADING_SIZES, room, 0), when, extent)
        return rest._replace(heading=fitted(heading, "Bold", _HEADING_SIZES, room, height - rest.height))
