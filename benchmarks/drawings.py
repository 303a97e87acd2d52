"""Draws the pictures of the samples: `python -m benchmarks.drawings sources benchmarks/collected`.

The first folder is that of the samples, the second that of what is packed into samples (see `packed`).
Flat illustrations of an invented province, made with Pillow only. Some are special on purpose: a photo larger than a
reading device needs, one lying on its side with a place in its EXIF data, one cut off, a WebP, a PNG chart.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import ExifTags, Image

from benchmarks import scenery as stage
from benchmarks import still_life
from benchmarks.canvas import Canvas, Colour, mix

if TYPE_CHECKING:
    from collections.abc import Callable

GREENS: tuple[Colour, Colour] = ((74, 122, 84), (166, 196, 176))
BLUES: tuple[Colour, Colour] = ((66, 98, 116), (176, 202, 206))
FRUIT: Colour = (238, 134, 42)


def market(canvas: Canvas) -> None:
    """A market street under striped awnings."""
    stage.sky(canvas, stage.MORNING, (canvas.right * 0.72, 0.2))
    stage.mountains(canvas, *GREENS, (0.36, 0.44))
    canvas.box(0, 0.52, canvas.right, 1, (206, 176, 140))
    canvas.gradient((214, 186, 150), (176, 142, 108), 0.72, 1.0)
    count = max(2, round(canvas.right * 2.2))
    for number in range(count):
        stall(canvas, canvas.right * (number + 0.06) / count, canvas.right * 0.88 / count, number)
    for number in range(round(canvas.right * 4)):
        x = canvas.random.uniform(0.05, canvas.right - 0.05)
        clothes = canvas.random.choice(stage.CLOTHES)
        stage.person(canvas, (x, 0.92 + 0.05 * (number % 2)), 0.25, clothes, hat=number % 3 != 0)


def stall(canvas: Canvas, left: float, width: float, number: int) -> None:
    """A stall: posts, an awning of five stripes, baskets of fruit."""
    right, colour = left + width, stage.CLOTHES[number % len(stage.CLOTHES)]
    for post in (left + 0.01, right - 0.02):
        canvas.box(post, 0.42, post + 0.012, 0.82, (120, 84, 60))
    for stripe in range(5):
        edge, end = left + width * stripe / 5, left + width * (stripe + 1) / 5
        shade = colour if stripe % 2 else stage.CREAM
        lean = width * 0.06 * (2 - stripe) / 2, width * 0.06 * (1 - stripe) / 2
        canvas.polygon([(edge + lean[0], 0.36), (end + lean[1], 0.36), (end, 0.47), (edge, 0.47)], shade)
        canvas.oval(((edge + end) / 2, 0.47), width / 10, 0.022, shade)
    canvas.box(left + 0.01, 0.68, right - 0.01, 0.82, (150, 106, 74))
    for basket in range(4):
        x = left + width * (0.16 + 0.23 * basket)
        heap(
            canvas, x, 0.68, width * 0.1, (FRUIT, (196, 52, 48), (112, 158, 66), (240, 200, 80))[(basket + number) % 4]
        )


def heap(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    """A basket heaped with fruit."""
    for row, across in ((0, (-0.7, 0, 0.7)), (1, (-0.35, 0.35)), (2, (0.0,))):
        for dx in across:
            centre = (x + dx * radius, y - radius * (0.35 + row * 0.5))
            canvas.disc(centre, radius * 0.38, mix(colour, (255, 255, 230), 0.12 * row))
    canvas.polygon(
        [
            (x - radius * 1.15, y - radius * 0.2),
            (x + radius * 1.15, y - radius * 0.2),
            (x + radius * 0.85, y + radius * 0.5),
            (x - radius * 0.85, y + radius * 0.5),
        ],
        (198, 156, 96),
    )


def orchard(canvas: Canvas) -> None:
    """Rows of orange trees on a slope, with pickers."""
    stage.sky(canvas, stage.DAY, (canvas.right * 0.2, 0.16))
    stage.mountains(canvas, *GREENS, (0.34, 0.42, 0.48))
    canvas.gradient((150, 176, 96), (108, 140, 72), 0.5, 1.0)
    for row in range(5):
        size = 0.16 + 0.07 * row
        for number in range(round(canvas.right / size * 1.1) + 1):
            foot = ((number + 0.5 * (row % 2)) * size * 0.95, 0.58 + 0.1 * row)
            stage.tree(canvas, foot, size, (62, 112 - 4 * row, 62))
            fruits(canvas, foot, size)
    for x in (0.5, 0.95):
        stage.person(canvas, (x, 0.98), 0.3, stage.CLOTHES[round(x * 2)])


def fruits(canvas: Canvas, foot: tuple[float, float], size: float) -> None:
    """Oranges in the crown of a tree."""
    for _ in range(9):
        dx, dy = canvas.random.uniform(-0.34, 0.34), canvas.random.uniform(0.4, 0.86)
        canvas.disc((foot[0] + dx * size, foot[1] - dy * size), size * 0.035, FRUIT)


def portrait(canvas: Canvas, clothes: Colour, ground: Colour, *, hat: bool) -> None:
    """A person's head and shoulders."""
    canvas.gradient(mix(ground, (255, 255, 255), 0.45), ground)
    middle = canvas.right / 2
    canvas.oval((middle, 1.08), canvas.right * 0.44, 0.42, clothes)
    canvas.polygon([(middle - 0.1, 0.7), (middle + 0.1, 0.7), (middle, 0.86)], stage.CREAM)
    canvas.box(middle - 0.055, 0.52, middle + 0.055, 0.74, mix(stage.SKIN, (120, 70, 50), 0.2))
    canvas.oval((middle, 0.43), 0.145, 0.185, stage.SKIN)
    if hat:
        canvas.polygon([(middle - 0.36, 0.36), (middle + 0.36, 0.36), (middle, 0.1)], (224, 196, 134))
    else:
        canvas.pen.pieslice(
            (*canvas.place((middle - 0.16, 0.22)), *canvas.place((middle + 0.16, 0.54))), 175, 365, fill=stage.INK
        )
    for side in (-1, 1):
        canvas.oval((middle + side * 0.055, 0.44), 0.014, 0.011, stage.INK)
        canvas.line([(middle + side * 0.085, 0.405), (middle + side * 0.03, 0.4)], stage.INK, 0.008)
    canvas.line([(middle - 0.045, 0.525), (middle, 0.54), (middle + 0.045, 0.525)], (150, 74, 66), 0.01)


