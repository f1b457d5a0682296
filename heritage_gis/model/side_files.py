"""Files that belong to another one: the table of a shapefile, the map of a MapInfo table."""

from __future__ import annotations

SIDE_SUFFIXES: dict[str, tuple[str, ...]] = {
    ".shp": (".dbf", ".shx", ".prj", ".cpg"),
    ".tab": (".dat", ".map", ".id", ".ind", ".dbf"),
    ".mif": (".mid",),
    ".dbf": (".cpg",),
}
# A .dbf is a table of its own where no shapefile and no MapInfo table of its name is beside it.
ALONE = (".dbf",)
