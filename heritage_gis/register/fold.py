"""Taking a survey into the register: one transaction, whose cost is that of the survey."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from sqlalchemy import delete, select

from heritage_gis.register import identity, schema
from heritage_gis.register.journal import SITES_GIVEN, gather_ledger
from heritage_gis.register.sites import (
    SAID_COLUMNS,
    build_sites,
    find_parents,
    find_place_keys,
    find_points,
    gather_texts,
    list_squares_around,
)
from heritage_gis.register.store import VALUES_AT_ONCE, read_where_in, write_frame
from heritage_gis.vocabularies.folding import fold_name
from heritage_gis.vocabularies.kinds import find_group

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from heritage_gis.model.survey import Survey
    from heritage_gis.register.journal import Journal
    from heritage_gis.register.store import Register

NAME_COLUMNS = {"name_kk": "kk", "name_ru": "ru", "name_en": "en", "name_other": ""}
SITE_PREFIX = "KRG"


@dataclass(frozen=True)
class CheckedSurvey:
    """A survey after all stages before the register.

    Attributes:
        survey: the survey.
        sequence: its place in the journal, from 1.
        records: the records that were not held back; standard columns, EPSG:4326.
        problems: all of its problems.
        rows_held_back: how many rows wait for the surveyor.
    """

    survey: Survey
    sequence: int
    records: gpd.GeoDataFrame
    problems: pd.DataFrame
    rows_held_back: int


def take_in_survey(
    register: Register, connection: Connection, checked: CheckedSurvey, journal: Journal
) -> pd.DataFrame:
    """Register the records of a survey, and give ids to the sites it founds.

    What is given is written to the journal before the database commits: after a crash between the
    two, the next run finds the ids in the journal and gives the same.

    Returns:
        The questions for the keeper: record_id, site_id, reason, distance_m.
    """
    records = checked.records.reset_index(drop=True)
    names = list_names(records)
    sites, questions = _attach_records(register, connection, records, names, journal)
    records["site_id"] = records["record_id"].map(sites)
    records["part_of_site"] = find_parents(records)
    public_from = checked.survey.sidecar.public_from
    records["public_from"] = public_from.isoformat() if public_from else None
    records["sequence"] = checked.sequence
    names["site_id"] = names["record_id"].map(sites)
    write_frame(register, connection, schema.records, records)
    write_frame(register, connection, schema.names, names[names["site_id"].notna()])
    write_frame(register, connection, schema.problems, checked.problems)
    write_frame(register, connection, schema.questions, questions)
    write_frame(register, connection, schema.surveys, _describe_survey(checked))
    told = records.loc[records["site_id"].notna(), [*SAID_COLUMNS]]
    _refresh_sites(register, connection, told, checked.sequence)
    return questions


def list_names(records: pd.DataFrame) -> pd.DataFrame:
    """Return record_id, language, name, name_key, one row for each name of each record."""
    told = [
        pd.DataFrame(
            {
                "record_id": records["record_id"],
                "language": language,
                "name": records[column].str.split("; "),
            }
        )
        for column, language in NAME_COLUMNS.items()
    ]
    names = pd.concat(told, ignore_index=True).explode("name").dropna(subset=["name"])
    names["name"] = names["name"].astype("str")
    keys = {name: fold_name(name) for name in names["name"].unique()}
    names["name_key"] = names["name"].map(keys)
    return names.reset_index(drop=True)


def _attach_records(
    register: Register,
    connection: Connection,
    records: gpd.GeoDataFrame,
    names: pd.DataFrame,
    journal: Journal,
) -> tuple[dict[str, str], pd.DataFrame]:
    """Return record_id -> site_id, and the questions; found what is new in the journal."""
    ledger = gather_ledger(journal)
    site_of = {r: ledger.site_of[r] for r in records["record_id"] if r in ledger.site_of}
    open_records = records[~records["record_id"].isin(site_of.keys())]
    subjects = _describe_records(open_records, names)
    candidates = _find_candidates(register, connection, subjects)
    matches = identity.match_records(subjects, candidates)
    joined = matches.loc[matches["verdict"] == identity.SAME, "site_id"].to_dict()
    newcomers = sorted(matches.index[matches["verdict"] == identity.NEW], key=_shuffle_key)
    numbers = enumerate(newcomers, start=ledger.site_count + 1)
    founded = {f"{SITE_PREFIX}-{number:06d}": record for number, record in numbers}
    if joined or founded:
        journal.append(SITES_GIVEN, founded=founded, joined=joined)
    site_of |= joined | {record: site for site, record in founded.items()}
    questions = matches[matches["verdict"] == identity.ASK].drop(columns="verdict")
    return site_of, questions.reset_index()


def _shuffle_key(record_id: str) -> str:
    """Give an order that says nothing of the place: surveyors list their rows along the road."""
    return hashlib.sha256(record_id.encode()).hexdigest()


def _describe_records(records: gpd.GeoDataFrame, names: pd.DataFrame) -> pd.DataFrame:
    """Return the SUBJECT_COLUMNS of records, by record_id."""
    points = find_points(records.geometry)
    known = gather_texts(names[names["name_key"] != ""], "record_id", "name_key")
    return _describe(
        records.set_index("record_id"), points.set_axis(records["record_id"]), known
    ).rename_axis("record_id")


def _describe(frame: pd.DataFrame, points: gpd.GeoSeries, keys: pd.Series) -> pd.DataFrame:
    groups = {kind: find_group(kind) for kind in frame["kind"].dropna().unique()}
    known = keys.to_dict()
    return pd.DataFrame(
        {
            "name_keys": pd.Series(
                [known.get(name, ()) for name in frame.index], index=frame.index, dtype=object
            ),
            "longitude": points.x,
            "latitude": points.y,
            "accuracy_m": frame["position_accuracy_m"],
            "kind": frame["kind"].where(frame["kind"] != "unknown"),
            "group": frame["kind"].map(groups),
            "district": frame["district"],
            "claimed": frame["district_claimed"],
        },
        index=frame.index,
    )


def _find_candidates(
    register: Register, connection: Connection, subjects: pd.DataFrame
) -> pd.DataFrame:
    """Return the SUBJECT_COLUMNS of the known sites that share a name or a square with these."""
    points = gpd.GeoSeries.from_xy(subjects["longitude"], subjects["latitude"])
    squares = list_squares_around(find_place_keys(points))
    keys = sorted(set(subjects["name_keys"].explode().dropna()))
    named = read_where_in(
        register, connection, select(schema.names.c.site_id), schema.names.c.name_key, keys
    )
    near = read_where_in(
        register, connection, select(schema.sites.c.site_id), schema.sites.c.place_key, squares
    )
    site_ids = sorted({*named["site_id"], *near["site_id"]})
    sites = read_where_in(
        register, connection, select(schema.sites), schema.sites.c.site_id, site_ids
    ).set_index("site_id")
    called = read_where_in(
        register, connection, select(schema.names), schema.names.c.site_id, site_ids
    )
    keyed = gather_texts(called[called["name_key"] != ""], "site_id", "name_key")
    return _describe(sites, gpd.GeoSeries(sites["geometry"]), keyed)


def _describe_survey(checked: CheckedSurvey) -> pd.DataFrame:
    survey, sidecar = checked.survey, checked.survey.sidecar
    registered = checked.records["source_row"].groupby(
        [checked.records["source_file"], checked.records["source_layer"]], dropna=False
    )
    rows = int(registered.nunique().sum())
    return pd.DataFrame(
        [
            {
                "survey_id": survey.survey_id,
                "version": survey.version,
                "title": sidecar.title,
                "who": sidecar.who,
                "institution": sidecar.institution or None,
                "licence": sidecar.licence,
                "received": sidecar.received.isoformat(),
                "public_from": sidecar.public_from.isoformat() if sidecar.public_from else None,
                "rows_received": rows + checked.rows_held_back,
                "rows_registered": rows,
                "rows_held_back": checked.rows_held_back,
            }
        ]
    )


def _refresh_sites(
    register: Register, connection: Connection, records: gpd.GeoDataFrame, sequence: int
) -> None:
    """Make the sites of these records anew, from all that anyone says of them.

    Args:
        register: the register.
        connection: to it.
        records: SAID_COLUMNS of a survey. Sites that it founds are known from it alone; what
            earlier surveys say of the others is looked up.
        sequence: the place of the survey in the journal.
    """
    site_ids = sorted(records["site_id"].unique())
    site_id = schema.sites.c.site_id
    known = read_where_in(register, connection, select(site_id), site_id, site_ids)
    earlier = _read_said(register, connection, known["site_id"].tolist(), sequence)
    told = [earlier, records] if len(earlier) else [records]
    sites = build_sites(pd.concat(told, ignore_index=True))
    for start in range(0, len(known), VALUES_AT_ONCE):
        former = known["site_id"].iloc[start : start + VALUES_AT_ONCE].tolist()
        connection.execute(delete(schema.sites).where(site_id.in_(former)))
    write_frame(register, connection, schema.sites, sites)


def _read_said(
    register: Register, connection: Connection, site_ids: list[str], sequence: int
) -> gpd.GeoDataFrame:
    """Return what the surveys before a place in the journal say of sites, in their sequence."""
    columns = schema.records.c
    query = select(*(columns[name] for name in ("sequence", "fid", *SAID_COLUMNS)))
    earlier = query.where(columns.sequence < sequence)
    said = read_where_in(register, connection, earlier, columns.site_id, site_ids)
    return said.sort_values(["sequence", "fid"])[[*SAID_COLUMNS]]
