"""Things that stand in several drawings: sky, trees, people, lanterns, houses, water."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from benchmarks.canvas import Canvas, Colour, Point, mix

if TYPE_CHECKING:
    from collections.abc import Sequence

INK: Colour = (52, 44, 48)
SKIN: Colour = (222, 178, 140)
CREAM: Colour = (250, 240, 218)
CLOTHES: Sequence[Colour] = ((44, 62, 110), (168, 52, 58), (38, 110, 98), (210, 140, 50), (110, 66, 120))

MORNING = ((250, 214, 165), (253, 240, 214))
DAY = ((120, 184, 214), (226, 240, 236))
DUSK = ((86, 70, 128), (244, 158, 118))
NIGHT = ((18, 22, 58), (70, 52, 104))
COLD = ((168, 190, 206), (234, 238, 240))


def sky(canvas: Canvas, hues: tuple[Colour, Colour], sun: Point | None = None) -> None:
    """A sky over the whole picture, with a sun where one is given."""
    canvas.gradient(*hues)
    if sun:
        canvas.glow(sun, 0.3, mix(hues[1], (255, 255, 255), 0.7), 0.8)
        canvas.disc(sun, 0.06, (255, 246, 216))


def mountains(canvas: Canvas, near: Colour, far: Colour, heights: Sequence[float]) -> None:
    """Ranges one behind the other, from the far colour to the near one, mist between."""
    for count, height in enumerate(heights):
        share = count / max(1, len(heights) - 1)
        canvas.ridge(height, 0.055 - 0.02 * share, mix(far, near, share), 1 + share)
        canvas.veil(height + 0.1, 0.05, mix(far, (255, 255, 255), 0.5), 0.25)


def water(canvas: Canvas, top: float, upper: Colour, lower: Colour, ripples: int = 70) -> None:
    """A river or lake from the height `top` down, with ripples that grow toward the viewer."""
    canvas.gradient(upper, lower, top, 1.0)
    for _ in range(ripples):
        depth = canvas.random.random() ** 1.5
        y = top + 0.01 + depth * (0.98 - top)
        x = canvas.random.uniform(0, canvas.right)
        length = 0.02 + 0.10 * depth
        canvas.line([(x, y), (x + length, y)], mix(upper, (255, 255, 255), 0.35), 0.002 + 0.003 * depth)


def tree(canvas: Canvas, foot: Point, height: float, leaf: Colour) -> None:
    """A round tree with a lit side."""
    x, y = foot
    canvas.box(x - height * 0.04, y - height * 0.5, x + height * 0.04, y, (110, 78, 56))
    for dx, dy, radius in ((-0.18, 0.52, 0.24), (0.18, 0.55, 0.24), (0, 0.74, 0.27)):
        canvas.disc((x + dx * height, y - dy * height), radius * height, leaf)
    canvas.disc((x + 0.08 * height, y - 0.78 * height), 0.13 * height, mix(leaf, (255, 255, 220), 0.25))


def bamboo(canvas: Canvas, foot: Point, height: float) -> None:
    """A stem of bamboo that leans a little, with leaves."""
    x, y = foot
    lean = canvas.random.uniform(-0.12, 0.12) * height
    canvas.line([(x, y), (x + lean / 3, y - height / 2), (x + lean, y - height)], (96, 132, 70), 0.008)
    for part in range(4, 11):
        stem = (x + lean * (part / 10) ** 1.3, y - height * part / 10)
        side = -1 if part % 2 else 1
        tip = (stem[0] + side * height * 0.14, stem[1] + height * 0.04)
        canvas.polygon([stem, (stem[0] + side * height * 0.07, stem[1] - height * 0.015), tip], (116, 156, 78))


def lantern(canvas: Canvas, centre: Point, radius: float, colour: Colour) -> None:
    """A round paper lantern with ribs, caps and a tassel, shining."""
    x, y = centre
    canvas.glow(centre, radius * 3.2, mix(colour, (255, 220, 140), 0.6), 0.45)
    canvas.oval(centre, radius, radius * 0.86, colour)
    canvas.oval((x, y), radius * 0.62, radius * 0.86, mix(colour, (255, 224, 150), 0.3))
    canvas.oval((x, y), radius * 0.26, radius * 0.86, mix(colour, (255, 236, 180), 0.6))
    for side in (-1, 1):
        canvas.box(
            x - radius * 0.3,
            y + side * radius * 0.84 - radius * 0.07,
            x + radius * 0.3,
            y + side * radius * 0.84 + radius * 0.07,
            (120, 70, 40),
        )
    canvas.line([(x, y + radius * 0.9), (x, y + radius * 1.6)], (236, 190, 90), radius * 0.1)


def person(canvas: Canvas, foot: Point, height: float, clothes: Colour, *, hat: bool = True) -> None:
    """A standing figure, with a conical hat where `hat` says so."""
    x, y = foot
    head = y - height * 0.86
    canvas.polygon(
        [
            (x - height * 0.16, y),
            (x + height * 0.16, y),
            (x + height * 0.1, y - height * 0.74),
            (x - height * 0.1, y - height * 0.74),
        ],
        clothes,
    )
    canvas.box(x - height * 0.13, y - height * 0.36, x + height * 0.13, y - height * 0.32, mix(clothes, CREAM, 0.6))
    canvas.disc((x, head), height * 0.09, SKIN)
    if hat:
        canvas.polygon(
            [
                (x - height * 0.2, head - height * 0.02),
                (x + height * 0.2, head - height * 0.02),
                (x, head - height * 0.17),
            ],
            (226, 200, 140),
        )
    else:
        canvas.pen.pieslice(
            (
                *canvas.place((x - height * 0.1, head - height * 0.11)),
                *canvas.place((x + height * 0.1, head + height * 0.09)),
            ),
            180,
            360,
            fill=INK,
        )


def stilt_house(canvas: Canvas, corner: Point, width: float, roof: Colour = (128, 86, 60)) -> None:
    """A house on stilts; `corner` is the foot of its left post."""
    x, y = corner
    floor, eaves, ridge = y - width * 0.22, y - width * 0.48, y - width * 0.86
    for post in range(6):
        left = x + width * (0.04 + post * 0.176)
        canvas.box(left, floor, left + width * 0.025, y, (92, 66, 52))
    canvas.box(x, eaves, x + width, floor, (190, 142, 96))
    for plank in range(1, 18):
        canvas.line([(x + width * plank / 18, eaves), (x + width * plank / 18, floor)], (168, 122, 82), width * 0.004)
    for window in range(3):
        left = x + width * (0.12 + window * 0.29)
        canvas.box(left, eaves + width * 0.06, left + width * 0.15, floor - width * 0.05, (84, 58, 48))
        canvas.box(
            left + width * 0.02, eaves + width * 0.075, left + width * 0.13, floor - width * 0.065, (250, 206, 128)
        )
    canvas.polygon(
        [
            (x - width * 0.12, eaves + width * 0.04),
            (x + width * 0.14, ridge),
            (x + width * 0.86, ridge),
            (x + width * 1.12, eaves + width * 0.04),
        ],
        roof,
    )
    for course in range(1, 7):
        share = course / 7
        canvas.line(
            [
                (x + width * (0.14 - 0.26 * share), ridge + (eaves + width * 0.04 - ridge) * share),
                (x + width * (0.86 + 0.26 * share), ridge + (eaves + width * 0.04 - ridge) * share),
            ],
            mix(roof, (70, 46, 36), 0.35),
            width * 0.006,
        )
    canvas.polygon(
        [(x + width * 0.84, floor), (x + width * 0.93, floor), (x + width * 1.16, y), (x + width * 1.07, y)],
        (146, 104, 72),
    )


def terraces(canvas: Canvas, top: float, fill: Sequence[Colour], rim: Colour, steps: int = 13) -> None:
    """Rice terraces: bands that swing wider toward the viewer, each with its rim."""
    phase = canvas.random.uniform(0, math.tau)
    for step in range(steps):
        share = (step / steps) ** 1.25
        edge = [band(canvas, column / 90, top + (1 - top) * share, share, phase + step * 0.45) for column in range(91)]
        canvas.polygon([*edge, (canvas.right, 1), (0, 1)], fill[step % len(fill)])
        canvas.line(edge, rim, 0.004 + 0.010 * share)


def band(canvas: Canvas, across: float, height: float, share: float, phase: float) -> Point:
    """A point on the edge of a terrace."""
    swing = (0.014 + 0.03 * share) * math.sin(across * math.tau * (1.4 - 0.4 * share) + phase)
    return across * canvas.right, height + swing + 0.02 * math.sin(across * 9 + phase * 2) * share
