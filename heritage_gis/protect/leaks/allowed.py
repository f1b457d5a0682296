"""The places an edition may name: what the public twin and the base map say, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import shapely

from heritage_gis.places.units import read_units
from heritage_gis.protect.leaks.pieces import SLACK_DEGREES

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.districts import Districts

DRAWN_DECIMALS = (5, 4)  # to which outlines are rounded for drawing


@dataclass(frozen=True, eq=False)
class AllowedPlaces:
    """Places that every reader may know.

    Attributes:
        points: longitudes and latitudes, two columns, each place once.
    """

    points: NDArray[np.float64]

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(np.atleast_1d(np.asarray(shapely.points(self.points), dtype=object)))

    @cached_property
    def _axes(self) -> dict[str, NDArray[np.float64]]:
        return {"lon": np.unique(self.points[:, 0]), "lat": np.unique(self.points[:, 1])}

    def has_points(
        self,
        lon: NDArray[np.float64],
        lat: NDArray[np.float64],
        slack: NDArray[np.float64] | float = SLACK_DEGREES,
    ) -> NDArray[np.bool_]:
        """Tell which points are allowed places, to within a slack in degrees."""
        if not len(lon):
            return np.zeros(0, dtype=bool)
        asked = np.column_stack([lon, lat, np.broadcast_to(slack, len(lon))])
        distinct, back = np.unique(asked, axis=0, return_inverse=True)
        x, y, reach = distinct.T
        boxes = shapely.box(x - reach, y - reach, x + reach, y + reach)
        found = np.zeros(len(distinct), dtype=bool)
        found[self._tree.query(boxes)[0]] = True
        return found[back.ravel()]

    def has_angles(
        self,
        degrees: NDArray[np.float64],
        axis: str,
        slack: NDArray[np.float64] | float = SLACK_DEGREES,
    ) -> NDArray[np.bool_]:
        """Tell which angles are those of an allowed place; the axis is `lon` or `lat`."""
        known = self._axes[axis]
        if not len(known):
            return np.zeros(len(degrees), dtype=bool)
        after = np.searchsorted(known, degrees).clip(1, max(len(known) - 1, 1))
        before, behind = known[after - 1], known[np.minimum(after, len(known) - 1)]
        nearest = np.minimum(np.abs(degrees - before), np.abs(degrees - behind))
        return nearest <= slack


def allow_places(
    public: PublicSites, districts: Districts, more: NDArray[np.float64] | None = None
) -> AllowedPlaces:
    """Gather the places an edition may name.

    They are the corners and middles of published cells, the published points of exact sites, the
    boxes around all sites and those of each district and region, the outlines of the districts
    with their boxes, and the seats of the districts.

    Args:
        public: the public twin.
        districts: the layer in place.
        more: further places that have nothing to do with sites: longitude and latitude.
    """
    frame = public.frame.reset_index(drop=True)
    boxes = [frame.geometry[rows].total_bounds for rows in _group_by_place(frame)]
    is_exact = frame["position"] == "exact"
    cells = np.unique(shapely.bounds(frame.geometry[frame["position"] == "cell"]), axis=0)
    points = [
        _name_boxes(cells),
        _name_boxes(np.array(boxes).reshape(-1, 4)),
        shapely.get_coordinates(frame.geometry[is_exact]),
        _list_base_map(districts.frame.geometry),
        np.empty((0, 2)) if more is None else more,
    ]
    together = np.concatenate(points)
    return AllowedPlaces(np.unique(together[np.isfinite(together).all(axis=1)], axis=0))


def _group_by_place(frame: gpd.GeoDataFrame) -> list[NDArray[np.bool_]]:
    """Return who stands together: all, each district with its borders, each region."""
    katos = (frame["district"].fillna("") + " " + frame["border_districts"].fillna("")).str.split()
    groups = [np.ones(len(frame), dtype=bool)]
    stays = katos.explode().dropna()
    for kato in sorted(stays.unique()):
        groups.append(frame.index.isin(stays.index[stays == kato]))
        groups.append((frame["district"] == kato).to_numpy(dtype=bool))
    regions = sorted(frame["region"].dropna().unique())
    groups += [(frame["region"] == region).to_numpy(dtype=bool) for region in regions]
    return [rows for rows in groups if rows.any()]


def _name_boxes(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the four corners and the middle of each box."""
    west, south, east, north = boxes.reshape(-1, 4).T
    x = np.concatenate([west, east, east, west, (west + east) / 2])
    y = np.concatenate([south, south, north, north, (south + north) / 2])
    return np.column_stack([x, y])


def _list_base_map(outlines: gpd.GeoSeries) -> NDArray[np.float64]:
    exact = shapely.get_coordinates(outlines.to_numpy())
    rounded = [np.round(exact, decimals) for decimals in DRAWN_DECIMALS]
    boxes = [*shapely.bounds(outlines.to_numpy()), outlines.total_bounds]
    boxes += [unit.bbox_wgs84 for unit in read_units()]
    seats = [unit.centre_wgs84 for unit in read_units() if unit.centre_wgs84]
    return np.concatenate([exact, *rounded, _name_boxes(np.array(boxes)), np.array(seats)])
