"""The shape of the house: who may import whom, which library lives where, what is documented."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "packager"

ORDER = (
    {"model", "limits", "errors", "findings", "slugs", "direction", "compression", "config", "child", "workers"},
    {"readers"},
    {"images"},
    {"articles"},
    {"library"},
    {"volumes"},
    {"writers"},
    {"publish"},
    {"verify"},
    {"overrides"},
    {"containers"},
    {"ingest", "bind"},
    {"stages"},
    {"searching", "guards"},
    {"pipeline", "normalise"},
    {"withdraw", "freeze"},
    {"repair", "status"},
    {"progress", "show"},
    {"cli"},
    {"__main__"},
)
RANK = {room: rank for rank, rooms in enumerate(ORDER) for room in rooms}

WRAPPERS = {
    "ebooklib": {"packager.writers.epub"},
    "PIL": {"packager.images"},
    "deflate": {"packager.compression"},
    "brotli": {"packager.readers.warc.codings"},
    "isal": {"packager.readers.warc.inflate"},
    "zstandard": {"packager.readers.warc"},
    "typer": {"packager.cli"},
    "markdown_it": {"packager.readers.texts.markdown_syntax"},
    "yaml": {"packager.readers.texts.front_matter"},
}
"""Library -> the only modules (or rooms) that may import it."""


def name_of(file: Path) -> str:
    """The dotted name of a module's file."""
    parts = file.relative_to(PROJECT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(file): file for file in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def statements(node: ast.AST, *, typing: bool):
    """Every node below one; without `typing` those that only a type checker reads are left out."""
    for child in ast.iter_child_nodes(node):
        if typing or not (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)):
            yield child
            yield from statements(child, typing=typing)


@cache
def imported(module: str, *, typing: bool = True) -> set[str]:
    """Every module that one imports, also inside its functions; with `typing` also for its types only."""
    found = set()
    for node in statements(tree(module), typing=typing):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: imports are absolute"
            below = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (below & set(MODULES)) or {node.module}
    return found


def ours(module: str, *, typing: bool = True) -> set[str]:
    """The package's own modules that one imports."""
    return (imported(module, typing=typing) & set(MODULES)) - {module, "packager"}


def room(module: str) -> str:
    """The room of a module: the first name below `packager`, "" for the package itself."""
    return module.partition(".")[2].partition(".")[0]


def within(module: str, places: set[str]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_look_back_up_the_road(module):
    if not room(module):
        assert not ours(module)
        return
    assert room(module) in RANK, f"{module} stands in no known room"
    rank = RANK[room(module)]
    for other in ours(module):
        assert RANK[room(other)] < rank or room(other) == room(module) or rank == 0, f"{module} imports {other}"


def test_imports_have_no_loops_when_they_run():
    done: set[str] = set()

    def follow(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join([*trail, module])
        if module not in done:
            for other in ours(module, typing=False):
                follow(other, (*trail, module))
            done.add(module)

    for module in MODULES:
        follow(module, ())


@pytest.mark.parametrize("module", ["packager.model", "packager.errors"])
def test_the_nouns_import_nothing_of_ours(module):
    assert not ours(module)


def test_only_the_pipeline_and_the_command_know_every_stage():
    stages = {"readers", "articles", "library", "volumes", "writers"}
    for module in MODULES:
        if stages <= {room(other) for other in ours(module)}:
            assert room(module) in {"pipeline", "cli"}, f"{module} knows every stage"


@pytest.mark.parametrize("library", sorted(WRAPPERS))
def test_one_wrapper_a_library(library):
    users = {module for module in MODULES if within_any(imported(module), library)}
    assert not {module for module in users if not within(module, WRAPPERS[library])}


def within_any(names: set[str], library: str) -> bool:
    return any(within(name, {library}) for name in names)


DISTRIBUTIONS = {"PIL": "pillow", "markdown_it": "markdown_it_py", "yaml": "pyyaml"}
"""Module -> distribution, where the two names differ by more than case and dashes."""


def test_everything_that_is_imported_is_declared():
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w-]+", line)[0].lower().replace("-", "_") for line in declared}
    tops = {name.partition(".")[0] for module in MODULES for name in imported(module)}
    outside = tops - set(sys.stdlib_module_names) - {"packager", "__future__", "lxml_stubs"}
    assert {DISTRIBUTIONS.get(top, top).lower() for top in outside} <= names


def codes() -> set[str]:
    return set(tomllib.loads((PACKAGE / "findings.toml").read_text(encoding="utf-8")))


def literals() -> set[str]:
    """Every string in the code that looks like a finding code."""
    strings = {
        node.value
        for module in MODULES
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {value for value in strings if re.fullmatch(r"[a-z]+(-[a-z]+)*", value)}


def test_every_finding_code_is_used():
    assert not codes() - literals()


CARRIERS = {"finding", "CaptureSkipped", "CaptureFailed", "ResourceRefused", "PictureUnreadable"}
"""What takes a finding code as its first argument."""


def given_codes(module: str) -> set[str]:
    """The codes that a module gives to a finding or an error, where they are written out."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CARRIERS:
                found.add(node.args[0].value)
    return found


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_used_code_exists(module):
    assert not given_codes(module) - codes()


def test_every_code_has_a_severity_and_a_hint():
    table = tomllib.loads((PACKAGE / "findings.toml").read_text(encoding="utf-8"))
    for code, row in table.items():
        assert set(row) == {"severity", "hint"}, code
        assert row["severity"] in {"loss", "warning", "note"}, code


def undocumented(module: str) -> list[str]:
    """The public functions and classes of a module that say nothing of themselves."""
    return [
        f"{module}.{node.name}"
        for parent in ast.walk(tree(module))
        if isinstance(parent, ast.Module | ast.ClassDef)
        for node in parent.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_module_and_everything_public_is_documented(module):
    assert ast.get_docstring(tree(module)), f"{module} says nothing of itself"
    assert not undocumented(module)


def project_files() -> list[Path]:
    """Text that is part of the project, so far as this test knows its kinds."""
    kinds = {".py", ".toml", ".md", ".rng", ".css", ".xhtml", ".sql", ".yml", ".txt"}
    places = [PROJECT / name for name in ("packager", "benchmarks", "tests", "docs", ".ci")]
    files = [file for place in places for file in place.rglob("*") if file.is_file()]
    ours = [file for file in files if "node_modules" not in file.parts]
    return [file for file in ours if file.suffix in kinds or file.name == "run"]


def test_no_paths_of_a_machine_in_the_project():
    path = re.compile(r"(?<![\w./<])/(?:home|root|work|Users)/\w")
    for file in project_files():
        assert not path.search(file.read_text(encoding="utf-8")), file
