"""KML and KMZ: folders, extended data, times, shapes; what is broken, linked or laid over."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
import shapely

from heritage_gis.errors import RefusedFileError
from heritage_gis.pipeline.files import check_file
from heritage_gis.read.files import read_file_noted
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.read.readings import Reading

HEAD = '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2">'
BEGAZY = "<Point><coordinates>75.345278,48.267222,640.5</coordinates></Point>"
SURVEY = f"""{HEAD}<Document><name>Шет</name>
<Folder><name>Курганы</name>
 <Placemark><name>Бегазы</name><description><![CDATA[<b>плиты</b> & ящик]]></description>
  <TimeStamp><when>2017-07-05</when></TimeStamp><styleUrl>#a</styleUrl>
  <ExtendedData><Data name="Тип"><value>могильник</value></Data>
   <Data name="name"><value>12а</value></Data>
   <SchemaData><SimpleData name="диаметр">12,5</SimpleData></SchemaData></ExtendedData>{BEGAZY}
 </Placemark>
 <Folder><name>Усы</name><Placemark><name>Гряда</name><LineString><coordinates>
   75.1,48.1 75.2, 48.2,0</coordinates></LineString></Placemark></Folder>
</Folder>
<Placemark><name>Ограда</name><MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>
 75,48 75.1,48 75.1,48.1 75,48</coordinates></LinearRing></outerBoundaryIs></Polygon>{BEGAZY}
 </MultiGeometry></Placemark>
<Placemark><name>Путь</name><gx:Track><gx:coord>75 48 0</gx:coord><gx:coord>76 49 0</gx:coord>
 </gx:Track></Placemark>
