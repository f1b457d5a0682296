"""The card of a site: one page, at an address that stays, with all that may be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from heritage_gis.model.columns import list_values
from heritage_gis.publish.card_works import describe_work
from heritage_gis.publish.datings import write_years
from heritage_gis.publish.linked_data import describe_for_machines
from heritage_gis.publish.overview import make_projection, write_path
from heritage_gis.publish.site_words import SiteWords, list_katos
from heritage_gis.publish.words import capitalise
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from heritage_gis.publish.outlines import BBox, Outlines
    from heritage_gis.settings import Language

Row = dict[str, Any]
CREDIT_PART = "; "
DRAWING_WIDTH = 1000
LEAST_CELL = 24  # drawing units, below which a cell is not seen
TIME_FROM, TIME_TO = -3500, 2000  # what the bar of periods shows
TICKS = range(-3000, 2001, 1000)
BAR_LEAST = 0.6  # percent, below which a span is not seen


def list_rows(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame as plain Python values, None where missing."""
    columns: dict[str, list[Any]] = {}
    for name in map(str, frame.columns):
        columns[name] = list_values(frame[name])
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@dataclass(frozen=True)
class Locator:
    """A small drawing of a district, and where in it a site is shown.

    Attributes:
        width: of the drawing, in its units, whole ones; so `height`.
        path: the outline of the district.
        cell: x, y, width and height of the cell of a protected site; () where there is none.
        point: x and y of a site that is shown as surveyed; () for others.
    """

    width: int
    height: int
    path: str
    cell: tuple[int, ...]
    point: tuple[int, ...]


def draw_locator(site: Row, outlines: Outlines) -> Locator | None:
    """Draw where a site is shown; None where it is shown nowhere."""
    kato = next(iter(list_katos(site)), "")
    if site["position"] == "none" or kato not in outlines.shapes:
        return None
    shape, place = outlines.shapes[kato], site["geometry"]
    bbox = shapely.total_bounds([shape, place]).tolist()
    project, height = make_projection(bbox, DRAWING_WIDTH)
    shown = shapely.transform(place, project)
    is_cell = site["position"] == "cell"
    return Locator(
        width=DRAWING_WIDTH,
        height=round(height),
        path=write_path(shapely.transform(shape, project), 0),
        cell=_draw_cell(shown.bounds) if is_cell else (),
        point=() if is_cell else (round(shown.x), round(shown.y)),
    )


def _draw_cell(bounds: BBox) -> tuple[int, ...]:
    """Return the cell as a rectangle, wide enough to be seen."""
    left, top, right, bottom = bounds
    slack = [max(0.0, LEAST_CELL - size) / 2 for size in (right - left, bottom - top)]
    x, y = left - slack[0], top - slack[1]
    sizes = (right - left + 2 * slack[0], bottom - top + 2 * slack[1])
    return tuple(round(each) for each in (x, y, *sizes))


