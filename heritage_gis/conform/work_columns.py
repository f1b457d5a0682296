"""The columns of tables of works, and how such a table is known where nothing says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.conform.columns import LEFT_OUT, Columns, settle_columns
from heritage_gis.errors import MisusedError, refuse_file
from heritage_gis.model.raw_table import GEOMETRY
from heritage_gis.model.work import RECORDS, WORKS
from heritage_gis.vocabularies.headings import match_heading
from heritage_gis.vocabularies.works import (
    TYPE_FIELD,
    find_work_types,
    list_work_fields,
    match_work_heading,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Sidecar, Survey

MOST = 0.8  # of the cells of a column of types of work
SAMPLE = 200  # cells of it that are looked at
EXAMPLES = 3
# What only a table of sites has: such a table is never taken for one of works.
_OF_SITES = {
    *("kind", "legal_kind", "period_text", "culture", "coord_text", "lat_raw", "lon_raw"),
    *("x_raw", "y_raw", "condition"),
}


def find_work_columns(table: RawTable, sidecar: Sidecar) -> Columns:
    """Find our field for each column of a table of works; of two for one field the first counts."""
    spoken = settle_columns(sidecar.columns, table.columns)
    by_field: dict[str, str] = {}
    for heading in sorted(table.columns, key=lambda name: name not in spoken):
        field = spoken.get(heading) or match_work_heading(heading)
        if field and field != LEFT_OUT:
            by_field.setdefault(field, heading)
    unknown = tuple(name for name in table.columns if name not in by_field.values())
    return Columns(headings=by_field, units={}, unknown=unknown)


def require_work_columns(survey: Survey, tables: Iterable[RawTable]) -> None:
    """See that the sidecar of a survey of works speaks of fields and headings that there are.

    Raises:
        MisusedError: it names a field that works do not have, or a heading that no file has, or
            has `[[accept]]` entries or a reference system, which are of sites.
    """
    sidecar, start = survey.sidecar, f"survey {survey.survey_id}: survey.toml:"
    if sidecar.accept or sidecar.crs:
        stated = "[[accept]]" if sidecar.accept else "[crs]"
        raise MisusedError(f'{start} {stated} is of sites; this survey holds = "{WORKS}"')
    wrong = sorted(set(sidecar.columns.values()) - list_work_fields() - {LEFT_OUT})
    if wrong:
        known = ", ".join(sorted(list_work_fields()))
        raise MisusedError(
            f"{start} [columns] names {', '.join(wrong)}, which is no field of works; "
            f"there are {known}"
        )
    there = dict.fromkeys(name for table in tables for name in table.columns)
    for name, field in sidecar.columns.items():
        if not settle_columns({name: field}, there):
            listed = ", ".join(f"«{each}»" for each in there)
            raise MisusedError(
                f"{start} [columns] names «{name}», which no file has; there are {listed}"
            )


def refuse_unstated_works(survey: Survey, tables: Iterable[RawTable]) -> None:
    """Ask where a table looks like one of works and nothing says whether it is.

    It does where a column whose heading means the type of work says types of work, and no column
    says what only sites have: a kind, a dating, a place.

    Raises:
        RefusedFileError: there is such a table; the sentence gives the evidence.
    """
    if survey.sidecar.holds == RECORDS:
        return
    for table in tables:
        column, examples = _find_types(table)
        if column:
            told = ", ".join(f"«{text}»" for text in examples)
            name = str(table.frame["source_file"].iloc[0])
            raise refuse_file(name, "works_unstated", column=column, examples=told)


def _find_types(table: RawTable) -> tuple[str, list[str]]:
    """Return the column of types of work of a table that looks like one of works, and examples."""
    if GEOMETRY in table.frame and table.frame[GEOMETRY].notna().any():
        return "", []
    column = next((n for n in table.columns if match_work_heading(n) == TYPE_FIELD), "")
    matches = (match_heading(name) for name in table.columns if name != column)
    if not column or any(match is not None and match.field in _OF_SITES for match in matches):
        return "", []
    cells = table.frame[column].dropna().head(SAMPLE)
    named = cells[cells.map(lambda text: bool(find_work_types(text))).astype(bool)]
    if cells.empty or len(named) < MOST * len(cells):
        return "", []
    return column, named.drop_duplicates().head(EXAMPLES).tolist()
