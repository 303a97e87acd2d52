"""Closes a period: its volumes stay as they are, whatever comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packager import pipeline
from packager.errors import UsageError
from packager.volumes import periods

if TYPE_CHECKING:
    from pathlib import Path


def freeze(names: list[str], output: Path) -> list[str]:
    """Freezes periods, and says which are; raises UsageError for what is no period, SourceMissing for no library."""
    for name in names:
        if periods.span(name) is None:
            raise UsageError(f"freeze {name}: is no period; name one as in 2025-02, 2025, 2025-Q1, 2025-W08 or undated")
    with pipeline.changing(output, made=True) as catalogue:
        for name in names:
            catalogue.freeze(name)
        pipeline.seal(catalogue, output)
        return catalogue.frozen()


def thaw(names: list[str], output: Path) -> list[str]:
    """Lets the volumes of periods be written again, and says which are frozen; raises what `freeze` does."""
    with pipeline.changing(output, made=True) as catalogue:
        for name in names:
            if name not in catalogue.frozen():
                raise UsageError(f"freeze --undo {name}: is not frozen; `packager freeze` shows what is")
        for name in names:
            catalogue.thaw(name)
        pipeline.seal(catalogue, output)
        return catalogue.frozen()


def frozen(output: Path) -> list[str]:
    """The periods that are frozen; SourceMissing if there is no library."""
    with pipeline.library(output / pipeline.LIBRARY) as catalogue:
        return catalogue.frozen()
