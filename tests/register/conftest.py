"""Records made in code, as the stages before the register would hand them over."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from heritage_gis.model.problem import no_problems
from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS
from heritage_gis.model.survey import Sidecar, Survey
from heritage_gis.register.fold import CheckedSurvey

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]
BEGAZY: Row = {
    "name_kk": "Беғазы қорымы",
    "name_ru": "могильник Бегазы",
    "kind": "burial_ground",
    "kind_certainty": "certain",
    "district": "353600000",
    "district_claimed": "353600000",
    "district_certain": True,
    "position_accuracy_m": 300.0,
    "geometry": Point(75.345278, 48.267222),
}


def make_records(survey_id: str, rows: list[Row]) -> gpd.GeoDataFrame:
    """Return standard records; what a row does not say is missing."""
    frame = pd.DataFrame(
        {
            column: pd.Series([row.get(column) for row in rows], dtype=DTYPES[kind])
            for column, kind in RECORD_COLUMNS.items()
        }
    )
    frame["survey_id"] = survey_id
    frame["source_file"] = "sites.csv"
    frame["source_row"] = pd.array(range(2, len(rows) + 2), dtype="Int64")
    frame["record_id"] = [f"{survey_id}/sites.csv//{row}" for row in frame["source_row"]]
    return gpd.GeoDataFrame(frame, geometry=[row.get("geometry") for row in rows], crs=CRS)


@pytest.fixture
def check_survey() -> Callable[..., CheckedSurvey]:
    """Return a maker of checked surveys."""
    places: dict[str, int] = {}

    def make(survey_id: str, rows: list[Row], public_from: date | None = None) -> CheckedSurvey:
        sidecar = Sidecar(
            title=f"Survey {survey_id}",
            who="A. Archaeologist",
            received=date(2026, 1, 1),
            licence="CC-BY-4.0",
            public_from=public_from,
        )
        survey = Survey(survey_id, 1, Path("v1"), (), sidecar, "0" * 64)
        sequence = places.setdefault(survey_id, len(places) + 1)
        return CheckedSurvey(survey, sequence, make_records(survey_id, rows), no_problems(), 0)

    return make
