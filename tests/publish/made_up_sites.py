"""Some sixty made-up public sites, in every situation that a page has to show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from heritage_gis.geo.grid import AREA, NEAR, UNCERTAINTY_M, WIDE, draw_cells
from heritage_gis.model.public import (
    PUBLIC_COLUMNS,
    PUBLIC_WORK_COLUMNS,
    VOICE_COLUMNS,
    PublicSites,
)
from heritage_gis.model.record import DTYPES

AKTOGAY, SHET, KARKARALY, ULYTAU, ZHANAARKA = (
    *("353600000", "356400000", "354800000"),
    *("623800000", "623600000"),
)
HOSTILE_NAMES = (
    "${alert(1)}",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
)
WHOLE = ("number", "start_year", "end_year", "coordinate_uncertainty_m")
FLAGS = ("district_certain", "dating_certain")
SIZES = {"near": NEAR, "area": AREA, "wide": WIDE}
GROUPS = (
    *("burial", "burial", "burial", "metallurgy", "settlement", "rock_art"),
    *("stone", "sacred", "route", "find", "complex", "unknown"),
)
DATINGS: tuple[dict[str, Any], ...] = (
    {"period": "begazy_dandybay", "start_year": -1200, "end_year": -800, "dating_certain": True},
    {"period": "tasmola", "start_year": -800, "end_year": -500, "dating_certain": True},
    {"period": "bronze", "start_year": -2500, "end_year": -800, "dating_certain": False},
    {"period": "bronze eia", "start_year": -200, "end_year": 500, "dating_certain": True},
    {"period": "palaeolithic", "start_year": -1000000, "end_year": -12000},
    {},
)


def make_public_sites() -> PublicSites:
    """Make the sites; the same at every run."""
    rows = [*_cells_of_aktogay(), *_mausoleums(), *_odd_places(), *_placeless(), *_hostile()]
    public = public_sites_of(rows)
    voices = make_voices(
        {"said": "dating", "period": "tasmola", "start_year": -800, "end_year": -501},
        {"said": "dating", "start_year": -400, "end_year": -101, "is_certain": False},
        {"said": "condition", "code": "good", "year": 2017},
        {"said": "reference", "text": HOSTILE_NAMES[2]},
    )
    exact = next(row["site_id"] for row in rows if row.get("position") == "exact")
    works = make_works(
        {"site_id": exact, "type": "restoration", "from_year": 2016, "to_year": 2017}
        | {"what_ru": HOSTILE_NAMES[0], "leader": HOSTILE_NAMES[2], "source": "Отчёт"}
    )
    return replace(public, voices=voices, works=works)


def make_voices(*rows: dict[str, Any]) -> pd.DataFrame:
    """Put rows that tell some of VOICE_COLUMNS, of the first site, into a table of voices."""
    credited = {"site_id": "KRG-000001", "credit": "Made-up survey (CC-BY-4.0)"}
    frame = pd.DataFrame([{**credited, **row} for row in rows])
    types = {name: DTYPES[kind] for name, kind in VOICE_COLUMNS.items()}
    return frame.reindex(columns=[*VOICE_COLUMNS]).astype(types)


def make_works(*rows: dict[str, Any]) -> pd.DataFrame:
    """Put rows that tell some of PUBLIC_WORK_COLUMNS, of an exact site, into a table of works."""
    frame = pd.DataFrame([{"credit": "Made-up survey (CC-BY-4.0)", **row} for row in rows])
    types = {name: DTYPES[kind] for name, kind in PUBLIC_WORK_COLUMNS.items()}
    return frame.reindex(columns=[*PUBLIC_WORK_COLUMNS]).astype(types)


def public_sites_of(rows: list[dict[str, Any]]) -> PublicSites:
    """Put rows that tell some of PUBLIC_COLUMNS into a public frame."""
    for number, row in enumerate(rows, start=1):
        row.setdefault("site_id", f"KRG-{number:06d}")
        row.setdefault("kind_group", "unknown")
        row.setdefault("border_districts", "")
        row.setdefault("credit", "Made-up survey (CC-BY-4.0)")
    frame = pd.DataFrame(rows).reindex(columns=[*PUBLIC_COLUMNS])
    for name in PUBLIC_COLUMNS:
        if name in WHOLE:
            frame[name] = frame[name].astype("Int64")
        elif name in FLAGS:
            frame[name] = frame[name].astype("boolean")
        elif name != "geometry":
            frame[name] = frame[name].astype("str")
    return PublicSites(gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326"))


def place_in_cell(level: str, west: float, south: float) -> dict[str, Any]:
    """Return the position of a site shown by the cell with this corner."""
    size = SIZES[level]
    cell = f"{size}:{round(west * 1e6)}:{round(south * 1e6)}"
    return {
        "protection": level,
        "position": "cell",
        "cell": cell,
        "coordinate_uncertainty_m": UNCERTAINTY_M[size],
        "geometry": draw_cells(pd.Series([cell]))[0],
    }


def place_exactly(lon: float, lat: float, metres: int = 20) -> dict[str, Any]:
    """Return the position of an exact site."""
    return {
        "protection": "exact",
        "position": "exact",
        "coordinate_uncertainty_m": metres,
        "geometry": shapely.Point(lon, lat),
    }


def _within(kato: str) -> dict[str, Any]:
    return {"district": kato, "region": kato[:2], "district_certain": True}


def _cells_of_aktogay() -> list[dict[str, Any]]:
    corners = [(75.3, 48.2)] * 7 + [(75.4, 48.2)] * 2 + [(74.6, 47.9)] + [(76.1, 47.5)] * 4
    corners += [(75.0, 48.5)] * 3 + [(74.2, 47.2), (75.8, 47.9), (75.3, 48.1)]
    rows = []
    for number, (west, south) in enumerate(corners, start=1):
        row: dict[str, Any] = {
            "name_kk": f"Ойдан шығарылған {number} қорымы",
            "name_ru": f"могильник Выдуманный {number}",
            "name_en": f"Invented {number} burial ground",
            "number": number,
            "kind_group": GROUPS[number % len(GROUPS)],
            "condition": "satisfactory" if number % 3 else None,
            "protection_status": "local" if number % 2 else None,
            "list_number": f"245-{number}" if number % 4 == 1 else None,
            "count_class": ("1", "2-10", "11-50", "over-50", None)[number % 5],
        }
        rows.append(row | _within(AKTOGAY) | place_in_cell("area", west, south))
        rows[-1] |= DATINGS[number % len(DATINGS)]
    rows[0]["name_other"] = "Қиял қорымы; Фантазия"
    return rows


def _mausoleums() -> list[dict[str, Any]]:
    points = [(74.9 + step * 0.013, 46.9 + step * 0.007) for step in range(6)]
    points += [(75.9, 48.6), (73.9, 47.4)]
    rows = []
    for number, (lon, lat) in enumerate(points, start=1):
        row = {
            "name_kk": f"Ертегі {number} кесенесі",
            "name_ru": f"мавзолей Сказочный {number}",
            "name_en": f"Fairytale {number} mausoleum" if number % 2 else None,
            "number": 40 + number,
            "kind": "mausoleum_portal_dome" if number % 2 else "mausoleum",
            "kind_group": "mausoleum",
            "period": "golden_horde",
            "start_year": 1207,
            "end_year": 1459,
            "dating_certain": True,
            "protection_status": "republican",
            "credit": "Made-up survey (CC-BY-4.0); Another invented survey (CC-BY-4.0)",
        }
        rows.append(row | _within(AKTOGAY) | place_exactly(lon, lat, 20 if number % 2 else 2300))
    return rows


def _odd_places() -> list[dict[str, Any]]:
    near = place_in_cell("near", 74.55, 48.33)
    wide = place_in_cell("wide", 75.5, 47.0)
    border = place_in_cell("area", 73.8, 48.1)
    across = place_in_cell("area", 71.3, 48.0)
    on_border = {"border_districts": f"{AKTOGAY} {SHET}", "region": "35"}
    return [
        {"name_ru": "городище Небывалое", "kind_group": "settlement", "number": 60}
        | (_within(AKTOGAY) | near),
        {"name_en": "Nowhere petroglyphs", "kind_group": "rock_art", "number": 61}
        | (_within(AKTOGAY) | wide),
        {"name_kk": "Шекара қорымы", "name_ru": "могильник Пограничный", "number": 62}
        | {"name_en": "Borderline burial ground", "kind_group": "burial"}
        | (border | on_border),
        {"name_en": "Between the regions", "border_districts": f"{SHET} {ZHANAARKA}"} | across,
        {"name_ru": "рудник Спорный", "kind_group": "metallurgy", "number": 63}
        | {"district_claimed": KARKARALY}
        | (_within(AKTOGAY) | place_in_cell("area", 75.6, 48.5)),
        {"name_kk": "Күмәнді қоныс", "kind_group": "settlement", "number": 64}
        | (_within(AKTOGAY) | place_in_cell("area", 74.3, 48.4) | {"district_certain": False}),
        {"name_kk": "Алыстағы қорым", "kind_group": "burial", "number": 1}
        | (_within(ULYTAU) | place_in_cell("area", 67.0, 48.6)),
    ]


def _placeless() -> list[dict[str, Any]]:
    withheld = {"protection": "withheld", "position": "none"}
    unknown = {"protection": "area", "position": "none"}
    return [
        {"name_kk": "Жасырын қорым", "kind_group": "burial", "number": 70}
        | (_within(AKTOGAY) | withheld),
        {"name_ru": "мавзолей Без места", "kind_group": "mausoleum", "number": 71}
        | (_within(AKTOGAY) | unknown),
        {"number": 72} | (_within(AKTOGAY) | unknown),
        {"name_en": "Withheld in a small unit", "region": "35"} | withheld,
        *(
            {"name_ru": f"могильник Неизвестно где {n}", "kind_group": "burial"} | unknown
            for n in "12"
        ),
    ]


def _hostile() -> list[dict[str, Any]]:
    places = (
        place_exactly(76.6, 48.05),
        place_in_cell("area", 76.7, 47.8),
        place_in_cell("area", 76.7, 47.8),
    )
    rows = []
    for number, (name, place) in enumerate(zip(HOSTILE_NAMES, places, strict=True), start=80):
        row = {"name_kk": name, "name_ru": name, "name_en": name, "number": number}
        rows.append(row | {"name_other": name + "!", "credit": name} | _within(AKTOGAY) | place)
    return rows
