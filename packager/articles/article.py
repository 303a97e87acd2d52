"""Bytes -> the canonical article: decode, extract, look up pictures, write XHTML; every loss becomes a finding."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

from packager.articles import web_page
from packager.articles.canonical import Writer
from packager.articles.canonical_page import read_canonical
from packager.articles.dating.dates import local
from packager.articles.markup.pictures import is_placeholder
from packager.articles.metadata.corrections import NONE, Override, corrected
from packager.articles.metadata.identifiers import digest_of, identifier_of
from packager.articles.metadata.sources import completed
from packager.articles.metadata.topics import topic_of
from packager.articles.rules import site_rules
from packager.articles.text.decode import ILLEGAL, decode
from packager.errors import PictureUnreadable, ResourceRefused
from packager.findings import finding
from packager.model import UNKNOWN, Article, Basis, Picture, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from packager.articles.draft import Draft, Shown
    from packager.articles.text.decode import Decoded
    from packager.config import Settings
    from packager.model import Capture, Finding, Metadata, Resource

PAGE = "text/html"
SUMMARY = 240
_OF_PICTURES = {"too-large": "picture-too-large"}  # what a file is told as where it is a picture's
NO_OVERRIDES: Mapping[str, Override] = MappingProxyType({})


def normalise(
    capture: Capture,
    keep: Callable[[Resource], Picture],
    settings: Settings,
    overrides: Mapping[str, Override] = NO_OVERRIDES,
    *,
    explain: bool = False,
) -> Article:
    """The canonical article of a capture; `overrides` hold what is given, by article id.

    `keep` stores a picture's original and returns what it is; it raises PictureUnreadable for bytes that cannot be
    shown. `explain` asks for the article's decisions. Raises CaptureFailed where the capture holds no article.
    """
    where = f"{capture.source}/{capture.locator}"
    if ILLEGAL.search(capture.address + capture.record):
        capture = replace(capture, address="", record=ILLEGAL.sub("", capture.record))
    decoded = decode(capture.content, capture.charset, html=capture.media_type == PAGE)
    draft, metadata, stated, sections = _read(decoded.text, capture, settings, explain=explain)
    metadata = _completed(metadata, sections, capture, settings, overrides)
    findings = [*_text_findings(decoded, where), *_draft_findings(draft, where)]
    findings += (finding(code, where, message) for code, message in capture.problems)
    for further, text in draft.further:
        findings += _text_findings(text, f"{capture.source}/{further.locator}")
    findings += _metadata_findings(metadata, stated, where)
    pages = [capture, *(further for further, _ in draft.further)]
    held: dict[Shown, Picture] = {}
    troubles: dict[Shown, list[Finding]] = {}
    for shown in draft.shown:
        if shown not in held:
            held[shown], troubles[shown] = _held(shown, pages[shown.page], keep, where)
        findings += troubles[shown]
    content = Writer(metadata, held, len(draft.shown)).write(draft.lead, draft.stream)
    said = [draft.lead_text, *draft.body_text]
    return Article(
        id=metadata.identifier.value,
        metadata=metadata,
        content=content,
        pictures=tuple(held[shown] for shown in draft.shown),
        words=sum(len(text.split()) for text in said),
        summary=_summary(said),
        findings=tuple(findings),
        decisions=tuple(draft.decisions),
        site=draft.site,
    )


def _read(
    text: str, capture: Capture, settings: Settings, *, explain: bool
) -> tuple[Draft, Metadata, list[Value], Iterable[Value]]:
    """What the extractor for a text finds: draft and metadata, and of a page what it states as dates and sections."""
    if capture.media_type != PAGE:
        from packager.articles import text_dump  # noqa: PLC0415 - most children meet no dump

        return (*text_dump.extract(text, capture), [], ())
    own = read_canonical(text)
    if own is not None:
        return (*own, [], ())
    draft, metadata, described = web_page.extract(text, capture, site_rules(settings.rules), explain=explain)
    return draft, metadata, described.stated_dates(), described.sections()


def _completed(
    metadata: Metadata,
    sections: Iterable[Value],
    capture: Capture,
    settings: Settings,
    overrides: Mapping[str, Override],
) -> Metadata:
    """The metadata with what does not stand in the text: what is given, topic, identifier, the zone of its dates.

    `sections` are all that the page names, which may be others than its rule found.
    """
    metadata = completed(metadata, capture)
    source = metadata.source or (Value(capture.address, Basis.METADATA, "capture") if capture.address else UNKNOWN)
    identifier = _identifier(source.value, capture)
    metadata = corrected(metadata, overrides.get(identifier.value, NONE))
    language = metadata.language or (
        Value(settings.language, Basis.GIVEN, "configuration") if settings.language else UNKNOWN
    )
    rights = metadata.rights or (Value(settings.rights, Basis.GIVEN, "configuration") if settings.rights else UNKNOWN)
    topic = metadata.topic or topic_of(chain((metadata.section,), sections), source.value, capture, settings)
    return replace(
        metadata,
        title=metadata.title or Value(_name_of(capture), Basis.INFERRED, "name of the file"),
        language=language,
        issued=local(metadata.issued, language.value, settings.zone),
        modified=local(metadata.modified, language.value, settings.zone),
        source=source,
        rights=rights,
        identifier=identifier,
        topic=topic,
        captured=metadata.captured or _captured(capture),
    )


def _captured(capture: Capture) -> Value:
    """When the capture was made, with the record that says so."""
    evidence = f"capture, record {capture.record}" if capture.record else "capture"
    return Value(capture.captured, Basis.METADATA, evidence) if capture.captured else UNKNOWN


def _identifier(address: str, capture: Capture) -> Value:
    """The article's id: by its canonical address, else by the captured bytes."""
    if address:
        return Value(identifier_of(address), Basis.INFERRED, "sha256 of the canonical address")
    return Value(digest_of(capture.content), Basis.INFERRED, "sha256 of the captured bytes")


