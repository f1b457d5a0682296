"""The command line: `heritage`. It calls the pipeline, and shows what came of it."""

from __future__ import annotations

import sys
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from heritage_gis.commands import decisions
from heritage_gis.commands.accept import accept
from heritage_gis.commands.approve import approve
from heritage_gis.commands.diff import diff
from heritage_gis.commands.export import export
from heritage_gis.commands.history import history
from heritage_gis.commands.integrity import integrity
from heritage_gis.commands.passport import passport
from heritage_gis.commands.progress import show_progress
from heritage_gis.commands.statement import statement
from heritage_gis.commands.template import template
from heritage_gis.errors import HeritageError, MisusedError, RefusedFileError
from heritage_gis.paths import explain_no_room
from heritage_gis.settings import LANGUAGES, Settings, read_settings

if TYPE_CHECKING:
    from heritage_gis.pipeline.outcome import RunReport
    from heritage_gis.settings import Language

SETTINGS = ("--home", "--lang")  # options of every command
FOUND = 1  # the exit code where a check found something; what is refused or misused gives 2

# ruff: noqa: PLR0913 - a command has as many parameters as it has options

app = typer.Typer(
    help="A heritage register: survey files in, safe public district maps out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
places = typer.Typer(help="District borders.", no_args_is_help=True)
app.add_typer(places, name="places")
app.command()(accept)
for command in (
    decisions.review,
    decisions.merge,
    decisions.split,
    decisions.keep_apart,
    decisions.relate,
    decisions.reclassify,
    decisions.prefer,
    decisions.protect,
    approve,
    decisions.withdraw,
    decisions.undo,
):
    app.command()(command)
app.command()(statement)
app.command()(template)
app.command()(export)
app.command()(passport)
app.command()(integrity)
app.command()(diff)
app.command()(history)

File = Annotated[Path, typer.Argument(help="a file as the archaeologist has it")]
Crs = Annotated[str, typer.Option(help="its reference system, such as EPSG:28413")]
Encoding = Annotated[str, typer.Option(help="the encoding of its text, such as cp1251")]
Accept = Annotated[
    list[str] | None,
    typer.Option(help="what a text of theirs means, such as kind:могилник=burial_ground"),
]
Column = Annotated[
    list[str] | None,
    typer.Option(
        help="what a column holds: «Столбец=lat_raw», or «B=lat_raw» where it has no heading; "
        "as often as needed"
    ),
]
Holds = Annotated[
    str, typer.Option(help="what its rows are: works, or records (of sites) where that is asked")
]
Strict = Annotated[bool, typer.Option("--strict", help="end with 1 where rows are held back")]


@app.callback()
def choose_settings(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(help="the folder with data/ and maps/")] = None,
    lang: Annotated[str | None, typer.Option(help="of messages: kk, ru or en")] = None,
) -> None:
    """Read the settings, and what was chosen before the command."""
    context.obj = read_settings(home, lang)


@app.command()
def run(context: typer.Context, *, strict: Strict = False) -> None:
    """Take in every new survey of data/raw/, and publish the districts that changed."""
    from heritage_gis.pipeline.run import run as run_pipeline
    from heritage_gis.terminal import end_run

    def job() -> RunReport:
        with show_progress() as progress:
            return run_pipeline(context.obj, progress)

    end_run(job, context.obj, strict=strict)


