"""The files of other projects' test suites: nothing crashes, hangs, or is read by half."""

from __future__ import annotations

import csv
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from heritage_gis.errors import RefusedFileError
from heritage_gis.read.files import read_file
from heritage_gis.settings import Settings

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
FORMATS = ("csv", "xlsx", "ods", "geojson", "gpkg", "shapefile", "shapefile-zip")
MOST_SECONDS = 20
# Where the answer is not the one of the index, and why.
ELSE = {
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
    # Malformed.
    "shapefile/gdal__extentnan/extentnan.shp": "holds no features",
}
# Malformed ones that GDAL mends, or whose fault is not in what we read.
MENDED = (
    "shapefile/gdal__bigoffset/bigoffset.shp",
    "shapefile/gdal__buggypoint/buggypoint.shp",
    "shapefile/gdal__multipolygon_as_invalid_polygon/multipolygon_as_invalid_polygon.shp",
    "gpkg/gdal__huge_feature_count.gpkg",
    "csv/gdal__unbalanced_double_quotes.csv",
)


@dataclass(frozen=True)
class Answer:
    """What came of a file: its rows, or why it was refused; and how long it took."""

    rows: int
    reason: str
    seconds: float


def list_entries() -> list[dict[str, str]]:
    """Return the rows of the index that this project can read by now."""
    if not CORPUS.exists():
        return []
    with (CORPUS / "index.csv").open(encoding="utf-8") as stream:
        return [row for row in csv.DictReader(stream) if row["format"] in FORMATS]


def read_entry(file: str) -> Answer:
    """Read one file of the corpus."""
    path, before = CORPUS / file, time.monotonic()
    try:
        tables = read_file(path, path.name, Settings())
    except RefusedFileError as refusal:
        return Answer(0, refusal.reason, time.monotonic() - before)
    return Answer(sum(len(table.frame) for table in tables), "", time.monotonic() - before)


@pytest.fixture(scope="module")
def answers() -> dict[str, Answer]:
    """Give what comes of each file, two read at a time."""
    files = [entry["file"] for entry in list_entries()]
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(files, pool.map(read_entry, files), strict=True))


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not beside this repository")
def test_the_corpus_is_read_or_refused_as_it_should_be(answers: dict[str, Answer]) -> None:
    """Valid files of vector formats give all their features, the others are refused with cause."""
    for entry in list_entries():
        answer, file = answers[entry["file"]], entry["file"]
        assert answer.seconds < MOST_SECONDS, file
        assert "\n" not in answer.reason
        if file in REFUSED:
            assert answer.reason.startswith(REFUSED[file]), (file, answer)
        else:
            expected = ELSE.get(file) or int(entry["feature_count"])
            assert (answer.rows, answer.reason) == (expected, ""), file
            assert entry["expected"] == "valid" or file in MENDED, file
