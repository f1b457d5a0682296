"""Problems of positions: every fault found on the way, as rows of a table with their texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from heritage_gis.conform.damaged_cells import write_numbers
from heritage_gis.conform.told_readings import (
    join_names,
    name_reading,
    split_reading,
    write_distance,
)
from heritage_gis.model.columns import unpack_columns
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.position_texts import write_position_text
from heritage_gis.vocabularies.problems import explain, write_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from heritage_gis.conform.outlines import OutlineProblem
    from heritage_gis.conform.position_judging import JudgedPairs
    from heritage_gis.conform.shape_reading import ReadShapes
    from heritage_gis.geo.reading_values import Candidate, Flags


def list_cell_problems(places: pd.DataFrame, cells: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Explain what is wrong with coordinate cells by themselves.

    `cells` here and below are those of `read_position_cells`, unpacked, with their `text`.
    """
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
    places: pd.DataFrame, cells: pd.DataFrame, judged: pd.DataFrame, stated: pd.Series
) -> Iterator[pd.DataFrame]:
    """Explain pairs of numbers whose reference system cannot be told, or contradicts them."""
    for code in _list_codes(judged["fault"]):
        rows = judged[judged["fault"] == code]
        told = cells.loc[rows.index, ["column", "text"]]
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


def list_assumed_problems(places: pd.DataFrame, judged: JudgedPairs) -> Iterator[pd.DataFrame]:
    """Say once what was assumed of the reference system of a table, and how to state it."""
    rows = judged.rows
    is_weighed = any(each.notation for each in judged.candidates)
    degrees = [code for code, each in judged.systems.items() if each.is_geographic]
    is_datum = rows["system"].isin(degrees) & (not is_weighed)
    whole_table = places.iloc[:1].assign(source_row=pd.array([pd.NA], dtype="Int64"))
    for code, chosen in (("crs_assumed", ~is_datum), ("datum_assumed", is_datum)):
        is_guessed = rows["is_guessed"] & (rows["system"] != "") & chosen
        count = int(is_guessed.sum())
        if not count:
            continue
        guessed = rows.loc[is_guessed, ["system", "notation", "doubt_m"]]
        used = {(row.system, row.notation): None for row in _list_distinct(guessed)}
        details = {
            "count": count,
            "used": join_names([name_reading(*each) for each in used]),
            "others": _name_rival(judged.candidates, set(used), is_included=_is_included(guessed)),
        }
        yield explain(code, whole_table, details=details)


def _list_distinct(rows: pd.DataFrame) -> Iterator[Any]:
    distinct = unpack_columns(rows[["system", "notation"]].drop_duplicates())
    return distinct.sort_values(["system", "notation"]).itertuples(index=False)


def _is_included(rows: pd.DataFrame) -> bool:
    return bool((rows["doubt_m"].to_numpy(dtype=float) > 0).all())


def _name_rival(
    candidates: Sequence[Candidate], used: set[tuple[str, str]], *, is_included: bool
) -> dict[str, str]:
    """Name the nearest reading that was not taken."""
    mine = [each for each in candidates if (each.system.code, each.notation) in used]
    rivals = [each for each in mine if each.apart_from]
    if not rivals:
        return dict.fromkeys(LANGUAGES, "")
    nearest = min(rivals, key=lambda each: each.apart_m)
    figures = {
        "other": name_reading(*split_reading(nearest.apart_from)),
        "distance": write_distance(nearest.apart_m),
    }
    text = "assumed_other_included" if is_included else "assumed_other"
    return write_position_text(text, figures)


def list_swapped_problems(
    places: pd.DataFrame, cells: pd.DataFrame, is_swapped: Flags
) -> Iterator[pd.DataFrame]:
    """Warn of pairs that were read the other way round."""
    rows = cells.loc[is_swapped, ["column", "text"]]
    yield from _explain_columns("coordinate_swapped", places, rows, None)


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
    return join_names([name_reading(code, "") for code in options.split()])


def _suggest_number(details: pd.Series) -> pd.Series:
    """Suggest the number that a date was, where it can have been one alone."""
    numbers = [(each or {}).get("numbers", ()) for each in details]
    texts = [each[0] if len(each) == 1 else "" for each in numbers]
    return pd.Series(texts, index=details.index, dtype="str")


def _suggest(rows: pd.DataFrame) -> pd.Series:
    """Suggest the nearest right pair, or the system that a known place speaks for."""
    hints = zip(rows["first_hint"], rows["second_hint"], rows["advised"], strict=True)
    texts = [
        advised if np.isnan(first) else f"{first:.10g}; {second:.10g}"
        for first, second, advised in hints
    ]
    return pd.Series(texts, index=rows.index, dtype="str")
