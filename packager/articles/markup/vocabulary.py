"""The words by which pages name their parts, read from `vocabulary.toml` and compiled once.

A page's class, id and role become one string of tokens (`names_of`); a part is recognised when one of its listed
tokens stands in that string. Class names repeat endlessly within a site, so each answer is kept.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS: dict[str, str] = tomllib.loads(
    resources.files("packager.articles.markup").joinpath("vocabulary.toml").read_text(encoding="utf-8")
)

NAMING_ATTRIBUTES = (
    "class",
    "id",
    "itemprop",
    "role",
    "data-testid",
    "data-component",
    "data-type",
    "aria-label",
    "type",
)

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_POST = re.compile(r"(?<!\S)(?:hentry|type-(?:post|page)|status-publish|single-post)(?!\S)")
_TAXONOMY = re.compile(r"(?<!\S)(?:tag|category|author|topic|section|term|postid)-\S+")
_NEGATED = "(?<!has)(?<!no)(?<!with)(?<!without)"


@lru_cache(maxsize=1 << 14)
def tokens(text: str) -> str:
    """Names as one lower-case string: a space at each end, "-" between the words of a name.

    A box that holds a whole post (WordPress: hentry, type-post) is named after its tags and categories too, which
    say nothing of the box.
    """
    names = _CAMEL.sub("-", text).lower().replace("_", "-")
    if _POST.search(names):
        names = _TAXONOMY.sub("", names)
    return f" {names} "


def alternatives(words: str) -> str:
    """A list of words as a regular expression; "*" stands for any letters."""
    return "|".join(word.replace("*", r"\w*") for word in words.split())


def _phrases(key: str) -> str:
    """Phrases parted by "|", over several lines perhaps, as the inside of a regular expression."""
    return WORDS[key].replace("\n", "")


def _token_test(key: str) -> Callable[[str], bool]:
    """A test whether names hold a listed token, remembered for each string of names."""
    words = WORDS[key].split()
    parts = alternatives(" ".join(word for word in words if not word.startswith("=")))
    wholes = alternatives(" ".join(word[1:] for word in words if word.startswith("=")))
    whole = rf"|(?<=\s)(?:{wholes})(?=\s)" if wholes else ""
    search = re.compile(rf"{_NEGATED}[-\s](?:{parts})(?=[-\s]){whole}").search

    @lru_cache(maxsize=1 << 14)
    def test(names: str) -> bool:
        return bool(names) and search(names) is not None

    return test


def _part_test(key: str) -> Callable[[str], bool]:
    """A test whether names hold a listed word anywhere, also within a token."""
    search = re.compile("|".join(WORDS[key].split())).search

    @lru_cache(maxsize=1 << 14)
    def test(names: str) -> bool:
        return bool(names) and search(names) is not None

    return test


names_side_box = _token_test("side_box")
names_related = _token_test("related")
names_live = _token_test("live")
names_info_box = _token_test("info_box")
names_pull_quote = _token_test("pull_quote")
names_comments = _token_test("comments")
names_pagination = _token_test("pagination")
names_player = _token_test("player")
names_never = _token_test("never")
names_discussion = _token_test("discussion")
names_foreign = _token_test("foreign")
names_lead = _token_test("lead")
names_small_print = _token_test("small_print")
names_caption = _token_test("caption")
names_credit = _token_test("credit")
names_picture_box = _part_test("picture_box")
names_dull = _part_test("dull_name")

LAZY_ATTRIBUTES = tuple(WORDS["lazy_attributes"].split())
SET_ATTRIBUTES = tuple(WORDS["set_attributes"].split())
CAPTION_ATTRIBUTES = tuple(WORDS["caption_attributes"].split())

INVITATION = re.compile(f"(?:{_phrases('invitation')})", re.IGNORECASE)
COPYRIGHT = re.compile(WORDS["copyright"], re.IGNORECASE)
CREDIT_TEXT = re.compile(
    rf"[\s(\[（【|/–—-]*((?:{_phrases('credit_words')})\s*(?:credit|by|source)?\s*[:：©/／＝]\s*[^:：]{{2,80}}|©\s*.{{2,80}})"
    r"[)\]）】]?\s*$",
    re.IGNORECASE,
)
# The same at the end of a caption, after a sentence or a mark that parts; no sentence follows.
CREDIT_END = re.compile(
    r"(?:(?<=[\s.!?…»”\"’)\]。）】]))[(\[（【|/–—-]{0,9}\s{0,9}"
    rf"(?:(?:{_phrases('credit_words')})\s{{0,9}}(?:credit|by|source)?\s{{0,9}}[:：©/／＝]|©)"
    r"\s*(?:(?![.!?]\s+\S+\s+\S+\s+\S)[^:：]){2,80}$"
)
CONTROLS = re.compile(rf"[\s([]*(?:{_phrases('picture_controls')})[\s)\].:…!]*", re.IGNORECASE)
AUTHOR_PATH = re.compile(rf"/(?:{_phrases('author_path')})[/-]", re.IGNORECASE)
DULL_PATH = re.compile(
    rf"(?:^|[/_.\-=])(?:{alternatives(WORDS['dull_path'])})(?:$|[/_.\-=\d])|\.svg(?:$|[?#])", re.IGNORECASE
)
DULL_HOST = re.compile("|".join(map(re.escape, WORDS["dull_host"].split())), re.IGNORECASE)
GENERIC_NAME = re.compile(rf"(?:{alternatives(WORDS['generic_name'])}|\d{{1,5}})$", re.IGNORECASE)

_WORD = re.compile(r"\w+")


_FILE = re.compile(r"(?:^|[/=?])([\w.-]{1,80}?)\.(gif|png|svg|jpe?g|webp)", re.IGNORECASE)
_NAME_PARTS = re.compile(r"[-_.]+")
_SIZE = re.compile(r"[hw]|zc|\d{1,4}(?:x\d{1,4})?|[0-9a-f]{6,}")
_PLACEHOLDERS = frozenset(WORDS["placeholder"].split())
_BESIDE_PLACEHOLDERS = frozenset(WORDS["placeholder_beside"].split())


def names_placeholder(address: str) -> bool:
    """Whether an address is none, or names a file that only stands for a picture; a GIF does by any such word."""
    return address.startswith(("about:", "#")) or any(
        _stands_for(_NAME_PARTS.split(found[1].lower()), gif=found[2].lower() == "gif")
        for found in _FILE.finditer(address)
    )


def _stands_for(parts: list[str], *, gif: bool) -> bool:
    said = _PLACEHOLDERS.intersection(parts)
    return bool(said) and (
        gif or all(part in said or part in _BESIDE_PLACEHOLDERS or _SIZE.fullmatch(part) for part in parts)
    )


def words(text: str) -> list[str]:
    """The words of a text, case folded."""
    return _WORD.findall(text.casefold())
