"""Cards: what planning needs of an article, so that no volume is planned from more than it takes."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from packager.library.records import dumps, encodable, metadata_json, pictures_json
from packager.slugs import host

if TYPE_CHECKING:
    from packager.model import Entry, Link


class Card(NamedTuple):
    """An article to bind, as planning sees it: plain values, without what tells where they are from.

    `issued` with its `precision` are those of `model.Value`; `host` is that of the article's address. Any change in
    what a volume may show of the article changes its `state` (sha256).
    """

    id: str
    issued: str
    precision: str
    topic: str
    publisher: str
    host: str
    language: str
    state: bytes

    @property
    def source(self) -> str:
        """Where the article was published: its publisher, else the host of its address; "" where neither is known."""
        return self.publisher or self.host


def card(entry: Entry) -> Card:
    """The card of an article."""
    return card_of(entry, metadata_json(entry.metadata), pictures_json(entry.pictures))


def card_of(entry: Entry, metadata: str, pictures: str) -> Card:
    """The card of an article whose metadata and pictures are given as they are written down."""
    known = entry.metadata
    facts = (entry.id, entry.content, entry.capture, entry.source, entry.locator, entry.words, entry.summary)
    state = sha256("\0".join((dumps(facts), metadata, pictures)).encode()).digest()
    return Card(
        entry.id,
        encodable(known.issued.value),
        known.issued.precision,
        encodable(known.topic.value),
        encodable(known.publisher.value),
        encodable(host(known.source.value)),
        encodable(known.language.value),
        bound_for(state, entry.also),
    )


def bound_for(state: bytes, others: tuple[Link, ...]) -> bytes:
    """The state of an article that is bound in place of others."""
    return sha256(state + dumps([(link.title, link.address) for link in others]).encode()).digest() if others else state
