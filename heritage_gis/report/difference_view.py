"""A difference in words: its sections, and in each the rows with what changes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from heritage_gis.model.columns import unpack_columns
from heritage_gis.model.difference import (
    CHANGED,
    GONE,
    HELD,
    NEW,
    OUTCOMES,
    STANDINGS,
    STAYS,
)
from heritage_gis.model.problem import ROW_PLACE
from heritage_gis.report.record_values import (
    choose_name,
    name_field,
    read_words,
    tell_direction,
    tell_distance,
    tell_reason,
    tell_value,
)
from heritage_gis.report.wording import capitalise

if TYPE_CHECKING:
    from heritage_gis.model.difference import Difference, Foresight
    from heritage_gis.settings import Language

Row = dict[str, Any]
FRESH = "new-"
NAMES = ("name_kk", "name_ru", "name_en")


@dataclass(frozen=True)
class Entry:
    """A row, or a site, and what is told of it.

    Attributes:
        title: its name.
        place: where it stands in the file, or its number.
        lines: sentences about it.
        changes: name of a column, what it said, what it says.
        move: the row with its two places, where it moved.
    """

    title: str
    place: str
    lines: tuple[str, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    move: Row | None = None


@dataclass(frozen=True)
class Section:
    """Entries of one sort.

    Attributes:
        code: `held`, `gone`, `changed`, `new`, `likely`, `outcomes-…` or `sites`.
        heading: in words.
        note: what follows from it; may be empty.
        entries: the first of them.
        total: how many there are.
        more: how many of these are left out.
    """

    code: str
    heading: str
    note: str
    entries: tuple[Entry, ...]
    total: int
    more: int


def list_sections(told: Difference, language: Language, most: int) -> list[Section]:
    """Put a difference in words.

    Args:
        told: the difference.
        language: of the words.
        most: entries shown in a section.
    """
    words = read_words("diff_words", language)
    sections = []
    for standing, tell in _TELLERS.items():
        rows = told.rows[told.rows["standing"] == standing]
        shown = rows.head(most)
        changes = _group_changes(told.changes, shown["record_id"].tolist(), language)
        entries = [tell(row, told, changes, language) for row in _list_rows(shown)]
        sections.append(_make(standing, entries, len(rows), words))
    likely = [_tell_likeness(row, told, language) for row in _list_rows(told.likenesses.head(most))]
    sections.append(_make("likely", likely, len(told.likenesses), words))
    if told.foresight:
        sections += _tell_outcomes(told, told.foresight, language, most)
        sections.append(_tell_sites(told.foresight, language, most))
    return [section for section in sections if section.total]


def _make(code: str, entries: list[Entry], total: int, words: dict[str, str]) -> Section:
    note = words.get(f"note_{code}", "")
    heading, more = words[f"heading_{code}"], total - len(entries)
    return Section(code, heading, note, tuple(entries), total, more)


def count_rows(told: Difference, language: Language) -> list[dict[str, Any]]:
    """Return how many rows stand how, with the words for it."""
    words = read_words("diff_words", language)
    return [
        {"code": standing, "label": words[f"count_{standing}"], "n": told.count(standing)}
        for standing in STANDINGS
    ]


def tell_scope(told: Difference, language: Language) -> list[str]:
    """Say what the file was compared with, and whether anything would change."""
    words = read_words("diff_words", language)
    verdict = "verdict" if told.is_change else "nothing"
    against = "against" if told.survey_id else "against_nothing"
    scope = "keeper_scope" if told.foresight else "surveyor_scope"
    named = {"survey": told.survey_id, "version": told.version}
    return [words[verdict], words[against].format_map(named), words[scope]]


def _list_rows(table: pd.DataFrame) -> list[Row]:
    return [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]


def _group_changes(
    changes: pd.DataFrame, ids: list[str], language: Language
) -> dict[str, list[tuple[str, str, str]]]:
    grouped: dict[str, list[tuple[str, str, str]]] = {}
    wanted = changes[changes["record_id"].isin(ids)]
    for row in _list_rows(wanted[~_repeats_least(wanted)]):
        cells = (tell_value(row["field"], row[end], language) for end in ("before", "after"))
        before, after = cells
        label = name_field(row["field"], language)
        grouped.setdefault(row["record_id"], []).append((label, before, after))
    return grouped


def _repeats_least(changes: pd.DataFrame) -> pd.Series:
    """Tell which changes of a greatest measure say what that of the least one says."""
    least = changes["field"].str.replace("_max_m", "_min_m", regex=False)
    same = changes.assign(field=least).astype("str").duplicated()
    return same & changes["field"].str.endswith("_max_m")


def _tell_title(row: Row, language: Language) -> str:
    name = choose_name((row[column] for column in NAMES), language)
    code = row.get("site_code")
    told = [each for each in (code, name) if isinstance(each, str) and each]
    return " ".join(told) or read_words("diff_words", language)["nameless"]


def _tell_place(row: Row, language: Language, word: str = "row") -> str:
    told = read_words("diff_words", language)[word].format(row=row["source_row"])
    layer = row["source_layer"]
    return f"{layer}, {told}" if isinstance(layer, str) and layer else told


Changes = dict[str, list[tuple[str, str, str]]]


def _tell_changed(row: Row, _told: Difference, changes: Changes, language: Language) -> Entry:
    lines = [_tell_move(row, language)] if row["distance_m"] > 0 else []
    return Entry(
        _tell_title(row, language),
        _tell_place(row, language),
        tuple(lines),
        tuple(changes.get(row["record_id"], ())),
        row if lines else None,
    )


def _tell_move(row: Row, language: Language) -> str:
    accuracies = [row["accuracy_m"], row["former_accuracy_m"]]
    within = row["distance_m"] <= sum(each for each in accuracies if each == each)  # noqa: PLR0124 - not a number
    template = read_words("diff_words", language)["moved_within" if within else "moved"]
    return capitalise(
        template.format(
            distance=tell_distance(row["distance_m"], language),
            direction=tell_direction(row["bearing"], language),
        )
    )


def _tell_new(row: Row, _told: Difference, _changes: Changes, language: Language) -> Entry:
    return Entry(_tell_title(row, language), _tell_place(row, language), _sum_up(row, language))


def _tell_gone(row: Row, _told: Difference, _changes: Changes, language: Language) -> Entry:
    place = _tell_place(row, language, "was_row")
    return Entry(_tell_title(row, language), place, _sum_up(row, language))


def _sum_up(row: Row, language: Language) -> tuple[str, ...]:
    """Return kind and dating of a row, as far as they are said."""
    kind = tell_value("kind", row["kind"], language)
    told = [kind, row["period_text"]]
    line = "; ".join(each for each in told if isinstance(each, str) and each not in ("", "—"))
    return (capitalise(line),) if line else ()


def _tell_held(row: Row, told: Difference, _changes: Changes, language: Language) -> Entry:
    """Tell why a row is held back, and what becomes of its earlier version."""
    problems = told.problems[told.problems["severity"] == "error"]
    here = unpack_columns(problems)
    for column in ROW_PLACE:
        same = here[column] == row[column]
        here = here[same if pd.notna(row[column]) else here[column].fillna("") == ""]
    lines = [capitalise(text) for text in here[f"message_{language}"].tolist()]
    if row["is_known"]:
        lines.append(read_words("diff_words", language)["leaves_meanwhile"])
    return Entry(_tell_title(row, language), _tell_place(row, language), tuple(lines))


def _tell_likeness(row: Row, told: Difference, language: Language) -> Entry:
    words = read_words("diff_words", language)
    mine = _list_rows(told.rows[told.rows["record_id"] == row["record_id"]])[0]
    other = told.names.loc[row["other_id"]].to_dict()
    named = {
        "name": choose_name((other[column] for column in NAMES), language) or words["nameless"],
        "row": other["source_row"],
        "id": row["other_id"],
    }
    because = words["because"].format(
        reason=tell_reason(row["reason"], row["distance_m"], language)
    )
    lines = (capitalise(words[f"likely_{row['where']}"].format_map(named)), capitalise(because))
    return Entry(_tell_title(mine, language), _tell_place(mine, language), lines)


def _tell_outcomes(
    told: Difference, foresight: Foresight, language: Language, most: int
) -> list[Section]:
    """Tell what each row would become, those together that become the same."""
    words = read_words("diff_words", language)
    rows = told.rows.set_index("record_id")
    sections = []
    for outcome in OUTCOMES:
        some = foresight.outcomes[foresight.outcomes["outcome"] == outcome]
        listed = some[some["waits"].notna()] if outcome == STAYS else some
        entries = []
        for each in _list_rows(listed.head(most)):
            row = _list_rows(rows.loc[[each["record_id"]]])[0]
            lines = _tell_outcome(each, foresight, language)
            entries.append(Entry(_tell_title(row, language), _tell_place(row, language), lines))
        heading = f"{words['heading_outcomes']}: {words[f'outcome_{outcome}'].lower()}"
        note = words["outcomes_waiting"] if 0 < len(listed) < len(some) else ""
        more = len(listed) - len(entries)
        code = f"outcome-{outcome}"
        sections.append(Section(code, heading, note, tuple(entries), len(some), more))
    return sections


def _tell_outcome(each: Row, foresight: Foresight, language: Language) -> tuple[str, ...]:
    words = read_words("diff_words", language)
    waits = isinstance(each["waits"], str)
    outcome = each["outcome"]
    named = {
        column: tell_site(each[f"{column}_site"], foresight, language)
        for column in ("former", "other")
    }
    own = tell_site(each["site_id"], foresight, language)
    lines = [] if outcome == "waits" else [words[outcome].format(site=own, **named)]
    if waits:
        lines.append(
            words["waits" if named["other"] else "waits_alone"].format(site=named["other"])
        )
        lines += [words[f"why_{each['waits']}"]] if f"why_{each['waits']}" in words else []
    if isinstance(each["reason"], str):
        reason = tell_reason(each["reason"], each["distance_m"], language)
        lines.append(words["because"].format(reason=reason))
    if isinstance(each["part_of"], str):
        lines.append(words["whole"].format(site=tell_site(each["part_of"], foresight, language)))
    return tuple(capitalise(line) for line in lines)


def tell_site(site_id: Any, foresight: Foresight, language: Language) -> str:  # noqa: ANN401 - may be missing
    """Name a site with its number; one that would be new has none yet."""
    words = read_words("diff_words", language)
    if not isinstance(site_id, str):
        return ""
    number = site_id
    if site_id.startswith(FRESH):
        number = words["site_new"].format(n=site_id.removeprefix(FRESH))
    if site_id not in foresight.names.index:
        return number
    name = choose_name((foresight.names.loc[site_id, column] for column in NAMES), language)
    return f"{name} ({number})" if name else number


def _tell_sites(foresight: Foresight, language: Language, most: int) -> Section:
    words = read_words("diff_words", language)
    shown = foresight.sites.head(most)
    changes = _group_changes(foresight.changes, shown["site_id"].tolist(), language)
    entries = []
    for site in _list_rows(shown):
        name = choose_name((site[column] for column in NAMES), language)
        lines = [capitalise(words[f"site_{site['change']}"])]
        if site["distance_m"] > 0:
            lines.append(
                capitalise(
                    words["moved"].format(
                        distance=tell_distance(site["distance_m"], language),
                        direction=tell_direction(site["bearing"], language),
                    )
                )
            )
        number = site["site_id"]
        if number.startswith(FRESH):
            number = words["site_new"].format(n=number.removeprefix(FRESH))
        told = changes.get(site["site_id"], ()) if site["change"] == "changes" else ()
        entries.append(Entry(name or words["nameless"], number, tuple(lines), tuple(told)))
    return _make("sites", entries, len(foresight.sites), words)


_TELLERS = {HELD: _tell_held, GONE: _tell_gone, CHANGED: _tell_changed, NEW: _tell_new}
