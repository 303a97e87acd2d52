"""The command line: one thin function a command: parse, call, print, exit."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from packager import __version__, config, pipeline
from packager import repair as repairing
from packager import status as standing
from packager import withdraw as withdrawing
from packager.errors import INCOMPLETE, INTERRUPTED, OK, UNEXPECTED, PackagerError, UsageError
from packager.library.comparison import Comparison
from packager.library.events import Withdrawal
from packager.library.records import dumps
from packager.model import Severity
from packager.normalise import normalise_paths
from packager.overrides import Overrides, load, located
from packager.progress import watching
from packager.publish import report
from packager.show import (
    compared,
    described,
    found,
    marked,
    paired,
    shown,
    standing_lines,
    verified,
    verified_lines,
)
from packager.stages import Options

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packager.library.records import Record
    from packager.library.search import Found
    from packager.library.suggestions import Lesson
    from packager.pipeline import Run

app = typer.Typer(
    name="packager",
    help="Turns collected articles into volumes by topic and month, offline, with every loss reported.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Sources = Annotated[list[Path] | None, typer.Argument(help="Folders or files of collected articles.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="The folder of the library and of the volumes.")]
By = Annotated[
    list[str],
    typer.Option("--by", help="Keys to bind by: topic, year, quarter, month, week, day, source; may repeat."),
]
Format = Annotated[list[str], typer.Option("--format", help="The volumes' format; may repeat.")]
Images = Annotated[
    str | None, typer.Option("--images", help="Picture profile: standard, compact, compact-grey or original.")
]
Theme = Annotated[str | None, typer.Option("--theme", help="How volumes look, as docs/themes.md lists.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Child processes.", show_default="the cores")]
Config = Annotated[Path | None, typer.Option("--config", help="A packager.toml.")]
OverridesFile = Annotated[
    Path | None,
    typer.Option(
        "--overrides",
        help="An overrides.toml.",
        show_default="the one beside packager.toml, else in the working folder",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Period = Annotated[list[str] | None, typer.Option("--period", help="Only this period, as in 2025-02; may repeat.")]
Topic = Annotated[list[str] | None, typer.Option("--topic", help="Only this topic's slug; may repeat.")]

# What became of a text is told by its first characters.
QUOTE = 80
DEFAULT_CONFIG = Path("packager.toml")
CORES = os.cpu_count() or 1


@app.command()
def build(  # noqa: PLR0913, PLR0917 - one parameter an option
    sources: Sources = None,
    output: Output = Path("output"),
    by: By = ["topic,month"],  # noqa: B006 - typer copies it
    format_: Format = ["epub"],  # noqa: B006
    images: Images = None,
    theme: Theme = None,
    workers: Workers = CORES,
    config_file: Config = None,
    overrides_file: OverridesFile = None,
    as_json: Json = False,
) -> None:
    """Ingest sources, bind the volumes that changed, and report: the main job."""
    with exit_codes():
        given = overrides(config_file, overrides_file)
        options = Options(
            output, settings(config_file, images, theme), keys_of(by), tuple(format_), workers, overrides=given
        )
        with watching() as watch:
            run = pipeline.build(sources or [Path("sources")], options, watch)
        finish(run, output, as_json=as_json)


@app.command()
def ingest(  # noqa: PLR0913, PLR0917 - one parameter an option
    sources: Sources = None,
    output: Output = Path("output"),
    workers: Workers = CORES,
    config_file: Config = None,
    overrides_file: OverridesFile = None,
    as_json: Json = False,
) -> None:
    """Normalise sources into the library, without binding volumes."""
    with exit_codes():
        given = overrides(config_file, overrides_file)
        options = Options(output, settings(config_file), workers=workers, overrides=given)
        with watching() as watch:
            run = pipeline.ingest(sources or [Path("sources")], options, watch)
        finish(run, output, as_json=as_json)


@app.command()
def bind(  # noqa: PLR0913, PLR0917 - one parameter an option
    output: Output = Path("output"),
    by: By = ["topic,month"],  # noqa: B006
    format_: Format = ["epub"],  # noqa: B006
    period: Period = None,
    topic: Topic = None,
    images: Images = None,
    theme: Theme = None,
    workers: Workers = CORES,
    config_file: Config = None,
    overrides_file: OverridesFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Write the volumes of the library that changed."""
    with exit_codes():
        chosen = settings(config_file, images, theme)
        only = (tuple(period or ()), tuple(topic or ()))
        given = overrides(config_file, overrides_file)
        options = Options(output, chosen, keys_of(by), tuple(format_), workers, *only, given)
        if dry_run:
            deeds = pipeline.planned(options)
            if as_json:
                print_json(deeds, indent=1)
            else:
                print("\n".join(f"{deed} {path}" for path, deed in deeds.items()))
            raise typer.Exit(OK)
        with watching() as watch:
            run = pipeline.bind(options, watch)
        finish(run, output, as_json=as_json)