@app.command()
def check(
    context: typer.Context,
    file: File,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="print one object for programs")] = False,
    report: Annotated[Path | None, typer.Option(help="a folder for the report")] = None,
    crs: Crs = "",
    encoding: Encoding = "",
    column: Column = None,
    accept: Accept = None,
    holds: Holds = "",
    for_keeper: Annotated[
        bool,
        typer.Option("--for-keeper", help="compare with all registered sites, not only public"),
    ] = False,
) -> None:
    """Say what would be understood of a file; change nothing."""
    from heritage_gis.pipeline.acceptances import read_acceptances
    from heritage_gis.pipeline.files import check_file, read_columns, state_reading
    from heritage_gis.pipeline.report_files import keep_report, require_report_folder
    from heritage_gis.receive.sidecar import require_holding

    if report:
        require_report_folder(report, file, context.obj)
    columns = read_columns(column or ())
    require_holding(holds)
    accepted = read_acceptances(accept or ())
    stated = state_reading(
        crs=crs, encoding=encoding, columns=columns, accept=accepted, holds=holds
    )
    try:
        found = check_file(file, context.obj, stated, for_keeper=for_keeper)
    except RefusedFileError as refusal:
        _report_refusal(refusal, report, context.obj, as_json=as_json)
        raise

    from heritage_gis.report.program_object import write_object  # pandas loads as a child reads
    from heritage_gis.terminal import show_object, show_report

    if report:
        for refused in keep_report(found, report, file.parent, context.obj):
            typer.echo(refused, err=True)
    if as_json:
        show_object(write_object(found))
    else:
        show_report(found, file, context.obj, report)
    raise typer.Exit(FOUND if found.held_back else 0)


def _report_refusal(
    refusal: RefusedFileError, folder: Path | None, settings: Settings, *, as_json: bool
) -> None:
    """Write why a file is refused where its report was asked for."""
    from heritage_gis.pipeline.report_files import keep_refusal
    from heritage_gis.report.refusal import write_refusal
    from heritage_gis.terminal import show_object

    if folder:
        keep_refusal(refusal, folder, settings)
    if as_json:
        show_object(write_refusal(refusal))


@app.command()
def submit(
    context: typer.Context,
    file: File,
    title: Annotated[str, typer.Option(help="what the survey is called")],
    by: Annotated[str, typer.Option(help="who sends it")],
    licence: Annotated[str, typer.Option(help="an SPDX name, such as CC-BY-4.0")],
    *,
    crs: Crs = "",
    encoding: Encoding = "",
    column: Column = None,
    accept: Accept = None,
    holds: Holds = "",
    replaces: Annotated[str, typer.Option(help="the survey that this corrects")] = "",
    register_only: Annotated[
        bool,
        typer.Option("--register-only", help="leave the maps to the next run, as for many files"),
    ] = False,
    strict: Strict = False,
) -> None:
    """Receive one file, register it, and publish what it changes."""
    from heritage_gis.model.survey import Sidecar
    from heritage_gis.pipeline.acceptances import read_acceptances
    from heritage_gis.pipeline.files import read_columns, submit_file
    from heritage_gis.terminal import end_run

    sidecar = Sidecar(
        title=title,
        who=by,
        licence=licence,
        received=context.obj.today,
        crs=crs,
        encoding=encoding,
        columns=read_columns(column or ()),
        accept=read_acceptances(accept or (), who=by),
        holds=holds,
    )

    def job() -> RunReport:
        with show_progress() as progress:
            return submit_file(
                file, sidecar, replaces, context.obj, progress, publish=not register_only
            )

    end_run(job, context.obj, strict=strict)


@app.command()
def publish(
    context: typer.Context,
    *,
    district: Annotated[str, typer.Option(help="only this one, by its slug")] = "",
    everything: Annotated[bool, typer.Option("--all", help="also what did not change")] = False,
    as_of: Annotated[
        str, typer.Option(help="with --to: districts and statuses of this day, as 2017-12-31")
    ] = "",
    to: Annotated[
        Path | None, typer.Option(help="with --as-of: the folder of that edition, not maps/")
    ] = None,
) -> None:
    """Write the edition of what is registered; or, elsewhere, one as of a day."""
    from heritage_gis.commands.as_of import publish_day
    from heritage_gis.pipeline.publishing import publish as publish_pipeline
    from heritage_gis.terminal import show_edition

    if as_of or to:
        publish_day(as_of, to, context.obj, is_part=bool(district) or everything)
        return
    with show_progress() as progress:
        report = publish_pipeline(context.obj, progress, district=district, everything=everything)
    show_edition(report, context.obj)


@app.command()
def verify(context: typer.Context) -> None:
    """Rebuild aside and compare; check the manifest; look for leaks."""
    from heritage_gis.pipeline.verify import verify as verify_pipeline

    with show_progress() as progress:
        findings = verify_pipeline(context.obj, progress)
    for finding in findings:
        typer.echo(finding, err=True)
    if findings:
        raise typer.Exit(FOUND)
    typer.echo("maps/ is what data/raw/ makes it, byte for byte; no leak was found")


