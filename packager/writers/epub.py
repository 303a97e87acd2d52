"""Writes a volume as EPUB 3.3 with ebooklib, in streaming form: one chapter and one picture in memory at a time.

ebooklib parses each chapter three times, deflates JPEGs, dates members by the clock and hides a full disk. So it is
given names and facts only, and makes of them the package document, the navigation document and the NCX; the content
goes straight to the archive: chapters, each after its pictures, then the pages about the volume, then the package.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

from ebooklib import epub

from packager.errors import PictureUnreadable
from packager.findings import finding
from packager.images import missing_picture
from packager.volumes import chapters, matter
from packager.volumes.chapters import Shown
from packager.volumes.markup import resource
from packager.volumes.split import part_name, parts
from packager.writers import package
from packager.writers.archive import Archive
from packager.writers.contract import Written
from packager.writers.cover import Cover
from packager.writers.seal import Draft

if TYPE_CHECKING:
    from pathlib import Path

    from lxml import etree

    from packager.config import Settings
    from packager.model import Entry, Finding, Picture, Volume
    from packager.volumes.matter import Matter
    from packager.writers.contract import Contents, Rendition, Renditions

Page: TypeAlias = "list[epub.EpubHtml]"  # the files of one page: more than one if it is very long

_XHTML = "application/xhtml+xml"
_STYLES = "styles/book.css"
_PLACEHOLDER = Shown("missing.svg", missing=True)
_DIGITS = 20  # of an original's digest: 80 bits, no two pictures of a volume share them


class _Packager(epub.EpubWriter):  # type: ignore[misc] # ebooklib has no types
    """ebooklib's writer, writing to our archive and only what it makes itself."""

    def __init__(self, archive: Archive, book: epub.EpubBook, options: dict[str, object]) -> None:
        super().__init__("", book, options)
        self.out = self
        self._archive = archive

    def writestr(self, name: str, content: str | bytes) -> None:
        """Take a member as ebooklib hands it to a zipfile."""
        self._archive.add(name, content.encode("utf-8") if isinstance(content, str) else content)

    def open(self) -> None:
        """Write what an EPUB begins with (OCF 3.3, 4.2.7 and 4.3.3)."""
        self._archive.add("mimetype", b"application/epub+zip", stored=True)
        self._write_container()

    def _write_opf_file(self, root: etree._Element) -> None:
        """The package document, in the language of the volume: ebooklib does not say it (EPUB 3.3, 5.3.3)."""
        root.set("{http://www.w3.org/XML/1998/namespace}lang", self.book.language)
        super()._write_opf_file(root)

    def close(self, nav: epub.EpubNav, ncx: epub.EpubNcx) -> None:
        """Write the navigation document, the NCX and the package document."""
        self.writestr(f"{self.book.FOLDER_NAME}/{nav.file_name}", self._get_nav(nav))
        self.writestr(f"{self.book.FOLDER_NAME}/{ncx.file_name}", self._get_ncx())
        self._write_opf()


