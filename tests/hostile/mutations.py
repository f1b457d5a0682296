"""Small sound files of every format, and bytes of them changed at random from a stated seed."""

from __future__ import annotations

import random
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from ezdxf import filemanagement
from hostile_input import change_entries, make_zip
from hostile_tables import make_spreadsheet, make_workbook, repeat_row
from sound_layers import make_layer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ZIPPED = ("xlsx", "ods", "kmz", "zip")
OLD_WORKBOOK = Path(__file__).parents[1] / "read" / "files" / "drawn.xls"
FORMATS = (
    *("csv", "xlsx", "xls", "ods", "geojson", "gpkg", "shp", "tab", "mif", "kml", "kmz", "gpx"),
    *("dxf", "parquet", "fgb", "dbf", "zip"),
)
_EXTREMES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\x80", b"\1\0\0\0")
_WORDS = (b"<", b'"', b"&", b"]]>", b"NaN", b"1e309", b"-", b"\r\n", b"\0", "ё".encode(), b"\xd8")
_CSV = "Название;Широта;Долгота;Датировка\nБегазы;48,2;75,3;XII в. до н.э.\nТасмола;51;74;\n"
_PLACE = "<Placemark><name>Бегазы</name><Point><coordinates>75.3,48.2,5</coordinates></Point>"
_KML = f"<kml><Document><name>x</name><Folder>{_PLACE}</Placemark></Folder></Document></kml>"
_GPX = '<gpx version="1.1"><wpt lat="48.2" lon="75.3"><ele>5</ele><name>Бегазы</name></wpt></gpx>'
_MIF = 'Version 300\nCharset "WindowsCyrillic"\nDelimiter ";"\nColumns 1\n  name Char(20)\nData\n\n'


@cache
def make_sound(form: str) -> Mapping[str, bytes]:
    """Make a small sound file of a format, with its side files; the first is the file itself."""
    if form in ("geojson", "gpkg", "shp", "tab", "parquet", "fgb"):
        return make_layer(f".{form}")
    if form == "mif":
        points = "Point 75.3 48.2\nPline 2\n75 48\n75 49\n"
        return {"x.mif": f"{_MIF}{points}".encode(), "x.mid": '"Бегазы"\n"Вал"\n'.encode("cp1251")}
    if form == "zip":
        return {"x.zip": make_zip(make_layer(".shp").items())}
    if form == "ods":
        return make_spreadsheet(repeat_row(1, 1, "Название") + repeat_row(2, 1, "Бегазы"))
    makers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: _CSV.encode("cp1251"),
        "xlsx": make_workbook,
        "xls": OLD_WORKBOOK.read_bytes,
        "kml": _KML.encode,
        "kmz": lambda: make_zip([("doc.kml", _KML.encode())]),
        "gpx": _GPX.encode,
        "dxf": _draw,
        "dbf": lambda: make_layer(".shp")["x.dbf"],
    }
    return {f"x.{form}": makers[form]()}


def _draw() -> bytes:
    drawing = filemanagement.new("R2000")
    block = drawing.blocks.new("site")
    block.add_attdef("NAME", (0, 0))
    space = drawing.modelspace()
    space.add_lwpolyline([(0, 0, 0.5), (1, 0, 0), (1, 1, 0)], format="xyb", close=True)
    space.add_blockref("site", (75, 48)).add_attrib("NAME", "Бегазы")
    space.add_mtext("Тасмола").set_location((75, 48))
    stream = StringIO()
    drawing.write(stream)
    return stream.getvalue().encode("cp1251", "replace")


def mutate_file(form: str, seed: int) -> Mapping[str, bytes]:
    """Change a few bytes of a sound file, by a seed; inside an archive, of what is packed."""
    chance = random.Random(f"{form} {seed}")
    files = dict(make_sound(form))
    name = chance.choice(list(files))
    if form in ZIPPED and chance.random() < 0.7:
        whole = files[name]
        files[name] = change_entries(
            whole, lambda _, raw: _mutate(raw, chance) if raw and chance.random() < 0.4 else raw
        )
    else:
        files[name] = _mutate(files[name], chance)
    return files


def _mutate(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(raw) + 1)
        if chance.random() < 0.3:
            at = min(at, chance.randrange(200))  # heads are short, and decide most
        length = chance.choice((1, 1, 4, 20, 300))
        kind = chance.randrange(7)
        part = raw[at : at + length]
        if kind == 0:
            part = bytes(byte ^ (1 << chance.randrange(8)) for byte in part)
        elif kind == 1:
            part = chance.choice(_EXTREMES) + raw[at + 4 : at + length]
            length = max(length, 4)
        elif kind == 2:
            part = b""
        elif kind == 3:
            part *= chance.choice((2, 2, 50))
        elif kind == 4:
            part = chance.choice(_WORDS) + part
        elif kind == 5:
            part = chance.randbytes(len(part))
        else:
            other = chance.randrange(len(raw) + 1)
            part = raw[other : other + length]
        raw = raw[:at] + part + raw[at + length :]
    return raw[: chance.randrange(len(raw) + 1)] if chance.random() < 0.05 else raw
