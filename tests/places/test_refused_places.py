"""Layers that cannot take the place of the sketch: refused in one line."""

import struct
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import shapely
from official_layers import (
    KATO,
    draw_official,
    make_table,
    reshape,
)

from heritage_gis.errors import HeritageError, MisusedError, RefusedFileError
from heritage_gis.model.raw_table import RawTable
from heritage_gis.paths import Home
from heritage_gis.places import install
from heritage_gis.places.districts import load_districts
from heritage_gis.places.install import install_layer


def drop_shet(official: pd.DataFrame) -> RawTable:
    """Return a layer without two units."""
    return make_table(official[~official["KATO"].isin(["356400000", "352100000"])])


def repeat_nura(official: pd.DataFrame) -> RawTable:
    """Return a layer with a unit twice."""
    twice = official[official["KATO"] == "355200000"]
    return make_table(pd.concat([official, twice], ignore_index=True))


def lose_polygon(official: pd.DataFrame) -> RawTable:
    """Return a layer with a line for a unit."""
    reshape(official, "355200000", shapely.LineString([(70, 49), (71, 50)]))
    return make_table(official)


def swap_axes(official: pd.DataFrame) -> RawTable:
    """Return a layer with latitude first."""
    turned = shapely.transform(official["shape"].to_numpy(), lambda xy: xy[:, ::-1])
    return make_table(official.assign(shape=turned))


def shuffle_codes(official: pd.DataFrame) -> RawTable:
    """Return a layer with two codes in each other's rows."""
    swapped = {"353600000": "355200000", "355200000": "353600000"}
    return make_table(official.assign(KATO=official["KATO"].replace(swapped)))


def forget_crs(official: pd.DataFrame) -> RawTable:
    """Return a layer that does not say its reference system."""
    return make_table(official, crs_wkt="")


def garble_crs(official: pd.DataFrame) -> RawTable:
    """Return a layer whose reference system is nonsense."""
    return make_table(official, crs_wkt="somewhere")


def damage_geometry(official: pd.DataFrame) -> RawTable:
    """Return a layer with a geometry that is no geometry."""
    table = make_table(official)
    table.frame.loc[3, "geometry"] = b"not well-known binary"
    return table


def nest_geometry(official: pd.DataFrame) -> RawTable:
    """Return a layer with a hundred thousand collections in one another."""
    table = make_table(official)
    table.frame.loc[3, "geometry"] = struct.pack("<BII", 1, 7, 1) * 100_000
    return table


def bend_geometry(official: pd.DataFrame) -> RawTable:
    """Return a layer with an outline of curves, which shapely does not know."""
    table = make_table(official)
    ring = struct.pack("<BII6d", 1, 8, 3, 70, 49, 71, 50, 70, 49)
    table.frame.loc[3, "geometry"] = struct.pack("<BII", 1, 10, 1) + ring
    return table


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (drop_shet, "no row is of 352100000 Priozersk, 356400000 Shet district; the layer must"),
        (repeat_nura, "several rows are of 355200000 Nura district; the layer must have one"),
        (lose_polygon, "355200000 has no polygon"),
        (swap_axes, "do not lie where they should; check the reference system, the order of"),
        (shuffle_codes, "353600000, 355200000 do not lie where they should"),
        (forget_crs, "does not say its reference system; state it in the file"),
        (garble_crs, "states a reference system that is not known"),
        (damage_geometry, "a geometry in it is damaged; export it anew"),
        (nest_geometry, "the shape of row 4 is made of shapes in one another, more than 32 deep;"),
        (bend_geometry, "has curves; export it with straight lines"),
    ],
)
def test_a_layer_that_cannot_be_is_refused(
    tmp_path: Path, spoil: Callable[[pd.DataFrame], RawTable], reason: str
) -> None:
    """One clear line says what is wrong, and nothing is installed."""
    table = spoil(draw_official())
    with pytest.raises(RefusedFileError) as refusal:
        install_layer(Home(tmp_path), table, "2022", KATO)
    assert str(refusal.value).startswith("layer.geojson: ")
    assert reason in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert load_districts(Home(tmp_path)).is_sketch


def test_a_layer_beyond_mending_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no coverage comes of the borders, the layer is to be cleaned by its makers."""
    monkeypatch.setattr(install, "mend_coverage", lambda _: None)
    with pytest.raises(RefusedFileError, match="cross so badly that they cannot be mended"):
        install_layer(Home(tmp_path), make_table(draw_official()), "2022", KATO)


def test_a_code_that_contradicts_its_name_is_refused(tmp_path: Path) -> None:
    """Public lists carry invented codes: a name beside the code is checked against it."""
    official = draw_official()
    official["NAME"] = official["NAME"].replace("Шетский район", "Нуринский район")
    columns = {"kato": "KATO", "name_ru": "NAME"}
    with pytest.raises(RefusedFileError, match="356400000 and the name of its row are of differ"):
        install_layer(Home(tmp_path), make_table(official), "2022", columns)


@pytest.mark.parametrize(
    ("layout", "columns", "reason"),
    [
        ("2030", KATO, "no layout «2030»"),
        ("2022", {}, "name the column of at least one of: kato, name_kk, name_ru, name_en"),
        ("2022", {"code": "KATO"}, "name the column of at least one of"),
        ("2022", {"kato": "Код"}, "has no column «Код»; it has: KATO, ATAUY, NAME"),
    ],
)
def test_misuse_is_told(tmp_path: Path, layout: str, columns: dict[str, str], reason: str) -> None:
    """What the command line got wrong is said before anything is read."""
    with pytest.raises(MisusedError) as refusal:
        install_layer(Home(tmp_path), make_table(draw_official()), layout, columns)
    assert reason in str(refusal.value)


def test_a_refused_layer_leaves_the_installed_one(tmp_path: Path) -> None:
    """What was installed stays until something better is there."""
    home, official = Home(tmp_path), draw_official()
    install_layer(home, make_table(official), "2022", KATO)
    digest = load_districts(home).digest
    with pytest.raises(HeritageError):
        install_layer(home, forget_crs(official), "2022", KATO)
    assert load_districts(home).digest == digest
