"""The overview of all districts as lines of an SVG drawing: links that need no script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from heritage_gis.publish.outlines import Outlines, Shape

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
    west, south, east, north = outlines.bbox_wgs84
    squeeze = np.cos(np.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * squeeze)

    def project(degrees: np.ndarray) -> np.ndarray:
        x = (degrees[:, 0] - west) * squeeze * scale + MARGIN
        y = (north - degrees[:, 1]) * scale + MARGIN
        return np.column_stack([x, y])

    drawn = {kato: shapely.transform(shape, project) for kato, shape in outlines.shapes.items()}
    largest_first = sorted(drawn, key=lambda kato: (-drawn[kato].area, kato))
    shapes: list[OverviewShape] = []
    for kato in largest_first:
        shapes.append(_draw_shape(kato, drawn[kato], shapes))
    return Overview(WIDTH, round((north - south) * scale + 2 * MARGIN), tuple(shapes))


def _draw_shape(kato: str, shape: Shape, larger: list[OverviewShape]) -> OverviewShape:
    """Draw a district; its name is left out where it would cover that of a larger one."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance=1)
    x, y = (round(middle) for middle in shapely.get_coordinates(circle)[0])
    rings = [
        "M" + " ".join(f"{x:.1f},{y:.1f}" for x, y in shapely.get_coordinates(ring)[:-1]) + "Z"
        for ring in shapely.get_rings(shapely.get_parts(shape))
    ]
    is_covering = any(
        other.is_named and abs(other.x - x) < NAME_WIDTH and abs(other.y - y) < NAME_HEIGHT
        for other in larger
    )
    is_named = bool(shapely.length(circle) >= LEAST_ROOM) and not is_covering
    return OverviewShape(kato, "".join(rings), x, y, is_named)
