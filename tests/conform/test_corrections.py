"""What survey.toml says of columns and cells: used as data, and told where it does not fit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from heritage_gis.conform.columns import apply_corrections, require_cells, require_columns
from heritage_gis.errors import MisusedError
from heritage_gis.model.raw_table import RawTable
from heritage_gis.model.survey import Correction, Sidecar, Survey

HEIGHT = Correction("kent.csv", (3, 4), "H, м", "35", "3,5", "a decimal comma was lost")


def make_table(*heights: str | None, file: str = "kent.csv") -> RawTable:
    """Return a table of one column, in rows 2, 3, … of a file."""
    frame = pd.DataFrame({"H, м": pd.Series(list(heights), dtype="str")})
    frame["source_file"], frame["source_layer"] = file, ""
    frame["source_row"] = range(2, len(frame) + 2)
    return RawTable(frame, "csv", ("H, м",))


def test_cells_that_say_what_is_expected_are_mended() -> None:
    """Rows of the entry are mended, others are not, and the table as received stays as it is."""
    table = make_table("35", "35", "35")
    places = table.frame.assign(survey_id="s")
    mended, problems = apply_corrections(table.frame, (HEIGHT,), places)
    assert mended["H, м"].tolist() == ["35", "3,5", "3,5"]
    assert table.frame["H, м"].tolist() == ["35"] * 3
    assert problems.empty


def test_mended_cell_fails_its_correction() -> None:
    """Once the surveyor mends the cell the row is held back until the entry is taken out."""
    table = make_table("35", "3,5", None)
    _, problems = apply_corrections(table.frame, (HEIGHT,), table.frame.assign(survey_id="s"))
    assert problems[["source_row", "value", "severity"]].to_numpy().tolist() == [
        [3, "3,5", "error"],
        [4, "", "error"],
    ]
    assert "expects «35», the cell says «3,5»" in problems["message_en"].iloc[0]


@pytest.mark.parametrize(
    ("tables", "line"),
    [
        ([make_table("1", "35")], 'finds no row 4 with a column "H, м"'),
        ([make_table("1", "35", "35", file="other.csv")], "finds no row 3"),
        ([], "finds no row 3"),
    ],
)
def test_correction_of_no_cell_is_misuse(tables: list[RawTable], line: str) -> None:
    """An entry for a row, column or file that there is not is told, not passed over."""
    with pytest.raises(MisusedError, match=line):
        require_cells((HEIGHT,), tables)
    require_cells((HEIGHT,), [make_table("1"), make_table("1", "35", "35")])


@pytest.mark.parametrize(
    ("columns", "line"),
    [
        ({"H, м": "sort"}, r"\[columns\] names sort, which is no field; there are .*height_m"),
        ({"Высота": "height_m"}, r"names «Высота», which no file has; there are «H, м»$"),
    ],
)
def test_columns_of_no_field_or_heading_are_misuse(columns: dict[str, str], line: str) -> None:
    """An entry that speaks of nothing is told with its survey, and what there is."""
    tables = [make_table("35")]
    for said in (columns, {"H, м": "height_m"}, {"H, м": "-"}):
        sidecar = Sidecar("t", "w", date(2026, 1, 1), "CC-BY-4.0", columns=said)
        survey = Survey("2026-kent", 1, Path(), (), sidecar, "")
        if said is columns:
            with pytest.raises(MisusedError, match=f"^survey 2026-kent: .*{line}"):
                require_columns(survey, tables)
        else:
            require_columns(survey, tables)
