"""Their columns under our fields: by the sidecar's word, else by the headings vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.errors import MisusedError
from heritage_gis.model.column_letters import name_column
from heritage_gis.model.problem import gather_problems
from heritage_gis.model.raw_table import COLUMN
from heritage_gis.vocabularies.heading_words import FILLER
from heritage_gis.vocabularies.headings import (
    HeadingMatch,
    find_nearest_heading,
    match_heading,
    match_headings,
)
from heritage_gis.vocabularies.own_columns import match_own_columns
from heritage_gis.vocabularies.problems import explain
from heritage_gis.vocabularies.suggestions import explain_unknown
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.model.survey import Correction, Sidecar, Survey

CUTS_HEADINGS = "shapefile"  # a DBF has room for 10 bytes, five letters of Cyrillic UTF-8
MOST_COLUMNS = 16_384  # of a sheet in any program
_NUMBERED = re.compile(r"(.*) \(\d+\)", re.DOTALL)
LEFT_OUT = "-"  # in `[columns]`: a column that is none of ours, whatever its heading says


@dataclass(frozen=True)
class Columns:
    """What the columns of a table mean.

    Attributes:
        headings: our field -> their heading.
        units: our field -> the unit that the heading states, where it states one.
        unknown: their headings that are none of ours; what they hold stays in `source_values`.
    """

    headings: dict[str, str]
    units: dict[str, str]
    unknown: tuple[str, ...]


def find_columns(table: RawTable, sidecar: Sidecar) -> Columns:
    """Find our field for each column of a table.

    Of two columns for one field the first counts; a second name is a name in its own language.
    A heading that stands there twice word for word says nothing of its second column.
    """
    fields = list_fields()
    own = match_own_columns(table.columns)
    spoken = {heading: match.field if match else LEFT_OUT for heading, match in own.items()}
    spoken |= settle_columns(sidecar.columns, table.columns)
    settled = {heading: field for heading, field in spoken.items() if field != LEFT_OUT}
    matches = match_headings(
        [
            name
            for name in table.columns
            if name not in spoken and not _is_repeated(name, table.columns)
        ],
        table.frame,
        may_be_cut=table.format == CUTS_HEADINGS,
    )
    matches |= {heading: HeadingMatch(field) for heading, field in settled.items()}
    matches |= {
        heading: match
        for heading, match in own.items()
        if match and settled.get(heading) == match.field
    }
    by_field: dict[str, str] = {}
    for heading in sorted(matches, key=lambda name: (name not in settled, _place(table, name))):
        match = matches[heading]
        in_language = f"{match.field}_{match.language}"  # «Название» and "Name" side by side
        is_second = match.field in by_field and in_language in fields
        by_field.setdefault(in_language if is_second else match.field, heading)
    return Columns(
        headings=by_field,
        units={field: matches[heading].unit for field, heading in by_field.items()},
        unknown=tuple(
            name for name in table.columns if name not in by_field.values() and name not in own
        ),
    )


def settle_columns(said: Mapping[str, str], columns: Iterable[str]) -> dict[str, str]:
    """Return what a person said of the columns of a table: their heading -> our field.

    A column without a heading is called by its letter or its number from 1: «column B», «B», «2».
    """
    there = dict.fromkeys(columns)
    named = {heading: _name_bare(heading) for heading in said}
    return {
        heading if heading in there else named[heading]: field
        for heading, field in said.items()
        if heading in there or named[heading] in there
    }


def _name_bare(said: str) -> str:
    plain = said.strip()
    is_number = plain.isascii() and plain.isdigit() and 0 < int(plain[:6]) <= MOST_COLUMNS
    return COLUMN + (name_column(int(plain) - 1) if is_number else plain.upper())


def explain_unknown_headings(columns: Columns, places: pd.DataFrame) -> pd.DataFrame:
    """Tell of headings that are none of ours, but near to one whose field is not there yet."""
    unread = [heading for heading in columns.unknown if match_heading(heading) is None]
    near = {heading: find_nearest_heading(heading) for heading in unread}
    asked = [
        heading
        for heading, words in near.items()
        if words and not {one.means for one in words} & columns.headings.keys()
    ]
    table = places.iloc[:1].assign(source_row=pd.array([pd.NA], dtype="Int64"))
    return gather_problems(
        explain_unknown(
            "heading_unknown",
            table,
            heading,
            pd.Series([heading], index=table.index, dtype="str"),
            find_nearest_heading,
        )
        for heading in asked
    )


def _is_repeated(heading: str, columns: Iterable[str]) -> bool:
    """Tell whether a heading is the second of its words, numbered by the reader."""
    found = _NUMBERED.fullmatch(heading)
    return found is not None and found[1] in columns


def explain_repeated(theirs: Iterable[str], columns: Columns, places: pd.DataFrame) -> pd.DataFrame:
    """Tell of columns that were not read as their heading stood there before: column_repeated."""
    theirs = list(theirs)
    table = places.iloc[:1].assign(source_row=pd.array([pd.NA], dtype="Int64"))
    return gather_problems(
        explain("column_repeated", table, name)
        for name in columns.unknown
        if _is_repeated(name, theirs) and match_heading(name.rpartition(" (")[0]) is not None
    )


def require_columns(survey: Survey, tables: Iterable[RawTable]) -> None:
    """See that `[columns]` of the sidecar speaks of fields and headings that there are.

    Raises:
        MisusedError: it names a field that is none of ours, or a heading that no file has.
    """
    start = f"survey {survey.survey_id}: survey.toml: [columns] names"
    fields = list_fields()
    wrong = sorted(set(survey.sidecar.columns.values()) - fields - {LEFT_OUT})
    if wrong:
        known = ", ".join(sorted(fields))
        raise MisusedError(f"{start} {', '.join(wrong)}, which is no field; there are {known}")
    headings = dict.fromkeys(name for table in tables for name in table.columns)
    absent = [
        f"«{name}»"
        for name, field in survey.sidecar.columns.items()
        if not settle_columns({name: field}, headings)
    ]
    if absent:
        there = ", ".join(f"«{name}»" for name in headings)
        raise MisusedError(f"{start} {', '.join(absent)}, which no file has; there are {there}")


def list_fields() -> set[str]:
    """Return our fields that a column may hold."""
    return {entry["field"] for entry in read_vocabulary("headings")} - {FILLER}


def _place(table: RawTable, heading: str) -> int:
    return table.columns.index(heading)


def take_cells(frame: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """Return the text columns of rows of a raw table under our fields."""
    return frame[[*columns.headings.values()]].set_axis([*columns.headings], axis="columns")


def require_cells(corrections: Iterable[Correction], tables: Iterable[RawTable]) -> None:
    """See that every cell that the sidecar corrects is there.

    Raises:
        MisusedError: one is not; the sidecar is of another file, or names a wrong row or column.
    """
    tables = list(tables)
    for correction in corrections:
        found: set[int] = set()
        for table in tables:
            if correction.column in table.columns:
                found.update(table.frame.loc[find_rows(table.frame, correction), "source_row"])
        missing = sorted(set(correction.rows) - found)
        if missing:
            raise MisusedError(
                f"survey.toml: [[corrections]] finds no row {missing[0]} with a column "
                f'"{correction.column}"; correct the entry or take it out'
            )


def find_rows(frame: pd.DataFrame, correction: Correction) -> pd.Series:
    """Return which rows of a raw table a correction speaks of."""
    here = frame["source_row"].isin(correction.rows)
    return here & (frame["source_file"] == correction.file) if correction.file else here


def apply_corrections(
    frame: pd.DataFrame, corrections: tuple[Correction, ...], places: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mend cells as the sidecar says, where they still say what the correction expects.

    Returns:
        The frame with the cells mended, and the problems: correction_failed.
    """
    mended = frame.copy() if corrections else frame
    problems = []
    for correction in corrections:
        here = find_rows(frame, correction)
        if correction.column not in frame or not here.any():
            continue
        said = frame.loc[here, correction.column].fillna("")
        as_expected = said == correction.expect
        mended.loc[said[as_expected].index, correction.column] = correction.value
        failed = said[~as_expected]
        details = {"expected": correction.expect}
        problems.append(
            explain(
                "correction_failed", places.loc[failed.index], correction.column, failed, details
            )
        )
    return mended, gather_problems(problems)
