"""What looks like a leak and is none: no false alarm may teach a keeper to look away."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from heritage_gis.protect.leaks.decoders.markup import decode_markup
from heritage_gis.protect.leaks.inspection import Inspection, inspect_piece
from heritage_gis.protect.leaks.pieces import Prose, Text

if TYPE_CHECKING:
    from heritage_gis.protect.leaks.watch import Watch

pytest_plugins = ["leak_fixtures"]

HARMLESS = (
    "Погрешность местоположения — до 10 км.",
    "Погрешность местоположения — до 1 / 10 / 50 км.",
    "Погрешность\u00a0местоположения — до 50\u00a0км.",
    "The position may be off by up to 1 km.",
    "XII–VIII вв. до н. э., 1500–1300 BC, AD 1200–1300",
    "№ 48, № 75, No. 245-1, 393-2",
    "2–10 сооружений, 11–50 сооружений, более 50 сооружений, 1 structure, over 50 structures",
    "Ulytau district: 45\u00a0388 sites, 72\u00a0915 sites; Шет ауданы 48\u00a0267",
    "57 748 км², 188 936.61 км2",
    "version 1.48.25, 8 June 2022, 2022-06-08, 22.06.2022, 10:48:16",
    "KATO 353600000 623800000 351000000",
    "KRG-000123, KRG-004826, +7 721 242 11 22",
    "100000:75300000:48200000",
    "West 75.3, south 48.2, east 75.4, north 48.3",
    "75.35, 48.25",
    "48°12′N, 75°18′E",
    "48° 49° 50°",
    "67.81472 48.15794",
    "48.15794; 67.81472",
    "48°9'28.6\"N 67°48'53.0\"E",
    "мавзолей Жошы-хана, могильник Бегазы, курган Тасмола-3",
    "3f4826722275345278aa3f4826722275345278aa3f4826722275345278aa48ff",
    "sha256-NDguMjY3MjIyLDc1LjM0NTI3OAAAAAAAAAAAAAAAAAA=",
    "left: 62.75%; top: 48.26px; margin: 61.5vh",
    "zoom 7.25, opacity 0.75, scale 1:200 000",
    "4.8 MB, 5340720 bytes",
    "#symbol-diamond -12 -12 24 24",
    "value, vertex, v8, very, M-43, data-43",
    "nearer, neighbours, North Kazakhstan, South, Восточный, Солтүстік",
    "Шет, Ақтоғай, Балхаш",
    "1,234,567 visits, 9.348.248 bytes, 2,345,678",
    "to keep the site from being looted; чтобы уберечь памятник от разграбления",
    "v8tddda, 48th, 41 tons, text2000",
    "AtlasSites2026AbcDef0123456789xyz, iVBORw0KGgoAAAANSUhEUg==",
)


def inspect(text: str, watch: Watch) -> list[str]:
    """Return what kinds of leak a text holds, as it stands and as what people read."""
    inspection = Inspection(watch)
    pieces = (Text("", text), Prose("", text))
    return [found.kind for piece in pieces for found in inspect_piece("page", piece, inspection)]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_no_finding(text: str, leak_watch: Watch) -> None:
    """Numbers, names and sentences of real pages are let through."""
    assert inspect(text, leak_watch) == []


def test_width_of_a_drawing_is_no_size(leak_watch: Watch) -> None:
    """The cell on the card of a site may be as many pixels wide as its mound has metres."""
    sizes = leak_watch.secrets.figures
    size = sizes[sizes["column"] == "diameter_max_m"].iloc[0]
    page = '<figure><a href="#{id}">map</a><svg><rect {name}="{value}"/></svg></figure>'

    def look(name: str) -> list[str]:
        text = page.format(id=size["site_id"], name=name, value=size["value"])
        inspection = Inspection(leak_watch)
        pieces = decode_markup("card.html", text.encode())
        return [
            found.kind for piece in pieces for found in inspect_piece("card", piece, inspection)
        ]

    assert look("width") == []
    assert look("data-told") == ["size"]


def test_ids_of_a_large_register_are_no_kilometres(leak_watch: Watch) -> None:
    """Two ids side by side read as northing and easting; known ones are let through."""
    text = '"KRG-011451","KRG-005577"'
    assert "plane coordinates" in inspect(text, leak_watch)
    points = leak_watch.secrets.points.copy()
    points["site_id"] = ["KRG-011451", "KRG-005577", *points["site_id"].iloc[2:]]
    large = replace(leak_watch, secrets=replace(leak_watch.secrets, points=points))
    assert inspect(text, large) == []
    assert "plane coordinates" in inspect('"KRG-011451.5","KRG-005577,25"', large)
