"""What is foreseen of a survey is what happens, and foreseeing changes nothing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from registrar import BEGAZY, Registrar, Row, make_records
from shapely.geometry import Point

from heritage_gis.errors import MisusedError
from heritage_gis.register.decisions import gather_decided, list_decisions
from heritage_gis.register.foreseeing import foresee, require_current
from heritage_gis.register.reworking import Change
from heritage_gis.register.rows import CheckedSurvey
from heritage_gis.register.versions import add_version

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.model.difference import Foresight

FAR_BEGAZY: Row = {**BEGAZY, "geometry": Point(74.907, 48.548)}
KURGAN: Row = {"name_ru": "Курган Сары", "kind": "kurgan", "geometry": Point(75.0, 48.0)}


def digest(registrar: Registrar) -> tuple[str, bytes]:
    """Return what stands in the register, a GeoPackage byte for byte, and in the journal."""
    journal = (registrar.folder / "journal.jsonl").read_bytes()
    rows = registrar.load_records().to_json() + registrar.load_sites().to_json()
    told = rows.encode() if registrar.url else registrar.path.read_bytes()
    return hashlib.sha256(told).hexdigest(), journal


def foresee_rows(
    registrar: Registrar, survey_id: str, rows: list[Row], gone: str = ""
) -> Foresight:
    """Foresee a survey, or its corrected version, that nobody has received."""
    known = registrar.versions.get(survey_id, [])
    template = next(iter(registrar.surveys.values()))[0]
    version = len(known) + 1
    survey = replace(
        template,
        survey_id=survey_id,
        version=version,
        folder=registrar.folder / f"v{version}",
        sidecar=replace(template.sidecar, who="B. Other"),
    )
    records = add_version(known, make_records(survey_id, rows), survey)
    seq = registrar.journal.seq + 1
    received = dict.fromkeys(range(1, version), 1) | {version: seq}
    come = CheckedSurvey(survey, "", received, records, records.iloc[:0], 0)
    change = Change((seq,), gone=gone, come=come, is_last=not gone)
    decided = gather_decided(list_decisions(registrar.journal))
    with registrar.open() as register:
        return foresee(register, change, decided)


def tell(outcomes: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the outcome and the site of each row."""
    sites = outcomes["site_id"].fillna("")
    return list(zip(outcomes["outcome"], sites, strict=True))


def test_a_new_survey_is_told_what_each_row_would_become(registrar: Registrar) -> None:
    """It joins, waits or founds, with the reason; nothing is written; and so it happens."""
    registrar.submit("2026-a", [BEGAZY])
    before = digest(registrar)
    near = {**BEGAZY, "geometry": Point(75.342222, 48.265833)}
    rows = [near, KURGAN]
    told = foresee_rows(registrar, "2026-b", rows)
    assert tell(told.outcomes) == [("joins", "KRG-000001"), ("founds", "new-1")]
    assert told.outcomes["reason"].tolist()[0] == "same_name_near"
    assert told.outcomes["distance_m"].tolist()[0] == pytest.approx(274.4, abs=0.2)
    assert told.outcomes["other_id"].tolist()[0] == "2026-a/sites.csv//2"
    assert dict(zip(told.sites["site_id"], told.sites["change"], strict=True)) == {
        "new-1": "appears",
        "KRG-000001": "changes",
    }
    assert told.changes["field"].tolist() == ["record_count"]
    assert digest(registrar) == before
    registrar.submit("2026-b", rows, who="B. Other")
    assert registrar.load_records()["site_id"].tolist() == [
        "KRG-000001",
        "KRG-000001",
        "KRG-000002",
    ]


def test_a_row_that_waits_is_told_which_site_it_may_be(registrar: Registrar) -> None:
    """The same name 45 km away is a question."""
    registrar.submit("2026-a", [BEGAZY])
    told = foresee_rows(registrar, "2026-b", [FAR_BEGAZY]).outcomes.iloc[0]
    assert (told["outcome"], told["reason"]) == ("waits", "conflict_of_place")
    assert told["other_site"] == "KRG-000001"


def test_a_corrected_version_is_told_which_sites_it_changes(registrar: Registrar) -> None:
    """A row stays, one goes and takes its site along; the register is as it was."""
    registrar.submit("2026-a", [BEGAZY, KURGAN])
    before = digest(registrar)
    moved = {**BEGAZY, "kind": "kurgan", "geometry": Point(75.35, 48.27)}
    told = foresee_rows(registrar, "2026-a", [moved], gone="2026-a")
    kept = registrar.load_records().set_index("name_ru")["site_id"].to_dict()
    assert tell(told.outcomes) == [("stays", kept["могильник Бегазы"])]
    assert dict(zip(told.sites["site_id"], told.sites["change"], strict=True)) == {
        kept["могильник Бегазы"]: "changes",
        kept["Курган Сары"]: "disappears",
    }
    assert set(told.changes["field"]) == {"position", "kind"}
    assert told.sites["distance_m"].max() > 400
    assert digest(registrar) == before


def test_a_register_of_another_version_is_refused(registrar: Registrar) -> None:
    """Who asks it would be told nonsense."""
    registrar.submit("2026-a", [BEGAZY])
    with registrar.open() as register:
        require_current(register)
        with register.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM state WHERE key = 'schema'")
        with pytest.raises(MisusedError, match="run heritage run first"):
            require_current(register)