@app.command()
def normalise(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: Annotated[list[Path], typer.Argument(help="Pages, dumps, or folders of them.")],
    to: Annotated[Path, typer.Option("--to", help="The folder that CASE.xhtml, CASE.meta.json and images/ go to.")],
    explain: Annotated[
        bool, typer.Option("--explain", help="Print what became of every text and picture, and why.")
    ] = False,
    workers: Workers = CORES,
    config_file: Config = None,
    overrides_file: OverridesFile = None,
) -> None:
    """Write the canonical article of each input, without a library."""
    with exit_codes():
        code = OK
        given = overrides(config_file, overrides_file)
        for done in normalise_paths(paths, to, settings(config_file), workers, given, explain=explain):
            for told in done.findings:
                print(f"{told.where}: {told.code}: {told.message}", file=sys.stderr)
            for decision in done.decisions:
                print(f"{decision.role or 'left out'} {decision.kind}: {decision.what[:QUOTE]!r}: {decision.reason}")
            if not done.complete:
                code = INCOMPLETE
        raise typer.Exit(code)


@app.command()
def learn_topics(
    output: Output = Path("output"),
    config_file: Config = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take the model out of use instead.")] = False,
    as_json: Json = False,
) -> None:
    """Learn from the library which words speak for which topic, for the articles that have none."""
    with exit_codes():
        options = Options(output, settings(config_file))
        if forget:
            pipeline.forget_topics(options)
            print("no model is in use any more; run `packager bind`")
            raise typer.Exit(OK)
        lesson = pipeline.learn_topics(options)
        if as_json:
            print_json(asdict(lesson), indent=1)
        else:
            tell_lesson(lesson)


class Listed(StrEnum):
    """What `list` lists."""

    ARTICLES = "articles"
    DUPLICATES = "duplicates"


@app.command(name="list")
def list_articles(
    what: Annotated[Listed, typer.Argument(help="The articles, or the duplicates and why they are.")] = Listed.ARTICLES,
    output: Output = Path("output"),
    as_json: Json = False,
) -> None:
    """List the articles that the library holds, or its duplicates with what is bound in their place."""
    with exit_codes():
        if what is Listed.DUPLICATES:
            for pair in pipeline.duplicates(output):
                if as_json:
                    print_json(asdict(pair))
                else:
                    print("\n".join(paired(pair)))
            raise typer.Exit(OK)
        for entry in pipeline.entries(output):
            known = entry.metadata
            if as_json:
                row = {
                    "id": entry.id,
                    "issued": known.issued.value,
                    "topic": known.topic.value,
                    "title": known.title.value,
                    "source": known.source.value or entry.locator,
                }
                print_json(row)
            else:
                print(f"{entry.id}  {known.issued.value[:10]:10}  {known.topic.value:16}  {known.title.value}")
        for gone in withdrawing.withdrawals(output):
            if as_json:
                print_json({"id": gone.id, "title": gone.title, "withdrawn": gone.why, "date": gone.date})
            else:
                print(f"{gone.id}  withdrawn   {gone.title}: {gone.why}{f' ({gone.date})' if gone.date else ''}")


