"""How QGIS draws the sites of the register: a style for each language, kept in the file itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from sqlalchemy import Engine, text

from heritage_gis.vocabularies.kinds import read_kind_groups, read_kinds

if TYPE_CHECKING:
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
    "VALUES ('', '', 'sites', 'geometry', :name, :qml, '', :first, '', '', '')"
)
STYLES: dict[Language, str] = {"kk": "Қазақша", "ru": "Русский", "en": "English"}
# The symbols of `kind_groups` as QGIS draws them: shape, angle; a ring is a circle without filling.
_MARKERS = {
    "bar": ("line", 0),
    "cross": ("cross_fill", 0),
    "quarters": ("octagon", 0),
    "ring": ("circle", 0),
    "triangle_down": ("triangle", 180),
}
INK, PAPER, NOTHING = "41,36,31,255", "255,255,255,255", "255,255,255,0"
SIZE_MM = "3.4"
LABELS_FROM_SCALE = 400_000  # farther off, names would lie over each other


def add_styles(engine: Engine) -> None:
    """Write the styles into a register file that has none yet."""
    with engine.begin() as connection:
        connection.execute(text(_TABLE))
        connection.execute(text(_LISTED))
        for place, (language, name) in enumerate(STYLES.items()):
            style = {"name": name, "qml": write_qml(language), "first": place == 0}
            connection.execute(text(_STYLE), style)


def write_qml(language: Language) -> str:
    """Write the style of the layer `sites`: a symbol for each kind group, and names close by."""
    style = Element("qgis", version="3.22.0", styleCategories="Symbology|Labeling")
    renderer = SubElement(style, "renderer-v2", type="RuleRenderer", symbollevels="0")
    rules, symbols = SubElement(renderer, "rules", key="kinds"), SubElement(renderer, "symbols")
    for number, (code, group) in enumerate(read_kind_groups().items()):
        kinds = [kind.code for kind in read_kinds().values() if kind.group == code]
        rule = {"key": code, "symbol": str(number), "label": group.plural[language]}
        SubElement(rules, "rule", {"filter": _write_filter(code, kinds), **rule})
        _add_symbol(symbols, str(number), group.symbol)
    _add_labels(style, language)
    return tostring(style, encoding="unicode")


def _write_filter(group: str, kinds: list[str]) -> str:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    return f"kind IN ({listed})" + (" OR kind IS NULL" if group == "unknown" else "")


def _add_symbol(symbols: Element, name: str, shape: str) -> None:
    symbol = SubElement(symbols, "symbol", name=name, type="marker", alpha="1")
    layer = SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "pass": "0"})
    marker, angle = _MARKERS.get(shape, (shape, 0))
    is_drawn_by_line = shape in {"bar", "ring"}
    options = {
        "name": marker,
        "angle": str(angle),
        "color": NOTHING if shape == "ring" else INK,
        "outline_color": INK if is_drawn_by_line else PAPER,
        "outline_width": "1.0" if is_drawn_by_line else "0.2",
        "size": SIZE_MM,
        "size_unit": "MM",
    }
    told = SubElement(layer, "Option", type="Map")
    for option, value in options.items():
        SubElement(told, "Option", name=option, type="QString", value=value)
        SubElement(layer, "prop", k=option, v=value)  # how QGIS before 3.26 reads it


def _add_labels(style: Element, language: Language) -> None:
    others = [f"name_{other}" for other in STYLES if other != language]
    name = f"coalesce({', '.join([f'name_{language}', *others])})"
    settings = SubElement(SubElement(style, "labeling", type="simple"), "settings")
    SubElement(settings, "text-style", fieldName=name, isExpression="1", fontSize="9")
    SubElement(settings, "placement", placement="6", dist="1")
    scale = {"scaleVisibility": "1", "scaleMin": "1", "scaleMax": str(LABELS_FROM_SCALE)}
    SubElement(settings, "rendering", {"drawLabels": "1", **scale})
