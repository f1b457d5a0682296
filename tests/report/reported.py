"""Reports made in code, for tests of how they are told."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "check"))  # standard records are made there
from standard_records import make_records

from heritage_gis.check.holding import hold_back
from heritage_gis.report.summary import Places, Report, TableReport, make_report

if TYPE_CHECKING:
    import geopandas as gpd


def place(*rows: int | None, file: str = "kent.xlsx", layer: str = "Лист1") -> pd.DataFrame:
    """Return places of problems."""
    frame = pd.DataFrame({"source_row": pd.array(list(rows), dtype="Int64")})
    return frame.assign(survey_id="s", source_file=file, source_layer=layer)


def make_table(**told: object) -> TableReport:
    """Return how a sheet was understood; what is not told is as in a plain one."""
    usual: dict[str, object] = {
        "file": "kent.xlsx",
        "layer": "Лист1",
        "format": "xlsx",
        "encoding": "",
        "encoding_evidence": "",
        "rows": {"data": 11, "heading": 1, "note": 0},
        "columns": {"kind": "Тип"},
        "unknown_columns": ["Цвет"],
        "crs": {"stated": "", "used": "EPSG:4326", "operation": "", "evidence": [{"en": "e"}]},
    }
    return TableReport(**(usual | told))  # type: ignore[arg-type] # what the tests give


def report_on(
    problems: pd.DataFrame, *tables: TableReport, records: gpd.GeoDataFrame | None = None
) -> Report:
    """Return the report on rows 4 to 14 of a sheet, or on other records."""
    if records is None:
        records = make_records(*[{"source_row": row} for row in range(4, 15)])
    checked = hold_back(records, problems)
    rows = {
        "rows": checked.rows_received,
        "accepted": checked.rows_accepted,
        "held_back": checked.rows_held_back,
    }
    places = Places()
    places.add(checked.records, checked.held)
    return make_report({"kent.xlsx": "ab" * 32}, [*tables], rows, problems, places)
