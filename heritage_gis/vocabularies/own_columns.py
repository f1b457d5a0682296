"""The columns of our own records, as they come back from QGIS: what each is read as."""

from __future__ import annotations

from functools import cache, lru_cache

from heritage_gis.model.record import RECORD_COLUMNS, SEARCH_COLUMNS
from heritage_gis.vocabularies.headings import HeadingMatch
from heritage_gis.vocabularies.tables import read_vocabulary

# A table with all of these is a layer of records of a register, whoever edited it since.
SIGNS = frozenset({"record_id", "survey_id", "kind_text", "period_text", "source_values"})
OF_THE_REGISTER = (  # what the register adds to a record
    *("fid", "site_id", "own_site", "part_of_site", "part_of_record", "joined_by", "waits"),
    *("author", "public_from", "sequence", "judged_at", *SEARCH_COLUMNS),
)
_TWICE = " (2)"  # of a heading that is called as a column of the reader's own


@lru_cache(maxsize=100)
def match_own_columns(headings: tuple[str, ...]) -> dict[str, HeadingMatch | None]:
    """Return what each column of a layer of our own records is read as.

    Returns:
        Their heading -> what it says; None for a column that is made from others, and so is not
        read. Nothing where the table is no layer of ours; columns that somebody added are left out.
    """
    named = {heading.removesuffix(_TWICE): heading for heading in headings}
    if not named.keys() >= SIGNS:
        return {}
    fields = _read_fields()
    return {
        named[column]: fields.get(column)
        for column in (*OF_THE_REGISTER, *RECORD_COLUMNS)
        if column in named
    }


def list_made_columns() -> frozenset[str]:
    """Return the columns of a record that are made from others: to edit them changes nothing."""
    joined = {"diameter_min_m", "height_min_m", "description_kk", "description_en"}
    return frozenset({*OF_THE_REGISTER, *RECORD_COLUMNS} - _read_fields().keys() - joined)


@cache
def _read_fields() -> dict[str, HeadingMatch]:
    return {
        row["column"]: HeadingMatch(row["field"], unit=row["unit"])
        for row in read_vocabulary("own_columns")
    }
