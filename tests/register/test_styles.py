"""The styles by which QGIS draws the sites: every kind has one symbol, in each language."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from heritage_gis.register.geopackage import create_geopackage
from heritage_gis.register.styles import STYLES, write_qml
from heritage_gis.vocabularies.kinds import read_kind_groups, read_kinds

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.settings import Language

QGIS_MARKERS = {  # that QGIS 3.22 draws, of those that we use
    *("circle", "cross_fill", "diamond", "hexagon", "line", "octagon", "pentagon", "square"),
    *("star", "triangle"),
}


@pytest.mark.parametrize("language", STYLES)
def test_every_kind_has_one_symbol(language: Language) -> None:
    """The rules hold each kind once, and each rule names its group and a symbol of its own."""
    style = ET.fromstring(write_qml(language))  # noqa: S314 - our own text
    rules = style.findall("renderer-v2/rules/rule")
    kinds = [kind for rule in rules for kind in re.findall(r"'(\w+)'", rule.attrib["filter"])]
    assert sorted(kinds) == sorted(read_kinds())
    plurals = [group.plural[language] for group in read_kind_groups().values()]
    assert [rule.attrib["label"] for rule in rules] == plurals
    drawn = {symbol.attrib["name"] for symbol in style.findall("renderer-v2/symbols/symbol")}
    assert {rule.attrib["symbol"] for rule in rules} == drawn
    names = style.findall(".//Option[@name='name']")
    assert {name.attrib["value"] for name in names} <= QGIS_MARKERS
    label = style.find("labeling/settings/text-style")
    assert label is not None
    assert label.attrib["fieldName"].startswith(f"coalesce(name_{language}, ")


def test_a_new_register_holds_the_styles(tmp_path: Path) -> None:
    """QGIS finds a style for each language where it looks, the first as default, and no clock."""
    create_geopackage(tmp_path / "register.gpkg")
    with closing(sqlite3.connect(tmp_path / "register.gpkg")) as register:
        rows = register.execute(
            "SELECT f_table_name, f_geometry_column, styleName, useAsDefault, update_time "
            "FROM layer_styles"
        ).fetchall()
        listed = register.execute(
            "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'"
        ).fetchall()
    assert rows == [
        ("sites", "geometry", name, int(place == 0), None)
        for place, name in enumerate(STYLES.values())
    ]
    assert listed == [("attributes",)]
