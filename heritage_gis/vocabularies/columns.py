"""What the columns of our tables are called, and what the codes in them are called."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_labels
from heritage_gis.vocabularies.tables import read_vocabulary

if TYPE_CHECKING:
    from heritage_gis.settings import Language

# Columns with one code a cell, and the vocabulary that has its labels.
CODED = {
    "kind": "kinds",
    "kind_group": "kind_groups",
    "condition": "conditions",
    "extant": "extant",
    "protection_status": "statuses",
    "type": "work_types",
    "status": "statuses",
}


def name_table(table: str, language: Language) -> str:
    """Return what a table is called; its own name where we have no word for it."""
    return read_labels("table_names").get(table, {}).get(language, table)


def name_column(column: str, language: Language) -> str:
    """Return what a column is called; its own name where we have no word for it.

    A column that holds the labels of another is called as that one, with the language: `kind_kk`
    is «Вид (kk)».
    """
    names = read_labels("column_names")
    if column in names:
        return names[column][language]
    base, _, end = column.rpartition("_")
    if end in LANGUAGES and base in names:
        return f"{names[base][language]} ({end})"
    return column


def list_codes(column: str, language: Language) -> dict[str, str]:
    """Return the codes that a column may hold with their labels; none where it holds no codes."""
    if column in CODED:
        labels = read_labels(CODED[column])
        return {code: names[language] for code, names in labels.items()}
    return {code: names[language] for code, names in _read_values().get(column, {}).items()}


@cache
def _read_values() -> dict[str, dict[str, dict[str, str]]]:
    values: dict[str, dict[str, dict[str, str]]] = {}
    for row in read_vocabulary("column_values"):
        names: dict[str, str] = {language: row[language] for language in LANGUAGES}
        values.setdefault(row["column"], {})[row["code"]] = names
    return values
