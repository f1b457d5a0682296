"""The report for programs: one object of plain values, as `heritage check --json` prints it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from heritage_gis.report.problem_table import list_problems
from heritage_gis.report.wording import group_rows

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.report.causes import Cause
    from heritage_gis.report.summary import Report

_PROBLEMS_AT_ONCE = 5_000
VERDICTS = ("certain", "likely", "ask")  # of a reference system; the most open one counts


def write_object(report: Report) -> dict[str, Any]:
    """Return the report as one object."""
    first = report.tables[0]
    used = [table.crs for table in report.tables]
    return {
        "file": next(iter(report.files)),
        "sha256": next(iter(report.files.values())),
        "files": [{"name": name, "sha256": digest} for name, digest in report.files.items()],
        "format": first.format,
        "encoding": first.encoding,
        "layers": [table.layer for table in report.tables],
        "rows": report.rows,
        "accepted": report.accepted,
        "held_back": report.held_back,
        "without_place": report.without_place,
        "rows_without_place": [
            {"file": place["source_file"], "layer": place["source_layer"], "rows": rows}
            for place, rows in group_rows(report.unplaced)
        ],
        "not_data": report.not_data,
        "crs": {
            **{name: _join(crs[name] for crs in used) for name in ("stated", "used", "operation")},
            "evidence": [sentence for crs in used for sentence in crs["evidence"]],
            **_gather_weighed(used),
        },
        "columns": {ours: theirs for t in report.tables for ours, theirs in t.columns.items()},
        "unknown_columns": [name for table in report.tables for name in table.unknown_columns],
        "guessed_columns": [guess for table in report.tables for guess in table.guesses],
        "tables": [vars(table) for table in report.tables],
        "groups": [_write_cause(cause) for cause in report.causes],
        "problems": list_problems(report.problems),
    }


def save_object(report: Report, path: Path) -> None:
    """Write the same to a file, a line for each problem: of a million rows there may be many."""
    bare = write_object(replace(report, problems=report.problems.iloc[:0]))
    bare["groups"] = [_write_cause(cause) for cause in report.causes]
    head = json.dumps(bare, ensure_ascii=False, indent=1).removesuffix("[]\n}")
    with path.open("w", encoding="utf-8") as stream:
        stream.write(f"{head}[")
        for start in range(0, len(report.problems), _PROBLEMS_AT_ONCE):
            told = list_problems(report.problems.iloc[start : start + _PROBLEMS_AT_ONCE])
            lines = (json.dumps(problem, ensure_ascii=False) for problem in told)
            stream.write(("," if start else "") + "\n  " + ",\n  ".join(lines))
        stream.write("\n ]\n}\n")


def _join(texts: Any) -> str:  # noqa: ANN401 - any iterable of text
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _gather_weighed(used: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the most open verdict of all tables, and all readings."""
    told: dict[str, Any] = {}
    verdicts = [crs["verdict"] for crs in used if crs.get("verdict")]
    if verdicts:
        told["verdict"] = max(verdicts, key=VERDICTS.index)
    readings = [reading for crs in used for reading in crs.get("readings", [])]
    return told | ({"readings": readings} if readings else {})


def _write_cause(cause: Cause) -> dict[str, Any]:
    return {
        "code": cause.code,
        "severity": cause.severity,
        "source_file": cause.file,
        "source_layer": cause.layer,
        "column": cause.column,
        **{f"message_{language}": text for language, text in cause.message.items()},
        "count": cause.count,
        "cases": [
            {"value": case.value, "suggestion": case.suggestion, "rows": [*case.rows]}
            for case in cause.cases
        ],
    }
