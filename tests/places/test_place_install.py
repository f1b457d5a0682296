"""Installing an official layer in place of the sketch."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from official_layers import (
    KATO,
    REFERENCE,
    draw_official,
    find_shape,
    make_table,
    reshape,
    write_table,
)
from pyproj import CRS

from heritage_gis.errors import RefusedFileError
from heritage_gis.paths import Home
from heritage_gis.places.districts import load_districts
from heritage_gis.places.install import install_layer
from heritage_gis.places.layer_rows import bring_to_wgs84
from heritage_gis.places.sketch import draw_sketch
from heritage_gis.places.units import read_units


@pytest.mark.parametrize(
    ("layout", "file_name"),
    [("before-2022", "districts_2018.geojson"), ("2022", "districts_2024.geojson")],
)
def test_a_reference_layer_is_installed_exactly(
    tmp_path: Path, layout: str, file_name: str
) -> None:
    """Each unit is its own reference polygon, whatever the layer means by a city."""
    if not (REFERENCE / file_name).is_file():
        pytest.skip(f"the reference layer {file_name} is not beside the repository")
    reference = gpd.read_file(REFERENCE / file_name).sort_values("KATO", ignore_index=True)
    home = Home(tmp_path)
    table = write_table(reference[["KATO", "ADM2_KK", "ADM2_RU"]], reference.geometry.to_numpy())
    columns = {"kato": "KATO", "name_kk": "ADM2_KK", "name_ru": "ADM2_RU"}
    report = install_layer(home, table, layout, columns, credit="geokz, CC BY 4.0")
    districts = load_districts(home, layout)
    assert not districts.is_sketch
    assert districts.border_tolerance_m == 0
    assert districts.credit == "geokz, CC BY 4.0"
    assert districts.frame["kato"].tolist() == reference["KATO"].tolist()
    shapes = districts.frame.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    land = shapely.union_all(shapes)
    assert isinstance(land, shapely.Polygon)
    assert not land.interiors
    off = shapely.symmetric_difference(reference.geometry.make_valid().to_numpy(), shapes)
    assert shapely.area(off).max() < 1e-6  # of a square degree: rounding to a centimetre
    ulytau, zhezkazgan = {"before-2022": (125_540, 58), "2022": (115_957, 8548)}[layout]
    units = {unit.slug: unit.kato_in(layout) for unit in read_units()}
    assert report.areas_km2[units["ulytau"]] == pytest.approx(ulytau, abs=1)
    assert report.areas_km2[units["zhezkazgan"]] == pytest.approx(zhezkazgan, abs=1)


def test_the_known_faults_of_the_2024_layer_are_reported(tmp_path: Path) -> None:
    """The crossing in Ulytau, the overlaps and the slivers are told with units and areas."""
    path = REFERENCE / "districts_2024.geojson"
    if not path.is_file():
        pytest.skip(f"the reference layer {path.name} is not beside the repository")
    reference = gpd.read_file(path)
    table = write_table(reference[["KATO"]], reference.geometry.to_numpy())
    mends = install_layer(Home(tmp_path), table, "2022", KATO).mends
    by_fault = {
        fault: [mend for mend in mends if mend.fault == fault]
        for fault in ("invalid", "overlap", "gap", "gap left")
    }
    assert [mend.katos for mend in by_fault["invalid"]] == [("623800000",)]
    assert by_fault["invalid"][0].reason.startswith("Self-intersection[68.7357")
    assert {frozenset(mend.katos) for mend in by_fault["overlap"]} >= {
        frozenset({"621800000", "356400000"}),
        frozenset({"623800000", "623600000"}),
    }
    assert sum(mend.area_m2 for mend in by_fault["overlap"]) == pytest.approx(121, abs=3)
    assert len(by_fault["gap"]) == 5
    assert sum(mend.area_m2 for mend in by_fault["gap"]) == pytest.approx(37, abs=3)
    assert by_fault["gap left"] == []


def test_the_2018_layer_needs_no_mending(tmp_path: Path) -> None:
    """Where nothing is wrong, nothing is reported."""
    path = REFERENCE / "districts_2018.geojson"
    if not path.is_file():
        pytest.skip(f"the reference layer {path.name} is not beside the repository")
    reference = gpd.read_file(path)
    table = write_table(reference[["KATO"]], reference.geometry.to_numpy())
    assert install_layer(Home(tmp_path), table, "before-2022", KATO).mends == ()


def test_an_installed_layer_takes_the_place_of_the_sketch(tmp_path: Path) -> None:
    """Only its own layout changes, and the digest with it."""
    home, official = Home(tmp_path), draw_official()
    sketch, before = load_districts(home), load_districts(home, "before-2022")
    report = install_layer(home, make_table(official), "2022", KATO)
    installed = load_districts(home)
    assert report.mends == ()
    assert shapely.equals(
        installed.frame.geometry.to_numpy(), sketch.frame.geometry.to_numpy()
    ).all()
    assert not installed.is_sketch
    assert installed.credit == "Borders: layer.geojson"
    assert installed.digest != sketch.digest
    assert load_districts(home, "before-2022").digest == before.digest


def test_the_digest_follows_the_installed_layer(tmp_path: Path) -> None:
    """Installing the same again changes nothing, not a byte; a moved border changes the digest."""
    home, official = Home(tmp_path), draw_official()
    install_layer(home, make_table(official), "2022", KATO)
    digest = load_districts(home).digest
    files = {path.name: path.read_bytes() for path in (home.installed_places / "2022").iterdir()}
    install_layer(home, make_table(official.iloc[::-1].reset_index(drop=True)), "2022", KATO)
    again = {path.name: path.read_bytes() for path in (home.installed_places / "2022").iterdir()}
    assert files == again
    assert load_districts(home).digest == digest
    land = shapely.box(60, 46.5, 80, 60)
    official["shape"] = [
        shape if kato == "352100000" else shapely.intersection(shape, land)
        for kato, shape in zip(official["KATO"], official["shape"], strict=True)
    ]
    install_layer(home, make_table(official), "2022", KATO)
    assert load_districts(home).digest != digest


def test_the_layer_is_written_as_plain_geojson(tmp_path: Path) -> None:
    """At most seven decimals, longitude first, ordered by code, outer rings to the left."""
    home = Home(tmp_path)
    install_layer(home, make_table(draw_official()), "2022", KATO)
    document = json.loads((home.installed_places / "2022" / "districts.geojson").read_text())
    katos = [feature["properties"]["kato"] for feature in document["features"]]
    assert katos == sorted(katos)
    assert "crs" not in document
    for feature in document["features"]:
        shape = shapely.geometry.shape(feature["geometry"])
        vertices = shapely.get_coordinates(shape)
        assert (np.round(vertices, 7) == vertices).all()
        parts = shapely.get_parts(shape)
        assert all(shapely.is_ccw(part.exterior) for part in parts)


def test_units_are_known_by_codes_of_either_layout_or_by_names(tmp_path: Path) -> None:
    """A layer with the old codes, or with names alone, gives the same districts."""
    official = draw_official()
    old = {unit.kato: unit.kato_before for unit in read_units()}
    renamed = official.assign(KATO=official["KATO"].map(old))
    digests = set()
    for place, (frame, columns) in enumerate(
        [
            (official, KATO),
            (renamed, KATO),
            (official, {"name_ru": "NAME"}),
            (official, {"name_kk": "ATAUY", "name_ru": "NAME"}),
        ]
    ):
        home = Home(tmp_path / str(place))
        install_layer(home, make_table(frame), "2022", columns)
        digests.add(load_districts(home).digest)
    assert len(digests) == 1


def test_rows_of_other_places_are_left_out(tmp_path: Path) -> None:
    """A layer of the whole country will do; what was left out is counted."""
    official = draw_official()
    pavlodar = {
        "KATO": "553600000",
        "ATAUY": "Ақтоғай ауданы",
        "NAME": "Актогайский район",
        "shape": shapely.box(75, 52, 76, 53),
    }
    country = pd.concat([official, pd.DataFrame([pavlodar])], ignore_index=True)
    report = install_layer(Home(tmp_path), make_table(country), "2022", KATO)
    assert report.rows_left_out == 1
    with pytest.raises(RefusedFileError, match="several rows are of 353600000 Aktogay district"):
        install_layer(Home(tmp_path), make_table(country), "2022", {"name_ru": "NAME"})


def test_a_layer_in_another_reference_system_is_brought_home(tmp_path: Path) -> None:
    """A projected layer lands where it belongs, and the report says how it came there."""
    official = draw_official()
    projected = gpd.GeoSeries(official["shape"], crs="EPSG:4326").segmentize(0.1)
    utm = projected.to_crs("EPSG:32642")
    report = install_layer(
        Home(tmp_path), make_table(official.assign(shape=utm), utm.crs.to_wkt()), "2022", KATO
    )
    shapes = load_districts(Home(tmp_path)).frame.geometry.to_numpy()
    sketch = draw_sketch("2022").geometry.to_numpy()
    assert shapely.area(shapely.symmetric_difference(shapes, sketch)).max() < 1e-5
    assert report.crs == "WGS 84 / UTM zone 42N"
    assert "UTM zone 42N" in report.crs_operation


def test_pulkovo_1942_goes_through_the_pinned_operation() -> None:
    """48.2 N 74.9 E of WGS 84 is 48.1996027, 74.9007186 of Pulkovo by EPSG:15865 (facts §1.2)."""
    pulkovo = np.array([shapely.Point(74.9007186, 48.1996027)], dtype=object)
    shapes, crs, operation = bring_to_wgs84(pulkovo, CRS("EPSG:4284").to_wkt(), "layer.shp")
    assert shapely.get_coordinates(shapes)[0] == pytest.approx([74.9, 48.2], abs=2e-7)
    assert crs == "Pulkovo 1942"
    assert "Pulkovo 1942 to WGS 84 (16)" in operation


def test_a_polygon_that_crosses_itself_is_mended(tmp_path: Path) -> None:
    """A bow-tie in a border is rebuilt from its own lines, and told."""
    official = draw_official()
    nura = find_shape(official, "355200000")
    assert isinstance(nura, shapely.Polygon)
    ring = shapely.get_coordinates(nura)
    place = int(np.argmax(ring[:-1, 1]))  # its northernmost vertex is on the outer border
    first, second, away = ring[place], ring[place + 1], np.array([0.0, 0.1])
    crossing = np.vstack([ring[: place + 1], second + away, first + away, ring[place + 1 :]])
    reshape(official, "355200000", shapely.Polygon(crossing))
    report = install_layer(Home(tmp_path), make_table(official), "2022", KATO)
    invalid = [mend for mend in report.mends if mend.fault == "invalid"]
    assert [mend.katos for mend in invalid] == [("355200000",)]
    assert "Self-intersection" in invalid[0].reason
    assert shapely.coverage_is_valid(load_districts(Home(tmp_path)).frame.geometry.to_numpy())


def test_a_spur_of_no_width_is_cut_off(tmp_path: Path) -> None:
    """Mending keeps what has an area, and no lines."""
    official = draw_official()
    nura = find_shape(official, "355200000")
    assert isinstance(nura, shapely.Polygon)
    ring = shapely.get_coordinates(nura)
    place = int(np.argmax(ring[:-1, 1]))
    spur = np.vstack([ring[: place + 1], ring[place] + [[0.0, 0.3]], ring[place:]])
    reshape(official, "355200000", shapely.Polygon(spur))
    report = install_layer(Home(tmp_path), make_table(official), "2022", KATO)
    assert [(mend.fault, mend.area_m2) for mend in report.mends] == [("invalid", 0.0)]
    shapes = load_districts(Home(tmp_path)).frame.geometry.to_numpy()
    assert shapely.equals(shapes, draw_sketch("2022").geometry.to_numpy()).all()


def test_a_city_drawn_over_its_district_keeps_its_land(tmp_path: Path) -> None:
    """An overlap goes to the smaller of the two units."""
    official = draw_official()
    bukhar, temirtau = (find_shape(official, kato) for kato in ("354000000", "352400000"))
    reshape(official, "354000000", shapely.union(bukhar, temirtau))
    home = Home(tmp_path)
    report = install_layer(home, make_table(official), "2022", KATO)
    overlaps = [mend for mend in report.mends if mend.fault == "overlap"]
    assert [mend.katos for mend in overlaps] == [("352400000", "354000000")]
    assert overlaps[0].area_m2 / 1e6 == pytest.approx(301, rel=0.01)
    assert report.areas_km2["352400000"] == pytest.approx(301, rel=0.01)


def test_narrow_gaps_are_filled_and_wide_ones_left(tmp_path: Path) -> None:
    """A gap goes to the unit with the longest border along it; a lake-wide one stays."""
    official = draw_official()
    nura, shet = (find_shape(official, kato) for kato in ("355200000", "356400000"))
    sliver = shapely.box(70.0, 49.8, 70.004, 49.9)
    lake = shapely.box(72.5, 47.5, 72.7, 47.7)
    reshape(official, "355200000", shapely.difference(nura, sliver))
    reshape(official, "356400000", shapely.difference(shet, lake))
    report = install_layer(Home(tmp_path), make_table(official), "2022", KATO)
    told: dict[str, tuple[object, object]] = {
        mend.fault: (mend.katos, mend.area_m2) for mend in report.mends
    }
    assert told["gap"] == (("355200000",), pytest.approx(3.19e6, rel=0.01))
    assert told["gap left"] == (("356400000",), pytest.approx(333e6, rel=0.01))
    assert len(report.mends) == 2


def test_a_kill_between_two_renames_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The former layer is found where it was laid aside, and the next install tidies up."""
    home, official = Home(tmp_path), draw_official()
    install_layer(home, make_table(official), "2022", KATO)
    digest = load_districts(home).digest
    rename = Path.rename

    def rename_or_die(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as killing:
        killing.setattr(Path, "rename", rename_or_die)
        with pytest.raises(KeyboardInterrupt):
            install_layer(home, make_table(official), "2022", KATO, credit="new")
    assert load_districts(home).digest == digest
    install_layer(home, make_table(official), "2022", KATO, credit="new")
    assert load_districts(home).credit == "new"
    assert [path.name for path in home.installed_places.iterdir()] == ["2022"]