def bridge(canvas: Canvas) -> None:
    """An arched bridge over a river in the evening."""
    stage.sky(canvas, stage.DUSK, (canvas.right * 0.62, 0.3))
    stage.mountains(canvas, (70, 74, 112), (170, 130, 150), (0.4, 0.48, 0.55))
    stage.water(canvas, 0.62, (196, 138, 134), (70, 74, 112))
    arches, deck = 4, 0.5
    for number in range(arches):
        left, right = (canvas.right * (number + edge) / arches for edge in (0, 0.97))
        canvas.box(right, deck, right + canvas.right * 0.0225, 0.76, (96, 84, 96))
        curve = [((left + (right - left) * t / 20), deck + 0.16 - 0.62 * (t / 20) * (1 - t / 20)) for t in range(21)]
        canvas.line(curve, (112, 98, 108), 0.022)
        for t in range(3, 18, 2):
            canvas.line([curve[t], (curve[t][0], deck)], (112, 98, 108), 0.007)
    canvas.box(0, deck - 0.02, canvas.right, deck + 0.02, (128, 112, 116))
    for post in range(round(canvas.right * 22)):
        canvas.box(post / 22, deck - 0.055, post / 22 + 0.004, deck - 0.02, (228, 210, 190))
    canvas.box(0, deck - 0.06, canvas.right, deck - 0.053, (228, 210, 190))
    for number, x in enumerate((0.34, 0.41, 0.78, 1.2)):
        stage.person(canvas, (x, deck - 0.018), 0.12, stage.CLOTHES[number])
    canvas.ridge(0.95, 0.03, (50, 52, 74), 0.8)


