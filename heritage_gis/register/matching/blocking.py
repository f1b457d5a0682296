"""Pairs worth judging: subjects that share a folded name, or lie within reach of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely

from heritage_gis.register.matching.names import find_stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

COMMON_NAME = 50  # a name borne in more places tells none of them from the others
REACH_M = 1_400.0  # what the neighbouring squares of the register's search hold for certain
METRES_PER_DEGREE = 111_000.0  # of latitude, at the least: the reach may be a little longer
MIDDLE_COSINE = 0.659  # of 48.8 north: degrees of longitude are so much shorter here
PLACE_DEGREES = 0.05  # bearers of a name in one such square count once: they are often parts

Pairs = tuple["NDArray[np.intp]", "NDArray[np.intp]"]


def find_pairs(left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of two tables of subjects that are worth judging.

    Two subjects of one survey are never a pair: who lists two rows means two sites.

    Args:
        left: SUBJECT_COLUMNS, indexed by record_id.
        right: the same.

    Returns:
        left_id, right_id, in the order of `left`, then of `right`.
    """
    pairs = _join_pairs([_share_names(left, right), _lie_near(left, right)], len(right))
    return _name_pairs(pairs, left, right)


def find_pairs_within(subjects: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of one table worth judging, each once; left_id is the later in its order."""
    found = [_share_names(subjects, subjects), _lie_near(subjects, subjects)]
    later, earlier = _join_pairs(found, len(subjects))
    once = later > earlier
    return _name_pairs((later[once], earlier[once]), subjects, subjects)


def list_blocking_names(subjects: pd.DataFrame) -> pd.DataFrame:
    """Return `row`, `name`, `numbers`: what subjects are looked up by, and the rest of that name.

    «Сангуыр» may be «Сангуыр I–III», so numbers stand apart. A part is looked up by the name of its
    whole too, whose numbers are not its own: they are missing.
    """
    keys = subjects["name_keys"].reset_index(drop=True).explode()
    wholes = subjects["part_of"].reset_index(drop=True)
    told = pd.concat([keys, wholes])
    is_own = np.arange(len(told)) < len(keys)
    is_told = told.notna().to_numpy()
    told, is_own = told[is_told].astype("str"), is_own[is_told]
    codes, distinct = pd.factorize(told)
    stems = pd.Series([find_stem(key) for key in distinct], dtype="str")
    rests = [key.removeprefix(stem) for key, stem in zip(distinct, stems, strict=True)]
    numbers = pd.Series(rests, dtype="str").take(codes).reset_index(drop=True)
    names = pd.DataFrame(
        {
            "row": told.index.to_numpy(),
            "name": stems.take(codes).to_numpy(),
            "numbers": numbers.where(is_own),
        }
    )
    return names.drop_duplicates(ignore_index=True)


def _share_names(left: pd.DataFrame, right: pd.DataFrame) -> Pairs:
    mine, theirs = (
        list_blocking_names(side)[["row", "name"]].drop_duplicates() for side in (left, right)
    )
    common = _find_common_names(theirs, right)
    shared = mine.merge(theirs[~theirs["name"].isin(common)], on="name", suffixes=("", "_right"))
    return shared["row"].to_numpy(dtype=np.intp), shared["row_right"].to_numpy(dtype=np.intp)


def _find_common_names(names: pd.DataFrame, subjects: pd.DataFrame) -> pd.Index:
    """Return the names borne in more places than COMMON_NAME."""
    bearers = subjects.iloc[names["row"].to_numpy()]
    places = pd.DataFrame(
        {
            "name": names["name"].to_numpy(),
            "column": np.floor(bearers["longitude"].to_numpy() / PLACE_DEGREES),
            "line": np.floor(bearers["latitude"].to_numpy() / PLACE_DEGREES),
            "district": bearers["district"].fillna(bearers["claimed"]).to_numpy(),
        }
    ).drop_duplicates()
    counts = places.groupby("name").size()
    return counts.index[counts > COMMON_NAME]


def _lie_near(left: pd.DataFrame, right: pd.DataFrame) -> Pairs:
    tree = shapely.STRtree(_draw(right))
    reach = REACH_M / METRES_PER_DEGREE
    rows, others = tree.query(_draw(left), predicate="dwithin", distance=reach)
    return rows.astype(np.intp), others.astype(np.intp)


def _draw(subjects: pd.DataFrame) -> NDArray[np.object_]:
    """Return points and outlines with degrees of longitude as long as those of latitude."""
    shapes = find_shapes(subjects)
    return np.asarray(shapely.transform(shapes, lambda place: place * (MIDDLE_COSINE, 1.0)))


def find_shapes(subjects: pd.DataFrame) -> NDArray[np.object_]:
    """Return the outline of each subject, else its point, else None; EPSG:4326."""
    points = shapely.points(subjects["longitude"].to_numpy(), subjects["latitude"].to_numpy())
    shapes = np.atleast_1d(np.asarray(points, dtype=object))
    outlines = subjects["outline"].to_numpy(dtype=object)
    drawn = ~shapely.is_missing(outlines)
    shapes[drawn] = outlines[drawn]
    shapes[subjects["longitude"].isna().to_numpy()] = None
    return shapes


def _join_pairs(found: list[Pairs], width: int) -> Pairs:
    """Put pairs together, each once, in order."""
    numbers = np.unique(np.concatenate([rows * width + others for rows, others in found]))
    return numbers // max(width, 1), numbers % max(width, 1)


def _name_pairs(pairs: Pairs, left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    rows, others = pairs
    told = pd.DataFrame(
        {"left_id": left.index.to_numpy()[rows], "right_id": right.index.to_numpy()[others]},
        dtype="str",
    )
    surveys = left["survey_id"].to_numpy()[rows], right["survey_id"].to_numpy()[others]
    is_one = (surveys[0] == surveys[1]) | (told["left_id"] == told["right_id"]).to_numpy()
    return told[~is_one].reset_index(drop=True)
