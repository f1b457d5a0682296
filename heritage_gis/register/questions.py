"""Questions for the keeper: a record that may or may not be a site we know, put in words."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import or_, select

from heritage_gis.model.columns import look_up
from heritage_gis.register import schema
from heritage_gis.register.linking import read_links
from heritage_gis.register.loading import read_decided
from heritage_gis.register.matching.verdicts import ASK, SAME
from heritage_gis.register.refreshing import TOLD_MATCHED, VOICE_COLUMNS, find_open
from heritage_gis.register.store import read_frame, read_where_in
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sqlalchemy import Connection, Table

    from heritage_gis.register.store import Register

NAMES = ("name_kk", "name_ru", "name_en")
NAMELESS = "—"
MAY_BE_PART = "may_be_part"
ASKED_COLUMNS = ["record_id", "site_id", "reason", "distance_m", "rank"]
UNPLACED, ASKING, TOLD_MORE, PARTS = 1, 2, 3, 4  # what is asked first


def load_questions(register: Register, more: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what waits for the keeper, what keeps a record from its site first.

    It names places of protected sites, so it stays in `data/`.

    Args:
        register: the register.
        more: questions that other stages have: `record_id` (or the id of a site), `site_id`,
            `reason` (a code of `vocabularies/questions`), `distance_m`.

    Returns:
        `question_id`, `record_id`, `record_name`, `site_id`, `site_name`, `reason`,
        `distance_m`, and the question as `question_kk`, `question_ru`, `question_en`.
    """
    with register.engine.connect() as connection:
        waiting = _read_waiting(register, connection)
        parts = [
            _ask_of_unplaced(register, connection, waiting[waiting["site_id"].isna()]),
            _ask_of_placed(register, connection, waiting[waiting["site_id"].notna()]),
            _ask_of_parts(register, connection),
        ]
        if more is not None and len(more):
            parts.append(more.assign(rank=TOLD_MORE))
        asked = pd.concat(parts, ignore_index=True)
        names = _name_all(register, connection, asked)
    asked = asked.sort_values(["rank"], kind="stable", ignore_index=True)
    for language in reversed(LANGUAGES):  # the names in the first of them stay in the table
        called = _choose_names(names, language)
        for key in ("record", "site"):
            asked[f"{key}_name"] = look_up(asked[f"{key}_id"], called).fillna(NAMELESS)
        asked[f"question_{language}"] = [_ask(row, language) for row in asked.to_dict("records")]
    told = zip(asked["record_id"], asked["site_id"].fillna(""), asked["reason"], strict=True)
    asked["question_id"] = [find_question_id(*each) for each in told]
    texts = [f"question_{language}" for language in LANGUAGES]
    order = ["question_id", "record_id", "record_name", "site_id", "site_name", "reason"]
    return asked[[*order, "distance_m", *texts]].round({"distance_m": 0})


def find_question_id(record_id: str, site_id: str, reason: str) -> str:
    """Return a short name of a question, the same as long as it is asked."""
    return hashlib.sha256(f"{record_id}|{site_id}|{reason}".encode()).hexdigest()[:8]


def _read_waiting(register: Register, connection: Connection) -> pd.DataFrame:
    columns = schema.records.c
    query = select(*(columns[name] for name in VOICE_COLUMNS))
    held = or_(columns.waits.isnot(None), columns.site_id.is_(None))
    found = read_frame(register, connection, query.where(held))
    return found.sort_values(["sequence", "record_id"], ignore_index=True)


def _read_voices(register: Register, connection: Connection, links: pd.DataFrame) -> pd.DataFrame:
    columns = schema.records.c
    query = select(*(columns[name] for name in VOICE_COLUMNS))
    ends = sorted({*links["record_id"], *links["other_id"]})
    return read_where_in(register, connection, query, columns.record_id, ends)


def _ask_of_unplaced(
    register: Register, connection: Connection, waiting: pd.DataFrame
) -> pd.DataFrame:
    """Ask which site a record belongs to that has none, of each that it may be."""
    links = read_links(register, connection, waiting["record_id"].tolist(), SAME)
    turned = links.rename(columns={"record_id": "other_id", "other_id": "record_id"})
    both = pd.concat([links, turned], ignore_index=True)
    site_of = _read_voices(register, connection, links).set_index("record_id")["site_id"]
    both["site_id"] = look_up(both["other_id"], site_of)
    both = both[both["record_id"].isin(waiting["record_id"]) & both["site_id"].notna()]
    nearest = both.sort_values(["strength", "distance_m"], ascending=[False, True])
    nearest = nearest.drop_duplicates(["record_id", "site_id"])
    told = waiting[["record_id", "waits"]].rename(columns={"waits": "reason"})
    asked = told.merge(nearest[["record_id", "site_id", "distance_m"]], how="left", on="record_id")
    return asked.assign(rank=UNPLACED)[ASKED_COLUMNS]


def _ask_of_placed(
    register: Register, connection: Connection, waiting: pd.DataFrame
) -> pd.DataFrame:
    """Ask whether a record that has a site is in truth another, earlier one."""
    links = read_links(register, connection, waiting["record_id"].tolist(), ASK)
    voices = _read_voices(register, connection, links)
    placed = voices[voices["site_id"].notna()].set_index("record_id", drop=False)
    asked = find_open(links, placed, read_decided(register, connection))
    asked = asked[asked["record_id"].isin(waiting["record_id"])]
    return asked.drop_duplicates(["record_id", "site_id"]).assign(rank=ASKING)[ASKED_COLUMNS]


def _ask_of_parts(register: Register, connection: Connection) -> pd.DataFrame:
    """Ask whether one site is part of another, where nobody but the rule says so."""
    table = schema.relations.c
    query = select(table.record_id, table.other_site_id).where(table.told_by == TOLD_MATCHED)
    told = read_frame(register, connection, query.order_by(table.site_id, table.other_site_id))
    told = told.rename(columns={"other_site_id": "site_id"})
    return told.assign(reason=MAY_BE_PART, distance_m=float("nan"), rank=PARTS)[ASKED_COLUMNS]


def _name_all(register: Register, connection: Connection, asked: pd.DataFrame) -> pd.DataFrame:
    """Return NAMES of the records and sites of questions, by their id."""
    ids = pd.concat([asked["record_id"], asked["site_id"]])
    sites = _name_rows(register, connection, schema.sites, ids.rename("site_id"))
    return pd.concat(
        [sites, _name_rows(register, connection, schema.records, ids.rename("record_id"))]
    )


def _name_rows(
    register: Register, connection: Connection, table: Table, ids: pd.Series
) -> pd.DataFrame:
    key = table.c[str(ids.name)]
    query = select(key, *(table.c[name] for name in NAMES))
    told = read_where_in(register, connection, query, key, ids.dropna().unique().tolist())
    return told.set_index(key.name)


def _choose_names(names: pd.DataFrame, language: str) -> dict[str, str]:
    """Return a name for each id: that in a language, else in another."""
    first = names[f"name_{language}"]
    for name in NAMES:
        first = first.fillna(names[name])
    return {str(id_): str(name) for id_, name in first.dropna().items()}


def _ask(question: dict[Hashable, Any], language: str) -> str:
    template = read_labels("questions")[str(question["reason"])][language]
    distance = question["distance_m"]
    is_known = not pd.isna(distance)
    km = f"{distance / 1000:.1f}" if is_known else "?"
    told = {
        **question,
        "km": km if language == "en" else km.replace(".", ","),
        "m": f"{distance:.0f}" if is_known else "?",
    }
    return template.format_map(told)
