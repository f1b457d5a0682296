"""Questions for the keeper: a record that may or may not be a site we know, put in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from heritage_gis.register import schema
from heritage_gis.register.store import read_frame, read_where_in
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd
    from sqlalchemy import Connection, Table

    from heritage_gis.register.store import Register

LANGUAGES = ("kk", "ru", "en")
NAMES = ("name_kk", "name_ru", "name_en")
NAMELESS = "—"


def load_questions(register: Register) -> pd.DataFrame:
    """Return what waits for the keeper, in the order in which it arose.

    It names places of protected sites, so it stays in `data/`.

    Returns:
        `record_id`, `record_name`, `site_id`, `site_name`, `reason`, `distance_m`, and the
        question as `question_kk`, `question_ru`, `question_en`.
    """
    with register.engine.connect() as connection:
        query = select(schema.questions).order_by("fid")
        asked = read_frame(register, connection, query).drop(columns="fid")
        for table, key in ((schema.records, "record_id"), (schema.sites, "site_id")):
            names = _name_rows(register, connection, table, asked[key])
            asked[f"{key.removesuffix('_id')}_name"] = asked[key].map(names).fillna(NAMELESS)
    for language in LANGUAGES:
        asked[f"question_{language}"] = [_ask(row, language) for row in asked.to_dict("records")]
    texts = [f"question_{language}" for language in LANGUAGES]
    order = ["record_id", "record_name", "site_id", "site_name", "reason", "distance_m", *texts]
    return asked[order].round({"distance_m": 0})


def _name_rows(
    register: Register, connection: Connection, table: Table, ids: pd.Series
) -> dict[str, str]:
    """Return what records or sites are called, by their id."""
    key = table.c[str(ids.name)]
    query = select(key, *(table.c[name] for name in NAMES))
    told = read_where_in(register, connection, query, key, ids.unique().tolist())
    told = told.set_index(key.name)
    first = told[list(NAMES)].bfill(axis="columns").iloc[:, 0].dropna()
    return {str(id_): str(name) for id_, name in first.items()}


def _ask(question: dict[Hashable, Any], language: str) -> str:
    template = read_labels("questions")[str(question["reason"])][language]
    km = f"{question['distance_m'] / 1000:.1f}"
    told = {**question, "km": km if language == "en" else km.replace(".", ",")}
    return template.format_map(told)
