"""The report: lines a person can act on, and the object that programs read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from standard_records import make_records

from heritage_gis.check.holding import hold_back
from heritage_gis.check.report import (
    TableReport,
    list_problems,
    make_report,
    read_problems,
    tell_problems,
    tell_unplaced,
    write_json,
    write_problems,
)
from heritage_gis.model.problem import PROBLEM_COLUMNS, gather_problems, no_problems
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.settings import Language


def place(*rows: int | None, file: str = "kent.xlsx", layer: str = "Лист1") -> pd.DataFrame:
    """Return places of problems."""
    frame = pd.DataFrame({"source_row": pd.array(list(rows), dtype="Int64")})
    return frame.assign(survey_id="s", source_file=file, source_layer=layer)


@pytest.fixture
def problems() -> pd.DataFrame:
    """A warning in seven rows, a note on a sheet, an error."""
    seven = place(*range(4, 11))
    return gather_problems(
        [
            explain("kind_unknown", seven, "Тип", pd.Series(["могилник"] * 7), None, "могильник"),
            explain("hidden_sheet", place(None)),
            explain("coordinate_zero", place(14), "X; Y", pd.Series(["0; 0"])),
        ]
    )


def test_lines_begin_with_the_gravest(problems: pd.DataFrame) -> None:
    """Errors first, then warnings, then notes; what repeats is told once, with its rows."""
    error, warning, note = tell_problems(problems, "en")
    assert error.startswith('kent.xlsx, sheet "Лист1", row 14, column "X; Y": the coordinates are')
    assert warning.startswith('kent.xlsx, sheet "Лист1", rows 4, 5, 6, 7, 8 … (7), column "Тип": ')
    assert warning.endswith(" → могильник")
    assert note.startswith('kent.xlsx, sheet "Лист1": this sheet is hidden')


@pytest.mark.parametrize(
    ("language", "start"),
    [
        ("en", 'kent.gpkg, layer "контуры", row 2, column "geometry": '),
        ("ru", 'kent.gpkg, слой "контуры", строка 2, столбец "geometry": '),
        ("kk", 'kent.gpkg, қабат "контуры", жол 2, баған "geometry": '),
    ],
)
def test_places_are_named_in_the_language(language: Language, start: str) -> None:
    """A layer is called a layer, a sheet a sheet, in each language."""
    turned = explain(
        "geometry_ring_reversed", place(2, file="kent.gpkg", layer="контуры"), "geometry"
    )
    assert tell_problems(turned, language)[0].startswith(start)


def test_file_without_layers_is_named_alone() -> None:
    """A CSV has no sheet, and none is named."""
    lines = tell_problems(explain("name_missing", place(3, 5, file="a.csv", layer="")), "en")
    assert [line.split(":")[0] for line in lines] == ["a.csv, rows 3, 5"]


def test_object_for_programs(problems: pd.DataFrame) -> None:
    """It has the keys of the design, plain values alone, and null where nothing is known."""
    records = make_records(*[{"source_row": row} for row in range(4, 15)])
    crs = {"stated": "", "used": "EPSG:4326", "operation": "", "evidence": [{"en": "e"}]}
    table = TableReport(
        "Лист1",
        "xlsx",
        "",
        "",
        {"data": 11, "heading": 1, "note": 0},
        {"kind": "Тип"},
        ["Цвет"],
        crs,
    )
    report = make_report({"kent.xlsx": "ab" * 32}, [table, table], hold_back(records, problems))
    told = json.loads(json.dumps(write_json(report)))
    assert (told["file"], told["sha256"], told["format"]) == ("kent.xlsx", "ab" * 32, "xlsx")
    assert told["layers"] == ["Лист1", "Лист1"]
    assert (told["rows"], told["accepted"], told["held_back"]) == (11, 10, 1)
    assert told["without_place"] == 10
    assert told["rows_without_place"] == [
        {"file": "kent.xlsx", "layer": "Лист1", "rows": [*range(4, 14)]}
    ]
    assert told["not_data"] == {"heading": 2}
    assert tell_unplaced(report, "en") == ('kent.xlsx, sheet "Лист1", rows 4, 5, 6, 7, 8 … (10)')
    assert told["columns"] == {"kind": "Тип"}
    assert told["crs"] == {
        "stated": "", "used": "EPSG:4326", "operation": "", "evidence": [{"en": "e"}, {"en": "e"}],
    }  # fmt: skip
    assert [list(problem) for problem in told["problems"]] == [list(PROBLEM_COLUMNS)] * 9
    assert [problem["source_row"] for problem in told["problems"]] == [*range(4, 11), 14, None]


def test_problems_survive_their_file(tmp_path: Path, problems: pd.DataFrame) -> None:
    """The table that is written is read back the same; Excel sees its letters by the mark."""
    path = tmp_path / "problems.csv"
    write_problems(problems, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    read = read_problems(path)
    expected = problems.replace("", pd.NA).astype(read.dtypes.to_dict())
    pd.testing.assert_frame_equal(read, expected)
    write_problems(no_problems(), path)
    assert read_problems(path).empty
    assert list_problems(no_problems()) == []
