"""A register kept by hand: surveys made in code are received, replaced and taken back."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point
from sqlalchemy import delete

from heritage_gis.model.problem import no_problems
from heritage_gis.model.record import CRS, DTYPES, RECORD_COLUMNS
from heritage_gis.model.survey import Sidecar, Survey
from heritage_gis.register import schema
from heritage_gis.register.journal import open_journal
from heritage_gis.register.loading import load_records, load_sites
from heritage_gis.register.receipts import (
    list_receipts,
    record_received,
    withdraw_survey,
)
from heritage_gis.register.rows import CheckedSurvey
from heritage_gis.register.store import open_register
from heritage_gis.register.upkeep import Goal, Planned, update_register
from heritage_gis.register.versions import add_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.register.journal import Event
    from heritage_gis.register.store import Register

Row = dict[str, Any]
TODAY = "2026-11-22"
AUTHOR = "A. Archaeologist"
BEGAZY: Row = {
    "name_kk": "Беғазы қорымы",
    "name_ru": "могильник Бегазы",
    "kind": "burial_ground",
    "kind_certainty": "certain",
    "district": "353600000",
    "district_claimed": "353600000",
    "district_certain": True,
    "position_accuracy_m": 300.0,
    "geometry": Point(75.345278, 48.267222),
}


def make_records(survey_id: str, rows: list[Row]) -> gpd.GeoDataFrame:
    """Return standard records; what a row does not say is missing."""
    frame = pd.DataFrame(
        {
            column: pd.Series([row.get(column) for row in rows], dtype=DTYPES[kind])
            for column, kind in RECORD_COLUMNS.items()
        }
    )
    frame["survey_id"] = survey_id
    frame["source_file"] = "sites.csv"
    frame["source_row"] = pd.array(range(2, len(rows) + 2), dtype="Int64")
    frame["record_id"] = [f"{survey_id}/sites.csv//{row}" for row in frame["source_row"]]
    frame["record_id"] = frame["record_id"].astype("str")
    return gpd.GeoDataFrame(frame, geometry=[row.get("geometry") for row in rows], crs=CRS)


class Registrar:
    """Whoever keeps a register in a folder: receives surveys, takes them back, decides.

    Attributes:
        folder: the journal and, for a GeoPackage, the register lie in it.
        url: a PostGIS database; empty for a GeoPackage.
    """

    def __init__(self, folder: Path, url: str = "") -> None:
        """Keep a register in a folder; what was received is remembered here, as in data/raw/."""
        self.folder = folder
        self.url = url
        self.journal = open_journal(folder / "journal.jsonl")
        self.versions: dict[str, list[gpd.GeoDataFrame]] = {}
        self.surveys: dict[str, list[Survey]] = {}

    @property
    def path(self) -> Path:
        """The GeoPackage."""
        return self.folder / "register.gpkg"

    def receive(self, survey_id: str, rows: list[Row], **said: object) -> None:
        """Receive a survey, or a corrected version of it; the register learns of it later."""
        who, public_from = said.get("who", AUTHOR), said.get("public_from")
        former = self.versions.setdefault(survey_id, [])
        version = len(former) + 1
        folder = Path(f"v{version}")
        sidecar = Sidecar(
            title=f"Survey {survey_id}",
            who=str(who),
            received=date(2026, 1, 1),
            licence="CC-BY-4.0",
            public_from=public_from,  # type: ignore[arg-type]
        )
        survey = Survey(survey_id, version, folder, (), sidecar, f"{version:064d}")
        records = make_records(survey_id, rows)
        former.append(add_version(former, records, survey))
        self.surveys.setdefault(survey_id, []).append(survey)
        record_received(self.journal, survey)

    def submit(self, survey_id: str, rows: list[Row], **said: object) -> None:
        """Receive a survey, and bring the register up to it."""
        self.receive(survey_id, rows, **said)
        self.update()

    def withdraw(self, survey_id: str) -> int:
        """Take a survey back; return the number of the event."""
        event = withdraw_survey(self.journal, survey_id, {"why": "a test", "by": "K", "on": ""})
        self.update()
        return int(event["seq"])

    def decide(self, event: str, **told: object) -> Event:
        """Note a decision, and bring the register up to it."""
        noted = self.journal.append(event, **told, why="a test", by="K", on="")
        self.update()
        return noted

    def update(self) -> None:
        """Bring the register up to the journal."""
        receipts = list_receipts(self.journal)
        plan = []
        for receipt in receipts:
            version = int(receipt.folder.removeprefix("v"))
            digest = f"{receipt.survey_id} {version}"
            plan.append(
                Planned(receipt.survey_id, version, digest, receipt.sequence, receipt.latest)
            )
        by_id = {receipt.survey_id: receipt for receipt in receipts}

        def load(survey_id: str) -> CheckedSurvey:
            receipt = by_id[survey_id]
            version = int(receipt.folder.removeprefix("v"))
            return CheckedSurvey(
                self.surveys[survey_id][version - 1],
                f"{survey_id} {version}",
                receipt.list_versions(),
                self.versions[survey_id][version - 1],
                no_problems(),
                0,
                receipt.sequence,
            )

        update_register(self.path, self.url, Goal(plan, load, self.journal))

    def forget(self) -> None:
        """Delete the register; the next update makes it anew."""
        if not self.url:
            self.path.unlink(missing_ok=True)
            return
        with self.open() as register, register.engine.begin() as connection:
            for table in schema.metadata.sorted_tables:
                connection.execute(delete(table))

    @contextmanager
    def open(self) -> Iterator[Register]:
        """Open the register."""
        with open_register(self.path, self.url) as register:
            yield register

    def load_sites(self, as_of: str = TODAY) -> gpd.GeoDataFrame:
        """Return the sites as they may be told."""
        with self.open() as register:
            return load_sites(register, as_of)

    def load_records(self) -> gpd.GeoDataFrame:
        """Return all records, by record_id."""
        with self.open() as register:
            return load_records(register).sort_values("record_id", ignore_index=True)

    def list_sites(self) -> set[frozenset[str]]:
        """Return the sites as sets of records."""
        records = self.load_records()
        placed = records[records["site_id"].notna()]
        return {frozenset(each) for _, each in placed.groupby("site_id")["record_id"]}
