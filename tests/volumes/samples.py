"""Articles made by hand, in Vietnamese and English: a gallery, a missing picture, a table, links to each other."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from html import escape

from PIL import Image, ImageDraw

from packager.config import Settings
from packager.images import PROFILES, rendition
from packager.library.cards import card
from packager.model import UNKNOWN, Basis, Entry, Link, Metadata, Picture, Value
from packager.volumes import chapters, places
from packager.volumes.labels import labels
from packager.volumes.matter import Matter, matter
from packager.volumes.plan import plan


def volumes_of(entries, by, settings):
    """The volumes that are planned of some articles, filled with them."""
    held = {entry.id: entry for entry in entries}
    plans = plan(map(card, entries), by, settings)
    return [planned.filled([held[each.id] for each in planned.cards], settings) for planned in plans]


@cache
def photo(number: int, width: int = 960, height: int = 640) -> bytes:
    """A JPEG that looks a little like a landscape; each number another one."""
    sky, land = (150 + number * 17 % 80, 190, 215), (60 + number * 29 % 90, 110, 70)
    image = Image.new("RGB", (width, height), sky)
    draw = ImageDraw.Draw(image)
    draw.polygon(
        [(0, height), (0, height * 0.6), (width * 0.4, height * 0.35), (width, height * 0.7), (width, height)], land
    )
    draw.ellipse([width * 0.7, height * 0.1, width * 0.8, height * 0.1 + width * 0.1], (250, 235, 180 + number % 60))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()


@dataclass
class Shelf:
    """A library in memory: what is stored by digest, and the renditions that were asked for."""

    objects: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(self, content: bytes) -> str:
        digest = sha256(content).hexdigest()
        self.objects[digest] = content
        return digest

    def read(self, digest: str) -> bytes:
        return self.objects[digest]

    def renditions(self, picture: Picture):
        self.asked.append(picture.digest)
        return rendition(self.read(picture.digest), PROFILES["standard"])

    def picture(self, number: int) -> Picture:
        content = photo(number)
        return Picture(f"img/p{number:03}.jpg", self.put(content), "image/jpeg", 960, 640, len(content))

    def article(self, title: str, body: str = "<p>Một đoạn văn.</p>", pictures=(), **facts) -> Entry:
        """An entry with its stored canonical article; `facts` are metadata values, given as text or `Value`."""
        facts = {"language": "vi", "issued": "2025-02-21", "title": title} | facts
        known = {key: Value(fact, Basis.METADATA) if isinstance(fact, str) else fact for key, fact in facts.items()}
        metadata = Metadata(**known)
        content = canonical(metadata, body)
        address = metadata.source.value or title
        return Entry(
            id=sha256(address.encode()).hexdigest()[:12],
            metadata=metadata,
            content=self.put(content),
            capture=sha256(content + b"page").hexdigest(),
            locator=f"trang/{sha256(address.encode()).hexdigest()[:6]}.html",
            words=max(1, len(body.split())),
            summary=metadata.title.value + " – những dòng đầu của bài.",
            pictures=tuple(pictures),
        )


def canonical(metadata: Metadata, body: str) -> bytes:
    title, language = escape(metadata.title.value), metadata.language.value
    byline = f'<p class="byline">An Bình · <time datetime="{metadata.issued.value}">{metadata.issued.value}</time></p>'
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}">'
        f"<head><title>{title}</title></head><body><article><header><h1>{title}</h1>{byline if metadata.issued else ''}"
        f'<p class="lead">{title}: điều đáng chú ý được nói ngay ở đây.</p></header>{body}</article></body></html>'
    ).encode()


def figure(pictures, caption: str, number: int = 1) -> str:
    """A figure of the pictures, held or not, with one caption."""
    images = "".join(map(img, pictures, [f"Ảnh {n + 1}/{len(pictures)}" for n in range(len(pictures))]))
    images = images.replace("<img ", f'<img aria-describedby="caption-{number}" ')
    credit = '<span class="credit">Ảnh: An Bình</span>'
    return f'<figure>{images}<figcaption id="caption-{number}">{caption} {credit}</figcaption></figure>'


def img(picture: Picture, alt: str) -> str:
    if not picture.held:
        return f'<img class="missing" src="images/missing.svg" alt="{alt}" data-original-src="{picture.reference}"/>'
    size = f'width="{picture.width}" height="{picture.height}"'
    return f'<img src="images/{picture.digest}.jpg" {size} alt="{alt}" data-original-src="{picture.reference}"/>'


PARAGRAPH = (
    "Sáng 21/2, đoàn công tác của tỉnh đã kiểm tra tiến độ các công trình thuỷ lợi ở vùng cao. Theo báo cáo, diện tích "
    "gieo trồng vụ xuân đạt 24.000 héc-ta, vượt 0,86 % so với kế hoạch; bà con mong có thêm nước tưới trước mùa khô."
)
TABLE = (
    "<table><caption>Diện tích gieo trồng</caption><thead><tr><th>Huyện</th><th>Lúa (ha)</th>"
    "<th>Ngô (ha)</th></tr></thead><tbody><tr><td>Bát Xát</td><td>1.250</td><td>3.400</td></tr>"
    "<tr><td>Sa Pa</td><td>980</td><td>1.120</td></tr></tbody></table>"
)


def library(shelf: Shelf) -> list[Entry]:
    """Nine articles of two months and three topics, with all that an article can hold."""
    rice = "https://bao.example.vn/kinh-te/vu-xuan.html"
    photos = [shelf.picture(number) for number in range(1, 6)]
    lost = Picture("img/p099.jpg")
    rich = (
        f"<p>{PARAGRAPH}</p>{figure(photos[:1], 'Nông dân Bát Xát làm đất cho vụ xuân.')}<p>{PARAGRAPH}</p>"
        f"<h2>Nước tưới</h2><p>{PARAGRAPH}</p>{figure(photos[1:4], 'Ba công trình thuỷ lợi vừa hoàn thành.', 2)}{TABLE}"
        f"<ul><li>Hồ chứa thứ nhất</li><li>Hồ chứa thứ hai</li></ul><p>{PARAGRAPH}</p>"
        f"{figure([lost], 'Hồ chứa nhìn từ trên cao.', 3)}<blockquote><p>Nước là chuyện sống còn.</p></blockquote>"
        f"<aside><p>Vụ xuân bắt đầu từ tháng 1.</p></aside><pre>a  b\nc  d</pre><hr/><p>{PARAGRAPH}</p>"
    )
    linked = (
        f'<p>Xem <a href="{rice}#xem">bài trước</a> và <a href="https://khac.example.vn/">trang khác</a>.</p>'
        f"<p>{PARAGRAPH}</p>{figure(photos[:1], 'Vẫn ảnh ấy.')}"
    )
    inferred = Value("2025-02-14", Basis.INFERRED, "«Sáng 14/2» in the lead", "day")
    publisher = "Báo Miền Núi"
    economy = {"topic": "Kinh tế", "publisher": publisher}
    return [
        shelf.article("Vụ xuân ở vùng cao: nước là chuyện sống còn", rich, [*photos[:4], lost], source=rice, **economy),
        shelf.article(
            "Chợ phiên đông khách",
            linked,
            photos[:1],
            issued="2025-02-22T08:05:00+07:00",
            related=(Link("Nước là chuyện sống còn", rice), Link("Trang khác", "https://khac.example.vn/")),
            **economy,
        ),
        shelf.article("Ấm áp chợ hoa ngày giáp Tết", issued=inferred, **economy),
        shelf.article(
            "Farmers & markets: “a <good> year”",
            f"<p>The report says it all.</p>{figure(photos[4:], 'A view of the valley.')}",
            photos[4:],
            language="en",
            topic="KINH TẾ",
            publisher=publisher,
            source="https://bao.example.vn/en/farmers.html?id=7&p=2",
        ),
        shelf.article("Giải bóng đá thiếu niên", topic="Thể thao", publisher=publisher),
        shelf.article("Đua thuyền trên hồ", topic="Thể thao", publisher=publisher, issued="2025-02-03"),
        shelf.article("Tin không chuyên mục", publisher=publisher, issued="2025-02-09"),
        shelf.article("Bài không ngày tháng", issued=UNKNOWN, **economy),
        shelf.article("Bài tháng ba", issued="2025-03-01", **economy),
    ]


def without(entry: Entry, *names: str) -> Entry:
    """The entry with these metadata not known."""
    return replace(entry, metadata=replace(entry.metadata, **dict.fromkeys(names, UNKNOWN)))


SHELF = Shelf()
ENTRIES = library(SHELF)


def made(by=("month",), settings=Settings(), number=0, entries=ENTRIES, shelf=SHELF) -> Matter:  # noqa: B008 - frozen
    """The matter of one of the volumes, when its chapters have been made."""
    of = matter(volumes_of(entries, by, settings)[number], settings)
    for place, entry in enumerate(of.volume.entries):
        where = chapters.Place(of.volume.language, labels(of.volume.language), places.addresses(of.volume.entries))
        content, figures = chapters.chapter(shelf.read(entry.content), entry, where, _as_it_is)
        of.found.take(place, entry, figures, [content])
    return of


def _as_it_is(digest: str) -> chapters.Shown:
    return chapters.Shown(f"{digest[:8]}.jpg", 960, 640) if digest else chapters.Shown("missing.svg", missing=True)
