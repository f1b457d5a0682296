"""Questions for the keeper: a record that may or may not be a site we know, put in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import select

from heritage_gis.register import schema
from heritage_gis.register.store import read_frame, read_where_in
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy import Connection, Table

    from heritage_gis.register.store import Register

NAMES = ("name_kk", "name_ru", "name_en")
NAMELESS = "—"


def load_questions(register: Register, more: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what waits for the keeper, in the order in which it arose.

    It names places of protected sites, so it stays in `data/`.

    Args:
        register: the register.
        more: questions that other stages have: `record_id` (or the id of a site), `site_id`,
            `reason` (a code of `vocabularies/questions`), `distance_m`.

    Returns:
        `record_id`, `record_name`, `site_id`, `site_name`, `reason`, `distance_m`, and the
        question as `question_kk`, `question_ru`, `question_en`.
    """
    with register.engine.connect() as connection:
        query = select(schema.questions).order_by("fid")
        asked = read_frame(register, connection, query).drop(columns="fid")
        if more is not None and len(more):
            asked = pd.concat([asked, more], ignore_index=True)
        names = _name_all(register, connection, asked)
    for key in ("record", "site"):
        asked[f"{key}_name"] = asked[f"{key}_id"].map(names).fillna(NAMELESS)
    for language in LANGUAGES:
        asked[f"question_{language}"] = [_ask(row, language) for row in asked.to_dict("records")]
    texts = [f"question_{language}" for language in LANGUAGES]
    order = ["record_id", "record_name", "site_id", "site_name", "reason", "distance_m", *texts]
    return asked[order].round({"distance_m": 0})


def load_name_keys(register: Register) -> pd.DataFrame:
    """Return `site_id`, `name_key`: every folded name of every site."""
    names = schema.names.c
    query = select(names.site_id, names.name_key).where(names.name_key != "").distinct()
    with register.engine.connect() as connection:
        return read_frame(register, connection, query)


def _name_all(register: Register, connection: Connection, asked: pd.DataFrame) -> dict[str, str]:
    """Return what the records and sites of questions are called, by their id."""
    ids = pd.concat([asked["record_id"], asked["site_id"]])
    sites = _name_rows(register, connection, schema.sites, ids.rename("site_id"))
    return sites | _name_rows(register, connection, schema.records, ids.rename("record_id"))


def _name_rows(
    register: Register, connection: Connection, table: Table, ids: pd.Series
) -> dict[str, str]:
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
