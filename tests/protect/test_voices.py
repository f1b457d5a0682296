"""Who says what in public: rival voices side by side, and nothing that leads to a grave."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from heritage_gis.model.ledger import Ledger
from heritage_gis.model.public import VOICE_COLUMNS
from heritage_gis.protect.texts import digest_text
from heritage_gis.protect.voices import make_public_voices
from heritage_gis.register.loading import IN_WORDS
from heritage_gis.register.statuses import build_statuses

SURVEYS = pd.DataFrame(
    {
        "survey_id": ["2026-a", "2026-b"],
        "title": ["First", "Second"],
        "licence": ["CC0-1.0", "CC-BY-4.0"],
    }
)
YEARS = {"start_year", "end_year", "year"}
GRAVE, MOSQUE = "KRG-000001", "KRG-000002"
PUBLIC = pd.DataFrame({"site_id": [GRAVE, MOSQUE], "protection": ["area", "exact"]})


def make_said(*rows: dict[str, Any]) -> pd.DataFrame:
    """Put rows that say some of IN_WORDS into a table."""
    frame = pd.DataFrame(
        [
            {"site_id": GRAVE, "survey_id": "2026-a", "record_id": f"2026-a/{number}", **row}
            for number, row in enumerate(rows)
        ]
    ).reindex(columns=[*IN_WORDS])
    return frame.astype({n: "Int64" if n in YEARS else "str" for n in IN_WORDS})


def tell(said: pd.DataFrame, approved: frozenset[str] = frozenset()) -> list[dict[str, Any]]:
    """Return the public voices as rows without what is missing."""
    ledger = Ledger(approved_texts=approved)
    told = make_public_voices(PUBLIC, said, build_statuses(said), SURVEYS, ledger)
    assert [*told.columns] == [*VOICE_COLUMNS]
    return [
        {str(name): value for name, value in row.items() if not pd.isna(value)}
        for row in told.to_dict("records")
    ]


def test_datings_that_rival_stand_side_by_side_and_alike_ones_once() -> None:
    """Each with those who say so, in the sequence of their surveys."""
    late, early = {"start_year": -1200, "end_year": -701}, {"start_year": -1350, "end_year": -1150}
    said = make_said(
        late | {"dating_certainty": "certain"},
        early | {"survey_id": "2026-b", "dating_scheme": "14C"},
        late | {"survey_id": "2026-b", "dating_certainty": "certain"},
    )
    first = {"site_id": GRAVE, "said": "dating", **late, "is_certain": True}
    rival = {"site_id": GRAVE, "said": "dating", **early, "dating_scheme": "14C"}
    assert tell(said) == [
        first | {"credit": "First (CC0-1.0); Second (CC-BY-4.0)"},
        rival | {"credit": "Second (CC-BY-4.0)"},
    ]


def test_of_a_protected_site_no_kind_is_told_but_its_group() -> None:
    """A kurgan and a burial ground are both burial sites: no rivals, so nothing is said."""
    kinds = ({"kind": "kurgan"}, {"kind": "burial_ground", "survey_id": "2026-b"})
    assert tell(make_said(*kinds)) == []
    rivals = (*kinds, {"kind": "settlement"})
    assert [row["code"] for row in tell(make_said(*rivals))] == ["burial", "settlement"]
    exact = [row | {"site_id": MOSQUE} for row in ({"kind": "mosque"}, {"kind": "mausoleum"})]
    assert [row["code"] for row in tell(make_said(*exact))] == ["mosque", "mausoleum"]


def test_looting_is_told_of_no_site() -> None:
    """Other conditions are, each with the year in which it was seen."""
    said = make_said(
        {"condition": "good", "visited_on": "2017-06-01", "year": 2020},
        {"condition": "unsatisfactory", "year": 2021},
        {"condition": "looted", "year": 2022},
    )
    told = [(row["code"], row["year"]) for row in tell(said)]
    assert told == [("good", 2017), ("unsatisfactory", 2021)]


def test_a_reference_of_a_protected_site_waits_for_the_keeper() -> None:
    """«Next to Labak» tells the way as well as a coordinate; of an exact site it may be told."""
    text = "A. Archaeologist: next to Labak"
    said = make_said({"references": text}, {"site_id": MOSQUE, "references": text})
    assert [row["site_id"] for row in tell(said)] == [MOSQUE]
    approved = tell(said, frozenset({digest_text(text)}))
    assert [row["site_id"] for row in approved] == [GRAVE, MOSQUE]
    grid = make_said({"site_id": MOSQUE, "references": "map sheet M-43-75-А-в"})
    assert [row for row in tell(grid) if "M-43-75" in row.get("text", "")] == []


@pytest.mark.parametrize("telling", ["2 km north of the well", "48.2654 75.3423"])
def test_a_legal_act_that_tells_a_place_is_withheld(telling: str) -> None:
    """The status is told all the same, with its days and its number."""
    said = make_said(
        {"protection_status": "local", "list_number": "12", "legal_act": telling},
        {"protection_status": "local", "status_to": "2024-08-13", "legal_act": "Decree of 2008"},
    )
    first, second = tell(said)
    assert "text" not in first
    assert (first["code"], first["list_number"]) == ("local", "12")
    assert (second["held_to"], second["text"]) == ("2024-08-13", "Decree of 2008")


def test_sites_that_are_not_published_have_no_voices() -> None:
    """A survey that is not public yet founds sites that the twin does not have."""
    assert tell(make_said({"site_id": "KRG-000009", "start_year": 1, "end_year": 100})) == []
