"""Pictures in = pictures out: each in its place (8), each caption once and in its group (9), alt texts (10)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from packager.articles.canonical import is_file_name
from packager.verify.points.chapter import groups
from packager.verify.points.page import Told, text_of
from packager.volumes.elements import H

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.verify.points.book import Book
    from packager.verify.points.chapter import Chapter, Group
    from packager.verify.points.kept import Reading
    from packager.verify.points.page import Page

_DECORATIVE = frozenset(("presentation", "none"))


def check_pictures(chapter: Chapter, _: Book) -> Iterator[Told]:
    """Point 8, for each chapter: the article's pictures, in its order, none more and none less."""
    kept = [picture for group in groups([chapter.canonical]) for picture in group.pictures]
    stand = [picture for group in groups(chapter.roots) for picture in group.pictures]
    if sorted(kept) != sorted(stand):
        lost = [picture for picture in kept if picture not in stand]
        yield Told(chapter.place, f"has {len(stand)} pictures of {len(kept)}; lacks {', '.join(lost) or 'none'}")
    elif kept != stand:
        yield Told(chapter.place, "has its pictures in another order than its article")


def check_counts(reading: Reading) -> Iterator[Told]:
    """Point 8, for the volume: pictures shown + pictures reported missing = pictures of its articles."""
    if reading.kept is None:
        return
    record = reading.kept.publication
    named = sum(len(entry.pictures) for entry in reading.entries)
    if record.images + record.missing_images != named:
        told = f"{record.images} shown and {record.missing_images} missing"
        yield Told(reading.book.package_path, f"its articles have {named} pictures, on record are {told}")
    if record.articles != len(reading.book.chapters):
        told = f"holds {len(reading.book.chapters)} articles, on record are {record.articles}"
        yield Told(reading.book.package_path, told)


def check_missing(chapter: Chapter, _: Book) -> Iterator[Told]:
    """Point 8, for each picture: one that the library holds is shown, or told as one that cannot be."""
    kept = [place for group in groups([chapter.canonical]) for place in zip(*group[:2], strict=True)]
    stand = [place for group in groups(chapter.roots) for place in zip(*group[:2], strict=True)]
    for (name, held_not), (other, shown_not) in zip(kept, stand, strict=False):
        if name == other and held_not != shown_not and not any(name in told for told in chapter.told):
            yield Told(chapter.place, f"{name} is {'missing' if shown_not else 'shown'}, and nothing tells of it")


def check_captions(chapter: Chapter, _: Book) -> Iterator[Told]:
    """Point 9, against the article: each caption once, in the figure of its group."""
    kept, stand = [*groups([chapter.canonical])], [*groups(chapter.roots)]
    captions, shown = ([group.caption for group in some if group.caption] for some in (kept, stand))
    for caption, times in (Counter(captions) - Counter(shown)).items():
        yield Told(chapter.place, f"lacks the caption «{caption}»" + (f" {times} times" if times > 1 else ""))
    for caption in Counter(shown) - Counter(captions):
        yield Told(chapter.place, f"has the caption «{caption}» more often than its article")
    if _all_pictures(kept) == _all_pictures(stand) and captions == shown and _sizes(kept) != _sizes(stand):
        yield Told(chapter.place, "groups its pictures under other captions than its article")


def _all_pictures(some: list[Group]) -> list[str]:
    return sorted(picture for group in some for picture in group.pictures)


def _sizes(some: list[Group]) -> list[tuple[str, int]]:
    return [(group.caption, len(group.pictures)) for group in some]


def check_figures(page: Page, _: Book) -> Iterator[Told]:
    """Point 9, for each page: a caption stands in a figure with its pictures, and two figures in a row share none."""
    names = {element.get("id") for element in page.root.iter("*")}
    for picture in page.root.iter(f"{H}img"):
        described = picture.get("aria-describedby", "")
        if described and described not in names:
            yield Told(page.path, f"{picture.get('src')} points to the caption {described!r}, which is not there")
    for caption in page.root.iter(f"{H}figcaption"):
        figure = caption.getparent()
        if figure is None or figure.tag != f"{H}figure" or figure.find(f".//{H}img") is None:
            yield Told(page.path, f"the caption «{text_of(caption)}» stands in no figure with a picture")
    previous = ""
    for figure in page.root.iter(f"{H}figure"):
        captions = [text_of(caption) for caption in figure.iter(f"{H}figcaption")]
        if len(captions) > 1:
            yield Told(page.path, f"one figure has {len(captions)} captions")
        shared = "".join(captions)
        before = figure.getprevious()
        if shared and shared == previous and before is not None and before.tag == f"{H}figure":
            yield Told(page.path, f"two figures in a row share the caption «{shared}»")
        previous = shared


def check_alternatives(page: Page, _: Book) -> Iterator[Told]:
    """Point 10: every picture has an alt text that is no file's name, or is marked as decoration."""
    for picture in page.root.iter(f"{H}img"):
        alt = picture.get("alt")
        if picture.get("role") in _DECORATIVE:
            continue
        if not (alt or "").strip():
            yield Told(page.path, f"{picture.get('src')} has no alt text")
        elif is_file_name(str(alt)):
            yield Told(page.path, f"{picture.get('src')} has the file name {alt!r} as its alt text")
