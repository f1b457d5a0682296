"""Problems of positions: every fault found on the way, as rows of a table with their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from heritage_gis.conform.damaged_cells import write_numbers
from heritage_gis.conform.reference_system import load_systems
from heritage_gis.geo.angle_text import SIXTY
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.vocabularies.position_texts import write_position_text
from heritage_gis.vocabularies.problems import LANGUAGES, explain, write_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from heritage_gis.conform.outlines import OutlineProblem
    from heritage_gis.conform.shape_reading import ReadShapes
    from heritage_gis.geo.reading_values import Flags

# Rows; by chance one row in eight looks packed. Four decimals are what packing leaves.
_FEWEST_PACKED, _FEWEST_WITH_TENTHS = 3, 5


def list_cell_problems(places: pd.DataFrame, cells: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Explain what is wrong with coordinate cells by themselves, and which stand swapped."""
    for code in _list_codes(cells["fault"]):
        rows = cells[cells["fault"] == code]
        details = pd.DataFrame([_write_details(each) for each in rows["details"]], index=rows.index)
        number = _suggest_number(rows["details"])
        suggestion = rows["suggestion"].where(rows["suggestion"] != "", number)
        yield from _explain_columns(code, places, rows, details, suggestion)


def list_doubt_problems(
    places: pd.DataFrame, cells: pd.DataFrame, is_placed: Flags
) -> Iterator[pd.DataFrame]:
    """Warn of positions whose text leaves a doubt: a digit may be lost, a comma is two things."""
    doubtful = cells[is_placed & (cells["doubts"] != "").to_numpy()]
    doubts = doubtful["doubts"].str.split(" ")
    for code in sorted(set(doubts.explode())):
        rows = doubtful[[code in each for each in doubts]]
        yield from _explain_columns(code, places, rows, None)


def list_judged_problems(
    places: pd.DataFrame, pairs: pd.DataFrame, judged: pd.DataFrame, stated: pd.Series
) -> Iterator[pd.DataFrame]:
    """Explain pairs of numbers whose reference system cannot be told, or contradicts them."""
    for code in _list_codes(judged["fault"]):
        rows = judged[judged["fault"] == code]
        told = pairs.loc[rows.index, ["column"]].assign(text=write_pairs(pairs.loc[rows.index]))
        details = pd.DataFrame(
            {
                "readings": rows["options"].map(_name_systems),
                "hint": rows["reason"].map(_write_reason),
                "stated": stated.loc[rows.index].fillna("?"),
                "why": [
                    _write_reason(reason, options)
                    for reason, options in zip(rows["reason"], rows["options"], strict=True)
                ],
            }
        )
        yield from _explain_columns(code, places, told, details, _suggest(rows))


def list_swapped_problems(
    places: pd.DataFrame, pairs: pd.DataFrame, is_swapped: Flags
) -> Iterator[pd.DataFrame]:
    """Warn of pairs that were read the other way round."""
    rows = pairs.loc[is_swapped, ["column"]].assign(text=write_pairs(pairs.loc[is_swapped]))
    yield from _explain_columns("coordinate_swapped", places, rows, None)


