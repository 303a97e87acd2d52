"""Small sources that tests collect themselves, and the pipeline's functions with a test's usual options."""

from __future__ import annotations

import gzip
import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

from PIL import Image

from packager import pipeline
from packager.progress import Quiet
from packager.stages import Options

WORDS = (
    "Sáng nay, hợp tác xã ở bản Nà Hin mở phiên chợ đầu năm với hơn bảy mươi gian hàng, có chè, mật ong và thổ cẩm. "
    "Người dân từ các xã lân cận xuống núi từ sớm, mang theo nông sản và đồ thủ công để bán cho khách phương xa. "
)
FIGURE = '<figure><img src="{}" alt=""><figcaption>Chú thích của {}</figcaption></figure>'
PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><article>
<h1>{title}</h1><p>{lead}</p><p>{words}</p>{figures}<p>Kết: {words}</p></article></body></html>
"""


STATED = {"topic": "Kinh tế", "date": "2025-02-21T08:00:00+07:00", "address": "", "publisher": ""}


def page(title, pictures=(), **given):
    """A page in Vietnamese that states what is `STATED`, or given instead; what is "" is not stated."""
    told = STATED | given
    assert told.keys() == STATED.keys()
    fields = {
        "article:section": told["topic"],
        "article:published_time": told["date"],
        "og:site_name": told["publisher"],
    }
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in fields.items() if value)
    if told["address"]:
        head += f'<link rel="canonical" href="{told["address"]}">'
    figures = "".join(FIGURE.format(name, name) for name in pictures)
    return PAGE.format(title=title, head=head, lead=f"{title}: {WORDS}", figures=figures, words=WORDS)


def feed(*items):
    """A feed of entries, each with a picture of its name."""
    entries = "".join(
        f"<item><title>{name}</title><link>https://b.example/{name}</link><pubDate>Fri, 21 Feb 2025 08:00:00 +0700"
        f"</pubDate><description>&lt;p&gt;{name} mở lại ở bản.&lt;/p&gt;&lt;img src='{name}.jpg'&gt;</description>"
        "</item>"
        for name in items
    )
    return f'<rss version="2.0"><channel><title>Báo</title>{entries}</channel></rss>'


def picture(shade=0, size=(320, 240), form="JPEG"):
    """A picture's bytes; each shade (0-255) is another one."""
    content = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((shade, 90, 160), (0, 0, size[0] // 2, size[1]))
    image.save(content, form)
    return content.getvalue()


def put(root, files):
    """Writes files below a folder by their names; text as UTF-8. Their time is long ago, as collected files' is."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return root


def some():
    """Sources of all sorts: two topics, two months, an undated and an unsorted article, pictures, a note."""
    return {
        "README.md": "Ghi chú.",
        "kinh-te/cho.html": page("Chợ phiên đầu năm", pictures=("anh/cho-1.jpg", "anh/cho-2.jpg")),
        "kinh-te/anh/cho-1.jpg": picture(1),
        "kinh-te/anh/cho-2.jpg": picture(2, (2400, 1200)),
        "kinh-te/duong.html.gz": gzip.compress(page("Đường lên bản", date="2025-01-05").encode(), mtime=0),
        "van-hoa/hoi.html": page("Hội xuân", topic="Văn hóa", address="https://bao.example/hoi", pictures=("hoi.png",)),
        "van-hoa/hoi.png": picture(3, form="PNG"),
        "van-hoa/ke-chuyen.html": page("Kể chuyện", topic="Văn hóa", date=""),
        "van-hoa/mua.txt": f"Mùa hoa mận\n\nSáng 12/2/2025, {WORDS}\n\nmua.jpg\nHoa mận nở trắng.\n\n{WORDS}\n",
        "van-hoa/mua.jpg": picture(4),
        "khong-ten.html": page("Không chuyên mục", topic="", date="2025-01-07", pictures=("thieu.jpg",)),
    }


class Steps(Quiet):
    """Watches a run: (stage, steps in all, steps that were spared)."""

    def __init__(self):
        self.stages = []

    def begin(self, stage, total):
        self.stages.append([stage, total, None])

    def advance(self, steps=1):
        if self.stages[-1][2] is None:
            self.stages[-1][2] = steps


def options(output, **given):
    return Options(output, **given)


def build(sources, output, watch=None, **given):
    """Builds one source folder, or several; the run's report is the whole of report.json."""
    sources = sources if isinstance(sources, list) else [sources]
    return whole(pipeline.build(sources, options(output, **given), watch or Quiet()), output)


def whole(run, output):
    """A run with all that report.json says, the items too."""
    report = json.loads((output / "report.json").read_bytes())
    assert {word: told for word, told in report.items() if word != "items"} == run.report
    return replace(run, report=report)


def packager(*arguments, folder=None, **environment):
    """Runs the product's own command."""
    command = [sys.executable, "-m", "packager", *map(str, arguments)]
    environment = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, cwd=folder, env=environment, check=False, timeout=120)


def counts(report):
    """How many inputs became what; they have to add up."""
    found = {word: report[word] for word in ("inputs", "articles", "duplicates", "skipped", "failed")}
    assert found["inputs"] == len(report["items"]) == sum(found.values()) - found["inputs"]
    return found


def codes(report, name=""):
    """The finding codes of the inputs whose name ends so."""
    return {told["code"] for told in report["findings"] if told["where"].endswith(name)}


def files(folder, *below):
    """The bytes of every file by its name."""
    roots = [folder / name for name in below] if below else [folder]
    found = [path for root in roots for path in ([root] if root.is_file() else root.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def volumes(output):
    """The bytes of every volume by its name."""
    return files(output, "volumes")


def catalogue(output):
    """What the catalogue and the search index hold, whatever the order they were written in."""
    with closing(sqlite3.connect(output / "library" / "catalogue.sqlite")) as database:
        return [*ledger(output), *searched(database)]


_MASTER = ("INSERT INTO sqlite_master", "PRAGMA writable_schema", 'DELETE FROM "sqlite_sequence"')


def ledger(output):
    """What the catalogue holds beside the search index."""
    with closing(sqlite3.connect(output / "library" / "catalogue.sqlite")) as database:
        lines = (line for line in database.iterdump() if "search" not in line.partition("VALUES")[0])
        return sorted(line for line in lines if not line.startswith(_MASTER))


ARTICLES = "SELECT source, locator, id, content, issued, topic, publication FROM searchable ORDER BY source, locator"
PLACES = (
    "SELECT source, locator, term, col, offset FROM temp.words JOIN searchable ON number = doc ORDER BY 1, 2, 3, 4, 5"
)


def searched(database):
    """What the search index holds: its articles, and which words stand where (SQLite numbers and packs as it likes)."""
    if not database.execute("SELECT * FROM sqlite_master WHERE name = 'searchable'").fetchall():
        return  # never searched
    yield from map(str, database.execute(ARTICLES))
    for table in ("search_folded", "search_exact"):
        database.execute(f"CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, {table}, instance)")
        yield from map(str, database.execute(PLACES))
        database.execute("DROP TABLE temp.words")
    yield str(database.execute("SELECT count(*) FROM unsearched").fetchone())
