"""Make labelled pairs: real spellings and conflicts, and pairs made from real names.

    python tests/register/make_labelled_pairs.py ../shared/domain/sites.csv made.csv

`labelled_pairs.csv` was made so and frozen before the verdicts were tuned on its open half.
`labelled_pairs.md` says what has been corrected since; it is not to be made anew.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from labelled_pairs import FIELDS, TOLD, describe_sides
from made_pairs import list_made_pairs
from real_pairs import (
    Labelled,
    list_conflict_pairs,
    list_neighbour_pairs,
    list_spelling_pairs,
    read_rows,
)

from heritage_gis.register.matching.blocking import find_pairs

if TYPE_CHECKING:
    from matching_subjects import Row

MADE_TIMES = 12  # pairs of each sort


def main(source: Path, target: Path) -> None:
    """Write the table from the list of real sites."""
    with source.open(encoding="utf-8", newline="") as file:
        sites = list(csv.DictReader(file))
    rows = read_rows(sites)
    told = [
        *list_conflict_pairs(rows),
        *list_neighbour_pairs(rows),
        *list_spelling_pairs(rows),
        *list_made_pairs(rows, MADE_TIMES),
    ]
    written = [_write_row(number, pair) for number, pair in enumerate(told, start=1)]
    kept = _pass_blocking(written)
    print(f"{len(kept)} of {len(written)} pass blocking")  # noqa: T201 - a script that says so
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*kept[0]], lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def _write_row(number: int, pair: Labelled) -> Row:
    origin, label, note, *sides = pair
    fields = {
        f"{side}_{name}": _write_value(row.get(name))
        for side, row in zip(("left", "right"), sides, strict=True)
        for name in FIELDS
    }
    content = "|".join([origin, note, *fields.values()])
    odd = hashlib.sha256(content.encode()).digest()[0] % 2
    told = (f"{origin}-{number}", "frozen" if odd else "open", origin, label, note)
    return dict(zip(TOLD, told, strict=True)) | fields


def _write_value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, shapely.Geometry):
        return str(shapely.to_wkt(value, rounding_precision=6, trim=True))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _pass_blocking(rows: list[Row]) -> list[Row]:
    pairs, left, right = describe_sides(rows)
    found = find_pairs(left, right).merge(pairs, on=["left_id", "right_id"])
    passed = set(found["left_id"])
    return [row for row in rows if f"{row['pair']}/left" in passed]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
