"""Words against coordinates: rows whose own position is not where their words lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.conform.word_positions import list_options
from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.model.problem import gather_problems
from heritage_gis.vocabularies.problems import explain, write_figure

if TYPE_CHECKING:
    import geopandas as gpd

    from heritage_gis.places.settlements import Settlements

AGAINST_POSITION = "words_against_position"


def explain_contradicted(
    words: pd.DataFrame,
    positions: gpd.GeoDataFrame,
    settlements: Settlements,
    places: pd.DataFrame,
) -> pd.DataFrame:
    """Tell which rows say in words a place that their own position is not.

    «13 км СВ от с. Талды» contradicts a point that lies farther from there than the words leave
    open and the point is exact. Of several settlements of that name the best counts; words about
    one that is not known contradict nothing. An outline is everywhere within it.

    Args:
        words: `text` and `column`, as `gather_words` gives them, with the index of all rows.
        positions: `geometry` (EPSG:4326, missing where a row has no position of its own) and
            `position_accuracy_m`, with the same index.
        settlements: those that are known.
        places: where each row stands.

    Returns:
        Problems, with PROBLEM_COLUMNS.
    """
    shapes = np.asarray(positions.geometry, dtype=object)
    said = words["text"].where(~(shapely.is_missing(shapes) | shapely.is_empty(shapes))).dropna()
    options = list_options(said.unique().tolist(), settlements).dropna(subset="lon")
    rows = said.rename_axis("row").reset_index().merge(options, on="text", how="inner")
    at = words.index.get_indexer(pd.Index(rows["row"]))
    rows["gap_m"] = _measure_gaps_m(shapes[at], rows)
    known_m = positions["position_accuracy_m"].fillna(0).to_numpy()[at]
    rows["beyond_m"] = rows["gap_m"] - rows["radius_m"] - known_m
    best = rows.sort_values(["row", "words", "beyond_m"]).drop_duplicates(["row", "words"])
    wrong = best[best["beyond_m"] > 0].sort_values(["row", "beyond_m"], ascending=[True, False])
    return _explain(wrong.drop_duplicates("row").set_index("row"), words, places)


def _measure_gaps_m(shapes: np.ndarray, options: pd.DataFrame) -> np.ndarray:
    points = shapely.points(options[["lon", "lat"]].to_numpy(dtype=float))
    ends = shapely.get_coordinates(shapely.shortest_line(shapes, points)).reshape(-1, 4)
    return measure_apart_m(*ends.T)


def _explain(wrong: pd.DataFrame, words: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    figures = {
        name: pd.Series(
            [write_figure(f"{metres / 1000:.1f}") for metres in wrong[column]],
            index=wrong.index,
            dtype=object,
        )
        for name, column in (("distance", "gap_m"), ("radius", "radius_m"))
    }
    details = wrong[["words", "name"]].assign(**figures)
    columns = words["column"].reindex(wrong.index)
    return gather_problems(
        explain(
            AGAINST_POSITION,
            places.loc[rows.index],
            str(column),
            rows["text"],
            details.loc[rows.index],
        )
        for column, rows in wrong.groupby(columns, sort=True)
    )
