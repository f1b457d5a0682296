"""The register's file: a GeoPackage laid out by GDAL, so that QGIS opens it as it is."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
from sqlalchemy import Engine, Table, create_engine, event, text

from heritage_gis.errors import BusyError
from heritage_gis.model.record import CRS
from heritage_gis.paths import flush
from heritage_gis.register import schema
from heritage_gis.register.geometries import is_empty, read_edge
from heritage_gis.register.qgis_projects import add_projects
from heritage_gis.register.state import note_schema
from heritage_gis.register.styles import add_styles

if TYPE_CHECKING:
    from pathlib import Path

REBUILT = ".rebuilt"  # in the name of a register that is to take the place of another
VERSION = "1.3"  # Debian's validator and QGIS 3.22 know no later one
_SYNCHRONOUS = "OGR_SQLITE_SYNCHRONOUS"
GDAL_NAMES = {"POINT": "Point", "GEOMETRY": "Unknown"}
SECONDS_TO_WAIT = 10  # for a reader such as QGIS to let go


def create_geopackage(path: Path) -> None:
    """Make an empty register; GDAL writes the triggers and the spatial index of the standard.

    One that is made beside the old register is called as the old one in its QGIS projects.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".new-{path.name}")
    scratch.unlink(missing_ok=True)
    _lay_out_tables(scratch)
    engine = create_engine(f"sqlite:///{scratch}")
    event.listen(engine, "connect", _leave_flushing)
    _add_indexes_and_views(engine)
    add_styles(engine)
    add_projects(engine, path.name.replace(REBUILT, ""))
    with engine.begin() as connection:
        note_schema(connection)
    engine.dispose()
    flush(scratch)
    scratch.rename(path)


def _leave_flushing(connection: sqlite3.Connection, _record: object) -> None:
    """Have nothing flushed before the whole file is: one that is cut short is thrown away."""
    connection.execute("PRAGMA synchronous = OFF")


def _lay_out_tables(scratch: Path) -> None:
    import pyogrio

    pyogrio.set_gdal_config_options({_SYNCHRONOUS: "OFF"})
    try:
        for table in schema.metadata.sorted_tables:
            shape = schema.LAYERS.get(table.name)
            pyogrio.write_dataframe(
                make_empty_frame(table),
                scratch,
                layer=str(table.name),
                driver="GPKG",
                append=scratch.exists(),
                dataset_options={} if scratch.exists() else {"VERSION": VERSION},
                geometry_type=GDAL_NAMES[shape] if shape else None,
                layer_options={"GEOMETRY_NAME": "geometry"} if shape else {},
            )
    finally:
        pyogrio.set_gdal_config_options({_SYNCHRONOUS: None})


def _add_indexes_and_views(engine: Engine) -> None:
    """Add what GDAL does not make.

    The standard lists a view only where its first column is a whole number of its own in each row;
    the others are there for SQL, and stand in the project that the file carries.
    """
    listed = text(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
        "VALUES (:view, 'attributes', :view)"
    )
    with engine.begin() as connection:
        for table in schema.metadata.sorted_tables:
            for index in table.indexes:
                index.create(connection)
        for view, query in schema.write_views().items():
            connection.execute(text(f"CREATE VIEW {view} AS {query}"))
            first = connection.execute(text(f"PRAGMA table_info({view})")).first()
            if first is not None and first.type == "INTEGER":
                connection.execute(listed, {"view": view})


def make_empty_frame(table: Table) -> pd.DataFrame:
    """Return a frame without rows that has the columns of a table, but not its fid."""
    frame = pd.DataFrame(
        {
            column.name: pd.Series(dtype=schema.find_dtype(column))
            for column in table.columns
            if column.name not in {"fid", "geometry"}
        }
    )
    if table.name not in schema.LAYERS:
        return frame
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries([], crs=CRS))


def connect_geopackage(path: Path) -> Engine:
    """Open a register file for reading and writing."""
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": SECONDS_TO_WAIT})
    event.listen(engine, "connect", _add_functions)
    return engine


def let_go_of(path: Path) -> None:
    """See that a register may be replaced by another file: that nobody has it open for writing.

    QGIS turns a file that it edits to write-ahead logging. What then lies beside it would be read
    into whatever file comes in its place, and would damage that.

    Raises:
        BusyError: QGIS, or another program, has it open for editing.
    """
    if not path.exists():
        return
    with closing(sqlite3.connect(path, timeout=SECONDS_TO_WAIT)) as opened:
        try:
            opened.execute("PRAGMA journal_mode = DELETE").fetchone()
        except sqlite3.DatabaseError as error:
            if "locked" in str(error):
                raise BusyError(
                    f"{path.name} is open for editing in another program (QGIS?); save and close "
                    "it there, as the register is to be made anew"
                ) from error
            # One that is damaged has nothing to let go of: it is replaced because it is.


def _add_functions(connection: sqlite3.Connection, _record: object) -> None:
    """Give SQLite the five functions that the triggers of a GeoPackage call."""
    connection.create_function("ST_IsEmpty", 1, is_empty, deterministic=True)
    for position, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        edge = partial(read_edge, position=position)
        connection.create_function(name, 1, edge, deterministic=True)


def note_extents(path: Path) -> None:
    """Write the bounding box of each layer where QGIS looks for it."""
    engine = connect_geopackage(path)
    with engine.begin() as connection:
        for layer in schema.LAYERS:
            root = f"SELECT data FROM rtree_{layer}_geometry_node WHERE nodeno = 1"  # noqa: S608 - names of our schema
            box = _unite_boxes(connection.execute(text(root)).scalar_one())
            connection.execute(
                text(
                    "UPDATE gpkg_contents SET min_x = :west, max_x = :east, min_y = :south, "
                    "max_y = :north WHERE table_name = :layer"
                ),
                dict(zip(("west", "east", "south", "north"), box, strict=True), layer=layer),
            )
    engine.dispose()


def _unite_boxes(node: bytes) -> tuple[float | None, ...]:
    """Return west, east, south, north of a node of SQLite's R-tree; all of them where it is root.

    Asked for its least and greatest values, the tree would be walked to the last leaf. A node is a
    depth, a count, and for each child its number and its box (https://sqlite.org/rtree.html).
    """
    _, count = struct.unpack_from(">HH", node)
    boxes = [struct.unpack_from(">q4f", node, 4 + 24 * child)[1:] for child in range(count)]
    if not boxes:
        return (None,) * 4
    west, east, south, north = zip(*boxes, strict=True)
    return min(west), max(east), min(south), max(north)
