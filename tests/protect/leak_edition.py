"""A small register, its public twin, and a clean edition with a file of every sort we decode."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import shapely
from PIL import Image

from heritage_gis.geo.grid import UNCERTAINTY_M, draw_cells, read_cells
from heritage_gis.model.public import PUBLIC_COLUMNS, PublicSites
from heritage_gis.protect.leaks.watch import allow_sentence

if TYPE_CHECKING:
    from pathlib import Path

AKTOGAY, SHET, ULYTAU = "353600000", "356400000", "623800000"
SENTENCES = tuple(
    allow_sentence(template)
    for template in (
        "Погрешность местоположения — до {n} км.",
        "Орналасқан жерінің қателігі — {n} км-ге дейін.",
        "The position may be off by up to {n} km.",
    )
)
# The published part of the two regions: site_id, names, group, kind, level, cell or point, rest.
PUBLIC_ROWS: tuple[dict[str, Any], ...] = (
    {
        "site_id": "KRG-000003",
        "name_kk": "Жошы хан кесенесі",
        "name_ru": "мавзолей Жошы-хана",
        "name_en": "Zhoshy Khan mausoleum",
        "number": 1,
        "district": ULYTAU,
        "region": "62",
        "kind": "mausoleum",
        "kind_group": "mausoleum",
        "protection": "exact",
        "position": "exact",
        "point": (67.81472, 48.15794),
        "coordinate_uncertainty_m": 30,
    },
    {
        "site_id": "KRG-000002",
        "name_kk": "Қаражартас қорымы",
        "name_ru": "могильник Каражартас",
        "name_en": "Karazhartas burial ground",
        "number": 7,
        "district": SHET,
        "region": "35",
        "kind_group": "burial",
        "protection": "area",
        "position": "cell",
        "cell": "100000:73900000:49100000",
        "count_class": "11-50",
        "start_year": -1500,
        "end_year": -1300,
    },
    {
        "site_id": "KRG-000004",
        "name_ru": "поселение Талдысай",
        "number": 3,
        "district": ULYTAU,
        "region": "62",
        "kind_group": "settlement",
        "protection": "near",
        "position": "cell",
        "cell": "10000:66900000:48450000",
    },
    {
        "site_id": "KRG-000001",
        "name_kk": "Беғазы қорымы",
        "name_ru": "могильник Бегазы",
        "name_en": "Begazy necropolis",
        "number": 12,
        "district": AKTOGAY,
        "region": "35",
        "kind_group": "burial",
        "protection": "area",
        "position": "cell",
        "cell": "100000:75300000:48200000",
        "count_class": "2-10",
        "start_year": -1200,
        "end_year": -800,
    },
    {
        "site_id": "KRG-000005",
        "name_ru": "рудник Сарыбулак",
        "number": 5,
        "district": AKTOGAY,
        "region": "35",
        "kind_group": "metallurgy",
        "protection": "wide",
        "position": "cell",
        "cell": "500000:74000000:47500000",
    },
    {
        "site_id": "KRG-000006",
        "name_ru": "курган Тасмола-3",
        "number": 9,
        "district": SHET,
        "region": "35",
        "kind_group": "burial",
        "protection": "withheld",
        "position": "none",
    },
)
# Where they are, and what is withheld of them.
REGISTER_ROWS: tuple[dict[str, Any], ...] = (
    {"site_id": "KRG-000003", "kind": "mausoleum", "point": (67.814722, 48.157936)},
    {
        "site_id": "KRG-000001",
        "kind": "kurgan_royal",
        "point": (75.345278, 48.267222),
        "feature_count": 41,
        "diameter_max_m": 65.0,
        "height_max_m": 3.5,
        "area_m2": 103700.0,
        "okrug": "Қызыларай ауылдық округі",
        "settlement": "Шабанбай би",
        "location_text": "в 3,2 км к северо-востоку от аула Шабанбай би, на правом берегу реки",
        "description_ru": (
            "Насыпь центрального кургана нарушена грабительской ямой глубиной до метра, "
            "в выкиде видны обломки каменных плит."
        ),
        "description_kk": "Орталық обаның үйіндісін тонаушылар бұзған, тас тақталар көрінеді.",
        "finds": "бронзовый нож, золотая серьга",
        "threats": "looting ploughing",
        "outline": ((75.3441, 48.2661), (75.3472, 48.2664), (75.3468, 48.2683), (75.3441, 48.2661)),
    },
    {
        "site_id": "KRG-000002",
        "kind": "bd_mausoleum",
        "point": (73.916667, 49.135556),
        "feature_count": 36,
        "diameter_max_m": 14.5,
    },
    {"site_id": "KRG-000004", "kind": "settlement_metallurgists", "point": (66.9067, 48.4581)},
    {"site_id": "KRG-000005", "kind": "mine_ancient", "point": (74.218333, 47.861944)},
    {"site_id": "KRG-000006", "kind": "kurgan", "point": (73.127639, 48.805417)},
    {
        "site_id": "KRG-000007",  # of a survey that is not to be published yet
        "name_ru": "курган Кызылшокы",
        "kind": "kurgan",
        "point": (74.543611, 48.551389),
    },
)
RECORD_TEXTS = (
    "okrug",
    "settlement",
    "location_text",
    "description_ru",
    "description_kk",
    "finds",
    "threats",
)
SIZES = ("feature_count", "diameter_max_m", "height_max_m", "area_m2")


def make_public() -> PublicSites:
    """Make the public twin, ordered as the real one is: north to south by cell."""
    frame = pd.DataFrame(PUBLIC_ROWS).reindex(columns=[*PUBLIC_COLUMNS, "point"])
    frame["border_districts"] = ""
    frame["credit"] = "Обследование 2017 года (CC-BY-4.0)"
    texts = [name for name in PUBLIC_COLUMNS if name not in {*_WHOLE, *_FLAGS, "geometry"}]
    frame = frame.astype(dict.fromkeys(texts, "str"))
    has_cell = frame["cell"].notna()
    sizes = read_cells(frame.loc[has_cell, "cell"])["size"].map(UNCERTAINTY_M)
    frame.loc[has_cell, "coordinate_uncertainty_m"] = sizes
    frame = frame.astype(dict.fromkeys(_WHOLE, "Int64") | dict.fromkeys(_FLAGS, "boolean"))
    shapes = frame["point"].map(shapely.Point, na_action="ignore").astype(object)
    shapes = shapes.where(shapes.notna(), None)
    shapes[has_cell] = draw_cells(frame.loc[has_cell, "cell"])
    public = gpd.GeoDataFrame(frame[[*PUBLIC_COLUMNS]], geometry=shapes, crs="EPSG:4326")
    return PublicSites(public)


_WHOLE = ["number", "start_year", "end_year", "coordinate_uncertainty_m"]
_FLAGS = ["district_certain", "dating_certain"]


def make_register() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    """Make the frames of sites and records."""
    rows = pd.DataFrame(REGISTER_ROWS)
    told = ["site_id", "kind", "name_ru", *SIZES, *RECORD_TEXTS]
    rows = rows.reindex(columns=[*told, "point", "outline"])
    points = gpd.GeoSeries(rows["point"].map(shapely.Point).to_numpy(), crs="EPSG:4326")
    outlines = rows["outline"].map(shapely.Polygon, na_action="ignore")
    sites = rows[["site_id", "kind", "name_ru", "feature_count"]].assign(kinds_told=rows["kind"])
    records = rows[told].assign(record_id="survey:" + rows["site_id"])
    shapes = outlines.where(outlines.notna(), points)
    return (
        gpd.GeoDataFrame(sites, geometry=points, crs="EPSG:4326"),
        gpd.GeoDataFrame(records, geometry=shapes.to_numpy(), crs="EPSG:4326"),
    )


def write_edition(public: PublicSites, folder: Path) -> None:
    """Write a clean edition: pages, data, pictures, archives, and whatever else we can decode."""
    frame = public.frame
    for name in ("assets", "data", "ru/aktogay", "media"):
        (folder / name).mkdir(parents=True)
    (folder / "ru/aktogay/index.html").write_text(_write_page(frame), "utf-8")
    (folder / "assets/atlas.css").write_text("/* our own */ .map { width: 62.75%; top: 48.26px }")
    (folder / "assets/atlas.js").write_text("const zoom = 12; // closest\nopenList(zoom / 2);\n")
    (folder / "data/aktogay.geojson").write_text(_write_features(frame), "utf-8")
    (folder / "data/aktogay.js").write_text(_write_columns(frame), "utf-8")
    (folder / "data/all.json").write_text(_write_list(frame), "utf-8")
    table = pd.DataFrame(frame.drop(columns="geometry"))
    table.to_csv(folder / "data/all.csv", index=False, sep=";")
    table.to_parquet(folder / "data/all.parquet")
    _write_package(frame, folder / "data/all.gpkg")
    _write_workbook(table, folder / "data/all.xlsx")
    Image.new("RGB", (8, 8), "white").save(folder / "media/begazy.png")
    Image.new("RGB", (8, 8), "white").save(folder / "media/begazy.jpg")
    Image.new("RGB", (8, 8), "white").save(folder / "media/begazy.webp")
    (folder / "overview.svg").write_text(DRAWING, "utf-8")
    (folder / "places.kml").write_text(_write_kml(frame), "utf-8")
    (folder / "LICENCE.txt").write_text("Data: CC BY 4.0. Software 1.48.25, 2022-06-08.\n")
    with zipfile.ZipFile(folder / "data/all.zip", "w") as archive:
        archive.writestr("all.csv", (folder / "data/all.csv").read_bytes())
        archive.writestr("readme.txt", "18 districts")
    packed = gzip.compress((folder / "data/all.json").read_bytes(), mtime=0)
    (folder / "data/all.json.gz").write_bytes(packed)
    _write_manifest(folder)


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 620">'
    '<path d="M75.3,48.2 75.9,48.4 62.5,49.1Z"/><text x="75" y="48">Ақтоғай</text></svg>\n'
)


def _write_page(frame: gpd.GeoDataFrame) -> str:
    entries = "\n".join(
        f'<li data-id="{row.site_id}"><b>{row.name_ru}</b> <span>№ {row.number}</span></li>'
        for row in frame.itertuples()
    )
    return f"""<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>Актогайский район</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="script-src 'sha256-{_hash(b"x")}'">
