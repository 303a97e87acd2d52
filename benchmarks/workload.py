"""A workload of N news pages with photos, the same bytes every time, and the truth about them.

    python -m benchmarks.workload FOLDER PAGES [--pool PHOTOS]

makes FOLDER/pages (what is packaged: aNNNNN.html, img/pNNN.jpg) and FOLDER/manifest.json. Captions come in three forms
(a figcaption, a paragraph, a table row); 30 % of the pages hold a gallery that shares one. Everything that is not the
article's carries one of `MARKS`. Photos are 1600 x 1067 and about 320 kB.
"""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from string import Template

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from benchmarks.prose import Prose, attribute

MARKS = ("RELATED_MARK", "NAV_MARK", "AD_MARK", "SHARE_MARK", "FOOTER_MARK")
TOPICS = (
    ("thoi-su", "Thời sự"),
    ("kinh-te", "Kinh tế"),
    ("van-hoa", "Văn hóa"),
    ("xa-hoi", "Xã hội"),
    ("the-thao", "Thể thao"),
)
AUTHORS = (
    "Lường Thị Hoa",
    "Đặng Quốc Bảo",
    "Tòng Minh Châu",
    "Bùi Khánh Linh",
    "Mạc Thanh Tú",
    "Hà Đình Trọng",
    "Trần Lam Giang",
)
SIZE = (1600, 1067)
BEGIN, DAYS = datetime(2024, 1, 1, 6, 0), 90  # noqa: DTZ001 - the offset is written into the page


