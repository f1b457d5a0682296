"""The rows of a register, for telling two registers apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import select

from heritage_gis.register import schema
from heritage_gis.register.store import open_register, read_frame

if TYPE_CHECKING:
    from heritage_gis.settings import Settings

APART = ("state", "decisions")  # they tell of events by their number, not of sites


def dump_register(settings: Settings) -> dict[str, pd.DataFrame]:
    """Return every table as text, without row numbers."""
    tables = {}
    path = settings.home_folder.register
    with (
        open_register(path, settings.register_url) as register,
        register.engine.connect() as connection,
    ):
        for table in schema.metadata.sorted_tables:
            frame = pd.DataFrame(read_frame(register, connection, select(table)))
            if "geometry" in frame:
                frame["geometry"] = [None if g is None else g.wkb_hex for g in frame["geometry"]]
            if table.name not in APART:
                frame = frame.drop(columns=["fid"], errors="ignore")
                tables[str(table.name)] = frame.astype("str").fillna("")
    return tables


def find_differences(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> list[str]:
    """Return what one register says and the other does not, a line each."""
    told = []
    for name, frame in one.items():
        left, right = (_sort(each, name) for each in (frame, other[name]))
        told += [f"{name}: {row}" for row in left if row not in right]
        told += [f"{name}: not {row}" for row in right if row not in left]
    return told


def _sort(frame: pd.DataFrame, name: str) -> set[tuple[str, ...]]:
    """Return the rows; the order in which surveys came is told by their sequence alone."""
    columns = [c for c in frame if c not in ("sequence", "judged_at", "digest")]
    return {(name, *map(str, row)) for row in frame[columns].to_numpy()}
