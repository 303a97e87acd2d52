"""Covers to look at: each layout, long and foreign names, in colour and as e-ink shows them, large and as thumbnails.

`python -m tests.looks.covers FOLDER` writes two contact sheets and each cover.
"""

import io
import sys
from pathlib import Path

from PIL import Image

from packager.images.cover import HEIGHT, WIDTH, Words, draw_cover

SOURCES = Path(__file__).parents[2] / "sources"
LONG = "Tạp chí Nghiên cứu Kinh tế, Văn hóa và Phát triển bền vững vùng trung du miền núi Bắc Bộ"
GREYS = 16


def photo(name, size=None):
    """A sample's photo, or its middle cut to another shape, as JPEG."""
    data = (SOURCES / name).read_bytes()
    if size is None:
        return data
    image = Image.open(io.BytesIO(data))
    left, top = (image.width - size[0]) // 2, (image.height - size[1]) // 2
    out = io.BytesIO()
    image.crop((left, top, left + size[0], top + size[1])).save(out, "JPEG", quality=90)
    return out.getvalue()


def samples():
    """Name -> words and photo."""
    return {
        "landscape": (
            Words("Báo Vân Sơn", "Kinh tế", "Tháng 3 năm 2025", "18 bài · 42 ảnh", "3"),
            photo("kinh-te/cho-phien-cuoi-nam_files/cho-phien-2.jpg"),
        ),
        "wide": (
            Words("VnTin", "Thời sự", "Tháng 12 năm 2024", "135 bài · 310 ảnh", "12"),
            photo("environment/wetland-dawn.jpg", (1200, 560)),
        ),
        "square": (
            Words("Báo Vân Sơn", "Văn hóa", "Tháng 2 năm 2025", "9 bài · 21 ảnh", "2"),
            photo("van-hoa/anh/nha-san-1.jpg", (800, 800)),
        ),
        "portrait": (
            Words("Báo Vân Sơn", "Đời sống", "Tuần 8, 17–23/2/2025", "31 bài · 80 ảnh", "8"),
            photo("van-hoa/anh/den-long-1.jpg"),
        ),
        "small": (
            Words("Báo Vân Sơn", "Giáo dục", "Tháng 1 năm 2025", "4 bài · 3 ảnh", "1"),
            photo("van-hoa/anh/trang-sach.jpg"),
        ),
        "none": (Words("Báo Vân Sơn", "Pháp luật", "Tháng 10 năm 2024", "12 bài", "10"), None),
        "long": (
            Words(
                LONG,
                "Khoa học – Công nghệ, Đổi mới sáng tạo và Chuyển đổi số trong nông nghiệp",
                "Từ ngày 1 tháng 1 đến ngày 31 tháng 12 năm 2025 (phần 2)",
                "1.204 bài · 3.310 ảnh · 12 ảnh thiếu",
                "2025",
            ),
            photo("van-hoa/xuong-dong-1.jpg"),
        ),
        "no-topic": (
            Words("The Van Son Courier", "", "March 2025", "64 articles · 120 pictures", "3"),
            photo("environment/photos/barge.jpg"),
        ),
        "no-period": (Words("Báo Vân Sơn", "Thể thao", "", "77 bài · 140 ảnh", "T"), None),
        "nothing": (Words("articles", "", "", "1 article", "a"), None),
        "arabic": (
            Words("جريدة الصباح", "الاقتصاد والأعمال", "فبراير 2025", "18 مقالة (3 صور)", "2"),
            photo("environment/photos/nursery.jpg"),
        ),
        "thai": (
            Words("หนังสือพิมพ์รายวัน", "เศรษฐกิจและที่ดิน", "กุมภาพันธ์ 2568", "18 บทความ", "2"),
            photo("kinh-te/anh/doi-che.jpg"),
        ),
        "chinese": (
            Words("人民经济日报", "经济与社会发展", "2025年2月", "18篇 · 42张图片", "2"),
            photo("van-hoa/anh/den-long-2.jpg"),
        ),
        "others": (
            Words("Вести дня 🎉", "Οικονομία · כלכלה", "हिन्दी 2025", "18", "2"),
            photo("kinh-te/cam-thuong-1.jpg"),
        ),
    }


def grey(image):
    """As a panel of 16 greys shows it, dithered as reading systems do."""
    panel = Image.new("P", (1, 1))
    panel.putpalette([level * 17 for level in range(GREYS) for _ in range(3)])
    return image.convert("L").convert("RGB").quantize(palette=panel, dither=Image.Dither.FLOYDSTEINBERG).convert("RGB")


def sheet(covers, size, columns, gap=16):
    """The covers side by side at a size, on white."""
    rows = -(-len(covers) // columns)
    paper = Image.new("RGB", (columns * (size[0] + gap) + gap, rows * (size[1] + gap) + gap), "white")
    for number, cover in enumerate(covers):
        left, top = gap + number % columns * (size[0] + gap), gap + number // columns * (size[1] + gap)
        paper.paste(cover.resize(size, Image.Resampling.LANCZOS), (left, top))
    return paper


def main(folder):
    """Draw everything into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    covers = []
    for name, (words, lead) in samples().items():
        made = draw_cover(words, lead)
        (folder / f"{name}.jpg").write_bytes(made.content)
        covers.append(Image.open(io.BytesIO(made.content)))
    sheet(covers, (WIDTH // 4, HEIGHT // 4), 5).save(folder / "covers.png")
    small = [sheet(covers, (160, 240), 7), sheet([grey(cover) for cover in covers], (160, 240), 7)]
    small.append(sheet([grey(cover.resize((300, 450))) for cover in covers], (300, 450), 7))
    paper = Image.new("RGB", (max(one.width for one in small), sum(one.height for one in small)), "white")
    top = 0
    for one in small:
        paper.paste(one, (0, top))
        top += one.height
    paper.save(folder / "thumbnails.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
