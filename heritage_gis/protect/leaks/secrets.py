"""Secrets: all that is known of protected sites and must not be told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from heritage_gis.model.public import PublicSites

METRES_PER_DEGREE = 111_200.0  # of latitude here
SIZES = (
    "feature_count",
    "diameter_min_m",
    "diameter_max_m",
    "height_min_m",
    "height_max_m",
    "length_m",
    "width_m",
    "area_m2",
    "elevation_m",
)
TEXTS = (
    "location_text",
    "coordinate_text",
    "size_text",
    "kind_text",
    "culture",
    "threats",
    "legal_act",
    "other_numbers",
    "investigator",
    "report_ref",
    "references",
    "finds",
    "finds_kept_at",
    "description_kk",
    "description_ru",
    "description_en",
    "history",
    "notes",
    "media",
    "okrug",
    "settlement",
)
NAMES = ("name_kk", "name_ru", "name_en", "name_other")  # secret while a site is not published


@dataclass(frozen=True, eq=False)
class Secrets:
    """What must not be told of protected sites, published or not.

    Attributes:
        points: `site_id`, `lon`, `lat`, `what` (`site`, `record` or `vertex`): the true points,
            those their records give, and the vertices of outlines; EPSG:4326.
        figures: `site_id`, `column`, `value`: sizes and counts.
        texts: `site_id`, `column`, `text`: whatever is withheld in words.
        kinds: `site_id`, `kind`: the kinds behind the kind group.
    """

    points: pd.DataFrame
    figures: pd.DataFrame
    texts: pd.DataFrame
    kinds: pd.DataFrame

    @cached_property
    def _tree(self) -> shapely.STRtree:
        points = shapely.points(*_stretch(self.points["lon"], self.points["lat"]))
        return shapely.STRtree(np.atleast_1d(np.asarray(points, dtype=object)))

    def find_nearest(self, lon: float, lat: float) -> str:
        """Say which protected site lies nearest to a place, and how far in metres."""
        if not len(self.points):
            return "there is no protected site"
        here = shapely.points(*_stretch(lon, lat))
        row = self._tree.nearest(here)
        metres = shapely.distance(self._tree.geometries[row], here) * METRES_PER_DEGREE
        return f"{metres:.0f} m from {self.points['site_id'].iloc[row]}"

    def find_nearest_angle(self, degrees: float, axis: str) -> str:
        """Say which protected site's latitude or longitude lies nearest, and how far."""
        if not len(self.points):
            return "there is no protected site"
        away = np.abs(self.points[axis].to_numpy() - degrees)
        row = int(away.argmin())
        metres = away[row] * METRES_PER_DEGREE * (1 if axis == "lat" else _SQUEEZE)
        name = "latitude" if axis == "lat" else "longitude"
        return f"{metres:.0f} m from the {name} of {self.points['site_id'].iloc[row]}"

    def has_near(
        self, lon: NDArray[np.float64], lat: NDArray[np.float64], reach_m: float
    ) -> NDArray[np.bool_]:
        """Tell which places lie within a reach of a protected point."""
        near = np.zeros(len(lon), dtype=bool)
        if len(self.points) and len(lon):
            here = shapely.points(*_stretch(lon, lat))
            reach = reach_m / METRES_PER_DEGREE
            near[self._tree.query(here, predicate="dwithin", distance=reach)[0]] = True
        return near


_SQUEEZE = float(np.cos(np.radians(48.7)))  # a degree of longitude in degrees of latitude, here


def _stretch(lon: object, lat: object) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.asarray(lon, dtype=float) * _SQUEEZE, np.asarray(lat, dtype=float)


def gather_secrets(
    sites: gpd.GeoDataFrame, records: gpd.GeoDataFrame, public: PublicSites
) -> Secrets:
    """Gather the secrets of a register.

    Every site is protected that is not shown exactly, also one that is not published at all; and
    every record that belongs to no site yet, under its record_id.

    Args:
        sites: the register's sites: `site_id`, `kind`, `kinds_told`, `feature_count`, true point.
        records: its records with `site_id`, also those held back; `record_id`, the standard
            columns, geometry. Columns that are missing hold no secret.
        public: the public twin.
    """
    frame = public.frame
    shown = frozenset(frame.loc[frame["position"] == "exact", "site_id"])
    hidden = sites[~sites["site_id"].isin(shown)]
    owners = records["site_id"].fillna(records["record_id"])
    told = records.assign(site_id=owners)[~owners.isin(shown).to_numpy()]
    unknown = hidden[~hidden["site_id"].isin(frame["site_id"])]
    texts = [_unpivot(told, TEXTS, "text"), _unpivot(unknown, NAMES, "text")]
    kinds = [_split_codes(hidden, name) for name in ("kind", "kinds_told")]
    return Secrets(
        points=_gather_points(hidden, told),
        figures=pd.concat([_unpivot(rows, SIZES, "value") for rows in (hidden, told)]),
        texts=pd.concat(texts, ignore_index=True),
        kinds=pd.concat([*kinds, _split_codes(told, "kind")]).drop_duplicates(ignore_index=True),
    )


def _gather_points(hidden: gpd.GeoDataFrame, told: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return all places of sites and records, each once for a site."""
    found = []
    for rows, what in ((hidden, "site"), (told, "record")):
        shapes = rows.geometry.to_numpy()
        middle = shapely.centroid(shapes)
        found.append(_list_points(middle, rows["site_id"].to_numpy(), what))
        if what == "record":
            found.append(_list_points(shapes, rows["site_id"].to_numpy(), "vertex"))
    points = pd.concat(found, ignore_index=True).dropna(subset=["lon", "lat"])
    return points.drop_duplicates(["site_id", "lon", "lat"], ignore_index=True)


def _list_points(
    shapes: NDArray[np.object_], site_ids: NDArray[np.object_], what: str
) -> pd.DataFrame:
    xy, rows = shapely.get_coordinates(shapes, return_index=True)
    return pd.DataFrame({"site_id": site_ids[rows], "lon": xy[:, 0], "lat": xy[:, 1], "what": what})


def _unpivot(rows: pd.DataFrame, columns: tuple[str, ...], name: str) -> pd.DataFrame:
    """Return `site_id`, `column` and the values that are there, one row each."""
    known = [column for column in columns if column in rows]
    long = pd.DataFrame(rows)[["site_id", *known]].melt(
        "site_id", var_name="column", value_name=name
    )
    return long.dropna().drop_duplicates(ignore_index=True)


def _split_codes(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    codes = rows[column] if column in rows else pd.Series(dtype="str")
    told = pd.DataFrame({"site_id": rows["site_id"], "kind": codes.str.split()})
    return told.explode("kind").dropna()
