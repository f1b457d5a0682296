"""The page of a difference: what an upload would change, as one file that asks for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heritage_gis.model.difference import CHANGED, GONE, NEW, UNCHANGED
from heritage_gis.report.difference_map import draw_difference, draw_move
from heritage_gis.report.difference_view import count_rows, list_sections, tell_scope
from heritage_gis.report.map_names import place_names
from heritage_gis.report.page import lay_out
from heritage_gis.report.record_values import read_words, tell_distance
from heritage_gis.report.wording import read_report_words

if TYPE_CHECKING:
    from heritage_gis.model.difference import Difference
    from heritage_gis.places.districts import Districts
    from heritage_gis.report.difference_view import Section
    from heritage_gis.settings import Language

MOST_ENTRIES = 200  # of a section; all of them stand in the object beside the page


def render_difference(told: Difference, districts: Districts, language: Language) -> str:
    """Render a difference.

    It holds exact places: it is for whoever it was made for, and is never published.
    """
    words = read_words("diff_words", language)
    sections = list_sections(told, language, MOST_ENTRIES)
    return lay_out(
        "difference.html",
        language,
        ("report.css", "difference.css"),
        page_title=words["page_title"],
        name=told.file,
        said=words,
        scope=tell_scope(told, language),
        counts=count_rows(told, language),
        moved=words["of_changed"].format(n=told.moved) if told.moved else "",
        sections=sections,
        moves=_draw_moves(sections, language),
        map=_describe_map(told, districts, language),
    )


def _draw_moves(sections: list[Section], language: Language) -> dict[str, Any]:
    """Draw the moves, by the place of their section and entry."""
    return {
        f"{section.code}-{number}": _describe_move(entry.move, language)
        for section in sections
        for number, entry in enumerate(section.entries)
        if entry.move
    }


def _describe_move(row: dict[str, Any], language: Language) -> dict[str, Any]:
    drawing = draw_move(row)
    return {**drawing, "scale_told": tell_distance(drawing["scale_m"], language)}


def _describe_map(told: Difference, districts: Districts, language: Language) -> dict[str, Any]:
    words = read_words("diff_words", language)
    drawing = draw_difference(told.rows, districts)
    counts = {standing: told.count(standing) for standing in (NEW, CHANGED, GONE, UNCHANGED)}
    missing = words["map_unplaced"].format(n=drawing.unplaced) if drawing.unplaced else ""
    return {
        "drawing": drawing,
        "names": place_names(drawing.land, drawing.view, language),
        "label": words["map_label"].format(**counts, moved=told.moved),
        "missing": missing,
        "is_sketch": districts.is_sketch,
        "credit": read_report_words(language)["borders"].format(credit=districts.credit),
    }
