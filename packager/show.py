"""What is shown of an article, a library's state or a verification: tables for machines, lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from packager.library.records import findings_table, metadata_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from packager.library.comparison import Change, Comparison
    from packager.library.pairs import Pair
    from packager.library.records import Record
    from packager.library.search import Hit
    from packager.library.snippets import Snippet
    from packager.model import Entry
    from packager.status import Status
    from packager.verify import Verification


def shown(entry: Entry, record: Record) -> dict[str, Any]:
    """All that is known of one copy of an article; digests are sha256 in hexadecimal."""
    return {
        "id": entry.id,
        "input": record.name,
        "outcome": record.outcome.value,
        "reason": record.reason,
        "capture": entry.capture,
        "content": entry.content,
        "words": entry.words,
        "metadata": metadata_table(entry.metadata),
        "pictures": [
            {"reference": picture.reference, "digest": picture.digest, "width": picture.width, "height": picture.height}
            for picture in entry.pictures
        ],
        "findings": findings_table(record.findings),
    }


def described(facts: Mapping[str, Any]) -> Iterator[str]:
    """The same in lines: each value with its basis and evidence, then pictures, then findings."""
    reason = f": {facts['reason']}" if facts["reason"] else ""
    yield f"{facts['id']}  {facts['input']} ({facts['outcome']}{reason})"
    for word, known in facts["metadata"].items():
        for value in known if isinstance(known, list) else [known]:
            yield f"  {word}: {_value(value)}"
    for picture in facts["pictures"]:
        state = f"{picture['width']}x{picture['height']}, {picture['digest'][:16]}" if picture["digest"] else "not held"
        yield f"  picture: {picture['reference']} ({state})"
    for told in facts["findings"]:
        yield f"  {told['severity']}: {told['code']}: {told['message']} {told['hint']}"


def found(hit: Hit) -> dict[str, Any]:
    """A hit of a search; `marks` are (start, end) of the words in the snippet, `exact` is without folding."""
    known = hit.entry.metadata
    return {
        "id": hit.entry.id,
        "issued": known.issued.value,
        "topic": known.topic.value,
        "title": known.title.value,
        "source": known.source.value or hit.entry.locator,
        "exact": hit.exact,
        "where": hit.snippet.place,
        "snippet": hit.snippet.text,
        "marks": [list(mark) for mark in hit.snippet.marks],
    }


def marked(hit: Hit) -> Iterator[str]:
    """A hit in two lines: date, title and id; then where the words stand, in brackets, and what is round them."""
    known, shown = hit.entry.metadata, hit.snippet
    yield f"{known.issued.value[:10]:10}  {known.title.value}  ({hit.entry.id})"
    if shown.text:
        yield f"{shown.place:>10}  {_bracketed(shown)}"


def _bracketed(shown: Snippet) -> str:
    pieces, last = [], 0
    for start, end in shown.marks:
        pieces += [shown.text[last:start], "[", shown.text[start:end], "]"]
        last = end
    return "".join([*pieces, shown.text[last:]])


def _value(value: Mapping[str, str]) -> str:
    """One value as a person reads it; a related article by title and address."""
    if "address" in value:
        return f"{value['title']} <{value['address']}>"
    evidence = f": {value['evidence']}" if value.get("evidence") else ""
    return f"{value['value']} ({value['basis']}{evidence})"


def verified(found: Verification) -> dict[str, Any]:
    """What a verification read and found."""
    return {
        "format": 1,
        "whole": not found.findings,
        "files": found.files,
        "bytes": found.bytes,
        "articles": found.articles,
        "copies": found.copies,
        "volumes": found.volumes,
        "findings": findings_table(found.findings),
    }


def verified_lines(found: Verification) -> Iterator[str]:
    """The same in lines: what is wrong and what to do, then the whole in one sentence."""
    for told in found.findings:
        yield f"{told.where}: {told.message}. {told.hint}"
    held = f"{found.articles} articles"
    if found.copies != found.articles:
        held += f" ({found.copies} copies)"
    read = f"{found.files} files read ({found.bytes} bytes), {held}, {found.volumes} volumes"
    yield f"{read}: {f'{len(found.findings)} findings' if found.findings else 'all is as it was left'}"


def standing_lines(found: Status) -> Iterator[str]:
    """What the next build would do, in lines: each input with what it is now, then the whole in one sentence."""
    for word in ("new", "changed", "retried", "gone"):
        for name in getattr(found, word):
            yield f"{word}: {name}"
    for article, name in found.again:
        yield f"normalised again: {article} ({name})"
    if found.unfinished:
        yield "the last run did not end; `packager build` goes on where it stopped"
    counts = ", ".join(f"{len(getattr(found, word))} {word}" for word in ("new", "changed", "retried", "gone"))
    yield f"{counts}; {len(found.again)} articles to be normalised again"


def paired(pair: Pair) -> Iterator[str]:
    """A duplicate and what is bound in its place, in lines."""
    yield f"{pair.duplicate.id}  {pair.duplicate.title}  ({pair.duplicate.address or pair.duplicate.input})"
    yield f"  bound: {pair.bound.id}  {pair.bound.title}  ({pair.bound.address or pair.bound.input})"
    yield f"  {pair.kind}: {pair.why}"


def compared(found: Comparison, *, colour: bool) -> Iterator[str]:
    """What changed from one version to another, in the lines of a unified diff; in colour the words are marked, too."""
    yield _painted(f"--- {found.old.source}/{found.old.locator}", "1", colour=colour)
    yield _painted(f"+++ {found.new.source}/{found.new.locator}", "1", colour=colour)
    for word, (before, after) in found.metadata.items():
        yield _painted(f"@@ {word} @@", "36", colour=colour)
        yield from (_painted(f"-{value}", "31", colour=colour) for value in before if value not in after)
        yield from (_painted(f"+{value}", "32", colour=colour) for value in after if value not in before)
    for change in found.text:
        yield _painted(f"@@ paragraph {change.place} @@", "36", colour=colour)
        yield from _paragraph(change, colour=colour)
    if found.added or found.removed:
        yield _painted("@@ pictures @@", "36", colour=colour)
    yield from (_painted(f"-{name}", "31", colour=colour) for name in found.removed)
    yield from (_painted(f"+{name}", "32", colour=colour) for name in found.added)


def _paragraph(change: Change, *, colour: bool) -> Iterator[str]:
    for sign, text, paint in (("-", change.before, "31"), ("+", change.after, "32")):
        if text and not (colour and change.before and change.after):
            yield _painted(f"{sign}{text}", paint, colour=colour)
        elif text:  # the words that changed stand out
            runs = [(kind, words) for kind, words in change.words if kind in {"=", sign}]
            marked = " ".join(words if kind == "=" else f"\x1b[7m{words}\x1b[27m" for kind, words in runs)
            yield _painted(f"{sign}{marked}", paint, colour=True)


def _painted(line: str, paint: str, *, colour: bool) -> str:
    """A line in a colour (ECMA-48, Select Graphic Rendition)."""
    return f"\x1b[{paint}m{line}\x1b[0m" if colour else line
