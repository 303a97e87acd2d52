"""The words of metadata (metadata.toml): names of fields best first, names of frames, words round people's names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

TABLE: dict[str, Any] = tomllib.loads(
    resources.files("packager.articles.metadata").joinpath("metadata.toml").read_text(encoding="utf-8")
)


def listed(group: str, key: str) -> tuple[str, ...]:
    """The words of an entry, in its order."""
    return tuple(TABLE[group][key].split())


def phrases(group: str, key: str) -> str:
    """The phrases of an entry, parted by "|", as the inside of a regular expression."""
    return str(TABLE[group][key]).replace("\n", "")


def _frame_test(key: str) -> Callable[[str], bool]:
    """A test whether a frame's names hold one of an entry's tokens, remembered for each string of names."""
    starred = "|".join(token.replace("*", r"[\w-]*") for token in listed("words", key))
    search = re.compile(rf"(?<!\S)(?:[\w-]+(?:--|__))?(?:{starred})(?:(?:--|__)[\w-]+)?(?!\S)").search

    @lru_cache(maxsize=1 << 14)
    def test(names: str) -> bool:
        return bool(names) and search(names) is not None

    return test


names_elsewhere = _frame_test("elsewhere")
names_beside = _frame_test("beside")
names_person = _frame_test("byline")
names_no_person = _frame_test("byline_never")
names_date = _frame_test("date_box")
names_logo = _frame_test("logo")
names_hidden = _frame_test("hidden")
names_breadcrumb = _frame_test("breadcrumb")
names_kicker = _frame_test("kicker")
names_subtitle = _frame_test("subtitle")
names_tags = _frame_test("tags")

TAG_ADDRESS = re.compile(phrases("words", "tag_addresses"), re.IGNORECASE)
SECTION_ADDRESS = re.compile(phrases("words", "section_addresses"), re.IGNORECASE)

# Accents among them.
_NOT_LETTERS = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 12)
def folded(text: str) -> str:
    """A text by its letters and digits alone, small and without accents: what two spellings of a name share."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKD", text.casefold()))
