"""Single files: checked, submitted, or installed as a layer of districts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from heritage_gis.errors import MisusedError, refuse_file
from heritage_gis.model.survey import Sidecar, Survey
from heritage_gis.paths import explain_no_room, hold_home
from heritage_gis.pipeline.outcome import RunReport, show_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.check.holding import Checked
    from heritage_gis.conform.carried_entries import CarriedOver
    from heritage_gis.pipeline.outcome import Progress
    from heritage_gis.places.districts import Districts
    from heritage_gis.places.install import InstallReport
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Settings


def state_reading(**said: Any) -> Sidecar:  # noqa: ANN401 - the fields of a Sidecar
    """Return the sidecar of a file that nobody has submitted: only how it is to be read.

    Args:
        said: `crs`, `encoding`, `columns`, `accept`, `holds`, as in Sidecar.
    """
    return Sidecar(title="", who="", received=date.min, licence="", **said)


def read_columns(said: Iterable[str]) -> dict[str, str]:
    """Read what was said of columns on the command line: their heading -> our field.

    Raises:
        MisusedError: it is not written as HEADING=field.
    """
    columns: dict[str, str] = {}
    for each in said:
        heading, mark, field = each.rpartition("=")
        if not (mark and heading.strip() and field.strip()):
            raise MisusedError(f'--column "{each}" must be written as "HEADING=field"')
        columns[heading.strip()] = field.strip()
    return columns


def check_file(
    file: Path, settings: Settings, stated: Sidecar | None = None, *, for_keeper: bool = False
) -> Report:
    """Say what would be understood of a file; change nothing.

    What is accepted depends on the file alone. Where the reference system is asked for, public
    places of the same names order the readings; for a keeper all registered sites do.

    Args:
        file: as the archaeologist has it.
        settings: limits, and the home with its layer of districts.
        stated: how to read it; nothing is stated where it is not given.
        for_keeper: compare with all registered sites, not only with public ones.

    Raises:
        RefusedFileError: it cannot be read.
        MisusedError: the stated reference system is none, or what is accepted means nothing.
    """
    from heritage_gis.pipeline.ingest import check_blocks, read_beside

    survey = take_survey(file, stated or state_reading(), settings)
    load = partial(load_around, settings, for_keeper=for_keeper)
    reading, (districts, known) = read_beside(survey, settings, load)
    return check_blocks(survey, reading, districts, settings, _leave, known)


def check_file_records(
    file: Path, settings: Settings, stated: Sidecar | None = None, *, for_keeper: bool = False
) -> tuple[gpd.GeoDataFrame, Report]:
    """Return the records that `check_file` would accept, and its report."""
    from heritage_gis.pipeline.ingest import check_survey

    survey = take_survey(file, stated or state_reading(), settings)
    districts, known = load_around(settings, for_keeper=for_keeper)
    return check_survey(survey, districts, settings, known)


def _leave(checked: Checked) -> None:
    """Take a block of a file of which only the report is asked for."""
    del checked


def load_around(settings: Settings, *, for_keeper: bool) -> tuple[Districts, pd.DataFrame]:
    """Load the districts, and the places to compare with."""
    from heritage_gis.pipeline.known_places import list_known_places
    from heritage_gis.places.districts import load_districts

    known = list_known_places(settings, for_keeper=for_keeper)
    return load_districts(settings.home_folder), known


def take_survey(file: Path, stated: Sidecar, settings: Settings) -> Survey:
    """Return a file that was not received as a survey."""
    from heritage_gis.receive.surveys import hash_file
    from heritage_gis.receive.uploads import check_upload

    parts = check_upload(file, settings.max_file_mb)
    files = tuple(hash_file(part) for part in parts)
    return Survey("check", 1, file.parent, files, stated, sidecar_sha256="")


def submit_file(
    file: Path,
    sidecar: Sidecar,
    replaces: str,
    settings: Settings,
    progress: Progress = show_nothing,
    *,
    publish: bool = True,
) -> RunReport:
    """Receive one file, register it, and publish what it changes.

    A corrected file takes over what the sidecar of the former version settled, where that still
    applies; the report tells all of it, and what is stated now wins. Of several that submit at
    once each waits for the other.

    Args:
        file: as the archaeologist has it.
        sidecar: what is stated of it.
        replaces: the survey that it corrects; empty for a new one.
        settings: the home.
        progress: is told how far the work is.
        publish: whether an edition is made; else the next run makes it.

    Raises:
        BusyError: another run held the home for longer than one waits.
        RefusedFileError: it cannot be read, was received before, or replaces no survey, or one
            that was taken back; then nothing has changed.
        MisusedError: the sidecar lacks a text; then nothing has changed.
        NotReleasedError: it is registered, but the edition with it failed its safety checks.
    """
    from heritage_gis.pipeline.run import run_held
    from heritage_gis.receive.sidecar import check_sidecar
    from heritage_gis.receive.surveys import find_surveys
    from heritage_gis.receive.uploads import receive_upload

    home = settings.home_folder
    check_sidecar(sidecar)
    report = None
    if not replaces:
        with explain_no_room(home.root):  # while others may write
            report = check_file(file, settings, sidecar)
    with hold_home(home, settings.patience_seconds):
        require_standing(file.name, replaces, settings)
        carried = carry_over_former(file, sidecar, replaces, settings)
        if report is None:
            report = check_file(file, settings, carried.sidecar)
        digests = set(report.files.values())  # of a shapefile its table may be all that changed
        for known in find_surveys(home):
            if digests <= {each.sha256 for each in known.files}:
                require_standing(file.name, known.survey_id, settings)
                raise refuse_file(file.name, "received_before", survey=known.survey_id)
        receive_upload(home, file, carried.sidecar, replaces)
        done = run_held(settings, progress, publish=publish)
        return replace(done, carried=carried.entries)


def require_standing(name: str, survey_id: str, settings: Settings) -> None:
    """See that a survey was not taken back: that is undone before it is corrected.

    Raises:
        RefusedFileError: it was; the file is called `name`.
    """
    from heritage_gis.register.journal import open_journal
    from heritage_gis.register.receipts import find_withdrawn

    if seq := find_withdrawn(open_journal(settings.home_folder.journal)).get(survey_id):
        raise refuse_file(name, "survey_withdrawn", survey=survey_id, event=seq)


def carry_over_former(
    file: Path, sidecar: Sidecar, replaces: str, settings: Settings
) -> CarriedOver:
    """Add to what is stated of a corrected file what its former version settled."""
    from heritage_gis.conform.carried_entries import CarriedOver, carry_over
    from heritage_gis.pipeline.ingest import ROWS_AT_ONCE
    from heritage_gis.pipeline.registering import list_surveys
    from heritage_gis.read.files import read_survey_noted

    versions = list_surveys(settings.home_folder).get(replaces, []) if replaces else []
    if not versions:
        return CarriedOver(sidecar)
    former = versions[-1]
    # Headings that a person settled help to find the row of headings.
    columns = former.sidecar.columns | sidecar.columns
    told = take_survey(file, replace(sidecar, columns=columns), settings)
    tables = read_survey_noted(told, settings).tables
    return carry_over(replace(told, sidecar=sidecar), former, tables, ROWS_AT_ONCE)


def install_places(
    file: Path, layout: str, columns: dict[str, str], credit: str, settings: Settings
) -> InstallReport:
    """Put an official district layer in the place of the sketch.

    Raises:
        RefusedFileError: it cannot be read, or is no layer of our districts.
        MisusedError: the layout or a column is none.
    """
    from heritage_gis.places.install import install_layer
    from heritage_gis.read.files import read_file
    from heritage_gis.receive.uploads import check_upload

    check_upload(file, settings.max_file_mb)
    tables = read_file(file, file.name, settings)
    if len(tables) != 1:
        raise refuse_file(file.name, "districts_several_layers", count=len(tables))
    with hold_home(settings.home_folder):
        return install_layer(settings.home_folder, tables[0], layout, columns, credit)


def install_waters(file: Path, credit: str, settings: Settings) -> int:
    """Install rivers and lakes for the maps to show; return how many.

    Raises:
        RefusedFileError: it cannot be read, or gives no river or lake in the two regions.
    """
    from heritage_gis.places.waters import read_waters, write_waters
    from heritage_gis.read.files import read_file
    from heritage_gis.receive.uploads import check_upload

    check_upload(file, settings.max_file_mb)
    tables = read_file(file, file.name, settings)
    if len(tables) != 1:
        raise refuse_file(file.name, "waters_several_layers", count=len(tables))
    waters = read_waters(tables[0], credit)
    with hold_home(settings.home_folder):
        return write_waters(settings.home_folder, waters)


def install_settlements(
    file: Path, columns: dict[str, str], accuracy_m: float, credit: str, settings: Settings
) -> int:
    """Put a layer of settlements beside the few that we know; return how many it gives.

    Raises:
        RefusedFileError: it cannot be read, or gives no settlement with a name and a place.
        MisusedError: a column is none.
    """
    from heritage_gis.places.settlement_layer import read_settlement_rows
    from heritage_gis.places.settlements import write_settlements
    from heritage_gis.read.files import read_file
    from heritage_gis.receive.uploads import check_upload

    check_upload(file, settings.max_file_mb)
    tables = read_file(file, file.name, settings)
    if len(tables) != 1:
        raise refuse_file(file.name, "settlements_several_layers", count=len(tables))
    rows = read_settlement_rows(tables[0], columns, accuracy_m, credit)
    with hold_home(settings.home_folder):
        return write_settlements(settings.home_folder, rows, file.name)
