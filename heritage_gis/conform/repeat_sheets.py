"""Repeat sheets of phone forms (KoBo, ODK): each mound in a sheet of its own, under its site.

A row of such a sheet says in `_parent_table_name` and `_parent_index` to which row of which sheet
it belongs; that row says its number in `_index`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.problem import ROW_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.raw_table import RawTable

OWN, PARENT_SHEET, PARENT = "_index", "_parent_table_name", "_parent_index"
NAMES = ("name_kk", "name_ru", "name_en")
_KEYS = ["source_file", "sheet", "number"]


def has_repeats(tables: Iterable[RawTable]) -> bool:
    """Tell whether a survey has sheets whose rows belong to rows of others."""
    return any(_is_repeat(table) for table in tables)


def _is_repeat(table: RawTable) -> bool:
    return {PARENT_SHEET, PARENT} <= set(table.columns)


def relate_repeats(records: pd.DataFrame, tables: Iterable[RawTable]) -> pd.DataFrame:
    """Name the site of which each row of a repeat sheet is a part, and give it that name.

    Args:
        records: standard records of a survey, before any is held back.
        tables: its raw tables, a repeat sheet among them.

    Returns:
        The records, `part_of` filled in where a row belongs to one of another sheet and says
        nothing itself, and the names of that where it has none; `part_no` is then its `_index`.
    """
    tables = list(tables)
    children = [_take_parents(table) for table in tables if _is_repeat(table)]
    owners = [_take_numbers(table) for table in tables if OWN in table.columns]
    links = pd.concat(children).merge(pd.concat(owners), on=_KEYS, suffixes=("", "_parent"))
    parents = _index_records(records).reindex(_make_keys(links, "_parent"))
    parents = parents.set_axis(pd.Index(_make_keys(links))).loc[
        lambda frame: ~frame.index.duplicated()
    ]
    mine = pd.Series(_make_keys(records), index=records.index)
    return _fill_in(records, mine, parents, links)


def _fill_in(
    records: pd.DataFrame, mine: pd.Series, parents: pd.DataFrame, links: pd.DataFrame
) -> pd.DataFrame:
    own = parents["site_code"]
    for name in ("name_ru", "name_kk", "name_en"):
        own = own.fillna(parents[name])
    numbers = links.set_axis(pd.Index(_make_keys(links)))["own_number"]
    numbers = numbers[~numbers.index.duplicated()]
    is_child = mine.isin(own.dropna().index)
    filled = records.copy()
    filled["part_of"] = filled["part_of"].fillna(mine.map(own))
    filled["part_no"] = filled["part_no"].fillna(mine.map(numbers).where(is_child))
    is_nameless = records[[*NAMES]].isna().all(axis="columns")
    for name in NAMES:
        filled[name] = filled[name].mask(is_nameless, mine.map(parents[name]))
    types = {name: records[name].dtype for name in ("part_of", "part_no", *NAMES)}
    return filled.astype(types)


def _take_parents(table: RawTable) -> pd.DataFrame:
    """Return the place of each row, the sheet and number it belongs to, and its own number."""
    frame = table.frame
    number = frame[OWN] if OWN in frame else pd.Series(pd.NA, index=frame.index, dtype="str")
    return frame[[*ROW_PLACE]].assign(
        sheet=frame[PARENT_SHEET], number=frame[PARENT], own_number=number
    )


def _take_numbers(table: RawTable) -> pd.DataFrame:
    frame = table.frame
    told = frame[[*ROW_PLACE]].assign(sheet=frame["source_layer"], number=frame[OWN])
    return told.drop_duplicates(_KEYS)


def _index_records(records: pd.DataFrame) -> pd.DataFrame:
    """Return what a part takes over from its site, by the place of the row."""
    told = records[["site_code", *NAMES]].set_axis(pd.Index(_make_keys(records)))
    return told[~told.index.duplicated()]


def _make_keys(frame: pd.DataFrame, suffix: str = "") -> list[str]:
    """Return file, sheet and row as one text each; of `source_file` both sides have the same."""
    layer, row = frame[f"source_layer{suffix}"].fillna(""), frame[f"source_row{suffix}"]
    return (frame["source_file"] + "\0" + layer + "\0" + row.astype("str")).tolist()
