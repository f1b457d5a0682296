"""The district of each record: as the survey names it, and as its position says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.model.columns import map_distinct
from heritage_gis.model.problem import gather_problems
from heritage_gis.model.record import CRS
from heritage_gis.places.names import UnitMatch, find_district_in_words, find_unit, says_district
from heritage_gis.places.units import find_by_kato
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.problems import explain, write_figure
from heritage_gis.vocabularies.suggestions import explain_unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.geo.crs import Floats
    from heritage_gis.geo.reading_values import Flags, InDistrict
    from heritage_gis.model.nearness import Nearest
    from heritage_gis.places.districts import Districts

DISTRICT_COLUMNS = ("district", "district_claimed", "district_claimed_text", "district_certain")
CLAIM_FIELDS = ("district", "region", "location_text")
BETWEEN = "; "  # the words of two cells
CLOSE_M = 2000.0  # facts 1.5: borders are simplified
_POINTS_AT_ONCE = 20_000  # a point is an object of its own: a million take half a gigabyte
Problems = pd.DataFrame


def conform_districts(
    geometry: gpd.GeoSeries,
    claims: pd.DataFrame,
    districts: Districts,
    places: pd.DataFrame,
    headings: Mapping[str, str],
) -> tuple[pd.DataFrame, Problems]:
    """Find the district of each record.

    The district is that of the position; without one it is the claim. A position a little outside
    a border that is only sketched belongs to the unit behind that border. Near such a border the
    district is uncertain, unless the survey names it.

    Args:
        geometry: EPSG:4326, missing where there is no place.
        claims: what the survey says of the district, as `gather_claims` gives it.
        districts: the layer in place.
        places: where each row stands: `survey_id`, `source_file`, `source_layer`, `source_row`.
        headings: their heading of each field.

    Returns:
        DISTRICT_COLUMNS with the index of `geometry`, and the problems.
    """
    texts = claims["text"]
    matches = map_distinct(texts, find_unit, UnitMatch())
    claimed = matches.map(lambda match: match.kato).astype("str")
    located = _locate(geometry, districts)
    district = located["kato"].fillna(claimed.where(geometry.isna()))
    near = located["border_distance_m"] <= districts.border_tolerance_m
    told = pd.DataFrame(
        {
            "district": district,
            "district_claimed": claimed,
            "district_claimed_text": texts,
            "district_certain": (~near | (district == claimed)).astype("boolean"),
        },
        index=geometry.index,
    )
    told["district_certain"] = told["district_certain"].mask(district.isna())
    problems = [_explain_uncertain(told, located, near, places)]
    for field in claims["field"].unique().tolist():
        rows = claims.index[claims["field"] == field]
        heading = headings.get(field, "")
        problems += [
            _explain_unknown(texts[rows], matches[rows], places, heading),
            _explain_differing(told.loc[rows], located.loc[rows], near[rows], places, heading),
        ]
    return told, gather_problems(problems)


def take_section_claims(sections: pd.Series) -> pd.Series:
    """Return the part of each section text that names a district: not every section is a place.

    A district that nobody knows («Каркаралнский р-н») is a claim too, so that it is told.
    """

    def choose(section: str) -> str | None:
        parts = section.split(" / ")
        named = [part for part in parts if find_unit(part).candidates]
        near = [part for part in parts if says_district(part) and find_unit(part).nearest]
        return next(iter([*named, *near]), None)

    return map_distinct(sections, choose, None).astype("str")


def gather_claims(cells: pd.DataFrame, sections: pd.Series) -> pd.DataFrame:
    """Gather what the survey says of the district of each row.

    Its district cell comes first, then the section row above it, then a district that the words
    about the place name by its type word (`find_district_in_words`).

    Args:
        cells: any of the text columns `district`, `region`, `location_text`.
        sections: the text of the section row above each row.

    Returns:
        With the index of `cells`: `text`, missing where nothing is said, and `field`, from which
        it is: empty for a section row.
    """
    said = cells.reindex(columns=[*CLAIM_FIELDS]).astype("str")
    by_section = take_section_claims(sections)
    words = said["location_text"] + BETWEEN + said["region"].fillna("")
    by_words = map_distinct(words, _name_district, None).astype("str")
    text = said["district"].fillna(by_section).fillna(by_words)
    is_elsewhere = map_distinct(said["region"], _is_outside, missing=False).astype(bool)
    text = text.mask(is_elsewhere, text + BETWEEN + said["region"])  # a homonym of ours
    field = pd.Series("location_text", index=cells.index, dtype="str")
    field = field.mask(by_section.notna(), "").mask(said["district"].notna(), "district")
    return pd.DataFrame({"text": text, "field": field})


def _is_outside(region: str) -> bool:
    return find_unit(region).is_outside


def _name_district(words: str) -> str | None:
    """Return the district alone: the words beside it lead to the place."""
    unit = find_by_kato(find_district_in_words(words).kato or "")
    return unit.name_ru if unit else None


def find_claimed(claims: pd.Series) -> pd.Series:
    """Return the KATO of the district that each claim names for sure, else missing; packed."""
    matches = map_distinct(claims, find_unit, UnitMatch())
    return matches.map(lambda match: match.kato).astype("str").astype("category")


def is_in_claimed_district(claimed: pd.Series, districts: Districts) -> InDistrict:
    """Return a test of which places lie in the district their row claims, or close to it.

    The test takes longitudes and latitudes of all rows (NaN where there is none); a row that
    claims no district passes wherever it lies.

    Args:
        claimed: the KATO of each row, as `find_claimed` gives it.
        districts: the layer in place.
    """

    def test(longitude: Floats, latitude: Floats) -> Flags:
        inside = np.empty(len(claimed), dtype=bool)
        for start in range(0, len(claimed), _POINTS_AT_ONCE):
            rows = slice(start, start + _POINTS_AT_ONCE)
            some = claimed.iloc[rows].astype("str")
            inside[rows] = _test(some, longitude[rows], latitude[rows], districts)
        return inside

    return test


def _test(claimed: pd.Series, longitude: Floats, latitude: Floats, districts: Districts) -> Flags:
    points = gpd.GeoSeries.from_xy(longitude, latitude, index=claimed.index, crs=CRS)
    located = districts.locate(points)
    close = located["border_distance_m"] <= max(districts.border_tolerance_m, CLOSE_M)
    inside = (located["kato"] == claimed) | (close & (located["neighbour"] == claimed))
    return (inside | claimed.isna()).to_numpy(dtype=bool)


def _locate(geometry: gpd.GeoSeries, districts: Districts) -> pd.DataFrame:
    """Return kato, border_distance_m, neighbour; positions just outside a sketch are taken in."""
    points = gpd.GeoSeries(shapely.centroid(geometry.to_numpy()), index=geometry.index, crs=CRS)
    located = districts.locate(points)
    beyond = located["kato"].isna() & points.notna()
    if districts.is_sketch and beyond.any():
        outside = districts.distance_outside_m(points[beyond])
        close = outside[outside["distance_m"] <= districts.border_tolerance_m]
        located.loc[close.index, "kato"] = close["nearest_kato"]
        located.loc[close.index, "border_distance_m"] = close["distance_m"]
        located.loc[close.index, "neighbour"] = np.nan
    return located


def name_unit(kato: object) -> dict[str, str]:
    """Return the name of a unit in the three languages; the land around where it is missing."""
    unit = find_by_kato(kato) if isinstance(kato, str) else None
    if unit is None:
        return {"kk": "көрші облыс", "ru": "соседняя область", "en": "the neighbouring region"}
    return {language: unit.name(language) for language in LANGUAGES}


def _explain_unknown(
    claims: pd.Series, matches: pd.Series, places: pd.DataFrame, heading: str
) -> Problems:
    """Tell of claims that name no district of ours, nor a region, and of those in doubt."""
    unknown = claims.notna() & matches.map(
        lambda match: not match.candidates and (match.is_outside or not match.region)
    )
    unsure = matches.map(lambda match: bool(match.candidates) and match.kato is None)
    problems = []
    for code, mask in (("district_unknown", unknown), ("district_unsure", unsure)):
        texts = claims[mask.astype(bool)]
        rows = places.loc[texts.index]
        problems.append(explain_unknown(code, rows, heading, texts, _find_nearest))
    return gather_problems(problems)


def _find_nearest(text: str) -> tuple[Nearest, ...]:
    return find_unit(text).nearest


def _explain_differing(
    told: pd.DataFrame, located: pd.DataFrame, near: pd.Series, places: pd.DataFrame, heading: str
) -> Problems:
    claimed, found = told["district_claimed"], located["kato"]
    differs = claimed.notna() & found.notna() & (claimed != found)
    details = pd.DataFrame(
        {
            "claimed": claimed[differs].map(name_unit),
            "found": found[differs].map(name_unit),
            "border": [
                _say_border(metres) if is_near else dict.fromkeys(LANGUAGES, "")
                for metres, is_near in zip(
                    located.loc[differs, "border_distance_m"], near[differs], strict=True
                )
            ],
        },
        index=told.index[differs],
    )
    values = told.loc[differs, "district_claimed_text"]
    rows = places.loc[values.index]
    return explain("district_differs", rows, column=heading, values=values, details=details)


def _say_border(metres: float) -> dict[str, Any]:
    kilometres = write_figure(f"{metres / 1000:.1f}")
    return {
        "kk": f" (схемалық шекарадан {kilometres['kk']} км)",
        "ru": f" ({kilometres['ru']} км от схематичной границы)",
        "en": f" ({kilometres['en']} km from a border that is only sketched)",
    }


def _explain_uncertain(
    told: pd.DataFrame, located: pd.DataFrame, near: pd.Series, places: pd.DataFrame
) -> Problems:
    """Tell of districts in doubt that no claim settles; a claim that differs is told by itself."""
    doubtful = near & located["kato"].notna() & told["district_claimed"].isna()
    metres = located.loc[doubtful, "border_distance_m"]
    kilometres = (metres / 1000).map("{:.1f}".format)
    details = pd.DataFrame(
        {
            "distance_km": kilometres.map(write_figure),
            "found": located.loc[doubtful, "kato"].map(name_unit),
            "neighbour": located.loc[doubtful, "neighbour"].map(name_unit),
        },
        index=metres.index,
    )
    return explain("district_uncertain", places[doubtful], details=details)
