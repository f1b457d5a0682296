"""A yearly statement in words: sentences and tables, before they become Markdown or a page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.places.units import find_by_kato
from heritage_gis.report.statement.facts import (
    FACTS,
    ON_BORDER,
    UNPLACED,
    WITHHELD,
    is_earlier,
)
from heritage_gis.report.wording import capitalise
from heritage_gis.sentences import calm_signs
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_label, read_labels

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from heritage_gis.places.units import Region
    from heritage_gis.report.statement.facts import CountTable, Statement, Work, WorkObject
    from heritage_gis.settings import Language

ONE_OR_TWO = "1–2"  # so that a count points at no single site
NONE = "—"


@dataclass(frozen=True)
class Table:
    """A table in words.

    Attributes:
        caption: what it is of; empty where the heading above says it.
        head: headings of its columns.
        rows: cells, as many as headings.
        numeric: how many columns at its end hold figures.
        notes: sentences below it.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class WordedStatement:
    """A yearly statement in one language.

    Attributes:
        words: of `statement_words.csv`, for headings; those that name the year name it.
        title: of the whole.
        scope: which regions, in which districts.
        notes: sentences below the scope.
        lead: how many works there are.
        prose: type of work, and what was done, in one sentence each.
        works: the list of works; None where there are none.
        sources: of the works, numbered from 1.
        places: what is not known of places, a sentence each.
        counts_lead: what the counts are of.
        counts: a table for each region.
        origin: what the counts are from, a line each.
        borders: whom to credit for the borders.
    """

    words: dict[str, str]
    title: str
    scope: str
    notes: tuple[str, ...]
    lead: str
    prose: tuple[tuple[str, str], ...]
    works: Table | None
    sources: tuple[str, ...]
    places: tuple[str, ...]
    counts_lead: tuple[str, ...]
    counts: tuple[Table, ...]
    origin: tuple[str, ...]
    borders: str


def _read_words_of(year: int, language: Language) -> dict[str, str]:
    """Return the words for a year; a key that ends in `_earlier` overrules the one without."""
    words = read_words(language)
    if not is_earlier(year):
        return words
    return words | {key: words[f"{key}_earlier"] for key in words if f"{key}_earlier" in words}


def _list_notes(statement: Statement, words: dict[str, str]) -> tuple[str, ...]:
    notes = {"earlier": is_earlier(statement.year), "former": statement.is_former_layout}
    return tuple(words[code] for code, holds in notes.items() if holds)


def word_statement(statement: Statement, language: Language) -> WordedStatement:
    """Put a statement into words; no text of a survey in it can steer a screen."""
    year, day = statement.year, write_day(statement.as_of, language)
    words = _read_words_of(year, language)
    regions = [table.region for table in statement.tables if table.region]
    named = {"regions": ", ".join(name_region(each, language) for each in regions), "year": year}
    borders = words["borders_sketch" if statement.is_sketch else "borders"]
    lead = (words["counts_lead"].format(day=day, year=year), words["counts_hidden"])
    has_sites = any(table.rows for table in statement.tables)
    return WordedStatement(
        words=words | {"works_heading": words["works_heading"].format(year=year)},
        title=words["title"].format(year=year),
        scope=words["scope"].format(**named),
        notes=_list_notes(statement, words),
        lead=_tell_lead(statement, language),
        prose=tuple(_tell_prose(statement.works, language)),
        works=_list_works(statement.works, language) if statement.works else None,
        sources=tuple(map(calm_signs, statement.sources)),
        places=tuple(_tell_places(statement.works, language)) if statement.works else (),
        counts_lead=lead if has_sites else (words["counts_none"],),
        counts=tuple(_write_counts(t, language) for t in statement.tables) if has_sites else (),
        origin=tuple(
            words["survey"].format(title=calm_signs(title), day=write_day(received, language))
            for title, received in statement.surveys
        ),
        borders=borders.format(credit=statement.borders),
    )


@cache
def read_words(language: Language) -> dict[str, str]:
    """Return the words of the statement, by key."""
    return {code: label[language] for code, label in read_labels("statement_words").items()}


def write_day(day: date, language: Language) -> str:
    """Write a day in figures, as papers in the language do."""
    return day.isoformat() if language == "en" else f"{day:%d.%m.%Y}"


def write_count(count: int) -> str:
    """Write a count of sites; 1 and 2 are told as one."""
    if not count:
        return NONE
    return ONE_OR_TWO if count in {1, 2} else str(count)


def name_region(region: Region, language: Language) -> str:
    """Return the name of a region."""
    return {"kk": region.name_kk, "ru": region.name_ru, "en": region.name_en}[language]


def name_district(kato: str, language: Language) -> str:
    """Return the name of a district by its code in either layout."""
    unit = find_by_kato(kato)
    return unit.name(language) if unit else kato


def choose_plural(count: int, language: Language) -> str:
    """Return which form of noun and verb goes with a count: one, few or many (CLDR)."""
    tens, ones = count % 100, count % 10
    if language == "ru" and ones in {2, 3, 4} and tens not in {12, 13, 14}:
        return "few"
    is_one = ones == 1 and tens != 11 if language == "ru" else count == 1  # noqa: PLR2004 - eleven
    return "one" if is_one else "many"


