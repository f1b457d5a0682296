"""The one door: which district a place lies in, and how far its borders are."""

import time
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Geod

from heritage_gis.errors import DamagedHomeError, MisusedError
from heritage_gis.paths import Home
from heritage_gis.places.districts import (
    BORDER_REACH_M,
    Districts,
    load_districts,
    make_districts,
)
from heritage_gis.places.installed_layer import InstalledLayer, write_installed_layer
from heritage_gis.places.sketch import draw_sketch

GEOD = Geod(ellps="WGS84")


@cache
def load_sketch() -> Districts:
    """Return the sketch of the present layout."""
    return load_districts(Home(Path("/nowhere")))


@pytest.fixture
def districts() -> Districts:
    """The sketch of the present layout."""
    return load_sketch()


@pytest.fixture(scope="module")
def chessboard() -> Districts:
    """Two squares of a tenth of a degree side by side; the border runs on 70 E."""
    frame = pd.DataFrame({"kato": pd.Series(["354800000", "353600000"], dtype="str")})
    shapes = [shapely.box(70.0, 48.0, 70.1, 48.1), shapely.box(69.9, 48.0, 70.0, 48.1)]
    units = gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")
    return make_districts("2022", units, "test", border_tolerance_m=0)


@cache
def lay_border_points() -> NDArray[np.float64]:
    """Return points all along the borders of the sketch, at most 0.002 degree apart."""
    lines = shapely.segmentize(load_sketch().outlines().geometry.to_numpy(), 0.002)
    return shapely.get_coordinates(lines)


def place(*lonlats: tuple[float, float]) -> gpd.GeoSeries:
    """Return points by longitude and latitude."""
    return gpd.GeoSeries([shapely.Point(*lonlat) for lonlat in lonlats], crs="EPSG:4326")


def test_real_sites_lie_in_their_districts(districts: Districts) -> None:
    """Sites of facts.md with a sure place are found in the district their sources name."""
    sites = {
        "353600000": (75.345278, 48.267222),  # Begazy
        "356400000": (73.916667, 49.135556),  # Karazhartas
        "354800000": (75.898889, 49.219167),  # Kyzylkent
        "623800000": (67.445969, 48.613289),  # Saukym
        "621000000": (67.843056, 48.3675),  # Alasha Khan: the city's land, not the district's
    }
    located = districts.locate(place(*sites.values()))
    assert located["kato"].tolist() == list(sites)


def test_locate_answers_every_row_in_its_place(districts: Districts) -> None:
    """The index is that of the question; missing and far points have missing answers."""
    points = gpd.GeoSeries(
        [None, shapely.Point(75.345278, 48.267222), shapely.Point(54.62, 52.27), shapely.Point()],
        index=["a", "b", "c", "d"],
        crs="EPSG:4326",
    )
    located = districts.locate(points)
    assert located.index.tolist() == ["a", "b", "c", "d"]
    assert located["kato"].notna().tolist() == [False, True, False, False]
    assert located["neighbour"].isna().all()
    assert located["border_distance_m"].isna().all()
    assert str(located["kato"].dtype) == "str"


def test_no_points_give_an_empty_answer(districts: Districts) -> None:
    """An empty survey is no special case."""
    nothing = gpd.GeoSeries([], crs="EPSG:4326")
    assert districts.locate(nothing).columns.tolist() == ["kato", "border_distance_m", "neighbour"]
    assert len(districts.distance_outside_m(nothing)) == 0
    assert len(districts.share_of_cells(nothing)) == 0
    assert len(districts.cells_near_border(nothing, 6000)) == 0


def test_distance_and_neighbour_are_those_of_the_nearest_border(chessboard: Districts) -> None:
    """Metres to the border, and the unit beyond it; nothing stands for the outside."""
    east, north, outside = (70.01, 48.05), (70.05, 48.09), (70.05, 48.11)
    located = chessboard.locate(place(east, north, outside))
    to_border = GEOD.inv(70.0, 48.05, 70.01, 48.05)[2]
    to_edge = GEOD.inv(70.05, 48.09, 70.05, 48.10)[2]
    assert located["border_distance_m"].to_numpy() == pytest.approx(
        [to_border, to_edge, to_edge], rel=6e-4
    )
    assert located["kato"].tolist()[:2] == ["354800000", "354800000"]
    assert pd.isna(located["kato"].iloc[2])
    assert located["neighbour"].iloc[0] == "353600000"
    assert pd.isna(located["neighbour"].iloc[1])
    assert located["neighbour"].iloc[2] == "354800000"


def test_a_point_on_the_border_goes_to_the_lower_code(chessboard: Districts) -> None:
    """No point falls between two districts."""
    located = chessboard.locate(place((70.0, 48.05)))
    assert located["kato"].tolist() == ["353600000"]
    assert located["border_distance_m"].iloc[0] == pytest.approx(0, abs=0.1)
    assert located["neighbour"].tolist() == ["354800000"]


