"""The leaks that the leak test must find: what is planted, where, and how.

Begazy (KRG-000001) truly lies at 48.267222 N 75.345278 E; the public may know only that it is in
the cell from 48.2 to 48.3 N and 75.3 to 75.4 E. `Write` puts a file there, `Change` replaces a
text of a clean file, `Move` renames one, `Make` builds a binary file (see `planted_files.py`).
"""

from __future__ import annotations

import base64
import json
import struct
from dataclasses import dataclass


@dataclass(frozen=True)
class Write:
    """Put a text into a file of its own."""

    path: str
    text: str


@dataclass(frozen=True)
class Change:
    """Replace a text of a clean file, once."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Move:
    """Give a clean file another name."""

    path: str
    new_path: str


@dataclass(frozen=True)
class Make:
    """Build a binary file with a function of `planted_files.py`."""

    path: str
    maker: str


Plant = Write | Change | Move | Make

PAGE, DATA, COLUMNS = "ru/aktogay/index.html", "data/aktogay.geojson", "data/aktogay.js"
BEGAZY_NAME = "могильник Бегазы</b>"
END = "</ol>"
POPUP = 'bindPopup("Бегазы")'
STATUS = '"protection_status": null'
COUNT = '"count_class": "11-50"'  # of a protected site
# An order that follows nothing the public knows.
MIXED = ("KRG-000004", "KRG-000001", "KRG-000006", "KRG-000003", "KRG-000002", "KRG-000005")
ENTRIES = "".join(f'<li><a href="sites/{site_id}.html">.</a></li>' for site_id in MIXED)
LON, LAT = 75.345278, 48.267222
DOUBLES = base64.b64encode(struct.pack("<dd", LON, LAT)).decode()
FLOATS = base64.b64encode(struct.pack("<ffff", LON, LAT, 0, 1)).decode()
INTEGERS = base64.b64encode(struct.pack("<iiii", 75345278, 48267222, 5, 7)).decode()
NAMES = "".join(
    f"<li>{name}</li>"
    for name in (
        *("поселение Талдысай", "могильник Бегазы", "курган Тасмола-3"),
        *("мавзолей Жошы-хана", "могильник Каражартас", "рудник Сарыбулак"),
    )
)

# What is planted, how, and what the finding is called.
PLANTED: tuple[tuple[str, Plant, str], ...] = (
    # in a page
    ("popup", Change(PAGE, POPUP, 'bindPopup("Бегазы, 48.267222 75.345278")'), "coordinate"),
    (
        "a number of a script",
        Change(PAGE, "</script>", "var lat = 48.2672;</script>"),
        "coordinate",
    ),
    ("a comment of a page", Change(PAGE, "made by", "48.26722, 75.34528 made by"), "coordinate"),
    ("a data attribute", Change(PAGE, "<h1>", '<h1 data-lat="48.2672">'), "coordinate"),
    ("swapped order", Change(PAGE, END, f"{END}<p>75.3453 48.2672</p>"), "coordinate"),
    ("decimal comma", Change(PAGE, END, f"{END}<p>48,267222; 75,345278</p>"), "coordinate"),
    ("comma everywhere", Change(PAGE, END, f"{END}<p>48,267222,75,345278</p>"), "coordinate"),
    ("two decimals", Change(PAGE, END, f"{END}<p>(48.27, 75.35)</p>"), "coordinate"),
    ("a bare latitude", Change(PAGE, END, f"{END}<p>широта 48.2672</p>"), "coordinate"),
    ("a neighbour's outline", Change(PAGE, "[48.2, 75.3]", "[48.2661, 75.3441]"), "coordinate"),
    ("DMS, English", Change(PAGE, END, f"{END}<p>48°16'02\"N 75°20'43\"E</p>"), "coordinate"),
    ("DMS, Russian", Change(PAGE, END, f"{END}<p>48°16′02″ с.ш. 75°20′43″ в.д.</p>"), "coordinate"),
    (
        "DMS, Kazakh",
        Change(PAGE, END, f"{END}<p>48°16′02″ с. е. 75°20′43″ ш. б.</p>"),
        "coordinate",
    ),
    (
        "DMS, Cyrillic letters",
        Change(PAGE, END, f"{END}<p>С48°16'02\" В75°20'43\"</p>"),
        "coordinate",
    ),
    ("DMS in words", Change(PAGE, END, f"{END}<p>48 град. 16 мин. 02 сек. с.ш.</p>"), "coordinate"),
    ("DMS, wrong degree sign", Change(PAGE, END, f"{END}<p>48º16’02’’ N</p>"), "coordinate"),
    ("DMS with colons", Change(PAGE, END, f"{END}<p>48:16:02 75:20:43</p>"), "coordinate"),
    ("DMS with spaces", Change(PAGE, END, f"{END}<p>48 16 02, 75 20 43</p>"), "coordinate"),
    ("DMS with points", Change(PAGE, END, f"{END}<p>48.16.02 75.20.43</p>"), "coordinate"),
    (
        "minutes with decimals",
        Change(PAGE, END, f"{END}<p>48°16,033' 75°20,717'</p>"),
        "coordinate",
    ),
    ("packed DMS", Change(PAGE, END, f"{END}<p>481602N 0752043E</p>"), "coordinate"),
    ("tags within a number", Change(PAGE, END, f"{END}<p>48<b>.2672</b>22</p>"), "coordinate"),
    ("entities", Change(PAGE, END, f"{END}<p>&#52;&#56;&#46;267222</p>"), "coordinate"),
    ("wide digits", Change(PAGE, END, f"{END}<p>４８.２６７２２２</p>"), "coordinate"),
    (
        "percent-encoded address",
        Change(PAGE, END, f'{END}<a href="?q=48%2E267%2C75%2E345">q</a>'),
        "coordinate",
    ),
    ("deep link", Change(PAGE, END, f'{END}<a href="#map=12/48.26/75.34">map</a>'), "coordinate"),
    ("map tile", Change(PAGE, END, f'{END}<img src="t/14/11621/5677.png">'), "grid reference"),
    (
        "GK, zone prefix",
        Change(PAGE, END, f"{END}<p>X=5348248.0 Y=13525686.2</p>"),
        "plane coordinates",
    ),
    (
        "GK, no prefix, spaced",
        Change(PAGE, END, f"{END}<p>5 348 248, 525 686</p>"),
        "plane coordinates",
    ),
    ("GK, 3 degrees", Change(PAGE, END, f"{END}<p>25525686 5348248</p>"), "plane coordinates"),
    ("GK, kilometres", Change(PAGE, END, f"{END}<p>5348.25 13525.69</p>"), "plane coordinates"),
    ("UTM", Change(PAGE, END, f"{END}<p>43N 525622.88 6E 5346059.15</p>"), "plane coordinates"),
    (
        "UTM with commas",
        Change(PAGE, END, f"{END}<p>525622,88; 5346059,15</p>"),
        "plane coordinates",
    ),
    ("QazTRF-23", Change(PAGE, END, f"{END}<p>13525633.1 5348198.4</p>"), "plane coordinates"),
    (
        "Web Mercator",
        Change(PAGE, "[48.3, 75.4]", "[8387397.98, 6151426.75]"),
        "plane coordinates",
    ),
    ("a lone northing", Change(PAGE, END, f"{END}<p>север: 5348248</p>"), "plane coordinates"),
    ("MGRS", Change(PAGE, END, f"{END}<p>43U EP 25622 46059</p>"), "grid reference"),
    ("geohash", Change(PAGE, END, f'{END}<i id="v8tdddb">.</i>'), "grid reference"),
    ("plus code", Change(PAGE, END, f"{END}<p>8J4G788W+V4</p>"), "grid reference"),
    ("locator", Change(PAGE, END, f"{END}<p>MN78qg</p>"), "grid reference"),
    ("map sheet", Change(PAGE, END, f"{END}<p>лист M-43-135-Б-г</p>"), "grid reference"),
    ("nearest site", Change(PAGE, END, f"{END}<p>Ближайший памятник: Каражартас</p>"), "neighbour"),
    (
        "nearest, in English",
        Change(PAGE, END, f"{END}<p>Nearest site: Karazhartas</p>"),
        "neighbour",
    ),
    ("distance", Change(PAGE, END, f"{END}<p>3.2 km from Shabanbay bi</p>"), "distance"),
    ("distance in Kazakh", Change(PAGE, END, f"{END}<p>ауылдан 3 шақырым</p>"), "distance"),
    ("an uncertainty with decimals", Change(PAGE, "до 10 км.", "до 9,8 км."), "distance"),
    ("direction", Change(PAGE, END, f"{END}<p>к северо-востоку от аула</p>"), "direction"),
    ("direction in Kazakh", Change(PAGE, END, f"{END}<p>ауылдың солтүстігінде</p>"), "direction"),
    (
        "direction in English",
        Change(PAGE, END, f"{END}<p>north-east of the village</p>"),
        "direction",
    ),
    ("diameter", Change(PAGE, END, f"{END}<p>диаметр: 65, высота 3,5</p>"), "size"),
    ("diameter in short", Change(PAGE, END, f"{END}<p>D-65, h-3,5</p>"), "size"),
    ("area", Change(PAGE, END, f"{END}<p>10,4 га</p>"), "size"),
    ("count of mounds", Change(PAGE, BEGAZY_NAME, f"{BEGAZY_NAME}<i>41 курган</i>"), "count"),
    ("count in Kazakh", Change(PAGE, BEGAZY_NAME, f"{BEGAZY_NAME}<i>41 оба</i>"), "count"),
    ("settlement", Change(PAGE, BEGAZY_NAME, f"{BEGAZY_NAME}<i>Шабанбай би</i>"), "place name"),
    ("kind", Change(PAGE, BEGAZY_NAME, f"{BEGAZY_NAME}<i>царский курган</i>"), "kind"),
    (
        "a sentence of a description",
        Change(
            PAGE,
            END,
            f"{END}<p>Центрального кургана нарушена грабительской ямой, глубиной до метра!</p>",
        ),
        "text",
    ),
    ("finds", Change(PAGE, END, f"{END}<p>Бронзовый нож, золотая серьга.</p>"), "text"),
    ("list order", Write("ru/list.html", f"<ul>{ENTRIES}</ul>"), "order"),
    ("soft hyphen", Change(PAGE, END, f"{END}<p>48.2&shy;67222</p>"), "coordinate"),
    ("invisible space", Change(PAGE, END, f"{END}<p>48.2\u200b67222</p>"), "coordinate"),
    ("point in the middle", Change(PAGE, END, f"{END}<p>48·267222 75·345278</p>"), "coordinate"),
    ("GPS sentence", Change(PAGE, END, f"{END}<p>4816.0333,N,07520.7167,E</p>"), "coordinate"),
    (
        "GK, thousands with commas",
        Change(PAGE, END, f"{END}<p>5,348,248 13,525,686</p>"),
        "plane coordinates",
    ),
    (
        "GK, thousands with points",
        Change(PAGE, END, f"{END}<p>5.348.248; 13.525.686</p>"),
        "plane coordinates",
    ),
    (
        "GK, thousands with apostrophes",
        Change(PAGE, END, f"{END}<p>5'348'248 13'525'686</p>"),
        "plane coordinates",
    ),
    ("MGRS in small letters", Change(PAGE, END, f"{END}<p>43uep2562246059</p>"), "grid reference"),
    ("plus code in small letters", Change(PAGE, END, f"{END}<p>8j4g788w+v4</p>"), "grid reference"),
    ("geohash in capitals", Change(PAGE, END, f"{END}<p>V8TDDDB</p>"), "grid reference"),
    ("geohash of a folder", Write("v8tdddb/a.txt", "a\n"), "grid reference"),
    ("diameter by its sign", Change(PAGE, END, f"{END}<p>Ø65</p>"), "size"),
    ("direction in short", Change(PAGE, END, f"{END}<p>к СВ от аула</p>"), "direction"),
    ("bank of a river", Change(PAGE, END, f"{END}<p>на правом берегу Талды</p>"), "direction"),
    ("looted, in words", Change(PAGE, END, f"{END}<p>Курган разграблен.</p>"), "looting"),
    ("settlement within a text", Change(PAGE, END, f"{END}<p>у аула Шабанбай би</p>"), "text"),
    ("settlement as a file", Write("Шабанбай би.txt", "a\n"), "text"),
    ("order of names", Write("ru/list.html", f"<ul>{NAMES}</ul>"), "order"),
    # in data
    ("GeoJSON property", Change(DATA, STATUS, '"x": 75.345278'), "coordinate"),
    (
        "GeoJSON bounding box",
        Change(DATA, '"bbox": [\n  66.9', '"bbox": [\n  66.9067'),
        "coordinate",
    ),
    (
        "GeoJSON geometry",
        Change(DATA, '"coordinates": [\n     67.81472', '"coordinates": [\n     67.814722'),
        "geometry",
    ),
    (
        "another site's cell",
        Change(
            DATA,
            '"cell": "100000:75300000:48200000"',
            '"cell": "100000:73900000:49100000", "west": 73.95',
        ),
        "figure",
    ),
    ("feature count", Change(DATA, COUNT, '"feature_count": 36'), "size"),
    ("exact count as a class", Change(DATA, COUNT, '"count_class": "36"'), "count"),
    ("a size by any name", Change(DATA, COUNT, '"n": 36'), "size"),
    ("looted", Change(DATA, COUNT, '"looted": true'), "size"),
    ("kind code", Change(DATA, '"kind": null,', '"kind": "bd_mausoleum",'), "kind"),
    ("a column of ours", Change(DATA, STATUS, '"position_accuracy_m": 5'), "withheld column"),
    (
        "unicode escapes",
        Change(DATA, STATUS, '"note": "\\u0034\\u0038\\u002e\\u0032\\u0036\\u0037"'),
        "coordinate",
    ),
    ("microdegrees", Change(DATA, STATUS, '"at": [48267222, 75345278]'), "plane coordinates"),
    (
        "a column of northings",
        Change(COLUMNS, '"lat":', '"a": [5348248, 5346059, 5348198], "lat":'),
        "plane coordinates",
    ),
    (
        "DMS in six fields",
        Change(
            DATA,
            STATUS,
            '"lat_d": 48, "lat_m": 16, "lat_s": 2, "lon_d": 75, "lon_m": 20, "lon_s": 43',
        ),
        "coordinate",
    ),
    (
        "hexadecimal WKB",
        Change(DATA, STATUS, '"g": "0101000000CF81E50819D65240C7629B5434224840"'),
        "coordinate",
    ),
    ("base64 text", Change(DATA, STATUS, '"g": "NDguMjY3MjIyLDc1LjM0NTI3OA=="'), "coordinate"),
    ("base64 WKB", Change(DATA, STATUS, '"g": "AQEAAADPgeUIGdZSQMdim1Q0IkhA"'), "coordinate"),
    (
        "base64 of zlib",
        Write("assets/a.js", 'a = "eJwzsdAzMjM3MjJSMDfVMzYxNTK3AAAloAPH";'),
        "coordinate",
    ),
    ("base64 of doubles", Write("assets/a.js", f'a = "{DOUBLES}";'), "coordinate"),
    ("base64 of floats", Write("assets/a.js", f'a = "{FLOATS}";'), "coordinate"),
    ("base64 of integers", Write("assets/a.js", f'a = "{INTEGERS}";'), "coordinate"),
    ("scientific notation", Change(DATA, STATUS, '"v": 7.5345278e+01'), "coordinate"),
    (
        "columns of a script",
        Change(COLUMNS, '"lat": [48.15794, null', '"lat": [48.15794, 48.2672'),
        "coordinate",
    ),
    ("a site not yet published", Change(COLUMNS, '"KRG-000006"', '"KRG-000007"'), "unpublished"),
    (
        "the manifest",
        Change("edition.json", '"edition": 1', '"edition": 1, "centre": [48.2672, 75.3453]'),
        "coordinate",
    ),
    ("order of data", Write("data/list.json", json.dumps(MIXED)), "order"),
    (
        "order of keys",
        Write("data/keys.json", json.dumps(dict.fromkeys(MIXED, 1))),
        "order",
    ),
    (
        "CSV",
        Write("data/sites.csv", "site_id,lat,lon\nKRG-000001,48.267222,75.345278\n"),
        "coordinate",
    ),
    ("CSV, decimal comma", Write("data/sites.csv", "имя;широта\nБегазы;48,2672\n"), "coordinate"),
    ("CSV, sizes", Write("data/sites.csv", "site_id;diameter_max_m\nKRG-000001;65\n"), "size"),
    (
        "CSV, settlement",
        Write("data/sites.csv", "site_id;a\nKRG-000001;шабанбай би\n"),
        "place name",
    ),
    ("plain text", Write("readme.txt", "Begazy N48.2672 E75.3453"), "coordinate"),
    (
        "the name of a site not yet published",
        Write("readme.txt", "курган Кызылшокы\n"),
        "place name",
    ),
    ("CSS comment", Write("assets/a.css", "/* 48.267222 75.345278 */"), "coordinate"),
    (
        "SVG path in degrees",
        Write("a.svg", '<svg><path d="M75.3453 48.2672z"/></svg>'),
        "coordinate",
    ),
    ("SVG path, hundredths", Write("a.svg", '<svg><path d="M75.35,48.27z"/></svg>'), "coordinate"),
    (
        "KML",
        Write("a.kml", "<kml><coordinates>75.3453,48.2672,0</coordinates></kml>"),
        "coordinate",
    ),
    # in names
    ("file name", Move("overview.svg", "begazy-48.2672-75.3453.svg"), "coordinate"),
    ("file name, DMS", Move("overview.svg", "N48-16-02_E75-20-43.svg"), "coordinate"),
    ("folder name", Move("overview.svg", "48.2672_75.3453/overview.svg"), "coordinate"),
    # in files that are no text
    ("WKB inside a GeoPackage", Make("data/leak.gpkg", "make_package"), "coordinate"),
    ("freed bytes of a GeoPackage", Make("data/leak.gpkg", "make_freed_package"), "coordinate"),
    ("a text cell of a GeoPackage", Make("data/leak.gpkg", "make_noted_package"), "coordinate"),
    ("a column of a GeoPackage", Make("data/leak.gpkg", "make_sized_package"), "size"),
    ("Parquet", Make("data/leak.parquet", "make_parquet"), "coordinate"),
    ("metadata of Parquet", Make("data/leak.parquet", "make_parquet_remark"), "coordinate"),
    ("hidden sheet", Make("data/leak.xlsx", "make_hidden_sheet"), "coordinate"),
    ("comment of a workbook", Make("data/leak.xlsx", "make_sheet_comment"), "coordinate"),
    ("properties of a workbook", Make("data/leak.xlsx", "make_sheet_properties"), "coordinate"),
    ("ZIP member", Make("data/leak.zip", "make_archive"), "coordinate"),
    ("ZIP member's name", Make("data/leak.zip", "make_named_archive"), "coordinate"),
    ("ZIP remark", Make("data/leak.zip", "make_remarked_archive"), "coordinate"),
    ("ZIP in a ZIP", Make("data/leak.zip", "make_nested_archive"), "coordinate"),
    ("GZIP", Make("data/leak.json.gz", "make_gzip"), "coordinate"),
    ("PNG text", Make("media/leak.png", "make_png_text"), "coordinate"),
    ("PNG packed text", Make("media/leak.png", "make_png_packed_text"), "coordinate"),
    ("after the end of a PNG", Make("media/leak.png", "make_png_tail"), "coordinate"),
    ("JPEG EXIF position", Make("media/leak.jpg", "make_jpeg_position"), "metadata"),
    ("JPEG EXIF text", Make("media/leak.jpg", "make_jpeg_text"), "coordinate"),
    ("JPEG remark", Make("media/leak.jpg", "make_jpeg_remark"), "coordinate"),
    ("PNG EXIF position", Make("media/leak.png", "make_png_position"), "metadata"),
    ("WebP XMP", Make("media/leak.webp", "make_webp_text"), "coordinate"),
    ("picture in a page", Make("leak.html", "make_page_picture"), "metadata"),
    # what cannot be looked into
    ("unknown format", Write("data/sites.dbf", "Begazy"), "no decoder"),
    ("another format by name", Write("media/begazy2.png", "48.2672 75.3453"), "content"),
    ("broken JSON", Write("data/broken.json", '{"a": '), "content"),
)