def _name_of(capture: Capture) -> str:
    """The file's name without folder and suffix, for an article that has no title."""
    name = capture.locator.rstrip("/").rpartition("/")[2].partition(".")[0] or capture.locator
    return unicodedata.normalize("NFC", ILLEGAL.sub(" ", name))


def _summary(said: list[str]) -> str:
    """The article's first lines, cut at a word."""
    text = " ".join(part for part in said if part)
    return text if len(text) <= SUMMARY else text[:SUMMARY].rpartition(" ")[0] + " …"


def _held(
    shown: Shown, capture: Capture, keep: Callable[[Resource], Picture], where: str
) -> tuple[Picture, list[Finding]]:
    """The picture under the first of its addresses that the source holds and that can be shown, else its place, and
    why it is empty.
    """
    troubles: list[Finding] = []
    for address in shown.addresses:
        if is_placeholder(address):
            continue
        try:
            resource = capture.resources.find(address)
            if resource is not None:
                return replace(keep(resource), reference=shown.reference or reference_of(address)), []
        except (ResourceRefused, PictureUnreadable) as error:
            code = _OF_PICTURES.get(error.code, error.code)
            troubles.append(finding(code, where, f"picture {reference_of(address)}: {error.message}"))
    first = shown.reference or reference_of(shown.addresses[0])
    missing = finding("picture-missing", where, f"picture {first} was not collected with the page")
    return Picture(first), troubles or [missing]


def reference_of(address: str) -> str:
    """An address as the article names it: a data: address by its media type alone."""
    return address.partition(",")[0] if address.startswith("data:") else address


def _text_findings(decoded: Decoded, where: str) -> Iterator[Finding]:
    if decoded.damaged:
        yield finding("text-damaged", where, f"{decoded.damaged} bytes are no {decoded.charset} text")
    if decoded.dropped:
        yield finding("text-dropped", where, f"{decoded.dropped} characters cannot stand in XHTML")
    if decoded.lied:
        yield finding("charset-lies", where, f"says {decoded.lied}, but is {decoded.charset}")


def _draft_findings(draft: Draft, where: str) -> Iterator[Finding]:
    if draft.cut:
        yield finding("nesting-cut", where, "the page nests deeper than is read; text after that is lost")
    for code, message in draft.problems:
        yield finding(code, where, message)
    if draft.unlinked:
        yield finding("link-broken", where, f"{draft.unlinked} links lead to no whole address; their words are kept")


def _metadata_findings(metadata: Metadata, stated: list[Value], where: str) -> Iterator[Finding]:
    if metadata.title.basis is Basis.INFERRED:
        yield finding("no-title", where, f"has no title; it is named «{metadata.title.value}» after its file")
    if metadata.issued.basis is Basis.INFERRED:
        yield finding("date-inferred", where, f"{metadata.issued.value}: {metadata.issued.evidence}")
    if not metadata.issued:
        if stated:
            yield finding("bad-date", where, f"«{stated[0].value[:80]}» ({stated[0].evidence}) is no date")
        yield finding("no-date", where, "no date is stated, and none can be inferred with evidence")
