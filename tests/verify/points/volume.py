"""A volume with all that a volume can hold, what its library holds of it, and ways to spoil a copy of it."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from fnmatch import fnmatch

from lxml import etree

from packager.config import Settings
from packager.model import Link, Publication, Value
from packager.verify.points import flaws
from packager.verify.points.kept import Kept
from packager.volumes.elements import H
from packager.writers import WRITERS
from tests.volumes.samples import library, volumes_of

CHAPTER = "EPUB/chapters/a-*.xhtml"
OPF = "{http://www.idpf.org/2007/opf}"
ELSEWHERE = "https://bao-khac.example.vn/vu-xuan.html"


def entries(shelf):
    """The articles of a month: four of one topic, one of them in English, two of another, one of none; all by name."""
    held = [entry for entry in library(shelf) if entry.metadata.issued.value.startswith("2025-02")]
    rice, *rest = [replace(entry, metadata=replace(entry.metadata, creator=(Value("An Bình"),))) for entry in held]
    return [replace(rice, also=(Link("Báo Khác", ELSEWHERE),)), *rest]


def volume_of(shelf, articles=None):
    """The plan of the month's volume."""
    return volumes_of(articles or entries(shelf), ("month",), Settings())[0]


def written(shelf, volume, folder):
    """The volume as a file, and what is kept of it."""
    path = folder / "thang-hai.epub"
    made = WRITERS["epub"].write(volume, shelf, shelf.renditions, Settings(), path)
    counts = made.articles, made.images, made.missing_images
    record = Publication(
        "volumes/2025-02/thang-hai.epub", "application/epub+zip", volume.topic, volume.period, *counts, made.sha256,
        made.bytes, ",".join(volume.by),
    )  # fmt: skip
    also = {entry.id: entry.also for entry in volume.entries if entry.also}
    return Good(path, Kept(record, {entry.id: entry for entry in volume.entries}, shelf.read, also))


@dataclass
class Good:
    """A volume and what is kept of it."""

    path: object
    kept: Kept

    def points(self):
        """The points that it does not meet."""
        return {flaw.point for flaw in flaws(self.path, self.kept)}


@dataclass
class Member:
    """A member of an archive that a sample may change."""

    info: zipfile.ZipInfo
    content: bytes


class Copy:
    """A copy of a volume, to be spoiled; the samples call what they need."""

    def __init__(self, good):
        self.kept = good.kept
        self.name = good.path.name
        with zipfile.ZipFile(good.path) as archive:
            self.members = [Member(_bare(item), archive.read(item)) for item in archive.infolist()]

    def named(self, pattern, number=0):
        """A member by a pattern of its name; of several one of them."""
        return [member for member in self.members if fnmatch(member.info.filename, pattern)][number]

    def text(self, pattern, old, new, number=0):
        """Another text in place of one that is there."""
        member = self.named(pattern, number)
        assert old.encode() in member.content, (pattern, old)
        member.content = member.content.replace(old.encode(), new.encode(), 1)

    def everywhere(self, old, new, among=""):
        """Another text on all pages about the volume, or on those that hold another one."""
        pages = [one for one in self.members if one.info.filename.endswith(".xhtml")]
        about = [one for one in pages if not fnmatch(one.info.filename, CHAPTER) and "/nav." not in one.info.filename]
        named = [page for page in about if among.encode() in page.content]
        assert any(old.encode() in page.content for page in named), old
        for page in named:
            page.content = page.content.replace(old.encode(), new.encode())

    def sources(self, old, new):
        """Another text on the page of sources: the one with the digests."""
        self.everywhere(old, new, next(iter(self.kept.entries.values())).capture)

    def tree(self, pattern, change, number=0):
        """A change to a member's root."""
        member = self.named(pattern, number)
        root = etree.fromstring(member.content)
        before = etree.tostring(root)
        change(root)
        assert etree.tostring(root) != before, pattern
        member.content = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")

    def chapter(self, change, number=0):
        """A change to a chapter's root."""
        self.tree(CHAPTER, change, number)

    def package(self, old, new):
        """Another text in the package document."""
        self.text("EPUB/content.opf", old, new)

    def entry(self, title):
        """An article by its title."""
        return next(entry for entry in self.kept.entries.values() if entry.metadata.title.value == title)

    def record(self, **facts):
        """Other facts on record."""
        self.kept = replace(self.kept, publication=replace(self.kept.publication, **facts))

    def write(self, folder):
        """The spoiled volume."""
        path = folder / self.name
        with zipfile.ZipFile(path, "w") as archive:
            for member in self.members:
                archive.writestr(member.info, member.content)
        return Good(path, self.kept)


def _bare(item):
    info = zipfile.ZipInfo(item.filename, item.date_time)
    info.compress_type = item.compress_type
    return info


def member(name, content, **facts):
    """A member of a sample's own."""
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    for key, fact in facts.items():
        setattr(info, key, fact)
    return Member(info, content)


def first(path):
    """The first element of a path, in XHTML."""

    def find(root):
        found = root.find(path.replace("~", H))
        assert found is not None, path
        return found

    return find


def remove(path):
    """Takes an element out."""

    def change(root):
        element = first(path)(root)
        element.getparent().remove(element)

    return change


def attribute(path, key, value):
    """Gives an element an attribute, or takes it away."""

    def change(root):
        element = first(path)(root)
        element.attrib.pop(key, None)
        if value is not None:
            element.set(key, value)

    return change


def said(path, text):
    """Lets an element say something else."""

    def change(root):
        element = first(path)(root)
        for child in list(element):
            element.remove(child)
        element.text = text

    return change


def added(path, markup, at=None):
    """Puts markup into an element, at its end or at a place."""

    def change(root):
        element = first(path)(root)
        new = etree.fromstring(f'<p xmlns="http://www.w3.org/1999/xhtml">{markup}</p>')[0]
        element.insert(len(element) if at is None else at, new)

    return change
