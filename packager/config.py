"""What a user may set: `packager.toml`, parsed once into `Settings`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, fields, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from packager.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

TABLES = ("topics", "duplicates")
COUNTS = ("min_articles", "max_articles")
UNITS = {"": 1, "B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3, "KIB": 1024, "MIB": 1024**2, "GIB": 1024**3}
LEAST_SIZE = 1_000_000  # bytes of a volume: its cover alone may take half of that
THEME = "standard"
LANGUAGE_TAG = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*"


@dataclass(frozen=True, slots=True)
class Duplicates:
    """What is decided about duplicates: whether those of nearly the same text are told, and articles by their ids.

    The two of each pair in `apart` are never taken for one story; those in `bound` are bound whatever is like them.
    """

    near: bool = True
    apart: tuple[tuple[str, str], ...] = ()
    bound: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration, with defaults that suit any folder of articles.

    `publication` names the volumes (default: the only publisher, else "articles") and `issn` is its own; `rights` and
    `language` are what is not said by the articles themselves; `zone` is the IANA time zone that a date stated only in
    UTC is counted in; `images` the picture profile; `rules` a folder of rules for sites (docs/rules.md) that come
    before the shipped ones, relative to the configuration file; `topics` maps a topic's alias (as sources write it) to
    its label; `duplicates` is what is decided about those; `theme` is the look of volumes (docs/themes.md). Topics of
    fewer than `min_articles` share a volume; one of more than `max_articles` or `max_size` bytes becomes several parts
    (0: no limit).
    """

    publication: str = ""
    language: str = ""
    rights: str = ""
    zone: str = ""
    images: str = "standard"
    topics: Mapping[str, str] = field(default_factory=dict)
    rules: str = ""
    duplicates: Duplicates = field(default_factory=Duplicates)
    theme: str = THEME
    issn: str = ""
    min_articles: int = 0
    max_articles: int = 0
    max_size: int = 0


