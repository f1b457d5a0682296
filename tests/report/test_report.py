"""The report: lines a person can act on, and the object that programs read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from reported import make_table, place, report_on

from heritage_gis.model.problem import PROBLEM_COLUMNS, gather_problems, no_problems
from heritage_gis.report.causes import ANY_VALUE, group_problems, write_ranges
from heritage_gis.report.problem_table import list_problems, read_problems, write_problems
from heritage_gis.report.program_object import write_object
from heritage_gis.report.wording import tell_problems, tell_unplaced
from heritage_gis.vocabularies.problems import explain

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.settings import Language


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
    assert warning.startswith('kent.xlsx, sheet "Лист1", rows 4–10, column "Тип": ')
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
    open_crs: dict[str, object] = {
        "stated": "",
        "used": "EPSG:4326",
        "operation": "",
        "verdict": "ask",
    }
    open_crs |= {"readings": [{"system": "EPSG:2503"}], "evidence": [{"en": "e"}]}
    certain = {**open_crs, "verdict": "certain", "readings": [{"system": "EPSG:4326"}]}
    report = report_on(problems, make_table(crs=certain), make_table(crs=open_crs))
    told = json.loads(json.dumps(write_object(report)))
    assert (told["file"], told["sha256"], told["format"]) == ("kent.xlsx", "ab" * 32, "xlsx")
    assert told["layers"] == ["Лист1", "Лист1"]
    assert (told["rows"], told["accepted"], told["held_back"]) == (11, 10, 1)
    assert told["without_place"] == 10
    assert told["rows_without_place"] == [
        {"file": "kent.xlsx", "layer": "Лист1", "rows": [*range(4, 14)]}
    ]
    assert told["not_data"] == {"heading": 2}
    assert tell_unplaced(report, "en") == 'kent.xlsx, sheet "Лист1", rows 4–13 (10)'
    assert told["columns"] == {"kind": "Тип"}
    assert told["crs"] == {
        "stated": "", "used": "EPSG:4326", "operation": "", "verdict": "ask",
        "readings": [{"system": "EPSG:4326"}, {"system": "EPSG:2503"}],
        "evidence": [{"en": "e"}, {"en": "e"}],
    }  # fmt: skip
    assert told["files"] == [{"name": "kent.xlsx", "sha256": "ab" * 32}]
    assert [(group["code"], group["count"]) for group in told["groups"]] == [
        ("coordinate_zero", 1),
        ("kind_unknown", 7),
        ("hidden_sheet", 1),
    ]
    assert told["groups"][1]["cases"] == [
        {"value": "могилник", "suggestion": "могильник", "rows": [*range(4, 11)]}
    ]
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


def test_one_mistake_with_many_values_is_one_cause() -> None:
    """Values that differ are listed under the sentence that they share, with their rows."""
    values = pd.Series(["могилник", "курган?", "могилник", "оба!"])
    problems = explain("kind_unknown", place(4, 7, 5, 9), "Тип", values)
    (cause,) = group_problems(problems)
    assert ANY_VALUE in cause.message["ru"]
    assert (cause.count, cause.rows) == (4, [4, 5, 7, 9])
    assert [(case.value, case.rows) for case in cause.cases] == [
        ("могилник", (4, 5)),
        ("курган?", (7,)),
        ("оба!", (9,)),
    ]
    line, *cases = tell_problems(problems, "ru")
    assert line.startswith('kent.xlsx, лист "Лист1", строки 4, 5, 7, 9, столбец "Тип": вид «…» ')
    assert cases[0] == "    «могилник»: строки 4, 5"


def test_mistakes_that_say_different_things_stay_apart() -> None:
    """What was found is part of a cause: 73 minutes and 61 seconds are two mistakes."""
    details = pd.DataFrame({"part": ["minutes", "seconds"], "found": ["73", "61"]})
    details = details.assign(low="0", high="59")
    values = pd.Series(["48°73′02″", "48°13′61″"])
    problems = explain("coordinate_out_of_range", place(3, 4), "Широта", values, details)
    assert [cause.rows for cause in group_problems(problems)] == [[3], [4]]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([14], "14"),
        ([17, 14, 18, 19, 19, 20, 21, 22, 23], "14, 17–23"),
        ([3, 4], "3, 4"),
        ([], ""),
    ],
)
def test_rows_are_written_as_ranges(rows: list[int], told: str) -> None:
    """Runs of rows are written with a dash, two neighbours with a comma, each row once."""
    assert write_ranges(rows) == told


def test_long_lists_of_rows_are_cut() -> None:
    """Past so many ranges the list ends, and shows that it does."""
    assert write_ranges(range(2, 40, 2), 3) == "2, 4, 6, …"


def test_suggestions_that_differ_leave_one_cause() -> None:
    """Each value keeps its own nearest word, and the sentence on it does not part the cause."""
    values = pd.Series(["могилник", "курганн"])
    near = pd.Series(["могильник", "курган"])
    told = [f". Возможно, имелось в виду «{word}»?" for word in near]
    problems = explain("kind_unknown", place(4, 7), "Тип", values, {"near": ""}, near)
    problems["message_ru"] = problems["message_ru"] + pd.Series(told)
    problems["message_en"] = problems["message_en"] + pd.Series(told)
    (cause,) = group_problems(problems)
    assert [case.suggestion for case in cause.cases] == ["могильник", "курган"]
    assert "имелось в виду" not in cause.message["ru"]
    (alone,) = group_problems(problems.iloc[:1])
    assert alone.message["ru"].endswith("Возможно, имелось в виду «могильник»?")
