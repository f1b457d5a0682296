"""The columns of a form, its lists, and its examples, for one group of kinds in one language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.errors import MisusedError
from heritage_gis.places.units import find_by_kato, read_units
from heritage_gis.vocabularies.kinds import UNKNOWN, read_kind_groups, read_kinds
from heritage_gis.vocabularies.labels import read_label, read_labels
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from heritage_gis.settings import Language

ALL = "all"
# Of `reference_systems.csv`: degrees, and the zones in which the two regions lie (facts 1.1).
SYSTEMS = (
    *("EPSG:4326", "EPSG:4284", "EPSG:28411", "EPSG:28412", "EPSG:28413"),
    *("EPSG:2537", "EPSG:2538", "EPSG:2539", "EPSG:2540", "EPSG:2541", "EPSG:2542"),
    *("EPSG:32641", "EPSG:32642", "EPSG:32643", "EPSG:10945", "EPSG:10946", "EPSG:10947"),
)
FLAGS: dict[Language, tuple[str, str]] = {
    "kk": ("иә", "жоқ"),
    "ru": ("да", "нет"),
    "en": ("yes", "no"),
}


@dataclass(frozen=True)
class Column:
    """One column of a form.

    Attributes:
        field: ours.
        heading: as `headings.csv` knows it, with its unit.
        note: what belongs into it.
        band: the group of columns in which it stands, a code of `template_words.csv`.
        width: in letters.
        choices: the name of its list; empty where it has none.
    """

    field: str
    heading: str
    note: str
    band: str
    width: int
    choices: str


def choose_group(kind: str) -> str:
    """Return the group of a kind, or the group itself; empty for all kinds.

    Raises:
        MisusedError: there is no such kind or group, or it is that of unknown kinds.
    """
    groups = [code for code in read_kind_groups() if code != UNKNOWN]
    kinds = {code: each.group for code, each in read_kinds().items() if code != UNKNOWN}
    if kind in ("", *groups):
        return kind
    if kind not in kinds:
        known = ", ".join(kinds)
        raise MisusedError(
            f"--kind «{kind}» is none; write a kind ({known}) or a group ({', '.join(groups)})"
        )
    return kinds[kind]


@cache
def list_columns(group: str, language: Language) -> tuple[Column, ...]:
    """Return the columns that suit a group; all of them where it is empty."""
    return tuple(
        Column(
            row["field"],
            row[language],
            row[f"note_{language}"],
            f"band_{row['band']}",
            int(row["width"]),
            row["list"],
        )
        for row in read_vocabulary("template_columns")
        if row[language] and (not group or row["groups"] == ALL or group in row["groups"].split())
    )


def list_choices(name: str, group: str, language: Language, kind: str = "") -> list[str]:
    """Return what a drop-down offers, in the words of the language.

    Args:
        name: `kinds`, `periods`, `districts`, `conditions`, `extant`, `threats`, `statuses`,
            `flags` or `systems`.
        group: of the kinds; all where it is empty.
        language: of the form.
        kind: the kind that stands first; its group's own order where it is empty.
    """
    if name == "kinds":
        codes = [code for code, each in read_kinds().items() if group in ("", each.group)]
        codes = [code for code in codes if code != UNKNOWN]
        return [
            read_label("kinds", code, language) for code in sorted(codes, key=lambda c: c != kind)
        ]
    if name == "districts":
        return [unit.name(language) for unit in read_units()]
    if name == "flags":
        return [*FLAGS[language]]
    if name == "systems":
        return [name_system(code, language) for code in SYSTEMS]
    return list(dict.fromkeys(label[language] for label in read_labels(name).values()))


def name_system(code: str, language: Language) -> str:
    """Return what a reference system is called."""
    rows = read_vocabulary("reference_systems")
    return next(row[f"name_{language}"] for row in rows if row["code"] == code)


def list_examples(group: str, language: Language) -> list[dict[str, str | float]]:
    """Return example rows by our fields: published places, with their source (facts §5)."""
    rows = [
        row for row in read_vocabulary("template_examples") if group in ("", *row["groups"].split())
    ]
    return [_write_example(row, language) for row in rows[:2]]


def _write_example(row: dict[str, str], language: Language) -> dict[str, str | float]:
    unit = find_by_kato(row["kato"])
    told: dict[str, str | float] = {
        "name": row[f"name_{language}"],
        "name_kk": row["name_kk"],
        "name_ru": row["name_ru"],
        "kind": read_label("kinds", row["kind"], language),
        "period_text": read_label("periods", row["period"], language) if row["period"] else "",
        "district": unit.name(language) if unit else "",
        "references": row["source"],
    }
    if row["lat"]:
        told |= {"lat_raw": float(row["lat"]), "lon_raw": float(row["lon"])}
        told |= {"crs_text": name_system("EPSG:4326", language)}
        told |= {"accuracy_m": float(row["accuracy_m"])}
    return {field: value for field, value in told.items() if value != ""}