def road(canvas: Canvas) -> None:
    """A road of concrete that climbs between hills, men at work."""
    stage.sky(canvas, stage.DAY)
    stage.mountains(canvas, *GREENS, (0.3, 0.4, 0.5))
    middle = canvas.right * 0.5
    canvas.polygon(
        [
            (middle - 0.6, 1),
            (middle + 0.42, 1),
            (middle + 0.2, 0.72),
            (middle + 0.3, 0.58),
            (middle + 0.22, 0.5),
            (middle + 0.19, 0.5),
            (middle + 0.22, 0.58),
            (middle, 0.72),
        ],
        (204, 202, 196),
    )
    for share in (0.72, 0.8, 0.9):
        width = 0.2 + (share - 0.72) * 2.6
        canvas.line(
            [(middle - (share - 0.72) * 2.1, share), (middle - (share - 0.72) * 2.1 + width, share)],
            (172, 170, 164),
            0.004,
        )
    for number in range(7):
        stage.bamboo(canvas, (0.05 + number * 0.055, 0.98), 0.5)
    for number, x in enumerate((0.02, 0.2, 0.36)):
        stage.person(canvas, (middle + x, 0.9 + 0.03 * number), 0.26, stage.CLOTHES[number + 1])


def tea_hills(canvas: Canvas) -> None:
    """Tea hills in rows that follow the slope."""
    stage.sky(canvas, stage.MORNING, (canvas.right * 0.3, 0.24))
    stage.mountains(canvas, *BLUES, (0.36, 0.44))
    stage.terraces(canvas, 0.5, ((86, 146, 76), (66, 124, 66), (102, 160, 84)), (52, 104, 58), 16)
    for number, (x, y) in enumerate(((0.4, 0.74), (0.62, 0.78), (1.1, 0.86))):
        stage.person(canvas, (x, y), 0.16 + 0.03 * number, stage.CLOTHES[number])


def chart(canvas: Canvas) -> None:
    """Bars that grow over six years."""
    canvas.box(0, 0, canvas.right, 1, (252, 252, 250))
    for line in range(6):
        canvas.line([(0.12, 0.86 - 0.14 * line), (canvas.right - 0.06, 0.86 - 0.14 * line)], (222, 224, 222), 0.004)
    step = (canvas.right - 0.24) / 6
    for number, height in enumerate((0.22, 0.27, 0.3, 0.42, 0.51, 0.66)):
        left = 0.16 + step * number
        canvas.box(left, 0.86 - height, left + step * 0.66, 0.86, mix((134, 176, 120), (38, 98, 66), number / 5))
        canvas.pen.text(
            canvas.place((left + step * 0.33, 0.91)),
            str(2019 + number),
            fill=(70, 74, 72),
            anchor="mm",
            font_size=0.045 * canvas.unit,
        )


def lanterns(canvas: Canvas) -> None:
    """Lanterns over a river at night."""
    stage.sky(canvas, stage.NIGHT)
    for _ in range(90):
        canvas.disc((canvas.random.uniform(0, canvas.right), canvas.random.uniform(0, 0.5)), 0.0016, (236, 232, 220))
    canvas.ridge(0.66, 0.04, (34, 30, 66), 1.2)
    stage.water(canvas, 0.74, (74, 58, 104), (22, 22, 54), 40)
    reds: tuple[Colour, ...] = ((214, 62, 50), (236, 140, 48), (196, 58, 104), (232, 184, 70))
    for number in range(round(canvas.right * 13)):
        height = canvas.random.uniform(0.1, 0.62)
        radius = 0.028 + 0.05 * canvas.random.random()
        x = (number + 0.5) / 13
        canvas.line([(x, 0), (x, height)], (60, 48, 82), 0.002)
        stage.lantern(canvas, (x, height), radius, reds[number % 4])
    for number in range(round(canvas.right * 5)):
        stage.lantern(canvas, ((number + 0.4) / 5, 0.8 + 0.06 * (number % 3)), 0.022, reds[number % 2])


def khen_players(canvas: Canvas) -> None:
    """Men who play reed pipes on a hill in the mist."""
    stage.sky(canvas, stage.COLD)
    stage.mountains(canvas, *BLUES, (0.44, 0.54, 0.62))
    canvas.ridge(0.8, 0.03, (92, 118, 92), 0.7)
    for number in range(round(canvas.right * 2.2)):
        x, foot = 0.22 + number * 0.42, 0.93 - 0.03 * (number % 2)
        stage.person(canvas, (x, foot), 0.46, stage.CLOTHES[(0, 4, 2)[number % 3]], hat=False)
        for pipe in range(5):
            canvas.line(
                [(x + 0.02, foot - 0.31), (x + 0.17 + pipe * 0.012, foot - 0.46 - pipe * 0.014)], (188, 142, 78), 0.008
            )
        canvas.oval((x + 0.04, foot - 0.325), 0.03, 0.018, (120, 76, 44))
    canvas.veil(0.74, 0.08, (240, 242, 244), 0.55)


