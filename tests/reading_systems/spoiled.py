"""Volumes spoilt on purpose: what no reading system and no checker may pass over."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAVIGATION = re.compile(r"\b(nav\.xhtml|toc\.ncx)$")
CHAPTER = re.compile(r"chapters/[^/]+\.xhtml$")


def spoil(book: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a volume in which `change(name, content)` made every file anew; None leaves a file out."""
    with zipfile.ZipFile(book) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.infolist():
            content = change(entry.filename, old.read(entry))
            if content is not None:
                new.writestr(entry, content)
    return target


def in_chapters(pattern: bytes, replacement: bytes) -> Callable[[str, bytes], bytes]:
    """The change that replaces the first match of a pattern in every chapter."""

    def change(name: str, content: bytes) -> bytes:
        return re.sub(pattern, replacement, content, count=1, flags=re.DOTALL) if CHAPTER.search(name) else content

    return change


def in_navigation(pattern: bytes, replacement: bytes) -> Callable[[str, bytes], bytes]:
    """The change that replaces every match of a pattern in the navigation document and the NCX."""
    return lambda name, content: re.sub(pattern, replacement, content) if NAVIGATION.search(name) else content


def in_styles(rules: bytes) -> Callable[[str, bytes], bytes]:
    """The change that adds rules to the style sheet."""
    return lambda name, content: content + rules if name.endswith(".css") else content


def without(pattern: str) -> Callable[[str, bytes], bytes | None]:
    """The change that leaves out the files whose name matches."""
    return lambda name, content: None if re.search(pattern, name) else content


def in_package(pattern: bytes, replacement: bytes) -> Callable[[str, bytes], bytes]:
    """The change that replaces every match of a pattern in the package document."""
    return lambda name, content: re.sub(pattern, replacement, content) if name.endswith(".opf") else content


BROKEN_CONTENTS = in_navigation(rb'href="contents\.xhtml"', b'href="nowhere.xhtml"')
BROKEN_LINK = in_chapters(rb'(<a [^>]*href=")[^":]*contents\.xhtml[^"]*"', rb'\1nowhere.xhtml"')
WRONG_FRAGMENT = in_chapters(rb'(<a [^>]*href="[^":]*contents\.xhtml)[^"]*"', rb'\1#nobody"')
REMOTE_PICTURE = in_chapters(rb'(<img [^>]*?\bsrc=")[^"]*"', rb'\1https://pictures.example/photo.jpg"')
LOST_COVER = without(r"images/cover\.\w+$")
LOST_PICTURES = without(r"images/[0-9a-f]+\.(jpg|png)$")
HIDDEN_TEXT = in_styles(b"\np.lead { display: none }\n")
INVISIBLE_TEXT = in_styles(b"\np.lead { opacity: 0.1 }\n")
WHITE_TEXT = in_styles(b"\np.lead { color: #fff }\n")
DARK_TEXT = in_styles(b"\np.lead { color: #000 }\n")
WHITE_BOX = in_styles(b"\np.lead { background: #fff }\n")
WHITE_GROUND = in_styles(b"\nbody { background: #fff }\n")
BLANK_PAGES = in_styles(b"\n* { color: #fff }\nimg, hr { display: none }\n")
TINY_TEXT = in_styles(b"\np.lead { font-size: 2px }\n")
OUTDENTED_TEXT = in_styles(b"\np.lead { margin-left: -15em }\n")
WIDE_TEXT = in_styles(b"\np.lead { white-space: nowrap }\n")
WIDE_PICTURES = in_styles(b"\nimg { min-width: 1500px }\n")
LOST_CHAPTER = in_chapters(rb"</section>", rb"</sect")
NO_SERIES = in_package(
    rb'<meta (?:name="calibre:series|property="belongs-to-collection)[^>]*?(?:/>|>[^<]*</meta>)', b""
)
NO_COVER = in_package(rb' properties="cover-image"|<meta name="cover"[^>]*/>', b"")
SHAKY_STYLES = in_styles(b"\nfigure { position: absolute; width: calc(100% - 1em) }\n")
ANOTHER_FORMAT = in_package(rb'(href="images/[0-9a-f]+\.\w+"[^>]*media-type=")[^"]*"', rb'\1image/avif"')
LONG_CHAPTER = in_chapters(rb"(<h1>)", b"<p>" + b"word " * 60_000 + b"</p>" + rb"\1")
NO_LANGUAGE = in_chapters(
    rb"<html [^>]*>", b'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
)
NO_ALTERNATIVE = in_chapters(rb' alt="[^"]*"', b"")