@app.command()
def withdraw(  # noqa: PLR0913, PLR0917 - one parameter an option
    article: Annotated[str, typer.Argument(help="The article's id, as `packager list` shows it.")],
    why: Annotated[str, typer.Option("--why", help="The reason, which stays on record.")] = "",
    date: Annotated[str, typer.Option("--date", help="The day to put on record; no clock is read.")] = "",
    erase: Annotated[bool, typer.Option("--erase", help="Remove its text and pictures from the library too.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Bring the article back instead.")] = False,
    output: Output = Path("output"),
    workers: Workers = CORES,
    config_file: Config = None,
    overrides_file: OverridesFile = None,
    as_json: Json = False,
) -> None:
    """Take an article out of every volume; a tombstone stays, also when it is collected again."""
    with exit_codes():
        if undo == bool(why.strip()):
            raise UsageError("withdraw: say --why TEXT, or --undo to bring the article back")
        given = overrides(config_file, overrides_file)
        options = Options(output, settings(config_file), workers=workers, overrides=given)
        with watching() as watch:
            if undo:
                run = withdrawing.restore(article, options, watch)
            else:
                withdrawal = Withdrawal(article, "", why.strip(), date, erase)
                run = withdrawing.withdraw(withdrawal, options, watch)
        finish(run, output, as_json=as_json)


@app.command()
def show(
    article: Annotated[str, typer.Argument(help="The article's id, as `packager list` shows it.")],
    output: Output = Path("output"),
    diff: Annotated[bool, typer.Option("--diff", help="Show what changed from version to version.")] = False,
    against: Annotated[str, typer.Option("--against", help="Show what differs in another article, by its id.")] = "",
    as_json: Json = False,
) -> None:
    """Show what is known of an article, how it is known, and what was found while reading it."""
    with exit_codes():
        if diff or against:
            tell_changes(pipeline.changes(output, article, against), as_json=as_json)
            raise typer.Exit(OK)
        for entry, record in pipeline.versions(output, article):
            facts = shown(entry, record)
            if as_json:
                print_json(facts)
            else:
                print("\n".join(described(facts)))


@app.command()
def status(  # noqa: PLR0913, PLR0917 - one parameter an option
    sources: Sources = None,
    output: Output = Path("output"),
    images: Images = None,
    config_file: Config = None,
    overrides_file: OverridesFile = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what would change in the articles that would be normalised again.")
    ] = False,
    workers: Workers = CORES,
    as_json: Json = False,
) -> None:
    """Say what the next build would read or normalise again, and why; nothing is written."""
    with exit_codes():
        given = overrides(config_file, overrides_file)
        options = Options(output, settings(config_file, images), workers=workers, overrides=given)
        if diff:
            tell_differences(standing.differences(sources or [Path("sources")], options), as_json=as_json)
            raise typer.Exit(OK)
        found = standing.status(sources or [Path("sources")], options)
        if as_json:
            print_json({"format": 1, **asdict(found)}, indent=1)
        else:
            print("\n".join(standing_lines(found)))


@app.command()
def verify(
    path: Annotated[Path, typer.Argument(help="The folder of the library and of the volumes.")] = Path("output"),
    deep: Annotated[
        bool, typer.Option("--deep", help="Also hold every page of every volume against the library (slower).")
    ] = False,
    as_json: Json = False,
) -> None:
    """Read everything again, and name whatever is damaged, missing or not ours."""
    with exit_codes():
        with watching() as watch:
            found = pipeline.verify(path, watch, deep=deep)
        if as_json:
            print_json(verified(found), indent=1)
        else:
            print("\n".join(verified_lines(found)))
        raise typer.Exit(found.exit_code)


