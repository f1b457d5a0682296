"""CSV and TSV as programs and people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.raw_table import RawTable, RowCounts
from heritage_gis.read.delimited import read_delimited
from heritage_gis.read.files import read_file, read_file_noted
from heritage_gis.read.guard import Handed, HandedSheet, open_scratch
from heritage_gis.read.handover import Handover
from heritage_gis.read.job import Job
from heritage_gis.read.limits import take_limits
from heritage_gis.read.notes import explain_notes
from heritage_gis.read.raw_tables import build_tables
from heritage_gis.read.readings import Origin
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = "Название;Широта;Долгота\n"


def read_csv(content: bytes | str, encoding: str = "") -> RawTable:
    """Read a CSV in this process: what is tested is the reader, not its guard."""
    with open_scratch() as scratch:
        job = Job("csv", "sites.csv", "input", ".csv", encoding, take_limits(Settings()))
        data = content if isinstance(content, bytes) else content.encode()
        (scratch / job.file).write_bytes(data)
        handover = Handover(job, scratch)
        read_delimited(handover)
        with pa.OSFile(str(scratch / "out" / "0.arrow")) as source:
            cells = pa.ipc.open_file(source).read_all()
        handed = Handed((HandedSheet(handover.sheets[0], cells),))
        return build_tables(handed, Origin("sites.csv", "csv")).tables[0]


def test_a_csv_is_read_in_the_guarded_child(tmp_path: Path) -> None:
    """The whole way: cp1251 with semicolons and decimal commas becomes text columns."""
    path = tmp_path / "x.csv"
    path.write_bytes((HEADINGS + "Бегазы;48,267;75,345\n").encode("cp1251"))
    (table,) = read_file(path, "памятники.csv", Settings())
    assert table.format == "csv"
    assert table.columns == ("Название", "Широта", "Долгота")
    assert (table.encoding, table.crs_wkt) == ("cp1251", "")
    assert table.encoding_evidence.startswith("guessed: it is not UTF-8")
    assert table.frame.columns.tolist() == [
        *("source_file", "source_layer", "source_row", "section"),
        *table.columns,
    ]
    assert table.frame.iloc[0].tolist()[:3] == ["памятники.csv", "", 2]
    assert table.frame.iloc[0].tolist()[4:] == ["Бегазы", "48,267", "75,345"]
    assert {str(dtype) for dtype in table.frame[list(table.columns)].dtypes} == {"str"}
    assert table.counts == RowCounts(data=1, heading=1)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Название,Широта,Долгота\nБегазы,48.267,75.345\n", ["Бегазы", "48.267", "75.345"]),
        ("Название\tШирота\tДолгота\nБег, юг\t48,267\t75,345\n", ["Бег, юг", "48,267", "75,345"]),
        ("Название|Широта|Долгота\nБегазы|48,267|75,345\n", ["Бегазы", "48,267", "75,345"]),
        (HEADINGS + "Бегазы;48,267;75,345\n", ["Бегазы", "48,267", "75,345"]),
        ('Название,Широта,Долгота\n"Бег, юг","48,2","75,3"\n', ["Бег, юг", "48,2", "75,3"]),
        ("sep=;\n" + HEADINGS + "Бегазы;48,267;75,345\n", ["Бегазы", "48,267", "75,345"]),
        (HEADINGS + '"оба ""Бегазы""";48,267;75,345\n', ['оба "Бегазы"', "48,267", "75,345"]),
        (HEADINGS + 'оба "Бегазы";48,267;75,345\n', ['оба "Бегазы"', "48,267", "75,345"]),
        (HEADINGS.replace("\n", "\r") + "Бегазы;48,267;75,345\r", ["Бегазы", "48,267", "75,345"]),
    ],
    ids=["comma", "tab", "bar", "semicolon", "quoted", "sep", "doubled", "inner", "old Mac"],
)  # fmt: skip
def test_cells_are_parted_by_what_parts_most_rows_alike(text: str, cells: list[str]) -> None:
    """A decimal comma is no separator, and quotation marks mean what they mean."""
    table = read_csv(text)
    assert table.frame.iloc[0].tolist()[4:] == cells


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ('"Курган" Бегазы;48,2;75,3', ['"Курган" Бегазы', "48,2", "75,3"]),
        ('"Бегазы;48,2;75,3', ['"Бегазы', "48,2", "75,3"]),
    ],
    ids=["beginning", "open"],
)
def test_quotation_marks_that_do_not_pair_are_read_as_they_stand(
    tmp_path: Path, line: str, cells: list[str]
) -> None:
    """Where every line has the same number of cells no mark hides anything; it is told."""
    path = tmp_path / "x.csv"
    path.write_text(f'{HEADINGS}"Кент";49,1;75,9\n{line}\nТорак;49;75\n', "utf-8")
    reading = read_file_noted(path, "sites.csv", Settings())
    frame = reading.tables[0].frame
    assert frame["Название"].tolist() == ["Кент", cells[0], "Торак"]
    assert frame.iloc[1].tolist()[4:] == cells
    (note,) = reading.notes
    assert note.code == "quotes_unpaired"
    problems = explain_notes(reading.notes, "s")
    assert problems["message_en"][0].startswith(f"near line {note.value} a quotation mark opens")


