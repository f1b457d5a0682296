"""Hostile tables: endless cells and sheets, entities, formulas, locks, broken text."""

from __future__ import annotations

import random
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
from hostile_input import Hostile, change_entries, make_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hostile_input import Trap

MB = 1_000_000
HEADINGS = "Название;Широта;Долгота\n".encode()
END = b"</sheetData>"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ха'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
).encode()
_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="x">{}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
_ODS_CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


@lru_cache
def make_workbook() -> bytes:
    """Make a workbook of one row."""
    workbook, stream = openpyxl.Workbook(), BytesIO()
    for row in (["Название", "Широта", "Долгота"], ["Бегазы", 48.2, 75.3]):
        workbook.worksheets[0].append(row)
    workbook.save(stream)
    return stream.getvalue()


def change_part(part: str, old: bytes, new: bytes) -> Mapping[str, bytes]:
    """Make a workbook with something else in one of its parts."""
    return {
        "x.xlsx": change_entries(
            make_workbook(), lambda name, raw: raw.replace(old, new) if name.endswith(part) else raw
        )
    }


def make_spreadsheet(rows: str, prolog: bytes = b"") -> Mapping[str, bytes]:
    """Make an OpenDocument spreadsheet of rows in XML."""
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    content = prolog + _ODS.format(rows).encode()
    manifest = b'<manifest:manifest xmlns:manifest="x"/>'
    parts = [("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)]
    return {"x.ods": make_zip(parts)}


def repeat_row(rows: int, columns: int, text: str = "x") -> str:
    """Write a row of OpenDocument that stands for many, of one cell that does."""
    cell = _ODS_CELL.format(f' table:number-columns-repeated="{columns}"', text)
    return f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'


def _make_noise(size: int) -> bytes:
    """Make letters that pack some thirty times, so that no ratio gives them away."""
    part = bytes(random.Random(7).choices(b"abcdefgh", k=2_000))
    return (part * (size // len(part) + 1))[:size]


def _write_long_string(_: Trap) -> Mapping[str, bytes]:
    return change_part("sheet1.xml", "Бегазы".encode(), _make_noise(100 * MB))


def _empty_rows(_: Trap) -> Mapping[str, bytes]:
    rows = b"".join(b'<row r="%d"/>' % row for row in range(3, 1_048_577))
    return change_part("sheet1.xml", END, rows + END)


def _full_columns(_: Trap) -> Mapping[str, bytes]:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(3, 300_000)
    )
    return change_part("sheet1.xml", END, rows + END)


def _hide_doctype(_: Trap) -> Mapping[str, bytes]:
    """Put the document type behind a comment longer than what is looked at."""
    comment = b"<!--" + _make_noise(100_000) + b"-->"
    return change_part("sheet1.xml", b"<worksheet", comment + LAUGHS + b"<worksheet")


def _write_formulas(_: Trap) -> Mapping[str, bytes]:
    cells = ("=cmd|'/c calc'!A0", "@SUM(1)", "+HYPERLINK(1)", '=WEBSERVICE("http://127.0.0.1")')
    rows = "".join(f'"{cell.replace(chr(34), chr(34) * 2)}";48,2;75,3\n' for cell in cells)
    return {"x.csv": HEADINGS + rows.encode()}


def _call_services(trap: Trap) -> Mapping[str, bytes]:
    formula = f'<c r="A3"><f>WEBSERVICE("{trap.address}")</f></c>'.encode()
    dde = f"<c r=\"B3\"><f>cmd|'/c type {trap.marker}'!A0</f></c>".encode()
    return change_part("sheet1.xml", END, b'<row r="3">' + formula + dde + b"</row>" + END)


def _link_outside(trap: Trap) -> Mapping[str, bytes]:
    """Let the workbook name its sheet by a file and an address outside."""
    outside = f'Target="file://{trap.marker}" TargetMode="External"'.encode()
    return change_part("workbook.xml.rels", b'Target="/xl/worksheets/sheet1.xml"', outside)


def _lock(_: Trap) -> Mapping[str, bytes]:
    """Make a compound file with the stream of a locked workbook, as Excel does."""
    sector = 512
    name = "EncryptedPackage".encode("utf-16-le")

    def write_entry(label: bytes, kind: int, child: int, size: int) -> bytes:
        start = 0xFFFFFFFE
        head = label.ljust(64, b"\0") + (len(label) + 2).to_bytes(2, "little") + bytes([kind, 1])
        links = b"\xff" * 8 + child.to_bytes(4, "little") + bytes(36)
        return head + links + start.to_bytes(4, "little") + size.to_bytes(8, "little")

    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += bytes.fromhex("3e000300feff09000600") + bytes(10)
    head += (1).to_bytes(4, "little") + (1).to_bytes(4, "little") + bytes(4)
    head += (4096).to_bytes(4, "little") + b"\xfe\xff\xff\xff" + bytes(4)
    head += b"\xfe\xff\xff\xff" + bytes(4) + bytes(4) + b"\xff" * 4 * 108
    fat = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * (sector - 8)
    root = write_entry("Root Entry".encode("utf-16-le"), 5, 1, 0) + write_entry(
        name, 2, 0xFFFFFFFF, 0
    )
    return {"x.xlsx": head.ljust(sector, b"\0") + fat + root.ljust(sector, b"\0")}


TABLES = (
    Hostile(
        "CSV with a cell of 100 MB",
        lambda _: {"x.csv": HEADINGS + b'"' + _make_noise(100 * MB) + b'";1;2\n'},
        "has a line of more than 10,000,000 characters",
    ),
    Hostile(
        "CSV with a cell of 100 MB in lines",
        lambda _: {"x.csv": HEADINGS + b'"' + b"abcdefg\n" * 12_500_000 + b'";1;2\n'},
        "near line 125002 a cell holds more than 1,000",
    ),
    Hostile(
        "CSV with a NUL after 10 MB",
        lambda _: {"x.csv": HEADINGS + b"a;1;2\n" * 1_700_000 + b"\0;1;2\n"},
        "holds NUL bytes, which no text has; save the",
    ),
    Hostile(
        "CSV of 16,384 columns",
        lambda _: {"x.csv": (b"x;" * 16_383 + b"x\n") * 200},
        "the table has 16,384 columns; at most 2,000 a",
    ),
    Hostile("CSV with formulas", _write_formulas, "read: 4 rows"),
    Hostile(
        "CSV in UTF-7", lambda _: {"x.csv": HEADINGS + b"+ADw-script+AD4-;48;75\n"}, "read: 1 rows"
    ),
    Hostile(
        "CSV in UTF-16 with half surrogates",
        lambda _: {
            "x.csv": b"\xff\xfe"
            + HEADINGS.decode().encode("utf-16-le")
            + b"\x00\xd8;\0\x00\xdc;\0\x31\0\n\0"
        },
        "its byte-order mark says utf-16, but it holds ",
    ),
    Hostile(
        "XLSX with a text of 100 MB",
        _write_long_string,
        "sheet «Sheet» has a cell of 100,000,000 chara",
    ),
    Hostile(
        "XLSX with entities that grow to 10^11",
        lambda _: change_part("sheet1.xml", b"<worksheet", LAUGHS + b"<worksheet"),
        "its part «xl/worksheets/sheet1.xml» declares",
    ),
    Hostile(
        "XLSX with those behind 100 kB of comment",
        _hide_doctype,
        "its part «xl/worksheets/sheet1.xml» declares",
    ),
    Hostile("XLSX of 1,048,576 empty rows", _empty_rows, "read: 1 rows"),
    Hostile("XLSX of 300,000 rows", _full_columns, "read: 299,998 rows"),
    Hostile(
        "XLSX with a cell at XFD1048576",
        lambda _: change_part(
            "sheet1.xml", END, b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END
        ),
        "its reader was stopped (SIGABRT): it needs mo",
    ),
    Hostile(
        "XLSX of 16,384 columns",
        lambda _: change_part(
            "sheet1.xml", END, b'<row r="3"><c r="XFD3"><v>1</v></c></row>' + END
        ),
        "sheet «Sheet» has 16,384 columns; at most 2,0",
    ),
    Hostile(
        "XLSX with a row at 4,294,967,295",
        lambda _: change_part(
            "sheet1.xml", END, b'<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>' + END
        ),
        "its reader was stopped (SIGABRT): it needs mo",
    ),
    Hostile(
        "XLSX merged over all its cells",
        lambda _: change_part(
            "sheet1.xml",
            END,
            END + b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        ),
        "has headings, but no rows of data under them;",
    ),
    Hostile("XLSX with WEBSERVICE and DDE", _call_services, "read: 1 rows"),
    Hostile(
        "XLSX with a sheet that is a file outside",
        _link_outside,
        "the workbook is damaged (Sheet); open it in i",
    ),
    Hostile("XLSX with a password", _lock, "is locked with a password; take the password"),
    Hostile(
        "PDF named .xlsx",
        lambda _: {"x.xlsx": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"},
        "is named as an Excel workbook, but holds a PD",
    ),
    Hostile(
        "ODS with entities",
        lambda _: make_spreadsheet(repeat_row(1, 1, "&a11;"), LAUGHS),
        "its part «content.xml» declares entities, whi",
    ),
    Hostile(
        "ODS with a row 1,048,576 times 16,384",
        lambda _: make_spreadsheet(repeat_row(1_048_576, 16_384)),
        "sheet «x» has 16,384 columns; at most 2,000 a",
    ),
    Hostile(
        "ODS with a row 1,048,576 times 40",
        lambda _: make_spreadsheet(repeat_row(1_048_576, 40)),
        "its reader was stopped (SIGABRT): it needs mo",
    ),
    Hostile(
        "ODS with a row 10^18 times",
        lambda _: make_spreadsheet(repeat_row(10**18, 1)),
        "read: 1,048,575 rows",
    ),
    Hostile(
        "ODS with 10,000 tables in each other",
        lambda _: make_spreadsheet("<table:table-row>" * 10_000 + "</table:table-row>" * 10_000),
        "is nested too deeply to be a survey; save it",
    ),
)
