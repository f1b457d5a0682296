"""Verdicts: whether two records are one place, part and whole, near, apart, or a question."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.model.columns import cut_rows
from heritage_gis.register.matching.evidence import gather_evidence
from heritage_gis.register.matching.names import list_names
from heritage_gis.register.matching.rules import (
    APART,
    ASK,
    HAS_PART,
    NEAR,
    PART_OF,
    SAME,
    find_contradictions,
    list_rules,
)
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from heritage_gis.register.matching.evidence import Evidence

__all__ = ["APART", "ASK", "HAS_PART", "NEAR", "PART_OF", "SAME", "VERDICT_COLUMNS", "judge_pairs"]

VERDICT_COLUMNS = (
    *("left_id", "right_id", "verdict", "reason"),
    *("distance_m", "contradicts", "strength"),
)
_PAIRS_AT_ONCE = 200_000
_CLOSENESS = 9  # the most that nearness adds to the strength of a verdict


def judge_pairs(pairs: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """Say of each pair whether it is one place, and why.

    The verdict is a function of the two subjects alone. Turned round, a pair has the same verdict,
    but that PART_OF becomes HAS_PART.

    Args:
        pairs: left_id, right_id.
        left: SUBJECT_COLUMNS, indexed by record_id, of all left_ids.
        right: the same of all right_ids.

    Returns:
        VERDICT_COLUMNS, a row for each pair in its order. `verdict`: SAME; PART_OF, the left is a
        part of the right; HAS_PART, the reverse; NEAR, two places near each other; APART, two
        places; ASK. `reason`: a code of `match_reasons.csv`. `distance_m`: between the shapes, 0
        where one holds the other, missing where one has no place. `contradicts`: they can never
        stand in one site: too far apart, other numbers in one name, kinds that are two things, or
        one a part of the other. `strength`: higher is surer.

    Raises:
        KeyError: a pair names a record that is no subject, which is a bug.
    """
    rows, others = _find_rows(left, pairs["left_id"]), _find_rows(right, pairs["right_id"])
    names = list_names(left["name_keys"], right["name_keys"])
    told = [
        _judge(gather_evidence((left, right), names, rows[some], others[some]))
        for some in cut_rows(len(pairs), _PAIRS_AT_ONCE)
    ]
    ids = pairs[["left_id", "right_id"]].reset_index(drop=True)
    return ids.join(pd.concat(told, ignore_index=True))[[*VERDICT_COLUMNS]]


def _find_rows(subjects: pd.DataFrame, ids: pd.Series) -> NDArray[np.intp]:
    rows = subjects.index.get_indexer(pd.Index(ids))
    if (rows < 0).any():
        raise KeyError(str(ids[rows < 0].iloc[0]))
    return np.asarray(rows, dtype=np.intp)


def _judge(evidence: Evidence) -> pd.DataFrame:
    rules = list(list_rules(evidence))
    first = np.select([held for _, _, held in rules], range(len(rules)), default=len(rules) - 1)
    verdict = np.array([verdict for verdict, _, _ in rules], dtype=object)[first]
    reason = np.array([reason for _, reason, _ in rules], dtype=object)[first]
    gap_m = evidence.places.gap_m
    in_part = np.isin(verdict, [PART_OF, HAS_PART])
    return pd.DataFrame(
        {
            "verdict": pd.Series(verdict, dtype="str"),
            "reason": pd.Series(reason, dtype="str"),
            "distance_m": gap_m,
            "contradicts": find_contradictions(evidence) | in_part,
            "strength": _weigh(reason, evidence),
        }
    )


def _weigh(reason: NDArray[np.object_], evidence: Evidence) -> NDArray[np.int64]:
    """Return the strength of verdicts: that of the reason, more for what is nearer."""
    base = pd.Series(reason, dtype="str").map(read_strengths()).to_numpy(dtype=np.int64)
    share = np.clip(1 - evidence.places.gap_m / evidence.places.allowed_m, 0, 1)
    closer = np.floor(_CLOSENESS * np.nan_to_num(share)).astype(np.int64)
    rival = np.where(evidence.other_age, _CLOSENESS + 1, 0)
    return base + closer - rival


@cache
def read_strengths() -> dict[str, int]:
    """Return how sure each reason of `match_reasons.csv` is."""
    return {entry["code"]: int(entry["strength"]) for entry in read_vocabulary("match_reasons")}
