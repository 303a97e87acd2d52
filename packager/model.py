"""The nouns of the product: frozen values that every stage speaks in. Imports nothing of ours.

A *capture* is one collected item, an *article* its canonical form, a *volume* a plan of articles bound together,
a *publication* the sealed file of a volume, a *finding* anything a person should know of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Severity(StrEnum):
    """How much a finding matters: a loss is text or a picture of the source that did not arrive."""

    LOSS = "loss"
    WARNING = "warning"
    NOTE = "note"


class Outcome(StrEnum):
    """What became of an input; every input has exactly one."""

    ARTICLE = "article"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    FAILED = "failed"


class Basis(StrEnum):
    """How a metadata value is known."""

    GIVEN = "given"
    METADATA = "metadata"
    VISIBLE = "visible"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell: `where` names the file and place, `message` what is wrong, `hint` what to do next."""

    code: str
    severity: Severity
    where: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Value:
    """One metadata value with its basis and evidence; an empty `value` is not known.

    `precision` is used by dates only: "year", "month", "day" or "minute".
    """

    value: str = ""
    basis: Basis = Basis.UNKNOWN
    evidence: str = ""
    precision: str = ""

    def __bool__(self) -> bool:
        """Whether the value is known."""
        return bool(self.value)

    def __reduce__(self) -> tuple[type[Value], tuple[str, Basis, str, str]]:
        """How it travels between processes: a data class asks for its fields each time, at thrice the cost."""
        return Value, (self.value, self.basis, self.evidence, self.precision)


UNKNOWN = Value()


@dataclass(frozen=True, slots=True)
class Link:
    """A related article as its source names it."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article, in Dublin Core words (plus subtitle, topic, section, captured, related).

    `issued` and `modified` are ISO 8601, as precise as known, with the source's stated offset.
    `topic` is the one label that volumes are bound by; `subject` holds the source's own topics and keywords.
    """

    title: Value = UNKNOWN
    subtitle: Value = UNKNOWN
    creator: tuple[Value, ...] = ()
    issued: Value = UNKNOWN
    modified: Value = UNKNOWN
    language: Value = UNKNOWN
    publisher: Value = UNKNOWN
    section: Value = UNKNOWN
    topic: Value = UNKNOWN
    subject: tuple[Value, ...] = ()
    identifier: Value = UNKNOWN
    source: Value = UNKNOWN
    rights: Value = UNKNOWN
    captured: Value = UNKNOWN
    related: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to read: `root` is the source's folder, `source` its name in reports, `locator` the path below it.

    `locator` uses "/" and percent-encodes names that are not UTF-8. `sidecar` is the name of the file beside
    this one that describes it, "" without. What lies in a file of several has that file's locator as `container` and
    stands `depth` containers deep; `position` tells the reader of `path` where, "" where it is a file of its own;
    `given` is what the sidecars of its containers say, `folders` are the names of the folders that archives it came out
    of lie in.
    """

    root: Path
    source: str
    locator: str
    path: Path
    sidecar: str = ""
    container: str = ""
    position: str = ""
    depth: int = 0
    given: Metadata = Metadata()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that a page refers to, as its source holds it: the name it was found under, and a way to its bytes.

    `stamp` differs from that of any other file or state of it, so that what is known of the bytes need not be worked
    out again for the next page that shows them; "" where only the bytes can tell. `beside` says that it is a file of
    the source, below whose folder `name` is its path, and so may change or go while what refers to it stays.
    """

    name: str
    open: Callable[[], bytes]
    stamp: str = ""
    beside: bool = False

    @property
    def content(self) -> bytes:
        """The exact bytes, read anew each time; raises `errors.ResourceRefused`."""
        return self.open()


class Resources(Protocol):
    """Finds what a page refers to inside its own source, never anywhere else."""

    def find(self, reference: str) -> Resource | None:
        """The resource of an address or name as the page writes it; None if the source does not hold it.

        Raises `errors.ResourceRefused` for what is there but may not be read (outside the source, no regular
        file, too large).
        """

    def places(self, reference: str) -> Iterator[str]:
        """The names that `find` looks under, in its order: what appears there later may be what it finds then."""

    def open_page(self, resource: Resource) -> Capture:
        """A resource that is a page itself, as a capture of a source without a name.

        Raises `errors.ResourceRefused`, also for what is no page.
        """


