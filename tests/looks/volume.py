"""A volume of articles that hold every element, with long words, wide tables and five scripts, in any theme."""

import zipfile
from dataclasses import replace
from pathlib import Path
from string import Template

from packager.config import Settings
from packager.model import Picture
from packager.writers import WRITERS
from packager.writers.seal import seal
from tests.volumes.samples import Shelf, photo, volumes_of

ARTICLES = Path(__file__).parent / "articles"
LONG_WORD = "Nghiêngngảnghiêngngả" * 8
COLUMNS = 20
TITLES = {
    "vi": "Chợ phiên vùng cao: mọi thứ một bài báo có thể có, kể cả một tiêu đề dài hơn ba dòng",
    "en": "Twelve columns and Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
    "ar": "السوق الأسبوعي في الجبال (2025)",
    "ja": "山の市場――霧の中の土曜日",
    "th": "ตลาดนัดบนภูเขา",
}
SIZES = {"photo": (960, 640), "tall": (600, 2400), "wide": (1600, 300), "small": (90, 60)}


def entries(shelf):
    """The articles, one a language."""
    made = []
    for language, title in TITLES.items():
        values, pictures = {"long_word": LONG_WORD, "wide_row": _row(), "missing": _missing()}, []
        text = Template((ARTICLES / f"{language}.xhtml").read_text(encoding="utf-8"))
        for name in text.get_identifiers():
            if name not in values:
                picture, values[name] = _picture(shelf, name)
                pictures.append(picture)
        facts = {"language": language, "topic": "Kinh tế", "publisher": "Báo Vân Sơn", "source": _address(language)}
        made.append(shelf.article(title, text.substitute(values), pictures, **facts))
    return made


def written(folder, theme="standard"):
    """The volume as `theme.epub` in a folder, and unpacked beside it; the folder of its pages."""
    shelf = Shelf()
    settings = Settings(publication="Báo Vân Sơn", theme=theme)
    volume = replace(volumes_of(entries(shelf), ("month",), settings)[0], language="vi")
    draft, final = folder / f"{theme}.draft", folder / f"{theme}.epub"
    WRITERS["epub"].write(volume, shelf, shelf.renditions, settings, draft)
    seal(draft, final)
    with zipfile.ZipFile(final) as archive:
        archive.extractall(folder / theme)
    return folder / theme / "EPUB"


def _picture(shelf, name):
    width, height = SIZES[name.rstrip("0123456789")]
    content = photo(int(name[-1]), width, height)
    digest = shelf.put(content)
    picture = Picture(f"img/{name}.jpg", digest, "image/jpeg", width, height, len(content))
    facts = f'width="{width}" height="{height}" alt="Ảnh" data-original-src="img/{name}.jpg"'
    return picture, f'<img src="images/{digest}.jpg" {facts}/>'


def _missing():
    return '<img class="missing" src="images/missing.svg" alt="Ảnh thiếu" data-original-src="img/mat.jpg"/>'


def _row():
    return f"<tr>{''.join(f'<td>{number}</td>' for number in range(100, 100 + COLUMNS))}</tr>"


def _address(language):
    return f"https://example.org/{language}/mot-dia-chi-dai-khong-co-cho-xuong-dong/{'0123456789' * 8}.html"
