"""What stands around coordinates in a cell: leading words, system, height, accuracy, remarks.

Only what is understood is taken off, and what says something is kept. Whatever else stands there
is left, so that the reader of the coordinates refuses it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_NUM = r"\d{1,6}(?:[.,]\d{1,6})?"
_LETTER = r"[^\W\d_]"
_END = rf"(?!{_LETTER})"
_METRES = rf"(?:метр\w*|metres?|meters?|м|m)\.?{_END}"
_ABOVE_SEA = (
    r"(?:[,\s]{0,3}(?:над\s+ур\w*\.?(?:\s+м\w*\.?)?|н\.?\s?у\.?\s?м\.?|абс\.?|т\.?\s?д\.?\s?ж\.?"
    r"|above\s+sea(?:\s+level)?|a\.?\s?s\.?\s?l\.?|bs|бс))?"
)
_HEIGHT_WORDS = (
    r"(?:абс\w*\.?\s*)?(?:выс(?:от[аы])?|отм(?:етк[аи])?|биіктігі|биіктік)"
    r"|alt(?:itude)?|elev(?:ation)?|ele|height|h|н|z"
)
_HEIGHT = re.compile(
    rf"[,;\s]{{0,3}}\(?(?<!{_LETTER})(?:{_HEIGHT_WORDS})(?:\.|{_END})(?:{_ABOVE_SEA})\s*[:=~≈–-]?\s*"
    rf"(?P<height>-?{_NUM}){_ABOVE_SEA}(?:\s*{_METRES})?{_ABOVE_SEA}(?![\d°'\"])\s*\)?",
    re.IGNORECASE,
)
_BARE_HEIGHT = re.compile(
    rf"[,;\s]\s*\(?(?<![\d.,])(?P<height>-?\d{{1,4}}(?:[.,]\d{{1,3}})?)\s*{_METRES}{_ABOVE_SEA}\s*\)?$",
    re.IGNORECASE,
)
_HEIGHTS_M = (-200.0, 5000.0)  # Khan Tengri, the highest of the country, has 7,010 m
_ACCURACY = re.compile(
    rf"[,;\s]{{0,3}}\(?(?:(?<!{_LETTER})(?:точн(?:ость|\.)|погр(?:ешность|\.)|ошибка|дәлдігі|дәлдік"
    rf"|accuracy|acc\.?|epe|error|cep)\s*[:=]?\s*)?(?:до\s+)?(?P<sign>±|\+\s?/?\s?-|(?<=[\s:=])(?=\d))\s*"
    rf"(?P<accuracy>{_NUM})\s*(?P<unit>км|km|{_METRES}){_END}\s*\)?",
    re.IGNORECASE,
)
_IS_ACCURACY = re.compile(r"точн|погр|ошиб|дәлд|acc|epe|error|cep|±|\+", re.IGNORECASE)
_ROUGHLY = r"приблизительно|примерно|approx(?:imately|\.)?|шамамен"
_APPROXIMATE = re.compile(
    rf"^[\s(]*(?:[~≈]|(?:ок|прибл|ca|c|approx)\.|(?:около|примерно|приблизительно|about|approximately"
    rf"|circa|шамамен){_END})\s*(?=\S)|[,\s]{{0,3}}\(?(?:{_ROUGHLY})\)?$",
    re.IGNORECASE,
)
_ZONE_WORD = r"(?:зон[аеы]|zone|аймақ|аймағы)"
# The band of UTM; set apart, E, N and X are rather names of what follows.
_BAND = r"(?:[c-hj-np-x](?!\s*=)|\s[cdf-hj-mp-w](?!\s*[=:]))?(?![^\W_])"
_SYSTEM_WORD = (
    r"(?:wgs[\s_-]*(?:19)?84|[сc][кk][\s-]*(?:19)?(?:42|63|95)(?!\d)|sk[\s-]*(?:42|63|95)(?!\d)"
    r"|(?:пулково|pulkovo)[\s_-]*(?:19)?(?:42|95)(?:\s*г(?:ода|\.)?)?"
    r"|qaz\s?trf[\s-]*(?:20)?23|пз[\s-]*90(?:[.,]\d{1,2})?|гск[\s-]*2011|epsg\s*:?\s*\d{4,6}(?!\d)"
    rf"|(?<!{_LETTER})мск(?:[\s-]*\d{{1,2}}(?!\d))?{_END}"
    rf"|(?<!{_LETTER})utm(?:[\s-]*\d{{1,2}}{_BAND}|{_END})"
    rf"|(?<!{_LETTER})(?:гаусс\w*(?:[\s-]*крюгер\w*)?|г-?к\.?{_END}|gau(?:ss|ß)[\s-]*kr\w+|gk{_END})"
    rf"|(?<!{_LETTER}){_ZONE_WORD}\s*[№:=]?\s*\d{{1,2}}{_BAND}"
    rf"|(?<!\w)\d{{1,2}}\s*-?\s*(?:я|й|ой|ші|шы)?\s*{_ZONE_WORD}{_END}"
    rf"|(?<!\w)[36]\s*(?:°|-?\s*град\w*\.?|-?\s*deg\w*)(?=[\s,]*(?:{_ZONE_WORD}|\d\d\s*{_ZONE_WORD})))"
)
_SYSTEM = re.compile(
    r"[,;\s]{0,3}\(?\s*(?:в\s+)?(?:сист(?:ем[аеы]|\.)?\s*(?:коорд(?:инат)?\.?)?\s*:?\s*)?"
    rf"(?P<system>{_SYSTEM_WORD}(?:[\s,/-]{{1,3}}{_SYSTEM_WORD}){{0,4}})\s*\)?\s*[:;,]?",
    re.IGNORECASE,
)
# A letter of each word above: most cells have none of them, and are searched no further.
_SYSTEM_HINT = re.compile(
    r"[сcs][кk]|wgs|пулк|pulk|trf|пз|гск|epsg|мск|utm|гаусс|г-?к|gau|gk|зон|zone|айма",
    re.IGNORECASE,
)
# «43U 522776 5661998»: the band tells it from degrees, so do the six figures after it.
_UTM_GRID = re.compile(
    r"^[\s(]*(?P<zone>[1-5]?\d|60)\s?(?P<band>[c-hj-np-x])[\s,:;]+(?=(?:[en]\s*[:=]?\s*)?\d{5})",
    re.IGNORECASE,
)
_SIX = re.compile(r"\d{6}")
# Leading words may be numbered («точка 12:»), where it is plain that the number is no degree.
_NUMBERED = r"\s*[№#]?\s*\d{1,4}(?=\s*[:=)–]|\s-\s|\s+(?:[nсc]\s?\d\d|\d\d\s?°))"
_LEAD_WORDS = (
    r"(?:географ\w*\.?\s+)?координат\w*|(?:geographic\s+)?coord(?:inate)?s?|gps(?:-навигатор)?"
    r"|коорд\.|точк[аи]|т\.|пункта?|места?|местоположение|расположени[ея]|местонахождени[ея]"
    r"|центра?|location|position|point|waypoint|wpt|cent(?:re|er)|нүкте(?:сі)?|орталығы|орны"
    r"|курган[аы]?|памятника?|могильника?|поселени[ея]|стоянк[аи]|объекта?|на карте|по gps|mgrs"
    r"|смотри|см\.|see"
)
_LEAD = re.compile(
    rf"^(?:[\s(]*(?:{_LEAD_WORDS})(?:{_END}|(?<=\.))(?:{_NUMBERED})?\s*[:=)–-]?\s*"
    r"|[\s(]*№?\s?\d{1,3}\s?\)\s*)+",
    re.IGNORECASE,
)
_SEEN = (
    r"(?:см\.?|смотри|see|қара(?:ңыз)?|қар\.)\s+(?:на\s+)?(?:фото\w*|рис\w*\.?|карт[уаы]|план\w?"
    r"|лист|прил\w*\.?|табл\w*\.?|photo|fig(?:ure)?\.?|map|plan|сурет|карта)"
    r"(?:\s*[№#]?\s*\d{1,4}(?:\s*[,–-]\s*\d{1,4}){0,3})?"
)
_REMARK = re.compile(
    rf"[,;.\s]{{0,3}}\(?\s*(?:{_SEEN}|по\s+(?:gps|карте|навигатору)|gps|центр(?:\s+\w+)?"
    r"|cent(?:re|er))\s*\)?[\s.]*$",
    re.IGNORECASE,
)
_PLANE_METRES = re.compile(
    rf"(\d{{6,9}}+(?:[.,]\d{{1,6}})?)\s*(?:{_METRES}|[mм](?=\s?[en](?!{_LETTER})))", re.IGNORECASE
)
_UTM_AFTER = re.compile(
    r"(?<=\d\d)[\s,;(]+(?P<zone>[1-5]?\d|60)\s?(?P<band>[c-hj-np-x])[\s)]*$", re.IGNORECASE
)


@dataclass(frozen=True)
class Surroundings:
    """A text without what stands around its coordinates, and what that says.

    Attributes:
        rest: the coordinates.
        datum: what it says of the reference system, verbatim, mostly empty.
        elevation_m: height above the sea.
        accuracy_m: how well the position is said to be known.
        doubts: codes of problems (warnings).
    """

    rest: str
    datum: str = ""
    elevation_m: float | None = None
    accuracy_m: float | None = None
    doubts: tuple[str, ...] = field(default=())


def take_surroundings(text: str) -> Surroundings:
    """Take off what stands around the coordinates of a text."""
    text, datum = _take_systems(text)
    text = _PLANE_METRES.sub(r"\1", text)
    text, accuracy_m = _take_accuracy(text)
    text = _REMARK.sub("", text)
    text, elevation_m = _take_height(text)
    text = _LEAD.sub("", text)
    rest = _APPROXIMATE.sub("", text)
    doubts = ("coordinate_approximate",) if rest != text else ()
    rest, grid = _take_grid(rest)
    return Surroundings(rest, ", ".join([*datum, *grid]), elevation_m, accuracy_m, doubts)


def _take_systems(text: str) -> tuple[str, list[str]]:
    if not _SYSTEM_HINT.search(text):
        return text, []
    found = [each["system"].strip(" ,") for each in _SYSTEM.finditer(text)]
    return (_SYSTEM.sub(" ", text) if found else text), found


def _take_grid(text: str) -> tuple[str, list[str]]:
    found = _UTM_GRID.match(text) or (_UTM_AFTER.search(text) if _SIX.search(text) else None)
    if found is None:
        return text, []
    return text[: found.start()] + text[found.end() :], [
        f"UTM {found['zone']}{found['band'].upper()}"
    ]


def _take_accuracy(text: str) -> tuple[str, float | None]:
    found = _ACCURACY.search(text)
    while found and not _IS_ACCURACY.search(found[0]):
        found = _ACCURACY.search(text, found.end())
    if found is None:
        return text, None
    metres = float(found["accuracy"].replace(",", "."))
    is_km = found["unit"].lower() in {"км", "km"}
    rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
    return rest, metres * 1000 if is_km else metres


def _take_height(text: str) -> tuple[str, float | None]:
    found = _HEIGHT.search(text) or _BARE_HEIGHT.search(text)
    if found is None:
        return text, None
    metres = float(found["height"].replace(",", "."))
    if not _HEIGHTS_M[0] <= metres <= _HEIGHTS_M[1]:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), metres
