"""The history of a site, put together from the register, the journal and what was received."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heritage_gis.errors import RefusedFileError
from heritage_gis.pipeline.standing_register import require_register

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.history import Correction, History
    from heritage_gis.register.decisions import Decided
    from heritage_gis.register.journal import Event, Journal
    from heritage_gis.register.store import Register
    from heritage_gis.settings import Settings

Row = dict[str, Any]


def tell_history(asked_id: str, settings: Settings) -> History:
    """Tell who said what of a site and when, and why it shows what it shows; change nothing.

    It names exact places of protected sites: it is for the keeper alone.

    Args:
        asked_id: of a site; one that was merged into another leads to that.
        settings: the home.

    Raises:
        MisusedError: nothing is registered yet, or no site ever had this id.
        DamagedHomeError: the register or the journal is damaged.
    """
    from heritage_gis.model.history import History
    from heritage_gis.register.foreseeing import require_current
    from heritage_gis.register.journal import open_journal
    from heritage_gis.register.remembering import (
        find_decided,
        tell_decisions,
        tell_given,
        tell_redirects,
    )
    from heritage_gis.register.store import open_register

    home = settings.home_folder
    require_register(settings)
    journal = open_journal(home.journal)
    decided, decisions = find_decided(journal)
    site_id = decided.find_site(asked_id)
    with open_register(home.register, settings.register_url) as register:
        require_current(register)
        told = _gather(register, site_id, (decided, decisions), settings)
    if told["site"] is None:
        told["gone"] = _tell_gone(journal, site_id, decided)
    redirects = tell_redirects(decisions, decided, site_id)
    rows = (*told.get("voices", ()), *told.get("gone", ()))
    records = {row["record_id"] for row in rows if "record_id" in row}
    ids = {site_id, *(row["from"] for row in redirects)}
    given, numbers, cells = tell_given(journal, site_id)
    return History(
        asked_id=asked_id,
        site_id=site_id,
        decisions=tuple(tell_decisions(journal, ids, records)),
        redirects=tuple(redirects),
        given=given,
        numbers=tuple(numbers),
        cells=tuple(cells),
        **told,
    )


def _gather(
    register: Register,
    site_id: str,
    ruled: tuple[Decided, Sequence[Event]],
    settings: Settings,
) -> Row:
    """Gather what the register has of a site, as fields of a History."""
    from heritage_gis.pipeline.registering import JOINED_BY_OTHER
    from heritage_gis.register.explaining import explain_joins, explain_site
    from heritage_gis.register.linking import read_links
    from heritage_gis.register.loading import load_site_voices, load_surveys
    from heritage_gis.register.matching.verdicts import SAME
    from heritage_gis.register.refreshing import read_wholes
    from heritage_gis.register.remembering import (
        list_rows,
        read_relations,
        read_site,
        read_site_works,
    )
    from heritage_gis.register.sites import build_sites

    decided, decisions = ruled
    voices = load_site_voices(register, [site_id])
    ids = voices["record_id"].tolist()
    with register.engine.connect() as connection:
        site = read_site(register, connection, site_id)
        if site is None:
            return {"site": None}
        links = read_links(register, connection, ids, SAME)
        relations = read_relations(register, connection, site_id)
        works = read_site_works(register, connection, site_id)
        wholes = read_wholes(register, connection, [site_id])
    within = links[links["record_id"].isin(ids) & links["other_id"].isin(ids)]
    rulings = {name: event for (each, name), event in decided.rulings.items() if each == site_id}
    corrections, unread = _list_corrections(ids, settings)
    questions = _list_questions(site_id, ids, settings)
    unconfirmed = {q["record_id"]: q["reason"] for q in questions if q["reason"] == JOINED_BY_OTHER}
    waits = voices["waits"].fillna(voices["record_id"].map(unconfirmed))
    voices = voices.assign(waits=waits)
    told = voices[waits.isna()].reset_index(drop=True)
    shown = list_rows(build_sites(told, wholes, decided.rulings))
    withheld = frozenset(voices.loc[waits.notna(), "record_id"])
    return {
        "site": site,
        "voices": _describe_voices(voices, load_surveys(register)),
        "attributes": explain_site(voices, shown[0] if shown else site, rulings, withheld),
        "joined": explain_joins(voices, within, decisions),
        "corrections": corrections,
        "unread": unread,
        "relations": tuple(relations),
        "works": tuple(works),
        "questions": questions,
    }


def _describe_voices(voices: gpd.GeoDataFrame, surveys: pd.DataFrame) -> tuple[Row, ...]:
    """Return records with what is known of their surveys."""
    import pandas as pd

    from heritage_gis.model.record import SEARCH_COLUMNS
    from heritage_gis.register.remembering import list_rows

    columns = ["survey_id", "version", "title", "who", "licence", "received"]
    plain = pd.DataFrame(voices.drop(columns=["geometry", "fid", *SEARCH_COLUMNS], errors="ignore"))
    return tuple(list_rows(plain.merge(surveys[columns], how="left", on="survey_id")))


def _list_questions(site_id: str, records: list[str], settings: Settings) -> tuple[Row, ...]:
    """Return the open questions about a site or its records."""
    from heritage_gis.pipeline.registering import load_all_questions
    from heritage_gis.register.remembering import list_rows

    asked = load_all_questions(settings)
    is_mine = (asked["site_id"] == site_id) | asked["record_id"].isin([*records, site_id])
    return tuple(list_rows(asked[is_mine]))


def _list_corrections(
    records: list[str], settings: Settings
) -> tuple[tuple[Correction, ...], tuple[str, ...]]:
    """Return what corrected versions changed of records, and which surveys cannot be read."""
    from heritage_gis.pipeline.ingest import check_versions
    from heritage_gis.pipeline.registering import list_surveys
    from heritage_gis.places.districts import load_districts

    versions = list_surveys(settings.home_folder)
    found: list[Correction] = []
    unread = []
    for survey_id in dict.fromkeys(record.partition("/")[0] for record in records):
        mine = versions.get(survey_id, [])
        if len(mine) <= 1:
            continue
        try:
            read = check_versions(mine, load_districts(settings.home_folder), settings)
        except RefusedFileError:
            unread.append(survey_id)
            continue
        for number, version in enumerate(mine[1:], start=1):
            received = version.sidecar.received.isoformat()
            told = _compare(read[number - 1], read[number], records)
            found += [_make_correction(row, told[1], version.version, received) for row in told[0]]
    return tuple(found), tuple(unread)


def _compare(
    former: gpd.GeoDataFrame, records: gpd.GeoDataFrame, wanted: list[str]
) -> tuple[list[Row], pd.DataFrame]:
    """Return the rows of some records that changed from one version to the next, and how."""
    from heritage_gis.model.difference import CHANGED
    from heritage_gis.register.changes import compare_versions

    mine = [
        each[each["record_id"].isin(wanted)].reset_index(drop=True) for each in (former, records)
    ]
    rows, changes = compare_versions(mine[0], mine[1], mine[1].iloc[:0])
    listed = rows[rows["standing"] == CHANGED].to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in listed], changes


def _make_correction(row: Row, changes: pd.DataFrame, version: int, received: str) -> Correction:
    from heritage_gis.model.history import Correction

    mine = changes[changes["record_id"] == row["record_id"]]
    moved = row["distance_m"] > 0
    return Correction(
        record_id=row["record_id"],
        version=version,
        received=received,
        changes=tuple(zip(mine["field"], mine["before"], mine["after"], strict=True)),
        distance_m=float(row["distance_m"]) if moved else None,
        bearing=float(row["bearing"]) if moved else None,
    )


def _tell_gone(journal: Journal, site_id: str, decided: Decided) -> tuple[Row, ...]:
    from heritage_gis.register.remembering import tell_gone

    return tuple(tell_gone(journal, site_id, decided))
