"""Writers of coordinates: a place in each notation that people and programs use, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from heritage_gis.conform.reference_system import load_systems
from heritage_gis.geo.crs import from_wgs84

if TYPE_CHECKING:
    from collections.abc import Callable

SYSTEMS = {system.code: system for system in load_systems()}


@dataclass(frozen=True)
class Written:
    """A text, and the numbers it stands for: degrees, or metres where `zone` is named.

    Attributes:
        text: what stands in the cell.
        first: latitude, or northing.
        second: longitude, or easting.
        resolution: what the last digit stands for.
        zone: digits that the stated system must hold.
    """

    text: str
    first: float
    second: float
    resolution: float
    zone: str = ""


def split(degrees: float, parts: int, decimals: int) -> list[str]:
    """Write the parts of an angle, two digits for minutes and seconds, rounded to the last."""
    units = round(degrees * 60 ** (parts - 1) * 10**decimals)
    whole, fraction = divmod(units, 10**decimals)
    numbers: list[int] = []
    for _ in range(parts - 1):
        whole, rest = divmod(whole, 60)
        numbers.insert(0, rest)
    texts = [str(whole), *(f"{number:02}" for number in numbers)]
    if decimals:
        texts[-1] += f".{fraction:0{decimals}}"
    return texts


def _finish(
    lat: float, lon: float, parts: int, decimals: int, lay: Callable[[list[str], list[str]], str]
) -> Written:
    text = lay(split(lat, parts, decimals), split(lon, parts, decimals))
    return Written(text, lat, lon, 10.0**-decimals / 60 ** (parts - 1))


LETTERS = (
    ("", "N", "", "E"),
    ("N", "", "E", ""),
    ("", " с.ш.", "", " в.д."),
    ("с.ш. ", "", "в.д. ", ""),
    ("", " с. е.", "", " ш. б."),
    ("С", "", "В", ""),
    ("", " СШ", "", " ВД"),
    ("Ш ", "", "Д ", ""),
    ("Широта: ", "", "Долгота: ", ""),
    ("φ=", "", "λ=", ""),
    ("lat ", "", "long ", ""),
    ("", " северной широты", "", " восточной долготы"),
    ("солтүстік ендік ", "", "шығыс бойлық ", ""),
    ("", "", "", ""),
)
MARKS = (("°", "'", '"'), ("º", "’", "’’"), ("° ", "′ ", "″"), ("˚", "´", "˝"))
BETWEEN = ("; ", ", ", " ", "\n", " / ")


def write_marked(lat: float, lon: float, parts: int, decimals: int, pick: int) -> Written:
    """Write degrees, minutes and seconds with marks, letters before or after."""
    marks, letters = MARKS[pick % 4], LETTERS[pick % len(LETTERS)]
    between = BETWEEN[pick % len(BETWEEN)]
    comma = ",."[pick % 2]

    def lay(north: list[str], east: list[str]) -> str:
        texts = [
            "".join(part + mark for part, mark in zip(half, marks, strict=False))
            for half in (north, east)
        ]
        texts = [text.replace(".", comma) for text in texts]
        return f"{letters[0]}{texts[0]}{letters[1]}{between}{letters[2]}{texts[1]}{letters[3]}"

    return _finish(lat, lon, parts, decimals, lay)


def write_joined(lat: float, lon: float, decimals: int, pick: int) -> Written:
    """Write degrees, minutes and seconds with dashes, colons, points or spaces between."""
    joint = ("-", ":", ".", " ", "-")[pick % 5]
    letters = (("", " с.ш.", "", " в.д."), ("N", "", "E", ""))[pick % 2]

    def lay(north: list[str], east: list[str]) -> str:
        first, second = joint.join(north), joint.join(east)
        return f"{letters[0]}{first}{letters[1]}, {letters[2]}{second}{letters[3]}"

    return _finish(lat, lon, 3, decimals, lay)


def write_words(lat: float, lon: float, decimals: int, pick: int) -> Written:
    """Write degrees, minutes and seconds with words or letters for the marks."""
    words = (
        (" град. ", " мин. ", " сек."),
        (" градусов ", " минут ", " секунд"),
        (" deg ", " min ", " sec"),
        ("d", "m", "s"),
        ("г ", "м ", "с"),
    )[pick % 5]
    letters = ((" с.ш.", " в.д."), (" N", " E"))[pick % 2]

    def lay(north: list[str], east: list[str]) -> str:
        texts = [
            "".join(f"{p}{w}" for p, w in zip(half, words, strict=True)) for half in (north, east)
        ]
        return f"{texts[0]}{letters[0]} {texts[1]}{letters[1]}"

    return _finish(lat, lon, 3, decimals, lay)


def write_minutes(lat: float, lon: float, decimals: int, pick: int) -> Written:
    """Write degrees and decimal minutes as handhelds show them."""
    lays: tuple[Callable[[list[str], list[str]], str], ...] = (
        lambda n, e: f"N{n[0]} {n[1]} E0{e[0]} {e[1]}",
        lambda n, e: f"N{n[0]}°{n[1]}' E0{e[0]}°{e[1]}'",
        lambda n, e: f"{n[0]}-{n[1]} {e[0]}-{e[1]}".replace(".", ","),
        lambda n, e: f"{n[0]} {n[1]} {e[0]} {e[1]}",
        lambda n, e: f"{n[0]}{n[1]}N 0{e[0]}{e[1]}E",
        lambda n, e: f"{n[0]}{n[1]},N,0{e[0]}{e[1]},E",
        lambda n, e: f"+{n[0]}{n[1]}+0{e[0]}{e[1]}/",
    )
    return _finish(lat, lon, 2, max(decimals, 1), lays[pick % len(lays)])


def write_packed(lat: float, lon: float, decimals: int, pick: int) -> Written:
    """Write degrees, minutes and seconds as one number."""
    lays: tuple[Callable[[list[str], list[str]], str], ...] = (
        lambda n, e: f"{''.join(n)}N 0{''.join(e)}E",
        lambda n, e: f"N{''.join(n)} E0{''.join(e)}",
        lambda n, e: f"+{''.join(n)}+0{''.join(e)}/",
        lambda n, e: f"+{''.join(n)}+0{''.join(e)}+512/",
    )
    return _finish(lat, lon, 3, decimals, lays[pick % len(lays)])


def write_decimal(lat: float, lon: float, decimals: int, pick: int) -> Written:
    """Write decimal degrees as people do."""
    lays: tuple[Callable[[str, str], str], ...] = (
        lambda n, e: f"{n}, {e}",
        lambda n, e: f"{n}; {e}".replace(".", ","),
        lambda n, e: f"{n} {e}".replace(".", ","),
        lambda n, e: f"{n},{e}",
        lambda n, e: f"({n}, {e})",
        lambda n, e: f"N {n} E {e}",
        lambda n, e: f"{n}°N, {e}°E",
        lambda n, e: f"GPS: {n} {e}",
        lambda n, e: f"{n} | {e}",
        lambda n, e: f"+{n}, +{e}",
        lambda n, e: f"Lat: {n} Long: {e}",
        lambda n, e: f"{e}, {n}",
        lambda n, e: f"точка 12: {n}; {e} (см. фото 3)",
        lambda n, e: f"{n}, {e}, h=742 м",
        lambda n, e: f"{n} {e} ±5 м",
    )
    lay = lays[pick % len(lays)]
    return _finish(lat, lon, 1, decimals, lambda north, east: lay(north[0], east[0]))


def write_program(lat: float, lon: float, decimals: int, pick: int) -> Written:
    """Write decimal degrees as programs and links do."""
    lays: tuple[Callable[[str, str], str], ...] = (
        lambda n, e: f"geo:{n},{e}",
        lambda n, e: f"geo:{n},{e},512;u=10",
        lambda n, e: f"https://www.google.com/maps?q={n},{e}&z=17",
        lambda n, e: (
            f"https://www.google.com/maps/place/x/@48.1,75.1,15z/data=!4m2!8m2!3d{n}!4d{e}"
        ),
        lambda n, e: f"https://yandex.kz/maps/?pt={e},{n}&z=14",
        lambda n, e: f"https://2gis.kz/karaganda/geo/{e}%2C{n}",
        lambda n, e: f"https://www.openstreetmap.org/?mlat={n}&mlon={e}#map=14/{n}/{e}",
        lambda n, e: f"https://maps.apple.com/?ll={n},{e}",
        lambda n, e: f"POINT({e} {n})",
        lambda n, e: f"SRID=4326;POINT Z({e} {n} 512)",
        lambda n, e: f'{{"type":"Point","coordinates":[{e},{n}]}}',
        lambda n, e: f"<coordinates>{e},{n},0</coordinates>",
        lambda n, e: f'<wpt lat="{n}" lon="{e}"><ele>512.3</ele></wpt>',
        lambda n, e: f'{{"lat": {n}, "lng": {e}}}',
        lambda n, e: f"+{n}+0{e}/",
    )
    lay = lays[pick % len(lays)]
    return _finish(lat, lon, 1, max(decimals, 1), lambda north, east: lay(north[0], east[0]))


def write_plane(lat: float, lon: float, decimals: int, pick: int) -> Written:
    """Write metres: SK-42 by zone, UTM with its band or in words."""
    decimals = min(decimals, 3)
    zone = int(lon // 6) + 1
    is_utm = pick % 2 == 0
    code = f"EPSG:326{zone + 30}" if is_utm else f"EPSG:284{zone}"
    eastings, northings = from_wgs84([lon], [lat], SYSTEMS[code])
    easting, northing = float(eastings[0]), float(northings[0])
    x, y = f"{northing:.{decimals}f}", f"{easting:.{decimals}f}"
    number, band = zone + 30, "T" if lat < 48 else "U"
    utm = (
        f"{number}{band} {y} {x}",
        f"UTM {number}N {y} {x}",
        f"UTM зона {number}: E={y} N={x}",
        f"EPSG:{code[5:]} {y} {x}",
    )
    gauss = (
        f"СК-42 X={x} Y={y}",
        f"СК-42, зона {zone}, X={x} м, Y={y} м",
        f"Y={y}; X={x} (СК-42)".replace(".", ","),
        f"Пулково 1942 / зона {zone} X={x}, Y={y}",
    )
    text = (utm if is_utm else gauss)[pick // 2 % 4]
    told = str(number) if is_utm else "42"
    return Written(text, northing, easting, 10.0**-decimals, told)


_BANDS, _ROWS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ"), "ABCDEFGHJKLMNPQRSTUV"


def write_mgrs(lat: float, lon: float, decimals: int, pick: int) -> Written:
    """Write an MGRS reference of 3 to 5 digits; the middle of its cell is meant."""
    digits = 3 + decimals % 3
    zone = int(lon // 6) + 31
    eastings, northings = from_wgs84([lon], [lat], SYSTEMS[f"EPSG:326{zone}"])
    cell = 10 ** (5 - digits)
    east, north = int(eastings[0] // cell), int(northings[0] // cell)
    per = 100_000 // cell
    column = _BANDS[(zone - 1) % 3][east // per - 1]
    row = _ROWS[(north // per + (0 if zone % 2 else 5)) % 20]
    band = "T" if lat < 48 else "U"
    figures = f"{east % per:0{digits}} {north % per:0{digits}}"
    text = (f"{zone}{band} {column}{row} {figures}", f"{zone}{band}{column}{row}{figures}")[
        pick % 2
    ]
    if pick % 2:
        text = text.replace(" ", "")
    middle = ((north + 0.5) * cell, (east + 0.5) * cell)
    return Written(text, *middle, cell, str(zone))


def write(lat: float, lon: float, family: int, decimals: int, pick: int) -> Written:
    """Write a place in one of FAMILIES."""
    return FAMILIES[family % len(FAMILIES)](lat, lon, decimals, pick)


FAMILIES: tuple[Callable[[float, float, int, int], Written], ...] = (
    lambda lat, lon, decimals, pick: write_marked(lat, lon, 3, decimals % 4, pick),
    lambda lat, lon, decimals, pick: write_marked(lat, lon, 2, 1 + decimals % 5, pick),
    lambda lat, lon, decimals, pick: write_marked(lat, lon, 1, 3 + decimals % 4, pick),
    lambda lat, lon, decimals, pick: write_joined(lat, lon, decimals % 3, pick),
    lambda lat, lon, decimals, pick: write_words(lat, lon, decimals % 3, pick),
    lambda lat, lon, decimals, pick: write_minutes(lat, lon, 2 + decimals % 4, pick),
    lambda lat, lon, decimals, pick: write_packed(lat, lon, decimals % 3, pick),
    lambda lat, lon, decimals, pick: write_decimal(lat, lon, 3 + decimals % 5, pick),
    lambda lat, lon, decimals, pick: write_program(lat, lon, 3 + decimals % 5, pick),
    write_plane,
    write_mgrs,
)