def test_a_quoted_line_break_is_one_row() -> None:
    """Rows are numbered as a spreadsheet program shows them, blank ones too."""
    table = read_csv(HEADINGS + '"Бегазы\nюг";48;75\n\nТорак;;\n')
    assert table.frame["source_row"].tolist() == [2, 4]
    assert table.frame["Название"].tolist() == ["Бегазы\nюг", "Торак"]
    assert table.counts == RowCounts(data=2, heading=1, blank=1)


def test_cells_lose_outer_spaces_only_and_blank_ones_are_missing() -> None:
    """«  1 000 » is «1 000», and a cell of spaces is missing."""
    table = read_csv(HEADINGS + "\xa0 могильник  Бегазы ; \t;1\u202f000 \n")
    assert table.frame["Название"].tolist() == ["могильник  Бегазы"]
    assert table.frame["Широта"].isna().tolist() == [True]
    assert table.frame["Долгота"].tolist() == ["1\u202f000"]


@pytest.mark.parametrize(
    ("encoding", "found", "evidence"),
    [
        ("utf-8", "utf-8", "all of it is valid UTF-8"),
        ("utf-8-sig", "utf-8", "its byte-order mark says UTF-8"),
        ("utf-16", "utf-16", "its byte-order mark says UTF-16"),
        ("utf-16-le", "utf-16-le", "it has no byte-order mark, but each second byte"),
        ("utf-16-be", "utf-16-be", "it has no byte-order mark, but each second byte"),
        ("utf-32", "utf-32", "its byte-order mark says UTF-32"),
        ("ptcp154", "ptcp154", "guessed: it is not UTF-8, and as ptcp154"),
        ("cp866", "cp866", "guessed: it is not UTF-8, and as cp866"),
        ("koi8-r", "koi8-r", "guessed: it is not UTF-8, and as koi8-r"),
        ("kz1048", "kz1048", "guessed: it is not UTF-8, and as kz1048"),
    ],
)
def test_the_encoding_is_told_with_its_evidence(encoding: str, found: str, evidence: str) -> None:
    """What proves itself is said to be proved, the rest to be guessed."""
    text = (
        "Атауы;Ендік;Бойлық\nҚызылкеніш сарайы, қорым;49,2;75,9\nБеғазы, Үңгір, Әулие;49,1;73,9\n"
    )
    text = (
        text
        if encoding not in ("koi8-r", "cp866")
        else HEADINGS + "могильник Бегазы, курган;48,2;75,3\n"
    )
    table = read_csv(text.encode(encoding))
    assert table.encoding == found
    assert table.encoding_evidence.startswith(evidence)
    assert table.columns[0] in ("Атауы", "Название")


def test_a_stated_encoding_is_taken() -> None:
    """What a person states is not guessed over."""
    table = read_csv((HEADINGS + "Бегазы;48;75\n").encode("cp866"), "866")
    assert (table.encoding, table.encoding_evidence) == ("cp866", "it was stated")


@pytest.mark.parametrize(
    ("content", "encoding", "reason"),
    [
        (HEADINGS.encode("cp1251"), "utf-8", "its text is not in the stated encoding «utf-8»; "),
        (HEADINGS, "cp1251", "its text is not in the stated encoding «cp1251», but in UTF-8; "),
        (HEADINGS, "utf-16", "its text is not in the stated encoding «utf-16», but in UTF-8; "),
        ("a;b\n", "utf-16", "its text is not in the stated encoding «utf-16», but in UTF-8; "),
        (HEADINGS, "klingon", "the stated encoding «klingon» is not known"),
        (HEADINGS, "", "has headings, but no rows of data under them"),
        ("a;b\n", "", "no row of headings was found in its first 60 rows"),
        (HEADINGS + '"Бегазы;48;75\nТорак\n', "", "near line 3 a quotation mark opens a cell"),
        (
            "Название,Широта,Долгота\nБегазы,48,267,75,345\nКент,49,1,75,9\n",
            "",
            "2 of 2 rows have more cells than there are headings",
        ),
    ],
    ids=[
        "not UTF-8",
        "not cp1251",
        "not UTF-16",
        "ASCII",
        "unknown encoding",
        "no rows",
        "no headings",
        "open quote",
        "two commas",
    ],
)
def test_a_bad_table_is_refused_in_one_line(
    content: bytes | str, encoding: str, reason: str
) -> None:
    """The line says what was found and what to do."""
    with pytest.raises(RefusedFileError) as caught:
        read_csv(content, encoding)
    assert caught.value.reason.startswith(reason)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("sites.csv: ")


def test_a_table_of_two_bytes_a_letter_is_no_dbf(tmp_path: Path) -> None:
    """Without a byte-order mark it begins with 4, as a table of dBASE IV does."""
    path = tmp_path / "x.csv"
    path.write_bytes("Название;Широта;Долгота\nБегазы;48,2;74,9\n".encode("utf-16-be"))
    (table,) = read_file(path, path.name, Settings())
    assert table.frame["Название"].tolist() == ["Бегазы"]


def test_the_mark_that_ends_a_text_in_dos_is_no_row() -> None:
    """Old programs write it after the last line."""
    table = read_csv("Название;Широта\nБегазы;48,2\n\x1a")
    assert table.frame["Название"].tolist() == ["Бегазы"]
