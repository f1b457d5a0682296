"""Excel workbooks of the old kind: what calamine does not tell, and what is refused."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.raw_table import RowCounts
from heritage_gis.read.compound_file import CompoundError, open_compound_file
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import Settings

DRAWN = Path(__file__).parent / "files" / "drawn.xls"


def write_compound(name: str, stream: bytes) -> bytes:
    """Write a compound file of one stream: header, table of sectors, directory, the stream."""
    size = max(len(stream), 4096)
    count = -(-size // 512)
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat = [table, end, *range(3, 2 + count), end]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, end, 0, end, 0),
    )
    header += struct.pack("<109I", 0, *[free] * 108)
    directory = b"".join(
        struct.pack(
            "<64sHBB12x16x4x16xIQ",
            each.encode("utf-16-le"),
            len(each) * 2 + 2,
            kind,
            1,
            start,
            long,
        )
        for each, kind, start, long in (("Root Entry", 5, end, 0), (name, 2, 2, size))
    )
    fat += [free] * (128 - len(fat))
    return (
        header
        + struct.pack("<128I", *fat)
        + directory.ljust(512, b"\0")
        + stream.ljust(count * 512, b"\0")
    )


def write_record(kind: int, content: bytes = b"") -> bytes:
    """Write one record of a workbook."""
    return struct.pack("<HH", kind, len(content)) + content


BOF = write_record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
END = write_record(0x000A)


def test_a_drawn_sheet_is_read_with_the_rows_a_person_sees() -> None:
    """Titles, merged headings, days, errors, a calculated formula; the hidden sheet is named."""
    reading = read_file_noted(DRAWN, "Реестр.xls", Settings())
    main, hidden = reading.tables
    assert main.columns == (
        *("№", "Наименование", "Координаты / Широта", "Координаты / Долгота", "Дата", "Прим."),
    )
    assert main.counts == RowCounts(data=4, title=1, heading=2)
    assert main.frame.iloc[:, 4:].fillna("").to_numpy().tolist() == [
        ["1", "Бегазы", "48.267222", "75.345278", "2017-07-05", "5"],
        ["2", "Талды", "#N/A", "75.3", "2017-07-05T03:04:00", "TRUE"],
        ["3", "Кент", "2024-04-16", "'75.5", "01:02:00", "#DIV/0!"],
        ["4", "Формула", "48", "75.5", "", ""],
    ]
    assert main.frame["source_row"].tolist() == [4, 5, 6, 7]
    assert (main.format, hidden.frame["Название"].tolist()) == ("xls", ["Кент"])
    assert [(note.code, note.source_layer) for note in reading.notes] == [
        ("hidden_sheet", "Скрытый")
    ]


@pytest.mark.parametrize("name", ["x.xls", "x.xlsx", "x.ods"])
def test_a_locked_workbook_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    """Of the new kind it is a compound file with the locked package; the old one says so itself."""
    stream, content = ("Workbook", BOF + write_record(0x002F, bytes(54)) + END)
    if name != "x.xls":
        stream, content = "EncryptedPackage", b"?" * 5000
    path = tmp_path / name
    path.write_bytes(write_compound(stream, content))
    with pytest.raises(RefusedFileError) as caught:
        read_file_noted(path, name, Settings())
    assert str(caught.value) == (
        f"{name}: is locked with a password; take the password off and send it again"
    )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.xls", write_compound("WordDocument", b"?" * 5000), "is an old Office file, but no"),
        ("x.xlsx", DRAWN.read_bytes(), "is an Excel workbook of the old kind; give it a name"),
        ("x.xls", DRAWN.read_bytes()[:700], "the workbook is damaged (it is cut short); open"),
        ("x.xls", write_compound("Workbook", BOF + END), "all its cells are blank"),
        ("x.xls", "Название\tШирота\n".encode(), "is named as an Excel workbook, but holds plain"),
    ],
    ids=["Word", "old named new", "cut", "no sheets", "text"],
)
def test_what_is_no_workbook_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    """What it is instead is said, and what to do."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RefusedFileError) as caught:
        read_file_noted(path, name, Settings())
    assert caught.value.reason.startswith(reason)


def test_sectors_in_a_circle_have_an_end() -> None:
    """A table of sectors that leads back to itself is a fault, and no endless loop."""
    content = bytearray(write_compound("Workbook", b"?" * 5000))
    struct.pack_into("<I", content, 512 + 4 * 4, 3)
    with pytest.raises(CompoundError, match="compound_circle"):
        open_compound_file(bytes(content)).read_stream("Workbook")
