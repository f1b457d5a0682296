"""Layers of our own records that come back from QGIS."""

from __future__ import annotations

import pandas as pd
import pytest

from heritage_gis.conform.columns import list_fields
from heritage_gis.conform.own_layer import explain_own_layer, spell_own_cells
from heritage_gis.conform.source_rows import list_kept
from heritage_gis.model.record import RECORD_COLUMNS
from heritage_gis.vocabularies.own_columns import list_made_columns, match_own_columns
from heritage_gis.vocabularies.tables import read_vocabulary

OWN = tuple(RECORD_COLUMNS)
PLACES = pd.DataFrame(
    {"survey_id": ["s"], "source_file": ["f.gpkg"], "source_layer": ["records"], "source_row": [1]}
)


def test_each_column_is_read_or_made() -> None:
    """A column of ours has a field that there is, or is made from others, and never both."""
    rows = read_vocabulary("own_columns")
    assert {row["field"] for row in rows} <= list_fields()
    assert {row["column"] for row in rows} <= RECORD_COLUMNS.keys()
    joined = {"diameter_min_m", "height_min_m", "description_kk", "description_en"}
    assert {row["column"] for row in rows} | list_made_columns() | joined >= RECORD_COLUMNS.keys()
    assert not {row["column"] for row in rows} & list_made_columns()
    assert {"kind", "period", "district", "coordinate_text"} <= list_made_columns()
    assert not {"status_from", "status_to", "other_numbers"} & list_made_columns()


def test_a_table_is_ours_by_its_columns_alone() -> None:
    """Whatever its file is called; one that lacks a sign is read as any other."""
    found = match_own_columns(("source_row (2)", "mine", *OWN))
    assert (kind := found["kind_text"]) is not None
    assert kind.field == "kind"
    assert found["kind"] is None
    assert found["source_row"] is None
    assert "mine" not in found
    assert match_own_columns(("kind", "name_ru", "period_text", "record_id")) == {}
    assert list_kept(OWN) == tuple(name for name in OWN if name != "source_values")
    assert list_kept(("name", "source_values")) == ("name", "source_values")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"condition": "partly_destroyed"}, {"condition": "частично разрушен"}),
        ({"condition": "так себе"}, {"condition": "так себе"}),
        ({"threats": "ploughing erosion"}, {"threats": "распашка; эрозия"}),
        ({"diameter_min_m": "5", "diameter_max_m": "12.5"}, {"diameter_max_m": "5-12.5"}),
        ({"diameter_min_m": "5", "diameter_max_m": "5"}, {"diameter_max_m": "5"}),
        ({"height_min_m": "0.4"}, {"height_max_m": "0.4"}),
        ({"description_kk": "Тас қоршау."}, {"description_ru": "Тас қоршау."}),
        (
            {"description_kk": "Тас қоршау.", "description_ru": "Ограда."},
            {"description_ru": "Ограда.\nТас қоршау."},
        ),
    ],
)
def test_cells_are_spelt_as_people_write(cells: dict[str, str], told: dict[str, str]) -> None:
    """Codes in words, least and most in one cell, descriptions in one."""
    frame = pd.DataFrame({name: pd.Series([cells.get(name)], dtype="str") for name in OWN})
    spelt = spell_own_cells(frame, OWN).iloc[0]
    assert {name: spelt[name] for name in told} == told
    assert spell_own_cells(frame, ("name",)) is frame


def test_who_sends_one_is_told_what_was_not_read() -> None:
    """Once for the table; of any other table nothing is told."""
    (row,) = explain_own_layer(OWN, PLACES).to_dict("records")
    assert (row["code"], row["severity"]) == ("own_layer", "note")
    assert (
        "change the words in kind_text, period_text or district_claimed_text" in row["message_en"]
    )
    assert pd.isna(row["source_row"])
    assert explain_own_layer(("name",), PLACES).empty
