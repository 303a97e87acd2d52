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
    from collections.abc import Iterable, Mapping

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


def replay(event: Mapping[str, Any], catalogue: Catalogue) -> None:
    """Do again what an event tells; KeyError, TypeError and ValueError for one that no version of ours wrote."""
    if "input" in event:
        catalogue.record(*_record(event))
    elif "container" in event:
        table = event["container"]
        container = Container(**table | {"findings": findings_from_table(table["findings"])})
        catalogue.close(container, frozenset(event["inside"]))
    elif "forgotten" in event:
        catalogue.forget(*event["forgotten"])
    elif "left" in event:
        catalogue.leave(*event["left"])
    elif "publication" in event:
        table = event["publication"]
        publication = Publication(**table | {"findings": findings_from_table(table["findings"])})
        catalogue.publish(publication, event["fingerprint"], event["format"])
    elif "unpublished" in event:
        catalogue.unpublish(event["unpublished"])
    elif "withdrawn" in event:
        catalogue.withdraw(Withdrawal(**event["withdrawn"]))
    elif "restored" in event:
        catalogue.restore(event["restored"])
    else:
        raise ValueError(f"an event of no known kind: {', '.join(event)}")


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