def festival(canvas: Canvas) -> None:
    """A field below the hills with flags, a pole and a crowd."""
    stage.sky(canvas, stage.DAY, (canvas.right * 0.8, 0.15))
    stage.mountains(canvas, *GREENS, (0.4, 0.48, 0.54))
    canvas.gradient((176, 190, 108), (140, 158, 82), 0.6, 1.0)
    pole = canvas.right * 0.46
    canvas.box(pole, 0.1, pole + 0.012, 0.86, (130, 92, 62))
    canvas.disc((pole + 0.006, 0.1), 0.06, (196, 60, 54))
    canvas.disc((pole + 0.006, 0.1), 0.04, stage.CREAM)
    for number in range(round(canvas.right * 9)):
        x = (number + 0.4) / 9
        colour = stage.CLOTHES[number % 5]
        canvas.line([(x, 0.42), (x, 0.66)], (120, 88, 60), 0.005)
        canvas.polygon([(x, 0.42), (x + 0.07, 0.44), (x + 0.02, 0.48), (x, 0.5)], colour)
    for number in range(round(canvas.right * 16)):
        x = canvas.random.uniform(0.02, canvas.right - 0.02)
        stage.person(
            canvas, (x, 0.76 + 0.22 * (number / (canvas.right * 16))), 0.2, canvas.random.choice(stage.CLOTHES)
        )


def ploughing(canvas: Canvas) -> None:
    """A buffalo before a plough on flooded terraces."""
    stage.sky(canvas, stage.MORNING, (canvas.right * 0.5, 0.2))
    stage.mountains(canvas, *GREENS, (0.36, 0.44))
    stage.terraces(canvas, 0.52, ((178, 190, 178), (150, 168, 160)), (96, 120, 74), 9)
    x, y = canvas.right * 0.4, 0.84
    canvas.oval((x, y - 0.13), 0.17, 0.085, (74, 66, 70))
    canvas.oval((x + 0.19, y - 0.17), 0.06, 0.045, (74, 66, 70))
    canvas.line([(x + 0.17, y - 0.2), (x + 0.13, y - 0.27), (x + 0.2, y - 0.29)], (48, 42, 44), 0.012)
    for leg in (-0.12, -0.07, 0.08, 0.13):
        canvas.box(x + leg, y - 0.08, x + leg + 0.024, y + 0.02, (64, 56, 60))
    canvas.line([(x - 0.16, y - 0.13), (x - 0.38, y - 0.02), (x - 0.46, y - 0.16)], (130, 92, 62), 0.012)
    stage.person(canvas, (x - 0.46, y + 0.03), 0.34, stage.CLOTHES[0])


def village(canvas: Canvas) -> None:
    """Houses on stilts between palms and terraces."""
    stage.sky(canvas, stage.DAY, (canvas.right * 0.84, 0.16))
    stage.mountains(canvas, *GREENS, (0.34, 0.42, 0.5))
    canvas.gradient((160, 182, 108), (120, 150, 78), 0.58, 1.0)
    stage.stilt_house(canvas, (0.16, 0.72), 0.34, (146, 104, 70))
    stage.stilt_house(canvas, (canvas.right * 0.44, 0.86), 0.62)
    for x, height in ((0.08, 0.3), (canvas.right * 0.38, 0.34), (canvas.right - 0.06, 0.5)):
        stage.tree(canvas, (x, 0.92), height, (70, 124, 76))
    stage.person(canvas, (canvas.right * 0.36, 0.95), 0.22, stage.CLOTHES[1])


def manuscript(canvas: Canvas) -> None:
    """An open book of brushed lines on a table."""
    canvas.gradient((124, 84, 60), (96, 62, 46))
    middle = canvas.right / 2
    for side in (-1, 1):
        canvas.polygon(
            [(middle, 0.18), (middle + side * 0.56, 0.12), (middle + side * 0.6, 0.82), (middle, 0.88)],
            mix(stage.CREAM, (200, 170, 120), 0.25 if side < 0 else 0.1),
        )
        for column in range(7):
            x = middle + side * (0.07 + column * 0.07)
            for row in range(10):
                size = canvas.random.uniform(0.008, 0.02)
                y = 0.22 + row * 0.056
                canvas.line([(x - size, y), (x + size, y + canvas.random.uniform(-0.012, 0.012))], stage.INK, 0.006)
                canvas.line([(x, y - size), (x + canvas.random.uniform(-0.01, 0.01), y + size)], stage.INK, 0.006)
    canvas.line([(middle, 0.18), (middle, 0.88)], (150, 116, 80), 0.008)


