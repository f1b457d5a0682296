"""QGIS projects kept in a GeoPackage itself, one a language: layers joined and related, and styled.

A style knows one table. That a record is joined to its survey, and a site to all that is said of
it, only a project can say; within the file it goes wherever the file goes, and QGIS lists it below
the file in its browser.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from sqlalchemy import text

from heritage_gis.register import schema
from heritage_gis.register.styles import (
    QGIS_VERSION,
    STYLES,
    ShownTable,
    add_style,
    list_columns,
    list_shown,
)
from heritage_gis.vocabularies.columns import list_codes, name_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

    from heritage_gis.settings import Language

# As QGIS makes it, and as it wants a project in it: a zip, in hexadecimal figures.
_TABLE = "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)"
_PROJECT = "INSERT INTO qgis_projects (name, metadata, content) VALUES (:name, :metadata, :content)"
NO_CLOCK = "2000-01-01T00:00:00"
ZIP_TIME = (2000, 1, 1, 0, 0, 0)
REGION_WGS84 = (62.6, 46.0, 77.75, 51.35)  # west, south, east, north of both regions
SITE, SURVEY = "site_id", "survey_id"
SURVEY_FIELDS = ("title", "who", "received")  # that are joined to what a survey says
SHAPES = {"POINT": "Point", "POLYGON": "Polygon"}
# Layers of their own, as QGIS takes a layer of all shapes for one of points: role -> two names.
OUTLINES = {"outline": ("Polygon", "Polygon"), "route": ("Line", "LineString")}
QGIS_SRSID = "3452"  # its own number of EPSG:4326
KEY = "heritage_"  # before the name of a table; QGIS gives keys of ten letters or fewer anew


def add_projects(engine: Engine, file_name: str) -> None:
    """Write the projects into a GeoPackage that has none yet.

    Args:
        engine: the GeoPackage.
        file_name: what it will be called, as a project names the file that its layers are in.
    """
    with engine.begin() as connection:
        tables = [*list_shown(connection), *_list_views(connection)]
        connection.execute(text(_TABLE))
        for language, name in STYLES.items():
            content = _pack(write_project(tables, file_name, language)).hex()
            metadata = {"last_modified_time": NO_CLOCK, "last_modified_user": ""}
            told = {"name": name, "metadata": json.dumps(metadata), "content": content}
            connection.execute(text(_PROJECT), told)


def _list_views(connection: Connection) -> list[ShownTable]:
    """Return the views of a register, which its GeoPackage does not list."""
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'view'"))
    names = sorted(schema.write_views().keys() & {name for (name,) in found})
    return [
        ShownTable(name, "", "", list_columns(connection, name), is_view=True) for name in names
    ]


def _pack(project: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        entry = zipfile.ZipInfo("register.qgs", ZIP_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, project)
    return packed.getvalue()


def write_project(tables: Sequence[ShownTable], file_name: str, language: Language) -> bytes:
    """Write a project of these tables as XML."""
    title = STYLES[language]
    project = Element("qgis", projectname=title, version=QGIS_VERSION)
    SubElement(project, "title").text = title
    _add_system(SubElement(project, "projectCrs"))
    tree = SubElement(project, "layer-tree-group")
    _add_canvas(project)
    layers = SubElement(project, "projectlayers")
    plain = Element("plain")  # tables without geometry come below the layers
    for table in tables:
        for role, source, shape in _list_sources(table, file_name):
            key = f"{KEY}{table.name}{role}"
            label = name_table(table.name, language)
            if role:
                label = f"{label}: {list_codes('geometry_role', language)[role]}"
            layer = _add_layer(layers, (key, source, shape, label))
            add_style(layer, table, language)
            _add_joins(layer, table, tables)
            group = tree if table.geometry else plain
            node = SubElement(group, "layer-tree-layer", id=key, name=label, source=source)
            node.attrib.update(providerKey="ogr", checked="Qt::Checked", expanded="0")
    tree.extend([*plain])
    _add_relations(project, tables, language)
    return tostring(project, encoding="utf-8", xml_declaration=True)


def _list_sources(table: ShownTable, file_name: str) -> list[tuple[str, str, str]]:
    """Return the layers that QGIS makes of a table: role, source, shape (empty for a plain one)."""
    file = f"./{file_name}"
    if table.is_view:
        return [("", f"{file}|subset=SELECT * FROM {table.name}", "")]  # noqa: S608 - of our schema
    source = f"{file}|layername={table.name}"
    if table.shape != "GEOMETRY":
        return [("", source, SHAPES.get(table.shape, ""))]
    apart = [
        (role, f"{source}|geometrytype={kind}", shape) for role, (shape, kind) in OUTLINES.items()
    ]
    return [("", source, "Point"), *apart]  # that of points has every record


def _add_layer(layers: Element, told: tuple[str, str, str, str]) -> Element:
    key, source, shape, label = told
    layer = SubElement(layers, "maplayer", type="vector", geometry=shape or "No geometry")
    SubElement(layer, "id").text = key
    SubElement(layer, "datasource").text = source
    SubElement(layer, "layername").text = label
    if shape:
        _add_system(SubElement(layer, "srs"))
    SubElement(layer, "provider", encoding="UTF-8").text = "ogr"
    return layer


def _add_system(parent: Element) -> None:
    system = SubElement(parent, "spatialrefsys")
    SubElement(system, "srsid").text = QGIS_SRSID  # without it QGIS leaves the authority unread
    SubElement(system, "srid").text = str(schema.SRID)
    SubElement(system, "authid").text = f"EPSG:{schema.SRID}"


def _add_canvas(project: Element) -> None:
    canvas = SubElement(project, "mapcanvas", name="theMapCanvas")
    SubElement(canvas, "units").text = "degrees"
    extent = SubElement(canvas, "extent")
    for edge, degrees in zip(("xmin", "ymin", "xmax", "ymax"), REGION_WGS84, strict=True):
        SubElement(extent, edge).text = str(degrees)
    _add_system(SubElement(canvas, "destinationsrs"))


def _add_joins(layer: Element, table: ShownTable, tables: Sequence[ShownTable]) -> None:
    """Join to what a survey says who sent it, where both are there."""
    joins = SubElement(layer, "vectorjoins")
    if table.name == "surveys" or SURVEY not in table.columns:
        return
    if all(other.name != "surveys" for other in tables):
        return
    ends = {"joinLayerId": f"{KEY}surveys", "joinFieldName": SURVEY, "targetFieldName": SURVEY}
    how = {"memoryCache": "1", "editable": "0", "hasCustomPrefix": "1", "customPrefix": "survey_"}
    subset = SubElement(SubElement(joins, "join", {**ends, **how}), "joinFieldsSubset")
    for name in SURVEY_FIELDS:
        SubElement(subset, "field", name=name)


def _add_relations(project: Element, tables: Sequence[ShownTable], language: Language) -> None:
    """Relate to each site all that is said of it, so that its form shows the rows."""
    relations = SubElement(project, "relations")
    for table in tables:
        if table.name != "sites" and SITE in table.columns:
            relation = SubElement(
                relations,
                "relation",
                id=f"{table.name}_of_site",
                name=name_table(table.name, language),
                referencedLayer=f"{KEY}sites",
                referencingLayer=f"{KEY}{table.name}",
                strength="Association",
            )
            SubElement(relation, "fieldRef", referencedField=SITE, referencingField=SITE)
