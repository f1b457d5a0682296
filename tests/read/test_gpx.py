"""GPX: waypoints, routes and tracks, and what is wrong with their points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from heritage_gis.errors import RefusedFileError
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

SURVEY = """<gpx version="1.1">
<wpt lat="48.267222" lon="75.345278"><ele>640</ele><time>2017-07-05T10:00:00Z</time>
 <name>Бегазы</name><desc>могильник</desc><link href="a.jpg"/>
 <extensions><gpxx:X><gpxx:Depth>2</gpxx:Depth></gpxx:X></extensions></wpt>
<wpt lat="48,2" lon="75,3"><name>Криво</name></wpt>
<rte><name>Путь</name><rtept lat="48" lon="75"/></rte>
<trk><name>Обход</name>
 <trkseg><trkpt lat="48" lon="75"><time>2017-07-05T10:00:00Z</time></trkpt>
  <trkpt lat="?" lon="75"/><trkpt lat="48.1" lon="75.1"><time>2017-07-05T11:00:00Z</time></trkpt>
 </trkseg><trkseg><trkpt lat="49" lon="75"/><trkpt lat="49" lon="76"/></trkseg></trk></gpx>"""


def test_waypoints_routes_and_tracks_are_layers(tmp_path: Path) -> None:
    """The points of a line are counted and are no rows; a lost one is told, a lost place too."""
    path = tmp_path / "x.gpx"
    path.write_text(SURVEY, "utf-8")
    reading = read_file_noted(path, path.name, Settings())
    layers = {table.frame["source_layer"].iloc[0]: table.frame for table in reading.tables}
    assert {name: len(frame) for name, frame in layers.items()} == {
        "waypoints": 2,
        "routes": 1,
        "tracks": 1,
    }
    row = layers["waypoints"].iloc[0]
    assert (row["name"], row["ele"], row["desc"], row["Depth"], row["link"]) == (
        *("Бегазы", "640", "могильник", "2", "a.jpg"),
    )
    assert shapely.from_wkb(row["geometry"]).wkt == "POINT (75.345278 48.267222)"
    track = layers["tracks"].iloc[0]
    assert (track["points"], track["begin"], track["end"]) == (
        *("5", "2017-07-05T10:00:00Z", "2017-07-05T11:00:00Z"),
    )
    assert shapely.from_wkb(track["geometry"]).wkt == (
        "MULTILINESTRING ((75 48, 75.1 48.1), (75 49, 76 49))"
    )
    assert [(note.code, note.source_layer, note.row, note.value) for note in reading.notes] == [
        ("feature_place_unreadable", "waypoints", 2, "lat=48,2 lon=75,3"),
        ("line_points_lost", "tracks", 1, "1 / 5"),
    ]
    assert reading.tables[0].crs_evidence == "GPX is WGS 84 by its standard"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<!DOCTYPE gpx><gpx/>", "holds a DOCTYPE, which can hide other files and bombs"),
        ("<kml/>", "is no GPX: its outermost element is «kml»; expected «gpx»"),
        ("<gpx/>", "holds no waypoints, routes or tracks; send a GPX with those"),
        ('<gpx><wpt lat="1"', "is damaged or cut short (unclosed token, line 1); open it in its"),
    ],
)
def test_a_gpx_is_refused_in_one_line(tmp_path: Path, text: str, reason: str) -> None:
    """The line says what is wrong and what to do."""
    (tmp_path / "x.gpx").write_text(text, "utf-8")
    with pytest.raises(RefusedFileError) as caught:
        read_file_noted(tmp_path / "x.gpx", "x.gpx", Settings())
    assert caught.value.reason.startswith(reason)
