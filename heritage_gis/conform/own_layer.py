"""A layer of our own records that comes back: codes as words, and what stands in two columns."""

from __future__ import annotations

import pandas as pd

from heritage_gis.model.columns import map_distinct
from heritage_gis.model.problem import gather_problems
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.own_columns import match_own_columns
from heritage_gis.vocabularies.problems import explain

SPANS = ("diameter", "height")
DESCRIPTIONS = ("description_ru", "description_kk", "description_en")
CODES = {
    "condition": "conditions",
    "extant": "extant",
    "threats": "threats",
    "protection_status": "statuses",
}


def spell_own_cells(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows of a layer of ours with cells as a surveyor would write them.

    Codes become their words, least and most of a size one cell (`5-12`), and the descriptions one
    text. Rows of any other table stay as they are.
    """
    if not match_own_columns(columns):
        return frame
    told = {}
    for column, vocabulary in CODES.items():
        if column in frame:
            labels = {code: names["ru"] for code, names in read_labels(vocabulary).items()}
            told[column] = _name_codes(frame[column], labels)
    for size in SPANS:
        low, high = f"{size}_min_m", f"{size}_max_m"
        if low in frame and high in frame:
            told[high] = _join_span(frame[low], frame[high])
    texts = [frame[name] for name in DESCRIPTIONS if name in frame]
    if texts and DESCRIPTIONS[0] in frame:
        told[DESCRIPTIONS[0]] = _join_texts(texts)
    return frame.assign(**told)


def explain_own_layer(columns: tuple[str, ...], places: pd.DataFrame) -> pd.DataFrame:
    """Tell that a table is a layer of ours, and which columns of it nobody should edit."""
    if not match_own_columns(columns):
        return gather_problems([])
    table = places.iloc[:1].assign(source_row=pd.array([pd.NA], dtype="Int64"))
    return explain("own_layer", table)


def _name_codes(codes: pd.Series, labels: dict[str, str]) -> pd.Series:
    def name(text: str) -> str:
        parts = text.split()
        is_coded = bool(parts) and all(part in labels for part in parts)
        return "; ".join(labels[part] for part in parts) if is_coded else text

    return map_distinct(codes, name, None).astype("str")


def _join_span(low: pd.Series, high: pd.Series) -> pd.Series:
    most = high.fillna(low)
    differs = low.notna() & high.notna() & (low != high)
    return most.where(~differs, low + "-" + high)


def _join_texts(texts: list[pd.Series]) -> pd.Series:
    joined = texts[0]
    for text in texts[1:]:
        both = joined.notna() & text.notna()
        joined = joined.fillna(text).where(~both, joined + "\n" + text)
    return joined
