"""The Folium map of a district: borders, and our own layer of sites.

Folium writes its maps into the page as inline scripts, with random names, foreign hosts and
blocked zoom. Here it writes one script file a district, for all languages, and nothing else: the
page is ours, runs no inline script, and every text of a site goes through `textContent`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import folium
from branca.element import MacroElement
from folium.template import Template

from heritage_gis.publish.outlines import (
    find_neighbours,
    find_settlements,
    find_view,
    find_waters,
    write_shape,
)

if TYPE_CHECKING:
    from heritage_gis.publish.outlines import BBox, NamedPlace, Outlines, Shape

DEEPEST_ZOOM = 16  # finer than any position we publish


class SitesLayer(MacroElement):
    """Hands the map over to our script, which draws the sites of the page."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        atlas.showSites({{ this._parent.get_name() }}, {{ this.told|tojson }});
        {% endmacro %}
        """
    )

    def __init__(
        self, bbox: BBox, names: list[dict[str, Any]], settlements: list[NamedPlace]
    ) -> None:
        """Prepare the layer.

        Args:
            bbox: what the map shows at first: west, south, east, north.
            names: districts to be named: as `Neighbour` has it, without the shape.
            settlements: to be drawn and named.
        """
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no types here
        west, south, east, north = bbox
        self.told: dict[str, Any] = {"bounds": [[south, west], [north, east]], "names": names}
        self.told["settlements"] = [asdict(place) for place in settlements]


class DistrictMap(folium.Map):
    """A map without tiles, without foreign hosts, and the same at every run."""

    def __init__(self, slug: str, view: BBox) -> None:
        """Make an empty map.

        Args:
            slug: of the page, from which elements get their names.
            view: west, south, east, north; the map cannot be moved away from it.
        """
        west, south, east, north = view
        super().__init__(
            location=[(south + north) / 2, (west + east) / 2],
            tiles=None,
            zoom_start=6,
            zoom_control=False,  # our script adds one that speaks the reader's language
            zoom_snap=0.25,
            minZoom=4,  # named as Leaflet does: Folium keeps min_zoom and max_zoom for tiles
            maxZoom=DEEPEST_ZOOM,
            max_bounds=True,
            min_lat=south,
            max_lat=north,
            min_lon=west,
            max_lon=east,
            attribution_control=False,  # it would write HTML; the page names its sources itself
        )
        self.default_js, self.default_css = [], []
        self._id = slug.replace("-", "_")

    def place(self, element: MacroElement, name: str) -> None:
        """Add an element under a name that is the same at every run."""
        element._id = f"{self._id}_{name}"  # noqa: SLF001  Folium draws it at random
        self.add_child(element)

    def write_script(self) -> str:
        """Return the whole map as JavaScript; the element it fills has `element_id`."""
        figure: Any = self.get_root()
        figure.render()
        return str(figure.script.render())

    @property
    def element_id(self) -> str:
        """The id of the page's element that the map fills."""
        return str(self.get_name())


def draw_district(slug: str, kato: str, outlines: Outlines, *, is_sketch: bool) -> DistrictMap:
    """Draw a district among its neighbours."""
    shape = outlines.shapes[kato]
    drawn = DistrictMap(slug, find_view(shape))
    neighbours = find_neighbours(outlines, kato)
    around = [write_shape(neighbour.kato, neighbour.shape) for neighbour in neighbours]
    drawn.place(_draw_borders(around, "neighbour", is_sketch=is_sketch), "neighbours")
    drawn.place(_draw_borders([write_shape(kato, shape)], "district", is_sketch=is_sketch), "own")
    for name, dimensions in (("rivers", 1), ("lakes", 2)):
        if waters := find_waters(outlines, shape, dimensions):
            drawn.place(_draw_waters(waters, name), name)
    told = ("kato", "lon", "lat", "room", "is_small")
    names = [{name: getattr(neighbour, name) for name in told} for neighbour in neighbours]
    drawn.place(SitesLayer(_read_bounds(shape), names, find_settlements(outlines, shape)), "sites")
    return drawn


def draw_regions(slug: str, outlines: Outlines, *, is_sketch: bool) -> DistrictMap:
    """Draw all districts, for the sites whose district is not told."""
    west, south, east, north = outlines.bbox_wgs84
    drawn = DistrictMap(slug, (west - 1, south - 1, east + 1, north + 1))
    shapes = [write_shape(kato, shape) for kato, shape in outlines.shapes.items()]
    drawn.place(_draw_borders(shapes, "district", is_sketch=is_sketch), "own")
    drawn.place(SitesLayer(outlines.bbox_wgs84, [], []), "sites")
    return drawn


def _draw_waters(features: list[dict[str, Any]], name: str) -> folium.GeoJson:
    collection = {"type": "FeatureCollection", "features": features}
    return folium.GeoJson(
        collection, class_name=f"water {name}", interactive=False, smooth_factor=0
    )


def _draw_borders(shapes: list[dict[str, Any]], role: str, *, is_sketch: bool) -> folium.GeoJson:
    classes = f"border border-{role}" + (" is-sketch" if is_sketch else "")
    collection = {"type": "FeatureCollection", "features": shapes}
    return folium.GeoJson(collection, class_name=classes, interactive=False, smooth_factor=0)


def _read_bounds(shape: Shape) -> BBox:
    west, south, east, north = shape.bounds
    return (west, south, east, north)
