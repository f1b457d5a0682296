"""Relations that cannot be: rings of parts, and parts far from their whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.model.columns import are_among
from heritage_gis.register.integrity.findings import name_sites, tell
from heritage_gis.register.integrity.places import measure_gaps_m, take_shapes
from heritage_gis.register.matching.blocking import REACH_M
from heritage_gis.register.matching.places import ROUGHEST_M, UNKNOWN_ACCURACY_M

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.register.integrity.holding import Held

MATCHED = "matched"  # nobody says so yet: the keeper is asked about it elsewhere


def find_wrong_relations(held: Held) -> Iterator[pd.DataFrame]:
    """Find sites that are parts of themselves, and parts too far from their whole."""
    relations = held.relations
    told = relations[(relations["relation"] == "part_of") & (relations["told_by"] != MATCHED)]
    rings = find_rings(told).assign(record_id=None)
    yield tell(
        "relation_ring",
        rings.assign(
            site=name_sites(rings["site_id"], held.sites),
            other=name_sites(rings["other_site_id"], held.sites),
        ),
    )
    yield _find_far_parts(told, held)


def find_rings(relations: pd.DataFrame) -> pd.DataFrame:
    """Return the relations by which a site is part of itself, over however many others.

    Args:
        relations: `site_id` is part of `other_site_id`.
    """
    left = relations
    while True:  # what is no part of anything, or has no part, stands in no ring
        in_both = left["site_id"].isin(left["other_site_id"])
        in_both &= left["other_site_id"].isin(left["site_id"])
        if in_both.all():
            return left
        left = left[in_both]


def _find_far_parts(told: pd.DataFrame, held: Held) -> pd.DataFrame:
    """Find parts farther from every place of their whole than REACH_M and the accuracies allow."""
    ends = ["site_id", "other_site_id"]
    both = pd.concat([told[end] for end in ends])
    concerned = held.records[are_among(held.records["site_id"], both)]
    shapes = pd.DataFrame(concerned)[["site_id", "geometry", "position_accuracy_m"]]
    accuracy_m = shapes.pop("position_accuracy_m").fillna(UNKNOWN_ACCURACY_M)
    shapes = shapes.assign(accuracy_m=accuracy_m)[~shapely.is_missing(take_shapes(shapes))]
    shapes = shapes[shapes["accuracy_m"] <= ROUGHEST_M]
    wholes = shapes.rename(columns={"site_id": "other_site_id"})
    pairs = told[ends].merge(shapes, on="site_id").merge(wholes, on="other_site_id")
    places = [
        take_shapes(pairs[[name]].set_axis(["geometry"], axis="columns"))
        for name in ("geometry_x", "geometry_y")
    ]
    pairs["gap_m"] = measure_gaps_m(*places)
    pairs["allowed_m"] = REACH_M + pairs["accuracy_m_x"] + pairs["accuracy_m_y"]
    nearest = pairs.assign(beyond=pairs["gap_m"] - pairs["allowed_m"]).sort_values("beyond")
    nearest = nearest.drop_duplicates(ends).sort_values(ends)
    far = nearest[np.asarray(nearest["beyond"] > 0)]
    return tell(
        "part_far_from_whole",
        far.assign(
            site=name_sites(far["site_id"], held.sites),
            other=name_sites(far["other_site_id"], held.sites),
            gap_m=far["gap_m"].map("{:.0f}".format),
            allowed_m=far["allowed_m"].map("{:.0f}".format),
        ),
    )
