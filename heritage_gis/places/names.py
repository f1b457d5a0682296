"""Names of districts as people write them, and the unit each stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from heritage_gis.model.nearness import MOST, Nearest, find_nearest
from heritage_gis.places.name_reading import (
    Hit,
    NameReading,
    PlaceName,
    read_names,
    read_place_names,
    split_words,
)
from heritage_gis.places.spelling import fold_name, tidy_text
from heritage_gis.places.units import (
    PRESENT_LAYOUT,
    Unit,
    find_by_kato,
    read_regions,
    read_units,
    require_layout,
)

SURE_MARKS = ("V", "S")  # facts.md: verified, or from a named source; M and ? are not shown as sure
_KATO = re.compile(r"(\d{9})(?:\.0)?")  # a spreadsheet may have made a number of it
_KAZAKH = re.compile("[әғқңөұүһі]")
_CYRILLIC = re.compile("[а-яё]")
_LOST = re.compile(r"(?<=\w)[?,](?=\w)")
_BORDERS = re.compile(r"\b(?:границ|погранич|граничит|шекара|шектес|border)")
_SEATS = {"town": "city", "village": "settlement"}  # sort of a seat: the type word it goes with


@dataclass(frozen=True)
class UnitMatch:
    """What a text says of the district.

    Attributes:
        kato: the one unit it names, in the layout asked for; None where it names none, several,
            one in doubt, or one we do not know for sure (an old district marked M in facts.md).
        candidates: all the units it may mean, ordered by KATO; just `kato` where that is given.
        region: `35` or `62`: the region of the unit, or the one it names without a unit; or None.
        is_outside: it names a place outside both regions, such as Aktogay district of Pavlodar.
        outside: that place, in English; empty where there is none.
        nearest: the nearest units where nothing was recognised, and the units it names where none
            is certain; each with its KATO in the layout asked for, and its name in the script of
            the text.
        mark: the mark of the name in `unit_names.csv`, empty where nothing was recognised.
    """

    kato: str | None = None
    candidates: tuple[str, ...] = ()
    region: str | None = None
    is_outside: bool = False
    outside: str = ""
    nearest: tuple[Nearest, ...] = ()
    mark: str = ""


def find_unit(text: str, layout: str = PRESENT_LAYOUT) -> UnitMatch:
    """Say which unit a text means.

    Args:
        text: a cell, a section row or a code: `Актогайский р-н`, `Шет / Абай`, `353600000`.
            What stands in brackets counts only where the rest names no unit, but a region outside
            ours always does.
        layout: the layout in whose codes the answer is given.

    Raises:
        MisusedError: the layout is not in the table.
    """
    require_layout(layout)
    code = _KATO.fullmatch(text.strip())
    if code:
        return _match_code(code[1], layout)
    plain = tidy_text(text)
    outer, inner = _split_brackets(plain)
    main, aside = read_place_names(outer), read_place_names(inner)
    outside = _find_outside((*main.hits, *aside.hits))
    if outside:
        return UnitMatch(is_outside=True, outside=outside)
    match = _match_reading(main, layout)
    if not match.candidates:
        in_brackets = _match_reading(aside, layout)
        match = in_brackets if in_brackets.candidates or not match.region else match
    if main.is_doubtful or aside.is_doubtful:
        match = replace(match, kato=None)
    if match.candidates and match.kato is None:
        return replace(match, nearest=_list_candidates(plain, match.candidates))
    if match.candidates or match.region:
        return match
    return UnitMatch(nearest=_find_nearest_units(plain, (*main.unread, *aside.unread), layout))


def says_district(text: str) -> bool:
    """Tell whether a text speaks of a district by that word, whatever its name: «Шацкий р-н»."""
    return any(word.means == "district" for word in split_words(tidy_text(text)))


def find_district_in_words(text: str, layout: str = PRESENT_LAYOUT) -> UnitMatch:
    """Say which district the words about a place name by its type word.

    «Шетский район, 5 км к С от г. Каражал» names Shet; a town or a border that only shows the
    way («на границе Нуринского района») names nothing, and so do two districts.

    Args:
        text: words about a place, such as a location cell; a region named beside it may stand in
            them too.
        layout: as for `find_unit`.
    """
    plain = tidy_text(text)
    reading = read_place_names(plain)
    if reading.is_doubtful or _BORDERS.search(plain) or _find_outside(reading.hits):
        return UnitMatch()
    hits = tuple(hit for hit in reading.hits if hit.type_word == "district")
    return _match_reading(replace(reading, hits=hits), layout)


def _match_code(code: str, layout: str) -> UnitMatch:
    for region in read_regions():
        if region.kato == code:
            return UnitMatch(region=region.region, mark="V")
    unit = find_by_kato(code)
    if unit is None:
        return UnitMatch()
    kato = unit.kato_in(layout)
    return UnitMatch(kato, (kato,), kato[:2], mark="V")


def _split_brackets(plain: str) -> tuple[str, str]:
    """Return what stands outside brackets, and what stands in them."""
    inner = ";".join(re.findall(r"[(\[]([^)\]]*)", plain))
    return re.sub(r"[(\[][^)\]]*[)\]]?", ";", plain), inner


def _find_outside(hits: tuple[Hit, ...]) -> str:
    """Return the place outside both regions that the hits name, empty where they name none.

    A region outside makes the whole text mean a place there: then a homonym of ours in that
    region is told by its own name.
    """
    named = [name for hit in hits for name in read_names()[hit.key] if _names_outside(hit, name)]
    for region in (name for name in named if name.sort == "region"):
        homonyms = [
            name.place
            for hit in hits
            for name in read_names()[hit.key]
            if name.within == region.place and name.sort == "district"
        ]
        return homonyms[0] if homonyms else region.place
    return named[0].place if named else ""


def _names_outside(hit: Hit, name: PlaceName) -> bool:
    """Say whether a hit means this place outside: by its type word, or as no unit has its name."""
    if not name.place:
        return False
    if name.sort == "region" and not hit.type_word:
        return not any(other.kato for other in read_names()[hit.key])
    return name.sort != "district" and hit.type_word == name.sort


def _match_reading(reading: NameReading, layout: str) -> UnitMatch:
    """Weigh the hits: units before seats of districts, both before what does not fit its type."""
    chosen = [(hit, name) for hit in reading.hits for name in _choose_names(hit)]
    named = [(hit, name) for hit, name in chosen if name.sort != "region"]
    if not named:
        region = next((name.kato[:2] for _, name in chosen), None)
        return UnitMatch(region=region, mark="S" if region else "")
    fitting = [(hit, name) for hit, name in named if _fits(hit, name)]
    own = [(hit, name) for hit, name in fitting if name.sort not in _SEATS]
    strong = [name for _, name in own or fitting or named]
    candidates = tuple(sorted({_require_unit(name.kato).kato_in(layout) for name in strong}))
    sure = [name.mark for name in strong if fitting and name.mark in SURE_MARKS]
    regions = {kato[:2] for kato in candidates}
    return UnitMatch(
        kato=candidates[0] if len(candidates) == 1 and sure else None,
        candidates=candidates,
        region=regions.pop() if len(regions) == 1 else None,
        mark=(sure or [name.mark for name in strong])[0],
    )


def _choose_names(hit: Hit) -> list[PlaceName]:
    """Return what a hit may mean among our units and regions, given its type word."""
    ours = [name for name in read_names()[hit.key] if name.kato]
    units = [name for name in ours if name.sort != "region"]
    if hit.type_word == "region":
        return [name for name in ours if name.sort == "region"]
    if not hit.type_word:
        return units or ours
    if hit.type_word in {"district", "city"}:
        return units
    return [name for name in units if _SEATS.get(name.sort) == hit.type_word]


def _fits(hit: Hit, name: PlaceName) -> bool:
    """Say whether the type word is that of the unit: «г. Актогай» is no district of ours."""
    kind = _SEATS.get(name.sort) or _require_unit(name.kato).kind
    return hit.type_word in {"", kind}


def _find_nearest_units(plain: str, unread: tuple[str, ...], layout: str) -> tuple[Nearest, ...]:
    """Return the units nearest to what could not be read, nothing where none is near."""
    whole = _LOST.sub("", plain)
    kato = find_unit(whole).kato if whole != plain else None
    if kato:  # «К,арк,аралы», «Актогай?ский»: signs that an old font left behind
        return (Nearest(_name_in_script(_require_unit(kato), plain), kato, 100),)
    keys = [key for name in unread if (key := fold_name(name))]
    near = max((find_nearest(key, _list_keys()) for key in keys), key=_rank, default=())
    units = [(_require_unit(one.means), one.score) for one in near]
    return tuple(
        Nearest(_name_in_script(unit, plain), unit.kato_in(layout), score) for unit, score in units
    )


def _list_candidates(plain: str, candidates: tuple[str, ...]) -> tuple[Nearest, ...]:
    """Return the units that a text names, but not for certain: «Каркаралинск р-н», «Шет?»."""
    units = [unit for kato in candidates if (unit := find_by_kato(kato))]
    near = tuple(
        Nearest(_name_in_script(unit, plain), kato, 100)
        for unit, kato in zip(units, candidates, strict=True)
    )
    return near if len(near) <= MOST else ()


def _rank(near: tuple[Nearest, ...]) -> int:
    return near[0].score if near else 0


@cache
def _list_keys() -> dict[str, tuple[tuple[str, str], ...]]:
    """Folded name -> the unit it stands for."""
    units = {key: _first_unit(names) for key, names in read_names().items()}
    return {key: ((unit.name_ru, unit.kato),) for key, unit in units.items() if unit}


def _name_in_script(unit: Unit, plain: str) -> str:
    if _KAZAKH.search(plain):
        return unit.name_kk
    return unit.name_ru if _CYRILLIC.search(plain) else unit.name_en


def _first_unit(names: tuple[PlaceName, ...]) -> Unit | None:
    ours = (name for name in names if name.kato and name.sort != "region")
    return next((_require_unit(name.kato) for name in ours), None)


@cache
def _require_unit(kato: str) -> Unit:
    return next(unit for unit in read_units() if unit.kato == kato)