def river_gauge(canvas: Canvas) -> None:
    """A white gauge with red marks in a river."""
    stage.sky(canvas, stage.COLD)
    stage.mountains(canvas, *BLUES, (0.38, 0.46))
    stage.water(canvas, 0.54, (150, 180, 182), (64, 104, 112))
    left = canvas.right * 0.56
    canvas.box(left, 0.16, left + 0.13, 0.86, (246, 246, 242))
    for mark in range(14):
        top = 0.18 + mark * 0.048
        canvas.box(
            left, top, left + (0.08 if mark % 2 else 0.05), top + 0.022, (200, 58, 50) if mark % 4 < 2 else stage.INK
        )
    canvas.oval((left + 0.065, 0.86), 0.13, 0.02, (196, 214, 212))
    canvas.ridge(0.97, 0.02, (74, 86, 70), 0.7)


def frosted_terraces(canvas: Canvas) -> None:
    """Terraces under frost, a walker on the path."""
    stage.sky(canvas, stage.COLD, (canvas.right * 0.7, 0.14))
    stage.mountains(canvas, *BLUES, (0.26, 0.32, 0.38))
    stage.terraces(canvas, 0.42, ((226, 232, 234), (204, 214, 218), (214, 222, 214)), (134, 146, 132), 15)
    stage.person(canvas, (canvas.right * 0.34, 0.78), 0.14, stage.CLOTHES[1])


def wetland(canvas: Canvas) -> None:
    """Egrets over a marsh of reeds."""
    stage.sky(canvas, stage.MORNING, (canvas.right * 0.38, 0.34))
    stage.mountains(canvas, *BLUES, (0.5,))
    stage.water(canvas, 0.58, (232, 208, 172), (116, 146, 142))
    for _ in range(11):
        x, y = canvas.random.uniform(0.1, canvas.right - 0.1), canvas.random.uniform(0.1, 0.46)
        size = canvas.random.uniform(0.03, 0.06)
        canvas.line([(x - size, y - size * 0.5), (x, y), (x + size, y - size * 0.5)], (250, 250, 248), 0.01)
        canvas.oval((x + size * 0.1, y), size * 0.4, size * 0.14, (250, 250, 248))
    for _ in range(150):
        x, height = canvas.random.uniform(0, canvas.right), canvas.random.uniform(0.12, 0.36)
        tip = (x + canvas.random.uniform(-0.05, 0.05), 1 - height)
        canvas.line([(x, 1), tip], mix((92, 104, 62), (166, 150, 88), canvas.random.random()), 0.005)


def barge(canvas: Canvas) -> None:
    """A flat boat heaped with what it took out of the river."""
    stage.sky(canvas, stage.DAY, (canvas.right * 0.16, 0.18))
    stage.mountains(canvas, *GREENS, (0.4, 0.48))
    stage.water(canvas, 0.56, (140, 184, 190), (58, 112, 124))
    left, right = canvas.right * 0.22, canvas.right * 0.78
    canvas.polygon([(left - 0.06, 0.7), (right + 0.08, 0.7), (right, 0.8), (left, 0.8)], (128, 74, 56))
    for _ in range(80):
        share = canvas.random.random()
        top = 0.7 - 0.16 * canvas.random.random() * (1 - abs(2 * share - 1))
        colour = canvas.random.choice(((90, 150, 190), (236, 236, 230), (110, 170, 120), (222, 150, 70), (196, 80, 76)))
        canvas.oval((left + 0.04 + share * (right - left - 0.3), top), 0.026, 0.016, colour)
    stage.person(canvas, (right - 0.1, 0.71), 0.24, stage.CLOTHES[3])
    canvas.oval(((left + right) / 2, 0.81), (right - left) * 0.55, 0.018, (108, 152, 160))


