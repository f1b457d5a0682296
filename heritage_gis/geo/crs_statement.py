"""What people say of a reference system: «СК-42, зона 13», WGS 84 / UTM 43N, EPSG:28413, WKT.

A statement may leave things open («СК-42» says no zone); then it admits several systems and the
numbers tell among them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heritage_gis.geo.crs_wkt import find_coded_system

if TYPE_CHECKING:
    from collections.abc import Sequence

    from heritage_gis.geo.crs import ReferenceSystem

_DATUMS = (
    (r"w\s*g\s*s[\s-]*(?:19)?84|\bwgs\b", "wgs84"),
    (r"(?:[сc][кk]|\bsk|\bs)[\s-]*(?:19)?42(?!\d)", "pulkovo1942"),
    (r"(?:пулков\w*|pulkovo)[\s,-]*(?:19)?42(?!\d)|1942\s*(?:г|ж)", "pulkovo1942"),
    (r"qaz\s*trf|казтрф|қазтрф", "qaztrf23"),
)
# Systems that nobody may guess: SK-63 and local ones need parameters, the others are not used here.
_UNUSABLE = re.compile(
    r"(?:[сc][кk]|\bsk)[\s-]*(?:19)?(?:63|95)|1963\s*г|\bмск\b|местн|условн|локальн|жергілікті"
    r"|\blocal\b|\bпз[\s-]*90|\bгск[\s-]*2011|(?:пулков\w*|pulkovo)[\s-]*(?:19)?95",
)
_UTM = re.compile(r"\butm(?![a-z])")
_GAUSS = re.compile(r"гаусс|gau(?:ss|ß)|\bг[\s.-]*к\b|\bgk\b")
_NARROW = re.compile(
    r"(?<!\d)3\s*(?:°|-?\s*(?:х|x)?\s*-?\s*град|[\s-]*deg)|тр[её]хградус|three.degree"
)
_NOTATIONS = (
    (r"десятичн\w*\s+(?:дол|град)|decimal\s+degrees?|ондық\s+градус", "decimal"),
    (r"\b(?:d|dd|г|гг)[.,]?(?:m|м){2}(?:s|с){2}|packed", "packed"),
)
_DEGREES = re.compile(r"географ|geographic|\blat.?lon\b|геодез\w*\s+координат")
# In this order: «QazTRF-23 зона 13» has its 23 before the word, too.
_ZONES = (
    r"(?:зон[аеы]|zone|аймақ|аймағы|\bз\.|\bz)\s*[№:=]?\s*(\d{1,2})(?!\d)",
    r"\butm[\s-]*(\d{2})",
    r"(?<!\d)(\d{1,2})\s*-?\s*(?:я|й|ой|ші|шы)?\s*(?:зон|zone|аймақ)",
)
_MERIDIANS = (
    r"(?:осев|центр)\w*\s+мер\w*\.?\s*[:=]?\s*(\d{2})(?!\d)",
    r"(?:\b(?:цм|ом|cm)\b|central\s+meridian|lon\s?0)\s*[:=]?\s*(\d{2})(?!\d)",
)


@dataclass(frozen=True)
class CrsStatement:
    """What a text says; empty and missing where it leaves things open.

    Attributes:
        text: as it was said.
        datum: `pulkovo1942`, `wgs84`, `qaztrf23`, or `unusable`: a system that needs parameters.
        kind: `geographic`, `gauss`, `gk3`, `utm`.
        zone: number of the zone.
        central_meridian: degrees east.
        system: the one system, where the text is a code or WKT.
        notation: of degrees: `decimal`, or `packed` (D.MMSS in one number).
    """

    text: str
    datum: str = ""
    kind: str = ""
    zone: int | None = None
    central_meridian: int | None = None
    system: ReferenceSystem | None = None
    notation: str = ""


def read_statement(text: str, systems: Sequence[ReferenceSystem]) -> CrsStatement | None:
    """Read what a text says of a reference system; None where it says nothing of it."""
    coded = find_coded_system(text, systems)
    if coded is not None:
        return CrsStatement(text, coded.datum, system=coded)
    folded = unicodedata.normalize("NFKC", text.replace("º", "°")).casefold().replace("_", " ")
    notation = next((name for pattern, name in _NOTATIONS if re.search(pattern, folded)), "")
    inner = re.search(r"epsg\s*:?\s*\d{4,5}", folded)
    if inner and (coded := find_coded_system(inner[0], systems)) is not None:
        return CrsStatement(text, coded.datum, system=coded, notation=notation)
    if _UNUSABLE.search(folded):
        return CrsStatement(text, "unusable")
    kind = _tell_kind(folded)
    datum = next((name for pattern, name in _DATUMS if re.search(pattern, folded)), "")
    zone = _find_whole(_ZONES, folded)
    meridian = _find_whole(_MERIDIANS, folded)
    kind = kind or ("geographic" if notation else "")
    if not (datum or kind or zone or meridian):
        return None
    return CrsStatement(text, datum, kind, zone, meridian, notation=notation)


def _tell_kind(folded: str) -> str:
    kinds = ((_UTM, "utm"), (_NARROW, "gk3"), (_GAUSS, "gauss"), (_DEGREES, "geographic"))
    return next((kind for pattern, kind in kinds if pattern.search(folded)), "")


def _find_whole(patterns: tuple[str, ...], text: str) -> int | None:
    found = next(filter(None, (re.search(pattern, text) for pattern in patterns)), None)
    return int(found[1]) if found else None


def merge_statements(strong: CrsStatement, weak: CrsStatement) -> CrsStatement:
    """Fill what a statement leaves open from a weaker one, as far as the two agree.

    «СК-42» of the survey and «зона 13» of a column are one statement; where they disagree, the
    stronger stands alone.
    """
    if strong.system is not None:
        return replace(strong, notation=strong.notation or weak.notation)
    if strong.datum == "unusable" or weak.datum == "unusable":
        return strong
    if weak.system is not None:
        return replace(strong, system=weak.system) if _is_admitted(strong, weak.system) else strong
    if strong.datum and weak.datum not in {"", strong.datum}:
        return strong
    return replace(
        strong,
        datum=strong.datum or weak.datum,
        kind=strong.kind or weak.kind,
        notation=strong.notation or weak.notation,
        zone=weak.zone if strong.zone is None else strong.zone,
        central_meridian=(
            weak.central_meridian if strong.central_meridian is None else strong.central_meridian
        ),
    )


def admit_systems(
    statement: CrsStatement | None, systems: Sequence[ReferenceSystem]
) -> tuple[ReferenceSystem, ...]:
    """List the systems that agree with a statement, in their order; all where nothing is said."""
    if statement is None:
        return tuple(systems)
    if statement.system is not None:
        return (statement.system,)
    return tuple(system for system in systems if _is_admitted(statement, system))


def identify_system(text: str, systems: Sequence[ReferenceSystem]) -> ReferenceSystem | None:
    """Return the one system that a text means: code, WKT, or words; None where not one alone.

    Where systems differ by nothing but the zone number in front of the easting («СК-42, зона 13»)
    the one with it is meant: in Kazakhstan eastings carry it (facts 1.1).
    """
    statement = read_statement(text, systems)
    if statement is None:
        return None
    admitted = admit_systems(statement, systems)
    prefixed = [system for system in admitted if system.has_prefix]
    for choice in (admitted, prefixed):
        if len(choice) == 1:
            return choice[0]
    return None


def _is_admitted(statement: CrsStatement, system: ReferenceSystem) -> bool:
    kinds = {"gauss": {"gk6", "gk3"}, "": {"geographic", "gk6", "gk3", "utm"}}
    has_place = statement.zone is not None or statement.central_meridian is not None
    return (
        statement.datum in {"", system.datum}
        and system.kind in kinds.get(statement.kind, {statement.kind})
        and statement.zone in {None, system.zone}
        and not (has_place and system.is_geographic)
        and statement.central_meridian in {None, system.central_meridian}
    )
