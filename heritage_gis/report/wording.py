"""How the report names places and counts, and the lines that it is on a terminal."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.model.columns import unpack_columns
from heritage_gis.report.causes import group_problems, write_ranges
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.report.causes import Cause
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Language

RANGES_SHOWN = 8  # of rows with one mistake on the terminal; all of them are in the files
CASES_SHOWN = 5  # values with one mistake
WORKBOOK = (".xlsx", ".xlsm", ".xls", ".ods")  # has sheets; other files have layers


@cache
def read_report_words(language: Language) -> dict[str, str]:
    """Return the words of the report, by key."""
    return {code: label[language] for code, label in read_labels("report_words").items()}


def capitalise(text: str) -> str:
    """Write the first letter of a text large, and leave the others as they are."""
    return text[:1].upper() + text[1:]


def tell_problems(problems: pd.DataFrame, language: Language) -> list[str]:
    """Return a line for each cause, the gravest first; its values follow where they are several.

    A line says where, what was found, what was expected, and what to do.
    """
    return [line for cause in group_problems(problems) for line in tell_cause(cause, language)]


def tell_cause(cause: Cause, language: Language) -> list[str]:
    """Tell one mistake: where, what, and what to do; then its values where they are several."""
    words = read_report_words(language)
    place = tell_place(cause.file, cause.layer, cause.rows, language, cause.column)
    line = f"{place}: {cause.message[language]}"
    if len(cause.cases) == 1:
        suggestion = cause.cases[0].suggestion
        is_told = f"«{suggestion}»" in line
        return [f"{line} → {suggestion}" if suggestion and not is_told else line]
    told = [
        f"    «{case.value}»{f' → {case.suggestion}' if case.suggestion else ''}: "
        f"{tell_rows(case.rows, language)}"
        for case in cause.cases[:CASES_SHOWN]
    ]
    rest = len(cause.cases) - CASES_SHOWN
    more = [f"    {words['more_values'].format(n=rest)}"] if rest > 0 else []
    return [line, *told, *more]


def tell_unplaced(report: Report, language: Language) -> str:
    """Say which rows have no place, the first few of each sheet or layer; empty where all have."""
    places = [
        tell_place(place["source_file"], place["source_layer"], rows, language)
        for place, rows in group_rows(report.unplaced)
    ]
    return "; ".join(places)


def group_rows(places: pd.DataFrame) -> list[tuple[dict[str, str], list[int]]]:
    """Return the rows of each file and layer, with the place that they share."""
    plain = unpack_columns(places)
    layered = plain.assign(source_layer=plain["source_layer"].fillna(""))
    groups = layered.groupby(["source_file", "source_layer"], sort=False)
    return [
        ({"source_file": str(file), "source_layer": str(layer)}, group["source_row"].tolist())
        for (file, layer), group in groups
    ]


def tell_place(file: str, layer: str, rows: list[int], language: Language, column: str = "") -> str:
    """Name a place as a person would look for it: file, sheet or layer, rows, column."""
    words = read_report_words(language)
    parts = [file]
    if layer:
        parts.append(f'{tell_layer_word(file, language)} "{layer}"')
    if rows:
        parts.append(tell_rows(rows, language))
    if column:
        parts.append(f'{words["column"]} "{column}"')
    return ", ".join(parts)


def tell_layer_word(file: str, language: Language) -> str:
    """Return what a table of this file is called: a sheet or a layer."""
    return read_report_words(language)["sheet" if file.lower().endswith(WORKBOOK) else "layer"]


def tell_rows(rows: list[int] | tuple[int, ...], language: Language) -> str:
    """Name rows, the first few ranges of them, and how many they are where that is not seen."""
    words = read_report_words(language)
    told = write_ranges(rows, RANGES_SHOWN)
    more = f" ({len(set(rows))})" if len(set(rows)) > RANGES_SHOWN else ""
    return f"{words['row' if len(set(rows)) == 1 else 'rows']} {told}{more}"
