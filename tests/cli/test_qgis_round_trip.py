"""Records of a survey edited in QGIS and sent back: only what was changed is other than before."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyogrio
import pytest
from command_line import ask_register, heritage
from shapely.affinity import translate

if TYPE_CHECKING:
    from pathlib import Path

pytest_plugins = ("sample_home",)
pytestmark = pytest.mark.process

SURVEY = "2026-karaganda-monuments"
KEPT = (
    "record_id, site_id, name_kk, name_ru, name_en, kind, kind_certainty, period, start_year, "
    "end_year, dating_certainty, district, feature_count, diameter_max_m, height_max_m, "
    '"references"'
)
SHIFT = 0.0005  # degrees: 37 m, so that it stays one place with what others say of it


def test_edits_of_a_layer_come_back(home: Path, tmp_path: Path) -> None:
    """A name without a code, a condition and a point are changed; every record keeps its id."""
    query = f"SELECT {KEPT} FROM records WHERE survey_id = '{SURVEY}' ORDER BY record_id"  # noqa: S608 - ours
    before = ask_register(home, query)
    register = home / "data" / "processed" / "register.gpkg"
    layer = pyogrio.read_dataframe(register, layer="records", where=f"survey_id = '{SURVEY}'")
    placed = layer.index[layer.geometry.notna()][0]
    renamed = layer.index[layer["name_ru"].notna()][1]
    layer.loc[placed, "geometry"] = translate(layer.geometry[placed], SHIFT, 0)
    layer.loc[placed, "condition"] = "partly_destroyed"
    layer.loc[renamed, "name_ru"] = "Памятник с новым именем"
    edited = tmp_path / "edited.gpkg"
    pyogrio.write_dataframe(layer, edited, layer="records", driver="GPKG", geometry_type="Unknown")

    told = heritage(home, "check", edited, "--json", "--lang", "en")
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert (found["rows"], found["held_back"]) == (len(before), 0)
    assert [problem["code"] for problem in found["problems"]].count("own_layer") == 1
    assert "heading_unknown" not in {problem["code"] for problem in found["problems"]}
    assert found["columns"]["kind"] == "kind_text"

    words = ("--title", "Edited", "--by", "Keeper", "--licence", "CC-BY-4.0", "--replaces", SURVEY)
    sent = heritage(home, "submit", edited, *words, "--register-only")
    assert sent.code == 0, sent.err
    after = ask_register(home, query)
    ids = {row[0]: row for row in after}
    assert ids.keys() == {row[0] for row in before}
    new_name = layer.loc[renamed, "record_id"]
    changed = {row[0] for row in before if ids[row[0]] != row}
    assert changed == {new_name}
    assert "Памятник с новым именем" in ids[new_name]
    moved = pyogrio.read_dataframe(
        register, layer="records", where=f"record_id = '{layer.loc[placed, 'record_id']}'"
    )
    assert moved["condition"].tolist() == ["partly_destroyed"]
    assert moved.geometry[0].equals_exact(layer.geometry[placed], 1e-7)
