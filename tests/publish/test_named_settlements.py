"""Settlements on the maps: those that are known, and those that a home has installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from made_up_sites import public_sites_of

from heritage_gis.places.base_map import BaseMap
from heritage_gis.places.settlements import COLUMNS, Settlements
from heritage_gis.publish.outlines import draw_outlines, find_settlements
from heritage_gis.publish.staging import fingerprint

if TYPE_CHECKING:
    from heritage_gis.places.districts import Districts

pytest_plugins = ["edition_fixtures"]
SHET = "356400000"


@pytest.fixture
def installed() -> BaseMap:
    """Two made-up villages of Shet, one far away, and one without a name."""
    rows = [
        {"name_kk": "Ойдан", "name_ru": "Выдуманное", "longitude": 73.123456, "latitude": 48.5},
        {"name_ru": "Сочинённое", "longitude": 73.5, "latitude": 48.1},
        {"name_en": "Elsewhere", "longitude": 20.0, "latitude": 48.1},
        {"longitude": 73.6, "latitude": 48.2},
    ]
    frame = pd.DataFrame(rows).reindex(columns=[*COLUMNS])
    return BaseMap(Settlements(frame))


def test_a_map_names_the_settlements_in_sight(districts: Districts, installed: BaseMap) -> None:
    """North comes first; a place without any name is none to be named."""
    outlines = draw_outlines(districts, installed)
    found = find_settlements(outlines, outlines.shapes[SHET])
    assert [(place.lon, place.kk, place.ru) for place in found] == [
        (73.123, "Ойдан", "Выдуманное"),
        (73.5, "", "Сочинённое"),
    ]


def test_other_settlements_are_news(districts: Districts, installed: BaseMap) -> None:
    """Whoever installs settlements sees them on the maps of the next edition."""
    public = public_sites_of([])
    known = fingerprint(public, districts)
    told = fingerprint(public, districts, base=installed)
    assert known.keys() == told.keys()
    assert all(known[slug] != told[slug] for slug in known)
