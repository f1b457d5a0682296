"""Places that do not agree: a site and its voices, two sites in one spot, claimed districts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.register.integrity.findings import name_sites, tell
from heritage_gis.register.matching.blocking import MIDDLE_COSINE
from heritage_gis.register.matching.places import ROUGHEST_M, TOLERANCE_M, UNKNOWN_ACCURACY_M
from heritage_gis.register.matching.verdicts import ASK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.geo.geometry import Shapes
    from heritage_gis.register.integrity.holding import Held

SPOT_M = 10.0
MOST_AT_A_SPOT = 30  # of more sites at one point each is compared with the first ones alone
METRES_PER_DEGREE = 111_000.0


def find_wrong_places(held: Held) -> Iterator[pd.DataFrame]:
    """Find places of one site that are two, two sites that are one, and rival districts."""
    yield _find_sites_far(held)
    yield _find_voices_apart(held)
    yield _find_shared_spots(held)
    yield _find_rival_districts(held)


def measure_gaps_m(left: Shapes, right: Shapes) -> np.ndarray:
    """Return the metres between shapes in EPSG:4326, 0 where they meet; NaN where one is missing.

    The nearest places are found where a degree of longitude is as long as in the middle of the
    two regions; between them is measured on the ellipsoid.
    """
    gaps = np.full(len(left), np.nan)
    there = ~(shapely.is_missing(left) | shapely.is_missing(right))
    narrowed = [shapely.transform(side[there], _narrow) for side in (left, right)]
    ends = shapely.get_coordinates(shapely.shortest_line(*narrowed)).reshape(-1, 4)
    gaps[there] = measure_apart_m(*(ends / (MIDDLE_COSINE, 1.0, MIDDLE_COSINE, 1.0)).T)
    return gaps


def _narrow(places: np.ndarray) -> np.ndarray:
    return np.asarray(places * (MIDDLE_COSINE, 1.0))


def take_shapes(frame: pd.DataFrame) -> Shapes:
    """Return the shapes of a frame, None where there is none or it is empty."""
    shapes = np.array(frame["geometry"], dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    return shapes


def _list_voices(held: Held) -> pd.DataFrame:
    """Return the records that say a place of their site, no rougher than a part of the country."""
    records = pd.DataFrame(held.records)[["record_id", "site_id", "geometry"]]
    known = held.records["position_accuracy_m"].fillna(UNKNOWN_ACCURACY_M)
    placed = records["site_id"].notna() & ~shapely.is_missing(take_shapes(records))
    return records.assign(accuracy_m=known)[placed & (known <= ROUGHEST_M)]


def _find_sites_far(held: Held) -> pd.DataFrame:
    """Find sites shown farther from all of their records than the accuracies allow."""
    sites = pd.DataFrame(held.sites)[["site_id", "geometry", "position_accuracy_m"]]
    pairs = _list_voices(held).merge(sites, on="site_id", suffixes=("", "_site"))
    shown = pairs[["geometry_site"]].set_axis(["geometry"], axis="columns")
    pairs["gap_m"] = measure_gaps_m(take_shapes(pairs), take_shapes(shown))
    known = pairs["position_accuracy_m"].fillna(UNKNOWN_ACCURACY_M) + pairs["accuracy_m"]
    pairs["allowed_m"] = np.maximum(known, TOLERANCE_M)
    nearest = pairs.sort_values(["gap_m", "record_id"]).drop_duplicates("site_id")
    far = nearest[nearest["gap_m"] > nearest["allowed_m"]]
    return tell("site_far_from_records", _write_distances(far, held))


def _find_voices_apart(held: Held) -> pd.DataFrame:
    """Find, of each site, the two records that are farthest beyond what their accuracies allow."""
    voices = _list_voices(held)
    voices = voices[voices["site_id"].duplicated(keep=False)].reset_index(drop=True)
    voices["spot"] = pd.Series(shapely.to_wkb(take_shapes(voices)), dtype=object)
    voices = voices.drop_duplicates(["site_id", "spot", "accuracy_m"]).drop(columns="spot")
    voices["nth"] = voices.groupby("site_id").cumcount()
    pairs = voices.merge(voices[voices["nth"] < MOST_AT_A_SPOT], on="site_id", suffixes=("", "_y"))
    pairs = pairs[pairs["nth"] > pairs["nth_y"]].reset_index(drop=True)
    others = pairs[["geometry_y"]].set_axis(["geometry"], axis="columns")
    pairs["gap_m"] = measure_gaps_m(take_shapes(pairs), take_shapes(others))
    pairs["allowed_m"] = np.maximum(pairs["accuracy_m"] + pairs["accuracy_m_y"], TOLERANCE_M)
    apart = pairs[pairs["gap_m"] > pairs["allowed_m"]]
    apart = apart.assign(beyond=apart["gap_m"] - apart["allowed_m"], other_id=apart["record_id_y"])
    worst = apart.sort_values(["beyond", "record_id"], ascending=[False, True])
    return tell("voices_apart", _write_distances(worst.drop_duplicates("site_id"), held))


def _write_distances(pairs: pd.DataFrame, held: Held) -> pd.DataFrame:
    figures = {name: pairs[name].map("{:.0f}".format) for name in ("gap_m", "allowed_m")}
    return pairs.assign(site=name_sites(pairs["site_id"], held.sites), **figures)


def _find_shared_spots(held: Held) -> pd.DataFrame:
    """Find two sites within SPOT_M that nothing says to be two."""
    sites = pd.DataFrame(held.sites)
    known = sites["position_accuracy_m"].fillna(UNKNOWN_ACCURACY_M) <= ROUGHEST_M
    placed = sites[known & ~shapely.is_missing(take_shapes(sites))].sort_values("site_id")
    shapes = shapely.transform(take_shapes(placed), _narrow)
    spot = pd.Series(np.round(shapely.get_x(shapes), 5)).astype("str")
    spot += pd.Series(np.round(shapely.get_y(shapes), 5)).astype("str")
    few = (spot.groupby(spot).cumcount() < MOST_AT_A_SPOT).to_numpy()
    tree = shapely.STRtree(shapes[few])
    near = 2 * SPOT_M / METRES_PER_DEGREE
    left, right = tree.query(shapes, predicate="dwithin", distance=near)
    right = np.flatnonzero(few)[right]
    is_later = left > right  # each pair once, and no site with itself
    first, other = placed.take(right[is_later]), placed.take(left[is_later])
    pairs = pd.DataFrame(
        {
            "site_id": other["site_id"].to_numpy(),
            "other_site_id": first["site_id"].to_numpy(),
            "gap_m": measure_gaps_m(take_shapes(other), take_shapes(first)),
            "surveys": other["survey_ids"].fillna("").to_numpy(),
            "other_surveys": first["survey_ids"].fillna("").to_numpy(),
            "whole": other["part_of"].fillna("").to_numpy(),
            "other_whole": first["part_of"].fillna("").to_numpy(),
        }
    )
    found = _leave_known(pairs[pairs["gap_m"] <= SPOT_M], held).sort_values(
        ["site_id", "other_site_id"]
    )
    told = found.assign(
        site=name_sites(found["site_id"], held.sites),
        other=name_sites(found["other_site_id"], held.sites),
        gap_m=found["gap_m"].map("{:.0f}".format),
    )
    return tell("two_sites_one_spot", told)


def _leave_known(pairs: pd.DataFrame, held: Held) -> pd.DataFrame:
    """Leave out pairs that are related, decided, asked about, or told as two by one survey."""
    relations = held.relations
    known = {*zip(relations["site_id"], relations["other_site_id"], strict=True)}
    known |= held.decided.apart | held.decided.relations.keys()
    asked = held.links[held.links["verdict"] == ASK]
    site_of = held.records.set_index("record_id")["site_id"]
    ends = [asked[end].map(site_of).tolist() for end in ("record_id", "other_id")]
    known |= {*zip(*ends, strict=True)}
    columns = (pairs[name].tolist() for name in ("site_id", "other_site_id"))
    is_known = [(a, b) in known or (b, a) in known for a, b in zip(*columns, strict=True)]
    together = [
        bool({*mine.split()} & {*theirs.split()})
        for mine, theirs in zip(pairs["surveys"], pairs["other_surveys"], strict=True)
    ]
    of_one = (pairs["whole"] != "") & (pairs["whole"] == pairs["other_whole"])
    return pairs[~(np.array(is_known, dtype=bool) | np.array(together, dtype=bool) | of_one)]


def _find_rival_districts(held: Held) -> pd.DataFrame:
    """Find sites of which voices claim different districts; a region holds its districts."""
    claimed = held.records[["site_id", "district_claimed"]].dropna().drop_duplicates()
    count = claimed.groupby("site_id")["district_claimed"].transform("size")
    rivals = claimed[count > 1].sort_values(["site_id", "district_claimed"])
    told = rivals.groupby("site_id")["district_claimed"].agg(list).reset_index()
    is_rival = np.array([_are_rivals(codes) for codes in told["district_claimed"]], dtype=bool)
    told = told[is_rival]
    return tell(
        "districts_differ",
        told.assign(
            site=name_sites(told["site_id"], held.sites),
            districts=[_name_units(codes) for codes in told["district_claimed"]],
        ),
    )


def _are_rivals(codes: list[str]) -> bool:
    """Tell whether one of some KATO codes is no part of the longest one."""
    stems = sorted((code.rstrip("0") for code in codes), key=len)
    return any(not stems[-1].startswith(stem) for stem in stems[:-1])


def _name_units(codes: list[str]) -> dict[str, str]:
    from heritage_gis.places.units import find_by_kato
    from heritage_gis.settings import LANGUAGES

    units = [(code, find_by_kato(code)) for code in codes]
    return {
        language: ", ".join(unit.name(language) if unit else code for code, unit in units)
        for language in LANGUAGES
    }
