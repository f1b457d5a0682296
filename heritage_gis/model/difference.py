"""A difference: what a file would change, row by row, before anything happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

NEW, CHANGED, GONE, HELD, UNCHANGED = "new", "changed", "gone", "held", "unchanged"
STANDINGS = (NEW, CHANGED, GONE, HELD, UNCHANGED)
POSITION, OUTLINE = "position", "outline"  # of a change that is one of the geometry
IN_FILE, EARLIER, PUBLIC = "file", "earlier", "public"  # where a likeness was found
JOINS, FOUNDS, STAYS, MOVES, WAITS = "joins", "founds", "stays", "moves", "waits"
OUTCOMES = (JOINS, FOUNDS, MOVES, WAITS, STAYS)
APPEARS, DISAPPEARS, CHANGES = "appears", "disappears", "changes"

# Of a row: which it is, whether the version before has it (`is_known`), and where it lies now
# and lay before, in degrees (WGS 84).
ROW_COLUMNS = (
    *("record_id", "standing", "is_known", "site_code", "name_kk", "name_ru", "name_en", "part_no"),
    *("kind", "period_text"),
    *("source_file", "source_layer", "source_row"),
    *("lon", "lat", "accuracy_m", "former_lon", "former_lat", "former_accuracy_m"),
    *("distance_m", "bearing"),
)
# `before` and `after`: values as they stand in the column, missing where nothing is said.
CHANGE_COLUMNS = ("record_id", "field", "before", "after")
# `where`: IN_FILE, EARLIER or PUBLIC; `other_id`: a record, or a public site.
LIKENESS_COLUMNS = ("record_id", "other_id", "where", "verdict", "reason", "distance_m")
# `site_id`: where the row would stand, missing where it founds a site or waits; `other_id`: the
# record whose word that rests on, `other_site` its site.
OUTCOME_COLUMNS = (
    *("record_id", "outcome", "site_id", "former_site", "waits", "part_of"),
    *("reason", "distance_m", "other_id", "other_site"),
)


@dataclass(frozen=True)
class Foresight:
    """What the register would become, which is for its keeper alone.

    Attributes:
        outcomes: OUTCOME_COLUMNS, one for each row that goes on.
        sites: `site_id`, `change` (APPEARS, DISAPPEARS or CHANGES), `name_kk`, `name_ru`,
            `name_en`, `distance_m` and `bearing` of its move; a site that would be new has no
            id yet but `new-1`, …
        changes: CHANGE_COLUMNS of sites, with `site_id` for `record_id`.
        names: id of a record or site -> `name_kk`, `name_ru`, `name_en`.
    """

    outcomes: pd.DataFrame
    sites: pd.DataFrame
    changes: pd.DataFrame
    names: pd.DataFrame


@dataclass(frozen=True)
class Difference:
    """What a file would change.

    Attributes:
        file: its name.
        survey_id: the survey that it would replace; empty where it is new.
        version: the version it is compared with; 0 where there is none.
        counts: `rows`, `accepted`, `held_back` of the file.
        rows: ROW_COLUMNS, one for each record of either version.
        changes: CHANGE_COLUMNS of the rows that changed.
        likenesses: LIKENESS_COLUMNS: possible duplicates.
        names: record_id or site_id at the other end of a likeness -> its names.
        problems: of the file.
        foresight: for a keeper; None for anyone else.
    """

    file: str
    survey_id: str
    version: int
    counts: dict[str, int]
    rows: pd.DataFrame
    changes: pd.DataFrame
    likenesses: pd.DataFrame
    names: pd.DataFrame
    problems: pd.DataFrame
    foresight: Foresight | None = None

    def count(self, standing: str) -> int:
        """Return how many rows have a standing."""
        return int((self.rows["standing"] == standing).sum())

    @property
    def moved(self) -> int:
        """How many rows lie elsewhere than before."""
        return int((self.rows["distance_m"] > 0).sum())

    @property
    def is_change(self) -> bool:
        """Whether anything would change."""
        return bool((self.rows["standing"] != UNCHANGED).any())
