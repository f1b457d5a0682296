"""The tables of the register, the same in a GeoPackage and in PostGIS."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

from heritage_gis.model.problem import PROBLEM_COLUMNS
from heritage_gis.model.record import DTYPES, REACH_COLUMNS, RECORD_COLUMNS, Kind
from heritage_gis.model.work import WORK_COLUMNS

SRID = 4326


class _GeometryColumn(UserDefinedType[bytes]):
    """The type name of a geometry column, as each database spells it."""

    cache_ok = True

    def __init__(self, spelling: str) -> None:
        self.spelling = spelling

    def get_col_spec(self, **_: Any) -> str:  # noqa: ANN401 - as the library has it
        """Return the type name."""
        return self.spelling


class Geometry(TypeDecorator[bytes]):
    """A geometry in EPSG:4326, as the bytes that `heritage_gis.register.geometries` makes."""

    impl = _GeometryColumn("GEOMETRY")
    cache_ok = True

    def __init__(self, shape: str = "GEOMETRY") -> None:
        """Name what may stand in the column: GEOMETRY, or POINT."""
        super().__init__()
        self.shape = shape

    def load_dialect_impl(self, dialect: object) -> TypeEngine[bytes]:
        """Spell the type as the database does."""
        name = getattr(dialect, "name", "")
        postgis = f"geometry({self.shape},{SRID})"
        return _GeometryColumn(postgis if name == "postgresql" else self.shape)


TYPES: dict[Kind, type[TypeEngine[Any]]] = {
    "text": Text,
    "whole": Integer,
    "number": Float,
    "flag": Boolean,
}
metadata = MetaData()


def find_dtype(column: ColumnElement[Any]) -> str:
    """Return the dtype that a column has in a frame."""
    kind = next((kind for kind, type_ in TYPES.items() if isinstance(column.type, type_)), None)
    return DTYPES[kind] if kind else "object"


def _make_columns(kinds: dict[str, Kind]) -> list[Column[Any]]:
    return [Column(name, TYPES[kind]()) for name, kind in kinds.items()]


records = Table(
    "records",
    metadata,
    Column("fid", Integer, primary_key=True),
    Column("site_id", Text, index=True),
    Column("own_site", Text),  # as it was given; another where sites were merged since
    Column("part_of_record", Text),  # of its survey, that it says it is part of
    Column("joined_by", Text),  # founded, matched or decided; missing while it waits
    Column("waits", Text),  # why it is not told in public until the keeper decides
    Column("author", Text),  # who submitted its survey
    Column("public_from", Text),  # of its survey
    Column("sequence", Integer),  # the event with which its survey was first received
    Column("judged_at", Integer),  # the event with which what it says of its identity came
    Column("place_key", BigInteger),  # the search square that it stands in; see `squares`
    Column("place_mid", BigInteger),
    Column("place_wide", BigInteger),
    *_make_columns(dict.fromkeys(REACH_COLUMNS, "number")),
    *_make_columns(RECORD_COLUMNS),
    Column("geometry", Geometry()),
    Index("records_by_id", "record_id", unique=True),
    Index("records_by_own_site", "own_site"),
    Index("records_by_survey", "survey_id"),
    Index("records_by_whole", "part_of_record"),
    # Who is near is answered without the table.
    Index("records_by_place", "place_key", *REACH_COLUMNS, "record_id"),
    Index("records_by_mid_place", "place_mid", *REACH_COLUMNS, "record_id"),
    Index("records_by_wide_place", "place_wide", *REACH_COLUMNS, "record_id"),
)

# What two records are to each other, judged by themselves alone: `record_id` is the one that
# was judged later. Pairs that are two places, and nothing else, are not kept.
links = Table(
    "links",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns(
        {
            "record_id": "text",
            "other_id": "text",
            "verdict": "text",  # same, part_of, has_part, ask
            "reason": "text",  # a code of vocabularies/match_reasons
            "distance_m": "number",
            "strength": "whole",  # the higher the surer
        }
    ),
    Index("links_by_record", "record_id"),
    Index("links_by_other", "other_id"),
)

# By what records are found that may be of one place: their names without numbers and type words,
# and the numbers («-2», «-1-3»; empty where there is none), or the name of their whole (missing).
lookups = Table(
    "lookups",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns({"record_id": "text", "stem": "text", "numbers": "text"}),
    Index("lookups_by_stem", "stem", "numbers", "record_id"),  # it answers without the table
    Index("lookups_by_record", "record_id"),
)

# Which record founded a site. One that joined another site, and is left alone there, has it again.
founded_sites = Table(
    "founded_sites",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns({"site_id": "text", "record_id": "text"}),
    Index("founded_by_record", "record_id", "site_id"),  # it answers without the table
)

# The last site of a record that is no longer there: should it come back, it has its id again.
former_records = Table(
    "former_records",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns({"record_id": "text", "site_id": "text"}),
    Index("former_by_id", "record_id"),
)

# How two sites are related: the first is part of the second, or both are of one complex.
relations = Table(
    "relations",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns(
        {
            "site_id": "text",
            "other_site_id": "text",
            "relation": "text",  # part_of, same_complex, near
            "told_by": "text",  # stated (by a survey), matched, decided (by a person)
            "record_id": "text",  # whose word it rests on
            "reason": "text",
        }
    ),
    Index("relations_by_site", "site_id"),
    Index("relations_by_other", "other_site_id"),
)

# What persons ruled, as the journal has it.
decisions = Table(
    "decisions",
    metadata,
    Column("seq", Integer, primary_key=True),
    *_make_columns(
        {
            "event": "text",
            "site_id": "text",
            "record_id": "text",
            "decided_by": "text",
            "decided_on": "text",
            "why": "text",
            "told": "text",  # the whole event as JSON
            "holds": "flag",
        }
    ),
)

SITE_COLUMNS: dict[str, Kind] = {
    "site_id": "text",
    "name_kk": "text",
    "name_ru": "text",
    "name_en": "text",
    "name_other": "text",
    "kind": "text",
    "kind_certainty": "text",
    "period": "text",
    "start_year": "whole",
    "end_year": "whole",
    "dating_certainty": "text",
    "extant": "text",
    "condition": "text",
    "protection_status": "text",
    "list_number": "text",
    "feature_count": "whole",
    "district": "text",
    "district_certain": "flag",
    "district_claimed": "text",
    "position_accuracy_m": "number",
    "position_from": "text",  # the record whose position is shown
    "part_of": "text",  # the site it is a part of
    "kinds_told": "text",  # by any of its records, parted by a space
    "extants_told": "text",
    "earliest_year": "whole",
    "record_count": "whole",
    "survey_ids": "text",  # parted by a space, in the journal's sequence
    "public_from": "text",  # the first day on which any of its surveys may be told
}

sites = Table(
    "sites",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns(SITE_COLUMNS),
    Column("geometry", Geometry("POINT")),
    Index("sites_by_id", "site_id", unique=True),
    Index("sites_by_district", "district"),
)

names = Table(
    "names",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns(dict.fromkeys(("site_id", "record_id", "language", "name", "name_key"), "text")),
    Index("names_by_key", "name_key"),
    Index("names_by_site", "site_id"),
    Index("names_by_record", "record_id"),
)

surveys = Table(
    "surveys",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns(
        {
            "survey_id": "text",
            "version": "whole",
            "digest": "text",  # of all that decided how its rows came out
            "sequence": "whole",  # the event with which it was first received
            "title": "text",
            "who": "text",
            "institution": "text",
            "licence": "text",
            "received": "text",
            "public_from": "text",
            "rows_received": "whole",
            "rows_registered": "whole",
            "rows_held_back": "whole",
        }
    ),
)

problems = Table(
    "problems",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns({name: "whole" if name == "source_row" else "text" for name in PROBLEM_COLUMNS}),
)

works = Table(
    "works",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns(WORK_COLUMNS),
    Column("public_from", Text),  # of its survey
    Index("works_by_year", "from_year", "to_year"),
)

# What a work was done at: the words of its survey, and the site where exactly one bears them.
work_objects = Table(
    "work_objects",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns(
        {
            "work_id": "text",
            "object_no": "whole",
            "object_text": "text",
            "site_id": "text",
            "district": "text",
        }
    ),
    Index("work_objects_by_work", "work_id"),
    Index("work_objects_by_site", "site_id"),
)

site_redirects = Table(
    "site_redirects",
    metadata,
    Column("fid", Integer, primary_key=True),
    *_make_columns(dict.fromkeys(("from_site_id", "to_site_id", "why"), "text")),
)

# How far the register has come, so that a run adds what is new and nothing else.
state = Table("state", metadata, Column("key", Text, primary_key=True), Column("value", Text))

LAYERS = {"sites": "POINT", "records": "GEOMETRY"}

# An assertion is what one record says; a view tells them side by side without a second copy.
_ASSERTED = {
    "kind": "kind",
    "name_kk": "name_kk",
    "name_ru": "name_ru",
    "name_en": "name_en",
    "dating": "period_text",
    "period": "period",
    "position": "coordinate_text",
    "condition": "condition",
    "district": "district_claimed",
    "status": "protection_status",
}


def digest_schema() -> str:
    """Return a digest of all tables and columns: a register with another one is made anew."""
    told = [
        f"{table.name}.{column.name} {column.type!r}"
        for table in metadata.sorted_tables
        for column in table.columns
    ]
    views = [f"{name} {query}" for name, query in write_views().items()]
    return hashlib.sha256("\n".join([*told, *views]).encode()).hexdigest()


def write_views() -> dict[str, str]:
    """Return name -> SELECT of the views, in SQL that both databases understand."""
    told = " UNION ALL ".join(
        f"SELECT site_id, record_id, survey_id, '{attribute}' AS attribute, {column} AS value, "  # noqa: S608 - names of this module only
        f'start_year, end_year, dating_scheme, year AS source_year, "references" AS source '
        f"FROM records WHERE {column} IS NOT NULL AND site_id IS NOT NULL"
        for attribute, column in _ASSERTED.items()
    )
    statuses = (
        "SELECT site_id, record_id, survey_id, protection_status AS status, list_number, "
        "legal_act, status_from, status_to, other_numbers FROM records "
        "WHERE (protection_status IS NOT NULL OR list_number IS NOT NULL "
        "OR other_numbers IS NOT NULL) AND site_id IS NOT NULL"
    )
    excavated = (
        "SELECT o.site_id, min(w.from_year) AS first_year, max(w.to_year) AS last_year, "
        "count(DISTINCT w.work_id) AS works FROM works w JOIN work_objects o "
        "ON o.work_id = w.work_id WHERE w.excavates AND o.site_id IS NOT NULL GROUP BY o.site_id"
    )
    return {"assertions": told, "statuses": statuses, "excavated_sites": excavated}