@dataclass(frozen=True, slots=True)
class Capture:
    """One collected item: exact bytes, what they are, and where they are from.

    `kind` names the reader; `media_type` is "text/html" or "text/plain"; `charset` is what the transport declared;
    `address` is the address it was captured from and `captured` the time (ISO 8601), both "" where unknown; `record`
    names the record that holds it (WARC-Record-ID).
    `given` is what a person says of it in a sidecar, `stated` what the file round it says in fields (a feed, a line of
    JSON). `whole` says that the content is an article's text and nothing else, as feeds hold it: nothing of it is left
    out. `problems` are (finding code, message) of what the reader met; `folders` are the names of those that the file
    lies in below its source, outermost first, without the archives.
    """

    source: str
    locator: str
    kind: str
    media_type: str
    content: bytes
    resources: Resources
    charset: str = ""
    address: str = ""
    captured: str = ""
    record: str = ""
    given: Metadata = Metadata()
    stated: Metadata = Metadata()
    whole: bool = False
    problems: tuple[tuple[str, str], ...] = ()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an article: the original by digest, or a place kept for one that is not held.

    `reference` is the address in the source. `digest` is the sha256 (hex) of the original bytes, "" when not held;
    `width` and `height` are pixels as displayed (after orientation); `length` is bytes. `crc` is the CRC-32 of an
    original that volumes may take as it is, where it fits (`images.is_plain`); None for any other.
    """

    reference: str
    digest: str = ""
    media_type: str = ""
    width: int = 0
    height: int = 0
    length: int = 0
    crc: int | None = None

    @property
    def held(self) -> bool:
        """Whether the original was collected and can be shown."""
        return bool(self.digest)


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of one text or picture of a source (`kind`), and why.

    `what` is the text or the picture's address; `role` is what it is in the article ("title", "lead", "body",
    "caption", "byline", "picture"), "" for what was left out.
    """

    kind: str
    what: str
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """A canonical article: XHTML bytes, metadata, its pictures in order, what was found.

    `decisions` says of every text and picture of the source what became of it, where that was asked for; `site` is
    the one whose rule was asked for, "" for none.
    """

    id: str
    metadata: Metadata
    content: bytes
    pictures: tuple[Picture, ...]
    words: int
    summary: str
    findings: tuple[Finding, ...] = ()
    decisions: tuple[Decision, ...] = ()
    site: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What planning and navigation need of an article in the library; its content stays in the objects.

    `content` is the digest of the canonical XHTML; `capture` that of the captured bytes; `summary` the first lines;
    `source` and `locator` name the input it came from; `missing` counts pictures that are not held. `also` are the
    articles that tell the same and that this one is bound in place of, each as its publisher and address.
    """

    id: str
    metadata: Metadata
    content: str
    capture: str
    locator: str
    words: int
    summary: str
    pictures: tuple[Picture, ...]
    source: str = ""
    also: tuple[Link, ...] = ()

    @property
    def missing(self) -> int:
        """How many of the pictures are not held."""
        return sum(not picture.held for picture in self.pictures)

    @property
    def objects(self) -> set[str]:
        """The digests of what the library stores of it."""
        return {self.content, *(picture.digest for picture in self.pictures if picture.held)}


@dataclass(frozen=True, slots=True)
class Changes:
    """What a volume has that the edition named `since` had not.

    `new` and `changed` are ids of articles, `gone` the titles of those that are not in it any more.
    """

    since: str
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Volume:
    """A plan: which articles, in which order, form one volume.

    `by` are the keys it was bound by ("topic", "month" ...); `period` is ISO ("2025-02", "2025-W08" ...), "undated",
    or "" when not bound by time; `topic` is a slug, "unsorted", or "" when not bound by topic, and `topic_label` its
    name as sources write it; `topics` are the slug and name of each inside. `path` is below output/volumes, without
    suffix; `entries` are none as long as it is only planned. `part` is the number of a volume that is one of several
    `parts`, 0 for a whole one; they share a path, and `changes`, which are None where no edition holds something else.
    """

    by: tuple[str, ...]
    period: str
    topic: str
    topic_label: str
    source: str
    publication: str
    language: str
    path: str
    topics: tuple[tuple[str, str], ...] = ()
    entries: tuple[Entry, ...] = field(default=(), repr=False)
    part: int = 0
    parts: int = 0
    changes: Changes | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A sealed volume: `path` is relative to the output folder; counts are of this file's own content.

    `by` names the keys it was bound by ("topic,month"). `volume` is the path that the parts of a volume share, which
    is that of the first one.
    """

    path: str
    media_type: str
    topic: str
    period: str
    articles: int
    images: int
    missing_images: int
    sha256: str
    bytes: int
    by: str = ""
    findings: tuple[Finding, ...] = ()
    volume: str = ""
