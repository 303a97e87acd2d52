"""Says what a file of the output folder is, and which articles or volumes its loss concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.publish import manifest, report
from packager.verify.holding import object_digest

if TYPE_CHECKING:
    from packager.model import Entry
    from packager.verify.holding import Holding

NAMED = 5  # articles named in full; a picture may stand in very many

KINDS = {
    manifest.CATALOGUE: "the catalogue, which knows what was collected and what became of it",
    report.JSON: "the report, which the next build writes again",
    report.HTML: "the report for people, which the next build writes again",
    "library/topic-model.json": "the name of the model that suggests topics",
}


def concerned(holding: Holding, name: str) -> str:
    """What a file is, in words."""
    if digest := object_digest(name):
        return _of_object(holding.uses.get(digest, []), digest)
    if name in holding.known.publications:
        item = holding.known.publications[name]
        return f"a volume of {item.articles} articles, which the next build writes again ({item.period} {item.topic})"
    if manifest.named(name):
        return "a part of the history, from which the catalogue can be made again"
    return KINDS.get(name, "a file that no article needs")


def _of_object(entries: list[Entry], digest: str) -> str:
    if not entries:
        return "an object that no article needs now"
    kind = "the text" if any(entry.content == digest for entry in entries) else "a picture"
    named = [f"«{entry.metadata.title.value}» ({entry.id}, from {entry.source}/{entry.locator})" for entry in entries]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    return f"{kind} of {', '.join(named[:NAMED])}{more}"
