"""Judging pairs of numbers: statement by statement, the whole file together."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.conform.position_cells import BETWEEN, ORDERS
from heritage_gis.conform.reference_system import Sentence, StatedRows, load_systems
from heritage_gis.geo.candidates import merge_candidates
from heritage_gis.geo.reading_values import ReadingHints
from heritage_gis.geo.readings import Readings, list_readings
from heritage_gis.model.columns import join_packed
from heritage_gis.vocabularies.position_texts import write_position_text
from heritage_gis.vocabularies.problems import write_figure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from heritage_gis.geo.crs import Floats, ReferenceSystem
    from heritage_gis.geo.reading_values import Candidate, Flags, InDistrict, NearKnown, Texts
    from heritage_gis.model.survey import Sidecar

    Years = Sequence[int]

OFFICIAL_SINCE = 2025  # QazTRF-23 (facts 1.1)
_COUNTS = ("count", "inside")
VERDICTS = ("", "certain", "likely", "ask")
_ROUNDING = 1e-9
_FINE = 1.5e-4  # degrees: what the fourth decimal stands for, and no less
Reasons = dict[tuple[str, ...], dict[str, object]]


@dataclass(frozen=True)
class JudgedPairs:
    """What the pairs mean.

    Attributes:
        rows: the columns of `geo.readings.Readings.rows`, packed as they are, with the index of
            the pairs.
        systems: the systems used, by their code.
        evidence: sentences, in three languages each.
        candidates: the readings that were weighed, of all statements together.
        verdict: `certain`, `likely` or `ask`; empty where there are no pairs.
        followers: system -> how many rows were read in it as the other rows, and of those how many.
    """

    rows: pd.DataFrame
    systems: Mapping[str, ReferenceSystem]
    evidence: tuple[Sentence, ...]
    candidates: tuple[Candidate, ...] = ()
    verdict: str = ""
    followers: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def take(self, rows: slice) -> JudgedPairs:
        """Return the same of some rows."""
        return replace(self, rows=self.rows.iloc[rows])


def judge_pairs(
    pairs: pd.DataFrame,
    stated: StatedRows,
    sidecar: Sidecar,
    in_district: InDistrict | None,
    near_known: NearKnown | None = None,
    years: Years = (),
) -> JudgedPairs:
    """Tell the system of each pair of numbers.

    Args:
        pairs: `first`, `second` (numbers, NaN where there is none), `order` (a key of ORDERS: what
            headings, letters or the format say comes first), `column` (their headings),
            `first_resolution`, `second_resolution`.
        stated: what was stated of the same rows.
        sidecar: its season tells whether QazTRF-23 may be meant.
        in_district: see `ReadingHints`; takes arrays of all rows of `pairs`.
        near_known: see `ReadingHints`; likewise.
        years: in which the rows were surveyed, as far as their cells tell.
    """
    statement_number = stated.number.to_numpy()
    group = statement_number * len(ORDERS) + _number_orders(pairs["order"])
    judged: list[tuple[Flags, pd.DataFrame]] = []
    reasons: Reasons = {}
    systems: dict[str, ReferenceSystem] = {}
    told: list[Readings] = []
    elsewhere: Counter[ReferenceSystem] = Counter()
    is_decimal, is_fine = _find_decimals(pairs), _find_fine(pairs)
    for number in _order_groups(group[statement_number >= 0], stated):
        rows = group == number
        statement, order = divmod(number, len(ORDERS))
        hints = ReadingHints(
            statement=stated.statements[statement],
            is_first_north=list(ORDERS.values())[order],
            prefers_qaztrf=_is_recent(sidecar.season, years),
            in_district=_narrow(in_district, rows),
            near_known=_narrow_known(near_known, rows),
            may_be_packed=is_decimal[rows],
            is_fine=is_fine[rows],
            elsewhere=elsewhere,
        )
        first, second = (_take(pairs[name], rows) for name in ("first", "second"))
        readings = list_readings(first, second, load_systems(), hints)
        judged.append((rows, readings.rows))
        told.append(readings)
        systems.update({each.system.code: each.system for each in readings.candidates})
        if hints.is_stated:
            counts = readings.rows["system"].value_counts()
            # Packed, a code is listed too that no row has in the end.
            read = {str(code): int(n) for code, n in counts.items() if code and n}
            elsewhere.update({systems[code]: n for code, n in read.items()})
        _add_reasons(reasons, readings, str(pairs["column"].iloc[int(np.argmax(rows))]))
    rows = _put_together(judged, pairs.index)
    used = {code: systems[code] for code in sorted(systems) if (rows["system"] == code).any()}
    evidence = [write_position_text(key[0], figures) for key, figures in reasons.items()]
    return JudgedPairs(
        rows,
        used,
        (*evidence, *_tell_operations(used)),
        merge_candidates([each.candidates for each in told]),
        max((each.verdict for each in told), key=VERDICTS.index, default=""),
        _list_followers(told),
    )


def _find_fine(pairs: pd.DataFrame) -> Flags:
    """Return which pairs have a number that is written with four decimals, or do not say."""
    resolutions = [
        pairs[f"{name}_resolution"].to_numpy(dtype=float) for name in ("first", "second")
    ]
    return ~(np.fmin(*resolutions) > _FINE)


def _take(numbers: pd.Series, rows: Flags) -> Floats:
    """Take some rows of a column, without a copy where they are all."""
    values: Floats = numbers.to_numpy(dtype=float)
    return values if rows.all() else values[rows]


def _list_followers(told: Sequence[Readings]) -> dict[str, tuple[int, int]]:
    followers: dict[str, tuple[int, int]] = {}
    for reason in (each for readings in told for each in readings.evidence):
        if reason.code == "same_as_others":
            code = str(reason.figures["system"])
            counts = [int(str(reason.figures[name])) for name in ("count", "leads")]
            known = followers.get(code, (0, 0))
            followers[code] = (known[0] + counts[0], max(known[1], counts[1]))
    return followers


def _order_groups(group: npt.NDArray[np.intp], stated: StatedRows) -> list[int]:
    """Take rows with a statement first, for the others to follow."""
    numbers: list[int] = np.unique(group).tolist()
    return sorted(numbers, key=lambda each: stated.statements[each // len(ORDERS)] is None)


def _find_decimals(pairs: pd.DataFrame) -> Flags:
    """Find the pairs that their cells write as decimals, by what the last digit stands for."""
    is_decimal: Flags = np.ones(len(pairs), dtype=bool)
    with np.errstate(divide="ignore", invalid="ignore"):
        for name in ("first_resolution", "second_resolution"):
            powers = np.log10(pairs[name].to_numpy(dtype=float))
            is_decimal &= np.abs(powers - np.round(powers)) < _ROUNDING
    return is_decimal


def _number_orders(orders: pd.Series) -> npt.NDArray[np.intp]:
    codes, distinct = pd.factorize(orders)
    return np.array([list(ORDERS).index(order) for order in distinct], dtype=np.intp)[codes]


def _put_together(judged: list[tuple[Flags, pd.DataFrame]], index: pd.Index) -> pd.DataFrame:
    """Put the rows of all groups in their places; of rows without a group nothing is known."""
    others = np.ones(len(index), dtype=bool)
    for rows, _ in judged:
        others &= ~rows
    nothing = np.full(int(others.sum()), np.nan)
    parts = [*judged, (others, list_readings(nothing, nothing, load_systems()).rows)]
    order = np.concatenate([np.flatnonzero(rows) for rows, _ in parts])
    places = np.argsort(order)
    columns = {}
    for name in parts[-1][1]:  # one by one: of a million rows a second copy of all is much
        column = join_packed([part[[name]] for _, part in parts])[name]
        columns[name] = column.array.take(places)
    return pd.DataFrame(columns, index=index, copy=False)


def _is_recent(season: str, years: Years) -> bool:
    told = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", season)] or years
    return bool(told) and min(told) >= OFFICIAL_SINCE


def _narrow(in_district: InDistrict | None, rows: Flags) -> InDistrict | None:
    """Ask the districts about some rows only, in terms of all rows."""
    if in_district is None:
        return None

    def ask(lon: Floats, lat: Floats) -> Flags:
        all_lon, all_lat = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        all_lon[rows], all_lat[rows] = lon, lat
        return np.asarray(in_district(all_lon, all_lat), dtype=bool)[rows]

    return ask


def _narrow_known(near_known: NearKnown | None, rows: Flags) -> NearKnown | None:
    """Ask the known places about some rows only, in terms of all rows."""
    if near_known is None:
        return None

    def ask(lon: Floats, lat: Floats) -> tuple[Floats, Texts]:
        all_lon, all_lat = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
        all_lon[rows], all_lat[rows] = lon, lat
        metres, names = near_known(all_lon, all_lat)
        return metres[rows], names[rows]

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
