"""Workbooks beside files that are none: layers, long tables, an archive."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import openpyxl

from heritage_gis.model.markup import SHADES
from heritage_gis.pipeline.files import check_file
from heritage_gis.pipeline.report_files import PAGE, keep_report
from heritage_gis.read.markup import plain_workbook
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from openpyxl.workbook import Workbook


def give_back(path: Path) -> Workbook:
    """Check a file, and open what comes back."""
    settings = Settings(home=path.parent, language="en")
    report = check_file(path, settings)
    back = path.parent / "back"
    assert keep_report(report, back, path.parent, settings) == []
    assert f'.checked.xlsx">{path.name}.checked.xlsx</a>' in (back / PAGE).read_text("utf-8")
    return openpyxl.load_workbook(back / f"{path.name}.checked.xlsx")


def test_the_page_names_no_copy_that_could_not_be_written(tmp_path: Path) -> None:
    """Where the file is gone there is a page, and a sentence, but no link to nothing."""
    path = tmp_path / "x.csv"
    path.write_text("Название,Широта,Долгота\nКент,148.2,75.3\n", "utf-8")
    settings = Settings(home=tmp_path, language="en")
    report = check_file(path, settings)
    path.unlink()
    (told,) = keep_report(report, tmp_path / "back", tmp_path, settings)
    assert told.startswith("x.csv: ")
    assert ".checked" not in (tmp_path / "back" / PAGE).read_text("utf-8")


def test_a_layer_has_its_headings_and_the_numbers_of_its_features(tmp_path: Path) -> None:
    """A problem of a cell colours it, one of the shape the row; the summary says what it is."""
    features = [
        {
            "type": "Feature",
            "properties": {"Название": f"Курган {name}", "Тип": kind},
            "geometry": {"type": "Point", "coordinates": [lon, 48.2]},
        }
        for name, kind, lon in (("Акжал", "курган", 75.3), ("Бестау", "магильник", 75.4),
                                ("Карабас", "курган", 175.3))
    ]  # fmt: skip
    path = tmp_path / "Точки.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    book = give_back(path)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["feature", "Название", "Тип"]
    assert [cell.value for cell in sheet[3]] == ["2", "Курган Бестау", "магильник"]
    assert sheet["C3"].fill.fgColor.rgb == f"FF{SHADES['warning']}"
    row = {cell.fill.fgColor.rgb for cell in sheet[4][1:]}
    assert row == {f"FF{SHADES['error_row']}"}
    comment = sheet["B4"].comment
    assert comment is not None
    assert comment.text.startswith("heritage_gis:\n")
    assert str(book.worksheets[-1]["A3"].value).startswith(
        "This workbook is a copy of the table of Точки.geojson without its shapes."
    )


def test_of_a_long_table_the_bad_rows_are_shown_in_their_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A million rows are no workbook; the first are there, and each with a problem."""
    monkeypatch.setattr(plain_workbook, "WHOLE_ROWS", 20)
    monkeypatch.setattr(plain_workbook, "SAMPLE_ROWS", 5)
    rows = [f"Курган {number};курган;48,2;75,{number:03}" for number in range(1, 40)]
    rows[29] = "Курган 30;курган;48,2;"
    path = tmp_path / "x.csv"
    path.write_text("\n".join(["Название;Тип;Широта;Долгота", *rows]), "utf-8")
    book = give_back(path)
    sheet = book.worksheets[0]
    filled = [row[0].row for row in sheet.iter_rows() if row[0].value is not None]
    assert filled == [1, 2, 3, 4, 5, 31]
    assert sheet["A31"].value == "Курган 30"
    told = [row[0].value for row in book.worksheets[-1].iter_rows(max_row=5)]
    assert any(str(text).startswith("The file has 40 rows; here are its first 5") for text in told)


def test_each_table_of_an_archive_is_a_sheet(tmp_path: Path) -> None:
    """Two tables of a zip are two sheets, and marks find theirs."""
    path = tmp_path / "x.zip"
    table = "Название;Тип;Широта;Долгота\nКурган {};{};48,2;75,3\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("а/сводка.csv", table.format("Акжал", "курган"))
        archive.writestr("б/сводка.csv", table.format("Бестау", "магильник"))
    book = give_back(path)
    assert book.sheetnames == ["а сводка", "б сводка", "Check results"]
    fills = [sheet["B2"].fill.fgColor.rgb for sheet in book.worksheets[:2]]
    assert fills == ["00000000", f"FF{SHADES['warning']}"]
