"""Readings told: each reading of a file with its evidence, as sentences in three languages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from heritage_gis.conform.reference_system import load_systems
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.position_texts import write_position_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heritage_gis.conform.position_judging import JudgedPairs
    from heritage_gis.conform.reference_system import Sentence
    from heritage_gis.geo.reading_values import Candidate

SEVEN_DIGITS = "hint_seven_digits"
_KILOMETRE = 1000


def tell_readings(judged: JudgedPairs) -> list[dict[str, object]]:
    """Tell the readings of a table, those in use first.

    Returns:
        For each: `system` (code), `name` (three languages), `notation` (`packed`, or empty),
        `axis_order` (`north_first`, `east_first`), `rows` (that fit), `chosen` (rows read so),
        `open` (rows held back that may be read so), `share_in_region`, `share_in_district` (0 to
        1, None where nothing was asked), `apart_m` and `apart_from` (the nearest other reading;
        None and empty where there is none), `same_as` (codes), and `evidence` (sentences).
    """
    told = [_tell_reading(each, judged) for each in judged.candidates]
    seven = int((judged.rows["reason"] == SEVEN_DIGITS).sum())
    return [*told, _tell_sk63(seven)] if seven else told


def _tell_reading(each: Candidate, judged: JudgedPairs) -> dict[str, object]:
    return {
        "system": each.system.code,
        "name": _find_names(each.system.code),
        "notation": each.notation,
        "axis_order": each.axis_order,
        "rows": each.rows,
        "chosen": each.chosen,
        "open": _count_open(each, judged),
        "apart_m": _round(each.apart_m),
        "apart_from": each.apart_from,
        "share_in_region": round(each.share_in_region, 3),
        "share_in_district": _round(each.share_in_district),
        "same_as": list(each.same_as),
        "evidence": list(_list_evidence(each, judged)),
    }


def _count_open(each: Candidate, judged: JudgedPairs) -> int:
    """Count the rows whose question or contradiction names this reading."""
    options = judged.rows.loc[judged.rows["options"] != "", "options"]
    counts = options.value_counts()
    named = sum(int(n) for names, n in counts.items() if each.system.code in str(names).split())
    is_packed = judged.rows["fault"] == "coordinate_packed"
    return named + (int(is_packed.sum()) if each.system.is_geographic else 0)


def _tell_sk63(rows: int) -> dict[str, object]:
    """Tell of 7-digit eastings: SK-63 writes them so, and nobody publishes its parameters here."""
    return {
        "system": "SK-63",
        "name": write_position_text("name_sk63"),
        "notation": "",
        "axis_order": "north_first",
        "rows": rows,
        "chosen": 0,
        "open": 0,
        "apart_m": None,
        "apart_from": "",
        "share_in_region": None,
        "share_in_district": None,
        "same_as": [],
        "evidence": [write_position_text("reading_sk63", {"rows": rows})],
    }


def _list_evidence(each: Candidate, judged: JudgedPairs) -> Iterator[Sentence]:
    """List what speaks for a reading, the strongest first: a known place, then districts."""
    if each.known_name:
        known = {"name": each.known_name, "distance": write_distance(each.known_m)}
        yield write_position_text("reading_near_known", known)
    if each.claims:
        inside = round(each.share_in_district * each.claims)
        yield write_position_text("reading_in_district", {"inside": inside, "rows": each.claims})
    inside = round(each.share_in_region * each.rows)
    yield write_position_text("reading_in_region", {"inside": inside, "rows": each.rows})
    if each.chosen and each.system.code in judged.followers:
        follow, others = judged.followers[each.system.code]
        yield write_position_text("reading_agrees", {"count": follow, "others": others})
    for metres, other in each.apart:
        figures_apart = {
            "distance": write_distance(metres),
            "other": name_reading(*split_reading(other)),
        }
        yield write_position_text("reading_apart", figures_apart)
    if each.same_as:
        yield write_position_text("reading_same", {"systems": ", ".join(each.same_as)})


def _find_names(code: str) -> dict[str, str]:
    names = next((dict(each.names) for each in load_systems() if each.code == code), {})
    return {language: names.get(language, code) for language in LANGUAGES}


def name_reading(code: str, notation: str) -> dict[str, str]:
    """Name a system with its code, and the notation where it is not the plain one."""
    names = _find_names(code)
    packed = write_position_text("name_packed") if notation else dict.fromkeys(LANGUAGES, "")
    return {
        language: (code if names[language] == code else f"{code} ({names[language]})")
        + (f", {packed[language]}" if notation else "")
        for language in LANGUAGES
    }


def split_reading(name: str) -> tuple[str, str]:
    """Split the name of a reading, such as `EPSG:4326#packed`, into system and notation."""
    code, _, notation = name.partition("#")
    return code, notation


def join_names(names: Sequence[dict[str, str]]) -> dict[str, str]:
    """Join names to one list in each language."""
    return {language: ", ".join(name[language] for name in names) for language in LANGUAGES}


def write_distance(metres: float) -> dict[str, str]:
    """Write a distance to three figures, in metres or kilometres, in each language."""
    is_far = metres >= _KILOMETRE
    value = metres / _KILOMETRE if is_far else metres
    decimals = max(0, 2 - math.floor(math.log10(value))) if is_far and value > 0 else 0
    figure = f"{value:.{decimals}f}"
    local = figure.replace(".", ",")
    units = ("км", "км", "km") if is_far else ("м", "м", "m")
    figures = (local, local, figure)
    told = zip(LANGUAGES, figures, units, strict=True)
    return {language: f"{number}\u00a0{unit}" for language, number, unit in told}


def _round(share: float) -> float | None:
    return None if math.isnan(share) else round(share, 3)
