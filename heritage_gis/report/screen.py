"""The report on a terminal: at most a screenful, the gravest first, and where the rest is."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from heritage_gis.model.problem import SEVERITIES
from heritage_gis.report.page_tables import describe_tables
from heritage_gis.report.summary import cut_text
from heritage_gis.report.wording import read_report_words, tell_layer_word, tell_rows, tell_unplaced
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from typing import Any

    from heritage_gis.report.causes import Cause
    from heritage_gis.report.summary import Report
    from heritage_gis.settings import Language

STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold"}
SIGNS = {"error": "✕", "warning": "▲", "note": "○"}
MOST_TABLES = 8
MOST_COLUMN_LINES = 3
MOST_SENTENCES = 4  # of evidence for a reference system
MOST_LINES = 3  # of one message
LEAST_HEIGHT = 24
ALSO_LINES = 4  # for the titles of what finds no room
NAME_SHARE = 0.45  # of the width, at most, for the name of a table
SYSTEM_SHARE = 0.4  # the same, for the names of its reference systems
INDENT = "    "


class Line(NamedTuple):
    """A line of the screen, and how it looks where there is colour."""

    text: str
    style: str = ""


def write_screen(
    report: Report, language: Language, size: tuple[int, int], rest: str
) -> list[Line]:
    """Write the report as lines of a screen.

    Args:
        report: what became of the file.
        language: kk, ru or en.
        size: width in letters and height in lines; problems that do not fit are named by their
            titles alone.
        rest: where all of it is told.
    """
    width, height = size
    head = [
        *_write_tables(report, language, width),
        *_write_columns(report, language, width),
        *_write_system(report, language, width),
    ]
    foot = _write_balance(report, language, width)
    causes = list(report.causes)
    room = max(height, LEAST_HEIGHT) - len(head) - len(foot) - 2
    body, is_whole = _write_problems(causes, language, width, room)
    words = read_report_words(language)
    end = [] if is_whole else [Line(words["screen_rest"].format(where=rest), "dim")]
    return [*head, *body, Line(""), *foot, *end]


def _write_tables(report: Report, language: Language, width: int) -> list[Line]:
    """Write a row for each sheet or layer: its name, rows, columns, reference system."""
    words = read_report_words(language)
    heading = ("", words["screen_rows"], words["screen_columns"], words["screen_crs"])
    rows = [
        (
            table["name"],
            str(each.rows.get("data", 0)),
            f"{len(each.columns)}/{len(each.columns) + len(each.unknown_columns)}",
            _name_systems(table["crs"], each.crs["used"], int(width * SYSTEM_SHARE)),
        )
        for each, table in zip(report.tables, describe_tables(report, language), strict=True)
    ]
    shown = [heading, *rows[:MOST_TABLES]]
    name = min(max(len(row[0]) for row in shown), int(width * NAME_SHARE))
    sizes = [max(len(row[place]) for row in shown) for place in (1, 2)]
    left = max(width - name - sum(sizes) - 6, 10)
    lines = [
        Line(
            f"{cut_text(row[0], name):{name}}  {row[1]:>{sizes[0]}}  {row[2]:>{sizes[1]}}  "
            f"{cut_text(row[3], left)}".rstrip(),
            "dim" if row is heading else "",
        )
        for row in shown
    ]
    more = len(rows) - MOST_TABLES
    return [*lines, Line(words["screen_more"].format(n=more), "dim")] if more > 0 else lines


def _name_systems(crs: dict[str, Any], codes: str, most: int) -> str:
    """Name the reference systems in words where there is room, else by their codes."""
    names = ", ".join(crs["used"]) or "—"
    systems = names if len(names) <= most else codes
    return f"{systems}: {crs['verdict']}" if crs["verdict"] else systems


def _write_columns(report: Report, language: Language, width: int) -> list[Line]:
    """Say what the columns mean: all of them where there is one table, else what is in doubt."""
    words = read_report_words(language)
    told = [column for table in describe_tables(report, language) for column in table["columns"]]
    pairs = [f"{each['theirs']} → {each['name']}" for each in told if each["field"]]
    guessed = [f"{each['theirs']} → {each['guess']['name']}" for each in told if each["guess"]]
    unknown = [each["theirs"] for each in told if not each["field"]]
    lists = {
        "understood": pairs if len(report.tables) == 1 else [],
        "guessed": guessed,
        "unknown": unknown,
    }
    lines = []
    for name, texts in lists.items():
        if texts:
            line = f"{words[f'screen_{name}']}: {'; '.join(cut_text(text, 60) for text in texts)}"
            style = "" if name == "understood" else "yellow"
            lines += _wrap(line, width, MOST_COLUMN_LINES, style)
    return lines


def _write_system(report: Report, language: Language, width: int) -> list[Line]:
    """Say why the reference system is that, where one table is told: the first reading first."""
    if len(report.tables) != 1:
        return []
    (table,) = describe_tables(report, language)
    crs = table["crs"]
    readings = [
        f"• {each['name']}{each['notation']}"
        + "".join(f"; {sentence}" for sentence in (each["chosen"], *each["evidence"]) if sentence)
        for each in crs["readings"]
    ]
    sentences = [*readings[:1], *crs["evidence"], *readings[1:]][:MOST_SENTENCES]
    return [
        line
        for sentence in sentences
        for line in _wrap(sentence, width, 2, "dim", indent=INDENT[:2])
    ]


def _write_problems(
    causes: list[Cause], language: Language, width: int, room: int
) -> tuple[list[Line], bool]:
    """Write problems as far as there is room; then the titles of the others, with their counts."""
    words = read_report_words(language)
    lines: list[Line] = []
    left: list[str] = []
    is_whole = True
    for severity in SEVERITIES:
        here = [cause for cause in causes if cause.severity == severity]
        start = [Line(""), Line(words[f"screen_{severity}"], STYLES[severity])] if here else []
        for code, members in groupby(here, key=lambda cause: cause.code):
            group = list(members)
            told, is_all = _write_group(code, group, language, width)
            is_whole = is_whole and is_all
            is_fitting = len(lines) + len(start) + len(told) <= room - ALSO_LINES
            if not lines or (is_fitting and not left):
                lines += [*start, *told]
                start = []
            else:
                count = sum(cause.count for cause in group)
                left.append(f"{_title(code, language)} ({count})")
    if left:
        text = f"{words['screen_also']}: {'; '.join(left)}"
        lines += [Line(""), *_wrap(text, width, ALSO_LINES - 1)]
    return lines, is_whole and not left


def _write_group(
    code: str, causes: list[Cause], language: Language, width: int
) -> tuple[list[Line], bool]:
    """Write one code: its title, where it is, and the first message; whether that is all."""
    words = read_report_words(language)
    first = causes[0]
    count = sum(cause.count for cause in causes)
    title = f"{SIGNS[first.severity]} {_title(code, language)}"
    line = f"{title} ({count})" if count > 1 else title
    message = _wrap(
        _tell_place(first, language) + first.message[language], width, MOST_LINES, indent=INDENT
    )
    lines = [Line(line, STYLES[first.severity].removeprefix("bold ")), *message]
    values = _list_values(first)
    if values:
        lines += _wrap(values, width, 2, indent=INDENT)
    if len(causes) > 1:
        lines.append(Line(INDENT + words["screen_more"].format(n=len(causes) - 1), "dim"))
    return lines, len(causes) == 1 and not lines[-1].text.endswith("…")


def _title(code: str, language: Language) -> str:
    titles = read_labels("problem_titles")
    return titles[code][language] if code in titles else code


def _tell_place(cause: Cause, language: Language) -> str:
    """Name the place in short: the sheet, the rows, the column."""
    words = read_report_words(language)
    parts = [f"{tell_layer_word(cause.file, language)} «{cause.layer}»"] if cause.layer else []
    if cause.rows:
        parts.append(tell_rows(cause.rows, language))
    if cause.column:
        parts.append(f"{words['column']} «{cause.column}»")
    return f"{', '.join(parts)}: " if parts else ""


def _list_values(cause: Cause) -> str:
    """List the values of a cause, with what was perhaps meant."""
    if len(cause.cases) == 1:
        case = cause.cases[0]
        is_told = not case.suggestion or any(
            f"«{case.suggestion}»" in message for message in cause.message.values()
        )
        return "" if is_told else f"→ {case.suggestion}"
    return "; ".join(
        f"«{cut_text(case.value, 40)}»{f' → {case.suggestion}' if case.suggestion else ''}"
        for case in cause.cases
        if case.value
    )


def _write_balance(report: Report, language: Language, width: int) -> list[Line]:
    """Say how rows balance, which have no place, and what was no data."""
    words = read_labels("terminal_words")
    counts = {
        name: getattr(report, name) for name in ("rows", "accepted", "held_back", "without_place")
    }
    texts = [words["balance"][language].format(**counts)]
    if report.without_place:
        places = tell_unplaced(report, language)
        texts.append(words["unplaced"][language].format(places=places))
    if report.not_data:
        own = read_report_words(language)
        sorts = [own[f"sort_{sort}"].format(n=count) for sort, count in report.not_data.items()]
        told = {"n": sum(report.not_data.values()), "sorts": ", ".join(sorts)}
        texts.append(own["not_data"].format(**told))
    if not len(report.problems):
        texts.insert(0, words["fine"][language])
    return [line for text in texts for line in _wrap(text, width, MOST_LINES)]


def _wrap(text: str, width: int, most: int, style: str = "", indent: str = "") -> list[Line]:
    """Break a text into at most so many lines; where there is more, it ends with an ellipsis."""
    lines = textwrap.wrap(
        " ".join(text.split()),
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        max_lines=most,
        placeholder=" …",
        break_on_hyphens=False,
    )
    return [Line(line, style) for line in lines]
