"""What the register and the journal hold, as far as the integrity checks look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import and_, func, or_, select

from heritage_gis.register import schema
from heritage_gis.register.decisions import SPLIT, Decided, gather_decided, list_decisions
from heritage_gis.register.journal import CELLS_PINNED, NUMBERS_GIVEN, SITES_GIVEN
from heritage_gis.register.store import read_frame

if TYPE_CHECKING:
    import geopandas as gpd
    from sqlalchemy import Connection, Select

    from heritage_gis.register.journal import Event, Journal
    from heritage_gis.register.store import Register

AGAINST_POSITION = "words_against_position"  # told by conform, which alone reads such words
RECORD_COLUMNS = (
    *("record_id", "survey_id", "site_id", "kind", "start_year", "end_year", "year"),
    *("status_from", "status_to", "visited_on", "district_claimed", "position_accuracy_m"),
    "geometry",
)
SITE_COLUMNS = (
    *("site_id", "name_kk", "name_ru", "name_en", "position_accuracy_m", "part_of"),
    *("survey_ids", "geometry"),
)
BANK_TEXTS = (
    *("location_text", "description_kk", "description_ru", "description_en"),
    *("history", "notes", "references"),
)
_BANKS = ("%бере%", "%жаға%", "%bank%")


@dataclass(frozen=True, eq=False)
class Given:
    """What the journal says was given out for good.

    Attributes:
        sites: every site id that was ever given.
        numbers: `district`, `site_id`, `number` of each catalogue number.
        cells: `site_id`, `cell` of each cell that a public position was pinned to.
    """

    sites: frozenset[str]
    numbers: pd.DataFrame
    cells: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Held:
    """What the register holds.

    Attributes:
        records: RECORD_COLUMNS.
        sites: SITE_COLUMNS.
        names: `site_id`, `record_id`.
        links: `record_id`, `other_id`, `verdict`.
        relations: how sites are related, with `told_by` and the record that says so.
        works: `work_id`, `survey_id`.
        objects: `work_id`, `object_text`, `site_id` of what works were done at.
        surveys: `survey_id`, `received`, `rows_held_back`.
        banks: `record_id`, `site_id`, BANK_TEXTS of the records that speak of a bank.
        against: `record_id`, `site_id` and the message of each language, of rows whose words
            contradict their own position.
        given: what the journal gave out.
        decisions: those that hold.
        decided: the same, gathered.
    """

    records: gpd.GeoDataFrame
    sites: gpd.GeoDataFrame
    names: pd.DataFrame
    links: pd.DataFrame
    relations: pd.DataFrame
    works: pd.DataFrame
    objects: pd.DataFrame
    surveys: pd.DataFrame
    banks: pd.DataFrame
    against: pd.DataFrame
    given: Given
    decisions: list[Event] = field(default_factory=list)
    decided: Decided = field(default_factory=Decided)


def load_held(register: Register, journal: Journal) -> Held:
    """Load what the checks look at, and no other column."""
    tables = schema.metadata.tables
    with register.engine.connect() as connection:

        def read(table: str, *names: str) -> pd.DataFrame:
            columns = (tables[table].c[name] for name in names)
            key = next(iter(tables[table].primary_key))
            return read_frame(register, connection, select(*columns).order_by(key))

        decisions = list_decisions(journal)
        return Held(
            records=read("records", *RECORD_COLUMNS),
            sites=read("sites", *SITE_COLUMNS),
            names=read("names", "site_id", "record_id"),
            links=read("links", "record_id", "other_id", "verdict"),
            relations=read(
                "relations", "site_id", "other_site_id", "relation", "told_by", "record_id"
            ),
            works=read("works", "work_id", "survey_id"),
            objects=read("work_objects", "work_id", "object_text", "site_id"),
            surveys=read("surveys", "survey_id", "received", "rows_held_back"),
            banks=read_frame(register, connection, _select_banks()),
            against=_read_against(register, connection),
            given=gather_given_out(journal),
            decisions=decisions,
            decided=gather_decided(decisions),
        )


def _select_banks() -> Select[tuple[object, ...]]:
    said = schema.records.c
    speaks = or_(*(said[name].like(word) for name in BANK_TEXTS for word in _BANKS))
    columns = (said[name] for name in ("record_id", "site_id", *BANK_TEXTS))
    return select(*columns).where(speaks).order_by(said.fid)


def _read_against(register: Register, connection: Connection) -> pd.DataFrame:
    """Return the records of the rows whose words contradict their position, and what was told."""
    said, told = schema.records.c, schema.problems.c
    is_row = and_(
        said.survey_id == told.survey_id,
        said.source_file == told.source_file,
        func.coalesce(said.source_layer, "") == func.coalesce(told.source_layer, ""),
        said.source_row == told.source_row,
    )
    messages = (told.message_kk, told.message_ru, told.message_en)
    query = (
        select(said.record_id, said.site_id, *messages)
        .select_from(schema.records.join(schema.problems, is_row))
        .where(told.code == AGAINST_POSITION)
        .order_by(said.fid)
    )
    return read_frame(register, connection, query)


def gather_given_out(journal: Journal) -> Given:
    """Gather every site id, catalogue number and cell that the journal gave."""
    sites: set[str] = set()
    for event in journal.select(SITES_GIVEN, SPLIT):
        sites.update(event.get("founded", ()))
        sites.update([event["into"]] if event["event"] == SPLIT else ())
    numbers = [
        (event["district"], site, number)
        for event in journal.select(NUMBERS_GIVEN)
        for site, number in event["numbers"].items()
    ]
    cells = [pair for event in journal.select(CELLS_PINNED) for pair in event["cells"].items()]
    return Given(
        frozenset(sites),
        pd.DataFrame(numbers, columns=["district", "site_id", "number"]),
        pd.DataFrame(cells, columns=["site_id", "cell"]),
    )
