"""Writes a volume as EPUB 3.3 with ebooklib, in streaming form: one chapter and one picture in memory at a time.

ebooklib parses each chapter three times, deflates JPEGs, dates members by the clock and hides a full disk. So it is
given names and facts only, and makes of them the package document, the navigation document and the NCX; the content
goes straight to the archive: chapters, each after its pictures, then the pages about the volume, then the package.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from ebooklib import epub

from packager.direction import direction
from packager.errors import PictureUnreadable
from packager.findings import finding
from packager.images import missing_picture
from packager.volumes import about, changes, chapters, contents, front, indexes, places, surroundings
from packager.volumes.chapters import Shown
from packager.volumes.markup import stylesheet
from packager.volumes.matter import matter
from packager.volumes.parts import Weight, Weights
from packager.volumes.places import PICTURES
from packager.volumes.split import part_name, parts
from packager.writers import package
from packager.writers.archive import Archive
from packager.writers.contract import Written
from packager.writers.cover import Cover
from packager.writers.seal import Draft
from packager.writers.thumbnails import is_small, pictures_for, thumbnail_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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

    def __init__(self, of: Matter, stored: Contents, renditions: Renditions, archive: Archive, theme: str) -> None:
        self.of = of
        self._theme = theme
        self.findings: list[Finding] = []
        self.counts: Counter[str] = Counter()
        self.weights = Weights()
        self._contents = stored
        self._renditions = renditions
        self._archive = archive
        self._book = epub.EpubBook()
        self._book.metadata.clear()  # a random identifier and ebooklib's own version
        self._cover = Cover(of.volume.entries)
        self._shown: dict[str, Shown] = {}  # by the original's digest
        self._stored_as: dict[str, Shown] = {}  # by the rendition's
        self._types: set[str] = set()
        self._thumbnails = pictures_for(of.volume.entries) if of.grouped else {}

    def write(self) -> None:
        """Write everything, in an order that needs each byte once."""
        entries = self.of.volume.entries
        identifier = package.identifier(self.of.volume)
        options = {"mtime": package.modified(entries), "landmark_title": self.of.labels["landmarks"]}
        packager = _Packager(self._archive, self._book, options | {"epub3_pages": False, "raise_exceptions": True})
        packager.open()
        self._add(epub.EpubItem("styles", _STYLES, "text/css"), stylesheet(self._theme))
        lines = contents.contents_files(self.of)
        articles = self._chapters(lines)
        front = self._front()
        bound = self._bound(articles, lines)
        back = self._back(identifier)
        self._add(epub.EpubCover("cover-image", f"{PICTURES}/cover.jpg"), self._drawn_cover(), stored=True)
        self._book.spine = [item for page in (*front, *bound, *back.values()) for item in page]
        nav, ncx = self._navigation(front, articles, bound, back)
        self._describe(identifier)
        packager.close(nav, ncx)
        self._archive.close()

    def _chapters(self, lines: Mapping[str, str]) -> list[Page]:
        entries = self.of.volume.entries
        names = ["", *(places.file_name(entry) for entry in entries), ""]
        known = places.addresses(entries)
        topics = {entry.id: section.label for section in self.of.sections for entry in section.entries}
        items = []
        for index, entry in enumerate(entries):
            place = surroundings.Place(
                language=self.of.volume.language,
                labels=self.of.labels,
                chapters=known,
                previous=names[index],
                next=names[index + 2],
                topic=topics[entry.id],
                contents=lines[entry.id],
            )
            items.append(self._chapter(index, entry, place))
        return items

    def _chapter(self, index: int, entry: Entry, place: surroundings.Place) -> Page:
        """A chapter in its files; what its figures say is kept for the pages about the volume."""
        before, names = self._archive.length, set[str]()
        made = chapters.chapter(self._contents.read(entry.content), entry, place, self._show_of(entry, names))
        pictures = self._archive.length - before
        name = places.chapter_path(entry)
        files = parts(made.content, name, self.of.labels["continued"])
        self.of.found.take(index, entry, made.figures, files)
        page = self._page(places.anchor(entry), name, entry.metadata.title.value, files)
        self.weights.articles[entry.id] = Weight(self._archive.length - before - pictures, frozenset(names))
        return page

    def _show_of(self, entry: Entry, names: set[str]) -> chapters.Show:
        """Shows the pictures of one article, each stored when it is first met in the volume; `names` takes theirs."""
        pictures = {picture.digest: picture for picture in entry.pictures}

        def show(digest: str) -> Shown:
            shown = self._shown.get(digest)
            if shown is None:
                before = self._archive.length
                shown = self._shown[digest] = self._stored(entry, pictures.get(digest))
                self.weights.pictures.setdefault(shown.name, self._archive.length - before)
            names.add(shown.name)
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
        where = f"{entry.source}/{entry.locator}"
        self.findings += [finding(code, where, f"{picture.reference}: {said}") for code, said in rendition.told]
        return self._rendered(picture, rendition)

    def _rendered(self, picture: Picture, rendition: Rendition) -> Shown:
        same = self._stored_as.get(rendition.digest)
        if same is not None:
            return same
        name = f"{picture.digest[:_DIGITS]}{rendition.suffix}"
        item = epub.EpubItem(f"i-{picture.digest[:_DIGITS]}", f"{PICTURES}/{name}", rendition.media_type)
        self._add(item, rendition.content, stored=True)
        self._types.add(rendition.media_type)
        self.counts["animated"] += rendition.animated
        self._cover.offer(picture, rendition)
        shown = Shown(name, rendition.width, rendition.height)
        self._keep_thumbnail(picture, rendition, shown)
        if rendition.digest:
            self._stored_as[rendition.digest] = shown
        return shown

    def _keep_thumbnail(self, picture: Picture, rendition: Rendition, shown: Shown) -> None:
        """Store a small rendition of a picture that stands for articles on the page of their topic."""
        wanted = self._thumbnails.get(picture.digest)
        if not wanted:
            return
        if not is_small(rendition):
            small = thumbnail_of(rendition)
            if small is None:
                return
            shown = Shown(f"{picture.digest[:_DIGITS]}-small.jpg", small.width, small.height)
            item = epub.EpubItem(f"s-{picture.digest[:_DIGITS]}", f"{PICTURES}/{shown.name}", small.media_type)
            self._add(item, small.content, stored=True)
        self.of.found.thumbnails.update(dict.fromkeys(wanted, shown))

    def _placeholder(self) -> Shown:
        if _PLACEHOLDER not in self._shown.values():
            item = epub.EpubItem("missing", f"{PICTURES}/{_PLACEHOLDER.name}", "image/svg+xml")
            self._add(item, missing_picture())
        return _PLACEHOLDER

    def _front(self) -> list[Page]:
        """Cover page, title page and contents."""
        of, words = self.of, self.of.labels
        return [
            self._page("cover", "cover.xhtml", words["cover"], [front.cover_page(of)]),
            self._page("title-page", "title.xhtml", words["title_page"], [front.title_page(of)]),
            self._page("contents", places.CONTENTS, words["contents"], contents.contents_pages(of)),
        ]

    def _bound(self, articles: list[Page], lines: Mapping[str, str]) -> list[Page]:
        """The chapters, those of each topic behind the topic's page where there are several topics."""
        if not self.of.grouped:
            return articles
        rest, bound = iter(articles), []
        for section in self.of.sections:
            files = contents.topic_pages(self.of, section, lines[section.entries[0].id])
            name = places.topic_page(section)
            bound.append(self._page(places.topic_anchor(section), name, self.of.topic(section), files))
            bound.extend(islice(rest, len(section.entries)))
        return bound

    def _back(self, identifier: str) -> dict[str, Page]:
        """The pages behind the articles that the volume has, by their labels."""
        made = {
            "changes": (places.CHANGES, changes.change_pages(self.of)),
            "captions": (places.CAPTIONS, indexes.caption_pages(self.of)),
            "authors": (places.AUTHORS, indexes.author_pages(self.of)),
            "sources": (places.SOURCES, about.source_pages(self.of)),
            "about": (places.ABOUT, about.about_pages(self.of, identifier)),
        }
        pages = {key: self._page(key, name, self.of.labels[key], files) for key, (name, files) in made.items()}
        return {key: page for key, page in pages.items() if page}

    def _drawn_cover(self) -> bytes:
        content, findings = self._cover.draw(self.of)
        self.findings += findings
        return content

    def _navigation(
        self, front: list[Page], articles: list[Page], bound: list[Page], back: Mapping[str, Page]
    ) -> tuple[epub.EpubNav, epub.EpubNcx]:
        """Table of contents and landmarks; the page of a topic leads to its articles, which stand below it."""
        first, start = [page[0] for page in bound], self.of.labels["start"]
        (cover, *_), (title, *_), (listed, *_) = front
        self._book.toc = [title, listed, *self._by_topic(first), *(page[0] for page in back.values())]
        self._book.guide = [{"type": "cover", "item": cover}, {"type": "toc", "item": listed}]
        if articles:
            self._book.guide.append({"type": "text", "href": first[0].file_name, "title": start})
        landmarks = {"captions": "loi", "authors": "index"}
        self._book.guide.extend({"type": landmarks[key], "item": back[key][0]} for key in landmarks if key in back)
        nav, ncx = epub.EpubNav("nav", "nav.xhtml", title=self.of.labels["contents"]), epub.EpubNcx("ncx", "toc.ncx")
        nav.add_link(href=_STYLES)
        self._book.add_item(nav)
        self._book.add_item(ncx)
        return nav, ncx

    def _by_topic(self, first: list[epub.EpubHtml]) -> Iterator[object]:
        """The first files of chapters, or of each topic with those of its chapters."""
        if not self.of.grouped:
            yield from first
            return
        rest = iter(first)
        for section in self.of.sections:
            yield next(rest), [*islice(rest, len(section.entries))]

    def _describe(self, identifier: str) -> None:
        self._book.set_identifier(identifier)
        self._book.title = self.of.title
        self._book.set_language(self.of.volume.language)
        if direction(self.of.volume.language) == "rtl":
            self._book.set_direction("rtl")
        for term in package.terms(self.of, animated=self.counts["animated"] > 0):
            self._book.add_metadata(
                None if term.name == "meta" else "DC", term.name, term.text or None, term.attributes
            )

    def _page(self, uid: str, name: str, title: str, files: Iterable[bytes]) -> Page:
        """A page in as many files as its length needs."""
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


def write(volume: Volume, stored: Contents, renditions: Renditions, settings: Settings, draft: Path) -> Written:
    """Write `volume` to `draft` (`contract.Write`): the same input gives the same bytes."""
    with Draft(draft, settings.max_size) as file:
        bound = _Volume(matter(volume, settings), stored, renditions, Archive(file), settings.theme)
        bound.write()
    return Written(
        sha256=file.sha256,
        bytes=file.length,
        articles=len(volume.entries),
        images=bound.counts["images"],
        missing_images=bound.counts["missing"],
        weights=bound.weights,
        findings=tuple(bound.findings),
    )
