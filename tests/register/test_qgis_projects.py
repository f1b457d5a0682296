"""The QGIS projects that a GeoPackage carries: its own layers, joined and related."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import delete

from heritage_gis.errors import BusyError
from heritage_gis.register import schema
from heritage_gis.register.geopackage import create_geopackage, let_go_of
from heritage_gis.register.store import open_register
from heritage_gis.register.styles import STYLES

SYSTEM_PYTHON = Path("/usr/bin/python3")  # for which Debian installs GDAL
VALIDATOR = ("-m", "osgeo_utils.samples.validate_gpkg")


def read_projects(path: Path) -> dict[str, ET.Element]:
    """Return the projects of a GeoPackage by their names."""
    with closing(sqlite3.connect(path)) as opened:
        rows = opened.execute("SELECT name, metadata, content FROM qgis_projects").fetchall()
    projects = {}
    for name, metadata, content in rows:
        assert json.loads(metadata)["last_modified_user"] == ""
        with zipfile.ZipFile(io.BytesIO(bytes.fromhex(content))) as archive:
            (member,) = archive.namelist()
            assert member.endswith(".qgs")
            projects[name] = ET.fromstring(archive.read(member))  # noqa: S314 - our own text
    return projects


def test_a_register_carries_a_project_a_language(tmp_path: Path) -> None:
    """Layers of this very file, the views as queries, and each joined to its survey."""
    create_geopackage(tmp_path / "register.rebuilt.gpkg")
    projects = read_projects(tmp_path / "register.rebuilt.gpkg")
    assert [*projects] == [*STYLES.values()]
    russian = projects["Русский"]
    layers = {layer.findtext("id"): layer for layer in russian.iter("maplayer")}
    assert {"heritage_sites", "heritage_records", "heritage_recordsoutline"} <= layers.keys()
    sites = layers["heritage_sites"]
    assert sites.findtext("datasource") == "./register.gpkg|layername=sites"
    assert sites.findtext("layername") == "Памятники"
    assert layers["heritage_recordsoutline"].findtext("layername") == "Записи: контур"
    told = layers["heritage_assertions"].findtext("datasource")
    assert told == "./register.gpkg|subset=SELECT * FROM assertions"
    join = layers["heritage_records"].find("vectorjoins/join")
    assert join is not None
    assert (join.attrib["joinLayerId"], join.attrib["targetFieldName"]) == (
        "heritage_surveys",
        "survey_id",
    )
    relations = {each.attrib["id"]: each.attrib for each in russian.iter("relation")}
    assert relations["records_of_site"]["referencedLayer"] == "heritage_sites"
    assert {each["referencingLayer"] for each in relations.values()} <= layers.keys()
    shown = [node.attrib["id"] for node in russian.iter("layer-tree-layer")]
    assert shown[0] == "heritage_sites"
    assert set(shown) == layers.keys()


def test_keys_are_long_enough_for_qgis(tmp_path: Path) -> None:
    """QGIS gives a layer with a key of ten letters or fewer another one, and joins break."""
    create_geopackage(tmp_path / "register.gpkg")
    for project in read_projects(tmp_path / "register.gpkg").values():
        for layer in project.iter("maplayer"):
            assert len(layer.findtext("id") or "") > 10


@pytest.mark.process
def test_debian_finds_the_geopackage_valid(tmp_path: Path) -> None:
    """The register passes `validate_gpkg` as Debian ships it."""
    create_geopackage(tmp_path / "register.gpkg")
    assert validate(tmp_path / "register.gpkg") == ""


@pytest.mark.process
def test_the_validator_finds_faults(tmp_path: Path) -> None:
    """It is no rubber stamp: a table of contents that names an unknown type is told."""
    create_geopackage(tmp_path / "register.gpkg")
    with closing(sqlite3.connect(tmp_path / "register.gpkg")) as opened, opened:
        opened.execute("UPDATE gpkg_contents SET data_type = 'x' WHERE table_name = 'names'")
    assert "Unexpected data types in gpkg_contents" in validate(tmp_path / "register.gpkg")


def validate(path: Path) -> str:
    """Return what Debian's validator says of a GeoPackage; empty where it is valid."""
    found = subprocess.run([SYSTEM_PYTHON, "-c", "import osgeo_utils"], check=False)
    if found.returncode:
        assert not os.environ.get("CI"), "python3-gdal is missing: see install_test_servers.sh"
        pytest.skip("python3-gdal is not installed: make test installs it where apt is at hand")
    told = subprocess.run([SYSTEM_PYTHON, *VALIDATOR, path], capture_output=True, check=False)
    return (told.stdout + told.stderr).decode().strip()


def test_a_register_that_is_edited_is_not_replaced(tmp_path: Path) -> None:
    """What QGIS saved lies beside the file until it closes it, and would damage another one."""
    path = tmp_path / "register.gpkg"
    create_geopackage(path)
    let_go_of(path)
    let_go_of(tmp_path / "there-is-none.gpkg")
    with closing(sqlite3.connect(path)) as editor:
        editor.execute("PRAGMA journal_mode = WAL")
        editor.execute("UPDATE gpkg_contents SET description = 'edited'")
        editor.commit()
        assert (tmp_path / "register.gpkg-wal").stat().st_size > 0
        with pytest.raises(BusyError, match="open for editing in another program"):
            let_go_of(path)
    let_go_of(path)
    assert not (tmp_path / "register.gpkg-wal").exists()
    path.write_bytes(b"none" * 1000)
    let_go_of(path)


def test_a_register_that_another_program_writes_to_is_told(tmp_path: Path) -> None:
    """Whatever is written first meets the lock: one line, and nothing is changed."""
    path = tmp_path / "register.gpkg"
    create_geopackage(path)
    with closing(sqlite3.connect(path)) as editor:
        editor.execute("PRAGMA journal_mode = WAL")
        editor.execute("UPDATE gpkg_contents SET description = 'being edited'")
        with pytest.raises(BusyError, match="is held by another program"):
            _forget_links(path)


def _forget_links(path: Path) -> None:
    with open_register(path) as register, register.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
        connection.execute(delete(schema.links))
