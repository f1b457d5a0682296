"""The rows of a survey as the register keeps them: records, their names, problems, the survey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import delete, select

from heritage_gis.model.columns import look_up
from heritage_gis.register import schema
from heritage_gis.register.squares import find_squares
from heritage_gis.register.store import read_frame, write_frame
from heritage_gis.vocabularies.folding import fold_name

if TYPE_CHECKING:
    import geopandas as gpd
    from sqlalchemy import Connection

    from heritage_gis.model.survey import Survey
    from heritage_gis.register.store import Register

NAME_COLUMNS = {"name_kk": "kk", "name_ru": "ru", "name_en": "en", "name_other": ""}
SURVEY_ROW_COLUMNS = ("record_id", "site_id", "own_site", "waits", "judged_at")
NAMED_BY = ("site_code", "name_ru", "name_kk", "name_en")  # what a row may call its complex by


@dataclass(frozen=True)
class CheckedSurvey:
    """A survey after all stages before the register.

    Attributes:
        survey: the survey.
        digest: of all that decided how its rows came out.
        received: version -> the event with which it was received last: the sidecar of a version
            may come again, and say otherwise how to read it.
        first_received: the event with which the survey was first received; 0 where that is the
            first of `received`.
        records: the records that were not held back; standard columns, EPSG:4326, and
            `changed_in`: the version in which what a record says of its identity last changed.
        problems: all of its problems.
        rows_held_back: how many rows wait for the surveyor.
    """

    survey: Survey
    digest: str
    received: dict[int, int]
    records: gpd.GeoDataFrame
    problems: pd.DataFrame
    rows_held_back: int
    first_received: int = 0

    @property
    def sequence(self) -> int:
        """The event with which the survey was first received: its place among all surveys."""
        return self.first_received or min(self.received.values())


def prepare_records(checked: CheckedSurvey) -> gpd.GeoDataFrame:
    """Return the records of a survey as the register keeps them, still without sites."""
    records = checked.records.reset_index(drop=True)
    public_from = checked.survey.sidecar.public_from
    records["public_from"] = public_from.isoformat() if public_from else None
    records["sequence"] = checked.sequence
    records["judged_at"] = records.pop("changed_in").map(checked.received).astype("Int64")
    records["author"] = checked.survey.sidecar.who
    squares = find_squares(records)
    for column in squares:
        records[column] = squares[column]
    records["part_of_record"] = find_parents(records)
    return records


def find_parents(records: pd.DataFrame) -> pd.Series:
    """Return the record that a record says it is part of, by code or name, within its survey."""
    told = [records[["record_id", name]].set_axis(["id", "said"], axis=1) for name in NAMED_BY]
    known = pd.concat(told).dropna().drop_duplicates("said").set_index("said")["id"]
    parents = look_up(records["part_of"], known)
    return parents.where(parents != records["record_id"])


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


def write_survey(
    register: Register, connection: Connection, checked: CheckedSurvey, records: pd.DataFrame
) -> None:
    """Write the rows of a survey.

    Args:
        register: the register.
        connection: to it.
        checked: the survey.
        records: its records as `prepare_records` gives them, with their sites.
    """
    names = list_names(records)
    site_of = records.set_index("record_id")["site_id"]
    names["site_id"] = look_up(names["record_id"], site_of)
    write_frame(register, connection, schema.records, records)
    write_frame(register, connection, schema.names, names)
    write_frame(register, connection, schema.problems, checked.problems)
    write_frame(register, connection, schema.surveys, _describe_survey(checked))


def delete_survey(connection: Connection, survey_id: str) -> None:
    """Delete the rows of a survey, and what links them to others."""
    records = schema.records.c
    own = select(records.record_id).where(records.survey_id == survey_id)
    links = schema.links
    connection.execute(delete(links).where(links.c.record_id.in_(own)))
    connection.execute(delete(links).where(links.c.other_id.in_(own)))
    for table in (schema.names, schema.lookups):
        connection.execute(delete(table).where(table.c.record_id.in_(own)))
    for table in (schema.records, schema.problems, schema.surveys):
        connection.execute(delete(table).where(table.c.survey_id == survey_id))


def read_survey_rows(register: Register, connection: Connection, survey_id: str) -> pd.DataFrame:
    """Return SURVEY_ROW_COLUMNS of the records of a survey."""
    columns = schema.records.c
    query = select(*(columns[name] for name in SURVEY_ROW_COLUMNS))
    return read_frame(register, connection, query.where(columns.survey_id == survey_id))


def make_empty_records() -> gpd.GeoDataFrame:
    """Return no records, with the columns that the register keeps."""
    from heritage_gis.register.geopackage import make_empty_frame

    return make_empty_frame(schema.records)


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
                "digest": checked.digest,
                "sequence": checked.sequence,
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
