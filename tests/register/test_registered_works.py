"""Works in the register: whose objects are which sites, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from sqlalchemy import text

from heritage_gis.model.record import DTYPES
from heritage_gis.model.work import WORK_COLUMNS
from heritage_gis.register.works import build_works, load_works, replace_works
from heritage_gis.vocabularies.folding import fold_name

if TYPE_CHECKING:
    from registrar import Registrar

    from heritage_gis.register.store import Register

DIG = {"type": "excavation", "excavates": True, "from_year": 2016, "to_year": 2017}
NAMES = (
    ("KRG-000001", "Беғазы қорымы", "353600000"),
    ("KRG-000001", "могильник Бегазы", "353600000"),
    ("KRG-000002", "могильник Талды", "353600000"),
    ("KRG-000003", "курган Талды", "356400000"),
    ("KRG-000004", "мавзолей Ерден", ""),
)


def make_works(*rows: dict[str, Any]) -> pd.DataFrame:
    """Make works as a survey gives them; what a row does not say is missing."""
    told = [
        {"survey_id": "2026-w", "work_id": f"2026-w/w.csv//{at}"} | DIG | row
        for at, row in enumerate(rows, start=2)
    ]
    return pd.DataFrame(
        {
            column: pd.Series([row.get(column) for row in told], dtype=DTYPES[kind])
            for column, kind in WORK_COLUMNS.items()
        }
    )


def make_names() -> pd.DataFrame:
    """Make the names of four sites, two of which bear one name in different districts."""
    rows = [(site, fold_name(name), kato or None) for site, name, kato in NAMES]
    return pd.DataFrame(rows, columns=["site_id", "name_key", "district"], dtype="str")


@pytest.mark.parametrize(
    ("objects", "districts", "sites"),
    [
        ("могильник Бегазы", None, ["KRG-000001"]),
        ("Begazy", None, ["KRG-000001"]),
        ("могильник Бегазы", "353600000", ["KRG-000001"]),
        ("могильник Бегазы", "356400000", [None]),
        ("Талды", None, [None]),
        ("Талды", "356400000", ["KRG-000003"]),
        ("Талды", "353600000 356400000", [None]),
        ("Ерден", "623800000", [None]),
        ("KRG-000003", None, ["KRG-000003"]),
        ("KRG-000009", None, [None]),
        ("мавзолей Торак; Бегазы;", None, [None, "KRG-000001"]),
        ("курган 5", None, [None]),
    ],
)
def test_an_object_is_a_site_where_exactly_one_bears_its_name(
    objects: str, districts: str | None, sites: list[str | None]
) -> None:
    """In the district that is stated; else it stays a text, and no place is invented."""
    rows = make_works({"objects_text": objects, "districts": districts})
    works, told = build_works(rows, make_names())
    assert len(works) == 1
    found = told["site_id"].astype(object).where(told["site_id"].notna(), None)
    assert found.tolist() == sites
    assert told["object_no"].tolist() == list(range(1, len(sites) + 1))
    known = {site: kato for site, _, kato in NAMES if kato}
    districts_told = told["district"].astype(object).where(told["district"].notna(), None)
    assert districts_told.tolist() == [known.get(site or "") for site in sites]


def test_a_work_without_objects_has_none() -> None:
    """It is a work all the same."""
    works, told = build_works(make_works({"what_ru": "издана карта"}), make_names())
    assert len(works) == 1
    assert told.empty


def ask(register: Register, query: str) -> list[tuple[Any, ...]]:
    """Ask the register."""
    with register.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_works_are_put_in_the_place_of_former_ones(registrar: Registrar) -> None:
    """Sites that are excavated follow from them; what is put in twice stands there once."""
    site = {"name_ru": "могильник Бегазы", "kind": "burial_ground", "district": "353600000"}
    rows = make_works(
        {"objects_text": "Бегазы"},
        {"objects_text": "Бегазы", "type": "survey", "excavates": False, "from_year": 2010},
        {"objects_text": "Бегазы; Торак", "from_year": 2014, "to_year": 2014},
    ).assign(public_from=None)
    registrar.submit("2026-a", [site])
    registrar.submit("2026-w", [])
    with registrar.open() as register:
        for _ in range(2):
            replace_works(register, rows)
        assert ask(register, "SELECT count(*) FROM works") == [(3,)]
        assert ask(register, "SELECT count(*), count(site_id) FROM work_objects") == [(4, 3)]
        excavated = ask(register, "SELECT * FROM excavated_sites")
        assert excavated == [("KRG-000001", 2014, 2017, 2)]
        counted = "SELECT rows_received, rows_registered FROM surveys WHERE survey_id = '2026-w'"
        assert ask(register, counted) == [(3, 3)]
        replace_works(register, rows.iloc[:0])
        assert ask(register, "SELECT count(*) FROM works") == [(0,)]


def test_works_are_told_from_the_day_on_which_they_are_public(
    registrar: Registrar,
) -> None:
    """A work that went on over a year is of that year; one that is not public yet is of none."""
    rows = make_works(
        {"what_ru": "а", "from_year": 2015, "to_year": 2018, "objects_text": "Бегазы"},
        {"what_ru": "б", "from_year": 2017, "to_year": 2017},
        {"what_ru": "в", "from_year": 2018, "to_year": 2018},
    ).assign(public_from=pd.Series([None, "2027-01-01", None], dtype="str"))
    registrar.submit("2026-w", [])
    with registrar.open() as register:
        replace_works(register, rows)
        works, objects = load_works(register, "2026-11-26", 2017)
        assert works["what_ru"].tolist() == ["а"]
        assert objects["object_text"].tolist() == ["Бегазы"]
        works, objects = load_works(register, "2027-01-01", 2017)
        assert works["what_ru"].tolist() == ["а", "б"]
        works, objects = load_works(register, "2027-01-01", 1990)
        assert works.empty
        assert objects.empty
