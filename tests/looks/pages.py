"""Pages to look at: every element in every theme, narrow and wide, at night, and in large type.

`python -m tests.looks.pages FOLDER [EPUB...]` shoots the sample in each theme, or the books given.
"""

import shutil
import sys
import zipfile
from pathlib import Path

from packager.config import themes
from tests.looks.browser import shoot
from tests.looks.volume import written

STYLE = "styles/book.css"
VIEWS = {
    "narrow": (400, 2600, ""),
    "wide": (800, 2600, ""),
    "night": (400, 2600, "html { background: #000; color: #ccc; }"),
    "large": (400, 4200, "html { font-size: 200%; }"),
}
"""Name -> width and height of the window in pixels, and the style that a reading system adds."""


def shot(pages, folder, views=VIEWS):
    """Pictures of every page of an unpacked volume, `VIEW-PAGE.png`."""
    style = pages / STYLE
    kept = style.read_text(encoding="utf-8")
    for view, (width, height, added) in views.items():
        style.write_text(f"{kept}\n{added}", encoding="utf-8")
        for page in sorted(pages.rglob("*.xhtml")):
            shoot(page, folder / f"{view}-{page.stem}.png", width, height)
    style.write_text(kept, encoding="utf-8")


def main(folder, books):
    """Shoot the books given, else the sample in each theme."""
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / "pages"
    for book in books:
        with zipfile.ZipFile(book) as archive:
            archive.extractall(work / book.stem)
        unpacked = {book.stem: work / book.stem / "EPUB" for book in books}
    if not books:
        work.mkdir(exist_ok=True)
        unpacked = {theme: written(work, theme) for theme in themes()}
    for name, pages in unpacked.items():
        (folder / name).mkdir(exist_ok=True)
        shot(pages, folder / name)
    shutil.rmtree(work)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(book) for book in sys.argv[2:]])
