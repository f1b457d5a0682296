"""Where the cell of a problem stands in the workbook that is given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.model.column_letters import count_column
from heritage_gis.model.markup import Block, SheetPlaces

if TYPE_CHECKING:
    from heritage_gis.report.summary import Report

BETWEEN = "; "  # parts the headings of a problem that stands in two columns


def find_places(report: Report, file: str) -> dict[str, SheetPlaces]:
    """Return where the cells of a workbook stand, by sheet."""
    blocks: dict[str, list[Block]] = {}
    for table in report.tables:
        if table.file == file and table.letters:
            columns = {heading: count_column(letters) for heading, letters in table.letters.items()}
            blocks.setdefault(table.layer, []).append(Block(*table.span, columns))
    return {layer: SheetPlaces(layer, tuple(found)) for layer, found in blocks.items()}


def locate(
    places: SheetPlaces, row: int, heading: str
) -> tuple[int, list[int], dict[str, int]] | None:
    """Find the cells of a problem.

    Returns:
        The row of the sheet, the columns that the problem names (none where it is of the row),
        and all columns of the table; None where the row is in none of the tables.
    """
    block = next((each for each in places.blocks if each.first <= row <= each.last), None)
    at = row if places.rows is None else places.rows.get(row)
    if block is None or at is None:
        return None
    named = [heading] if heading in block.columns else heading.split(BETWEEN)
    columns = [block.columns[name] for name in named if name in block.columns]
    return at, columns, block.columns
