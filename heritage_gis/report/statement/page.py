"""A yearly statement as a page that asks for nothing: no network, no script, the report's style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.report.page import lay_out
from heritage_gis.report.statement.wording import word_statement

if TYPE_CHECKING:
    from heritage_gis.report.statement.facts import Statement
    from heritage_gis.settings import Language


def render_statement(statement: Statement, language: Language) -> str:
    """Render a statement; texts of surveys stand in it as text alone."""
    told = word_statement(statement, language)
    return lay_out("statement.html", language, heading=told.title, told=told)
