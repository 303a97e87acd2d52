"""Finds what a page refers to among the files that came with it in one file, by their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin

from packager.errors import ResourceRefused
from packager.limits import HEAD, LARGEST_PICTURE
from packager.model import Capture, Resource
from packager.readers.pages import data_uri
from packager.readers.pages.saved_from import original
from packager.readers.sniff import Kind, sniff

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_LONGEST = 8000
_KEPT = "%/:=&?~#+!$,;'@()*[]"


class Enclosed:
    """The files that came with a page, by address ("cid:..." for those that have an id); `base` is the page's own.

    Nothing is looked for anywhere else, so that no address, path or name leads out of the file.
    """

    def __init__(self, files: Mapping[str, Callable[[], bytes]], base: str = "") -> None:
        self._files = files
        self._base = base
        self._forms: dict[str, str] = {}
        for address in files:
            for form in _forms(address):
                self._forms.setdefault(form, address)

    def find(self, reference: str) -> Resource | None:
        """The resource of a reference as the page writes it, absolute or relative to the page; None without.

        Raises ResourceRefused: too-large, and what data: URIs raise.
        """
        reference = reference.strip()
        if data_uri.is_data_uri(reference):
            return data_uri.resource(reference)
        held = (self._forms[form] for form in self._candidates(reference) if form in self._forms)
        address = next(held, "")
        return Resource(address, lambda: self._content(address)) if address else None

    def places(self, reference: str) -> Iterator[str]:
        """None: what a page's own file does not hold can appear nowhere else."""
        del reference
        return iter(())

    def open_page(self, resource: Resource) -> Capture:
        """A page that was found; ResourceRefused: unknown-kind."""
        content = resource.content
        if sniff(content[:HEAD], "") is not Kind.SAVED_PAGE:
            raise ResourceRefused("unknown-kind", f"{resource.name}: is no page")
        address = resource.name if resource.name.startswith(("http://", "https://")) else ""
        resources = Enclosed(self._files, address)
        return Capture("", resource.name, Kind.SAVED_PAGE.value, "text/html", content, resources, address=address)

    def _content(self, address: str) -> bytes:
        content = self._files[address]()
        if len(content) > LARGEST_PICTURE:
            raise ResourceRefused("too-large", f"{address}: holds {len(content):,} bytes, {LARGEST_PICTURE:,} are read")
        return content

    def _candidates(self, reference: str) -> Iterator[str]:
        if not reference or len(reference) > _LONGEST:
            return
        yield from _forms(reference)
        joined = _joined(self._base, reference)
        yield from _forms(joined)
        unarchived, _ = original(joined)
        if unarchived != joined:
            yield from _forms(unarchived)


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:  # an address that is none, as http://[
        return reference


def _forms(address: str) -> Iterator[str]:
    """The spellings that mean one address: as it stands, without fragment, percent-encoded or not, of either scheme."""
    bare = address.partition("#")[0]
    for form in dict.fromkeys((address, bare, quote(bare, safe=_KEPT, errors="surrogatepass"), unquote(bare))):
        yield form
        if form.startswith("https://"):
            yield f"http{form[5:]}"
