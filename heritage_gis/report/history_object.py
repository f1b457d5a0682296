"""The history of a site for programs, as `heritage history --json` prints it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from heritage_gis.report.difference_object import make_plain

if TYPE_CHECKING:
    from heritage_gis.model.history import History


def write_history(told: History) -> dict[str, Any]:
    """Return a history as one object of plain values."""
    return {name: _make_plain(value) for name, value in asdict(told).items()}


def _make_plain(value: Any) -> Any:  # noqa: ANN401 - of any field
    if isinstance(value, dict):
        return {str(key): _make_plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_make_plain(each) for each in value]
    plain = make_plain(value)
    return None if plain != plain else plain  # noqa: PLR0124 - not a number
