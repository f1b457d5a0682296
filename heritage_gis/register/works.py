"""Works in the register: what was done, when and by whom, and at which registered sites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import delete, select, update

from heritage_gis.model.columns import map_distinct
from heritage_gis.model.record import DTYPES
from heritage_gis.model.work import WORK_COLUMNS, WORK_TEXTS
from heritage_gis.register import schema
from heritage_gis.register.store import read_frame, read_where_in, write_frame
from heritage_gis.vocabularies.folding import fold_name

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from heritage_gis.register.store import Register

NAME_COLUMNS = ("site_id", "name_key", "district")
_PARTED = re.compile(r"[;\n]+")
_SITE_ID = re.compile(r"[A-Z]{3}-\d{6}")


def build_works(rows: pd.DataFrame, names: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make works, and find the site of each of their objects.

    An object is a site where its id is stated and registered, or where exactly one registered site
    bears its folded name: in a district that the work states, where it states one. Any other stays
    a text, its place unknown.

    Args:
        rows: works as they were checked, with WORK_COLUMNS.
        names: NAME_COLUMNS, a row for each name of each site; `district` is that of the site. It
            is enough to give the names whose key is one of `list_object_keys(rows)`.

    Returns:
        The works, in the order of `rows`, and their objects in the order in which they are told:
        `work_id`, `object_no` (from 1), `object_text`, `site_id` and `district` (of the site; both
        missing where the site is not known).
    """
    objects = _list_objects(rows)
    keys = map_distinct(objects["object_text"], fold_name, "")
    by_key: dict[str, set[tuple[str, str]]] = {}
    district_of: dict[str, str] = {}
    told = names.drop_duplicates([*NAME_COLUMNS]).fillna({"district": ""})
    for site, key, district in zip(
        told["site_id"], told["name_key"], told["district"], strict=True
    ):
        by_key.setdefault(key, set()).add((site, district))
        district_of[site] = district
    found = [
        text if text in district_of else _choose_site(by_key.get(key, set()), stated)
        for text, key, stated in zip(
            objects["object_text"], keys, objects.pop("stated"), strict=True
        )
    ]
    objects["site_id"] = pd.Series(found, index=objects.index, dtype="str")
    districts = objects["site_id"].map(district_of).astype("str")
    objects["district"] = districts.mask(districts == "")
    return rows[[*WORK_COLUMNS]].reset_index(drop=True), objects


def _choose_site(bearers: set[tuple[str, str]], stated: str) -> str | None:
    """Return the one site among those of a name that lies in a stated district."""
    within = {site for site, district in bearers if not stated or district in stated.split()}
    return next(iter(within)) if len(within) == 1 else None


def _list_objects(rows: pd.DataFrame) -> pd.DataFrame:
    """Return work_id, object_no, object_text, and the districts that the work states."""
    texts = rows["objects_text"].fillna("").map(_split_objects)
    spread = pd.DataFrame(
        {
            "work_id": rows["work_id"],
            "object_text": texts,
            "stated": rows["districts"].fillna(""),
        }
    ).explode("object_text")
    told = spread[spread["object_text"].notna()].reset_index(drop=True)
    told.insert(1, "object_no", told.groupby("work_id").cumcount() + 1)
    return told.astype({"object_no": "Int64", "object_text": "str"})


def _split_objects(text: str) -> list[str]:
    return [part.strip() for part in _PARTED.split(text) if part.strip()]


def list_object_keys(rows: pd.DataFrame) -> list[str]:
    """Return the folded names of all objects of works, for looking their sites up."""
    texts = _list_objects(rows)["object_text"]
    return sorted({key for text in texts.unique() if (key := fold_name(text))})


def replace_works(register: Register, rows: pd.DataFrame) -> None:
    """Put works in the place of all that the register holds, in one transaction.

    Which site an object is depends on every name in the register, so all works are made anew
    when any survey came or went: they are few, and names are looked up by their key.

    Args:
        register: the register.
        rows: works of all surveys that count, in the journal's sequence, with WORK_COLUMNS and
            `public_from`.
    """
    if rows.empty and not _holds_works(register):
        return  # as in most registers: nothing to write, and no lock to wait for
    with register.engine.begin() as connection:
        for table in (schema.work_objects, schema.works):
            connection.execute(delete(table))
        write_works(register, connection, rows)


