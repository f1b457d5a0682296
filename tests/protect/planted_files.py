"""Binary files with a leak in them, for `planted_leaks.py`."""

from __future__ import annotations

import base64
import gzip
import io
import sqlite3
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin

if TYPE_CHECKING:
    from pathlib import Path

LON, LAT = 75.345278, 48.267222
TEXT = f"{LAT} {LON}"
_GPS_INFO, _DESCRIPTION = 0x8825, 0x010E


def _write_package(path: Path, **columns: Any) -> None:  # noqa: ANN401 - one value a column
    geometry = columns.pop("geometry", shapely.box(75.3, 48.2, 75.4, 48.3))
    frame = gpd.GeoDataFrame({"site_id": ["KRG-000001"], **columns}, geometry=[geometry], crs=4326)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2022-06-08T00:00:00Z"})
    pyogrio.write_dataframe(frame, path, layer="sites", driver="GPKG")


def make_package(path: Path) -> None:
    """Write the true point as a geometry."""
    _write_package(path, geometry=shapely.Point(LON, LAT))


def make_freed_package(path: Path) -> None:
    """Write the true point into a table, and drop it: the bytes stay."""
    _write_package(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("CREATE TABLE draft (lon REAL, lat REAL)")
        connection.execute("INSERT INTO draft VALUES (?, ?)", (LON, LAT))
        connection.commit()
        connection.execute("DROP TABLE draft")
    connection.close()


def make_noted_package(path: Path) -> None:
    """Write the true point into a text cell."""
    _write_package(path, note=["48°16′02″ с.ш. 75°20′43″ в.д."])


def make_sized_package(path: Path) -> None:
    """Write a size beside a protected site."""
    _write_package(path, diameter=[65.0])


def make_parquet(path: Path) -> None:
    """Write the true point as WKB."""
    pd.DataFrame({"shape": [shapely.to_wkb(shapely.Point(LON, LAT))]}).to_parquet(path)


def make_parquet_remark(path: Path) -> None:
    """Write a bounding box into the metadata."""
    table = pa.table({"a": [1]}).replace_schema_metadata({"geo": f'{{"bbox": [{LON}, {LAT}]}}'})
    pq.write_table(table, path)


def make_hidden_sheet(path: Path) -> None:
    """Write the true point on a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("draft")
    sheet.append(["Бегазы", LAT, LON])
    sheet.sheet_state = "hidden"
    book.save(path)


def make_sheet_comment(path: Path) -> None:
    """Write the true point into the comment of a cell."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "Бегазы"
    book.worksheets[0]["A1"].comment = Comment(TEXT, "keeper")
    book.save(path)


def make_sheet_properties(path: Path) -> None:
    """Write the true point into the properties of a workbook."""
    book = openpyxl.Workbook()
    book.properties.description = TEXT
    book.save(path)


def make_archive(path: Path) -> None:
    """Write the true point into a member."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notes/begazy.txt", TEXT)


def make_named_archive(path: Path) -> None:
    """Write the true point into a member's name."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"begazy {TEXT}.txt", "Бегазы")


def make_remarked_archive(path: Path) -> None:
    """Write the true point into the archive's remark."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("begazy.txt", "Бегазы")
        archive.comment = TEXT.encode()


def make_nested_archive(path: Path) -> None:
    """Write the true point into an archive within an archive."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("begazy.txt", TEXT)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())


def make_gzip(path: Path) -> None:
    """Write the true point packed."""
    path.write_bytes(gzip.compress(f'{{"at": [{LON}, {LAT}]}}'.encode(), mtime=0))


def _draw() -> Image.Image:
    return Image.new("RGB", (8, 8), "white")


def make_png_text(path: Path) -> None:
    """Write the true point into a tEXt chunk."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", TEXT)
    _draw().save(path, pnginfo=told)


def make_png_packed_text(path: Path) -> None:
    """Write the true point into a zTXt chunk."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", TEXT, zip=True)
    _draw().save(path, pnginfo=told)


def make_png_tail(path: Path) -> None:
    """Write the true point after the end."""
    _draw().save(path)
    path.write_bytes(path.read_bytes() + TEXT.encode())


def _make_position() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(_GPS_INFO).update({1: "N", 2: (48.0, 16.0, 2.0), 3: "E", 4: (75.0, 20.0, 43.0)})
    return exif


def make_jpeg_position(path: Path) -> None:
    """Write the true point as the GPS position of a photograph."""
    _draw().save(path, exif=_make_position())


def make_png_position(path: Path) -> None:
    """Write the true point as the GPS position of a drawing."""
    _draw().save(path, exif=_make_position().tobytes())


def make_jpeg_text(path: Path) -> None:
    """Write the true point as the description of a photograph."""
    exif = Image.Exif()
    exif[_DESCRIPTION] = TEXT
    _draw().save(path, exif=exif)


def make_jpeg_remark(path: Path) -> None:
    """Write the true point into a COM segment."""
    _draw().save(path, comment=TEXT)


def make_webp_text(path: Path) -> None:
    """Write the true point into XMP."""
    _draw().save(path, xmp=f"<x:xmpmeta>{TEXT}</x:xmpmeta>".encode())


def make_page_picture(path: Path) -> None:
    """Write a photograph with its position into a page."""
    stream = io.BytesIO()
    _draw().save(stream, "jpeg", exif=_make_position())
    letters = base64.b64encode(stream.getvalue()).decode()
    path.write_text(f'<p><img src="data:image/jpeg;base64,{letters}"></p>', "utf-8")
