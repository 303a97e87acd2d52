"""Unpacks WACZ files and checks them against their own digests (WACZ 1.1.1, sections 5.2.3 and 5.2.4; WACZ 1.0.0)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from packager.findings import finding
from packager.limits import LARGEST_PACKAGE
from packager.readers.archives.target import Target
from packager.readers.archives.zip_archive import unpack_entries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from packager.model import Finding
    from packager.readers.contract import SourceFile

PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
_ALGORITHMS = ("sha256", "sha512", "sha384", "sha224", "sha1", "md5")


def unpack_wacz(file: SourceFile, to: Path) -> Iterator[Finding]:
    """Unpacks as ZIP does, and tells which files are not what the package's lists say; they are kept as they are."""
    target = Target(file, to)
    yield from unpack_entries(target)
    yield from _package(target)
    yield from _resources(target)


def _package(target: Target) -> Iterator[Finding]:
    """What is wrong with the description itself, by the digest beside it."""
    stated = _document(target, DIGEST)
    if not isinstance(stated, dict):
        return
    path = target.held.get(PACKAGE)
    if path is not None:
        yield from _compared(target, PACKAGE, path, {"hash": stated.get("hash")})
    if stated.get("signedData"):
        message = f"{DIGEST}: is signed; the signature was not checked, the digests were"
        yield finding("signature-unchecked", target.where(DIGEST), message)


def _resources(target: Target) -> Iterator[Finding]:
    """What is wrong with the files that the description lists."""
    package = _document(target, PACKAGE)
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list):
        message = f"{PACKAGE}: does not list what the archive holds"
        yield finding("digest-mismatch", target.where(PACKAGE), message)
        return
    for resource in resources:
        name = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(name, str):
            message = f"{PACKAGE}: lists something without a path"
            yield finding("digest-mismatch", target.where(PACKAGE), message)
            continue
        path = target.held.get(name)
        if path is None:
            yield finding("digest-mismatch", target.where(name), f"{name}: is listed, but was not in the archive")
        else:
            yield from _compared(target, name, path, resource)


def _compared(target: Target, name: str, path: Path, stated: dict[str, Any]) -> Iterator[Finding]:
    """Whether a file is of the length and digest that are stated; WACZ 1.0.0 states them below "stats"."""
    stats = stated.get("stats")
    facts = stats if isinstance(stats, dict) else stated
    wrong = []
    length = path.stat().st_size
    if isinstance(facts.get("bytes"), int) and facts["bytes"] != length:
        wrong.append(f"holds {length:,} bytes instead of {facts['bytes']:,}")
    algorithm, _, digest = str(facts.get("hash") or "").rpartition(":")
    algorithm = (algorithm or str(stated.get("hashing") or "sha256")).lower().replace("-", "")
    if not digest:
        wrong.append("has no digest")
    elif algorithm not in _ALGORITHMS:
        wrong.append(f"has a digest by {algorithm[:20]}, which is not known")
    elif _digest(path, algorithm) != digest.lower():
        wrong.append(f"is not what its {algorithm} says")
    if wrong:
        yield finding("digest-mismatch", target.where(name), f"{name}: {', '.join(wrong)}")


def _digest(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()


def _document(target: Target, name: str) -> Any:  # noqa: ANN401 - JSON is anything
    """A JSON file of the archive; None where it is missing, too large or no JSON."""
    path = target.held.get(name)
    if path is None:
        return None
    with path.open("rb") as file:
        content = file.read(LARGEST_PACKAGE + 1)
    try:
        return json.loads(content) if len(content) <= LARGEST_PACKAGE else None
    except (ValueError, RecursionError):
        return None
