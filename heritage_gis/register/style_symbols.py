"""How QGIS draws sites, records and cells: a symbol for each kind group, and names close by."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from heritage_gis.vocabularies.columns import name_table
from heritage_gis.vocabularies.kinds import read_kind_groups, read_kinds

if TYPE_CHECKING:
    from collections.abc import Collection

    from heritage_gis.settings import Language

# The symbols of `kind_groups` as QGIS draws them: shape, angle; a ring is a circle without filling.
_MARKERS = {
    "bar": ("line", 0),
    "cross": ("cross_fill", 0),
    "quarters": ("octagon", 0),
    "ring": ("circle", 0),
    "triangle_down": ("triangle", 180),
}
INK, PAPER, NOTHING = "41,36,31,255", "255,255,255,255", "255,255,255,0"
ACCENT, WASH = "150,55,31,255", "150,55,31,40"  # of the palette of the pages
SIZE_MM = "3.4"
LABELS_FROM_SCALE = 400_000  # farther off, names would lie over each other
IS_POINT = "geometry_type($geometry) = 'Point'"
Settings = dict[str, str]


def add_symbols(
    style: Element, layer: str, columns: Collection[str], shape: str, language: Language
) -> None:
    """Add to a style how a layer is drawn.

    Args:
        style: the root of a style, or a layer of a project.
        layer: its name.
        columns: its columns; kinds are told apart by `kind`, else by `kind_group`.
        shape: POINT, POLYGON, or GEOMETRY for a layer of all shapes.
        language: of the legend and the names.
    """
    renderer = SubElement(style, "renderer-v2", type="RuleRenderer", symbollevels="0")
    rules, symbols = SubElement(renderer, "rules", key=layer), SubElement(renderer, "symbols")
    if shape != "POLYGON":
        _add_kinds(rules, symbols, columns, shape, language)
    if shape != "POINT":
        _add_areas(rules, symbols, layer, shape, language)
    _add_labels(style, columns, language)


def _add_kinds(
    rules: Element, symbols: Element, columns: Collection[str], shape: str, language: Language
) -> None:
    for number, (code, group) in enumerate(read_kind_groups().items()):
        kinds = [kind.code for kind in read_kinds().values() if kind.group == code]
        told = _write_filter("kind", kinds, code)
        if "kind_group" in columns:  # of the public twin: its kinds are told of exact sites alone
            told = _write_filter("kind_group", [code], code)
        if shape != "POINT":
            told = f"{IS_POINT} AND ({told})"
        rule = {"key": code, "symbol": str(number), "label": group.plural[language]}
        SubElement(rules, "rule", {"filter": told, **rule})
        _add_marker(symbols, str(number), group.symbol)


def _write_filter(column: str, codes: list[str], group: str) -> str:
    listed = ", ".join(f"'{code}'" for code in codes)
    return f"{column} IN ({listed})" + (f" OR {column} IS NULL" if group == "unknown" else "")


def _add_marker(symbols: Element, name: str, shape: str) -> None:
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
    _add_symbol(symbols, name, ("marker", "SimpleMarker"), options)


def _add_areas(
    rules: Element, symbols: Element, layer: str, shape: str, language: Language
) -> None:
    fill = {"color": WASH, "outline_color": ACCENT, "outline_width": "0.4", "style": "solid"}
    line = {"line_color": ACCENT, "line_width": "0.6", "line_style": "solid"}
    label = name_table(layer, language)
    for name, kind, options in (
        ("Polygon", ("fill", "SimpleFill"), fill),
        ("Line", ("line", "SimpleLine"), line),
    ):
        if shape == "POLYGON" and name == "Line":
            continue
        told = f"geometry_type($geometry) = '{name}'"
        rule = {"key": name.lower(), "symbol": name.lower(), "label": label, "filter": told}
        SubElement(rules, "rule", rule)
        _add_symbol(symbols, name.lower(), kind, options)


def _add_symbol(symbols: Element, name: str, kind: tuple[str, str], options: Settings) -> None:
    symbol = SubElement(symbols, "symbol", name=name, type=kind[0], alpha="1")
    layer = SubElement(symbol, "layer", {"class": kind[1], "enabled": "1", "pass": "0"})
    told = SubElement(layer, "Option", type="Map")
    for option, value in options.items():
        SubElement(told, "Option", name=option, type="QString", value=value)
        SubElement(layer, "prop", k=option, v=value)  # how QGIS before 3.26 reads it


def _add_labels(style: Element, columns: Collection[str], language: Language) -> None:
    order = dict.fromkeys(f"name_{each}" for each in (language, "kk", "ru", "en"))
    names = [name for name in order if name in columns]
    settings = SubElement(SubElement(style, "labeling", type="simple"), "settings")
    name = f"coalesce({', '.join(names)})"
    letters = {"fontFamily": "Arial", "fontWeight": "50", "fontSize": "9", "textColor": INK}
    text = SubElement(settings, "text-style", {"fieldName": name, "isExpression": "1", **letters})
    halo = {"bufferDraw": "1", "bufferSize": "0.8", "bufferSizeUnits": "MM", "bufferColor": PAPER}
    SubElement(text, "text-buffer", halo)
    SubElement(settings, "placement", placement="6", dist="2")
    scale = {"scaleVisibility": "1", "scaleMin": "1", "scaleMax": str(LABELS_FROM_SCALE)}
    SubElement(settings, "rendering", {"drawLabels": "1", **scale})
