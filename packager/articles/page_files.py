"""The file names of an article's pages: a further page lies beside the first, named as that one and by its number.

"bai.html" is followed by "bai-2.html", "bai_2.html", or by what the further page's address adds: "bai/2.html",
"bai-p2.html", "bai.html?page=2" ("@" may stand for "?"). All names are paths below the source.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from packager.articles.markup.page_numbers import numbered
from packager.readers import names

if TYPE_CHECKING:
    from collections.abc import Iterable


def reference(name: str, page: str) -> str:
    """A file as a page refers to it."""
    return posixpath.relpath(name, posixpath.dirname(page) or ".")


def files_of_further(first: str, part: str, number: int) -> Iterable[str]:
    """Where a further page may lie: by the first one's name, what its address adds, and its number."""
    stem, suffix = _parts(first)
    if part[0] in "?&":
        queries = [f"{mark}{part[1:]}" for mark in "?@"]
        found = [f"{stem}{form}" for q in queries for form in (f"{suffix}{q}", f"{suffix}{q}{suffix}", f"{q}{suffix}")]
    else:
        found = [f"{stem}{part}{suffix}", *([f"{stem}{part}/index{suffix}"] if part[0] == "/" else [])]
    return dict.fromkeys((*found, f"{stem}-{number}{suffix}", f"{stem}_{number}{suffix}"))


def files_of_first(further: str) -> Iterable[str]:
    """Where the first page may lie, by a further one's name; nowhere for a name without the number of a page."""
    stem, suffix = _parts(further)
    part = numbered(stem)
    if part is None or part.number == 1:
        return ()
    found = [part.first] if names.is_page(part.first) else []
    return dict.fromkeys((*found, *([f"{part.first}{suffix}", f"{part.first}/index{suffix}"] if suffix else [])))


def _parts(file: str) -> tuple[str, str]:
    """A page's path without its suffix, and the suffix; an index is named as its folder."""
    folder, base = posixpath.split(file)
    stem = names.stem(base)
    return (folder if stem == "index" and folder else posixpath.join(folder, stem)), base[len(stem) :]
