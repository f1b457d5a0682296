"""The texts of problems, in three languages, and how a problem becomes a row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from heritage_gis.model.problem import PROBLEM_COLUMNS, ROW_PLACE, no_problems
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.settings import Language

NEAR = "near"  # the detail that tells which known words an unknown one is near to


class _Details(dict[str, Any]):
    """Details of one problem; a detail may be a text, or one text for each language."""

    def __missing__(self, key: str) -> str:
        message = f"the problem text asks for {{{key}}}, which was not given"
        raise KeyError(message)


def explain(
    code: str,
    places: pd.DataFrame,
    column: str = "",
    values: pd.Series | None = None,
    details: Mapping[str, Any] | pd.DataFrame | None = None,
    suggestion: str | pd.Series = "",
) -> pd.DataFrame:
    """Write one problem for each row of `places`.

    Args:
        code: a code of `problems.csv`, which gives severity and text.
        places: rows in which the problem is, with `survey_id`, `source_file`, `source_layer`,
            `source_row`; other columns are ignored.
        column: their heading of the cell, empty where the problem is of the row.
        values: what the cell says, with the index of `places`.
        details: what the text asks for besides `{value}`: the same for all rows, or a frame with
            the index of `places`. A detail that is a dict `{"kk": …, "ru": …, "en": …}` is
            given in the language of the text. `near` is empty unless it is given (see
            `suggestions`).
        suggestion: the nearest right value, one for all or one for each row.

    Returns:
        A table with PROBLEM_COLUMNS.
    """
    if not len(places):
        return no_problems()
    entry = _find_entry(code)
    problems = places[["survey_id", *ROW_PLACE]].copy()
    problems["column"] = column
    problems["value"] = "" if values is None else values.astype("str").fillna("")
    problems["code"] = code
    problems["severity"] = entry["severity"]
    rows = _spread_details(details, problems["value"])
    for language in LANGUAGES:
        texts = [_write_text(entry[language], row, language) for row in rows]
        problems[f"message_{language}"] = pd.Series(texts, index=places.index, dtype="str")
    problems["suggestion"] = suggestion
    return problems[list(PROBLEM_COLUMNS)].reset_index(drop=True)


def write_figure(figure: str) -> dict[str, str]:
    """Write a figure with the decimal mark of each language, as a detail of a problem text."""
    return {
        language: figure if language == "en" else figure.replace(".", ",") for language in LANGUAGES
    }


def _find_entry(code: str) -> dict[str, str]:
    return next(entry for entry in read_vocabulary("problems") if entry["code"] == code)


def _spread_details(
    details: Mapping[str, Any] | pd.DataFrame | None, values: pd.Series
) -> list[dict[str, Any]]:
    if not isinstance(details, pd.DataFrame):
        shared = {NEAR: ""} | dict(details or {})
        return [{**shared, "value": value} for value in values.tolist()]
    told = details.loc[values.index].assign(value=values)
    return [{NEAR: ""} | {str(name): row[name] for name in row} for row in told.to_dict("records")]


def _write_text(template: str, details: dict[str, Any], language: Language) -> str:
    told = {
        name: detail[language] if isinstance(detail, dict) else detail
        for name, detail in details.items()
    }
    return template.format_map(_Details(told))
