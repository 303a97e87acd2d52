"""KOReader's rules: what its engine, crengine, takes of a volume, as far as that can be told without the program."""

from __future__ import annotations

import re
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from tests.reading_systems import volume

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

RULES = tomllib.loads(Path(__file__).with_name("crengine.toml").read_text(encoding="utf-8"))
WORDS = {name: frozenset(value.split()) for name, value in RULES.items() if isinstance(value, str)}
LIMITS = RULES["limits"]
MAGIC = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n": "image/png", b"GIF8": "image/gif"}

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CONDITIONAL = re.compile(r"@(?:media|supports)[^{]*\{(?:[^{}]*\{[^{}]*\})*\s*\}")
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
PSEUDO = re.compile(r"::?([a-z-]+)")
FUNCTION = re.compile(r"([a-z-]+)\(")


def koreader(books: Iterable[Path]) -> dict[Path, list[str]]:
    """What crengine would show otherwise, slowly or not at all, by book."""
    return {book: volume.problems(book, inspect) for book in books}


def inspect(book: Path) -> Iterator[str]:
    """What is wrong with one volume."""
    expected = volume.read(book)
    with zipfile.ZipFile(book) as archive:
        yield from container(archive)
        yield from documents(archive, expected)
        yield from pictures(archive, expected)
        for path, kind in expected.manifest.items():
            if kind == "text/css":
                yield from (f"{path} {problem}" for problem in styles(archive.read(path).decode()))
    if "application/x-dtbncx+xml" not in expected.manifest.values():
        yield "has no NCX, from which older versions read the contents"


def container(archive: zipfile.ZipFile) -> Iterator[str]:
    """What the archive itself may not be."""
    for entry in archive.infolist():
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or entry.flag_bits & 1:
            yield f"{entry.filename} is packed in a way that is not unpacked"
        if entry.filename == "META-INF/encryption.xml":
            yield "is said to be encrypted"


def documents(archive: zipfile.ZipFile, expected: volume.Volume) -> Iterator[str]:
    """Documents that are too much: for one, and together."""
    whole = ruby = 0
    for document in expected.documents:
        page = archive.read(document.path)
        whole += len(page)
        ruby += page.count(b"<ruby")
        if len(page) > LIMITS["document"]:
            yield f"{document.path} has {len(page)} bytes; small devices end at {LIMITS['document']}"
        for element in etree.fromstring(page).xpath("//*[@style]"):
            for problem in declarations(element.get("style")):
                yield f"{document.path} {problem}"
    if whole > LIMITS["volume"]:
        yield f"has {whole} bytes of documents; more than {LIMITS['volume']} outgrow the cache"
    if ruby > LIMITS["ruby"]:
        yield f"has {ruby} ruby elements; more than {LIMITS['ruby']} take minutes"


def pictures(archive: zipfile.ZipFile, expected: volume.Volume) -> Iterator[str]:
    """Pictures that are not drawn: other formats, or other bytes than the manifest says."""
    for path, kind in expected.manifest.items():
        if not kind.startswith("image/"):
            continue
        if kind not in RULES["pictures"]:
            yield f"{path} is {kind}, which is not drawn"
        elif kind != "image/svg+xml" and actual(archive.read(path)) != kind:
            yield f"{path} is not the {kind} that it is said to be"
    if expected.manifest.get(expected.cover) not in RULES["covers"]:
        yield f"has no cover for the shelf, but {expected.cover or 'none'}"


def actual(picture: bytes) -> str:
    """The media type that a picture's first bytes say."""
    return next((kind for start, kind in MAGIC.items() if picture.startswith(start)), "unknown")


def styles(sheet: str) -> Iterator[str]:
    """What of a style sheet is ignored though the page needs it; what is under a condition may be."""
    if len(sheet) > LIMITS["styles"]:
        yield f"has {len(sheet)} bytes of rules"
    for selector, body in RULE.findall(CONDITIONAL.sub("", COMMENT.sub("", sheet))):
        if selector.strip().startswith("@"):
            continue
        for unknown in set(PSEUDO.findall(selector)) - WORDS["pseudo"] - WORDS["harmless_pseudo"]:
            yield f"has a selector that is not known: :{unknown} in «{selector.strip()}»"
        yield from declarations(body)


def declarations(written: str) -> Iterator[str]:
    """Declarations that are neither known nor dispensable."""
    for declaration in filter(str.strip, written.split(";")):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name not in WORDS["properties"] | WORDS["harmless"]:
            yield f"needs what is not known: «{declaration.strip()}»"
        elif name == "display" and value.partition(" ")[0] not in WORDS["displays"]:
            yield f"needs a display that is not known: «{value}»"
        for function in set(FUNCTION.findall(value)) - WORDS["functions"] - WORDS["harmless_functions"]:
            yield f"needs a function that is not known: {function}() in «{declaration.strip()}»"