class _Volume:
    """A volume on its way into an archive."""

    def __init__(self, of: Matter, contents: Contents, renditions: Renditions, archive: Archive) -> None:
        self.of = of
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self._contents = contents
        self._renditions = renditions
        self._archive = archive
        self._book = epub.EpubBook()
        self._book.metadata.clear()  # a random identifier and ebooklib's own version
        self._cover = Cover()
        self._shown: dict[str, Shown] = {}
        self._types: set[str] = set()

    def write(self) -> None:
        """Write everything, in an order that needs each byte once."""
        entries = self.of.volume.entries
        identifier = package.identifier(self.of.volume)
        options = {"mtime": package.modified(entries), "landmark_title": self.of.labels["landmarks"]}
        packager = _Packager(self._archive, self._book, options | {"epub3_pages": False, "raise_exceptions": True})
        packager.open()
        self._add(epub.EpubItem("styles", _STYLES, "text/css"), resource("book.css"))
        articles = self._chapters()
        front = self._front()
        about = self._page("about", "about.xhtml", self.of.labels["about"], matter.about_page(self.of, identifier))
        self._add(epub.EpubCover("cover-image", f"{chapters.PICTURES}/cover.jpg"), self._drawn_cover(), stored=True)
        self._book.spine = [item for page in (*front, *articles, about) for item in page]
        nav, ncx = self._navigation(front, articles, about)
        self._describe(identifier)
        packager.close(nav, ncx)
        self._archive.close()

    def _chapters(self) -> list[Page]:
        entries = self.of.volume.entries
        names = ["", *(chapters.file_name(entry) for entry in entries), ""]
        known = chapters.addresses(entries)
        topics = {entry.id: section.label for section in self.of.sections for entry in section.entries}
        items = []
        for index, entry in enumerate(entries):
            language = self.of.volume.language
            neighbours = names[index], names[index + 2]
            place = chapters.Place(language, self.of.labels, known, *neighbours, topic=topics[entry.id])
            content = chapters.chapter(self._contents.read(entry.content), entry, place, self._show_of(entry))
            name = f"{chapters.FOLDER}/{names[index + 1]}"
            items.append(self._page(chapters.anchor(entry), name, entry.metadata.title.value, content))
        return items

    def _show_of(self, entry: Entry) -> chapters.Show:
        """Shows the pictures of one article, each stored when it is first met in the volume."""
        pictures = {picture.digest: picture for picture in entry.pictures}

        def show(digest: str) -> Shown:
            shown = self._shown.get(digest)
            if shown is None:
                shown = self._shown[digest] = self._stored(entry, pictures.get(digest))
            self.counts["missing" if shown.missing else "images"] += 1
            return shown

        return show

    def _stored(self, entry: Entry, picture: Picture | None) -> Shown:
        if picture is None or not picture.held:
            return self._placeholder()
        try:
            rendition = self._renditions(picture)
        except PictureUnreadable as error:
            self.findings.append(
                finding(error.code, f"{entry.source}/{entry.locator}", f"{picture.reference}: {error.message}")
            )
            return self._placeholder()
        return self._rendered(picture, rendition)

    def _rendered(self, picture: Picture, rendition: Rendition) -> Shown:
        name = f"{picture.digest[:_DIGITS]}{rendition.suffix}"
        item = epub.EpubItem(f"i-{picture.digest[:_DIGITS]}", f"{chapters.PICTURES}/{name}", rendition.media_type)
        self._add(item, rendition.content, stored=True)
        self._types.add(rendition.media_type)
        self._cover.offer(rendition)
        return Shown(name, rendition.width, rendition.height)

    def _placeholder(self) -> Shown:
        if _PLACEHOLDER not in self._shown.values():
            item = epub.EpubItem("missing", f"{chapters.PICTURES}/{_PLACEHOLDER.name}", "image/svg+xml")
            self._add(item, missing_picture())
        return _PLACEHOLDER

    def _front(self) -> list[Page]:
        """Cover page, title page and contents."""
        of, words = self.of, self.of.labels
        return [
            self._page("cover", "cover.xhtml", words["cover"], matter.cover_page(of)),
            self._page("title-page", "title.xhtml", words["title_page"], matter.title_page(of)),
            [self._file("contents", chapters.CONTENTS, words["contents"], matter.contents_page(of))],
        ]

    def _drawn_cover(self) -> bytes:
        try:
            return self._cover.draw(self.of)
        except PictureUnreadable as error:
            where = f"{self.of.volume.path}: the cover's photo"
            self.findings.append(finding(error.code, where, error.message))
            return Cover().draw(self.of)

    def _navigation(self, front: list[Page], articles: list[Page], about: Page) -> tuple[epub.EpubNav, epub.EpubNcx]:
        """Table of contents and landmarks; topics hold their articles where there are several."""
        (cover, *_), (title, *_), (contents, *_) = front
        read = [files[0] for files in articles]
        rest = iter(read)
        runs = [(self.of.topic(section), [next(rest) for _ in section.entries]) for section in self.of.sections]
        bound = [(epub.Section(label), items) for label, items in runs] if self.of.grouped else read
        self._book.toc = [title, contents, *bound, about[0]]
        self._book.guide = [{"type": "cover", "item": cover}, {"type": "toc", "item": contents}]
        if read:
            self._book.guide.append({"type": "text", "href": read[0].file_name, "title": self.of.labels["start"]})
        nav, ncx = epub.EpubNav("nav", "nav.xhtml", title=self.of.labels["contents"]), epub.EpubNcx("ncx", "toc.ncx")
        nav.add_link(href=_STYLES)
        self._book.add_item(nav)
        self._book.add_item(ncx)
        return nav, ncx

    def _describe(self, identifier: str) -> None:
        self._book.set_identifier(identifier)
        self._book.title = self.of.title
        self._book.set_language(self.of.volume.language)
        animated = "image/gif" in self._types
        for term in package.terms(self.of, pictures=bool(self._types), animated=animated):
            self._book.add_metadata(
                None if term.name == "meta" else "DC", term.name, term.text or None, term.attributes
            )

    def _page(self, uid: str, name: str, title: str, content: bytes) -> Page:
        """A page in as many files as its length needs."""
        files = parts(content, self.of.labels["continued"])
        return [
            self._file(part_name(uid, number), part_name(name, number), title, file)
            for number, file in enumerate(files, 1)
        ]

    def _file(self, uid: str, name: str, title: str, content: bytes) -> epub.EpubHtml:
        item = epub.EpubHtml(uid, name, _XHTML, title=title)
        self._add(item, content)
        return item

    def _add(self, item: epub.EpubItem, content: bytes, *, stored: bool = False) -> None:
        """Name an item in the manifest and write its bytes, which ebooklib never sees."""
        self._book.add_item(item)
        self._archive.add(f"{self._book.FOLDER_NAME}/{item.file_name}", content, stored=stored)


def write(volume: Volume, contents: Contents, renditions: Renditions, settings: Settings, draft: Path) -> Written:
    """Write `volume` to `draft` (`contract.Write`): the same input gives the same bytes."""
    with Draft(draft) as file:
        bound = _Volume(matter.matter(volume, settings), contents, renditions, Archive(file))
        bound.write()
    return Written(
        sha256=file.sha256,
        bytes=file.length,
        articles=len(volume.entries),
        images=bound.counts["images"],
        missing_images=bound.counts["missing"],
        findings=tuple(bound.findings),
    )
