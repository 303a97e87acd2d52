"""Takes an article out of every volume, and brings it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from packager import pipeline, searching, stages
from packager.errors import UsageError
from packager.library.objects import Objects

if TYPE_CHECKING:
    from pathlib import Path

    from packager.library.catalogue import Catalogue
    from packager.library.events import Withdrawal
    from packager.model import Publication
    from packager.pipeline import Run, Watch
    from packager.stages import Options


def withdraw(withdrawal: Withdrawal, options: Options, watch: Watch) -> Run:
    """Writes a tombstone, and the volumes anew that the article stood in; its inputs count as skipped from now on.

    What is `erased` loses its text and pictures too; what the catalogue and the history say of it stays. The title is
    taken from the library. Raises UsageError for an article that it does not hold, SourceMissing if there is none.
    """
    options.check()
    with (
        pipeline.changing(options.output, made=True, pins=options.pins) as catalogue,
        stages.workers(options) as children,
    ):
        held = catalogue.versions(withdrawal.id)
        if not held:
            raise UsageError(f"{withdrawal.id}: the library holds no such article; `packager list` shows their ids")
        catalogue.withdraw(replace(withdrawal, title=held[0].metadata.title.value))
        searching.keep_in_step(catalogue, options)
        earlier = pipeline.earlier(options.output, withdrawal.id) if withdrawal.erased else ()
        pipeline.erase(catalogue, Objects(options.library / "objects"), earlier)
        return pipeline.put_out(catalogue, as_bound(options, catalogue.publications()), watch, children)


def restore(article: str, options: Options, watch: Watch) -> Run:
    """Takes a withdrawal back, and writes the volumes anew.

    What was erased is gone: its inputs are forgotten, so that the next build takes them from the sources again. Raises
    UsageError for an article that is not withdrawn, SourceMissing if there is no library.
    """
    options.check()
    with (
        pipeline.changing(options.output, made=True, pins=options.pins) as catalogue,
        stages.workers(options) as children,
    ):
        withdrawal = catalogue.withdrawals().get(article)
        if withdrawal is None:
            raise UsageError(f"{article}: is not withdrawn; `packager list` shows what is")
        if withdrawal.erased:
            forget(article, catalogue)
        catalogue.restore(article)
        searching.keep_in_step(catalogue, options)
        return pipeline.put_out(catalogue, as_bound(options, catalogue.publications()), watch, children)


def withdrawals(output: Path) -> list[Withdrawal]:
    """What was withdrawn, by id; SourceMissing if there is no library."""
    with pipeline.library(output / pipeline.LIBRARY) as catalogue:
        return list(catalogue.withdrawals().values())


def forget(article: str, catalogue: Catalogue) -> None:
    """Takes every input of an article out of the ledger, and lets the files that hold them be read again."""
    for entry in catalogue.versions(article):
        catalogue.forget(entry.source, entry.locator)


def as_bound(options: Options, publications: list[Publication]) -> Options:
    """The options, with the bindings and formats that a library's volumes were made with."""
    by = tuple(dict.fromkeys(tuple(item.by.split(",")) for item in publications))
    formats = tuple(dict.fromkeys(stages.format_of(item) for item in publications))
    return replace(options, by=by, formats=formats)
