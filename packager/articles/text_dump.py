"""A text dump -> the draft of its article: the lines of a page as a scraper wrote them down.

The form: the title; the lead; paragraphs, one a line; pictures as runs of file names, one a line, with ONE caption
directly below; then boxes of related cards and a share bar, which are not the article's. Blank lines stand between.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from packager.articles.dating.dates import event_date, find_date
from packager.articles.draft import Draft, Figure, Shown
from packager.articles.markup.vocabulary import CREDIT_TEXT, words
from packager.articles.text.characters import composed, escape, squeeze
from packager.articles.text.languages import recognise
from packager.errors import CaptureFailed, ResourceRefused
from packager.model import UNKNOWN, Basis, Decision, Metadata, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from packager.model import Capture, Resources

PICTURE_NAME = re.compile(r"[^\n<>|]{1,250}\.(?:jpe?g|png|gif|webp|avif|bmp|tiff?|heic)", re.IGNORECASE)
SENTENCE_END = (".", "!", "?", "…", ":", ";", ",", '"', "”", "»", ")")
SUBHEAD_LENGTH = 80
DATE_LINE = 70
# Lines wrapped by a width are longer than this.
WRAP = 50
# How far into a dump a line that is all date may stand: title, date, section.
DATE_LINES = 4


@cache
def _table() -> dict[str, frozenset[str] | re.Pattern[str]]:
    text = resources.files("packager.articles").joinpath("dump_words.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    marks = re.compile(rf"(?:{table['author_marks']})\s*:\s*(.{{2,60}})", re.IGNORECASE)
    return {
        "headings": frozenset(heading.casefold() for heading in table["box_headings"]),
        "share": frozenset(table["share_words"].split()),
        "author": marks,
    }


def extract(text: str, capture: Capture) -> tuple[Draft, Metadata]:
    """The draft and the metadata of a dump; topic, identifier and capture time are for the caller to add.

    Raises CaptureFailed("no-text") for a dump without a word.
    """
    blocks = list(_blocks(text))
    if not any(words(line) for block in blocks for line in block):
        raise CaptureFailed("no-text", "the text holds no word")
    end = find_end(blocks)
    article = blocks[:end]
    title = article[0][0]
    draft = Draft(title=title, decisions=[Decision("text", title, "title", "first line")])
    language, signs = recognise(" ".join(line for block in article for line in block))
    issued, rest = _date_line([article[0][1:], *article[1:]] if len(article[0]) > 1 else article[1:], language)
    creator, rest = _author_line(rest)
    draft.decisions += [
        Decision("text", value.evidence, "byline", "a line of its own") for value in (issued, *creator) if value
    ]
    _fill(draft, rest, capture.resources)
    draft.decisions += [Decision("text", line, "", _why(blocks, end)) for block in blocks[end:] for line in block]
    if not draft.body_text and not draft.lead and not draft.stream:
        draft.lead_text = title
    metadata = Metadata(
        title=Value(title, Basis.VISIBLE, "first line"),
        creator=creator,
        issued=issued or _inferred_date(draft, language),
        language=Value(language, Basis.INFERRED, signs) if language else UNKNOWN,
    )
    return draft, metadata


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines between blank lines; a no-break space within a line stays."""
    block: list[str] = []
    for raw in composed(text).split("\n"):
        line = squeeze(raw)
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def is_picture_name(line: str) -> bool:
    """Whether a line is a picture's file name: such an ending, and no sentence before it."""
    return bool(PICTURE_NAME.fullmatch(line)) and ". " not in line and len(line.split()) < 9


def find_end(blocks: Sequence[list[str]]) -> int:
    """The number of the first block after the article: a box's heading, doubled card lines, or the share bar."""
    for n in range(1, len(blocks)):
        if _is_box_heading(blocks[n]) or (n > 1 and _is_share_bar(blocks[n])):
            return n
    return _first_card(blocks)


def _is_box_heading(block: list[str]) -> bool:
    return len(block) == 1 and block[0].rstrip(" :.…").casefold() in _table()["headings"]  # type: ignore[operator]


def _is_share_bar(block: list[str]) -> bool:
    tokens = words(" ".join(block))
    share = _table()["share"]
    return len(tokens) > 1 and all(token in share for token in tokens)  # type: ignore[operator]


def _first_card(blocks: Sequence[list[str]]) -> int:
    """Where cards of related articles begin: a thumbnail's alt and the title that says the same, twice at least."""
    doubled = [n for n in range(2, len(blocks) - 1) if len(blocks[n]) == 1 and blocks[n] == blocks[n + 1]]
    return doubled[0] if len(doubled) > 1 else len(blocks)


def _why(blocks: Sequence[list[str]], end: int) -> str:
    if end >= len(blocks):
        return ""
    if _is_share_bar(blocks[end]):
        return "share bar"
    return f"after the heading of a box: «{blocks[end][0]}»" if _is_box_heading(blocks[end]) else "related cards"


