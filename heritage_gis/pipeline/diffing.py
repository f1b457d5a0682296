"""What a file would change, worked out before anything happens; it changes nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError, refuse_file
from heritage_gis.paths import hold_home
from heritage_gis.pipeline.standing_register import require_register

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.difference import Difference, Foresight
    from heritage_gis.model.survey import Sidecar, Survey
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Settings

EXACT = "exact"
UNNAMED = "new"  # what the rows of a file are called by that replaces no survey


def diff_file(
    file: Path, sidecar: Sidecar, replaces: str, settings: Settings, *, for_keeper: bool = False
) -> Difference:
    """Say what a file would change, row by row; change nothing.

    A surveyor is told of their own former version, of rows within the file, and of sites whose
    exact position is public: never of anything that depends on protected sites of others. A keeper
    is told besides what each row would become in the register.

    Args:
        file: as the archaeologist has it.
        sidecar: how it is read, and who sends it; of a corrected file what the former version
            settled is carried over, as when it is submitted.
        replaces: the survey that it corrects; empty where it is a new one.
        settings: limits, and the home.
        for_keeper: compare with the whole register.

    Raises:
        RefusedFileError: it cannot be read, or replaces no survey, or one that was taken back.
        MisusedError: the sidecar says something that cannot be done, the survey that it corrects
            was sent by another, or nothing is registered.
        BusyError: a keeper asks while a run changes the register.
    """
    if not for_keeper:
        return _diff(file, sidecar, replaces, settings, for_keeper=False)
    require_register(settings)
    with hold_home(settings.home_folder, settings.patience_seconds):
        return _diff(file, sidecar, replaces, settings, for_keeper=True)


def _diff(
    file: Path, sidecar: Sidecar, replaces: str, settings: Settings, *, for_keeper: bool
) -> Difference:
    from heritage_gis.model.difference import Difference
    from heritage_gis.pipeline.files import (
        carry_over_former,
        load_around,
        require_standing,
        take_survey,
    )
    from heritage_gis.pipeline.ingest import check_survey_whole, check_versions
    from heritage_gis.pipeline.registering import list_surveys
    from heritage_gis.pipeline.works import holds_works
    from heritage_gis.register.changes import compare_versions
    from heritage_gis.register.likening import find_likenesses

    known = list_surveys(settings.home_folder).get(replaces, []) if replaces else []
    if replaces and not known:
        raise refuse_file(file.name, "survey_unknown", survey=replaces)
    if known and not for_keeper:
        _require_own(known[-1], sidecar.who)
    require_standing(file.name, replaces, settings)
    stated = carry_over_former(file, sidecar, replaces, settings).sidecar
    if holds_works(stated):
        raise MisusedError(f"{file.name}: tells of works; only records of sites can be compared")
    survey = take_survey(file, stated, settings)
    survey = replace(survey, survey_id=replaces or UNNAMED, version=len(known) + 1)
    districts, places = load_around(settings, for_keeper=for_keeper)
    former = check_versions(known, districts, settings)
    records, held, report = check_survey_whole(survey, districts, settings, places)
    records, held = _keep_ids(former, records, held, survey)
    last = former[-1] if former else records.iloc[:0]
    rows, changes = compare_versions(last, records, held)
    public = _read_public(settings)
    likenesses = find_likenesses(last, records, public)
    return Difference(
        file=file.name,
        survey_id=replaces,
        version=known[-1].version if known else 0,
        counts=_count(report),
        rows=rows,
        changes=changes,
        likenesses=likenesses,
        names=_name_others(likenesses, last, records, public),
        problems=report.problems,
        foresight=_foresee(survey, known, records, report, settings) if for_keeper else None,
    )


def _require_own(former: Survey, who: str) -> None:
    """Have a survey be compared by whoever sent it: it tells exact places.

    Raises:
        MisusedError: another sends the file.
    """
    names = [" ".join(name.casefold().split()) for name in (who, former.sidecar.who)]
    if names[0] and names[0] != names[1]:
        raise MisusedError(
            f"{former.survey_id} was not sent by {who}: what it says is for its author, and for "
            "the keeper of the register (--for-keeper)"
        )


def _count(report: Report) -> dict[str, int]:
    return {"rows": report.rows, "accepted": report.accepted, "held_back": report.held_back}


def _keep_ids(
    former: list[gpd.GeoDataFrame],
    records: gpd.GeoDataFrame,
    held: gpd.GeoDataFrame,
    survey: Survey,
) -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Give rows the ids that they would have; a row held back, that of the row it stands for."""
    from heritage_gis.register.versions import add_version, carry_record_ids, mark_version

    version = replace(survey, folder=Path(f"v{survey.version}"))
    kept = add_version(former, records, version)
    if not former:
        return kept, held
    gone = former[-1][~former[-1]["record_id"].isin(kept["record_id"])]
    return kept, carry_record_ids(gone, mark_version(held, version))


