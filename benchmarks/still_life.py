"""Things drawn from near: jars on a shelf, a storm lantern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks import scenery as stage
from benchmarks.canvas import mix

if TYPE_CHECKING:
    from benchmarks.canvas import Canvas, Colour

CLAYS: tuple[Colour, ...] = ((150, 84, 58), (172, 104, 70), (120, 72, 58), (96, 92, 84), (188, 132, 92))
BRASS: Colour = (196, 150, 74)
FLAME: Colour = (252, 204, 98)


def jars(canvas: Canvas) -> None:
    """Three shelves of jars against a lime-washed wall."""
    canvas.gradient((236, 224, 200), (206, 184, 152))
    for board in (0.32, 0.62, 0.94):
        x = 0.06
        while x < canvas.right - 0.1:
            radius = canvas.random.uniform(0.05, 0.09)
            jar(canvas, x + radius, board, radius, canvas.random.choice(CLAYS))
            x += radius * 2 + canvas.random.uniform(0.015, 0.05)
        canvas.box(0, board, canvas.right, board + 0.028, (112, 78, 54))
        canvas.box(0, board + 0.028, canvas.right, board + 0.04, (86, 58, 42))


def jar(canvas: Canvas, x: float, board: float, radius: float, clay: Colour) -> None:
    """A jar: belly, neck, lip and a band of glaze."""
    height = radius * 2.2
    canvas.oval((x, board - height * 0.45), radius, height * 0.46, clay)
    canvas.box(x - radius * 0.45, board - height * 1.06, x + radius * 0.45, board - height * 0.7, clay)
    canvas.oval((x, board - height * 1.06), radius * 0.56, radius * 0.14, mix(clay, (0, 0, 0), 0.3))
    canvas.box(
        x - radius * 0.96, board - height * 0.52, x + radius * 0.96, board - height * 0.44, mix(clay, stage.CREAM, 0.4)
    )
    canvas.oval((x - radius * 0.4, board - height * 0.6), radius * 0.12, radius * 0.4, mix(clay, stage.CREAM, 0.35))


def lamp(canvas: Canvas) -> None:
    """A storm lantern that is lit, on a table at night."""
    canvas.gradient((30, 32, 52), (54, 44, 56))
    middle = canvas.right / 2
    for ring in range(14):
        share = ring / 14
        glow = mix((54, 44, 56), FLAME, share * share * 0.7)
        canvas.disc((middle, 0.52), 0.42 * (1 - share), glow)
    canvas.box(0, 0.86, canvas.right, 1, (84, 58, 46))
    for side in (-1, 1):
        canvas.line(
            [(middle + side * 0.12, 0.78), (middle + side * 0.17, 0.5), (middle + side * 0.09, 0.26)], BRASS, 0.014
        )
    canvas.line([(middle - 0.09, 0.2), (middle, 0.08), (middle + 0.09, 0.2)], BRASS, 0.01)
    canvas.polygon([(middle - 0.09, 0.27), (middle + 0.09, 0.27), (middle + 0.05, 0.19), (middle - 0.05, 0.19)], BRASS)
    canvas.oval((middle, 0.5), 0.12, 0.2, mix(FLAME, stage.CREAM, 0.5))
    canvas.polygon([(middle - 0.035, 0.6), (middle, 0.4), (middle + 0.035, 0.6)], FLAME)
    canvas.oval((middle, 0.61), 0.037, 0.04, (244, 150, 60))
    canvas.polygon(
        [(middle - 0.1, 0.7), (middle + 0.1, 0.7), (middle + 0.16, 0.86), (middle - 0.16, 0.86)],
        mix(BRASS, (0, 0, 0), 0.25),
    )