<Placemark><name>Криво</name><Point><coordinates>75,3 48,2</coordinates></Point></Placemark>
<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>
<GroundOverlay><name>План</name></GroundOverlay>
</Document></kml>"""


def read(path: Path, text: str, encoding: str = "utf-8") -> Reading:
    """Write a KML and read it."""
    path.write_bytes(text.encode(encoding))
    return read_file_noted(path, path.name, Settings())


def test_folders_are_layers_and_extended_data_are_columns(tmp_path: Path) -> None:
    """Rows are numbered within their folder; HTML stays text; a second «name» is numbered."""
    reading = read(tmp_path / "x.kml", SURVEY)
    layers = {table.frame["source_layer"].iloc[0]: table for table in reading.tables}
    assert list(layers) == ["Курганы", "Курганы / Усы", ""]
    row = layers["Курганы"].frame.iloc[0]
    assert row["name"] == "Бегазы"
    assert row["description"] == "<b>плиты</b> & ящик"
    assert (row["time"], row["Тип"], row["name (2)"]) == ("2017-07-05", "могильник", "12а")
    assert (row["диаметр"], row["altitude"]) == ("12,5", "640.5")
    assert "styleUrl" not in layers["Курганы"].columns
    assert layers["Курганы"].crs_evidence == "KML is WGS 84 by its standard"
    line = shapely.from_wkb(layers["Курганы / Усы"].frame["geometry"].iloc[0])
    assert line.wkt == "LINESTRING (75.1 48.1, 75.2 48.2)"
    top = layers[""].frame
    assert top["source_row"].tolist() == [1, 2, 3]
    kinds = [shape and shape.geom_type for shape in shapely.from_wkb(top["geometry"])]
    assert kinds == ["GeometryCollection", "LineString", None]


def test_what_is_not_read_of_a_kml_is_told(tmp_path: Path) -> None:
    """Links are named and not followed, pictures counted, bad coordinates hold the row back."""
    reading = read(tmp_path / "x.kml", SURVEY)
    assert [(note.code, note.source_layer, note.row, note.value) for note in reading.notes] == [
        ("links_not_followed", "", 0, "http://127.0.0.1:9/x.kml"),
        ("overlays_not_read", "", 0, "GroundOverlay 1"),
        ("feature_place_unreadable", "", 3, "75,3 48,2"),
    ]
    report = check_file(tmp_path / "x.kml", Settings())
    assert (report.rows, report.held_back) == (5, 1)


def test_a_broken_placemark_does_not_cost_the_file(tmp_path: Path) -> None:
    """A tag left open is told with its line; «&» and «&nbsp;» written bare are understood."""
    text = SURVEY.replace("<name>Ограда</name>", "<name>Ограда</nam>").replace(
        "Гряда", "Гряда & вал&nbsp;2"
    )
    reading = read(tmp_path / "x.kml", text)
    broken = [note for note in reading.notes if note.code == "feature_broken"]
    assert [(note.row, note.value) for note in broken] == [(1, "mismatched tag, line 12")]
    assert sum(len(table.frame) for table in reading.tables) == 5
    assert reading.tables[1].frame["name"].tolist() == ["Гряда & вал\u00a02"]


@pytest.mark.parametrize(
    ("encoding", "declared", "evidence"),
    [
        ("cp1251", "windows-1251", "its first line says windows-1251"),
        ("cp1251", "UTF-8", "guessed: it is not UTF-8, and as cp1251 it looks most like Russian"),
        ("utf-16", "UTF-16", "its byte-order mark says UTF-16"),
    ],
)
def test_the_encoding_of_a_kml_is_found(
    tmp_path: Path, encoding: str, declared: str, evidence: str
) -> None:
    """What the first line says is believed where the bytes allow it."""
    reading = read(tmp_path / "x.kml", SURVEY.replace("UTF-8", declared), encoding)
    assert reading.tables[0].frame["name"].tolist() == ["Бегазы"]
    assert reading.tables[0].encoding_evidence.startswith(evidence)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE kml [<!ENTITY a "b">]><kml/>', "holds a DOCTYPE, which can hide other"),
        ("<?xml version='1.0'?>\n<!-- a --> <!DOCTYPE kml><kml/>", "holds a DOCTYPE, which"),
        ("<html><body/></html>", "is no KML: its outermost element is «html»; expected «kml»"),
        ("<kml><Document><Placemark>", "is damaged or cut short (no element found, line 1); open"),
        ("<kml><Document/></kml>", "holds no placemarks; send a KML with the placemarks of the"),
        (
            f"<kml><Placemark>{'<Track>' * 101}{'</Track>' * 101}</Placemark></kml>",
            "its element «Track» is nested more than 100 deep; save it anew",
        ),
    ],
)
def test_a_kml_is_refused_in_one_line(tmp_path: Path, text: str, reason: str) -> None:
    """The line says what is wrong and what to do."""
    with pytest.raises(RefusedFileError) as caught:
        read(tmp_path / "x.kml", text)
    assert caught.value.reason.startswith(reason)


def test_a_doctype_in_utf16_is_found_too(tmp_path: Path) -> None:
    """The prolog is looked at after decoding, so no encoding hides it."""
    with pytest.raises(RefusedFileError, match="holds a DOCTYPE"):
        read(tmp_path / "x.kml", '<!DOCTYPE kml SYSTEM "file:///etc/passwd"><kml/>', "utf-16")


def test_every_kml_of_a_kmz_is_read_and_pictures_are_named(tmp_path: Path) -> None:
    """A link to a file inside is no link outside; what is no KML is named."""
    inner = f"<kml><Placemark><name>А</name>{BEGAZY}</Placemark></kml>"
    main = "<kml><NetworkLink><Link><href>parts/a.kml</href></Link></NetworkLink></kml>"
    with zipfile.ZipFile(tmp_path / "x.kmz", "w") as archive:
        archive.writestr("doc.kml", main)
        archive.writestr("parts/a.kml", inner)
        archive.writestr("files/photo.jpg", b"\xff\xd8")
    reading = read_file_noted(tmp_path / "x.kmz", "x.kmz", Settings())
    assert [table.frame["source_layer"].iloc[0] for table in reading.tables] == ["parts/a"]
    assert [(note.code, note.value) for note in reading.notes] == [
        ("file_not_read", "files/photo.jpg")
    ]


def test_more_folders_than_layers_become_a_column(tmp_path: Path) -> None:
    """A folder for each of 300 sites is one layer, with the folder in a column."""
    folder = "<Folder><name>Курган {0}</name><Placemark><name>{0}</name></Placemark></Folder>"
    folders = "".join(folder.format(number) for number in range(300))
    reading = read(tmp_path / "x.kml", f"{HEAD}<Document>{folders}</Document></kml>")
    (table,) = reading.tables
    assert (len(table.frame), table.frame["folder"].iloc[299]) == (300, "Курган 299")


def read_shapes(tmp_path: Path, body: str) -> list[str]:
    """Read a KML of placemarks, and return their shapes."""
    reading = read(tmp_path / "x.kml", f"<kml><Document>{body}</Document></kml>")
    assert reading.notes == ()
    return [shapely.from_wkb(shape).wkt for shape in reading.tables[0].frame["geometry"]]


@pytest.mark.parametrize(
    ("part", "shape"),
    [
        ("<Point><coordinates>75,48</coordinates></Point>", "POINT (75 48)"),
        (
            "<LineString><coordinates>75,48 76,49</coordinates></LineString>",
            "LINESTRING (75 48, 76 49)",
        ),
    ],
)
def test_multiple_shapes_that_are_none_of_kml_are_read(
    tmp_path: Path, part: str, shape: str
) -> None:
    """Some programs write them for MultiGeometry; they were lost in silence."""
    names = ("MultiPoint", "MultiLineString", "MultiPolygon", "MultiGeometry")
    body = "".join(f"<Placemark><{name}>{part}</{name}></Placemark>" for name in names)
    assert read_shapes(tmp_path, body) == [shape] * len(names)


def test_a_track_goes_on_where_the_place_was_not_known(tmp_path: Path) -> None:
    """An empty gx:coord stands for a moment without a fix, and cost the whole track."""
    coords = "<gx:coord>75 48 0</gx:coord><gx:coord/><gx:coord>76 49 0</gx:coord>"
    body = f"<Placemark><gx:Track>{coords}</gx:Track></Placemark>"
    assert read_shapes(tmp_path, body) == ["LINESTRING (75 48, 76 49)"]


def test_what_is_written_a_little_wrong_outside_placemarks_is_mended(tmp_path: Path) -> None:
    """A blank before the declaration, an ampersand in the name of a folder."""
    text = SURVEY.replace("<name>Шет</name>", "<name>Чу & Или</name>", 1)
    text = text.replace("<name>Курганы</name>", "<name>Курганы & ограды &nbsp;</name>", 1)
    reading = read(tmp_path / "x.kml", f"\n {text}")
    assert reading.tables[0].frame["source_layer"].iloc[0] == "Курганы & ограды"
    assert sum(len(table.frame) for table in reading.tables) == 5


def test_what_a_mac_adds_to_an_archive_is_no_kml(tmp_path: Path) -> None:
    """Its name ends in .kml; it cost the whole file."""
    with zipfile.ZipFile(tmp_path / "x.kmz", "w") as archive:
        archive.writestr("doc.kml", SURVEY)
        archive.writestr("__MACOSX/._doc.kml", b"\x00\x05\x16\x07")
        archive.writestr(".DS_Store", b"\0")
    reading = read_file_noted(tmp_path / "x.kmz", "x.kmz", Settings())
    assert "file_not_read" not in {note.code for note in reading.notes}
    assert sum(len(table.frame) for table in reading.tables) == 5