def _read_public(settings: Settings) -> gpd.GeoDataFrame:
    """Read the sites of the edition in place whose exact position is public."""
    import pandas as pd
    from shapely.geometry import shape

    from heritage_gis.register.likening import make_public_records

    path = settings.home_folder.maps / "data" / "all.geojson"
    features = json.loads(path.read_text("utf-8"))["features"] if path.is_file() else []
    sites = [
        {
            **feature["properties"],
            "position_accuracy_m": feature["properties"].get("coordinate_uncertainty_m"),
            "geometry": shape(feature["geometry"]),
        }
        for feature in features
        if feature["properties"].get("protection") == EXACT and feature["geometry"]
    ]
    empty = pd.DataFrame({"site_id": [], "geometry": []}, dtype="object")
    return make_public_records(pd.DataFrame(sites) if sites else empty)


def _name_others(likenesses: pd.DataFrame, *tables: pd.DataFrame) -> pd.DataFrame:
    """Return the names of what rows are like, by id, and where it stands in a file."""
    import pandas as pd

    columns = ["name_kk", "name_ru", "name_en", "source_file", "source_layer", "source_row"]
    every = pd.concat([pd.DataFrame(table)[["record_id", *columns]] for table in tables])
    named = every[every["record_id"].isin(likenesses["other_id"])]
    return named.drop_duplicates("record_id", keep="last").set_index("record_id")


def _foresee(
    survey: Survey,
    known: list[Survey],
    records: gpd.GeoDataFrame,
    report: Report,
    settings: Settings,
) -> Foresight:
    """Work out what the register would become with these records."""
    from heritage_gis.register.decisions import gather_decided, list_decisions
    from heritage_gis.register.foreseeing import foresee, require_current
    from heritage_gis.register.journal import open_journal
    from heritage_gis.register.receipts import list_receipts
    from heritage_gis.register.reworking import Change
    from heritage_gis.register.rows import CheckedSurvey
    from heritage_gis.register.store import open_register

    journal = open_journal(settings.home_folder.journal)
    receipts = {receipt.survey_id: receipt for receipt in list_receipts(journal)}
    mine = receipts.pop(survey.survey_id, None)
    seq = journal.seq + 1
    received = (mine.list_versions() if mine else {}) | {survey.version: seq}
    received |= {each.version: seq for each in known if each.version not in received}
    who = survey.sidecar.who or (known[-1].sidecar.who if known else "")
    come = CheckedSurvey(
        survey=replace(survey, sidecar=replace(survey.sidecar, who=who)),
        digest="",
        received=received,
        first_received=mine.sequence if mine else 0,
        records=records,
        problems=report.problems,
        rows_held_back=report.held_back,
    )
    newest = max((receipt.latest for receipt in receipts.values()), default=0)
    change = Change(
        (seq,),
        gone=survey.survey_id if mine else "",
        come=come,
        is_last=mine is None and come.sequence > newest,
    )
    with open_register(settings.home_folder.register, settings.register_url) as register:
        require_current(register)
        return foresee(register, change, gather_decided(list_decisions(journal)))
