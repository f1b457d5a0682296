"""Comparing two registers: each thing that was tampered with is found, and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from registrar import BEGAZY, TODAY
from shapely.geometry import Point
from sqlalchemy import delete, insert, select, text, update

from heritage_gis.pipeline.compared_registers import compare_registers
from heritage_gis.register import schema
from heritage_gis.register.comparing import (
    compare_rows,
    find_changed_columns,
    find_numbering_faults,
    mark_rows,
)
from heritage_gis.register.decisions import SPLIT
from heritage_gis.register.journal import SITES_GIVEN
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from registrar import Registrar

OTHER = BEGAZY | {
    "name_kk": "Қаражартас қорымы",
    "name_ru": "могильник Каражартас",
    "district": "356400000",
    "district_claimed": "356400000",
    "geometry": Point(73.916667, 49.135556),
}
NEAR = BEGAZY | {"geometry": Point(75.342222, 48.265833)}
KEYS = ("id",)


def make_rows(*names: str) -> pd.DataFrame:
    """Return rows with an id, a name and a shape."""
    return pd.DataFrame(
        {
            "fid": range(1, len(names) + 1),
            "id": pd.Series([name.partition("=")[0] for name in names], dtype="str"),
            "name": pd.Series([name.partition("=")[2] or None for name in names], dtype="str"),
            "geometry": [Point(75, 48) if name.endswith("2") else None for name in names],
        }
    )


def compare(mine: pd.DataFrame, theirs: pd.DataFrame) -> dict[str, str]:
    """Return key -> how the rows differ."""
    found = compare_rows(mark_rows(mine, KEYS), mark_rows(theirs, KEYS))
    return dict(found.itertuples(index=False, name=None))


def test_order_and_row_numbers_do_not_count() -> None:
    """The same rows in another order, cut otherwise, are the same table."""
    rows = make_rows("a=1", "b=2", "c")
    turned = make_rows("c", "b=2", "a=1")
    assert compare(rows, turned) == {}


def test_each_difference_has_its_word() -> None:
    """A changed cell, a missing row, a row too many, and one that stands there twice."""
    rows = make_rows("a=1", "b=2", "c", "c")
    assert compare(rows, make_rows("a=1", "b=3", "c", "c")) == {"b": "changed"}
    assert compare(rows, make_rows("a=1", "b=2", "c", "c", "d")) == {"d": "missing"}
    assert compare(rows, make_rows("a=1", "b=2", "c")) == {"c": "added"}
    places = pd.Series([None, Point(75, 48.0000001), None, None], dtype=object)
    moved = rows.assign(geometry=places)
    assert compare(rows, moved) == {"b": "changed"}
    assert find_changed_columns(rows[1:2], moved[1:2]) == ["geometry"]


def test_sites_are_numbered_without_a_gap() -> None:
    """An id that was given before may be given again; a number that was left out is told."""
    events = [
        {"seq": 3, "event": SITES_GIVEN, "founded": {"KRG-000001": "a", "KRG-000002": "b"}},
        {"seq": 5, "event": SPLIT, "site": "KRG-000001", "into": "KRG-000003"},
        {"seq": 6, "event": SITES_GIVEN, "founded": {"KRG-000001": "c", "KRG-000004": "d"}},
    ]
    assert find_numbering_faults(events) == []
    events[2]["founded"] = {"KRG-000005": "c", "KRG-000006": "d"}
    assert find_numbering_faults(events) == [
        "journal.jsonl: event 6 gives the sites 5, 6, and the number after 3 was due"
    ]


@pytest.fixture
def pair(keep_register: Callable[[str], Registrar]) -> tuple[Registrar, Registrar]:
    """Return a register with two sites, and the same one made again elsewhere."""
    registrars = keep_register("one"), keep_register("two")
    for registrar in registrars:
        registrar.submit("2026-a", [BEGAZY, OTHER])
        registrar.submit("2026-b", [NEAR], who="B. Botanist")
    return registrars


def find_differences(pair: tuple[Registrar, Registrar]) -> list[str]:
    """Compare the registers of two homes as `heritage verify` does."""
    homes = []
    for registrar in pair:
        home = registrar.folder / "home"
        (home / "data" / "raw").mkdir(parents=True, exist_ok=True)
        (home / "data" / "processed").mkdir(exist_ok=True)
        journal = (registrar.folder / "journal.jsonl").read_bytes()
        (home / "data" / "raw" / "journal.jsonl").write_bytes(journal)
        if not registrar.url:
            copied = registrar.path.read_bytes()
            (home / "data" / "processed" / "register.gpkg").write_bytes(copied)
        homes.append(
            Settings(home=home, HERITAGE_REGISTER=registrar.url, today=TODAY)  # type: ignore[arg-type, call-arg]
        )
    return compare_registers(*homes)


def change(registrar: Registrar, *statements: object) -> None:
    """Do something to the tables of a register behind its back."""
    with registrar.open() as register, register.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def test_equal_registers_are_equal(pair: tuple[Registrar, Registrar]) -> None:
    """One journal worked through twice makes one register."""
    assert find_differences(pair) == []


def test_register_of_another_version_is_told(pair: tuple[Registrar, Registrar]) -> None:
    """Tables that this version does not know are not compared; one line says what to do."""
    change(pair[0], text("UPDATE state SET value = 'older' WHERE key = 'schema'"))
    assert find_differences(pair) == [
        "the register was made by another version of heritage; run heritage run first"
    ]


def test_changed_cell_is_named(pair: tuple[Registrar, Registrar]) -> None:
    """One cell of one record: the table, the row and the column."""
    record = "2026-a/sites.csv//3"
    said = schema.records
    changed = update(said).where(said.c.record_id == record).values(name_ru="Каражартас")
    change(pair[0], changed)
    assert find_differences(pair) == [
        "register, records: 1 of 3 rows differ from what data/raw/ makes",
        f"register, records: {record}: differs in name_ru",
    ]


def test_deleted_link_is_named(pair: tuple[Registrar, Registrar]) -> None:
    """A pair of records that was judged is gone from the table."""
    with pair[0].open() as register, register.engine.connect() as connection:
        link = connection.execute(select(schema.links.c.record_id, schema.links.c.other_id)).one()
    change(pair[0], delete(schema.links))
    assert find_differences(pair) == [
        "register, links: 1 of 1 rows differ from what data/raw/ makes",
        f"register, links: {link[0]} | {link[1]}: is missing",
    ]


def test_swapped_sites_are_named(pair: tuple[Registrar, Registrar]) -> None:
    """Two records whose sites were swapped: by the rebuilt register, and by the journal."""
    swap = "UPDATE records SET own_site = CASE own_site WHEN 'KRG-000001' THEN 'KRG-000002' "
    change(pair[0], text(f"{swap} ELSE 'KRG-000001' END"))
    found = find_differences(pair)
    assert found[0] == "register, records: 3 of 3 rows differ from what data/raw/ makes"
    assert found[1] == "register, records: 2026-a/sites.csv//2: differs in own_site"
    assert found[4] == (
        "2026-a/sites.csv//2: is of the site KRG-000002, and the journal gave it KRG-000001"
    )
    assert len(found) == 7


def test_added_rows_are_counted_and_the_first_named(pair: tuple[Registrar, Registrar]) -> None:
    """Of many rows that nothing makes, five are named."""
    rows = [{"from_site_id": f"KRG-00090{n}", "to_site_id": "KRG-000001"} for n in range(7)]
    change(pair[0], insert(schema.site_redirects).values(rows))
    found = find_differences(pair)
    assert found[0] == "register, site_redirects: 7 of 7 rows differ from what data/raw/ makes"
    assert found[1] == "register, site_redirects: KRG-000900: is not what data/raw/ makes"
    assert len(found) == 6
