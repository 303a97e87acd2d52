"""Who wrote an article: people before bodies, fields before print, and never the same one twice.

Precedence: JSON-LD and microdata, meta fields, labelled twitter fields, elements marked as the author's (rel=author,
byline classes), texts near the title that say "By ...", a signature at the end. The first source that names a person
decides. Where none does, the first that names a body that wrote (a newsroom, an agency); the publisher's own name only
where a field states it as the author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager.articles.dating.date_words import months, weekday
from packager.articles.dating.dates import find_date
from packager.articles.markup.tree import HEADINGS
from packager.articles.markup.vocabulary import words
from packager.articles.metadata.asides import is_aside, texts_between, title_number
from packager.articles.metadata.issue_dates import tells_date
from packager.articles.metadata.metadata_words import folded, listed, names_no_person, names_person
from packager.articles.metadata.people import Who, bare, like_a_person, parts_of, same_body, says_by, who
from packager.articles.metadata.structured import Stated, text_of
from packager.articles.text.clean_text import clean
from packager.model import Basis, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from packager.articles.markup.page import Page
    from packager.articles.markup.tree import Frame, Item

NAMES = listed("fields", "author")
NAME_ENDS = listed("fields", "author_end")
NEVER = listed("fields", "author_never")
# A byline is short, and stands so many items above or below the title, or below the body's last.
BYLINE_TEXT = 140
ABOVE, BELOW, AFTER = 8, 16, 12
# Marks of one byline stand so many items apart.
GAP = 3
SIGNATURE = 60
SHORT_LINE = 60
LEAST_BODY = 3
# More are the authors of a list of articles.
MOST_AUTHORS = 20

# A longer field lists no names.
FIELD_TEXT = 1000
MARKED = "marked"

_SURE = (" fn ", " vcard ", "author-name", "author-link", "authorname")

Sourced = tuple[Stated, Basis]


def creators(page: Page, body: Sequence[Item], sites: frozenset[str]) -> tuple[Value, ...]:
    """The article's authors, in the order of their source, each once."""
    bodies: list[list[Value]] = []
    own: list[list[Value]] = []
    for source in _sources(page, body):
        people, others, publisher = _sorted_out(source, sites)
        if people:
            return tuple(people)
        bodies += [others] if others else []
        own += [publisher] if publisher else []
    return tuple((bodies + own)[0]) if bodies or own else ()


def _sources(page: Page, body: Sequence[Item]) -> Iterator[list[Sourced]]:
    """The places that may name authors, best first, each with all that it says."""
    fields = page.fields
    for node, source in fields.structured.articles:
        for key in ("author", "creator"):
            said = list(fields.structured.texts(node.get(key), f"{source} {key}"))
            if len(said) <= MOST_AUTHORS:
                yield [(one, Basis.METADATA) for one in said]
    yield from ([(said, Basis.METADATA) for said in fields.stated((name,))] for name in _meta_names(page))
    yield [(said, Basis.METADATA) for said in fields.labelled()]
    last = body[-1].n if body else 0
    yield from _marked(page, last)
    yield from _announced(page, body)
    yield _signature(body)


def _meta_names(page: Page) -> list[str]:
    """The names of meta fields that state an author: the listed ones, then others that end so."""
    others = [n for n in page.fields.metas if n.endswith(NAME_ENDS) and n not in NAMES and not n.startswith(NEVER)]
    return [*NAMES, *others]


def _sorted_out(source: Iterable[Sourced], sites: frozenset[str]) -> tuple[list[Value], list[Value], list[Value]]:
    """The people, the bodies and the publisher's own names that a source states, each once."""
    people: dict[str, Value] = {}
    others: dict[str, Value] = {}
    own: dict[str, Value] = {}
    for said, basis in source:
        if "://" in said.text or said.text.startswith("@") or len(said.text) > FIELD_TEXT:
            continue
        parts = [said.text] if same_body(said.text, sites) else parts_of(said.text)
        named = [part for part in parts if _is_person(part, said, basis, sites)]
        for part in _without_places(named, basis):
            people.setdefault(folded(part), Value(part, basis, said.place))
        whole = bare(_without_date(said.text)).strip(" ,;")
        if not named and whole and len(whole) <= BYLINE_TEXT:
            if same_body(whole, sites):
                own.setdefault(folded(whole), Value(whole, basis, said.place))
            elif said.kind == "person" and people:
                people.setdefault(folded(whole), Value(whole, basis, said.place))
            elif any(who(part) is Who.BODY for part in parts) or (parts and "organization" in said.kind):
                others.setdefault(folded(whole), Value(whole, basis, said.place))
    printed = all(value.basis is not Basis.METADATA for value in own.values())
    return list(people.values()), list(others.values()), [] if printed else list(own.values())


def _is_person(name: str, said: Stated, basis: Basis, sites: frozenset[str]) -> bool:
    """Whether a name is a person's, as far as its source can be trusted to name people."""
    if who(name) is not Who.PERSON or same_body(name, sites) or "organization" in said.kind:
        return False
    return basis is Basis.METADATA or said.kind == MARKED or like_a_person(name)


def _without_places(names: Sequence[str], basis: Basis) -> Sequence[str]:
    """Printed names less those in capitals beside others that are not: "A. Name, RADIO TOWN"."""
    if basis is Basis.METADATA or all(name.isupper() for name in names):
        return names
    return [name for name in names if not name.isupper()]


