"""The events of the history: what was recorded, as tables that are written and read back, and done again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from packager.library.records import (
    Container,
    Record,
    findings_from_table,
    findings_table,
    metadata_from_table,
    metadata_table,
    pictures_from_table,
    pictures_table,
)
from packager.model import Entry, Outcome, Publication

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from packager.library.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """An article that was taken out of every volume: the tombstone.

    `date` is what the person who withdrew it gave, "" for none; `erased` says that its text and pictures are not kept.
    """

    id: str
    title: str
    why: str
    date: str = ""
    erased: bool = False


def recorded(record: Record, entry: Entry | None) -> dict[str, Any]:
    """An input and its article."""
    table: dict[str, Any] = {
        "input": {
            "source": record.source,
            "locator": record.locator,
            "digest": record.digest,
            "outcome": record.outcome.value,
            "reason": record.reason,
            "findings": findings_table(record.findings),
            "dependencies": dict(record.dependencies),
            "normaliser": record.normaliser,
        }
    }
    if entry is not None:
        table["article"] = {
            "id": entry.id,
            "capture": entry.capture,
            "content": entry.content,
            "metadata": metadata_table(entry.metadata),
            "words": entry.words,
            "summary": entry.summary,
            "pictures": pictures_table(entry.pictures),
        }
    return table


def closed(container: Container, inside: frozenset[str]) -> dict[str, Any]:
    """A file of several that was read to its end, and the locators of all it holds."""
    return {
        "container": {
            "source": container.source,
            "locator": container.locator,
            "digest": container.digest,
            "beside": container.beside,
            "findings": findings_table(container.findings),
        },
        "inside": sorted(inside),
    }


def forgotten(source: str, locator: str) -> dict[str, Any]:
    """An input that is not on record any more."""
    return {"forgotten": [source, locator]}


def left(source: str, locator: str) -> dict[str, Any]:
    """An article that could not be read again, and whose file is gone now."""
    return {"left": [source, locator]}


def published(publication: Publication, fingerprint: str, form: str) -> dict[str, Any]:
    """A sealed volume."""
    table = {name: getattr(publication, name) for name in Publication.__slots__}
    return {
        "publication": table | {"findings": findings_table(publication.findings)},
        "fingerprint": fingerprint,
        "format": form,
    }


def unpublished(path: str) -> dict[str, Any]:
    """A volume that was taken away."""
    return {"unpublished": path}


def withdrawn(withdrawal: Withdrawal) -> dict[str, Any]:
    """An article that was taken out of every volume."""
    return {"withdrawn": asdict(withdrawal)}


def restored(article: str) -> dict[str, Any]:
    """An article that was brought back."""
    return {"restored": article}


def edition(name: str, volume: str, articles: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """What a volume of an edition held."""
    return {"edition": name, "volume": volume, "articles": {key: list(known) for key, known in articles.items()}}


def frozen(period: str) -> dict[str, Any]:
    """A period whose volumes stay as they are."""
    return {"frozen": period}


def thawed(period: str) -> dict[str, Any]:
    """A period whose volumes are written again."""
    return {"thawed": period}


def replay(event: Mapping[str, Any], catalogue: Catalogue) -> None:
    """Do again what an event tells; KeyError, TypeError and ValueError for one that no version of ours wrote."""
    for kind, again in _AGAIN.items():
        if kind in event:
            again(event, catalogue)
            return
    raise ValueError(f"an event of no known kind: {', '.join(event)}")


def _close(event: Mapping[str, Any], catalogue: Catalogue) -> None:
    table = event["container"]
    container = Container(**table | {"findings": findings_from_table(table["findings"])})
    catalogue.close(container, frozenset(event["inside"]))


def _publish(event: Mapping[str, Any], catalogue: Catalogue) -> None:
    table = event["publication"]
    publication = Publication(**table | {"findings": findings_from_table(table["findings"])})
    catalogue.publish(publication, event["fingerprint"], event["format"])


_AGAIN: Mapping[str, Callable[[Mapping[str, Any], Catalogue], None]] = {
    "input": lambda event, catalogue: catalogue.record(*_record(event)),
    "container": _close,
    "forgotten": lambda event, catalogue: catalogue.forget(*event["forgotten"]),
    "left": lambda event, catalogue: catalogue.leave(*event["left"]),
    "publication": _publish,
    "unpublished": lambda event, catalogue: catalogue.unpublish(event["unpublished"]),
    "withdrawn": lambda event, catalogue: catalogue.withdraw(Withdrawal(**event["withdrawn"])),
    "restored": lambda event, catalogue: catalogue.restore(event["restored"]),
    "edition": lambda event, catalogue: catalogue.add_edition(event["edition"], event["volume"], event["articles"]),
    "frozen": lambda event, catalogue: catalogue.freeze(event["frozen"]),
    "thawed": lambda event, catalogue: catalogue.thaw(event["thawed"]),
}


def articles(happened: Iterable[Mapping[str, Any]], article: str) -> list[Entry]:
    """What an article was by each event that tells of it, in their order."""
    told = (event for event in happened if event.get("article", {}).get("id") == article)
    return [entry for _, entry in map(_record, told) if entry is not None]


def _record(event: Mapping[str, Any]) -> tuple[Record, Entry | None]:
    table, article = event["input"], event.get("article")
    record = Record(
        **table
        | {
            "outcome": Outcome(table["outcome"]),
            "article": article["id"] if article else "",
            "findings": findings_from_table(table["findings"]),
        }
    )
    if article is None:
        return record, None
    facts = article | {
        "metadata": metadata_from_table(article["metadata"]),
        "pictures": pictures_from_table(article["pictures"]),
    }
    return record, Entry(**facts, source=record.source, locator=record.locator)
