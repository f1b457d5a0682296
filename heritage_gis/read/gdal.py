"""GDAL with one driver: a file can only be what it was told to be.

`geopandas.read_file("x.geojson")` gives away another file where the content is a VRT, and calls
the network where it is a WFS document. pyogrio cannot name a driver, so all others are taken out
of GDAL by `GDAL_SKIP`, which works only before the import.
"""

from __future__ import annotations

import importlib
from typing import Any

# All that pyogrio 0.13.0 brings (GDAL 3.12.4). One that is missing here is found out at import.
DRIVERS = (
    "MEM", "PCIDSK", "PDS4", "VICAR", "PDF", "MBTiles", "EEDA", "OGCAPI", "GDALG",
    "ESRI Shapefile", "MapInfo File", "LVBAG", "S57", "DGN", "OGR_VRT", "CSV", "GML", "GPX",
    "LIBKML", "KML", "GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON", "OGR_GMT", "GPKG", "SQLite",
    "WAsP", "OpenFileGDB", "DXF", "FlatGeobuf", "GeoRSS", "VFK", "PGDUMP", "OSM", "GPSBabel",
    "OGR_PDS", "WFS", "OAPIF", "EDIGEO", "Idrisi", "ODS", "XLSX", "Elasticsearch", "Carto",
    "AmigoCloud", "SXF", "Selafin", "JML", "PLSCENES", "CSW", "VDV", "MVT", "NGW", "MapML",
    "GTFS", "PMTiles", "JSONFG", "MiraMonVector", "ADBC", "AVCBin", "AVCE00", "AIVector", "HTTP",
)  # fmt: skip


def list_environment(driver: str) -> dict[str, str]:
    """Return the environment in which GDAL has that driver alone, and no way out."""
    return {
        "GDAL_SKIP": ",".join(name for name in DRIVERS if name != driver),
        "GDAL_DRIVER_PATH": "disable",
        "GDAL_PYTHON_DRIVER_PATH": "",
        "GDAL_VRT_ENABLE_PYTHON": "NO",
        "GDAL_PAM_ENABLED": "NO",
        "CPL_CURL_ENABLE_VSIMEM": "NO",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
        "CPL_VSIL_CURL_NON_CACHED": "",
        "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
        "PROJ_NETWORK": "OFF",
    }


def import_pyogrio(driver: str) -> Any:  # noqa: ANN401 - pyogrio carries no types
    """Import pyogrio, and see that GDAL has that driver alone.

    Raises:
        RuntimeError: GDAL has another driver besides the one that was named.
    """
    pyogrio = importlib.import_module("pyogrio")
    found = set(pyogrio.list_drivers())
    if found != {driver}:
        message = f"GDAL should have the driver {driver} alone, and has {sorted(found)}"
        raise RuntimeError(message)
    return pyogrio
