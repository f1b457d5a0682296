"""DXF: layers in Cyrillic, words, blocks with attributes, bulges, and what has no place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import shapely
from ezdxf import filemanagement

from heritage_gis.errors import RefusedFileError
from heritage_gis.model.survey import Sidecar
from heritage_gis.pipeline.files import check_file
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

EAST, NORTH = 13492619.59, 5340720.64


def draw(path: Path, version: str, form: str = "asc") -> Path:
    """Draw a plan with a text, a block with attributes, a round outline and a solid body."""
    drawing = filemanagement.new(version)
    drawing.encoding = "cp1251"
    drawing.header["$DWGCODEPAGE"] = "ANSI_1251"
    drawing.layers.add("Курганы")
    space = drawing.modelspace()
    space.add_text("Бегазы", dxfattribs={"layer": "Курганы", "insert": (EAST, NORTH, 640.5)})
    drawing.blocks.new("SITE")
    block = space.add_blockref("SITE", (EAST, NORTH), dxfattribs={"layer": "Курганы"})
    block.add_attrib("НАЗВАНИЕ", "Курган 1", (EAST, NORTH))
    space.add_lwpolyline([(EAST, NORTH, 1), (EAST + 20, NORTH, 1)], "xyb", close=True)
    space.add_ray((0, 0), (1, 0))
    drawing.saveas(path, fmt=form)
    return path


@pytest.mark.parametrize(
    ("version", "form", "encoding", "evidence"),
    [
        ("R2000", "asc", "cp1251", "its $DWGCODEPAGE says ANSI_1251"),
        ("R2000", "bin", "cp1251", "its $DWGCODEPAGE says ANSI_1251"),
        ("R2013", "asc", "utf-8", "DXF of version AC1027 is UTF-8"),
        ("R2013", "bin", "utf-8", "DXF of version AC1027 is UTF-8"),
    ],
)
def test_a_drawing_gives_its_layers_words_and_outlines(
    tmp_path: Path, version: str, form: str, encoding: str, evidence: str
) -> None:
    """Text and binary, old and new, read alike; a closed polyline with bulges is a circle."""
    reading = read_file_noted(draw(tmp_path / "x.dxf", version, form), "x.dxf", Settings())
    (table,) = reading.tables
    assert (table.encoding, table.encoding_evidence) == (encoding, evidence)
    frame = table.frame
    assert frame["entity"].tolist() == ["TEXT", "INSERT", "LWPOLYLINE"]
    assert frame["layer"].tolist() == ["Курганы", "Курганы", "0"]
    assert (frame["text"].iloc[0], frame["elevation"].iloc[0]) == ("Бегазы", "640.5")
    assert (frame["block"].iloc[1], frame["НАЗВАНИЕ"].iloc[1]) == ("SITE", "Курган 1")
    ring = shapely.from_wkb(frame["geometry"].iloc[2])
    assert ring.geom_type == "Polygon"
    assert ring.area == pytest.approx(314.159, rel=0.01)
    assert [(note.code, note.value) for note in reading.notes] == [("drawing_not_read", "RAY 1")]
    assert (table.crs_wkt, table.crs_evidence) == ("", "")


def test_the_metres_of_a_drawing_are_judged_by_their_numbers(tmp_path: Path) -> None:
    """Eastings with the number of a zone are enough; a statement is taken where they are not."""
    path = draw(tmp_path / "x.dxf", "R2000")
    stated = Sidecar("plan", "A", date(2026, 5, 4), "CC-BY-4.0", crs="EPSG:28413")
    report = check_file(path, Settings(), stated)
    assert report.tables[0].crs["used"] == "EPSG:28413"
    assert (report.rows, report.held_back) == (3, 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"0\nSECTION\n2\nENTITIES\n0\nENDSEC\n0\nEOF\n", "nothing in its model space has a place"),
        (b"AC1027 binary", "is named as a DXF drawing, but holds a DWG drawing; send a DXF"),
        (b"AutoCAD Binary DXF\r\n\x1a\x00\x00\xff\xffEOF", "is damaged, or no drawing ("),
    ],
)
def test_a_drawing_is_refused_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    """The line says what is wrong and what to do."""
    (tmp_path / "x.dxf").write_bytes(content)
    with pytest.raises(RefusedFileError) as caught:
        read_file_noted(tmp_path / "x.dxf", "x.dxf", Settings())
    assert caught.value.reason.startswith(reason)
    assert str(tmp_path) not in caught.value.reason


@pytest.mark.parametrize("form", ["asc", "bin"])
@pytest.mark.parametrize("part", ["TABLES", "ENTITIES", "ENDSEC"])
def test_a_drawing_that_is_cut_is_told_as_cut(tmp_path: Path, form: str, part: str) -> None:
    """It was told as one in which nothing has a place, and its words as no drawing at all."""
    drawing = filemanagement.new("R2010")
    for number in range(9):
        drawing.modelspace().add_point((number, 48))
    path = tmp_path / "x.dxf"
    drawing.saveas(path, fmt=form)
    whole = path.read_bytes()
    drawn = whole.index(b"ENTITIES")
    at = {"TABLES": whole.index(b"TABLES") + 60, "ENTITIES": drawn + 200}
    at["ENDSEC"] = whole.index(b"ENDSEC", drawn) - 4  # all is drawn, and nothing closes it
    path.write_bytes(whole[: at[part]])
    with pytest.raises(RefusedFileError, match="is cut short: the end of the drawing is missing"):
        read_file_noted(path, "x.dxf", Settings())


def test_a_drawing_is_read_where_only_what_is_idle_is_cut(tmp_path: Path) -> None:
    """All that is drawn is there, and closed."""
    drawing = filemanagement.new("R2010")
    drawing.modelspace().add_point((74, 48))
    drawing.saveas(tmp_path / "x.dxf")
    whole = (tmp_path / "x.dxf").read_bytes()
    (tmp_path / "x.dxf").write_bytes(whole[: whole.index(b"OBJECTS")].rpartition(b"  0")[0])
    assert len(read_file_noted(tmp_path / "x.dxf", "x.dxf", Settings()).tables[0].frame) == 1


@pytest.mark.parametrize(
    ("center", "radius", "end_angle", "told"),
    [
        ((0, 0), 1e300, 90, "its coordinates are beyond all measure"),
        ((float("nan"), 0), 1, 90, "its coordinates are beyond all measure"),
        ((0, 0), 1, 1e18, "its angles are beyond all measure"),
    ],
    ids=["size", "no number", "turns"],
)
def test_a_curve_without_measure_costs_no_time(
    tmp_path: Path, center: tuple[float, float], radius: float, end_angle: float, told: str
) -> None:
    """Two such arcs held a reader for the two minutes it has; now their rows are held back."""
    drawing = filemanagement.new()
    drawing.modelspace().add_arc(center, radius, 0, end_angle)
    drawing.modelspace().add_arc((10_000_000_000, 5e9), 1e-4, 0, 359)
    drawing.modelspace().add_point((75, 48))
    drawing.saveas(tmp_path / "x.dxf")
    reading = read_file_noted(tmp_path / "x.dxf", "x.dxf", Settings())
    assert len(reading.tables[0].frame) == 3
    (note,) = (note for note in reading.notes if note.code == "feature_broken")
    assert note.value.endswith(told)
