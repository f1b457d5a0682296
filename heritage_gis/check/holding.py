"""Which rows go on and which wait for the surveyor; rows always balance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.model.problem import ROW_PLACE

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


@dataclass(frozen=True)
class Checked:
    """A survey after the check.

    Attributes:
        records: the records of rows without an error.
        held: the records of the others.
        problems: all problems, whatever became of the row.
        rows_received: data rows in the files.
        rows_accepted: rows whose records go on.
        rows_held_back: rows that wait for the surveyor.
    """

    records: gpd.GeoDataFrame
    held: gpd.GeoDataFrame
    problems: pd.DataFrame
    rows_received: int
    rows_accepted: int
    rows_held_back: int


def hold_back(records: gpd.GeoDataFrame, problems: pd.DataFrame) -> Checked:
    """Part the records of rows with an error from the others.

    Args:
        records: standard records, every data row among them.
        problems: a problem with severity `error` holds its row back; one without a row number is
            about the file and holds nothing back.
    """
    errors = problems[(problems["severity"] == "error") & problems["source_row"].notna()]
    rows = _name_rows(records)
    held = rows.isin(set(_name_rows(errors)))
    return Checked(
        records=records[~held].reset_index(drop=True),
        held=records[held].reset_index(drop=True),
        problems=problems,
        rows_received=rows.nunique(),
        rows_accepted=rows[~held].nunique(),
        rows_held_back=rows[held].nunique(),
    )


def _name_rows(frame: pd.DataFrame) -> pd.Series:
    parts = [frame[column].astype("str").fillna("") for column in ROW_PLACE]
    return parts[0] + "\0" + parts[1] + "\0" + parts[2]