def list_packed_problems(
    places: pd.DataFrame, pairs: pd.DataFrame, is_degrees: Flags
) -> Iterator[pd.DataFrame]:
    """Warn where all decimal degrees of a table look like degrees, minutes, seconds in one number.

    48.1602 may be 48°16′02″. By chance one number in three looks so, a whole table never.
    """
    rows = pairs[is_degrees & pairs["text"].notna().to_numpy()]
    numbers = rows[["first", "second"]].abs()
    decimals = np.floor(((numbers % 1) * 10_000).round(4))
    has_tenths = not (numbers.round(4) == numbers).all(axis=None)  # of seconds: 48.160245
    is_packed = (np.maximum(decimals // 100, decimals % 100) < SIXTY).all(axis=None)
    has_seconds = (decimals % 100 > 0).any(axis=None)
    fewest = _FEWEST_WITH_TENTHS if has_tenths else _FEWEST_PACKED
    if len(rows) >= fewest and is_packed and has_seconds:
        yield from _explain_columns("coordinate_packed", places, rows, None)


def list_shape_problems(
    places: pd.DataFrame, read: ReadShapes, problems: Sequence[OutlineProblem]
) -> Iterator[pd.DataFrame]:
    """Explain geometry that cannot be read, and outlines that were mended or turned."""
    for code in _list_codes(pd.Series(read.fault)):
        rows = np.flatnonzero(read.fault == code)
        what = [{"what": _write_reason(reason)} for reason in read.reason[rows]]
        yield _explain_shapes(code, places.iloc[rows], what)
    for problem in problems:
        yield _explain_shapes(problem.code, places.iloc[problem.rows], problem.details)


def list_accuracy_problems(
    places: pd.DataFrame, accuracy: pd.DataFrame, heading: str
) -> Iterator[pd.DataFrame]:
    """Warn of accuracies that are no number."""
    values = accuracy.loc[accuracy["is_unread"], "text"]
    yield explain("number_unreadable", places.loc[values.index], heading, values)


def write_pairs(pairs: pd.DataFrame) -> pd.Series:
    """Write pairs as their cells say, or as the two numbers of a geometry."""
    texts = pairs["text"].copy()
    bare = pairs[texts.isna()]
    numbers = zip(bare["first"], bare["second"], strict=True)
    texts.loc[bare.index] = [f"{first:.12g}; {second:.12g}" for first, second in numbers]
    return texts


def _list_codes(faults: pd.Series) -> list[str]:
    return sorted(code for code in faults.unique().tolist() if code)


def _explain_columns(
    code: str,
    places: pd.DataFrame,
    rows: pd.DataFrame,
    details: pd.DataFrame | None,
    suggestion: pd.Series | str = "",
) -> Iterator[pd.DataFrame]:
    """Explain rows column by column; `rows` has `column` (their heading) and `text` (the cell)."""
    for column in sorted(rows["column"].unique().tolist()):
        chosen = rows.index[rows["column"] == column]
        yield explain(
            code,
            places.loc[chosen],
            column or GEOMETRY,
            rows.loc[chosen, "text"],
            None if details is None else details.loc[chosen],
            suggestion if isinstance(suggestion, str) else suggestion.loc[chosen],
        )


def _explain_shapes(
    code: str, places: pd.DataFrame, details: Sequence[Mapping[str, object]]
) -> pd.DataFrame:
    told = pd.DataFrame(list(details), index=places.index) if details else None
    return explain(code, places, GEOMETRY, None, told)


def _write_details(details: Mapping[str, Any] | None) -> dict[str, object]:
    """Put the codes and figures among the details of a fault into words."""
    told = dict(details or {})
    for name in {"part", "hint"} & told.keys():
        told[name] = write_position_text(str(told[name]))
    if details and "numbers" in details:
        told["numbers"] = write_numbers(details["numbers"])
    if "found" in told:
        told["found"] = write_figure(str(told["found"]))
    return told


def _write_reason(reason: str, options: str = "") -> dict[str, str] | str:
    return write_position_text(reason, {"options": options.replace(" ", ", ")}) if reason else ""


def _name_systems(options: str) -> dict[str, str]:
    """Name systems with their codes, in each language."""
    names = {system.code: dict(system.names) for system in load_systems()}
    return {
        language: ", ".join(f"{code} ({names[code][language]})" for code in options.split())
        for language in LANGUAGES
    }


def _suggest_number(details: pd.Series) -> pd.Series:
    """Suggest the number that a date was, where it can have been one alone."""
    numbers = [(each or {}).get("numbers", ()) for each in details]
    texts = [each[0] if len(each) == 1 else "" for each in numbers]
    return pd.Series(texts, index=details.index, dtype="str")


def _suggest(rows: pd.DataFrame) -> pd.Series:
    hints = zip(rows["first_hint"], rows["second_hint"], strict=True)
    texts = ["" if np.isnan(first) else f"{first:.10g}; {second:.10g}" for first, second in hints]
    return pd.Series(texts, index=rows.index, dtype="str")
