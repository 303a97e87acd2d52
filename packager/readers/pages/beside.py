"""Finds what a page refers to among the files beside it."""

from __future__ import annotations

import os
import posixpath
import re
import unicodedata
from functools import cached_property, partial
from itertools import chain, takewhile
from typing import TYPE_CHECKING
from urllib.parse import unquote

from packager.errors import CaptureFailed, ResourceRefused
from packager.limits import HEAD, LARGEST_PICTURE, LARGEST_REFERRING
from packager.model import Capture, Resource
from packager.readers import names
from packager.readers.files import locator_of
from packager.readers.pages import data_uri
from packager.readers.pages.companions import referred
from packager.readers.pages.saved_from import origin, original
from packager.readers.sniff import Kind, head_text, sniff
from packager.readers.unpack import GZIP, gunzip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.readers.files import SourceFolder

_REMOTE = re.compile(r"(?i)(?:https?:)?//[^/?#]*")
_FILE = re.compile(r"(?i)file:")
_ABSOLUTE = re.compile(r"(?i)file:|[/\\]|[a-z]:[/\\]")
_TAIL = re.compile(r"[?#]")
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?")
_UNUSUAL = re.compile(r"[%?#\\]|[^\x00-\x7f]")


class Beside:
    """The files beside a page (`page` is its path below the source folder), found by the references it writes.

    A relative reference is tried as it stands, percent-decoded, without its query and fragment, in NFC and in NFD,
    in each of `folders` (default: the page's own). An address of the web, or a path from its site's root, is looked
    for by its last segment in the folder that a browser saved beside the page (`X_files`, or another that the page
    refers to), and where a mirror keeps it: a page below a folder named as its site (`www.example.org`) has the site's
    files there and other sites' beside it. A path from the root is also looked for in `roots` (default: the site's
    folder, or the source's own).
    """

    def __init__(
        self, source: SourceFolder, page: str, folders: tuple[str, ...] = (), roots: tuple[str, ...] = ()
    ) -> None:
        self._source = source
        self._folder, self._name = posixpath.split(page)
        self._folders = folders or (self._folder,)
        self._mirror, self._site = _mirror_of(self._folder)
        self._roots = roots or (self._site,)
        self._known: dict[str, Resource | None] = {}

    def find(self, reference: str) -> Resource | None:
        """The resource of a reference, None where there is none.

        Raises ResourceRefused: outside-source, not-a-file, too-large, unreadable-file, picture-damaged (data: URI).
        """
        reference = reference.strip()
        if data_uri.is_data_uri(reference):
            return data_uri.resource(reference)
        if reference not in self._known:
            self._known[reference] = self._search(reference)
        return self._known[reference]

    def places(self, reference: str) -> Iterator[str]:
        """The names below the source that a reference is looked for under, likeliest first; none for a data: URI.

        For an address of the web they begin with the companion folders that are not there.
        """
        reference = reference.strip()
        if data_uri.is_data_uri(reference):
            return
        if _REMOTE.match(reference) or _ABSOLUTE.match(reference):
            yield from takewhile(self._companion.__ne__, self._companions)
        names_below = map(self._source.name_of, self._candidates(reference))
        yield from (name for name in names_below if not os.path.isabs(name))  # noqa: PTH117 - hot, and a str

    def open_page(self, resource: Resource) -> Capture:
        """A page that was found, as a capture of a source without a name; raises ResourceRefused."""
        content = resource.content
        if content.startswith(GZIP):
            try:
                content = gunzip(content, resource.name)
            except CaptureFailed as error:
                raise ResourceRefused(error.code, error.message) from error
        if sniff(content[:HEAD], resource.name) is not Kind.SAVED_PAGE:
            raise ResourceRefused("unknown-kind", f"{resource.name}: is no page")
        address, captured = origin(head_text(content[:HEAD]))
        kind, beside = Kind.SAVED_PAGE.value, Beside(self._source, resource.name)
        return Capture("", resource.name, kind, "text/html", content, beside, address=address, captured=captured)

    def _search(self, reference: str) -> Resource | None:
        """The first candidate that is a file; the first refusal if there is none."""
        refusal: ResourceRefused | None = None
        for path in self._candidates(reference):
            try:
                stamp = self._source.stamp(path, LARGEST_PICTURE)
                read = partial(self._source.read, path, LARGEST_PICTURE)
                return Resource(self._source.name_of(path), read, stamp, beside=True)
            except (FileNotFoundError, IsADirectoryError):
                continue
            except ResourceRefused as error:
                refusal = refusal or error
        if refusal is None and _ABSOLUTE.match(reference) and not _REMOTE.match(reference):
            refusal = ResourceRefused(
                "outside-source", f"{locator_of(reference)}: lies outside the source's own folder"
            )
        if refusal:
            raise refusal
        return None

    def _candidates(self, reference: str) -> Iterator[str]:
        reference, _ = original(reference)
        remote = _REMOTE.match(reference)
        if remote:
            path = reference[remote.end() :]
            return chain(self._in_companion(path), self._in_mirror(remote[0].rpartition("/")[2].lower(), path))
        if _ABSOLUTE.match(reference):
            path = "" if _FILE.match(reference) else reference
            return chain(self._in_companion(path), self._below_roots(path))
        spellings = _spellings(reference)
        return (posixpath.join(folder, name) for folder in self._folders for name in spellings if name)

    def _in_companion(self, path: str) -> Iterator[str]:
        """The last segment of a path in the companion folder."""
        if path and self._companion:
            for name in _spellings(path):
                yield posixpath.join(self._companion, posixpath.basename(name))

    def _in_mirror(self, host: str, path: str) -> Iterator[str]:
        """The path below the folder that a mirror names after its host."""
        if self._site and _HOST.fullmatch(host):
            yield from _below(posixpath.join(self._mirror, host), path)

    def _below_roots(self, path: str) -> Iterator[str]:
        """The path below each root."""
        if path.startswith("/"):
            for root in self._roots:
                yield from _below(root, path)

    @cached_property
    def _companion(self) -> str:
        """The folder that a browser saved beside the page, "" if there is none."""
        return next(filter(self._source.is_folder, chain(self._companions, self._referred())), "")

    @property
    def _companions(self) -> Iterator[str]:
        """The companion folders that the page may have."""
        return (posixpath.join(self._folder, name) for name in names.companions(self._name))

    def _referred(self) -> Iterator[str]:
        """The folders of other names that the page refers to."""
        try:
            with self._source.open(posixpath.join(self._folder, self._name)) as file:
                found = referred(file.read(LARGEST_REFERRING), self._name)
        except (OSError, ResourceRefused):  # a page in a container
            return
        for name in found:
            yield posixpath.join(self._folder, name)
            yield posixpath.join(self._folder, unicodedata.normalize("NFD", name))


def _mirror_of(folder: str) -> tuple[str, str]:
    """The folder of a mirror and the one in it that is named as the site, for a folder below that; "" without."""
    parts = folder.split("/")
    place = next((n for n, part in enumerate(parts) if _HOST.fullmatch(part)), None)
    return ("", "") if place is None else ("/".join(parts[:place]), "/".join(parts[: place + 1]))


def _below(folder: str, path: str) -> Iterator[str]:
    """The files that a path from a root may mean in a folder, and nowhere above it."""
    for name in _spellings(path):
        below = name.lstrip("/")
        if below and ".." not in below.split("/"):
            yield posixpath.join(folder, below)


def _spellings(reference: str) -> tuple[str, ...]:
    """The file names that a reference may mean, the likeliest first."""
    if not _UNUSUAL.search(reference):
        return (reference,)
    slashed = reference.replace("\\", "/")
    bare = _TAIL.split(slashed, maxsplit=1)[0]
    forms = [reference, slashed, _decoded(slashed), bare, _decoded(bare)]
    composed = [unicodedata.normalize(form, name) for form in ("NFC", "NFD") for name in forms]
    return tuple(dict.fromkeys([*forms, *composed]))


def _decoded(name: str) -> str:
    return unquote(name, errors="surrogateescape")