def nursery(canvas: Canvas) -> None:
    """Beds of seedlings under a net."""
    stage.sky(canvas, stage.DAY)
    stage.mountains(canvas, *GREENS, (0.34, 0.42))
    canvas.gradient((176, 150, 110), (146, 116, 84), 0.5, 1.0)
    for row in range(7):
        y, size = 0.56 + row * row * 0.0095, 0.035 + 0.012 * row
        canvas.box(0, y, canvas.right, y + size * 0.5, (104, 74, 54))
        for number in range(round(canvas.right / size)):
            x = (number + 0.5) * size
            canvas.polygon(
                [(x, y), (x - size * 0.4, y - size * 0.5), (x, y - size * 0.95), (x + size * 0.4, y - size * 0.5)],
                mix((70, 140, 70), (130, 180, 90), canvas.random.random()),
            )
    for post in range(4):
        x = canvas.right * (0.08 + 0.28 * post)
        canvas.box(x, 0.2, x + 0.012, 0.62, (130, 100, 72))
    canvas.polygon([(0, 0.18), (canvas.right, 0.18), (canvas.right, 0.24), (0, 0.24)], (86, 116, 96))
    stage.person(canvas, (canvas.right * 0.66, 0.92), 0.34, stage.CLOTHES[2])


def logo(canvas: Canvas) -> None:
    """A newspaper's mark, as every page of a site carries it."""
    canvas.box(0, 0, canvas.right, 1, (156, 40, 44))
    canvas.polygon([(0.1, 0.85), (0.45, 0.2), (0.8, 0.85)], stage.CREAM)
    canvas.box(1.0, 0.3, canvas.right - 0.2, 0.44, stage.CREAM)
    canvas.box(1.0, 0.56, canvas.right - 0.6, 0.66, stage.CREAM)


def jpeg(image: Image.Image, quality: int = 78) -> bytes:
    """The picture as JPEG."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def small_jpeg(image: Image.Image) -> bytes:
    """The picture as a JPEG of few bytes."""
    return jpeg(image, 64)


def png(image: Image.Image) -> bytes:
    """The picture as a small PNG."""
    file = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def webp(image: Image.Image) -> bytes:
    """The picture as WebP."""
    file = io.BytesIO()
    image.save(file, "WEBP", quality=78, method=6)
    return file.getvalue()


def truncated(image: Image.Image) -> bytes:
    """The picture as a JPEG that broke off on its way."""
    whole = jpeg(image)
    return whole[: len(whole) * 2 // 5]


def sideways(image: Image.Image) -> bytes:
    """The picture as a telephone stores it: lying on its side, its EXIF data saying so and naming the place."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Example Telephone"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place.update({1: "N", 2: (22.0, 11.0, 4.0), 3: "E", 4: (104.0, 2.0, 31.0)})
    file = io.BytesIO()
    image.transpose(Image.Transpose.ROTATE_90).save(file, "JPEG", quality=78, optimize=True, exif=exif)
    return file.getvalue()


def farmer(canvas: Canvas) -> None:
    """A farmer under a hat."""
    portrait(canvas, (52, 84, 120), (170, 190, 150), hat=True)


def teacher(canvas: Canvas) -> None:
    """A teacher before a warm wall."""
    portrait(canvas, (132, 60, 66), (214, 180, 140), hat=False)


