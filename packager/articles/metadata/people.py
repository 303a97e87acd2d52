"""Names of people in a text: what stands before and after them, what parts them, and what is no name."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from packager.articles.dating.date_words import weekday_pattern
from packager.articles.metadata.metadata_words import folded, listed, phrases


class Who(IntEnum):
    """What a name is of: nobody, a body (newsroom, agency, organisation) or a person."""

    NOBODY = 0
    BODY = 1
    PERSON = 2


LONGEST = 60
MOST_WORDS = 6

_ROLES, _DESKS, _AGENCIES, _NOBODY = (
    frozenset(listed("people", key)) for key in ("roles", "desks", "agencies", "nobody")
)
_PARTICLES = frozenset(listed("people", "particles"))


def _alternatives(key: str) -> str:
    """The phrases of an entry, longer ones first: "text and photos" before "text"."""
    return "|".join(sorted(phrases("people", key).split("|"), key=len, reverse=True))


_BEFORE = re.compile(rf"^\W*(?:{_alternatives('before')})(?:(?<=[^\w\s])|\s*[:：|]|(?=\s)|$)[\s:：]*", re.IGNORECASE)
_PLAIN_BEFORE = re.compile(rf"^\W{{0,3}}(?:{_alternatives('plain_before')})(?:\s*[:：]\s*|\s+)(?=\S)", re.IGNORECASE)
_JOINTS = re.compile(
    rf"\s+(?:{phrases('people', 'joints')})\s+(?=[^\W\d_])|\s*(?:[;&+·•|,、，\n]|\s/\s|(?<=\w)/(?=[A-ZĐ]))\s*"
)
_SHORT_JOINTS = re.compile(rf"\s(?:{phrases('people', 'short_joints')})\s")
_BRACKETS = re.compile(r"\s*[(\[（【][^()\[\]]{0,80}[)\]）】]\s*")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\bwww\.\S+|(?<!\w)@\w+")
_AFTER = re.compile(rf"\s+(?:{phrases('people', 'ends')})$|\s*[:：]\s*$", re.IGNORECASE)
_DOMAIN = re.compile(r"^[\w-]+(?:\.[\w-]+)+(?:/\S*)?$")
_LETTERS = re.compile(r"[^\W\d_]")
_TOKEN = re.compile(r"[\w'’.-]+")
_HANDS = re.compile(r"^[^\W\d_][\w'’.-]*, [^\W\d_][\w'’.-]*$")


def parts_of(text: str) -> list[str]:
    """The names that a text of an author's field or a byline holds, in order, less what stands round them."""
    text = _ADDRESS.sub(" ", text).strip()
    if _HANDS.match(text) and text.istitle():
        family, _, given = text.partition(", ")
        return [f"{given} {family}"]
    text = _BEFORE.sub("", _BRACKETS.sub(" ", _undated(text)), count=1)
    parts = (trimmed(name) for part in _JOINTS.split(text) for name in _whole_names(part))
    return [part for part in parts if part]


def _undated(text: str) -> str:
    """A text less the weekday and date at its end."""
    day = weekday_pattern("").search(text) if any(map(str.isdigit, text)) else None
    return text[: day.start()] if day and day.start() and any(map(str.isdigit, text[day.end() :])) else text


def _whole_names(text: str) -> list[str]:
    """The names that a short joint parts, if each is whole: "Ortega y Gasset" is one."""
    names = _SHORT_JOINTS.split(text)
    return names if all(" " in name.strip() for name in names) else [text]


def trimmed(text: str) -> str:
    """A name less the words before it, and less the place, date or remark after it."""
    text = _BEFORE.sub("", text.strip(), count=1)
    text = _AFTER.sub("", text).strip(' \t\xa0,.:;–—-|/*→»"„“”')
    words = text.split()
    while len(words) > 2 and words[-1].casefold().strip(".,") in _ROLES - _DESKS:
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=1 << 10)
def who(name: str) -> Who:
    """What a trimmed name is of, by its own words."""
    tokens = [token.casefold().strip(".") for token in _TOKEN.findall(name)]
    if not tokens or len(name) > LONGEST or len(tokens) > MOST_WORDS or len(_LETTERS.findall(name)) < 2:
        return Who.NOBODY
    if any(token in _NOBODY for token in tokens) or any(c in name for c in "<>{}@=!?#%") or name.isdecimal():
        return Who.NOBODY
    parts = [part for token in tokens for part in (token, *token.split("-"))]
    if any(part in _DESKS for part in parts) or all(token in _AGENCIES for token in tokens) or _DOMAIN.match(name):
        return Who.BODY
    if all(token in _ROLES or token in _PARTICLES for token in tokens):
        return Who.NOBODY
    return Who.PERSON


def like_a_person(name: str) -> bool:
    """Whether a name that no field vouches for looks like a person's: two to four words, each with a capital."""
    if who(name) is not Who.PERSON or any(c.isdigit() for c in name):
        return False
    tokens = name.split()
    named = [token for token in tokens if token not in _PARTICLES]
    return 2 <= len(tokens) <= 5 and 2 <= len(named) <= 4 and all(token[0].isupper() for token in named)


def says_by(text: str) -> bool:
    """Whether a text opens with words that plainly announce an author."""
    return _PLAIN_BEFORE.match(text) is not None


def bare(text: str) -> str:
    """A text less the words that announce an author."""
    return _BEFORE.sub("", text, count=1)


def same_body(name: str, sites: frozenset[str]) -> bool:
    """Whether a name is one of the site's own (folded), with or without other words after it."""
    own, first = folded(name), folded(name.split(maxsplit=1)[0]) if name.split() else ""
    if own in sites or own.removeprefix("the") in sites or f"the{own}" in sites:
        return True
    if len(first) > 2 and first in sites:
        return True
    return any(own.startswith(site) and (len(site) > 7 or own.removeprefix(site) in _DESKS) for site in sites)