@settings(max_examples=40, deadline=None)
@given(lon=st.floats(63, 77.5), lat=st.floats(46.1, 51.2))
def test_distance_agrees_with_the_ellipsoid(lon: float, lat: float) -> None:
    """The distance is the geodesic one to the nearest of densely laid border points."""
    located = load_sketch().locate(place((lon, lat)))
    laid = lay_border_points()
    near = laid[(np.abs(laid[:, 0] - lon) < 0.25) & (np.abs(laid[:, 1] - lat) < 0.15)]
    start = np.tile([lon, lat], (len(near), 1))
    metres = GEOD.inv(*start.T, *near.T)[2].min() if len(near) else np.inf
    found = located["border_distance_m"].iloc[0]
    if metres > BORDER_REACH_M * 1.01:
        assert np.isnan(found)
    elif metres < BORDER_REACH_M * 0.99:
        # The laid points are 150-220 m apart, so the true distance is a little less.
        assert metres - 115 <= found <= metres * 1.0007 + 1


def test_a_projected_series_is_refused(districts: Districts) -> None:
    """Metres taken for degrees would lie outside without a word: a fault of the caller."""
    metres = place((75.3, 48.2)).to_crs("EPSG:32643")
    with pytest.raises(ValueError, match=r"asked in EPSG:4326, not in WGS 84 / UTM zone 43N"):
        districts.locate(metres)


def test_a_hundred_thousand_points_take_under_a_second(districts: Districts) -> None:
    """Whole columns: no survey waits for its districts."""
    random = np.random.default_rng(7)
    lons, lats = random.uniform(62.6, 77.7, 100_000), random.uniform(46, 51.3, 100_000)
    points = gpd.GeoSeries.from_xy(lons, lats, crs="EPSG:4326")
    districts.locate(points[:1])
    start = time.process_time()
    located = districts.locate(points)
    assert time.process_time() - start < 1
    assert located["kato"].nunique() == 18


def test_outside_is_told_with_distance_and_bearing(districts: Districts) -> None:
    """Kargaly in Orenburg is 800 km north-west of Ulytau district; inside is no distance."""
    points = place((54.62, 52.27), (75.345278, 48.267222), (70.0, 45.0), (-110.0, -48.0), (0, -90))
    told = districts.distance_outside_m(points)
    assert told["distance_m"].iloc[0] == pytest.approx(799_000, rel=0.002)
    assert told["bearing_degrees"].iloc[0] == pytest.approx(305.7, abs=0.5)
    assert told["nearest_kato"].tolist()[:3] == ["623800000", "353600000", "623600000"]
    assert told["distance_m"].iloc[1] == 0
    assert np.isnan(told["bearing_degrees"].iloc[1])
    south = GEOD.inv(70.0, 46.0, 70.0, 45.0)
    assert told["distance_m"].iloc[2] == pytest.approx(south[2], rel=1e-3)
    assert told["bearing_degrees"].iloc[2] == pytest.approx(180, abs=0.5)
    assert (told["distance_m"].iloc[3:] > 10_000_000).all()


def test_what_is_nowhere_has_no_distance(districts: Districts) -> None:
    """Missing points and latitudes off the globe get missing answers."""
    points = gpd.GeoSeries([None, shapely.Point(70, 5_340_720)], crs="EPSG:4326")
    told = districts.distance_outside_m(points)
    assert told["distance_m"].isna().all()
    assert told["nearest_kato"].isna().all()


def test_shares_of_a_cell_are_of_its_area(chessboard: Districts) -> None:
    """A cell over a border is shared out by area, the larger part first."""
    cells = gpd.GeoSeries(
        [
            shapely.box(69.97, 48.0, 70.07, 48.1),
            shapely.box(70.0, 48.0, 70.1, 48.1),
            shapely.box(70.05, 48.05, 70.15, 48.15),
            shapely.box(80.0, 48.0, 80.1, 48.1),
        ],
        index=["across", "whole", "corner", "away"],
        crs="EPSG:4326",
    )
    shares = chessboard.share_of_cells(cells)
    assert shares["cell"].tolist() == ["across", "across", "whole", "corner"]
    assert shares["kato"].tolist() == ["354800000", "353600000", "354800000", "354800000"]
    corner = _measure(shapely.box(70.05, 48.05, 70.1, 48.1)) / _measure(cells["corner"])
    assert shares["share"].tolist() == pytest.approx([0.7, 0.3, 1.0, corner], rel=1e-4)


def _measure(shape: shapely.Polygon) -> float:
    return float(abs(GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.001))[0]))


