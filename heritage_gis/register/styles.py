"""How QGIS shows the tables of a GeoPackage: a style for each language, kept in the file itself.

A layer has symbols and names; every table has its columns and codes in words. What stands between
tables (joins and relations) no style can hold: see `heritage_gis.register.qgis_projects`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, tostring

from sqlalchemy import Engine, text

from heritage_gis.register.style_fields import add_fields
from heritage_gis.register.style_symbols import add_symbols
from heritage_gis.vocabularies.own_columns import list_made_columns

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from heritage_gis.settings import Language

# Names and types as QGIS makes them: it finds its styles by them.
_TABLE = """
    CREATE TABLE layer_styles (
        id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
        f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
        useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
        update_time DATETIME
    )
"""
_LISTED = (  # the time is stated, as else the clock would be written
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles', '2000-01-01T00:00:00.000Z')"
)
_STYLE = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, "
    "styleName, styleQML, styleSLD, useAsDefault, description, owner, ui) "
    "VALUES ('', '', :table, :geometry, :name, :qml, '', :first, '', '', '')"
)
_SHOWN = (
    "SELECT contents.table_name, column_name, geometry_type_name FROM gpkg_contents contents "
    "LEFT JOIN gpkg_geometry_columns columns ON columns.table_name = contents.table_name "
    "WHERE contents.table_name NOT IN "  # those are of no use to a person
    "('layer_styles', 'state', 'lookups', 'founded_sites', 'former_records') "
    "ORDER BY column_name IS NULL, contents.table_name <> 'sites', contents.table_name"
)
STYLES: dict[Language, str] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
QGIS_VERSION = "3.22.0"
CATEGORIES = "Symbology|Labeling|Fields|Forms"


@dataclass(frozen=True)
class ShownTable:
    """A table of a GeoPackage that QGIS shows.

    Attributes:
        name: of the table or view.
        geometry: the name of its geometry column; empty where it has none.
        shape: POINT, POLYGON, GEOMETRY; empty where it has none.
        fields: name and SQLite type of each column but the geometry.
        is_view: whether it is a view that the file does not list.
    """

    name: str
    geometry: str
    shape: str
    fields: tuple[tuple[str, str], ...]
    is_view: bool = False

    @property
    def columns(self) -> list[str]:
        """Return the names of its columns but the geometry."""
        return [name for name, _ in self.fields]


def list_shown(connection: Connection) -> list[ShownTable]:
    """Return the tables that a GeoPackage tells of, `sites` first, then layers, then the others."""
    return [
        ShownTable(name, geometry or "", shape or "", list_columns(connection, name, geometry))
        for name, geometry, shape in connection.execute(text(_SHOWN)).fetchall()
    ]


def list_columns(
    connection: Connection, table: str, geometry: str | None = None
) -> tuple[tuple[str, str], ...]:
    """Return name and SQLite type of each column of a table but its geometry."""
    told = connection.execute(text(f'PRAGMA table_info("{table}")')).fetchall()
    return tuple((row.name, row.type) for row in told if row.name != geometry)


def add_styles(engine: Engine) -> None:
    """Write the styles into a GeoPackage that has none yet."""
    with engine.begin() as connection:
        shown = list_shown(connection)
        connection.execute(text(_TABLE))
        connection.execute(text(_LISTED))
        for table in shown:
            for place, (language, name) in enumerate(STYLES.items()):
                style = {"table": table.name, "geometry": table.geometry, "name": name}
                qml = write_qml(table, language)
                connection.execute(text(_STYLE), {**style, "qml": qml, "first": place == 0})


def write_qml(table: ShownTable, language: Language) -> str:
    """Write the style of a table in a language."""
    style = Element("qgis", version=QGIS_VERSION, styleCategories=CATEGORIES)
    add_style(style, table, language)
    return tostring(style, encoding="unicode")


def add_style(element: Element, table: ShownTable, language: Language) -> None:
    """Add symbols, names and fields to the root of a style, or to a layer of a project."""
    if table.geometry:
        add_symbols(element, table.name, table.columns, table.shape, language)
    fixed = list_made_columns() if table.name == "records" else table.columns
    add_fields(element, table.fields, language, fixed)
