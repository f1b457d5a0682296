"""Comparing two registers: table by table and row for row, in whatever order the rows stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.register.journal import Event

# By which a person finds a row again; not every one is unique.
KEYS: dict[str, tuple[str, ...]] = {
    "records": ("record_id",),
    "links": ("record_id", "other_id"),
    "lookups": ("record_id", "stem", "numbers"),
    "founded_sites": ("site_id",),
    "former_records": ("record_id",),
    "relations": ("site_id", "other_site_id"),
    "decisions": ("seq",),
    "sites": ("site_id",),
    "names": ("record_id", "language", "name"),
    "surveys": ("survey_id",),
    "problems": ("survey_id", "source_file", "source_layer", "source_row", "column", "code"),
    "works": ("work_id",),
    "work_objects": ("work_id", "object_no"),
    "site_redirects": ("from_site_id",),
}
NOT_COMPARED = "fid"  # the number of a row says when it was written, and nothing else
MISSING, ADDED, CHANGED = "missing", "added", "changed"


def mark_rows(frame: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
    """Return `key` and `mark` of each row: a text to name it by, and a digest of all its cells.

    A table is marked part by part, so that a million rows take the room of two columns.

    Args:
        frame: rows of a table, typed as in `model.record`; a geometry counts by its WKB.
        keys: the columns that name a row.
    """
    cells = _drop_numbers(frame)
    marks = pd.util.hash_pandas_object(cells, index=False)
    return pd.DataFrame({"key": write_keys(cells, keys), "mark": marks.to_numpy()})


def write_keys(frame: pd.DataFrame, keys: tuple[str, ...]) -> pd.Series:
    """Return the text by which each row is named, in the order of the rows."""
    first, *rest = (frame[name].astype("str").fillna("") for name in keys)
    joined = first
    for text in rest:
        joined = joined + " | " + text
    return joined.reset_index(drop=True)


def _drop_numbers(frame: pd.DataFrame) -> pd.DataFrame:
    cells = pd.DataFrame(frame).drop(columns=NOT_COMPARED, errors="ignore")
    if "geometry" in cells:
        shapes = np.asarray(cells["geometry"], dtype=object)
        cells["geometry"] = pd.Series(
            shapely.to_wkb(shapes, hex=True, byte_order=1), index=cells.index, dtype="str"
        )
    return cells


def join_marks(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put the marked rows of the parts of a table together."""
    none = pd.DataFrame({"key": pd.Series(dtype="str"), "mark": pd.Series(dtype="uint64")})
    return pd.concat([none, *parts], ignore_index=True)


def compare_rows(mine: pd.DataFrame, theirs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that two tables do not share.

    Args:
        mine: `key` and `mark` of the rows of the one, as `mark_rows` makes them.
        theirs: of the other.

    Returns:
        `key` and `how`, in the order of the keys: MISSING (only theirs), ADDED (only mine), or
        CHANGED (in both, with other cells).
    """
    numbered = [each.assign(nth=each.groupby("mark").cumcount()) for each in (mine, theirs)]
    paired = numbered[0].merge(
        numbered[1], on=["mark", "nth"], how="outer", indicator=True, suffixes=("", "_theirs")
    )
    lone = paired[paired["_merge"] != "both"]
    is_mine = lone["_merge"] == "left_only"
    told = pd.DataFrame({"key": lone["key"].where(is_mine, lone["key_theirs"]), "mine": is_mine})
    told["nth"] = told.groupby(["key", "mine"]).cumcount()
    both = told.groupby(["key", "nth"], sort=True)["mine"].agg(["size", "first"]).reset_index()
    how = np.select(
        [both["size"].to_numpy() > 1, both["first"].to_numpy()], [CHANGED, ADDED], MISSING
    )
    return pd.DataFrame({"key": both["key"].astype("str"), "how": pd.Series(how, dtype="str")})


def find_changed_columns(mine: pd.DataFrame, theirs: pd.DataFrame) -> list[str]:
    """Return the columns in which rows of one key differ, in the order of the table.

    Args:
        mine: the rows of that key in the one table.
        theirs: those in the other.
    """
    sides = [_drop_numbers(each).astype("str").fillna("") for each in (mine, theirs)]
    return [str(name) for name in sides[0] if sorted(sides[0][name]) != sorted(sides[1][name])]


def find_numbering_faults(events: Iterable[Event]) -> list[str]:
    """Tell where the ids of sites were not given one after the other.

    Args:
        events: those of the journal in which sites are given, or split, in their sequence.

    Returns:
        The faults, a line each.
    """
    count, faults = 0, []
    for event in events:
        ids = event.get("founded", {}) or ([event["into"]] if "into" in event else [])
        numbers = sorted({int(site.rpartition("-")[2]) for site in ids})
        fresh = [number for number in numbers if number > count]
        if fresh != [*range(count + 1, count + 1 + len(fresh))]:
            told = ", ".join(map(str, fresh[:5]))
            faults.append(
                f"journal.jsonl: event {event['seq']} gives the sites {told}, and the number "
                f"after {count} was due"
            )
        count = max([count, *fresh])
    return faults


def find_foreign_sites(records: pd.DataFrame, given: dict[str, str]) -> list[str]:
    """Tell which records have another site than the journal gave them.

    Args:
        records: `record_id`, and `own_site`, missing where a record waits.
        given: record_id -> the site it was last given; those that wait have none.

    Returns:
        A line for each such record, by record_id.
    """
    journal = records["record_id"].map(given).astype("str").fillna("")
    own = records["own_site"].fillna("")
    rows = records.assign(own=own, journal=journal)[(own != journal).to_numpy()]
    return [
        f"{record}: is of the site {mine or '(none)'}, and the journal gave it {theirs or '(none)'}"
        for record, mine, theirs in rows.sort_values("record_id")[
            ["record_id", "own", "journal"]
        ].itertuples(index=False, name=None)
    ]
