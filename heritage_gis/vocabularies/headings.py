"""Column headings in Kazakh, Russian and English, and the fields of ours that they name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from heritage_gis.model.nearness import Nearest, find_nearest
from heritage_gis.vocabularies.heading_choice import NUMBERED, HeadingContext, choose_field
from heritage_gis.vocabularies.heading_words import (
    FILLER,
    HeadingForm,
    fold_heading,
    join_lines,
    list_forms,
    take_system,
)
from heritage_gis.vocabularies.sounds import sound_words
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

ANYTHING = "*"  # in a heading of the vocabulary: what a program puts a question's own name for
LEVELS = " / "  # between the two rows of a heading: «Координаты / Широта»
LONGEST = 120  # characters; a longer cell is a text, not a heading
SHORTEST_CUT = 4  # letters; fewer begin too many words
NEAR_HEADING = 80.0  # of 100: headings have many words in common
SAMPLE = 200  # values of a column that are looked at to settle what its heading means
NUMBERS = 20_000  # of a column «№»: one 245-1 among them settles it

_NAMES = ("name_kk", "name_ru", "name_en")
# Under such a top heading a doubtful word has one meaning.
_UNDER = {
    "dims_text": frozenset({"height_m", "area_m2", "diam_m", "length_m", "width_m"}),
    "coord_text": frozenset({"lat_raw", "lon_raw", "x_raw", "y_raw", "elev_m", "accuracy_m"}),
}


@dataclass(frozen=True)
class HeadingMatch:
    """What a heading says.

    Attributes:
        field: one of the fields of `headings.csv` (facts §7.1).
        unit: `m`, `cm`, `km`, `ha`, `m2`, `km2`, where the heading states one.
        language: the language it states («Название (каз.)»), else the one it is written in;
            empty where a heading is in two languages.
        system: the reference system it states, in its own words, such as `СК-42 зона 13`.
    """

    field: str
    unit: str = ""
    language: str = ""
    system: str = ""


def match_heading(text: str) -> HeadingMatch | None:
    """Return what a heading most likely says; nothing where it is not in the vocabulary.

    Args:
        text: the heading, the two rows of one parted by " / ".
    """
    return next(iter(list_matches(text)), None)


def match_headings(
    headings: Iterable[str], samples: pd.DataFrame | None = None, *, may_be_cut: bool = False
) -> dict[str, HeadingMatch]:
    """Say what each heading of a table means, doubtful ones by their values and neighbours.

    Args:
        headings: their headings, as in `RawTable.columns`.
        samples: a frame with a text column under each heading, such as `RawTable.frame`.
        may_be_cut: the format cuts headings short, as a DBF does at 10 bytes: «Назва» is then
            the beginning of «Название».

    Returns:
        Their heading -> what it says, in their order; headings we do not know are left out.
        Several headings may name one field.
    """
    listed = {heading: list_matches(heading) for heading in headings}
    if may_be_cut:
        listed |= {name: _complete(name) for name, matches in listed.items() if not matches}
    neighbours = frozenset(
        field
        for matches in listed.values()
        if (named := _list_fields(matches)) != NUMBERED
        for field in named
    )
    found = {}
    for heading, matches in listed.items():
        if matches:
            most = NUMBERS if _list_fields(matches) == NUMBERED else SAMPLE
            values = _take_sample(samples, heading, most)
            first = matches[0]
            context = HeadingContext(values, first.unit, first.system, neighbours)
            field = choose_field([match.field for match in matches], context)
            found[heading] = next(match for match in matches if match.field == field)
    return found


def _list_fields(matches: Iterable[HeadingMatch]) -> frozenset[str]:
    return frozenset(match.field for match in matches)


@lru_cache(maxsize=20_000)
def list_matches(text: str) -> tuple[HeadingMatch, ...]:
    """Return all that a heading may say, the likeliest first: «ауданы» is district or area."""
    text = join_lines(text)
    if not text or len(text) > LONGEST:
        return ()
    found = _match_pattern(text) or _match_words(text)
    if found or "/" not in text:
        return found
    *above, last = [part for part in re.split(r"\s*/\s*", text) if part] or [""]
    return _match_levels(above, last) if above else ()


def find_nearest_heading(text: str) -> tuple[Nearest, ...]:
    """Return the known headings that an unknown one is nearest to, each with its field."""
    forms = list_forms(fold_heading(text)) if 0 < len(text) <= LONGEST else []
    keys = dict.fromkeys(" ".join(sound_words(form.text)) for form in forms)
    found = [
        near
        for key in keys
        if len(key) > SHORTEST_CUT
        if (near := find_nearest(key, _list_sounds(), NEAR_HEADING))
    ]
    return max(found, key=lambda near: near[0].score, default=())


@cache
def _list_sounds() -> dict[str, tuple[tuple[str, str], ...]]:
    """Sounds of a heading -> the heading, and the field that it most likely names."""
    rows = [
        row
        for row in read_vocabulary("headings")
        if row["field"] != FILLER and ANYTHING not in row["heading"]
    ]
    sounds: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in rows:
        key = " ".join(sound_words(row["heading"]))
        if len(key) > SHORTEST_CUT:
            sounds.setdefault(key, ((row["heading"], row["field"]),))
    return sounds


def _match_pattern(text: str) -> tuple[HeadingMatch, ...]:
    """Match what a program makes of a question of any name: «_Координаты_latitude»."""
    plain = text.casefold()
    return next(
        (
            (HeadingMatch(field, language=language),)
            for pattern, field, language in _list_patterns()
            if pattern.fullmatch(plain)
        ),
        (),
    )


@cache
def _list_patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Return the headings with a star, which stands for anything."""
    return tuple(
        (
            re.compile(".*".join(map(re.escape, row["heading"].split(ANYTHING)))),
            row["field"],
            row["language"],
        )
        for row in read_vocabulary("headings")
        if ANYTHING in row["heading"]
    )


