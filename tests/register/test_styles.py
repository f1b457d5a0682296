"""The styles by which QGIS shows the register: symbols, aliases and labels, in each language."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from heritage_gis.model.record import RECORD_COLUMNS
from heritage_gis.register import schema
from heritage_gis.register.geopackage import create_geopackage
from heritage_gis.register.styles import STYLES, ShownTable, write_qml
from heritage_gis.vocabularies.columns import list_codes, name_column
from heritage_gis.vocabularies.kinds import read_kind_groups, read_kinds
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.settings import Language

QGIS_MARKERS = {  # that QGIS 3.22 draws, of those that we use
    *("circle", "cross_fill", "diamond", "hexagon", "line", "octagon", "pentagon", "square"),
    *("star", "triangle"),
}
TEXTS = tuple((name, "TEXT") for name in ("site_id", "name_kk", "name_ru", "kind", "district"))
SITES = ShownTable("sites", "geometry", "POINT", TEXTS)
LAYERS = {
    "sites": SITES,
    "records": ShownTable("records", "geometry", "GEOMETRY", TEXTS),
    "cells": ShownTable("cells", "geometry", "POLYGON", TEXTS),
}


def read_style(table: ShownTable, language: Language) -> ET.Element:
    """Return a style as the element that QGIS reads."""
    return ET.fromstring(write_qml(table, language))  # noqa: S314 - our own text


@pytest.mark.parametrize("language", STYLES)
def test_every_kind_has_one_symbol(language: Language) -> None:
    """The rules hold each kind once, and each rule names its group and a symbol of its own."""
    style = read_style(SITES, language)
    rules = style.findall("renderer-v2/rules/rule")
    kinds = [kind for rule in rules for kind in re.findall(r"'(\w+)'", rule.attrib["filter"])]
    assert sorted(kinds) == sorted(read_kinds())
    plurals = [group.plural[language] for group in read_kind_groups().values()]
    assert [rule.attrib["label"] for rule in rules] == plurals
    drawn = {symbol.attrib["name"] for symbol in style.findall("renderer-v2/symbols/symbol")}
    assert {rule.attrib["symbol"] for rule in rules} == drawn
    names = style.findall("renderer-v2//Option[@name='name']")
    assert {name.attrib["value"] for name in names} <= QGIS_MARKERS
    label = style.find("labeling/settings/text-style")
    assert label is not None
    assert label.attrib["fieldName"].startswith("coalesce(name_")


@pytest.mark.parametrize(("layer", "count"), [("sites", 12), ("records", 14), ("cells", 1)])
def test_each_shape_is_drawn(layer: str, count: int) -> None:
    """Points by their kind; outlines and routes by a rule of their own, which points never meet."""
    rules = read_style(LAYERS[layer], "en").findall("renderer-v2/rules/rule")
    assert len(rules) == count
    told = [rule.attrib["filter"] for rule in rules]
    if layer == "records":
        assert told[0].startswith("geometry_type($geometry) = 'Point' AND (kind IN (")
        assert told[-1] == "geometry_type($geometry) = 'Line'"


def test_columns_and_codes_are_in_words() -> None:
    """Aliases in the language of the style; codes and districts as lists of labels."""
    style = read_style(SITES, "ru")
    aliases = {alias.attrib["field"]: alias.attrib["name"] for alias in style.iter("alias")}
    assert aliases["kind"] == "Вид"
    assert aliases["name_kk"] == "Название на казахском"
    widgets = {
        field.attrib["name"]: widget
        for field in style.iter("field")
        if (widget := field.find("editWidget")) is not None
    }
    assert widgets["kind"].attrib["type"] == "ValueMap"
    listed = {
        o.attrib["value"]: o.attrib["name"]
        for o in widgets["kind"].iter("Option")
        if "value" in o.attrib
    }
    assert listed["kurgan"] == "курган"
    assert len(listed) == len(read_kinds())
    districts = [o.attrib.get("name") for o in widgets["district"].iter("Option")]
    assert "Шетский район" in districts


def test_all_columns_of_records_and_sites_have_a_name() -> None:
    """In all three languages; a table that is new to us is shown by its own names."""
    named = read_labels("column_names")
    assert {*RECORD_COLUMNS, *schema.SITE_COLUMNS} <= named.keys()
    for language in STYLES:
        assert name_column("kind_kk", language) == f"{name_column('kind', language)} (kk)"
        assert name_column("no_such_column", language) == "no_such_column"
        assert set(list_codes("condition", language)) == read_labels("conditions").keys()
        assert list_codes("geometry_role", language).keys() == {"point", "outline", "zone", "route"}
    assert list_codes("name_ru", "ru") == {}


def test_a_new_register_holds_the_styles(tmp_path: Path) -> None:
    """QGIS finds a style of each table in each language where it looks, the first as default."""
    create_geopackage(tmp_path / "register.gpkg")
    with closing(sqlite3.connect(tmp_path / "register.gpkg")) as register:
        rows = register.execute(
            "SELECT f_table_name, f_geometry_column, styleName, useAsDefault, update_time "
            "FROM layer_styles ORDER BY id"
        ).fetchall()
        listed = register.execute(
            "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'"
        ).fetchall()
    expected = [
        (table, "geometry", name, int(place == 0), None)
        for table in ("sites", "records")
        for place, name in enumerate(STYLES.values())
    ]
    assert rows[:6] == expected
    assert {row[0] for row in rows} >= {"names", "surveys", "problems", "works"}
    assert {row[1] for row in rows[6:]} == {""}
    assert listed == [("attributes",)]
