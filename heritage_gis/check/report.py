"""The report on one survey: for programs as JSON, for people as lines and a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pandas as pd

from heritage_gis.model.problem import PROBLEM_COLUMNS, ROW_PLACE, SEVERITIES

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.check.holding import Checked
    from heritage_gis.settings import Language

ROWS_SHOWN = 5  # of one kind of problem on the terminal; all of them are in the files
PLACE_WORDS = {
    "en": {"sheet": "sheet", "layer": "layer", "row": "row", "rows": "rows", "column": "column"},
    "ru": {
        "sheet": "лист",
        "layer": "слой",
        "row": "строка",
        "rows": "строки",
        "column": "столбец",
    },
    "kk": {"sheet": "парақ", "layer": "қабат", "row": "жол", "rows": "жолдар", "column": "баған"},
}
WORKBOOK = (".xlsx", ".xls", ".ods")  # has sheets; other files have layers


@dataclass(frozen=True)
class TableReport:
    """How one sheet or layer was understood.

    Attributes:
        layer: sheet or layer; empty where the file has only one without a name.
        format: of the file.
        encoding: of its text, and why.
        rows: how many rows there are of each sort.
        columns: our field -> their heading.
        unknown_columns: their headings that are none of ours.
        crs: `stated`, `used`, `operation`, `evidence`.
    """

    layer: str
    format: str
    encoding: str
    encoding_evidence: str
    rows: dict[str, int]
    columns: dict[str, str]
    unknown_columns: list[str]
    crs: dict[str, Any]


@dataclass(frozen=True)
class Report:
    """What became of a survey.

    Attributes:
        files: name -> sha256 of each received file.
        tables: how each sheet or layer was understood.
        rows: data rows received.
        accepted: rows that go on.
        held_back: rows that wait for the surveyor.
        without_place: accepted records that have no position.
        problems: all problems.
        unplaced: accepted records that have no position, by file, layer and row (ROW_PLACE).
    """

    files: dict[str, str]
    tables: tuple[TableReport, ...]
    rows: int
    accepted: int
    held_back: int
    without_place: int
    problems: pd.DataFrame = field(repr=False)
    unplaced: pd.DataFrame = field(repr=False)

    @property
    def not_data(self) -> dict[str, int]:
        """How many rows of the files are titles, headings and the like, by what they are."""
        sorts = Counter[str]()
        for table in self.tables:
            sorts.update(table.rows)
        return {sort: count for sort, count in sorts.items() if sort != "data" and count}

    def count(self, severity: str) -> int:
        """Return how many problems of a severity there are."""
        return int((self.problems["severity"] == severity).sum())


def make_report(files: dict[str, str], tables: list[TableReport], checked: Checked) -> Report:
    """Put together the report on a checked survey."""
    unplaced = checked.records.loc[checked.records.geometry.isna(), [*ROW_PLACE]]
    return Report(
        files=files,
        tables=tuple(tables),
        rows=checked.rows_received,
        accepted=checked.rows_accepted,
        held_back=checked.rows_held_back,
        without_place=len(unplaced),
        problems=checked.problems,
        unplaced=pd.DataFrame(unplaced).drop_duplicates(),
    )


def write_json(report: Report) -> dict[str, Any]:
    """Return the report as `heritage check --json` prints it."""
    first = report.tables[0]
    used = [table.crs for table in report.tables]
    return {
        "file": next(iter(report.files)),
        "sha256": next(iter(report.files.values())),
        "format": first.format,
        "encoding": first.encoding,
        "layers": [table.layer for table in report.tables],
        "rows": report.rows,
        "accepted": report.accepted,
        "held_back": report.held_back,
        "without_place": report.without_place,
        "rows_without_place": [
            {"file": place["source_file"], "layer": place["source_layer"], "rows": rows}
            for place, rows in _group_rows(report.unplaced)
        ],
        "not_data": report.not_data,
        "crs": {
            **{name: _join(crs[name] for crs in used) for name in ("stated", "used", "operation")},
            "evidence": [sentence for crs in used for sentence in crs["evidence"]],
        },
        "columns": {ours: theirs for t in report.tables for ours, theirs in t.columns.items()},
        "unknown_columns": [name for table in report.tables for name in table.unknown_columns],
        "tables": [vars(table) for table in report.tables],
        "problems": list_problems(report.problems),
    }


def _join(texts: Any) -> str:  # noqa: ANN401 - any iterable of text
    return ", ".join(dict.fromkeys(text for text in texts if text))


def list_problems(problems: pd.DataFrame) -> list[dict[str, Any]]:
    """Return problems as plain values, missing ones as None."""
    plain = problems[[*PROBLEM_COLUMNS]].astype(object)
    rows = plain.where(plain.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def write_problems(problems: pd.DataFrame, path: Path) -> None:
    """Write problems as a table that a spreadsheet program opens with its letters right."""
    problems[[*PROBLEM_COLUMNS]].to_csv(path, index=False, encoding="utf-8-sig")


def read_problems(path: Path) -> pd.DataFrame:
    """Read what `write_problems` wrote."""
    types = dict.fromkeys(PROBLEM_COLUMNS, "str") | {"source_row": "Int64"}
    return pd.read_csv(
        path, dtype=types, encoding="utf-8-sig", keep_default_na=False, na_values=[""]
    )


def tell_problems(problems: pd.DataFrame, language: Language) -> list[str]:
    """Return a line for each problem, the gravest first; what repeats is told once with its rows.

    A line says where, what was found, what was expected, and what to do.
    """
    rank = problems["severity"].map(SEVERITIES.index)
    ordered = problems.assign(rank=rank).sort_values("rank", kind="stable")
    same = ["source_file", "source_layer", "column", "severity", "code", f"message_{language}"]
    lines = []
    for _, group in ordered.groupby(same, sort=False, dropna=False):
        first = group.iloc[0]
        rows = group["source_row"].dropna().tolist()
        suggestion = f" → {first['suggestion']}" if _is_text(first["suggestion"]) else ""
        place = _tell_place(first, rows, language)
        lines.append(f"{place}: {first[f'message_{language}']}{suggestion}")
    return lines


def tell_unplaced(report: Report, language: Language) -> str:
    """Say which rows have no place, the first few of each sheet or layer; empty where all have."""
    places = [_tell_place(place, rows, language) for place, rows in _group_rows(report.unplaced)]
    return "; ".join(places)


def _group_rows(places: pd.DataFrame) -> list[tuple[pd.Series, list[int]]]:
    """Return the rows of each file and layer, with the place that they share."""
    layered = places.assign(source_layer=places["source_layer"].fillna(""), column="")
    groups = layered.groupby(["source_file", "source_layer"], sort=False)
    return [(group.iloc[0], group["source_row"].tolist()) for _, group in groups]


def _tell_place(problem: pd.Series, rows: list[int], language: Language) -> str:
    words = PLACE_WORDS[language]
    parts = [str(problem["source_file"])]
    if _is_text(problem["source_layer"]):
        is_sheet = parts[0].lower().endswith(WORKBOOK)
        parts.append(f'{words["sheet" if is_sheet else "layer"]} "{problem["source_layer"]}"')
    if rows:
        more = f" … ({len(rows)})" if len(rows) > ROWS_SHOWN else ""
        word = words["row" if len(rows) == 1 else "rows"]
        parts.append(f"{word} {', '.join(map(str, rows[:ROWS_SHOWN]))}{more}")
    if _is_text(problem["column"]):
        parts.append(f'{words["column"]} "{problem["column"]}"')
    return ", ".join(parts)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""