class CardWriter:
    """Prepares what the cards of one language say; the template writes it."""

    def __init__(self, language: Language, layout: str) -> None:
        """Take the words of a language and a layout of districts."""
        self.told = SiteWords(language, layout)
        self.words = self.told.words

    def describe(self, site: Row, voices: list[Row], works: list[Row]) -> Row:
        """Return what a card says.

        Args:
            site: PUBLIC_COLUMNS of one site.
            voices: VOICE_COLUMNS of what its sources say.
            works: PUBLIC_WORK_COLUMNS of what was done there.
        """
        told, by_sort = self.told, _sort_voices(voices)
        dating = told.dating(site, is_certain=site["dating_certain"])
        return {
            "site": site,
            "name": told.name(site),
            "other_names": told.other_names(site),
            "facts": [*self._list_facts(site, dating)],
            "datings": [self._describe_dating(voice) for voice in by_sort["dating"]],
            "ticks": [self._describe_tick(year) for year in TICKS],
            "kinds": [self._describe_kind(voice, site) for voice in by_sort["kind"]],
            "conditions": [self._describe_condition(voice) for voice in by_sort["condition"]],
            "statuses": [self._describe_status(voice) for voice in by_sort["status"]],
            "works": [describe_work(work, told) for work in works],
            "references": [*dict.fromkeys(voice["text"] for voice in by_sort["reference"])],
            "credits": site["credit"].split(CREDIT_PART) if site["credit"] else [],
            "position": told.position(site),
            "linked_data": describe_for_machines(site, told),
        }

    def _list_facts(self, site: Row, dating: str) -> Iterable[Row]:
        told = self.told
        status = told.status(site["protection_status"], site["list_number"])
        condition = capitalise(told.label("conditions", site["condition"]))
        facts = {
            "field_kind": [told.kind(site)],
            "field_dating": [capitalise(dating)],
            "field_count": [told.count_class(site)],
            "field_condition": [condition],
            "field_status": [status],
            "field_district": told.district(site),
        }
        for key, values in facts.items():
            if any(values):
                yield {"field": self.words[key], "values": [value for value in values if value]}

    def _describe_dating(self, voice: Row) -> Row:
        start, end = _clip(voice["start_year"], voice["end_year"])
        return {
            "text": capitalise(self.told.dating(voice, is_certain=voice["is_certain"])),
            "scheme": self.words.get(f"scheme_{voice['dating_scheme']}", ""),
            "credits": (voice["credit"] or "").split(CREDIT_PART),
            "bar": None if start is None or end is None else _measure(start, end),
            "is_certain": voice["is_certain"] is not False,
        }

    def _describe_tick(self, year: int) -> Row:
        text = str(abs(year)) if year else self.words["axis_ad"]  # there is no year 0
        if year == TICKS[0]:
            text = self.words["axis_bc"].format(n=text)
        return {"x": _place(year), "text": text}

    def _describe_kind(self, voice: Row, site: Row) -> Row:
        vocabulary = "kinds" if site["position"] == "exact" else "kind_groups"
        return self._tell(capitalise(self.told.label(vocabulary, voice["code"])), voice)

    def _describe_condition(self, voice: Row) -> Row:
        told = capitalise(self.told.label("conditions", voice["code"]))
        when = write_years(voice["year"], voice["year"], self.told.language)
        return self._tell(f"{told}, {when}" if when else told, voice)

    def _describe_status(self, voice: Row) -> Row:
        told = self.told.status(voice["code"], voice["list_number"])
        listed = _name_list(voice["list"], self.told.language) if not voice["code"] else ""
        since, until = voice["held_from"], voice["held_to"]
        days = [
            self.words[key].format(day=day)
            for key, day in (("held_from", since), ("held_to", until))
            if day
        ]
        parts = [capitalise(listed), told, *days, voice["text"] or ""]
        return self._tell(", ".join(part for part in parts if part), voice)

    def _tell(self, text: str, voice: Row) -> Row:
        return {"text": text, "credits": (voice["credit"] or "").split(CREDIT_PART)}


def _sort_voices(voices: list[Row]) -> dict[str, list[Row]]:
    sorts: dict[str, list[Row]] = {
        sort: [] for sort in ("dating", "kind", "condition", "status", "reference")
    }
    for voice in voices:
        sorts[voice["said"]].append(voice)
    return sorts


def _name_list(code: str | None, language: Language) -> str:
    lists = {entry["code"]: entry[language] for entry in read_vocabulary("number_lists")}
    return lists.get(code or "", "")


def _clip(start: int | None, end: int | None) -> tuple[int | None, int | None]:
    """Cut a span to what the bar shows; a side that is not known ends with the other."""
    known = [year for year in (start, end) if year is not None]
    if not known:
        return None, None
    first, last = known[0], known[-1]
    if last < TIME_FROM or first > TIME_TO:
        return None, None
    return max(first, TIME_FROM), min(last, TIME_TO)


def _place(year: int) -> float:
    return round(100 * (year - TIME_FROM) / (TIME_TO - TIME_FROM), 2)


def _measure(start: int, end: int) -> Row:
    x = _place(start)
    return {"x": x, "width": max(round(_place(end) - x, 2), BAR_LEAST)}
