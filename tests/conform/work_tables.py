"""Tables of works made in code, and what became of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from heritage_gis.conform.works import ConformedWorks, conform_works
from heritage_gis.model.raw_table import RawTable
from heritage_gis.model.survey import Sidecar, Survey

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

RUSSIAN: dict[str, Sequence[str | None]] = {
    "Год": ["2017", "2018"],
    "Вид работ": ["раскопки", "реставрация"],
    "Содержание работ": ["раскопан курган 1", "укреплён купол"],
    "Памятники": ["могильник Бегазы", "мавзолей Алтыбая"],
    "Район": ["Актогайский район", "354000000"],
    "Руководитель": ["А. Археолог", None],
}


def make_survey(**said: Any) -> Survey:  # noqa: ANN401 - the fields of a Sidecar
    """Make a survey that holds works."""
    stated = {"title": "t", "who": "w", "licence": "CC-BY-4.0", "holds": "works"}
    sidecar = Sidecar(**{**stated, "received": date(2026, 1, 1), **said})
    return Survey("2026-works", 1, Path("v1"), (), sidecar, "0" * 64)


def make_works_table(cells: Mapping[str, Sequence[str | None]]) -> RawTable:
    """Make a raw table: rows 2, 3, … of a file, all text."""
    count = len(next(iter(cells.values())))
    frame = pd.DataFrame(
        {
            "source_file": pd.Series(["works.csv"] * count, dtype="str"),
            "source_layer": pd.Series([""] * count, dtype="str"),
            "source_row": pd.array(range(2, count + 2), dtype="Int64"),
            **{heading: pd.Series(list(told), dtype="str") for heading, told in cells.items()},
        }
    )
    return RawTable(frame, "csv", tuple(cells), encoding="utf-8")


def conform(cells: Mapping[str, Sequence[str | None]], **said: Any) -> ConformedWorks:  # noqa: ANN401
    """Conform one table of works."""
    return conform_works(make_survey(**said), [make_works_table(cells)])


def change(**columns: Sequence[str | None]) -> dict[str, Sequence[str | None]]:
    """Return RUSSIAN with other cells under some of its headings, by their first words."""
    return {
        heading: next((told for name, told in columns.items() if heading.startswith(name)), cells)
        for heading, cells in RUSSIAN.items()
    }