@dataclass(frozen=True, slots=True)
class Figure:
    """Photo numbers and the caption they share."""

    photos: tuple[int, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What a page says; `opening` is its first body paragraph, `style` the form of its captions."""

    id: int
    file: str
    title: str
    date: str
    topic: str
    author: str
    lead: str
    opening: str
    figures: tuple[Figure, ...]
    style: int

    def record(self) -> dict[str, object]:
        """The manifest's entry: every field, and the figures once more as flat lists."""
        photos = [photo for figure in self.figures for photo in figure.photos]
        captions = [figure.caption for figure in self.figures]
        galleries = sum(len(figure.photos) > 1 for figure in self.figures)
        return {**asdict(self), "images": photos, "captions": captions, "galleries": galleries}


def photo(number: int) -> Image.Image:
    """A photo: light over coloured shapes, blurred, with the grain that makes a JPEG weigh what a camera's does."""
    random = Random(number)
    tones = [tuple(random.randrange(256) for _ in range(3)) for _ in range(2)]
    light = Image.linear_gradient("L").rotate(random.randrange(360)).resize(SIZE)
    picture = ImageOps.colorize(light, black=tones[0], white=tones[1])
    pen = ImageDraw.Draw(picture)
    for _ in range(120):
        shape(pen, random)
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    for scale, strength in ((2, 0.16), (1, 0.035)):
        picture = ImageChops.add(picture, grain(random, scale, strength), offset=-round(128 * strength))
    return picture


def shape(pen: ImageDraw.ImageDraw, random: Random) -> None:
    """An ellipse, a rectangle or a stroke somewhere in the picture."""
    x, y, reach = random.randrange(SIZE[0]), random.randrange(SIZE[1]), random.randrange(10, 220)
    box = (x - reach, y - reach // 2, x + reach, y + reach // 2)
    colour = tuple(random.randrange(256) for _ in range(3))
    kind = random.randrange(3)
    if kind == 0:
        pen.ellipse(box, fill=colour)
    elif kind == 1:
        pen.rectangle(box, fill=colour)
    else:
        pen.line(box, fill=colour, width=random.randrange(2, 12))


def grain(random: Random, scale: int, strength: float) -> Image.Image:
    """Grey noise around 128 x `strength`, in dots of `scale` pixels."""
    width, height = SIZE[0] // scale, SIZE[1] // scale
    noise = Image.frombytes("L", (width, height), random.randbytes(width * height)).resize(
        SIZE, Image.Resampling.BILINEAR
    )
    return noise.point([round(value * strength) for value in range(256)]).convert("RGB")


def save_photo(number: int, path: Path) -> None:
    """Draws one photo into a file."""
    photo(number).save(path, "JPEG", quality=82)


def picture(number: int, alt: str) -> str:
    """The img element of a photo."""
    return f'<img src="img/p{number:03d}.jpg" alt="{attribute(alt)}" width="800" loading="lazy">'


def figure_html(figure: Figure, style: int, prose: Prose) -> str:
    """A figure in one of three forms; half of the pictures have the caption as their alt too."""
    images = [picture(number, figure.caption if prose.random.random() < 0.5 else "") for number in figure.photos]
    if style == 0:
        return f'<figure class="image">{"".join(images)}<figcaption>{figure.caption}</figcaption></figure>'
    if style == 1:
        paragraphs = "".join(f'<p class="image">{image}</p>' for image in images)
        return f'{paragraphs}<p class="caption"><em>{figure.caption}</em></p>'
    return (
        f'<table class="picture" align="center"><tbody><tr><td>{"".join(images)}</td></tr>'
        f'<tr><td class="pCaption">{figure.caption}</td></tr></tbody></table>'
    )


def choose_figures(prose: Prose, pool: int) -> tuple[Figure, ...]:
    """Two to four photos; in 30 % of the articles the first two or three share a caption."""
    photos = [prose.random.randrange(pool) for _ in range(prose.random.randint(2, 4))]
    shared = min(len(photos), prose.random.randint(2, 3)) if prose.random.random() < 0.3 else 1
    groups = [tuple(photos[:shared]), *((number,) for number in photos[shared:])]
    return tuple(Figure(group, prose.sentence()) for group in groups)


def extra(prose: Prose) -> str:
    """A table in a quarter of the articles, a list in some others."""
    if prose.random.random() < 0.25:
        rows = "".join(
            f"<tr><td>{prose.words(2).title()}</td><td>{prose.random.randrange(2000)}</td></tr>" for _ in range(5)
        )
        return f'<table border="1"><tr><th>Xã</th><th>Số hộ</th></tr>{rows}</table>'
    if prose.random.random() < 0.3:
        return f"<ul>{''.join(f'<li>{prose.sentence()}</li>' for _ in range(4))}</ul>"
    return ""


def body_html(prose: Prose, figures: tuple[Figure, ...], style: int, pages: int) -> tuple[str, str]:
    """The body and the text of its first paragraph; figures stand evenly between the paragraphs."""
    count = prose.random.randint(8, 15)
    places = {(number + 1) * count // (len(figures) + 1): figure for number, figure in enumerate(figures)}
    parts, opening = [], ""
    for number in range(count):
        sentences = prose.sentences()
        opening = opening or " ".join(sentences)
        parts.append(f"<p>{prose.marked(sentences, pages)}</p>")
        if number == count // 2:
            parts.append(f"<h2>{prose.words(6).capitalize()}</h2>")
        if number in places:
            parts.append(figure_html(places[number], style, prose))
    return "\n".join([*parts, extra(prose)]), opening


def related(prose: Prose, pages: int) -> str:
    """The cards of a box that is not the article's."""
    return "".join(card(prose, pages) for _ in range(6))


def card(prose: Prose, pages: int) -> str:
    """A thumbnail and a headline that lead to another page."""
    page, thumbnail = prose.random.randrange(pages), prose.random.randrange(3)
    inside = f'<img src="img/ad{thumbnail}.jpg" alt=""><span>RELATED_MARK {prose.words(8)}</span>'
    return f'<li class="item"><a href="a{page:05d}.html">{inside}</a></li>'


@cache
def template() -> Template:
    """The page around an article."""
    return Template(Path(__file__).with_name("workload_page.html").read_text(encoding="utf-8"))


def article(number: int, pages: int, pool: int) -> tuple[str, Truth]:
    """Page `number` of `pages` and the truth about it."""
    prose = Prose(f"article {number}")
    slug, topic = prose.random.choice(TOPICS)
    issued = BEGIN + timedelta(minutes=number * DAYS * 1440 // pages + prose.random.randrange(60))
    title, lead, author = prose.title(), f"{prose.sentence()} {prose.sentence()}", prose.random.choice(AUTHORS)
    figures, style = choose_figures(prose, pool), prose.random.randrange(3)
    body, opening = body_html(prose, figures, style, pages)
    date = issued.strftime("%Y-%m-%dT%H:%M:00+07:00")
    page = template().substitute(
        title=title,
        lead=attribute(lead),
        author=author,
        issued=date,
        visible_date=issued.strftime("%d/%m/%Y %H:%M"),
        slug=slug,
        topic=topic,
        first_photo=f"img/p{figures[0].photos[0]:03d}.jpg",
        menu="".join(f'<li><a href="/{path}">{label}</a></li>' for path, label in TOPICS),
        related=related(prose, pages),
        body=body,
    )
    return page, Truth(number, f"pages/a{number:05d}.html", title, date, topic, author, lead, opening, figures, style)


def make_photos(folder: Path, pool: int) -> None:
    """Draws what is not there yet: `pool` photos and three advertisements."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(3):
        Image.new("RGB", (300, 200), (200, 40 * number, 80)).save(folder / f"ad{number}.jpg")
    todo = [(number, folder / f"p{number:03d}.jpg") for number in range(pool)]
    todo = [(number, path) for number, path in todo if not path.exists()]
    with ProcessPoolExecutor(os.cpu_count()) as executor:
        list(executor.map(save_photo, *zip(*todo, strict=True), chunksize=8) if todo else [])


def make(folder: Path, pages: int, pool: int = 0) -> Path:
    """The workload in `folder`, made if it is not there; returns the folder to package."""
    pool = pool or (300 if pages > 50 else 150)
    manifest = folder / "manifest.json"
    if not manifest.exists():
        make_photos(folder / "pages" / "img", pool)
        records = []
        for number in range(pages):
            page, truth = article(number, pages, pool)
            (folder / truth.file).write_text(page, encoding="utf-8")
            records.append(truth.record())
        manifest.write_text(json.dumps(records, ensure_ascii=False, indent=0), encoding="utf-8")
    return folder / "pages"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=int)
    parser.add_argument(
        "--pool", type=int, default=0, help="how many different photos (default 300; 150 up to 50 pages)"
    )
    given = parser.parse_args()
    print(make(given.folder, given.pages, given.pool))


if __name__ == "__main__":
    main()
