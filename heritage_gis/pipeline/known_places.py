"""Known places: whose names may speak for one reading of a file, and to whom."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from heritage_gis.settings import Settings

KNOWN_COLUMNS = ("name", "longitude", "latitude")
NAMES = ("name_kk", "name_ru", "name_en")
EXACT = "exact"  # the level of a position that is public as surveyed


def list_known_places(settings: Settings, *, for_keeper: bool) -> pd.DataFrame:
    """List the places that a check may compare a file with.

    Args:
        settings: the home.
        for_keeper: all registered sites; else only those whose exact position is public already,
            since no answer to a surveyor may depend on the protected sites of others.

    Returns:
        KNOWN_COLUMNS, one row for each name of each place; degrees, WGS 84.
    """
    found = _read_register(settings) if for_keeper else _read_edition(settings)
    named = found.melt(["longitude", "latitude"], [*NAMES], value_name="name")
    return named[[*KNOWN_COLUMNS]].dropna().drop_duplicates(ignore_index=True)


def _read_edition(settings: Settings) -> pd.DataFrame:
    """Read the exact points of the edition in place."""
    folder = settings.home_folder.maps / "data"
    rows = [
        {**_take_names(feature["properties"]), **_take_point(feature["geometry"])}
        for path in sorted(folder.glob("*.geojson"))
        for feature in json.loads(path.read_text("utf-8"))["features"]
        if feature["properties"].get("protection") == EXACT and feature["geometry"]
    ]
    return pd.DataFrame(rows, columns=[*NAMES, "longitude", "latitude"])


def _take_names(properties: dict[str, str | None]) -> dict[str, str | None]:
    return {name: properties.get(name) for name in NAMES}


def _take_point(geometry: dict[str, list[float]]) -> dict[str, float]:
    longitude, latitude = geometry["coordinates"][:2]
    return {"longitude": longitude, "latitude": latitude}


def _read_register(settings: Settings) -> pd.DataFrame:
    """Read the points of all registered sites."""
    from sqlalchemy import select

    from heritage_gis.register import schema
    from heritage_gis.register.store import open_register, read_frame

    path = settings.home_folder.register
    if not settings.register_url and not path.is_file():
        return pd.DataFrame(columns=[*NAMES, "longitude", "latitude"])
    table = schema.sites
    query = select(*(table.c[name] for name in (*NAMES, "geometry")))
    with (
        open_register(path, settings.register_url) as register,
        register.engine.connect() as connection,
    ):
        sites = read_frame(register, connection, query)
    points = sites.geometry
    return pd.DataFrame(sites[[*NAMES]]).assign(longitude=points.x, latitude=points.y)
