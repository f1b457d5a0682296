"""Positions from words: where only a distance and a direction from a settlement are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from heritage_gis.conform.place_words import PlaceWords, read_place_words
from heritage_gis.geo.measures import ELLIPSOID, measure_apart_m
from heritage_gis.geo.notation import round_up_m
from heritage_gis.model.problem import gather_problems
from heritage_gis.model.record import CRS, POSITION_DECIMALS
from heritage_gis.vocabularies.problems import explain, write_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.geo.reading_values import Flags, InDistrict
    from heritage_gis.places.settlements import Settlements

METHOD = "words"
LEAST_RADIUS_M = 500.0  # facts 1.3: a tenth to a fifth of the distance, and never less than this
DISTANCE_SHARE = 0.2
_SIDES = (None, *np.arange(0.0, 360.0, 45.0))  # the middle of a circle, and points of its edge
_OPTIONS = {
    **dict.fromkeys(("text", "words", "name"), "str"),
    **dict.fromkeys(("lon", "lat", "radius_m"), "float64"),
}
_DISTANCE_UNITS = {"km": "км", "m": "м"}
_IN_KM = "км"  # where neither heading nor cell says a unit


@dataclass(frozen=True)
class WordPositions:
    """Places reckoned from words.

    Attributes:
        frame: `geometry` (points, EPSG:4326) and `position_accuracy_m`, the radius that the words
            leave, with the labels of the rows that got a place.
        problems: what was reckoned, and what could not be, with PROBLEM_COLUMNS.
    """

    frame: gpd.GeoDataFrame
    problems: pd.DataFrame


def reckon_positions(
    words: pd.DataFrame,
    settlements: Settlements,
    in_district: InDistrict,
    places: pd.DataFrame,
) -> WordPositions:
    """Reckon a place for rows that have none, from the words about it.

    «6 км к северу от с. Актогай» becomes a point with a radius: that of the settlement, and what
    distance and direction leave open. Nothing is reckoned where the settlement is not known,
    where the claimed district does not choose among several of that name or holds none of
    them, or where two phrases of one text contradict.

    Args:
        words: `text` (missing where nothing is to be reckoned) and `column`, as `gather_words`
            gives them, with the index of all rows.
        settlements: those that are known.
        in_district: see `conform_positions`.
        places: where each row stands.
    """
    said = words["text"].dropna()
    options = list_options(said.unique().tolist(), settlements)
    rows = said.rename_axis("row").reset_index().merge(options, on="text", how="inner")
    rows = rows.assign(number=rows.groupby("row").cumcount())
    rows["fits"] = _find_fitting(rows, in_district, words.index)
    best = rows[rows["fits"]].sort_values(["row", "radius_m", "number"]).drop_duplicates("row")
    best = best.set_index("row")
    clear = best.drop(_find_contradicted(rows, best))
    asked = rows.drop_duplicates("row").set_index("row")
    is_known = rows["lon"].notna().groupby(rows["row"]).any()
    unknown = asked[~is_known.reindex(asked.index)]
    unclear = asked.drop(unknown.index).drop(clear.index)
    return WordPositions(_place(clear), _explain_all(words, places, clear, unknown, unclear))


def add_reckoned(positions: gpd.GeoDataFrame, reckoned: WordPositions) -> gpd.GeoDataFrame:
    """Return the positions of a table with those reckoned from words among them.

    Adds `position_method`: words, or missing where a position is not reckoned.
    """
    rows = reckoned.frame.index
    placed = positions.assign(position_method=pd.Series(index=positions.index, dtype="str"))
    placed.loc[rows, "geometry"] = reckoned.frame.geometry
    placed.loc[rows, "geometry_role"] = "point"
    placed.loc[rows, "position_accuracy_m"] = reckoned.frame["position_accuracy_m"]
    placed.loc[rows, "position_method"] = METHOD
    return placed


def gather_words(
    cells: pd.DataFrame, headings: Mapping[str, str], units: Mapping[str, str]
) -> pd.DataFrame:
    """Gather the words that may say the place of each row.

    Args:
        cells: any of the text columns `location_text`, `settlement`, `dist_km`, `bearing`; the
            last three are put together as a person would say them.
        headings: their heading of each field.
        units: the unit that a heading states for its field.

    Returns:
        With the index of `cells`: `text`, missing where nothing is said, and `column`, theirs.
    """
    said = cells.reindex(columns=["location_text", "settlement", "dist_km", "bearing"])
    said = said.astype("str")
    unit = _DISTANCE_UNITS.get(units.get("dist_km", ""), _IN_KM)
    distance = said["dist_km"].str.strip()
    is_bare = distance.str.fullmatch(r"[\d.,\s–-]+").eq(other=True)
    distance = distance.mask(is_bare, distance + f" {unit}")
    degrees = said["bearing"].str.extract(r"^\s*(?:азимут\w*\s*)?(\d{1,3})\s*°?\s*$", expand=False)
    way = said["bearing"].str.strip().mask(degrees.notna(), "азимут " + degrees)
    joined = distance + " " + way + " от с. " + said["settlement"].str.strip()
    in_columns = joined.notna()
    text = joined.fillna(said["location_text"])
    column = pd.Series(headings.get("location_text", ""), index=cells.index, dtype="str")
    column = column.mask(in_columns, headings.get("dist_km", ""))
    return pd.DataFrame({"text": text, "column": column})


def list_options(texts: list[str], settlements: Settlements) -> pd.DataFrame:
    """List each place that each text may mean; one without `lon` where a settlement is unknown."""
    rows = [
        (text, phrase.words, phrase.name, *where)
        for text in texts
        for phrase in read_place_words(text)
        for where in _reckon(phrase, settlements)
    ]
    return pd.DataFrame(rows, columns=[*_OPTIONS]).astype(_OPTIONS)


def _reckon(phrase: PlaceWords, settlements: Settlements) -> list[tuple[float, float, float]]:
    found = []
    for row in settlements.find(phrase.name, is_named=phrase.is_named):
        start = settlements.frame.iloc[row]
        lon, lat, _ = ELLIPSOID.fwd(
            start["longitude"], start["latitude"], phrase.azimuth, phrase.distance_m
        )
        along_m = DISTANCE_SHARE * phrase.distance_m + phrase.distance_spread_m
        across_m = phrase.distance_m * np.sin(np.radians(phrase.half_width))
        open_m = max(LEAST_RADIUS_M, float(np.hypot(along_m, across_m)))
        found.append((lon, lat, float(round_up_m(start["accuracy_m"] + open_m))))
    return found or [(np.nan, np.nan, np.nan)]


def _find_fitting(rows: pd.DataFrame, in_district: InDistrict, index: pd.Index) -> Flags:
    """Tell which options reach into the district that their row claims."""
    fits = np.zeros(len(rows), dtype=bool)
    for number in range(rows["number"].max() + 1 if len(rows) else 0):
        here = (rows["number"] == number).to_numpy() & rows["lon"].notna().to_numpy()
        asked = rows[here]
        at = index.get_indexer(pd.Index(asked["row"]))
        for side in _SIDES:
            lon, lat = np.full((2, len(index)), np.nan)
            lon[at], lat[at] = _step(asked, side)
            fits[here] |= in_district(lon, lat)[at]
    return fits


def _step(options: pd.DataFrame, azimuth: float | None) -> tuple[np.ndarray, np.ndarray]:
    columns = ("lon", "lat", "radius_m")
    lon, lat, radius_m = (options[name].to_numpy(dtype=float) for name in columns)
    if azimuth is None:
        return lon, lat
    ahead = ELLIPSOID.fwd(lon, lat, np.full(len(lon), azimuth), radius_m)
    return ahead[0], ahead[1]


def _find_contradicted(rows: pd.DataFrame, best: pd.DataFrame) -> pd.Index:
    """Find rows of which another fitting option lies farther off than both radii allow."""
    others = rows[rows["fits"]].merge(best, left_on="row", right_index=True, suffixes=("", "_best"))
    if others.empty:
        return best.index[:0]
    lon, lat, best_lon, best_lat = (
        others[name].to_numpy(dtype=float) for name in ("lon", "lat", "lon_best", "lat_best")
    )
    apart_m = measure_apart_m(lon, lat, best_lon, best_lat)
    too_far = apart_m > others["radius_m"] + others["radius_m_best"]
    return pd.Index(others.loc[too_far, "row"].unique())


def _place(clear: pd.DataFrame) -> gpd.GeoDataFrame:
    points = gpd.points_from_xy(
        clear["lon"].round(POSITION_DECIMALS), clear["lat"].round(POSITION_DECIMALS), crs=CRS
    )
    accuracy = {"position_accuracy_m": clear["radius_m"]}
    return gpd.GeoDataFrame(accuracy, geometry=points, index=clear.index, crs=CRS)


def _explain_all(
    words: pd.DataFrame,
    places: pd.DataFrame,
    clear: pd.DataFrame,
    unknown: pd.DataFrame,
    unclear: pd.DataFrame,
) -> pd.DataFrame:
    told = (
        ("position_from_words", clear),
        ("words_settlement_unknown", unknown),
        ("words_contradicted", unclear),
    )
    problems = []
    for code, rows in told:
        columns = words["column"].reindex(rows.index)
        for column, here in rows.groupby(columns, sort=True):
            radius = [write_figure(f"{metres / 1000:g}") for metres in here["radius_m"]]
            details = here[["words", "name"]].assign(
                radius=pd.Series(radius, index=here.index, dtype=object)
            )
            values = words["text"].loc[here.index]
            problems.append(explain(code, places.loc[here.index], str(column), values, details))
    return gather_problems(problems)
