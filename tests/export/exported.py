"""Sites and records made in code, as the pipeline hands them to the export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from heritage_gis.export.content import Content
from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS
from heritage_gis.register.schema import SITE_COLUMNS

if TYPE_CHECKING:
    from heritage_gis.model.record import Kind

BEGAZY: dict[str, Any] = {
    "site_id": "KRG-000001",
    "name_kk": "Беғазы қорымы",
    "name_ru": "могильник «Бегазы»; центральный",
    "kind": "burial_ground",
    "period": "bronze_late",
    "start_year": -1200,
    "end_year": -1,
    "dating_certainty": "certain",
    "condition": "good",
    "district": "353600000",
    "survey_ids": "a b",
    "geometry": Point(75.3452781234, 48.2672),
}
PART: dict[str, Any] = {
    "site_id": "KRG-000002",
    "name_en": "=2+5",
    "kind": "mosque",
    "part_of": "KRG-000001",
    "end_year": 1900,
    "district": "356400000",
    "survey_ids": "a",
}
NAMELESS: dict[str, Any] = {"site_id": "KRG-000003", "kind": "unknown", "survey_ids": "a"}
VOICES: tuple[dict[str, Any], ...] = (
    {
        "record_id": "a/1",
        "survey_id": "a",
        "site_id": "KRG-000001",
        "name_kk": "Беғазы қорымы",
        "start_year": -1200,
        "end_year": -1,
        "year": 1952,
        "references": "Margulan; https://example.org/begazy, p. 3",
        "description_ru": "Ограда из плит.",
        "media": "https://example.org/begazy.jpg",
    },
    {
        "record_id": "b/1",
        "survey_id": "b",
        "site_id": "KRG-000001",
        "name_kk": "Беғазы қорымы",
        "start_year": -1500,
        "end_year": -1100,
    },
    {"record_id": "a/2", "survey_id": "a", "site_id": "KRG-000002"},
)
NAMED = (
    ("KRG-000001", "a/1", "kk", "Беғазы қорымы"),
    ("KRG-000001", "b/1", "kk", "Беғазы қорымы"),
    ("KRG-000001", "a/1", "other", "Бегазы-2"),
    ("KRG-000002", "a/2", "en", "=2+5"),
)


def make_frame(rows: list[dict[str, Any]], columns: dict[str, Kind]) -> pd.DataFrame:
    """Return rows under typed columns; what a row does not say is missing."""
    typed = {
        name: pd.Series([row.get(name) for row in rows], dtype=DTYPES[kind])
        for name, kind in columns.items()
    }
    return pd.DataFrame(typed)


def make_content(base: str = "") -> Content:
    """Return three sites of two surveys: with two voices, with part and formula, without a name."""
    rows = [BEGAZY, PART, NAMELESS]
    sites = make_frame(rows, SITE_COLUMNS)
    shapes = [row.get("geometry") for row in rows]
    records = make_frame([*VOICES], {"site_id": "text", **RECORD_COLUMNS})
    placed = [BEGAZY["geometry"], None, None]
    names = pd.DataFrame(NAMED, columns=["site_id", "record_id", "language", "name"], dtype="str")
    surveys = pd.DataFrame(
        {
            "survey_id": ["a", "b"],
            "title": ["Survey A", "Survey B"],
            "licence": ["CC-BY-4.0", "CC0-1.0"],
            "received": ["2026-01-01", "2025-05-05"],
        },
        dtype="str",
    )
    relations = pd.DataFrame(
        {
            "site_id": ["KRG-000002", "KRG-000002"],
            "other_site_id": ["KRG-000001", "KRG-000001"],
            "relation": ["part_of", "near"],
        },
        dtype="str",
    )
    return Content(
        gpd.GeoDataFrame(sites, geometry=shapes, crs=CRS),
        {"records": gpd.GeoDataFrame(records, geometry=placed, crs=CRS), "names": names}
        | {"relations": relations},
        surveys,
        base=base,
    )