def _marked(page: Page, last: int) -> Iterator[list[Sourced]]:
    """Groups of elements marked as the author's that stand near the title or the body's end, in order."""
    title = title_number(page)
    reach = range(title - ABOVE, max(last, title) + AFTER + 1)
    group: list[Sourced] = []
    place = -GAP
    for frame in _author_frames(page.frames):
        if frame.start not in reach or frame.tag in HEADINGS or is_aside(page, frame.start):
            continue
        text = clean(text_of(frame.element, BYLINE_TEXT))
        if not text or len(text) > BYLINE_TEXT:
            continue
        if group and frame.start > place + GAP:
            yield group
            group = []
        place = max(frame.start, frame.end)
        group.append((Stated(text, _mark_of(frame), MARKED if _sure(frame) else ""), Basis.VISIBLE))
    yield group


def _mark_of(frame: Frame) -> str:
    return "rel=author" if _is_author_link(frame) else f"{frame.tag} {' '.join(frame.names.split())}"[:80]


def _author_frames(frames: Sequence[Frame]) -> Iterator[Frame]:
    """The innermost frames that are marked as the author's."""
    found = [f for f in frames if _is_author_link(f) or (names_person(f.names) and not names_no_person(f.names))]
    for number, frame in enumerate(found, 1):
        if number == len(found) or found[number].index >= frame.last:
            yield frame


def _is_author_link(frame: Frame) -> bool:
    return frame.tag == "a" and "author" in (frame.element.get("rel") or "")


def _sure(frame: Frame) -> bool:
    """Whether a frame is marked so plainly that any name in it is an author's."""
    return _is_author_link(frame) or any(mark in frame.names for mark in _SURE)


def _announced(page: Page, body: Sequence[Item]) -> Iterator[list[Sourced]]:
    """Short texts by the title that say "By ..." or part a name from a date, then those after the body."""
    title = title_number(page)
    near = texts_between(page, title - ABOVE, title + BELOW)
    last = body[-1].n if body else title
    after = texts_between(page, last - 2, last + AFTER)
    for item in (*near, *after):
        if item is page.title_item or len(item.text) > BYLINE_TEXT or page.is_caption(item):
            continue
        if is_aside(page, item.n):
            continue
        text = clean(item.text)
        if says_by(text):
            yield [(Stated(text, f"«{text[:60]}»"), Basis.VISIBLE)]
        elif item in near and (names := _beside_date(text)):
            yield [(Stated(names, f"«{text[:60]}»"), Basis.VISIBLE)]


def _beside_date(text: str) -> str:
    """The names that stand beside a date in a line of small print ("A, B · 21/2/2025"); "" where none do."""
    if not any(c.isdigit() for c in text) or len(text) > BYLINE_TEXT or find_date(text) is None:
        return ""
    for mark in (" · ", " | ", " • ", " – ", " - ", ", "):
        pieces = text.split(mark)
        named = [piece for piece in pieces if _is_names(piece)]
        if named and len(pieces) > 1:
            return ", ".join(named)
    if len(text) > SHORT_LINE:
        return ""
    before = text[: next(i for i, c in enumerate(text) if c.isdigit())].strip(" ,|-–")
    return before if like_a_person(before) and not _of_a_date(before) else ""


def _without_date(text: str) -> str:
    """A line less the date that stands behind a mark in it ("APA · 5/6/2025" is "APA")."""
    for mark in (" · ", " | ", " • ", " – "):
        before, found, after = text.partition(mark)
        if found and any(map(str.isdigit, after)) and find_date(after) is not None:
            return before
    return text


def _is_names(text: str) -> bool:
    """Whether a text is nothing but names of people."""
    names = parts_of(text)
    return bool(names) and all(map(like_a_person, names)) and not _of_a_date(text)


def _of_a_date(text: str) -> bool:
    """Whether words belong to a date: a month, a weekday, "updated"."""
    return tells_date(text) or weekday(text, "") is not None or any(word in months("") for word in words(text))


def _signature(body: Sequence[Item]) -> list[Sourced]:
    """A name alone in the body's last text, set apart by its markup."""
    if len(body) < LEAST_BODY:
        return []
    item = body[-1]
    text = clean(item.text)
    aligned = f"{item.element.get('style')} {item.element.get('align')}"
    apart = item.markup.startswith(("<strong>", "<em>")) or "right" in aligned
    names = parts_of(text) if len(text) <= SIGNATURE and apart else []
    return [(Stated(text, "signature"), Basis.VISIBLE)] if names and all(map(like_a_person, names)) else []


def byline_items(page: Page, creators: Iterable[Value]) -> set[int]:
    """The texts that say no more than the authors' names: they stand in the byline."""
    names = [value.value.casefold() for value in creators]
    known = [folded(name) for name in names]
    short = (item for item in page.texts if names and len(item.text) < BYLINE_TEXT)
    return {item.n for item in short if names[0] in item.text.casefold() and _only_names(item, known)}


def _only_names(item: Item, known: Sequence[str]) -> bool:
    text = clean(item.text)
    said = folded(bare(text))
    return said in known or said == "".join(known) or set(map(folded, parts_of(text))) <= set(known)
