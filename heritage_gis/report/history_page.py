"""The page of a site's history: one file that asks for nothing, for the keeper alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heritage_gis.report.history_view import describe_history
from heritage_gis.report.page import lay_out
from heritage_gis.report.places_map import draw_places
from heritage_gis.report.record_values import read_words, tell_distance

if TYPE_CHECKING:
    from heritage_gis.model.history import History
    from heritage_gis.settings import Language


def render_history(told: History, language: Language) -> str:
    """Render a history.

    It holds exact places of protected sites: it is for the keeper, and is never published.
    """
    return lay_out(
        "history.html",
        language,
        ("report.css", "difference.css", "history.css"),
        page_title=read_words("history_words", language)["page_title"],
        name=told.site_id,
        said=read_words("history_words", language),
        changed=read_words("diff_words", language),
        view=describe_history(told, language),
        map=_describe_map(told, language),
    )


def _describe_map(told: History, language: Language) -> dict[str, Any] | None:
    """Draw the positions, where there are any."""
    numbers = {voice["record_id"]: n for n, voice in enumerate(told.voices, start=1)}
    positions = next((each for each in told.attributes if each.name == "position"), None)
    if positions is None:
        return None
    drawing = draw_places(
        [
            (
                numbers[each.record_id],
                each.told["lon"],
                each.told["lat"],
                each.told.get("position_accuracy_m", 0.0),
                each.is_shown,
            )
            for each in positions.said
        ]
    )
    return {"drawing": drawing, "scale": tell_distance(drawing.scale_m, language)}