@places.command()
def install(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="a layer of all districts")],
    *,
    layout: Annotated[str, typer.Option(help="2022, or before-2022")] = "2022",
    kato: Annotated[str, typer.Option(help="the column with the KATO codes")] = "",
    name_kk: Annotated[str, typer.Option(help="the column with Kazakh names")] = "",
    name_ru: Annotated[str, typer.Option(help="the column with Russian names")] = "",
    name_en: Annotated[str, typer.Option(help="the column with English names")] = "",
    credit: Annotated[str, typer.Option(help="whom pages must name for it")] = "",
) -> None:
    """Put an official district layer in the place of the sketch."""
    from heritage_gis.pipeline.files import install_places
    from heritage_gis.terminal import show_installed

    columns = {"kato": kato, "name_kk": name_kk, "name_ru": name_ru, "name_en": name_en}
    named = {field: column for field, column in columns.items() if column}
    report = install_places(file, layout, named, credit, context.obj)
    show_installed(report, context.obj)


@places.command()
def settlements(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="a layer of settlements")],
    *,
    name_kk: Annotated[str, typer.Option(help="the column with Kazakh names")] = "",
    name_ru: Annotated[str, typer.Option(help="the column with Russian names")] = "",
    name_en: Annotated[str, typer.Option(help="the column with English names")] = "",
    accuracy: Annotated[float, typer.Option(help="metres within which it places them")] = 1000,
    credit: Annotated[str, typer.Option(help="whom to name for it")] = "",
) -> None:
    """Install settlements, so that «6 km north of …» says a place."""
    from heritage_gis.pipeline.files import install_settlements
    from heritage_gis.terminal import show_settlements

    columns = {"name_kk": name_kk, "name_ru": name_ru, "name_en": name_en}
    named = {field: column for field, column in columns.items() if column}
    count = install_settlements(file, named, accuracy, credit, context.obj)
    show_settlements(count, context.obj)


@places.command()
def waters(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="a layer of rivers, or of lakes, or of both")],
    *,
    credit: Annotated[str, typer.Option(help="whom pages must name for it")] = "",
) -> None:
    """Install rivers and lakes, to be drawn under the sites."""
    from heritage_gis.pipeline.files import install_waters
    from heritage_gis.terminal import show_waters

    show_waters(install_waters(file, credit, context.obj), context.obj)


def put_settings_first(words: list[str]) -> list[str]:
    """Let `--home` and `--lang` stand anywhere on the line, as people write them."""
    first: list[str] = []
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            rest += [word, *left]
        elif word in SETTINGS:
            first += [word, *islice(left, 1)]
        else:
            (first if word.startswith(tuple(f"{name}=" for name in SETTINGS)) else rest).append(
                word
            )
    return [*first, *rest]


def find_language(words: list[str]) -> Language:
    """Return the language of who typed a line, English where the settings say nonsense.

    Args:
        words: the line as `put_settings_first` gives it.
    """
    stated = ""
    for word, following in pairwise([*words, ""]):
        if word == "--lang":
            stated = following
        elif word.startswith("--lang="):
            stated = word.partition("=")[2]
    known = next((language for language in LANGUAGES if language == stated), None)
    try:
        return known or Settings().language
    except ValidationError:
        return "en"


def main() -> None:
    """Run the command line; what we refuse is one line on stderr and an exit code."""
    from heritage_gis.memory import end_quickly, set_up
    from heritage_gis.terminal import end_refused

    set_up()
    words = put_settings_first(sys.argv[1:])
    try:
        with explain_no_room(Path.cwd()):
            code = app(words, standalone_mode=False)
    except HeritageError as error:
        end_refused(error, find_language(words))
    except typer.TyperException as error:  # an option or a command that there is not
        if str(error):  # where no command is given the help was shown
            end_refused(MisusedError(f"{error} (see heritage --help)"), find_language(words))
        code = MisusedError.exit_code
    end_quickly()
    sys.exit(code or 0)
