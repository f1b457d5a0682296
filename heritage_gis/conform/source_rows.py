"""The source of each record: the row that it was made from, and the id that this row gives it."""

from __future__ import annotations

import pandas as pd

from heritage_gis.vocabularies.own_columns import match_own_columns


def list_kept(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns whose cells are kept; of a layer of ours not the row that it was once.

    That row is kept with the former version, and would else be wrapped anew in each version.
    """
    own = match_own_columns(columns)
    return tuple(name for name in columns if not (own and name == "source_values"))


def keep_source(
    frame: pd.DataFrame, columns: tuple[str, ...], places: pd.DataFrame, part_no: pd.Series
) -> pd.DataFrame:
    """Return `record_id`, and `source_values`: the whole original row as JSON.

    Args:
        frame: the raw columns as they were received.
        columns: their headings.
        places: `survey_id` and ROW_PLACE of each record.
        part_no: see `part_rows`.
    """
    told = frame[[*columns]].to_json(orient="records", lines=True, force_ascii=False)
    lines = told.split("\n")[: len(frame)] if columns else ["{}"] * len(frame)
    place = [places["source_file"], places["source_layer"].fillna(""), places["source_row"]]
    record_id = places["survey_id"]
    for part in place:
        record_id = record_id + "/" + part.astype("str")
    record_id += ("/" + part_no).fillna("")
    return pd.DataFrame(
        {"record_id": record_id, "source_values": lines},
        index=places.index,
    )
