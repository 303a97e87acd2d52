"""The plain way: readability-lxml and ebooklib in thirty lines, one book, as a practitioner writes it.

    python -m benchmarks.plain PAGES BOOK.epub

The comparison that `benchmarks.measure` makes is with this script; it is meant to be naive, not to be good.
"""

from __future__ import annotations

import sys
from pathlib import Path

import lxml.html
from ebooklib import epub
from readability import Document


def main(pages: Path, out: Path) -> None:
    """Binds every page of a folder, with the pictures that lie beside it, into one book."""
    book = epub.EpubBook()
    book.set_identifier("articles")
    book.set_title("Articles")
    book.set_language("vi")
    chapters: list[epub.EpubHtml] = []
    pictures: set[str] = set()
    for number, page in enumerate(sorted(pages.glob("*.html"))):
        document = Document(page.read_text(encoding="utf-8"))
        title = document.short_title()
        summary = lxml.html.fromstring(document.summary(html_partial=True))
        for image in summary.iter("img"):
            add_picture(book, pages / (image.get("src") or ""), image, pictures)
        chapter = epub.EpubHtml(uid=f"c{number}", title=title, file_name=f"c{number}.xhtml", lang="vi")
        chapter.content = f"<h1>{title}</h1>{lxml.html.tostring(summary, encoding='unicode')}"
        book.add_item(chapter)
        chapters.append(chapter)
    book.toc = chapters
    book.spine = ["nav", *chapters]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    epub.write_epub(str(out), book)


def add_picture(book: epub.EpubBook, file: Path, image: lxml.html.HtmlElement, pictures: set[str]) -> None:
    """Puts a picture into the book, once, and lets the image lead there."""
    if file.is_file():
        name = f"img/{file.name}"
        image.set("src", name)
        if name not in pictures:
            pictures.add(name)
            book.add_item(
                epub.EpubItem(uid=file.stem, file_name=name, media_type="image/jpeg", content=file.read_bytes())
            )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
