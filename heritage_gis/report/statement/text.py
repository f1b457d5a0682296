"""A yearly statement as Markdown: plain enough to read on a terminal, and ready for a letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from heritage_gis.report.statement.wording import word_statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from heritage_gis.report.statement.facts import Statement
    from heritage_gis.report.statement.wording import Table, WordedStatement
    from heritage_gis.settings import Language

_MARKS = re.compile(r"([\\`|<\[])")  # that would make something else of a text of a survey


def write_text(statement: Statement, language: Language) -> str:
    """Write a statement as Markdown, with a line break at its end."""
    told = word_statement(statement, language)
    return "\n\n".join(part for part in _list_parts(told) if part) + "\n"


def _list_parts(told: WordedStatement) -> Iterator[str]:
    words = told.words
    yield f"# {told.title}"
    yield f"{told.scope}."
    yield from told.notes
    yield f"## {words['works_heading']}"
    yield told.lead
    for name, text in told.prose:
        yield f"**{name}.** {_mark(text)}"
    if told.works:
        yield f"### {words['table_heading']}"
        yield _write_table(told.works)
        yield f"### {words['places_heading']}"
        yield from map(_mark, told.places)
        yield f"### {words['sources_heading']}"
        yield _write_list(f"[{n}] {_mark(text)}" for n, text in enumerate(told.sources, start=1))
    yield f"## {words['counts_heading']}"
    yield " ".join(told.counts_lead)
    for table in told.counts:
        yield f"### {table.caption}"
        yield _write_table(table)
        yield from table.notes
    if told.counts:
        yield f"### {words['surveys_heading']}"
        yield _write_list(map(_mark, told.origin))
    yield told.borders
    yield words["handed_on"]


def _write_list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _write_table(table: Table) -> str:
    """Write a table with its columns under each other."""
    if not table.rows:
        return ""
    cells = [[_mark(cell) if cell[:1] != "[" else cell for cell in row] for row in table.rows]
    rows = [[*table.head], *cells]
    sizes = [max(len(row[at]) for row in rows) for at in range(len(table.head))]
    first = len(sizes) - table.numeric
    rule = ["-" * (size - 1) + ":" if at >= first else "-" * size for at, size in enumerate(sizes)]
    lines = [
        [
            cell.rjust(size) if at >= first else cell.ljust(size)
            for at, (cell, size) in enumerate(zip(row, sizes, strict=True))
        ]
        for row in rows
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (lines[0], rule, *lines[1:]))


def _mark(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)
