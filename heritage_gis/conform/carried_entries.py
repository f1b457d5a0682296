"""What a former sidecar settled, carried over to a corrected file where it applies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from heritage_gis.conform.acceptances import find_meaning, fold_cell
from heritage_gis.conform.columns import LEFT_OUT, find_rows, list_fields, settle_columns
from heritage_gis.conform.row_blocks import open_table, prepare_block
from heritage_gis.model.columns import cut_rows
from heritage_gis.model.survey import ACCEPTED_FIELDS
from heritage_gis.vocabularies.works import list_work_fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Acceptance, Correction, Sidecar, Survey

# Of the survey itself, whatever its file: a corrected file is not published before the former one.
LASTING = ("institution", "leader", "season", "permit", "report", "public_from", "holds")
OF_THE_FILE = ("crs", "encoding")  # another file may be written otherwise


@dataclass(frozen=True)
class CarriedEntry:
    """One entry of the former sidecar, and what became of it.

    Attributes:
        kind: `column`, `correction`, `accept` or `fact`.
        details: what the entry says, as texts by name.
        why_left: why it was not carried over, `stated`, `column_gone`, `row_gone`, `cell_mended`,
            `cell_other` (then `said` of the details is what the cell says), `text_gone`,
            `meaningless` or `of_the_file`; empty where it was carried over.
    """

    kind: str
    details: dict[str, str] = field(hash=False)
    why_left: str = ""


@dataclass(frozen=True)
class CarriedOver:
    """A sidecar with what it takes over from the former version.

    Attributes:
        sidecar: what was stated, and what was carried over.
        entries: every entry of the former sidecar that it speaks of, in its order.
    """

    sidecar: Sidecar
    entries: tuple[CarriedEntry, ...] = ()


def carry_over(
    survey: Survey, former: Survey, tables: Sequence[RawTable], rows_at_once: int
) -> CarriedOver:
    """Carry over what the sidecar of a former version settled, where it still applies.

    What is stated now wins. A correction is carried row by row: to the rows whose cell still says
    what it expects. How the former file is written (`[crs]`, `[read]`) is told, and not carried.

    Args:
        survey: the corrected file, with what is stated of it.
        former: the version that it corrects.
        tables: the raw tables of the corrected file.
        rows_at_once: of a table; the outcome is the same whatever it is.
    """
    told: list[CarriedEntry] = []
    sidecar = _carry_facts(survey.sidecar, former.sidecar, told)
    sidecar = _carry_columns(sidecar, former.sidecar, tables, told)
    for correction in former.sidecar.corrections:
        here = _follow_file(correction, former, tables)
        kept = _carry_correction(here, tables, told)
        sidecar = replace(sidecar, corrections=(*sidecar.corrections, *kept))
    sidecar = _carry_accepted(replace(survey, sidecar=sidecar), former, tables, rows_at_once, told)
    return CarriedOver(sidecar, tuple(told))


def _carry_facts(stated: Sidecar, former: Sidecar, told: list[CarriedEntry]) -> Sidecar:
    facts = {name: getattr(former, name) for name in (*LASTING, *OF_THE_FILE)}
    unsaid = {key: value for key, value in facts.items() if value and not getattr(stated, key)}
    for key, value in unsaid.items():
        why_left = "of_the_file" if key in OF_THE_FILE else ""
        told.append(CarriedEntry("fact", {"key": key, "value": str(value)}, why_left))
    return replace(stated, **{key: unsaid[key] for key in unsaid if key in LASTING})


def _carry_columns(
    stated: Sidecar, former: Sidecar, tables: Sequence[RawTable], told: list[CarriedEntry]
) -> Sidecar:
    carried: dict[str, str] = {}
    for theirs, ours in former.columns.items():
        there = [table for table in tables if settle_columns({theirs: ours}, table.columns)]
        if any(_is_stated(theirs, ours, stated, table) for table in there):
            why_left = "stated"
        elif ours not in {*list_fields(), *list_work_fields(), LEFT_OUT}:
            why_left = "meaningless"
        else:
            why_left = "" if there else "column_gone"
        if not why_left:
            carried[theirs] = ours
        told.append(CarriedEntry("column", {"column": theirs, "field": ours}, why_left))
    return replace(stated, columns=carried | stated.columns)


def _is_stated(theirs: str, ours: str, stated: Sidecar, table: RawTable) -> bool:
    """Tell whether a column, or a column for the same field, is stated of a table now."""
    now = settle_columns(stated.columns, table.columns)
    is_given = ours != LEFT_OUT and ours in now.values()
    return is_given or bool(settle_columns({theirs: ours}, table.columns).keys() & now.keys())


def _follow_file(correction: Correction, former: Survey, tables: Sequence[RawTable]) -> Correction:
    """Let a correction of the only file speak of the only file, which may have another name."""
    files = {str(name) for table in tables for name in table.frame["source_file"].unique()}
    stems = {PurePath(file.name).stem for file in former.files}
    is_only = len(files) == 1 and stems == {PurePath(correction.file).stem}
    return replace(correction, file="") if is_only else correction


def _carry_correction(
    correction: Correction, tables: Sequence[RawTable], told: list[CarriedEntry]
) -> Iterator[Correction]:
    """Give the correction with the rows to which it still applies, where there are any."""
    rows: dict[tuple[str, str], list[int]] = {}
    cells = _find_cells(correction, tables)
    has_column = any(correction.column in table.columns for table in tables)
    for row in correction.rows:
        reason = _judge_cells(correction, cells.get(row, ())) if has_column else ("column_gone", "")
        rows.setdefault(reason, []).append(row)
    for (why_left, said), alike in rows.items():
        details = {"rows": ", ".join(map(str, alike)), "column": correction.column, "said": said}
        details |= {"expect": correction.expect, "value": correction.value}
        told.append(CarriedEntry("correction", details, why_left))
        if not why_left:
            yield replace(correction, rows=tuple(alike))


def _find_cells(correction: Correction, tables: Sequence[RawTable]) -> dict[int, list[str]]:
    """Return what the cells of a correction say now, by row."""
    cells: dict[int, list[str]] = {}
    for table in tables:
        if correction.column in table.columns:
            found = table.frame.loc[find_rows(table.frame, correction)]
            said = found[correction.column].fillna("")
            for row, text in zip(found["source_row"], said, strict=True):
                cells.setdefault(int(row), []).append(str(text))
            table.release()
    return cells


def _judge_cells(correction: Correction, cells: Sequence[str]) -> tuple[str, str]:
    """Say why a correction does not apply to a row, and what its cell says; empty where it does."""
    other = [text for text in cells if text != correction.expect]
    if not cells:
        return "row_gone", ""
    if not other:
        return "", ""
    return ("cell_mended" if other[0] == correction.value else "cell_other"), other[0]


def _carry_accepted(
    survey: Survey,
    former: Survey,
    tables: Sequence[RawTable],
    rows_at_once: int,
    told: list[CarriedEntry],
) -> Sidecar:
    stated = survey.sidecar.accept
    now = {(entry.field, fold_cell(entry.value)) for entry in stated}
    why: dict[Acceptance, str] = {}
    for entry in former.sidecar.accept:
        if (entry.field, fold_cell(entry.value)) in now:
            why[entry] = "stated"
        elif find_meaning(entry.field, entry.means) is None:
            why[entry] = "meaningless"
    candidates = tuple(entry for entry in former.sidecar.accept if entry not in why)
    tried = replace(survey, sidecar=replace(survey.sidecar, accept=(*stated, *candidates)))
    counts = _count_settled(tried, tables, rows_at_once) if candidates else Counter()
    why |= {entry: "" if counts[entry] else "text_gone" for entry in candidates}
    for entry in former.sidecar.accept:
        details = {"field": entry.field, "value": entry.value, "means": entry.means}
        told.append(CarriedEntry("accept", details, why[entry]))
    kept = (entry for entry in candidates if not why[entry])
    return replace(survey.sidecar, accept=(*stated, *kept))


def _count_settled(
    survey: Survey, tables: Sequence[RawTable], rows_at_once: int
) -> Counter[Acceptance]:
    """Count the rows that each entry settles, as conforming will."""
    fields = {ACCEPTED_FIELDS[entry.field] for entry in survey.sidecar.accept}
    counts: Counter[Acceptance] = Counter()
    for table in tables:
        opened = open_table(survey, table)
        for rows in cut_rows(len(table.frame), rows_at_once):
            counts.update(prepare_block(opened, rows, fields).accepted.rows)
            table.release()
    return counts
