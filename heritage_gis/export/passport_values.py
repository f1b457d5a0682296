"""What one record says of one field of a passport card, as text."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from heritage_gis.places.units import read_regions, read_units
from heritage_gis.vocabularies.columns import list_codes
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.years import range_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from heritage_gis.settings import Language

Record = dict[str, Any]
FINEST_M = 0.0  # of a place whose accuracy nobody tells: as it was surveyed
DECIMALS = {10.0: 5, 100.0: 4, 1000.0: 3, inf: 2}  # accuracy in metres -> decimals of a degree
OUTLINES = ("outline", "zone")


def write_value(code: str, record: Record, language: Language) -> str:
    """Return what a record says; empty where it says nothing.

    Args:
        code: of the field: a column of a record, or one that is made of several.
        record: RECORD_COLUMNS and `geometry`; what it does not say is missing from it.
        language: of the card.
    """
    made = _MADE.get(code)
    if made:
        return made(record, language)
    value = record.get(code)
    if value is None:
        return ""
    codes = list_codes(code, language)
    if codes:
        return codes.get(str(value), str(value))
    if isinstance(value, bool):
        return _read_word("yes" if value else "no", language)
    return _write_number(value, language) if isinstance(value, float) else str(value)


def _read_word(code: str, language: Language) -> str:
    return read_labels("passport_words")[code][language]


def _write_number(value: float, language: Language) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(".", ",")


def _write_dating(record: Record, language: Language) -> str:
    """Return periods, years, and how far they are to be trusted."""
    named = read_labels("periods")
    periods = [named[code][language] for code in str(record.get("period", "")).split()]
    start, end = record.get("start_year"), record.get("end_year")
    years = range_text(
        None if start is None else int(start), None if end is None else int(end), language
    )
    scheme = list_codes("dating_scheme", language).get(str(record.get("dating_scheme")), "")
    certainty = record.get("dating_certainty")
    doubt = "" if certainty in {None, "certain"} else _name_doubt(str(certainty), language)
    told = "; ".join(part for part in ("; ".join(periods), years) if part)
    notes = ", ".join(part for part in (scheme, doubt) if part)
    return f"{told} ({notes})" if told and notes else told


def _name_doubt(certainty: str, language: Language) -> str:
    return list_codes("dating_certainty", language).get(certainty, certainty)


def _write_district(record: Record, language: Language) -> str:
    kato = record.get("district") or record.get("district_claimed")
    return next((unit.name(language) for unit in read_units() if unit.kato == kato), "")


def _write_region(record: Record, language: Language) -> str:
    kato = str(record.get("district") or record.get("district_claimed") or "")
    found = [each for each in read_regions() if kato.startswith(each.region)]
    return str(getattr(found[0], f"name_{language}")) if found else ""


def _write_coordinates(record: Record, language: Language) -> str:
    """Return the point, or that of an outline, in degrees: no finer than its accuracy tells."""
    shape: BaseGeometry | None = record.get("geometry")
    if shape is None:
        return ""
    point = shape.centroid
    north, east = (_read_word(each, language) for each in ("north", "east"))
    accuracy = record.get("position_accuracy_m", FINEST_M)
    decimals = next(number for most, number in DECIMALS.items() if accuracy <= most)
    degrees = [f"{each:.{decimals}f}°" for each in (point.y, point.x)]
    if language != "en":
        degrees = [each.replace(".", ",") for each in degrees]
    return f"{degrees[0]} {north}; {degrees[1]} {east}"


def _write_span(low: str, high: str) -> Callable[[Record, Language], str]:
    def write(record: Record, language: Language) -> str:
        ends = [record.get(low), record.get(high)]
        told = dict.fromkeys(_write_number(each, language) for each in ends if each is not None)
        return "–".join(told)

    return write


def _write_description(record: Record, language: Language) -> str:
    order = dict.fromkeys((language, "kk", "ru", "en"))
    texts = (record.get(f"description_{each}") for each in order)
    return str(next((text for text in texts if text), ""))


def _write_threats(record: Record, language: Language) -> str:
    named = read_labels("threats")
    codes = str(record.get("threats", "")).split()
    return "; ".join(named[code][language] if code in named else code for code in codes)


def _write_outline(record: Record, language: Language) -> str:
    is_told = record.get("geometry_role") in OUTLINES
    return _read_word("outline_told", language) if is_told else ""


def _write_kind_text(record: Record, language: Language) -> str:
    """Return their word for the kind, where it is not the one that stands above."""
    word = str(record.get("kind_text", ""))
    return "" if word == write_value("kind", record, language) else word


_MADE: dict[str, Callable[[Record, Language], str]] = {
    "dating": _write_dating,
    "kind_text": _write_kind_text,
    "district": _write_district,
    "region": _write_region,
    "coordinates": _write_coordinates,
    "diameter": _write_span("diameter_min_m", "diameter_max_m"),
    "height": _write_span("height_min_m", "height_max_m"),
    "description": _write_description,
    "threats": _write_threats,
    "outline": _write_outline,
    "from_settlement": lambda record, _: str(record.get("location_text", "")),
    "photos": lambda record, _: str(record.get("media", "")),
}
