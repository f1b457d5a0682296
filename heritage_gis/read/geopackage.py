"""GeoPackage: every layer and table of it, features numbered by the key that QGIS shows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from heritage_gis.read.geopackage_cells import amend_cells, open_database, quote
from heritage_gis.read.job import Sheet
from heritage_gis.read.layers import LayerMeta, LayerSource, hand_over_layer
from heritage_gis.read.limits import MAX_FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.read.handover import Handover

# What QGIS keeps in a GeoPackage for itself.
_IDLE_TABLES = ("layer_styles", "qgis_projects", "qgis_editable_layers")
_SHORTEST_SHAPE = 8  # bytes: the head of a shape, which begins with GP
_LAYERS = """
    SELECT c.table_name, g.column_name, t.sql, g.srs_id, s.organization, s.organization_coordsys_id
    FROM gpkg_contents c
    LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    LEFT JOIN sqlite_master t ON t.name = c.table_name AND t.type = 'table'
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
    WHERE c.data_type IN ('features', 'attributes')
    ORDER BY c.rowid
"""


@dataclass(frozen=True)
class _Layer:
    """A layer, and the keys of features whose shape GDAL would take for none."""

    name: str
    srs_id: int | None
    authority: str
    lost: tuple[int, ...] = ()


def read_geopackage(handover: Handover) -> None:
    """Hand over each layer and each table of attributes.

    Raises:
        RefusedFileError: it is a SQLite database of another kind, damaged, or without layers.
    """
    layers = [layer for layer in _list_layers(handover) if layer.name not in _IDLE_TABLES]
    if not layers:
        raise handover.refuse("geopackage_empty")
    for layer in layers:
        # Immutable: SQLite would else write beside the received file where it was left open.
        amend = partial(amend_cells, handover, layer.name)
        source = LayerSource("GPKG", layer.name, {"IMMUTABLE": "YES"}, amend=amend)
        hand_over_layer(handover, source, partial(_describe, layer))
        for key in layer.lost:
            handover.add_fault("feature_place_unreadable", "…", layer.name, key)


def _list_layers(handover: Handover) -> list[_Layer]:
    _check_size(handover)
    try:
        with closing(open_database(handover)) as database:
            _check_pages(handover, database)
            return list(_read_layers(database))
    except (sqlite3.Error, ValueError) as fault:
        raise handover.refuse("geopackage_is_none", fault=str(fault)) from fault


def _read_layers(database: sqlite3.Connection) -> Iterator[_Layer]:
    for name, column, sql, srs_id, organization, code in database.execute(_LAYERS).fetchall():
        authority = f"{organization} {code}" if organization and code else ""
        is_plain = column and str(sql).upper().startswith("CREATE TABLE")
        lost = _find_lost(database, str(name), str(column)) if is_plain else ()
        yield _Layer(str(name), None if srs_id is None else int(srs_id), authority, lost)


def _find_lost(database: sqlite3.Connection, table: str, column: str) -> tuple[int, ...]:
    """Return the keys of features whose shape does not begin as a GeoPackage has it."""
    table, column = quote(table), quote(column)
    found = database.execute(
        f"SELECT rowid FROM {table} WHERE {column} IS NOT NULL AND (typeof({column}) <> 'blob' "  # noqa: S608 - both names are quoted
        f"OR length({column}) < {_SHORTEST_SHAPE} OR substr({column}, 1, 2) <> x'4750') "
        f"LIMIT {MAX_FAULTS + 1}"
    )
    return tuple(int(key) for (key,) in found)


def _check_size(handover: Handover) -> None:
    """Refuse a file that is shorter than its own header says; SQLite may notice, or not."""
    with handover.input.open("rb") as stream:
        head = stream.read(100)
    page = int.from_bytes(head[16:18], "big")
    size = (65536 if page == 1 else page) * int.from_bytes(head[28:32], "big")
    found = handover.input.stat().st_size
    if found < size:
        raise handover.refuse("file_cut", found=found, expected=size)


def _check_pages(handover: Handover, database: sqlite3.Connection) -> None:
    (answer,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise handover.refuse("geopackage_damaged", fault=str(answer)[:120])


def _describe(layer: _Layer, meta: LayerMeta) -> Sheet:
    crs, evidence = meta.crs, ""
    if layer.srs_id is not None:
        evidence = f"GeoPackage srs_id {layer.srs_id}"
        if layer.srs_id <= 0:  # -1 and 0 stand for an undefined system
            crs, evidence = "", f"{evidence}, which stands for an undefined system"
    return Sheet(
        "features",
        layer.name,
        encoding="utf-8",
        encoding_evidence="GeoPackage is UTF-8 by its standard",
        crs_wkt=crs,
        crs_evidence=evidence,
        headings=meta.headings,
        has_geometry=meta.has_geometry,
    )