def _holds_works(register: Register) -> bool:
    with register.engine.connect() as connection:
        return connection.execute(select(schema.works.c.fid).limit(1)).first() is not None


def write_works(register: Register, connection: Connection, rows: pd.DataFrame) -> None:
    """Write works, their objects, and how many rows their surveys gave.

    Args:
        register: the register; it knows the surveys, and holds no work of them yet.
        connection: to it, in a transaction of the caller.
        rows: as in `replace_works`.
    """
    if rows.empty:
        return
    works, objects = build_works(rows, _look_up_names(register, connection, rows))
    works["public_from"] = rows["public_from"].array
    write_frame(register, connection, schema.works, works)
    write_frame(register, connection, schema.work_objects, objects)
    surveys = schema.surveys
    for survey_id, count in rows.groupby("survey_id").size().items():
        received = surveys.c.rows_held_back + int(count)
        told = {"rows_registered": int(count), "rows_received": received}
        here = surveys.c.survey_id == survey_id
        connection.execute(update(surveys).where(here).values(told))


def _look_up_names(register: Register, connection: Connection, rows: pd.DataFrame) -> pd.DataFrame:
    """Return NAME_COLUMNS of the sites that bear the names of objects, or whose ids are told."""
    names, said, sites = schema.names.c, schema.records.c, schema.sites.c
    told = _list_objects(rows)["object_text"]
    ids = sorted({text for text in told if _SITE_ID.fullmatch(text)})
    voices = (
        select(said.site_id, names.name_key, sites.district)
        .join(schema.records, said.record_id == names.record_id)
        .join(schema.sites, sites.site_id == said.site_id)
        .where(said.waits.is_(None))  # a voice that waits for the keeper names no site yet
    )
    by_name = read_where_in(register, connection, voices, names.name_key, list_object_keys(rows))
    by_id = read_where_in(
        register, connection, select(sites.site_id, sites.district), sites.site_id, ids
    )
    return pd.concat([by_name, by_id.assign(name_key="")], ignore_index=True)


def load_works(
    register: Register, as_of: str = "", year: int | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return works and their objects.

    Args:
        register: the register.
        as_of: the day on which they may be told, as `YYYY-MM-DD`; all where none is given.
        year: in which they were done, wholly or in part; of any where none is given.
    """
    works, objects = schema.works, schema.work_objects
    chosen = select(works).order_by(works.c.fid)
    if as_of:
        chosen = chosen.where(works.c.public_from.is_(None) | (works.c.public_from <= as_of))
    if year is not None:
        chosen = chosen.where((works.c.from_year <= year) & (works.c.to_year >= year))
    with register.engine.connect() as connection:
        frame = read_frame(register, connection, chosen)
        told = read_where_in(
            register,
            connection,
            select(objects).order_by(objects.c.fid),
            objects.c.work_id,
            frame["work_id"].tolist(),
        )
    return frame, told.sort_values("fid", ignore_index=True)


def make_no_works() -> pd.DataFrame:
    """Return works without a row, with `public_from`."""
    types = {column: DTYPES[kind] for column, kind in WORK_COLUMNS.items()}
    empty = {column: pd.Series(dtype=dtype) for column, dtype in types.items()}
    return pd.DataFrame({**empty, "public_from": pd.Series(dtype="str")})


def load_all_work_texts(register: Register) -> pd.Series:
    """Return what works and their objects say in words, by work_id; missing where unsaid."""
    works, objects = schema.works.c, schema.work_objects.c
    told = [
        *((works, works[name]) for name in WORK_TEXTS),
        (objects, objects.object_text),
    ]
    with register.engine.connect() as connection:
        frames = [
            read_frame(
                register, connection, select(of.work_id, text.label("text")).order_by(of.fid)
            )
            for of, text in told
        ]
    return pd.concat(frames).set_index("work_id")["text"]
