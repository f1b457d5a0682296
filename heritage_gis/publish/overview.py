"""The overview of all districts as lines of an SVG drawing: links that need no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from heritage_gis.publish.outlines import BBox, Outlines, Shape

WIDTH = 1000
MARGIN = 6
LEAST_ROOM = 27  # drawing units around a district's middle, below which its name has no room
NAME_WIDTH, NAME_HEIGHT = 112, 46  # what a name takes, in two lines


@dataclass(frozen=True)
class OverviewShape:
    """A district in the drawing: its outline, the place of its name, and whether that fits."""

    kato: str
    path: str
    x: int
    y: int
    is_named: bool


@dataclass(frozen=True)
class Overview:
    """The drawing: its size, and its districts, the largest first."""

    width: int
    height: int
    shapes: tuple[OverviewShape, ...]


def draw_overview(outlines: Outlines) -> Overview:
    """Draw all districts, true to shape in the middle of the two regions (plate carrée)."""
    project, height = make_projection(outlines.bbox_wgs84, WIDTH, MARGIN)
    drawn = {kato: shapely.transform(shape, project) for kato, shape in outlines.shapes.items()}
    largest_first = sorted(drawn, key=lambda kato: (-drawn[kato].area, kato))
    shapes: list[OverviewShape] = []
    for kato in largest_first:
        shapes.append(_draw_shape(kato, drawn[kato], shapes))
    return Overview(WIDTH, round(height), tuple(shapes))


def make_projection(
    bbox: BBox, width: float, margin: float = 0.0
) -> tuple[Callable[[NDArray[np.float64]], NDArray[np.float64]], float]:
    """Return what turns degrees into drawing units, true to shape in the middle of a box.

    Args:
        bbox: west, south, east, north of what is drawn (plate carrée).
        width: of the drawing, margins included.
        margin: on each side.

    Returns:
        The projection, for `shapely.transform`, and the height of the drawing.
    """
    west, south, east, north = bbox
    squeeze = np.cos(np.radians((south + north) / 2))
    scale = (width - 2 * margin) / ((east - west) * squeeze)

    def project(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        x = (degrees[:, 0] - west) * squeeze * scale + margin
        y = (north - degrees[:, 1]) * scale + margin
        return np.column_stack([x, y])

    return project, (north - south) * scale + 2 * margin


def write_path(shape: shapely.Geometry, decimals: int) -> str:
    """Write the rings of a shape in drawing units as the path of an SVG."""
    rings = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        corners = shapely.get_coordinates(ring)[:-1]
        rings.append("M" + " ".join(f"{x:.{decimals}f},{y:.{decimals}f}" for x, y in corners) + "Z")
    return "".join(rings)


def _draw_shape(kato: str, shape: Shape, larger: list[OverviewShape]) -> OverviewShape:
    """Draw a district; its name is left out where it would cover that of a larger one."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance=1)
    x, y = (round(middle) for middle in shapely.get_coordinates(circle)[0])
    is_covering = any(
        other.is_named and abs(other.x - x) < NAME_WIDTH and abs(other.y - y) < NAME_HEIGHT
        for other in larger
    )
    is_named = bool(shapely.length(circle) >= LEAST_ROOM) and not is_covering
    return OverviewShape(kato, write_path(shape, 1), x, y, is_named)