@cache
def _index_headings() -> dict[str, tuple[tuple[str, str], ...]]:
    """Folded heading -> the fields that it may name, each with the heading's language."""
    index: dict[str, dict[str, str]] = {}
    for row in read_vocabulary("headings"):
        if row["field"] != FILLER and ANYTHING not in row["heading"]:
            fields = index.setdefault(fold_heading(row["heading"]), {})
            fields.setdefault(row["field"], row["language"])
    return {heading: tuple(fields.items()) for heading, fields in index.items()}


def _match_words(text: str) -> tuple[HeadingMatch, ...]:
    bare, system = take_system(text)
    forms = [(HeadingForm(fold_heading(text)), "")]  # as it stands: «Зона» is a heading itself
    if system:
        forms += [(form, system) for form in list_forms(fold_heading(bare))]
    forms += [(form, "") for form in list_forms(fold_heading(text))]
    for form, stated in forms:
        fields = _index_headings().get(form.text, ())
        if fields:
            return tuple(_write_match(*field, form, stated) for field in fields)
    return _match_listing(text)


@lru_cache(maxsize=1000)
def _complete(text: str) -> tuple[HeadingMatch, ...]:
    """Read a heading that was cut short, where all headings it may begin name one field."""
    folded = fold_heading(text)
    if len(folded) < SHORTEST_CUT:
        return ()
    whole = [
        fields
        for heading, fields in _index_headings().items()
        if heading.startswith(folded) and heading.count(" ") == folded.count(" ")
    ]
    if len({fields[0][0] for fields in whole}) != 1:
        return ()
    return tuple(_write_match(*field, HeadingForm(folded), "") for field in whole[0])


def _match_listing(text: str) -> tuple[HeadingMatch, ...]:
    """Read «Литература, источник»: several words that all name one field."""
    words = re.split(r"[,;]\s| и | және | and ", text)
    found = [_match_words(word) for word in words if word != text]
    fields = {matches[0].field if matches else "" for matches in found}
    return found[0] if len(fields) == 1 else ()


def _write_match(field: str, language: str, form: HeadingForm, system: str) -> HeadingMatch:
    if field == "name" and form.language:
        field = f"name_{form.language}"
    stated = field[-2:] if field in _NAMES else form.language
    return HeadingMatch(field, form.unit, stated or language, system)


def _match_levels(above: Sequence[str], last: str) -> tuple[HeadingMatch, ...]:
    parents = list_matches(LEVELS.join(above))
    children = _match_words(last)
    if not children:
        return _add_details(parents, last)
    if not parents:
        return children
    parent = parents[0]
    if {child.field for child in children} == {parent.field} and len(parents) == 1:
        return (replace(parent, language=""),)  # «Название / Атауы»: one heading, two languages
    fitting = [child for child in children if child.field in _UNDER.get(parent.field, ())]
    return tuple(
        replace(child, unit=child.unit or parent.unit, system=child.system or parent.system)
        for child in fitting or children
    )


def _add_details(parents: tuple[HeadingMatch, ...], last: str) -> tuple[HeadingMatch, ...]:
    """Read a lower heading that is but a unit, a language or a system: «Название / каз.»."""
    bare, system = take_system(last)
    form = next((form for form in list_forms(fold_heading(bare)) if not form.text), None)
    if form is None:
        return ()
    return tuple(
        _write_match(
            parent.field,
            parent.language,
            replace(form, unit=form.unit or parent.unit),
            system or parent.system,
        )
        for parent in parents
    )


def _take_sample(samples: pd.DataFrame | None, heading: str, most: int) -> list[str]:
    if samples is None or heading not in samples:
        return []
    return [str(value) for value in samples[heading].dropna().head(most)]
