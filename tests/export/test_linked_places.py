"""Linked Places Format: valid by its description, with what the register knows and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from exported import make_content
from jsonschema import Draft202012Validator

from heritage_gis.export.linked_places import write_linked_places
from heritage_gis.vocabularies.kind_identifiers import read_kind_identifiers
from heritage_gis.vocabularies.years import iso_year

if TYPE_CHECKING:
    from heritage_gis.export.content import Content

SCHEMA = json.loads((Path(__file__).parent / "lpf_schema.json").read_text("utf-8"))


def find_faults(written: object) -> list[str]:
    """Return what a written file has against the description of the format."""
    faults = Draft202012Validator(SCHEMA).iter_errors(written)
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in faults]


def write(content: Content, path: Path) -> tuple[dict[str, Any], int]:
    """Write a file, and read it back with the number of sites that it leaves out."""
    left_out = write_linked_places(content, path)
    return json.loads(path.read_text("utf-8")), left_out


def test_the_keepers_file_is_valid_and_tells_every_voice(tmp_path: Path) -> None:
    """Names with who says them, both datings, types by seen identifiers, texts and pictures."""
    written, left_out = write(make_content("https://example.org/sites/"), tmp_path / "a.json")
    assert find_faults(written) == []
    assert left_out == 1
    begazy, part = written["features"]
    assert begazy["@id"] == "https://example.org/sites/KRG-000001"
    assert begazy["properties"]["title"] == "Беғазы қорымы"
    assert [name["toponym"] for name in begazy["names"]] == ["Беғазы қорымы", "Бегазы-2"]
    assert begazy["names"][0]["citations"] == [
        {"label": "Survey A", "year": 1952},
        {"label": "Survey B", "year": 2025},
    ]
    assert "lang" not in begazy["names"][1]
    assert begazy["when"] == {
        "timespans": [
            {"start": {"in": "-1199"}, "end": {"in": "0000"}},
            {"start": {"in": "-1499"}, "end": {"in": "-1099"}},
        ],
        "label": "Late Bronze Age",
        "certainty": "less-certain",
    }
    assert [each["identifier"] for each in begazy["types"]] == ["aat:300000372"]
    assert begazy["geometry"] == {"type": "Point", "coordinates": [75.3452781, 48.2672]}
    assert begazy["links"] == [{"type": "subjectOf", "identifier": "https://example.org/begazy"}]
    assert begazy["descriptions"][0]["value"] == "Ограда из плит."
    assert begazy["depictions"][0]["license"] == "cc:by/4.0/"
    assert part["relations"] == [
        {
            "relationType": "gvp:broaderPartitive",
            "relationTo": "https://example.org/sites/KRG-000001",
            "label": "part of Беғазы қорымы",
        },
        {
            "relationType": "gvp:tgn3000_related_to",
            "relationTo": "https://example.org/sites/KRG-000001",
            "label": "near Беғазы қорымы",
        },
    ]
    assert [each["label"] for each in begazy["relations"]] == ["near =2+5"]
    assert part["geometry"] is None
    assert part["when"]["timespans"] == [{"start": {"latest": "1900"}, "end": {"in": "1900"}}]
    assert "certainty" not in part["when"]


def test_without_an_address_a_site_is_named_within_the_file(tmp_path: Path) -> None:
    """Ids are then relative to wherever the file is published; the notice stands above."""
    written, _ = write(make_content(), tmp_path / "a.json")
    assert find_faults(written) == []
    assert written["features"][1]["relations"][0]["relationTo"] == "#KRG-000001"
    assert "not to be handed on" in written["notice"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"names": []}, "names"),
        ({"when": {"timespans": [{"end": {"in": "1900"}}]}}, "'start' is a required property"),
        ({"when": {"timespans": [{"start": {"in": "1 BC"}}]}}, "does not match"),
        ({"properties": {"title": "x"}}, "'fclasses' is a required property"),
        ({"types": [{"label": "kurgan"}]}, "'identifier' is a required property"),
    ],
)
def test_the_schema_finds_faults(change: dict[str, Any], fault: str, tmp_path: Path) -> None:
    """The schema is no rubber stamp."""
    written, _ = write(make_content(), tmp_path / "a.json")
    written["features"][0] |= change
    assert any(fault in each for each in find_faults(written))


def test_identifiers_are_shown_only_where_they_were_seen() -> None:
    """Of kinds.csv: seen ones, never a draft, a guess, or one that another mapping contradicts."""
    known = read_kind_identifiers()
    assert known["mausoleum"] == ("aat:300005891", "wd:Q162875")
    assert known["settlement"] == ("aat:300008347", "wd:Q486972")
    assert known["kurgan"] == ("wd:Q34023",)
    assert known["road"] == ("aat:300008217",)
    assert known["mine_ancient"] == known["pit_grave"] == known["sacred_natural"] == ()
    assert known["cemetery_muslim"] == ("wd:Q39614",)
    assert known["monastery"] == ("wd:Q44613",)


@pytest.mark.parametrize(
    ("year", "text"),
    [
        (-1, "0000"),
        (-2, "-0001"),
        (-1200, "-1199"),
        (1, "0001"),
        (900, "0900"),
        (-1000000, "-999999"),
    ],
)
def test_years_are_iso_years(year: int, text: str) -> None:
    """1 BC is the year 0000, here and nowhere else."""
    assert iso_year(year) == text


def test_there_is_no_year_nought() -> None:
    """It would be a bug."""
    with pytest.raises(ValueError, match="there is no year 0"):
        iso_year(0)
