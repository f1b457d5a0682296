"""Words that say another place than the coordinates of their row: a warning, and no more."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
from row_places import make_places, make_texts
from shapely.geometry import LineString, Point

from heritage_gis.conform.word_contradictions import explain_contradicted
from heritage_gis.conform.word_positions import gather_words
from heritage_gis.model.survey import Sidecar, Survey
from heritage_gis.pipeline.ingest import check_survey
from heritage_gis.places.districts import load_districts
from heritage_gis.places.settlements import Settlements, read_settlements
from heritage_gis.receive.surveys import hash_file
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

NORTH_6_KM = "в 6 км к северу от г. Каркаралинск"  # the town is at 75.465, 49.425, within 5 km
THERE, BEYOND = Point(75.465, 49.479), Point(75.465, 49.58)  # 6 and 17 km north of the town


def explain(
    texts: list[str | None],
    shapes: list[BaseGeometry | None],
    accuracy_m: float | None = 10.0,
    settlements: Settlements | None = None,
) -> pd.DataFrame:
    """Return the problems of rows with these words and positions."""
    frame = pd.DataFrame({"location_text": make_texts(*texts)})
    words = gather_words(frame, {"location_text": "Местонахождение"}, {})
    accuracy = pd.Series([accuracy_m] * len(texts), dtype="float64")
    positions = gpd.GeoDataFrame(
        {"position_accuracy_m": accuracy}, geometry=shapes, crs="EPSG:4326"
    )
    known = settlements or read_settlements()
    return explain_contradicted(words, positions, known, make_places(len(texts)))


def test_words_that_lead_elsewhere_are_told() -> None:
    """Which words, how far from the coordinates they lead, and how much they leave open."""
    told = explain([NORTH_6_KM, NORTH_6_KM], [THERE, BEYOND])
    assert told[["source_row", "column", "code", "severity"]].to_numpy().tolist() == [
        [6, "Местонахождение", "words_against_position", "warning"]
    ]
    row = told.iloc[0]
    assert row["value"] == NORTH_6_KM
    assert "«6 км к северу от г. Каркаралинск» lead to a place 11.2 km from" in row["message_en"]
    assert "leave 7.6 km open" in row["message_en"]
    assert "в 11,2 км от координат строки, а допускают 7,6 км" in row["message_ru"]


@pytest.mark.parametrize(
    ("text", "shape", "accuracy_m"),
    [
        (NORTH_6_KM, BEYOND, 4_000.0),
        (NORTH_6_KM, None, None),
        (NORTH_6_KM, Point(), None),
        (None, BEYOND, None),
        ("13 км к СВ от пос. Талды", BEYOND, None),
        (NORTH_6_KM, LineString([(75.465, 49.48), (75.465, 49.7)]), None),
        ("на правом берегу", BEYOND, None),
    ],
    ids=["rough", "no place", "empty place", "no words", "unknown", "outline", "no distance"],
)
def test_what_leaves_it_open_contradicts_nothing(
    text: str | None, shape: BaseGeometry | None, accuracy_m: float | None
) -> None:
    """A rough position, an outline that reaches there, and words that say no place."""
    assert explain([text], [shape], accuracy_m).empty


def test_the_best_settlement_of_a_name_counts() -> None:
    """Where two bear the name, the one that fits may be meant."""
    frame = read_settlements().frame
    town = frame[frame["name_ru"] == "Каркаралинск"]
    twin = town.assign(latitude=BEYOND.y - 0.054)
    assert len(explain([NORTH_6_KM], [BEYOND])) == 1
    both = Settlements(pd.concat([frame, twin], ignore_index=True))
    assert explain([NORTH_6_KM], [BEYOND], settlements=both).empty


def test_one_row_is_told_once() -> None:
    """Of two phrases that lead elsewhere the one farther off is told; one that fits is not."""
    text = f"{NORTH_6_KM}, 40 км к востоку от г. Темиртау"
    told = explain([text, text], [BEYOND, THERE])
    assert told["source_row"].tolist() == [5, 6]
    assert told["message_en"].str.contains("к востоку от г. Темиртау").all()


def test_a_survey_keeps_the_coordinates_and_is_warned(tmp_path: Path) -> None:
    """The row is registered where its coordinates are, and nothing else is said of the words."""
    table = tmp_path / "sites.csv"
    table.write_text(
        "Наименование;Тип;Район;Местонахождение;Широта;Долгота\n"
        f"Курган Жыланды;курган;Каркаралинский;{NORTH_6_KM};49,58;75,465\n"
        f"Курган Кенели;курган;Каркаралинский;{NORTH_6_KM};49,479;75,465\n",
        "utf-8",
    )
    sidecar = Sidecar("Field", "A", date(2024, 1, 1), "CC-BY-4.0")
    survey = Survey("f", 1, tmp_path, (hash_file(table),), sidecar, "")
    settings = Settings(home=tmp_path)
    records, report = check_survey(survey, load_districts(settings.home_folder), settings)
    problems = report.problems[report.problems["column"] == "Местонахождение"]
    assert problems[["source_row", "code"]].to_numpy().tolist() == [[2, "words_against_position"]]
    assert records.geometry.y.tolist() == [49.58, 49.479]
    assert records["position_method"].isna().all()
