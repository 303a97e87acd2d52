"""A brush for flat illustrations: points are in units of the picture's height, drawn at twice the size and reduced."""

from __future__ import annotations

import math
from random import Random

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

OVERSAMPLING = 2


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """The colour between two: `share` 0 is the one, 1 the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


class Canvas:
    """A picture of `width` x `height` pixels; its own `random` numbers make it the same every time."""

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.size = (width, height)
        self.unit = height * OVERSAMPLING
        self.right = width / height
        self.random = Random(seed)
        self.image = Image.new("RGB", (width * OVERSAMPLING, self.unit))
        self.pen = ImageDraw.Draw(self.image)

    def finish(self) -> Image.Image:
        """The picture at its own size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def place(self, point: Point) -> Point:
        """Pixels of a point."""
        return point[0] * self.unit, point[1] * self.unit

    def gradient(self, top: Colour, bottom: Colour, start: float = 0.0, end: float = 1.0) -> None:
        """Bands of colour from the height `start` down to `end`."""
        first, last = int(start * self.unit), int(end * self.unit)
        for row in range(first, last):
            self.pen.line((0, row, self.image.width, row), fill=mix(top, bottom, (row - first) / (last - first)))

    def polygon(self, points: list[Point], colour: Colour) -> None:
        """A filled shape."""
        self.pen.polygon([self.place(point) for point in points], fill=colour)

    def line(self, points: list[Point], colour: Colour, width: float) -> None:
        """A stroke with round joints."""
        self.pen.line(
            [self.place(point) for point in points],
            fill=colour,
            width=max(1, round(width * self.unit)),
            joint="curve",
        )

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        """A filled rectangle."""
        self.pen.rectangle((*self.place((left, top)), *self.place((right, bottom))), fill=colour)

    def oval(self, centre: Point, across: float, down: float, colour: Colour) -> None:
        """A filled ellipse with the radii `across` and `down`."""
        x, y = centre
        self.pen.ellipse((*self.place((x - across, y - down)), *self.place((x + across, y + down))), fill=colour)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        """A filled circle."""
        self.oval(centre, radius, radius, colour)

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float = 0.6) -> None:
        """Light that fades outwards."""
        reach = int(radius * self.unit)
        edge = 180  # of 255 in the corners, as Pillow draws it
        fading = [round(255 * strength * max(0, 1 - distance / edge) ** 2) for distance in range(256)]
        mask = Image.radial_gradient("L").resize((2 * reach, 2 * reach)).point(fading)
        x, y = self.place(centre)
        self.image.paste(colour, (int(x) - reach, int(y) - reach), mask)

    def veil(self, height: float, depth: float, colour: Colour, strength: float = 0.5) -> None:
        """A bank of mist that is densest at `height`."""
        mask = Image.new("L", (1, self.unit))
        for row in range(self.unit):
            mask.putpixel((0, row), int(255 * strength * math.exp(-(((row / self.unit - height) / depth) ** 2))))
        self.image.paste(colour, (0, 0), mask.resize(self.image.size))

    def ridge(self, height: float, swing: float, colour: Colour, waves: float = 1.5) -> None:
        """A range of hills with its crest around `height`, filled down to the bottom."""
        phases = [self.random.uniform(0, math.tau) for _ in range(3)]
        crest = [(x * self.right / 120, self.crest(x / 120, height, swing, waves, phases)) for x in range(121)]
        self.polygon([(0, 1), *crest, (self.right, 1)], colour)

    @staticmethod
    def crest(share: float, height: float, swing: float, waves: float, phases: list[float]) -> float:
        """The height of a ridge at a share of its width."""
        waved: float = sum(
            math.sin(share * math.tau * waves * (part + 1) + phase) / (part + 1) ** 1.3
            for part, phase in enumerate(phases)
        )
        return height - swing * waved