PHOTO = (1200, 800)
Draw = tuple[str, "Callable[[Canvas], None]", tuple[int, int], "Callable[[Image.Image], bytes]"]
PICTURES: tuple[Draw, ...] = (
    ("kinh-te/cho-phien-cuoi-nam_files/logo.png", logo, (240, 60), png),
    ("kinh-te/cho-phien-cuoi-nam_files/cho-phien-1.jpg", market, (1600, 1067), jpeg),
    ("kinh-te/cho-phien-cuoi-nam_files/cho-phien-2.jpg", village, PHOTO, jpeg),
    ("kinh-te/cho-phien-cuoi-nam_files/cho-phien-3.jpg", orchard, PHOTO, jpeg),
    ("kinh-te/cho-phien-cuoi-nam_files/cho-phien-4.jpg", market, PHOTO, jpeg),
    ("kinh-te/cam-thuong-1.jpg", orchard, PHOTO, jpeg),
    ("kinh-te/cam-thuong-2.jpg", market, (1000, 667), jpeg),
    ("kinh-te/ong-luong-van-pen.jpg", farmer, (600, 800), jpeg),
    ("kinh-te/anh/cau-ban-ven.jpg", bridge, (3000, 2000), jpeg),
    ("kinh-te/anh/do-be-tong.jpg", road, PHOTO, jpeg),
    ("kinh-te/anh/doi-che.jpg", tea_hills, PHOTO, jpeg),
    ("kinh-te/anh/san-luong-che.png", chart, (960, 600), png),
    ("kinh-te/duong-len-ban-1.jpg", road, (1024, 683), jpeg),
    ("van-hoa/anh/den-long-1.jpg", lanterns, (800, 1200), jpeg),
    ("van-hoa/anh/den-long-2.jpg", lanterns, PHOTO, jpeg),
    ("van-hoa/anh/tieng-khen.jpg", khen_players, (1600, 1000), jpeg),
    ("van-hoa/xuong-dong-1.jpg", festival, PHOTO, jpeg),
    ("van-hoa/xuong-dong-2.jpg", ploughing, PHOTO, jpeg),
    ("van-hoa/xuong-dong-3.jpg", festival, (900, 600), jpeg),
    ("van-hoa/anh/nha-san-1.jpg", village, PHOTO, jpeg),
    ("van-hoa/anh/nha-san-2.jpg", village, (900, 600), truncated),
    ("van-hoa/anh/trang-sach.jpg", manuscript, (480, 320), jpeg),
    ("van-hoa/anh/co-giao-lu.jpg", teacher, (600, 750), jpeg),
    ("environment/river-gauge_files/gauge.webp", river_gauge, PHOTO, webp),
    ("environment/photos/frost-terraces.jpg", frosted_terraces, (1000, 1500), sideways),
    ("environment/wetland-dawn.jpg", wetland, PHOTO, jpeg),
    ("environment/photos/barge.jpg", barge, PHOTO, jpeg),
    ("environment/photos/nursery.jpg", nursery, PHOTO, jpeg),
    ("van-hoa/anh/thay-khen.jpg", khen_players, (640, 427), small_jpeg),
    ("van-hoa/anh/ba-trang.jpg", teacher, (400, 500), small_jpeg),
    ("van-hoa/hat-ru/ru.jpg", village, (640, 427), small_jpeg),
    ("kinh-te/images/giay-do.jpg", manuscript, (640, 427), small_jpeg),
    ("kinh-te/images/xe-buyt.jpg", road, (640, 427), small_jpeg),
    ("environment/photos/weir.jpg", river_gauge, (640, 427), small_jpeg),
)


SMALL = (640, 427)
ENCLOSED: tuple[Draw, ...] = (
    ("kinh-te/cho-ca.warc.gz/cho-ca.jpg", market, SMALL, small_jpeg),
    ("kinh-te/cho-ca.warc.gz/mat-ong.jpg", farmer, (400, 500), small_jpeg),
    ("kinh-te/lo-gom.zip/lo-gom/anh/ke-gom.jpg", still_life.jars, SMALL, small_jpeg),
    ("van-hoa/may-hat-quay-tay.mhtml/khan-gia.jpg", festival, SMALL, small_jpeg),
    ("van-hoa/den-bao.html/den-bao.jpg", still_life.lamp, (480, 600), small_jpeg),
    ("van-hoa/chuyen-ben-bep.epub/EPUB/images/ban.jpg", village, SMALL, small_jpeg),
    ("van-hoa/chuyen-ben-bep.epub/EPUB/images/sach.jpg", manuscript, (480, 320), small_jpeg),
    ("environment/otters.wacz/archive/otters.warc.gz/pool.jpg", wetland, SMALL, small_jpeg),
    ("environment/spring-line.webarchive/spring.jpg", frosted_terraces, (427, 640), small_jpeg),
    ("environment/night-nursery.tar.gz/night-nursery/night-nursery_files/beds.jpg", nursery, SMALL, small_jpeg),
)


def draw_all(pictures: tuple[Draw, ...], folder: Path) -> None:
    """Writes pictures below a folder."""
    for seed, (name, draw, (width, height), encode) in enumerate(pictures):
        canvas = Canvas(width, height, seed)
        draw(canvas)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode(canvas.finish()))
        print(f"{path} {width} x {height}")


def main(samples: Path, collected: Path) -> None:
    """Draws every picture."""
    draw_all(PICTURES, samples)
    draw_all(ENCLOSED, collected)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