def _date_line(blocks: list[list[str]], language: str) -> tuple[Value, list[list[str]]]:
    """A line near the top that is all date, as papers print it, and the blocks without it."""
    for n, block in enumerate(blocks[:DATE_LINES]):
        if len(block) == 1 and len(block[0]) < DATE_LINE and not is_picture_name(block[0]) and _mostly_date(block[0]):
            found = find_date(block[0], language)
            if found is not None and found.precision in ("day", "minute"):
                value = Value(found.value, Basis.VISIBLE, f"«{block[0]}» below the title", found.precision)
                return value, blocks[:n] + blocks[n + 1 :]
    return UNKNOWN, blocks


def _mostly_date(line: str) -> bool:
    """Whether digits and few words make up a line."""
    return sum(c.isdigit() for c in line) >= 6 and len([word for word in words(line) if not word.isdigit()]) <= 8


def _author_line(blocks: list[list[str]]) -> tuple[tuple[Value, ...], list[list[str]]]:
    """The author's name where a line says so, or where the last line is nothing but a name."""
    marks = _table()["author"]
    for n, block in enumerate(blocks):
        if len(block) == 1 and len(block[0]) < DATE_LINE and not is_picture_name(block[0]):
            marked = marks.fullmatch(block[0])  # type: ignore[union-attr]
            name = marked.group(1).strip() if marked else ""
            if not name and n == len(blocks) - 1 and n > 1 and _is_name(block[0]):
                name = block[0]
            if name:
                return (Value(name, Basis.VISIBLE, f"line «{block[0]}»"),), blocks[:n] + blocks[n + 1 :]
    return (), blocks


def _is_name(line: str) -> bool:
    parts = line.split()
    return 1 < len(parts) < 6 and all(part[0].isupper() and part.isalpha() for part in parts)


def _fill(draft: Draft, blocks: list[list[str]], pictures: Resources) -> None:
    """The lead and the body from the article's blocks, without its title."""
    for n, block in enumerate(blocks):
        count = _picture_lines(block, pictures)
        if count:
            caption, credit = _caption(block[count:])
            shown = [Shown((name,)) for name in block[:count]]
            draft.stream.append(Figure(shown, caption, credit))
            draft.decisions += [Decision("picture", name, "picture", "a line that names it") for name in block[:count]]
            draft.decisions += [Decision("text", line, "caption", "below picture names") for line in block[count:]]
            continue
        for line in _lines(block):
            role = "lead" if n == 0 and not draft.lead and len(blocks) > 1 else "body"
            draft.decisions.append(Decision("text", line, role, "a paragraph"))
            if role == "lead":
                draft.lead.append(escape(line))
                draft.lead_text = line
            else:
                name = "h2" if _is_subhead(line, block, blocks[n + 1 :]) else "p"
                draft.stream.append(f"<{name}>{escape(line)}</{name}>")
                draft.body_text.append(line)


def _picture_lines(block: list[str], pictures: Resources) -> int:
    """How many lines at the top of a block name pictures, by their form or because such a file lies there."""
    count = 0
    while count < len(block) and (is_picture_name(block[count]) or (count and _lies_there(block[count], pictures))):
        count += 1
    return count


def _lies_there(name: str, pictures: Resources) -> bool:
    if "." not in name[-6:] or " " in name:
        return False
    try:
        return pictures.find(name) is not None
    except ResourceRefused:
        return True


def _caption(lines: Sequence[str]) -> tuple[str, str]:
    """Caption and credit of a figure from the lines below its pictures."""
    said = [line for line in lines if not _is_credit(line)]
    credit = [line for line in lines if _is_credit(line)]
    return escape(" ".join(said)), escape(" ".join(credit))


def _is_credit(line: str) -> bool:
    found = CREDIT_TEXT.match(line)
    return bool(found and found.group() == line)


def _lines(block: list[str]) -> list[str]:
    """The paragraphs of a block: its lines, or one paragraph where they are but wrapped."""
    ends = sum(line.endswith(SENTENCE_END) for line in block[:-1])
    wrapped = len(block) > 1 and ends < 0.5 * (len(block) - 1) and all(len(line) > WRAP for line in block[:-1])
    return [" ".join(block)] if wrapped else block


def _is_subhead(line: str, block: list[str], after: list[list[str]]) -> bool:
    """Whether a line heads what follows: alone, short, no sentence, with prose after it."""
    if len(block) > 1 or len(line) > SUBHEAD_LENGTH or line.endswith(SENTENCE_END) or not after:
        return False
    return line[0].isupper() and len(words(line)) > 1 and len(after[0][0]) > SUBHEAD_LENGTH


def _inferred_date(draft: Draft, language: str) -> Value:
    """The day of the event that the lead tells of, its year only with evidence from the article."""
    found = event_date(draft.lead_text, "\n".join(draft.body_text), language)
    if found is None:
        return UNKNOWN
    return Value(found.value, Basis.INFERRED, found.evidence, found.precision)