@app.command()
def repair(  # noqa: PLR0913, PLR0917 - one parameter an option
    path: Annotated[Path, typer.Argument(help="The folder of the library and of the volumes.")] = Path("output"),
    sources: Annotated[
        list[Path] | None,
        typer.Option("--sources", help="Folders or files that articles were collected in; may repeat."),
    ] = None,
    images: Images = None,
    theme: Theme = None,
    workers: Workers = CORES,
    config_file: Config = None,
    overrides_file: OverridesFile = None,
    as_json: Json = False,
) -> None:
    """Make again what is damaged or missing, keep what was damaged aside, and verify."""
    with exit_codes():
        given = overrides(config_file, overrides_file)
        options = Options(path, settings(config_file, images, theme), workers=workers, overrides=given)
        with watching() as watch:
            done = repairing.repair(sources or [], options, watch)
        if as_json:
            print_json({"deeds": list(done.deeds), **verified(done.verification)}, indent=1)
        else:
            print("\n".join([*done.deeds, *verified_lines(done.verification)]))
        raise typer.Exit(done.verification.exit_code)


@app.command()
def search(  # noqa: PLR0913, PLR0917 - one parameter an option
    query: Annotated[str, typer.Argument(help='Words that all have to occur; "a phrase"; begin* for a beginning.')],
    output: Output = Path("output"),
    period: Period = None,
    topic: Topic = None,
    source: Annotated[
        list[str] | None, typer.Option("--source", help="Only this publisher, host or source folder; may repeat.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="Articles to show at most.")] = 20,
    config_file: Config = None,
    overrides_file: OverridesFile = None,
    as_json: Json = False,
) -> None:
    """Find articles by the words of their titles, texts, captions and authors; marks and case may be left out."""
    with exit_codes():
        given, only = overrides(config_file, overrides_file), (tuple(period or ()), tuple(topic or ()))
        options = Options(output, settings(config_file), periods=only[0], topics=only[1], overrides=given)
        result = pipeline.search(query, options, source or [], limit)
        for hit in result.hits:
            if as_json:
                print_json(found(hit))
            else:
                print("\n".join(marked(hit)))
        tell_rest(result)


@app.command()
def init(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = DEFAULT_CONFIG,
) -> None:
    """Write a commented packager.toml."""
    with exit_codes():
        config.write_example(path)
        print(f"{path}: written; every setting in it is optional")


@app.callback(invoke_without_command=True)
def version(show: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Turn collected articles into volumes, offline."""
    if show:
        print(f"packager {__version__}")
        raise typer.Exit(OK)


def settings(path: Path | None, images: str | None = None, theme: str | None = None) -> config.Settings:
    """The settings of a configuration file, or of packager.toml if there is one, with the profile and theme given."""
    chosen = path or (DEFAULT_CONFIG if DEFAULT_CONFIG.is_file() else None)
    found = config.load(chosen) if chosen else config.Settings()
    found = config.with_theme(found, theme) if theme is not None else found
    return config.with_images(found, images) if images is not None else found


def overrides(config_file: Path | None, path: Path | None) -> Overrides:
    """The overrides of a file, or of the overrides.toml that belongs to the configuration if there is one."""
    chosen = path or located(config_file)
    return load(chosen) if chosen else Overrides()


def keys_of(by: list[str]) -> tuple[tuple[str, ...], ...]:
    """The keys of each --by."""
    return tuple(tuple(key.strip() for key in keys.split(",") if key.strip()) for keys in by)


@contextmanager
def exit_codes() -> Iterator[None]:
    """Maps what is raised to a message and an exit code (errors.py draws them)."""
    try:
        yield
    except PackagerError as error:
        print(f"packager: {error}", file=sys.stderr)
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt as error:
        print("packager: interrupted; what was finished is kept, run again to go on", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from error


def finish(run: Run, output: Path, *, as_json: bool) -> NoReturn:
    """Prints what a run did, and exits with its code."""
    if as_json:
        print_bytes((output / report.JSON).read_bytes())
    else:
        tell(run, output)
    raise typer.Exit(run.exit_code)


def tell(run: Run, output: Path) -> None:
    """Prints in words what a run did, and on standard error what is missing."""
    table = run.report
    counts = ", ".join(f"{table[name]} {name}" for name in ("inputs", "articles", "duplicates", "skipped", "failed"))
    print(f"{counts}; {len(table['volumes'])} volumes ({len(run.written)} written, {len(run.removed)} removed)")
    for volume in table["volumes"]:
        if volume["path"] in run.written:
            print(f"  {output / volume['path']}: {volume['articles']} articles, {volume['images']} pictures")
    losses = [told for told in table["findings"] if told["severity"] == Severity.LOSS]
    if losses:
        first = losses[0]
        print(
            f"{len(losses)} losses, the first: {first['where']}: {first['message']}; {first['hint']}", file=sys.stderr
        )
    if run.exit_code:
        print(f"Something was skipped, failed or is missing: see {output / 'report.html'}", file=sys.stderr)


def tell_rest(result: Found) -> NoReturn:
    """Says on standard error how much there is beside what is shown, and exits: 1 where something is unreadable."""
    if len(result.hits) < result.total:
        print(f"{len(result.hits)} of {result.total} articles; --limit shows more", file=sys.stderr)
    if not result.hits:
        print("no article has all of these words", file=sys.stderr)
    if result.unreadable:
        print(f"{result.unreadable} articles could not be searched: their texts are damaged", file=sys.stderr)
    raise typer.Exit(INCOMPLETE if result.unreadable else OK)


def tell_changes(found: list[Comparison], *, as_json: bool) -> None:
    """Prints what changed; in colour where a person reads it."""
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for comparison in found:
        if as_json:
            print_json(comparison.table)
        else:
            print("\n".join(compared(comparison, colour=colour)))
    if not (found or as_json):
        print("nothing changed: the library holds one version")


def tell_differences(found: Iterator[Comparison | Record], *, as_json: bool) -> None:
    """Prints what would change in articles, one after the other, and which would be none any more."""
    for item in found:
        if isinstance(item, Comparison):
            tell_changes([item], as_json=as_json)
        elif as_json:
            print_json({"input": item.name, "outcome": item.outcome.value, "reason": item.reason})
        else:
            print(f"{item.name}: would be no article any more ({item.outcome.value}: {item.reason})")


def tell_lesson(lesson: Lesson) -> None:
    """Prints in words what was learnt, and how well."""
    tried = lesson.assessment
    print(f"learnt {len(lesson.topics)} topics: {', '.join(lesson.topics)}")
    print(
        f"tried on {tried.articles} articles with a topic, on each fifth after learning from the others: "
        f"{tried.right} right; sure of {tried.sure}, and {tried.sure_right} of them right"
    )
    print(f"{lesson.suggested} of {lesson.without} articles without a topic get one at the next `packager bind`")
    print(f"model {lesson.model}")


def print_json(data: object, indent: int | None = None) -> None:
    """Prints JSON in UTF-8, whatever the terminal's encoding."""
    print_bytes(f"{dumps(data, indent)}\n".encode())


def print_bytes(content: bytes) -> None:
    """Prints what is encoded already."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def main() -> None:
    """Run the command line; an unexpected exception exits 70, never 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a letter that the terminal lacks must not end a run
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except Exception as error:  # noqa: BLE001 - the last resort
        import traceback  # noqa: PLC0415 - only a mistake of ours needs it

        traceback.print_exc()
        print(f"packager: {type(error).__name__}: this is a mistake in packager, please report it", file=sys.stderr)
        sys.exit(UNEXPECTED)


if __name__ == "__main__":
    main()