def test_shares_of_cells_inside_add_up(districts: Districts) -> None:
    """Over the whole sketch each inner cell is shared out without remainder."""
    cells = gpd.GeoSeries(
        [
            shapely.box(x / 10, y / 10, (x + 1) / 10, (y + 1) / 10)
            for x in range(690, 740)
            for y in range(475, 495)
        ],
        crs="EPSG:4326",
    )
    whole = districts.share_of_cells(cells).groupby("cell")["share"].sum()
    assert len(whole) == len(cells)
    assert whole.to_numpy() == pytest.approx(1, abs=1e-9)


def test_cells_near_a_border_are_found_by_metres(chessboard: Districts) -> None:
    """A cell counts as near if any part of it is within the distance, or a border crosses it."""
    cells = gpd.GeoSeries(
        [
            shapely.box(69.99, 48.04, 70.01, 48.06),
            shapely.box(70.03, 48.04, 70.04, 48.06),
            shapely.box(70.2, 48.0, 70.3, 48.1),
        ],
        index=[5, 6, 7],
        crs="EPSG:4326",
    )
    away = GEOD.inv(70.0, 48.05, 70.03, 48.05)[2]
    assert chessboard.cells_near_border(cells, away - 10).tolist() == [True, False, False]
    assert chessboard.cells_near_border(cells, away + 10).to_dict() == {5: True, 6: True, 7: False}


def test_outlines_have_each_border_once(districts: Districts) -> None:
    """Lines add up to the boundaries of all units, shared ones counted once."""
    lines = districts.outlines()
    shapes = districts.frame.geometry.to_numpy()
    outer = lines[lines["border"] == "outer"]
    land = shapely.union_all(shapes)
    assert set(lines["border"]) == {"outer", "region", "district"}
    assert not lines.duplicated(["kato_a", "kato_b"]).any()
    assert outer["kato_b"].isna().all()
    assert shapely.length(outer.geometry.to_numpy()).sum() == pytest.approx(land.length)
    inner = shapely.length(lines.geometry[lines["border"] != "outer"].to_numpy()).sum()
    assert 2 * inner + land.length == pytest.approx(shapely.length(shapes).sum())
    assert (lines["kato_a"].str[:2] != lines["kato_b"].str[:2])[lines["border"] == "region"].all()


def test_before_2022_there_is_no_border_of_regions() -> None:
    """All units were of one region then."""
    lines = load_districts(Home(Path("/nowhere")), "before-2022").outlines()
    assert set(lines["border"]) == {"outer", "district"}


def test_the_sketch_says_that_it_is_one(districts: Districts) -> None:
    """Mark, tolerance and credit come with the borders."""
    assert districts.is_sketch
    assert districts.border_tolerance_m == 6000
    assert "geokz (CC BY 4.0)" in districts.credit
    assert districts.layout == "2022"
    assert districts.frame["kato"].is_monotonic_increasing


def test_the_digest_tells_layers_apart(districts: Districts) -> None:
    """Same content, same digest; another layout, credit or a moved vertex, another."""
    again = load_districts(Home(Path("/nowhere")))
    before = load_districts(Home(Path("/nowhere")), "before-2022")
    moved = districts.frame.copy()
    moved.geometry = shapely.transform(moved.geometry.to_numpy(), lambda xy: xy + 1e-7)
    others = [
        before,
        make_districts("2022", districts.frame, "another", 6000),
        make_districts("2022", districts.frame, districts.credit, 0),
        make_districts("2022", moved, districts.credit, 6000),
    ]
    assert again.digest == districts.digest
    assert len({other.digest for other in others} | {districts.digest}) == 5


def test_an_unknown_layout_is_misuse() -> None:
    """The refusal names the layouts there are."""
    with pytest.raises(MisusedError, match="no layout «1990»; give one of: 2022, before-2022"):
        load_districts(Home(Path("/nowhere")), "1990")


def test_an_installed_layer_with_a_unit_gone_is_told(tmp_path: Path) -> None:
    """All 18 units are there, or the layer is damaged."""
    home, sketch = Home(tmp_path), draw_sketch("2022")
    write_installed_layer(home, "2022", InstalledLayer(sketch, "test"), {})
    assert load_districts(home).credit == "test"
    write_installed_layer(home, "2022", InstalledLayer(sketch[1:], "test"), {})
    with pytest.raises(DamagedHomeError, match="is not as it was written"):
        load_districts(home)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"credit": "x", "features": 3}',
        '{"credit": "x", "features": [{"properties": {"kato": "1"}, "geometry": null}]}',
        """{"credit": "x", "features": [{"properties": {"kato": "353600000"}, "geometry":
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}}]}""",
    ],
)
def test_a_damaged_installed_layer_is_told(tmp_path: Path, content: str) -> None:
    """A layer that is not as it was written is neither used nor silently left out."""
    home = Home(tmp_path)
    folder = home.installed_places / "2022"
    folder.mkdir(parents=True)
    (folder / "districts.geojson").write_text(content, "utf-8")
    with pytest.raises(DamagedHomeError, match="«2022» is not as it was written; install it again"):
        load_districts(home)
    assert load_districts(home, "before-2022").is_sketch