def load(path: Path) -> Settings:
    """Settings from a TOML file; UsageError names a key that does not exist or has the wrong type."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); name another file with --config") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: is not valid TOML ({error}); mend the line it names") from error
    found = parse(table, str(path))
    return replace(found, rules=rules_folder(path, found.rules)) if found.rules else found


def rules_folder(path: Path, name: str) -> str:
    """The folder of rules that a configuration file names; UsageError if it is not there."""
    folder = path.parent / name
    if not folder.is_dir():
        raise UsageError(f"{path}: rules = {name!r} is no folder; make it, or take the line out")
    return str(folder)


def with_options(settings: Settings, **given: object) -> Settings:
    """The settings with others in their place, as the command line gives them; what is None stays as it is.

    `max_size` is given in words. UsageError for what is no value of its setting.
    """
    chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if "theme" in chosen:
        check_theme(chosen["theme"], "--theme")
    if "max_size" in chosen:
        chosen["max_size"] = size_of(chosen["max_size"], "--max-size")
    return replace(settings, **chosen)


def with_preset(settings: Settings, name: str) -> Settings:
    """The settings with those of a preset in their place (docs/volumes.md); UsageError for one that there is not."""
    return with_options(settings, **preset(name, "--preset"))


def preset(name: str, where: str) -> Mapping[str, Any]:
    """The settings of a preset; UsageError for one that there is not."""
    known = presets()
    if name not in known:
        raise UsageError(f"{where}: there is no preset {name!r}; the presets are {', '.join(known)}")
    return known[name]


@cache
def presets() -> Mapping[str, Mapping[str, Any]]:
    """The settings of each preset by its name, as `presets.toml` writes them."""
    return tomllib.loads(resources.files("packager").joinpath("presets.toml").read_text(encoding="utf-8"))


def size_of(text: str, where: str) -> int:
    """A size in bytes from words as in "25MB" (1 MB is a million bytes) or "24 MiB"; "" and "0" are no limit.

    UsageError for what is no size, and for one that no volume can keep to.
    """
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,3})?)\s*([KMG]I?B|B?)", text.strip().upper() or "0", re.ASCII)
    if not match:
        raise UsageError(f"{where} {text}: is no size; write it as in 25MB")
    size = int(float(match[1]) * UNITS[match[2]])
    if 0 < size < LEAST_SIZE:
        raise UsageError(f"{where} {text}: no volume is so small; name 1MB or more, as in 25MB")
    return size


def themes() -> dict[str, Traversable]:
    """The stylesheets of all themes by their names."""
    files = resources.files("packager").joinpath("themes").iterdir()
    return {file.name.removesuffix(".css"): file for file in files if file.name.endswith(".css")}


def write_example(path: Path) -> None:
    """Write a commented packager.toml; UsageError if there is one already or it cannot be written."""
    example = resources.files("packager").joinpath("example.toml").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(example)
    except FileExistsError as error:
        raise UsageError(f"{path}: is there already; name another file, or move it away") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}); name another file") from error


def parse(table: Mapping[str, Any], where: str) -> Settings:
    """Settings from a parsed table, which come before those of the preset it names; `where` names it in errors."""
    if "preset" in table:
        named = preset(str(table["preset"]), where)
        return parse(dict(named) | {key: value for key, value in table.items() if key != "preset"}, where)
    known = {item.name for item in fields(Settings)}
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{where}: there is no setting {key!r}; the settings are {', '.join(sorted(known))}")
        if type(value) is not (dict if key in TABLES else int if key in COUNTS else str):
            raise UsageError(f"{where}: {key} has the wrong type; `packager init` writes an example")
        if isinstance(value, int) and value < 0:
            raise UsageError(f"{where}: {key} = {value}: is a number of articles, or 0 for no limit")
    check_zone(table.get("zone", ""), where)
    check_theme(table.get("theme", THEME), where)
    check_issn(table.get("issn", ""), table.get("publication", ""), where)
    if not re.fullmatch(LANGUAGE_TAG, table.get("language", "und")) and table["language"]:
        raise UsageError(f"{where}: language = {table['language']!r} is no BCP 47 tag, as vi or en-GB are")
    given = dict(table)
    if "max_size" in given:
        given["max_size"] = size_of(given["max_size"], f"{where}: max_size =")
    if "topics" in given:
        given["topics"] = aliases(given["topics"], where)
    if "duplicates" in given:
        given["duplicates"] = duplicates(given["duplicates"], where)
    return Settings(**given)


def check_theme(name: str, where: str) -> None:
    """UsageError for a theme that there is not."""
    known = themes()
    if name not in known:
        raise UsageError(f"{where}: there is no theme {name!r}; the themes are {', '.join(sorted(known))}")


def check_zone(name: str, where: str) -> None:
    """UsageError for a zone that the time zone database does not hold."""
    if name:
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - few configurations name a zone

        try:
            ZoneInfo(name)
        except (ValueError, KeyError, OSError) as error:  # no name at all, none that is known, or a folder's
            raise UsageError(f"{where}: there is no time zone {name!r}; name one as in Asia/Ho_Chi_Minh") from error


def check_issn(issn: str, publication: str, where: str) -> None:
    """UsageError for what is no ISSN (ISO 3297: eight digits, the last one checks), and for one of no publication."""
    if not issn:
        return
    match = re.fullmatch(r"(\d{4})-(\d{3}[\dX])", issn, re.ASCII)
    digits = [10 if digit == "X" else int(digit) for digit in issn.replace("-", "")] if match else [1]
    if sum(weight * digit for weight, digit in zip(range(8, 0, -1), digits, strict=False)) % 11:
        raise UsageError(f"{where}: issn = {issn!r} is no ISSN; check its digits, as in 0317-8471")
    if not publication:
        raise UsageError(f"{where}: issn = {issn!r} needs the publication that it is of; add publication = NAME")


def aliases(table: Mapping[str, Any], where: str) -> dict[str, str]:
    """Alias -> label from `[topics]`, where each label lists its aliases."""
    found: dict[str, str] = {}
    for label, names in table.items():
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise UsageError(f'{where}: topics."{label}" must be a list of names, as in "{label}" = ["kinh-te"]')
        for name in (label, *names):
            if found.setdefault(name, label) != label:
                raise UsageError(f"{where}: topics: {name!r} stands for «{found[name]}» and for «{label}»; choose one")
    return found


def duplicates(table: Mapping[str, Any], where: str) -> Duplicates:
    """What `[duplicates]` decides; UsageError for a word it does not have or a value of the wrong form."""
    words = {item.name for item in fields(Duplicates)}
    for word in table:
        if word not in words:
            raise UsageError(f"{where}: duplicates: there is no setting {word!r}; they are {', '.join(sorted(words))}")
    near, apart, bound = table.get("near", True), table.get("apart", []), table.get("bound", [])
    if not isinstance(near, bool):
        raise UsageError(f"{where}: duplicates.near must be true or false")
    if not isinstance(apart, list) or not all(_are_names(pair) and len(pair) == 2 for pair in apart):
        raise UsageError(f'{where}: duplicates.apart must be a list of pairs of ids, as in [["id", "other id"]]')
    if not _are_names(bound):
        raise UsageError(f'{where}: duplicates.bound must be a list of ids, as in ["id"]')
    pairs = {(min(pair), max(pair)) for pair in apart}
    return Duplicates(near, tuple(sorted(pairs)), tuple(sorted(set(bound))))


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) and name for name in value)
