"""What the page tells of each table: its columns, its encoding, its reference system."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from heritage_gis.report.encoding_evidence import tell_evidence
from heritage_gis.report.wording import read_report_words, tell_layer_word
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from heritage_gis.report.summary import Report, TableReport
    from heritage_gis.settings import Language

Told = dict[str, Any]


def describe_tables(report: Report, language: Language) -> list[Told]:
    """Describe how each sheet or layer was understood."""
    has_files = len({table.file for table in report.tables}) > 1
    return [_describe_table(table, language, has_files=has_files) for table in report.tables]


def _describe_table(table: TableReport, language: Language, *, has_files: bool) -> Told:
    words = read_report_words(language)
    columns = _describe_columns(table, language)
    parts = [table.file] if has_files or not table.layer else []
    if table.layer:
        parts.append(f"{tell_layer_word(table.file, language)} «{table.layer}»")
    known = len(table.columns)
    return {
        "name": ", ".join(parts),
        "rows": words["table_rows"].format(n=table.rows.get("data", 0)),
        "known": words["table_columns"].format(known=known, all=known + len(table.unknown_columns)),
        "format": table.format,
        "encoding": table.encoding,
        "encoding_evidence": tell_evidence(table.encoding_evidence, language),
        "columns": columns,
        "crs": _describe_crs(table, language),
    }


def _describe_columns(table: TableReport, language: Language) -> list[Told]:
    """Describe columns in their order in the file, as far as it is known."""
    fields = {theirs: ours for ours, theirs in table.columns.items()}
    guesses = {guess["column"]: guess for guess in table.guesses}
    order = dict.fromkeys([*table.examples, *fields, *table.unknown_columns])
    last = ""
    for theirs in order:
        if theirs in fields:
            last = fields[theirs]
        elif theirs not in table.unknown_columns:
            fields[theirs] = last  # minutes and seconds, which are read with the degrees beside
    return [
        {
            "theirs": theirs,
            "field": fields.get(theirs, ""),
            "name": name_field(fields.get(theirs, ""), language),
            "example": table.examples.get(theirs, ""),
            "guess": _describe_guess(guesses.get(theirs), language),
        }
        for theirs in order
    ]


def _describe_guess(guess: Told | None, language: Language) -> Told | None:
    """Say what a column may hold, why, and how to take it for that."""
    if guess is None:
        return None
    words = read_report_words(language)
    option = f'--column "{guess["column"]}={guess["field"]}"'
    return {
        "name": name_field(guess["field"], language),
        "evidence": guess["evidence"][language],
        "how": words["guess_how"].format(option=option),
    }


def name_field(field: str, language: Language) -> str:
    """Name one of our fields in words; one that has no name by its code."""
    names = read_labels("field_names")
    return names[field][language] if field in names else field


def _describe_crs(table: TableReport, language: Language) -> Told:
    crs = table.crs
    words = read_report_words(language)
    verdict = crs.get("verdict", "")
    return {
        "stated": crs["stated"],
        "used": [name_system(code, language) for code in crs["used"].split(", ") if code],
        "operation": crs["operation"],
        "verdict": words[f"certainty_{verdict}"] if verdict else "",
        "readings": [_describe_reading(each, language) for each in _list_live(crs)],
        "evidence": [sentence[language] for sentence in crs["evidence"] if language in sentence],
    }


def _list_live(crs: Told) -> list[Told]:
    """List the readings in use, those still open, and the nearest rivals of those in use."""
    readings = crs.get("readings", [])
    rivals = {each.get("apart_from", "") for each in readings if each["chosen"]}
    return [
        each
        for each in readings
        if each["chosen"] or each.get("open", 1) or each["system"] in rivals
    ]


def _describe_reading(reading: Told, language: Language) -> Told:
    words = read_report_words(language)
    chosen = reading["chosen"]
    return {
        "name": name_system(reading["system"], language),
        "notation": " D.MMSS" if reading["notation"] else "",
        "chosen": words["reading_chosen"].format(n=chosen) if chosen else "",
        "evidence": [sentence[language] for sentence in reading["evidence"]],
    }


def name_system(code: str, language: Language) -> str:
    """Name a reference system in words, with its code."""
    name = _read_system_names(language).get(code, "")
    return f"{name} ({code})" if name else code


@cache
def _read_system_names(language: Language) -> dict[str, str]:
    return {row["code"]: row[f"name_{language}"] for row in read_vocabulary("reference_systems")}