def _tell_lead(statement: Statement, language: Language) -> str:
    words, year = read_words(language), statement.year
    if not statement.works:
        return words["works_none"].format(year=year)
    counts = Counter(work.type for work in statement.works)
    types = ", ".join(
        words["type_count"].format(type=_name_type(code, language), n=count)
        for code, count in counts.items()
    )
    count = len(statement.works)
    pattern = words[f"works_{choose_plural(count, language)}"]
    return pattern.format(n=count, year=year, types=types)


def _name_type(code: str, language: Language) -> str:
    return read_label("work_types", code, language)


def _tell_prose(works: Iterable[Work], language: Language) -> Iterable[tuple[str, str]]:
    """Give each type of work, and one sentence of all that was done."""
    by_type: dict[str, list[str]] = {}
    for work in works:
        by_type.setdefault(work.type, []).append(_tell_what(work, language))
    for code, texts in by_type.items():
        told = "; ".join(dict.fromkeys(texts))
        yield capitalise(_name_type(code, language)), f"{capitalise(told)}."


def _tell_what(work: Work, language: Language) -> str:
    """Say what was done, in another language where this one is not told, and then in which."""
    words = read_words(language)
    told = next((code for code in (language, *LANGUAGES) if code in work.what), None)
    if told is None:
        return ", ".join(_name_object(each, language) for each in work.objects)
    text = work.what[told]
    if text == WITHHELD:
        return words["withheld_text"]
    start, end = work.years
    notes = [] if told == language else [words[f"in_{told}"]]
    notes += [f"{start}–{end}"] if end > start else []
    plain = calm_signs(text).strip().rstrip(".")
    return f"{plain} ({', '.join(notes)})" if notes else plain


def _name_object(told: WorkObject, language: Language) -> str:
    """Name an object as the register does in this language, else in the words of its source."""
    if language in told.names:
        return calm_signs(told.names[language])
    is_withheld = told.text == WITHHELD
    return read_words(language)["withheld_text"] if is_withheld else calm_signs(told.text)


def _list_works(works: tuple[Work, ...], language: Language) -> Table:
    """List works in a table, whose columns are those of which something is told."""
    words = read_words(language)
    facts = [name for name in FACTS if any(name in work.facts for work in works)]
    head = ("number", "what", "objects", "district", *facts, "source")
    rows = tuple(
        (
            str(work.number),
            capitalise(_tell_what(work, language)),
            "; ".join(_name_object(each, language) for each in work.objects) or NONE,
            _tell_district(work, language),
            *(calm_signs(work.facts.get(name, NONE)) for name in facts),
            f"[{work.source}]",
        )
        for work in works
    )
    return Table("", tuple(words[name] for name in head), rows)


def _tell_district(work: Work, language: Language) -> str:
    """Name the districts that the source names, else those of the objects by the register."""
    words = read_words(language)
    if work.districts:
        return capitalise(", ".join(name_district(kato, language) for kato in work.districts))
    known = [each for each in work.objects if each.district]
    if not known:
        return words["not_known"]
    is_single = len(work.objects) == 1
    return "; ".join(
        f"{capitalise(name_district(each.district, language))} ({words['by_register']}"
        f"{'' if is_single else ': ' + _name_object(each, language)})"
        for each in known
    )


def _tell_places(works: tuple[Work, ...], language: Language) -> Iterable[str]:
    """Say which objects are not known, which have no district, and which works have neither."""
    words = read_words(language)
    if all(work.is_placed for work in works):
        yield words["all_placed"]
        return
    objects = [each for work in works if not work.districts for each in work.objects]
    unmatched = [each for each in objects if not each.is_registered]
    undistricted = [each for each in objects if each.is_registered and not each.district]
    for key, kept in (("unmatched", unmatched), ("undistricted", undistricted)):
        names = ", ".join(dict.fromkeys(_name_object(each, language) for each in kept))
        if names:
            yield words[key].format(names=names)
    bare = [work for work in works if not work.districts and not work.objects]
    if bare:
        told = "; ".join(dict.fromkeys(_tell_what(work, language) for work in bare))
        yield words["unplaced_works"].format(works=told)


def _write_counts(table: CountTable, language: Language) -> Table:
    """Write the counts of a region: a row for each district, a column for each kind group."""
    words = read_words(language)
    groups = [
        code
        for code in read_labels("kind_groups")
        if any(code in counts for counts in table.rows.values())
    ]
    plurals = _read_plurals(language)
    head = (words["district_column"], *(capitalise(plurals[g]) for g in groups), words["total"])
    whole = {group: sum(row.get(group, 0) for row in table.rows.values()) for group in groups}
    lines = [(_name_row(name, language), row) for name, row in table.rows.items()]
    sums = [(words["total"], whole)] if len(lines) > 1 else []
    rows = tuple(
        (
            name,
            *(write_count(row.get(group, 0)) for group in groups),
            write_count(sum(row.values())),
        )
        for name, row in (*lines, *sums)
    )
    empty = ", ".join(name_district(kato, language) for kato in table.empty)
    region = name_region(table.region, language) if table.region else words["region_unknown"]
    return Table(
        caption=capitalise(region),
        head=head,
        rows=rows if table.rows else (),
        numeric=len(groups) + 1,
        notes=(words["no_sites_in"].format(names=empty),) if empty else (),
    )


@cache
def _read_plurals(language: Language) -> dict[str, str]:
    from heritage_gis.vocabularies.kinds import read_kind_groups

    return {code: group.plural[language] for code, group in read_kind_groups().items()}


def _name_row(name: str, language: Language) -> str:
    if name in {ON_BORDER, UNPLACED}:
        return read_words(language)[name]
    return capitalise(name_district(name, language))
