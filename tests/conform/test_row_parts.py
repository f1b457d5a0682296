"""Rows with several positions: cut apart where all can be read, and held back where not."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from heritage_gis.geo.coordinate_parts import MAX_PARTS, CoordinatePart, part_coordinates, part_pair
from heritage_gis.model.survey import Sidecar, Survey
from heritage_gis.pipeline.files import check_file
from heritage_gis.pipeline.ingest import check_survey
from heritage_gis.places.districts import load_districts
from heritage_gis.receive.surveys import hash_file
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from heritage_gis.report.summary import Report

FIRST, SECOND = "48°16′02″ с.ш. 75°20′43″ в.д.", "48°16′05″ с.ш. 75°20′47″ в.д."


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        (f"1) {FIRST} 2) {SECOND}", ("1", "2")),
        (f"№3) {FIRST}; №5) {SECOND}", ("3", "5")),
        (f"курган 1: {FIRST}\nкурган 2: {SECOND}", ("1", "2")),
        (f"оба №4 – {FIRST}; оба №7 – {SECOND}", ("4", "7")),
        (f"1. {FIRST}\n2. {SECOND}", ("1", "2")),
        (f"{FIRST}\n\n{SECOND}\n", ("1", "2")),
        (f"{FIRST}; {SECOND};", ("1", "2")),
        (f"1) {FIRST}\n1) {SECOND}", ("1", "2")),
    ],
)
def test_a_cell_of_several_positions_is_cut(text: str, labels: tuple[str, ...]) -> None:
    """By numbers, lines or semicolons; a number of the cell's own is kept where it is one."""
    assert part_coordinates(text) == (
        CoordinatePart(labels[0], FIRST),
        CoordinatePart(labels[1], SECOND),
    )


def test_plane_coordinates_are_cut_too() -> None:
    """X and Y of each mound."""
    parts = part_coordinates("1) X=5340720 Y=13492619; 2) X=5340731 Y=13492640")
    assert [part.text for part in parts] == ["X=5340720 Y=13492619", "X=5340731 Y=13492640"]


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        "48,267222; 75,345278",
        "48.267222\n75.345278",
        f"1) {FIRST} 2) 48°73′05″ с.ш. 75°20′47″ в.д.",
        f"1) {FIRST} 2) там же",
        f"вход {FIRST}; {SECOND}",
        "\n".join([FIRST] * (MAX_PARTS + 1)),
        "",
    ],
    ids=["one", "two numbers", "two lines", "minutes of 73", "words", "a word", "a track", "none"],
)
def test_other_cells_are_left_whole(text: str) -> None:
    """One position is no list, and of a list no part is left out."""
    assert part_coordinates(text) == ()


def test_two_columns_of_several_numbers_are_cut_alike() -> None:
    """Latitudes and longitudes line by line; unequal lists are no pairs."""
    assert part_pair("48,1\n48,2", "75,1\n75,2", ("lat", "lon")) == (
        ("48,1", "75,1"),
        ("48,2", "75,2"),
    )
    assert part_pair("48,1\n48,2", "75,1", ("lat", "lon")) == ()
    assert part_pair("48,1\nнет", "75,1\n75,2", ("lat", "lon")) == ()
    assert part_pair("48,1", "75,1", ("lat", "lon")) == ()


def check_table(folder: Path, text: str) -> tuple[gpd.GeoDataFrame, Report]:
    """Check one CSV."""
    folder.mkdir(exist_ok=True)
    (folder / "mounds.csv").write_text(text, "utf-8")
    sidecar = Sidecar("Mounds", "A", date(2024, 1, 1), "CC-BY-4.0")
    survey = Survey("m", 1, folder, (hash_file(folder / "mounds.csv"),), sidecar, "")
    settings = Settings(home=folder)
    return check_survey(survey, load_districts(settings.home_folder), settings)


HEADINGS = "Шифр;Название;Тип;Координаты;Кол-во курганов\n"
ROWS = (
    f'А-1;Могильник Талды;могильник;"1) {FIRST}\n2) {SECOND}";2\n'
    "А-2;Могильник Кент;могильник;48,5; 75,5;\n"
    f';Могильник Акбел;магильник;"{FIRST}\n{SECOND}";12\n'
    f'А-4;Могильник Босага;могильник;"1) {FIRST}\n2) 48°73′05″ с.ш. 75°20′47″ в.д.";2\n'
)


def test_a_row_of_several_positions_becomes_records_and_stays_one_row(tmp_path: Path) -> None:
    """Ids, parts and names of each; rows balance; a row of which a part is wrong is held back."""
    rows = ROWS.replace("48,5; 75,5;", '"48,5; 75,5";')
    records, report = check_table(tmp_path, HEADINGS + rows)
    told = records[["record_id", "part_no", "part_of", "name_ru", "feature_count", "source_row"]]
    start = "m/mounds.csv/"
    assert told.astype(object).where(told.notna(), None).to_numpy().tolist() == [
        [f"{start}/2/1", "1", "А-1", "Могильник Талды", 1, 2],
        [f"{start}/2/2", "2", "А-1", "Могильник Талды", 1, 2],
        [f"{start}/3", None, None, "Могильник Кент", None, 3],
        [f"{start}/4/1", "1", "Могильник Акбел", "Могильник Акбел", None, 4],
        [f"{start}/4/2", "2", "Могильник Акбел", "Могильник Акбел", None, 4],
    ]
    assert records.geometry.iloc[:2].to_wkt().nunique() == 2
    assert records["coordinate_text"].tolist()[:2] == [FIRST, SECOND]
    source = json.loads(records["source_values"].iloc[1])
    assert source["Координаты"] == f"1) {FIRST}\n2) {SECOND}"
    assert (report.rows, report.accepted, report.held_back) == (4, 3, 1)
    assert "datum_assumed" in set(report.problems["code"])
    of_rows = report.problems[report.problems["source_row"].notna()]
    assert of_rows[["source_row", "column", "code"]].to_numpy().tolist() == [
        [2, "Координаты", "coordinate_parts"],
        [4, "Координаты", "coordinate_parts"],
        [4, "Тип", "kind_unknown"],
        [5, "Координаты", "coordinate_out_of_range"],
    ]
    message = report.problems["message_en"][0]
    assert message.endswith(
        "gives 2 positions; each became a record of its own, part of this row's site"
    )


def test_a_track_is_held_back(tmp_path: Path) -> None:
    """More positions than anybody lists mounds are no mounds."""
    track = "\n".join([FIRST] * (MAX_PARTS + 1))
    _, report = check_table(tmp_path, f'{HEADINGS}А-1;Могильник Талды;могильник;"{track}";\n')
    assert report.problems["code"].tolist() == ["coordinate_several"]
    assert f"holds {MAX_PARTS + 1} positions; give each mound" in report.problems["message_en"][0]
    assert report.held_back == 1


def test_a_layer_with_a_column_of_coordinates_is_read(tmp_path: Path) -> None:
    """Where a row has a geometry its coordinate column is left whole; the others are cut."""
    point = {"type": "Point", "coordinates": [75.345278, 48.267222]}
    features = [
        {
            "type": "Feature",
            "properties": {"name": name, "координаты": f"1) {FIRST} 2) {SECOND}"},
            "geometry": geometry,
        }
        for name, geometry in (("Актас", point), ("Бестау", None))
    ]
    path = tmp_path / "sites.geojson"
    told = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    records = check_file(path, Settings(home=tmp_path)).points
    assert records["source_row"].tolist() == [1, 2, 2]
