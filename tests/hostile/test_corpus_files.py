"""The files of other projects' test suites: nothing crashes, hangs, or is read by half."""

from __future__ import annotations

import csv
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
MOST_SECONDS = 20
# Where the answer is not the one of the index, and why.
ELSE = {
    # The index counts layer by layer as GDAL 3.12.4 has them: the points of a track or a route are
    # features of two layers more. With us they are counted in the column «points» of their line.
    "gpx/togeojson__bad.gpx": 4,  # each held back; GDAL itself has 7, its points counted
    "gpx/togeojson__garmin_extensions.gpx": 7,  # and 3 + 4 points
    "gpx/togeojson__opencpn.gpx": 1,  # and 16 points
    "kml/gdal__samples.kml": 20,  # the 21st is a picture laid over the map, which is told
    "kml/togeojson__addresses.kml": 15,  # the index was made of a layer that is empty
    "kmz/libkml__multikml-nodoc.kmz": 3,  # the index has no count: LIBKML refuses it
    # GDAL draws each block and dimension out in lines and texts; a block is one feature with us.
    # 7 of the 11 things drawn; 3 dimensions and 1 line of paper space are told as not read.
    "dxf/gdal__assorted.dxf": 7,
    "shapefile/gdal__multipatch/multipatch.shp": 1,  # GDAL 3.12.4 counts and reads its one TIN
    "shapefile-zip/pyshp__REL.zip": 1,  # the index has no count
    "geojson/fiona__!test.geojson": 1,  # nor has it one here
    # The index counts the 250 blank rows down to the end that each sheet declares.
    "xlsx/gdal__test_missing_row1_data.xlsx": 4,
    "xlsx/gdal__test_empty_last_field.xlsx": 4,
    # Of its nine sheets one is a table; the others hold stray cells, which the index counts.
    "xlsx/gdal__test.xlsx": 2,
    # The index gives it up; each of its lines has two cells, so its quotation mark is a letter.
    "csv/gdal__unbalanced_double_quotes.csv": 2,
}
REFUSED = {
    # Commas inside cells without quotation marks.
    "csv/gdal__csv_with_utf8_bom.csv": "2 of 2 rows have more cells than there are headings",
    # No placemarks in it: 101 folders within each other; a photograph hung up in the landscape.
    "kml/libkml__101_nested_folders.kml": "holds no placemarks; send a KML with the placemarks",
    "kmz/libkml__zermatt-photo-bad.kmz": "holds no placemarks; it holds: PhotoOverlay 1; send",
    # Malformed.
    "kml/libkml__billion.kml": "holds a DOCTYPE, which can hide other files and bombs",
    "kmz/libkml__bad.kmz": "is named as a KMZ archive, but holds plain text; send a KMZ archive",
    "kmz/libkml__bad-too-large.kmz": "unpacks to 4,295 MB; at most 2,000 MB are taken; send",
    "shapefile/gdal__extentnan/extentnan.shp": "holds no features",
}
# Malformed ones that GDAL mends, or whose fault is not in what we read.
MENDED = (
    "shapefile/gdal__bigoffset/bigoffset.shp",
    "shapefile/gdal__buggypoint/buggypoint.shp",
    "shapefile/gdal__multipolygon_as_invalid_polygon/multipolygon_as_invalid_polygon.shp",
    "gpkg/gdal__huge_feature_count.gpkg",
    "csv/gdal__unbalanced_double_quotes.csv",
    "kml/libkml__invalid_descriptions.kml",  # elements in a description: kept as its text
    "mapinfo-tab/gdal__my/my.tab",  # a view of two tables beside it, all of which are in order
    "mapinfo-mif/gdal__nomid.mif",  # read with the problem below
    "gpx/togeojson__bad.gpx",  # read with the problems below
)
# What is told of files that are read all the same: code and what it names.
TOLD = {
    "shapefile/gdal__buggypoint/buggypoint.shp": [("table_missing", ".dbf")],
    "shapefile/gdal__pointzm_with_one_valid_m/pointzm_with_one_valid_m.shp": [
        ("table_missing", ".dbf")
    ],
    "mapinfo-mif/gdal__nomid.mif": [("table_missing", ".mid")],
    "gpx/togeojson__bad.gpx": [
        ("feature_place_unreadable", "lat=undefined lon=undefined"),
        ("feature_place_unreadable", "lat=y lon=x"),
        ("feature_place_unreadable", "lat=undefined lon=undefined"),
        ("feature_place_unreadable", "lat=undefined lon=undefined"),
    ],
    "kml/gdal__samples.kml": [("overlays_not_read", "GroundOverlay 1, ScreenOverlay 7")],
    "kmz/libkml__hier.kmz": [("links_not_followed", "outside.kml")],
    "gpkg/gdal__huge_feature_count.gpkg": [("table_without_rows", "")],
    "dxf/gdal__assorted.dxf": [("drawing_not_read", "DIMENSION 3, LINE 1")],
}


@dataclass(frozen=True)
class Answer:
    """What came of a file: its rows, or why it was refused; how long it took; what was told.

    `points` are those that the lines of a GPX count.
    """

    rows: int
    reason: str
    seconds: float
    notes: list[tuple[str, str]]
    points: int = 0


def list_entries() -> list[dict[str, str]]:
    """Return the rows of the index."""
    if not CORPUS.exists():
        return []
    with (CORPUS / "index.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def read_entry(file: str) -> Answer:
    """Read one file of the corpus."""
    path, before = CORPUS / file, time.monotonic()
    try:
        reading = read_file_noted(path, path.name, Settings())
    except RefusedFileError as refusal:
        return Answer(0, refusal.reason, time.monotonic() - before, [])
    frames = [table.frame for table in reading.tables]
    points = sum(frame["points"].astype("float").sum() for frame in frames if "points" in frame)
    notes = [(note.code, note.value) for note in reading.notes]
    rows = sum(len(frame) for frame in frames)
    return Answer(rows, "", time.monotonic() - before, notes, int(points))


def list_firsts() -> list[dict[str, str]]:
    """Return the first of each format, valid and malformed."""
    firsts = {(entry["format"], entry["expected"]): entry for entry in reversed(list_entries())}
    return [entry for entry in list_entries() if entry in firsts.values()]


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside this repository")
@pytest.mark.parametrize(
    "choose", [list_firsts, pytest.param(list_entries, marks=pytest.mark.slow)]
)
def test_the_corpus_is_read_or_refused_as_it_should_be(
    choose: Callable[[], list[dict[str, str]]],
) -> None:
    """Valid files of vector formats give all their features, the others are refused with cause."""
    entries = choose()
    files = [entry["file"] for entry in entries]
    with ThreadPoolExecutor(2) as pool:
        answers = dict(zip(files, pool.map(read_entry, files), strict=True))
    for entry in entries:
        answer, file = answers[entry["file"]], entry["file"]
        assert answer.seconds < MOST_SECONDS, file
        assert "\n" not in answer.reason
        if file in REFUSED:
            assert answer.reason.startswith(REFUSED[file]), (file, answer)
        else:
            expected = ELSE.get(file) or int(entry["feature_count"])
            assert (answer.rows, answer.reason) == (expected, ""), file
            assert entry["expected"].startswith("valid") or file in MENDED, file
            if entry["format"] not in ("csv", "xlsx", "ods"):  # these have tests of their own
                assert answer.notes == TOLD.get(file, []), file
        if entry["format"] == "gpx" and entry["expected"] == "valid":
            assert answer.rows + answer.points == int(entry["feature_count"]), file
