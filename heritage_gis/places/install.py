"""Installing an official layer of districts in place of the sketch."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from heritage_gis.errors import refuse_file
from heritage_gis.places.installed_layer import InstalledLayer, write_installed_layer
from heritage_gis.places.layer_rows import LayerRows, name_file, read_layer_rows
from heritage_gis.places.mending import Mend, measure_m2, mend_coverage
from heritage_gis.places.sketch import draw_sketch
from heritage_gis.places.units import require_layout

if TYPE_CHECKING:
    from heritage_gis.model.raw_table import RawTable
    from heritage_gis.paths import Home

LEAST_COMMON_PART = 1 / 3  # of the smaller of a unit and its sketch; less, and it is elsewhere


@dataclass(frozen=True)
class ReportedMend:
    """A mend (see `mending.Mend`) by the codes of the units, the one that has the land first."""

    fault: str
    katos: tuple[str, ...]
    area_m2: float
    reason: str


@dataclass(frozen=True)
class InstallReport:
    """What was installed.

    Attributes:
        file: the name of the file.
        layout: the layout it is installed for.
        credit: whom pages that show it name.
        crs: the reference system of the file.
        crs_operation: how its coordinates were brought to WGS 84.
        rows_left_out: rows of other places than our units.
        areas_km2: the area of each unit, by kato.
        mends: what was wrong, and what was done.
    """

    file: str
    layout: str
    credit: str
    crs: str
    crs_operation: str
    rows_left_out: int
    areas_km2: dict[str, float]
    mends: tuple[ReportedMend, ...]


def install_layer(
    home: Home, table: RawTable, layout: str, columns: dict[str, str], credit: str = ""
) -> InstallReport:
    """Install a layer of districts for a layout, exact and without the mark of a sketch.

    Rows whose code or name is of no unit of ours are left out, so a layer of the whole country
    will do. Units are known by their KATO code of either layout, else by their names.

    Args:
        home: where to.
        table: the layer as it was read.
        layout: as in `layouts.csv`.
        columns: ours -> theirs; ours are `kato`, `name_kk`, `name_ru`, `name_en`, at least one.
        credit: whom pages must name; empty: the name of the file.

    Raises:
        MisusedError: the layout or a column is not there.
        RefusedFileError: the layer does not give each unit once, as polygons in their place.
    """
    require_layout(layout)
    file_name = name_file(table)
    rows = read_layer_rows(table, columns, layout)
    mended = mend_coverage(rows.shapes)
    if mended is None:
        raise refuse_file(file_name, "districts_beyond_mending")
    shapes, mends = mended
    frame = pd.DataFrame({"kato": pd.Series(rows.katos, dtype="str")})
    units = gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")
    _require_in_place(units, layout, file_name)
    report = InstallReport(
        file=file_name,
        layout=layout,
        credit=credit or f"Borders: {file_name}",
        crs=rows.crs,
        crs_operation=rows.crs_operation,
        rows_left_out=rows.left_out,
        areas_km2=dict(zip(rows.katos, (measure_m2(shapes) / 1e6).round(3).tolist(), strict=True)),
        mends=tuple(_report_mend(mend, rows) for mend in mends),
    )
    write_installed_layer(home, layout, InstalledLayer(units, report.credit), asdict(report))
    return report


def _require_in_place(units: gpd.GeoDataFrame, layout: str, file_name: str) -> None:
    """Refuse units that lie elsewhere: a wrong reference system, or codes in the wrong rows."""
    drawn = draw_sketch(layout).set_index("kato").geometry.loc[units["kato"]].to_numpy()
    shapes = units.geometry.to_numpy()
    common = shapely.area(shapely.intersection(shapes, drawn))
    smaller = np.minimum(shapely.area(shapes), shapely.area(drawn))
    elsewhere = units["kato"][common < smaller * LEAST_COMMON_PART]
    if len(elsewhere):
        raise refuse_file(file_name, "districts_elsewhere", units=", ".join(elsewhere))


def _report_mend(mend: Mend, rows: LayerRows) -> ReportedMend:
    katos = tuple(rows.katos[row] for row in mend.units)
    return ReportedMend(mend.fault, katos, round(mend.area_m2, 1), mend.reason)
