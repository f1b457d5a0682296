"""Judging pairs of numbers: statement by statement, the whole file together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.conform.position_cells import BETWEEN
from heritage_gis.conform.reference_system import Sentence, StatedRows, load_systems
from heritage_gis.geo.reading_values import ReadingHints
from heritage_gis.geo.readings import Readings, list_readings
from heritage_gis.vocabularies.position_texts import write_position_text
from heritage_gis.vocabularies.problems import write_figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.reading_values import Flags, InDistrict
    from heritage_gis.model.survey import Sidecar

OFFICIAL_SINCE = 2025  # QazTRF-23 (facts 1.1)
_COUNTS = ("count", "inside")
Reasons = dict[tuple[str, ...], dict[str, object]]
ORDERS = {"open": None, "north": True, "east": False}  # what the first number is said to be


@dataclass(frozen=True)
class JudgedPairs:
    """What the pairs mean.

    Attributes:
        rows: the columns of `geo.readings.Readings.rows`, with the index of the pairs.
        systems: the systems used, by their code.
        evidence: sentences, in three languages each.
    """

    rows: pd.DataFrame
    systems: Mapping[str, ReferenceSystem]
    evidence: tuple[Sentence, ...]


def judge_pairs(
    pairs: pd.DataFrame,
    stated: StatedRows,
    sidecar: Sidecar,
    in_district: InDistrict | None,
) -> JudgedPairs:
    """Tell the system of each pair of numbers.

    Args:
        pairs: `first`, `second` (numbers, NaN where there is none), `order` (a key of ORDERS: what
            headings, letters or the format say comes first), `column` (their headings).
        stated: what was stated of the same rows.
        sidecar: its season tells whether QazTRF-23 may be meant.
        in_district: see `ReadingHints`; takes arrays of all rows of `pairs`.
    """
    statement_number = stated.number.to_numpy()
    group = statement_number * len(ORDERS) + _number_orders(pairs["order"])
    judged = _start_columns(len(pairs))
    reasons: Reasons = {}
    systems: dict[str, ReferenceSystem] = {}
    for number in np.unique(group[statement_number >= 0]).tolist():
        rows = group == number
        statement, order = divmod(number, len(ORDERS))
        hints = ReadingHints(
            statement=stated.statements[statement],
            is_first_north=list(ORDERS.values())[order],
            prefers_qaztrf=_is_recent(sidecar.season),
            in_district=_narrow(in_district, rows),
        )
        chosen = pairs[rows]
        readings = list_readings(chosen["first"], chosen["second"], load_systems(), hints)
        for name, column in judged.items():
            column[rows] = readings.rows[name].to_numpy()
        systems.update({each.system.code: each.system for each in readings.candidates})
        _add_reasons(reasons, readings, str(chosen["column"].iloc[0]))
    used = {code: systems[code] for code in sorted(systems) if (judged["system"] == code).any()}
    evidence = [write_position_text(key[0], figures) for key, figures in reasons.items()]
    rows_by_index = pd.DataFrame(judged, index=pairs.index)
    return JudgedPairs(rows_by_index, used, (*evidence, *_tell_operations(used)))


def _number_orders(orders: pd.Series) -> npt.NDArray[np.intp]:
    codes, distinct = pd.factorize(orders)
    return np.array([list(ORDERS).index(order) for order in distinct], dtype=np.intp)[codes]


def _start_columns(count: int) -> dict[str, np.ndarray]:
    nothing = np.full(count, np.nan)
    start = list_readings(nothing, nothing, load_systems()).rows
    return {str(name): start[name].to_numpy(copy=True) for name in start}


def _is_recent(season: str) -> bool:
    years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", season)]
    return bool(years) and min(years) >= OFFICIAL_SINCE


def _narrow(in_district: InDistrict | None, rows: Flags) -> InDistrict | None:
    """Ask the districts about some rows only, in terms of all rows."""
    if in_district is None:
        return None

    def ask(lon: Floats, lat: Floats) -> Flags:
        all_lon, all_lat = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        all_lon[rows], all_lat[rows] = lon, lat
        return np.asarray(in_district(all_lon, all_lat), dtype=bool)[rows]

    return ask


def _add_reasons(reasons: Reasons, readings: Readings, column: str) -> None:
    """Add the reasons of one group to those of the file; the same reason adds up its counts."""
    for reason in readings.evidence:
        if reason.code == "axis_east_first" and not column:
            continue  # geometry always stands east first: that is evidence of nothing
        figures: dict[str, object] = {"first": column.partition(BETWEEN)[0], **reason.figures}
        counts = {name: int(str(figures.pop(name))) for name in _COUNTS if name in figures}
        key = (reason.code, *(f"{name}={figures[name]}" for name in sorted(figures)))
        known = reasons.setdefault(key, figures)
        for name, count in counts.items():
            known[name] = count + int(str(known.get(name, 0)))


def _tell_operations(used: Mapping[str, ReferenceSystem]) -> list[Sentence]:
    return [
        write_position_text(
            "operation_pinned",
            {
                "system": code,
                "operation": system.operation,
                "accuracy_m": write_figure(f"{system.operation_accuracy_m:g}"),
            },
        )
        for code, system in used.items()
        if system.operation
    ]