<style>.cell {{ opacity: 0.75; width: 48.25% }}</style></head>
<body><h1>Актогайский район</h1>
<p>Погрешность местоположения — до 10 км. Погрешность местоположения — до 50 км.</p>
<p>Сооружений: 2–10 сооружений; более 50 сооружений.</p>
<ol class="site-list">
{entries}
</ol>
<script>
var map = L.map("map", {{"center": [48.25, 75.35], "zoom": 7.25}});
L.polygon([[48.2, 75.3], [48.2, 75.4], [48.3, 75.4], [48.3, 75.3]]).bindPopup("Бегазы");
</script>
<!-- made by heritage -->
</body></html>
"""


def _hash(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def _write_features(frame: gpd.GeoDataFrame) -> str:
    told = json.loads(frame.to_json(drop_id=True, na="null"))
    features = [{"id": f["properties"]["site_id"], **f} for f in told["features"]]
    west, south, east, north = frame.total_bounds.tolist()
    collection = {"type": "FeatureCollection", "bbox": [west, south, east, north]}
    return json.dumps({**collection, "features": features}, ensure_ascii=False, indent=1)


def _write_columns(frame: gpd.GeoDataFrame) -> str:
    shapes = frame.geometry
    points = [
        (p.x, p.y) if p is not None and p.geom_type == "Point" else (None, None) for p in shapes
    ]
    data = {
        "count": len(frame),
        "columns": {
            "site_id": frame["site_id"].tolist(),
            "name_ru": frame["name_ru"].tolist(),
            "kind_group": {
                "of": ["mausoleum", "burial", "settlement", "metallurgy"],
                "at": [0, 1, 2, 1, 3, 1],
            },
        },
        "lon": [lon for lon, _ in points],
        "lat": [lat for _, lat in points],
    }
    return f"atlasSites = {json.dumps(data, ensure_ascii=False)};\n"


def _write_list(frame: gpd.GeoDataFrame) -> str:
    """Write the sites by name, as a search would have them."""
    rows = frame[["site_id", "name_ru", "number", "protection", "cell"]].sort_values("name_ru")
    return (
        rows.astype(object).where(rows.notna(), None).to_json(orient="records", force_ascii=False)
    )


def _write_package(frame: gpd.GeoDataFrame, path: Path) -> None:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2022-06-08T00:00:00Z"})
    pyogrio.write_dataframe(frame, path, layer="sites", driver="GPKG")


def _write_workbook(table: pd.DataFrame, path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "sites"
    plain = table.astype(object).where(table.notna(), None)
    for row in [list(table.columns), *plain.to_numpy().tolist()]:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    path.write_bytes(stream.getvalue())


def _write_kml(frame: gpd.GeoDataFrame) -> str:
    marks = "\n".join(
        f"<Placemark><name>{row.name_ru}</name><description>{row.site_id}</description></Placemark>"
        for row in frame.itertuples()
    )
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n{marks}\n</Document></kml>\n'


def _write_manifest(folder: Path) -> None:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }
    told = {"edition": 1, "date": "2026-11-22", "sites": {"aktogay": "3–10"}, "files": digests}
    (folder / "edition.json").write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
