"""What `[[accept]]` of a sidecar settles: one text, and what it means in all cells that say it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.conform.conditions import FLAGS, find_phrases, find_state_codes
from heritage_gis.conform.dating_suggestions import find_nearest_dating
from heritage_gis.conform.dating_text import read_dating
from heritage_gis.conform.dating_words import name_codes
from heritage_gis.conform.distinct_texts import SETTLED
from heritage_gis.conform.kinds import read_kind
from heritage_gis.errors import MisusedError
from heritage_gis.model.columns import map_distinct
from heritage_gis.model.problem import gather_problems, no_problems
from heritage_gis.model.survey import ACCEPTED_FIELDS
from heritage_gis.places.names import find_unit
from heritage_gis.places.units import find_by_kato
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.kinds import read_kind_phrases
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.periods import find_nearest_period
from heritage_gis.vocabularies.problems import explain
from heritage_gis.vocabularies.words import fold_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from heritage_gis.model.nearness import Nearest
    from heritage_gis.model.survey import Acceptance, Survey
    from heritage_gis.settings import Language

VOCABULARIES = {
    "kind": "kinds",
    "period": "periods",
    "culture": "periods",
    "condition": "conditions",
    "extant": "extant",
    "threat": "threats",
    "status": "statuses",
}
DISTRICT = "district"
LEVEL = " / "  # between the section rows that stand above a row
EDGES = " .,:;«»\"'"


@dataclass(frozen=True)
class Meaning:
    """What an entry means.

    Attributes:
        text: what is read in the place of theirs.
        label: what the meaning is called, by language.
    """

    text: str
    label: Mapping[Language, str]


@dataclass(frozen=True)
class Accepted:
    """A table after its `[[accept]]` entries.

    Attributes:
        cells: the text columns, with settled texts in the place of theirs.
        sections: the text of the section row above each row, likewise.
        rows: how many rows each entry settled.
    """

    cells: pd.DataFrame
    sections: pd.Series
    rows: dict[Acceptance, int]


def fold_cell(text: str) -> str:
    """Return the key by which cells are alike: case, spaces, outer signs and Kazakh letters folded.

    A question mark is kept: a doubt that a cell states is not settled by the word beside it.
    """
    return " ".join(fold_text(text).split()).strip(EDGES)


def find_meaning(field: str, means: str) -> Meaning | None:
    """Return what a code, a KATO or a word means in a field; None where it means nothing there."""
    if field == DISTRICT:
        unit = find_by_kato(find_unit(means).kato or "")
        if unit is None:
            return None
        told = {language: f"«{unit.name(language)}» ({unit.kato})" for language in LANGUAGES}
        return Meaning(unit.name_ru, told)
    column = ACCEPTED_FIELDS[field]
    if column in FLAGS:
        known = means in {"yes", "no"} or bool(find_state_codes(find_phrases(column), means))
        return Meaning(means, _quote(means)) if known else None
    labels = read_labels(VOCABULARIES[field])
    codes = [code for code in re.split(r"[\s,;]+", means) if code]
    if codes and set(codes) <= labels.keys() and (field == "threat" or len(codes) == 1):
        text = "; ".join(labels[code]["ru"] for code in codes)
        told = {language: _name_codes(labels, codes, language) for language in LANGUAGES}
        return Meaning(SETTLED + codes[0] if field == "kind" else text, told)
    return Meaning(means, _quote(means)) if _is_known_word(field, means) else None


def _is_known_word(field: str, means: str) -> bool:
    if field == "kind":
        return bool(read_kind(means).codes)
    if field == "period":
        return bool(read_dating(means).parts)
    if field == "culture":
        return bool(name_codes(means))
    return bool(find_state_codes(find_phrases(ACCEPTED_FIELDS[field]), means))


def _quote(word: str) -> dict[Language, str]:
    return dict.fromkeys(LANGUAGES, f"«{word}»")


def _name_codes(
    labels: Mapping[str, Mapping[str, str]], codes: list[str], language: Language
) -> str:
    names = "; ".join(labels[code][language] for code in codes)
    return f"«{names}» ({', '.join(codes)})"


def find_nearest_meaning(field: str, value: str) -> tuple[Nearest, ...]:
    """Return what a text that we do not know is nearest to in a field of ACCEPTED_FIELDS."""
    if field == DISTRICT:
        return find_unit(value).nearest
    if field == "kind":
        return read_kind_phrases().find_nearest(value)
    if field == "period":
        return find_nearest_dating(value)
    if field == "culture":
        return find_nearest_period(value)
    return find_phrases(ACCEPTED_FIELDS[field]).find_nearest(value)


def require_meanings(survey: Survey) -> None:
    """See that each `[[accept]]` entry means something, and no text is given two meanings.

    Raises:
        MisusedError: one does not.
    """
    start = f"survey {survey.survey_id}: survey.toml: [[accept]]"
    for entry in survey.sidecar.accept:
        if find_meaning(entry.field, entry.means) is None:
            raise MisusedError(
                f"{start} gives «{entry.value}» the meaning «{entry.means}», which is no "
                f"{entry.field}; write {_tell_expected(entry.field)}"
            )
    keys = Counter((entry.field, fold_cell(entry.value)) for entry in survey.sidecar.accept)
    (field, value), count = next(iter(keys.most_common(1)), (("", ""), 0))
    if count > 1:
        raise MisusedError(f"{start} says {count} times what the {field} «{value}» means; once")


def _tell_expected(field: str) -> str:
    if field == DISTRICT:
        return "the KATO or the name of a district, such as 354800000"
    if ACCEPTED_FIELDS[field] in FLAGS:
        return "yes or no"
    codes = list(read_labels(VOCABULARIES[field]))
    return f"a word that we know, or one of {', '.join(codes)}"


def apply_acceptances(
    cells: pd.DataFrame,
    sections: pd.Series,
    entries: tuple[Acceptance, ...],
) -> Accepted:
    """Put what a person settled in the place of each text like it.

    Args:
        cells: text columns by our fields.
        sections: the text of the section row above each row; a district may be settled in it.
        entries: what is settled, seen by `require_meanings`.
    """
    rows = dict.fromkeys(entries, 0)
    settled = cells.copy() if entries else cells
    for entry in entries:
        meaning = find_meaning(entry.field, entry.means)
        column, key = ACCEPTED_FIELDS[entry.field], fold_cell(entry.value)
        if meaning is None:
            continue
        found = pd.Series(False, index=cells.index)  # noqa: FBT003 - a value, not a switch
        if column in cells:
            found = map_distinct(cells[column], _match(key), missing=False).astype(bool)
            settled[column] = settled[column].mask(found, meaning.text)
        if entry.field == DISTRICT:
            replaced = map_distinct(sections, _replace_level(key, meaning.text), None).astype("str")
            found |= replaced.notna()
            sections = replaced.fillna(sections)
        rows[entry] = int(found.sum())
    return Accepted(settled, sections, rows)


def _match(key: str) -> Callable[[str], bool]:
    return lambda text: fold_cell(text) == key


def _replace_level(key: str, meaning: str) -> Callable[[str], str | None]:
    """Return what puts a meaning in the place of one of the sections that stand above a row."""

    def replace(section: str) -> str | None:
        levels = section.split(LEVEL)
        keys = [fold_cell(level) for level in levels]
        if key not in keys:
            return None
        return LEVEL.join(
            meaning if each == key else level for each, level in zip(keys, levels, strict=True)
        )

    return replace


def explain_accepted(
    counts: Mapping[Acceptance, int], first_place: pd.DataFrame, headings: Mapping[str, str]
) -> pd.DataFrame:
    """Tell of each entry how many rows of a table it settled, where it settled any: value_accepted.

    Args:
        counts: rows by entry.
        first_place: `survey_id` and ROW_PLACE of the first row of the table.
        headings: their heading of each field.
    """
    return gather_problems(
        _explain(entry, count, first_place, headings.get(ACCEPTED_FIELDS[entry.field], ""))
        for entry, count in counts.items()
        if count
    )


def _explain(entry: Acceptance, count: int, place: pd.DataFrame, heading: str) -> pd.DataFrame:
    meaning = find_meaning(entry.field, entry.means)
    if meaning is None:
        return no_problems()
    sheet = place.assign(source_row=pd.array([pd.NA] * len(place), "Int64"))
    said = ": ".join(part for part in (entry.who, entry.reason) if part)
    details = {"means": meaning.label, "n": count, "why": f" ({said})" if said else ""}
    values = pd.Series(entry.value, index=sheet.index, dtype="str")
    return explain("value_accepted", sheet, heading, values, details)


def require_accepted(survey: Survey, counts: Iterable[Mapping[Acceptance, int]]) -> None:
    """See that each `[[accept]]` entry settled a cell of some table.

    Raises:
        MisusedError: one finds no cell: it is misspelt, or the surveyor has mended them all.
    """
    counts = list(counts)
    for entry in survey.sidecar.accept:
        if not any(count.get(entry) for count in counts):
            raise MisusedError(
                f"survey {survey.survey_id}: survey.toml: [[accept]] finds no {entry.field} that "
                f"says «{entry.value}»; correct the entry or take it out"
            )
