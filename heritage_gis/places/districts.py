"""The districts of a layout: the one door for every question of 'which district'."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from heritage_gis.places.borders import (
    PIECE_DEGREES,
    BorderIndex,
    find_nearest_pieces,
    index_borders,
    project_coordinates,
    trace_borders,
    unproject_coordinates,
)
from heritage_gis.places.installed_layer import read_installed_layer
from heritage_gis.places.sketch import SKETCH_CREDIT, SKETCH_TOLERANCE_M, draw_sketch
from heritage_gis.places.units import PRESENT_LAYOUT, require_layout

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from heritage_gis.paths import Home

BORDER_REACH_M = 10_000  # farther from a border, no one asks how far
_GEOD = Geod(ellps="WGS84")
_CONE_LATITUDES = (-80.0, 89.0)  # where METRIC_CRS still tells near from far
_MOST_LATITUDE = 90


@dataclass(frozen=True, eq=False)
class Districts:
    """The units of one layout, from the sketch or from an installed official layer.

    Attributes:
        layout: as in `layouts.csv`.
        frame: `kato` (the code in that layout) and `geometry` in EPSG:4326; one row a unit,
            ordered by kato; no gaps, no overlaps.
        is_sketch: draw it dashed, and say so.
        border_tolerance_m: how far a border may be off; 0 for an official layer.
        credit: whom a page that shows the borders must name.
        digest: sha256 over all of the above, for keys of caches.
    """

    layout: str
    frame: gpd.GeoDataFrame
    is_sketch: bool
    border_tolerance_m: float
    credit: str
    digest: str

    def locate(self, points: gpd.GeoSeries) -> pd.DataFrame:
        """Say in which unit each point lies and how far the nearest border is.

        A point on a border belongs to the unit with the lower code.

        Args:
            points: points in EPSG:4326; missing and empty ones are allowed.

        Returns:
            With the index of `points`: `kato` (missing outside both regions),
            `border_distance_m` (to the nearest border with another unit or the outside, within
            0.06 % and 1 m; missing where that is farther than BORDER_REACH_M) and `neighbour`
            (the unit beyond that border; missing where that is outside, or none is near).
        """
        degrees = _read_degrees(points)
        unit = self._find_units(degrees)
        asked, piece, distance = find_nearest_pieces(
            self._border_index, _place_points(degrees), BORDER_REACH_M
        )
        sides = self._border_index.sides[piece]
        distance_m = np.full(len(points), np.nan)
        distance_m[asked] = distance
        neighbour = np.full(len(points), -1)
        neighbour[asked] = np.where(sides[:, 0] == unit[asked], sides[:, 1], sides[:, 0])
        return pd.DataFrame(
            {
                "kato": self._name_units(unit),
                "border_distance_m": distance_m,
                "neighbour": self._name_units(neighbour),
            },
            index=points.index,
        )

    def distance_outside_m(self, points: gpd.GeoSeries) -> pd.DataFrame:
        """Say how far outside both regions each point lies, and on which side.

        Args:
            points: points in EPSG:4326, anywhere on the globe; missing and empty ones are allowed.

        Returns:
            With the index of `points`: `distance_m` (geodesic, from the nearest outer border; 0
            inside), `bearing_degrees` (the way from that border to the point, clockwise from
            north; missing inside) and `nearest_kato` (the unit behind that border, or around the
            point). All are missing where the point is.
        """
        degrees = _read_degrees(points)
        unit = self._find_units(degrees)
        distance_m = np.where(unit >= 0, 0.0, np.nan)
        bearing = np.full(len(points), np.nan)
        is_on_globe = np.isfinite(degrees[:, 0]) & (np.abs(degrees[:, 1]) <= _MOST_LATITUDE)
        beyond = np.flatnonzero((unit < 0) & is_on_globe)
        if len(beyond):
            near, unit[beyond] = self._find_outer_points(degrees[beyond])
            azimuth, _, away = _GEOD.inv(near[:, 0], near[:, 1], *degrees[beyond].T)
            distance_m[beyond], bearing[beyond] = away, np.mod(azimuth, 360)
        return pd.DataFrame(
            {
                "distance_m": distance_m,
                "bearing_degrees": bearing,
                "nearest_kato": self._name_units(unit),
            },
            index=points.index,
        )

    def share_of_cells(self, cells: gpd.GeoSeries) -> pd.DataFrame:
        """Say how much of each cell lies in which unit.

        Args:
            cells: polygons in EPSG:4326, at most a degree wide.

        Returns:
            One row for each cell and unit that share ground: `cell` (the label in the index of
            `cells`), `kato`, `share` (above 0, at most 1, of the area of the cell on the sphere);
            in the order of `cells`, the largest share first, then by kato. A cell outside both
            regions has no row.
        """
        shapes = _read_shapes(cells)
        cell, unit = self._tree.query(shapes, predicate="intersects")
        common = shapely.intersection(shapes[cell], self._shapes[unit])
        share = _measure_even(common) / _measure_even(shapes)[cell]
        kept = np.flatnonzero(share > 0)
        order = kept[np.lexsort((unit[kept], -share[kept], cell[kept]))]
        return pd.DataFrame(
            {
                "cell": cells.index[cell[order]],
                "kato": self._name_units(unit[order]),
                "share": np.minimum(share[order], 1.0),
            }
        )

    def cells_near_border(self, cells: gpd.GeoSeries, distance_m: float) -> pd.Series:
        """Say which cells have a border across or within a distance of them.

        Args:
            cells: polygons in EPSG:4326.
            distance_m: metres from the edge of the cell, such as `border_tolerance_m`.

        Returns:
            Flags with the index of `cells`.
        """
        fine = shapely.segmentize(_read_shapes(cells), PIECE_DEGREES)
        metric = shapely.transform(fine, project_coordinates)
        near, _ = self._border_index.tree.query(metric, predicate="dwithin", distance=distance_m)
        flags = np.zeros(len(cells), dtype=bool)
        flags[near] = True
        return pd.Series(flags, index=cells.index)

    def outlines(self) -> gpd.GeoDataFrame:
        """Return each border once, for drawing.

        Returns:
            `kato_a`, `kato_b` (missing where outside), `border` (`outer`, `region`, `district`),
            `geometry` (lines in EPSG:4326); ordered by the codes. The polygons are `frame`.
        """
        return self._borders.copy()

    @cached_property
    def areas_km2(self) -> pd.Series:
        """The area of each unit of the layer on the ellipsoid, in the order of `frame`."""
        areas = [abs(_GEOD.geometry_area_perimeter(shape)[0]) / 1e6 for shape in self._shapes]
        return pd.Series(areas, index=self.frame.index)

    @cached_property
    def _borders(self) -> gpd.GeoDataFrame:
        return trace_borders(self.frame)

    @cached_property
    def _border_index(self) -> BorderIndex:
        return index_borders(self._borders, self.frame["kato"])

    @cached_property
    def _outer_index(self) -> BorderIndex:
        outer = self._borders[self._borders["border"] == "outer"]
        return index_borders(outer, self.frame["kato"])

    @cached_property
    def _shapes(self) -> NDArray[np.object_]:
        shapes: NDArray[np.object_] = self.frame.geometry.to_numpy()
        shapely.prepare(shapes)
        return shapes

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    def _find_units(self, degrees: NDArray[np.float64]) -> NDArray[np.intp]:
        """Return the row of the unit of each point, -1 outside."""
        unit = np.full(len(degrees), -1, dtype=np.intp)
        x, y = degrees.T
        for row, shape in enumerate(self._shapes):
            west, south, east, north = shape.bounds
            maybe = np.flatnonzero(
                (unit < 0) & (x >= west) & (x <= east) & (y >= south) & (y <= north)
            )
            unit[maybe[shapely.intersects_xy(shape, x[maybe], y[maybe])]] = row
        return unit

    def _find_outer_points(
        self, degrees: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        """Return the nearest places on the outer border, in degrees, and the units behind them."""
        clipped = np.column_stack([degrees[:, 0], np.clip(degrees[:, 1], *_CONE_LATITUDES)])
        metric = _place_points(clipped)
        _, piece, _ = find_nearest_pieces(self._outer_index, metric, None)
        pieces = self._outer_index.pieces[piece]
        near = shapely.line_interpolate_point(pieces, shapely.line_locate_point(pieces, metric))
        return unproject_coordinates(shapely.get_coordinates(near)), self._outer_index.sides[
            piece, 0
        ]

    def _name_units(self, rows: NDArray[np.intp]) -> pd.api.extensions.ExtensionArray:
        """Return the codes of units by their rows; -1 becomes a missing one."""
        labels = pd.Series([*self.frame["kato"], None], dtype="str")
        return labels.array.take(rows)


def load_districts(home: Home, layout: str = PRESENT_LAYOUT) -> Districts:
    """Load the districts of a layout: the official layer installed in the home, else the sketch.

    Raises:
        MisusedError: there is no such layout.
        DamagedHomeError: the installed layer cannot be read; install it again.
    """
    require_layout(layout)
    installed = read_installed_layer(home, layout)
    if installed is not None:
        return make_districts(layout, installed.frame, installed.credit, border_tolerance_m=0.0)
    return load_sketch(layout)


@cache
def load_sketch(layout: str) -> Districts:
    """Draw the sketch of a layout, once a process; nobody changes what is shared."""
    return make_districts(
        layout, draw_sketch(layout), SKETCH_CREDIT, border_tolerance_m=SKETCH_TOLERANCE_M
    )


def make_districts(
    layout: str, frame: gpd.GeoDataFrame, credit: str, border_tolerance_m: float
) -> Districts:
    """Put units that make a coverage into districts; a tolerance above 0 makes them a sketch."""
    ordered = frame.sort_values("kato", ignore_index=True)
    is_sketch = border_tolerance_m > 0
    digest = hashlib.sha256(f"{layout}\n{credit}\n{border_tolerance_m}\n".encode())
    for kato, shape in zip(ordered["kato"], shapely.normalize(ordered.geometry), strict=True):
        digest.update(kato.encode() + shapely.to_wkb(shape, byte_order=1))
    return Districts(
        layout, ordered, is_sketch, float(border_tolerance_m), credit, digest.hexdigest()
    )


def _read_shapes(series: gpd.GeoSeries) -> NDArray[np.object_]:
    """Return the geometries; those of a projected series would all seem to lie outside."""
    if series.crs is not None and not series.crs.equals("EPSG:4326", ignore_axis_order=True):
        message = f"districts are asked in EPSG:4326, not in {series.crs.name}"
        raise ValueError(message)
    shapes: NDArray[np.object_] = series.to_numpy()
    return shapes


def _read_degrees(points: gpd.GeoSeries) -> NDArray[np.float64]:
    shapes = _read_shapes(points).copy()
    shapes[shapely.is_empty(shapes)] = None  # an empty point has no x, and GEOS says so loudly
    return np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)])


def _place_points(degrees: NDArray[np.float64]) -> NDArray[np.object_]:
    """Return points in METRIC_CRS, missing where it does not reach."""
    metric = project_coordinates(degrees)
    points = np.full(len(degrees), None, dtype=object)
    reached = np.isfinite(metric).all(axis=1)
    points[reached] = shapely.points(metric[reached])
    return points


def _measure_even(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Return areas that compare rightly among places of nearly one latitude.

    The cylindrical equal-area projection of Lambert: x is the longitude, y the sine of the
    latitude. The flattening of the Earth changes the ratio within half a degree by under 0.01 %.
    """
    even = shapely.transform(
        shapes, lambda degrees: np.column_stack([degrees[:, 0], np.sin(np.radians(degrees[:, 1]))])
    )
    return shapely.area(even)
