"""Names of districts on the report's map: where each goes, and which have no room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.places.units import find_by_kato

if TYPE_CHECKING:
    from heritage_gis.report.land import Land
    from heritage_gis.report.view import View
    from heritage_gis.settings import Language

LETTER = 8.2  # units that a letter is wide, on average, in the style of the page
LINE = 18
ON_PHONE = 1.6  # times as large: the drawing is small there
MARGIN = 4
LEAST_SHARE = 0.42  # of half its width that must fit around the middle of the district


@dataclass(frozen=True)
class MapName:
    """A name on the map; `room` is `much` where a phone has room for it, too."""

    text: str
    x: int
    y: int
    room: str


def place_names(land: Land, view: View, language: Language) -> list[MapName]:
    """Place the names of districts, those with most room first; none covers another."""
    placed: list[MapName] = []
    width = view.width
    for shape in sorted(land.districts, key=lambda shape: (-shape.radius, shape.kato)):
        unit = find_by_kato(shape.kato)
        if unit is None:
            continue
        text = unit.name(language)
        half = len(text) * LETTER / 2
        x = round(min(max(shape.x, half + MARGIN), width - half - MARGIN))
        y = min(max(shape.y, LINE), view.height - 2 * LINE)
        is_roomy = shape.radius > half and abs(x - width / 2) < width / 2 - ON_PHONE * half
        name = MapName(text, x, y, "much" if is_roomy else "some")
        if shape.radius >= LEAST_SHARE * half and not any(_covers(name, other) for other in placed):
            placed.append(name)
    return placed


def _covers(name: MapName, other: MapName) -> bool:
    width = (len(name.text) + len(other.text)) * LETTER / 2 + MARGIN
    return abs(name.x - other.x) < width and abs(name.y - other.y) < LINE
