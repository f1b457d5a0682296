"""What the page tells of problems: by gravity and code, each cause once, long lists cut."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from heritage_gis.model.problem import SEVERITIES
from heritage_gis.report.causes import write_ranges
from heritage_gis.report.wording import capitalise, read_report_words, tell_layer_word
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from heritage_gis.report.causes import Case, Cause
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Language

MOST_CASES = 40  # values of one cause
MOST_TOLD = 120  # values of one code; what comes after is counted
MOST_RANGES = 40  # of rows of one value

Told = dict[str, Any]


def describe_problems(report: Report, causes: list[Cause], language: Language) -> list[Told]:
    """Describe problems for the page: for each severity its codes, for each code its causes.

    Causes keep their place in `causes` as `number`, by which the map leads to them.
    """
    numbered = list(enumerate(causes))
    return [
        {
            "severity": severity,
            "heading": read_report_words(language)[f"{severity}_heading"],
            "groups": groups,
        }
        for severity in SEVERITIES
        if (groups := _describe_groups(report, numbered, severity, language))
    ]


def _describe_groups(
    report: Report, numbered: list[tuple[int, Cause]], severity: str, language: Language
) -> list[Told]:
    here = [each for each in numbered if each[1].severity == severity]
    return [
        _describe_group(report, code, list(members), language)
        for code, members in groupby(here, key=lambda each: each[1].code)
    ]


def _describe_group(
    report: Report, code: str, members: list[tuple[int, Cause]], language: Language
) -> Told:
    titles = read_labels("problem_titles")
    left, told = MOST_TOLD, []
    for number, cause in members:
        if left <= 0:
            break
        described = _describe_cause(report, cause, min(left, MOST_CASES), language)
        told.append({**described, "number": number})
        left -= max(1, len(described["cases"]))
    return {
        "code": code,
        "title": titles[code][language] if code in titles else code,
        "count": sum(cause.count for _, cause in members),
        "causes": told,
        "more": len(members) - len(told),
    }


def _describe_cause(report: Report, cause: Cause, most: int, language: Language) -> Told:
    is_single = len(cause.cases) == 1
    cases = [_describe_case(case, language) for case in cause.cases[:most]]
    message = cause.message[language]
    is_told = is_single and f"«{cause.cases[0].suggestion}»" in message
    return {
        "place": _describe_place(report, cause, language),
        "message": capitalise(message),
        "is_single": is_single,
        "suggestion": "" if is_told else cause.cases[0].suggestion,
        "cases": cases,
        "has_suggestions": any(case["suggestion"] for case in cases),
        "more": len(cause.cases) - len(cases),
    }


def _describe_case(case: Case, language: Language) -> Told:
    words = read_report_words(language)
    rows = write_ranges(case.rows, MOST_RANGES)
    word = words["row" if len(case.rows) == 1 else "rows"]
    return {
        "value": case.value,
        "suggestion": case.suggestion,
        "rows": rows,
        "rows_told": f"{capitalise(word)} {rows}" if rows else "",
        "count": len(case.rows),
    }


def _describe_place(report: Report, cause: Cause, language: Language) -> list[str]:
    """Name the place as far as it is not the same everywhere: file, sheet, column."""
    words = read_report_words(language)
    parts = [cause.file] if len({table.file for table in report.tables} | {cause.file}) > 1 else []
    if cause.layer:
        parts.append(f"{tell_layer_word(cause.file, language)} «{cause.layer}»")
    if cause.column:
        parts.append(f"{words['column']} «{cause.column}»")
    if not any(case.rows for case in cause.cases):
        parts.append(words["whole_layer" if cause.layer else "whole_file"])
    return parts
