"""Statuses of sites and their numbers in lists, each with the days between which it held."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import or_, select

from heritage_gis.register import schema
from heritage_gis.register.loading import find_told, read_decided
from heritage_gis.register.store import read_frame, read_where_in
from heritage_gis.vocabularies.number_lists import find_list_of_status, read_numbers

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from heritage_gis.register.store import Register

STATUS_COLUMNS = (
    *("site_id", "record_id", "survey_id", "status", "list", "list_number", "list_text"),
    *("legal_act", "status_from", "status_to", "source"),
)
_SAID = (
    *("site_id", "record_id", "survey_id", "protection_status", "list_number", "other_numbers"),
    *("legal_act", "status_from", "status_to", "references"),
)
HELD_COLUMNS = ("protection_status", "list_number", "status_from", "status_to")
YES, PERHAPS, NO = "yes", "perhaps", "no"


def build_statuses(records: pd.DataFrame) -> pd.DataFrame:
    """Make a row for each status, and for each number in a list, that records tell.

    Args:
        records: `site_id`, `record_id`, `survey_id`, `protection_status`, `list_number`,
            `other_numbers`, `legal_act`, `status_from`, `status_to`, `references`; records
            without a site give no row.

    Returns:
        STATUS_COLUMNS, in the order of the records: first the status with its number in the list
        of that status, then the numbers in other lists, which have no days of their own. `list`
        is a code of vocabularies/number_lists; `list_text` is the text of a number in another
        list; `status_from` is the first day on which it held and `status_to` the day on which it
        no longer did, as exactly as they are told (`YYYY-MM-DD`, `YYYY-MM`, `YYYY`).
    """
    said = records.loc[records["site_id"].notna(), [*_SAID]].reset_index(drop=True)
    said = said.rename(columns={"protection_status": "status", "references": "source"})
    own = said[said["status"].notna() | said["list_number"].notna()]
    own = own.assign(list=own["status"].map(find_list_of_status, na_action="ignore"))
    others = said[said["other_numbers"].notna()].assign(
        told=lambda frame: frame["other_numbers"].map(read_numbers)
    )
    others = others.explode("told").dropna(subset=["told"])
    others = others.assign(
        list=[each.list_code for each in others["told"]],
        list_number=[each.number for each in others["told"]],
        list_text=[each.text for each in others["told"]],
    )
    others = others.drop(columns=["status", "legal_act", "status_from", "status_to"])
    rows = pd.concat([own, others]).sort_index(kind="stable")
    told = rows.reindex(columns=[*STATUS_COLUMNS]).astype("str")
    return told.mask(told == "").reset_index(drop=True)


def find_held(statuses: pd.DataFrame, day: date) -> pd.Series:
    """Say of each status whether it held on a day.

    Args:
        statuses: as `build_statuses` gives them.
        day: any day.

    Returns:
        With the index of `statuses`: `yes` where it surely did; `no` where it surely did not;
        `perhaps` where a day that would decide is not told, or not exactly enough.
    """
    told = day.isoformat()
    begun = _compare(statuses["status_from"], told)
    ended = _compare(statuses["status_to"], told)
    held = pd.Series(PERHAPS, index=statuses.index, dtype="str")
    is_open = statuses["status_to"].isna()
    held = held.mask((begun == YES) & ((ended == NO) | is_open), YES)
    return held.mask((begun == NO) | (ended == YES), NO)


def _compare(days: pd.Series, told: str) -> pd.Series:
    """Say whether each day had come by a day; a month or a year that holds it is not sure."""
    size = days.str.len().fillna(0).astype(int)
    heads = pd.Series([told[:most] for most in size], index=days.index, dtype="str")
    exact = size == len(told)
    come = pd.Series(PERHAPS, index=days.index, dtype="str")
    come = come.mask((days < heads).fillna(value=False), YES)
    come = come.mask((days > heads).fillna(value=False), NO)
    return come.mask(exact & (days == heads), YES)


def tell_status(statuses: pd.DataFrame, site_id: str, day: date) -> pd.DataFrame:
    """Return what is told of the status of a site on a day; rival voices stand side by side.

    Args:
        statuses: as `build_statuses` gives them.
        site_id: the site.
        day: any day.

    Returns:
        Its rows that held, or may have held, with STATUS_COLUMNS and `held` (`yes`, `perhaps`);
        the sure ones first. Where there is none, no status is known for that day.
    """
    own = statuses[statuses["site_id"] == site_id]
    found = own.assign(held=find_held(own, day))
    order = {YES: 0, PERHAPS: 1}
    kept = found[found["held"] != NO]
    ranked = kept["held"].map(order).sort_values(kind="stable").index
    return kept.loc[ranked].reset_index(drop=True)


def load_statuses_on(
    register: Register, day: date, as_of: str, guarded: Collection[str] = ()
) -> pd.DataFrame:
    """Return the status each site surely had on a day, of the voices that may be told.

    A voice that does not say since when a status holds knows it from the day on which its survey
    was received. Of several voices the one that a person ruled to be shown comes first, then the
    earliest.

    Args:
        register: the register.
        day: the day of the statuses, any.
        as_of: the day on which they are told, as `YYYY-MM-DD`.
        guarded: as in `load_sites`.

    Returns:
        `protection_status` and `list_number` by site_id; a site without such a status is not there.
    """
    told, surveys = schema.records.c, schema.surveys.c
    names = ("site_id", "record_id", "public_from", "joined_by", "waits", *HELD_COLUMNS)
    query = (
        select(*(told[name] for name in names), surveys.received)
        .join(schema.surveys, told.survey_id == surveys.survey_id)
        .where(told.site_id.isnot(None))
        .where(or_(told.protection_status.isnot(None), told.list_number.isnot(None)))
        .order_by(told.sequence, told.fid)
    )
    with register.engine.connect() as connection:
        said = read_frame(register, connection, query)
        rulings = read_decided(register, connection).rulings
    since = said["status_from"].fillna(said["received"])
    is_held = find_held(said.assign(status_from=since), day) == YES
    held = said[is_held & find_told(said, as_of, guarded)]
    ruled = {(site, e.get("record")) for (site, name), e in rulings.items() if name == "status"}
    pairs = zip(held["site_id"], held["record_id"], strict=True)
    rank = pd.Series([pair not in ruled for pair in pairs], index=held.index, dtype=bool)
    first = held.loc[rank.sort_values(kind="stable").index].drop_duplicates("site_id")
    return first.set_index("site_id")[["protection_status", "list_number"]].astype("str")


def load_statuses(register: Register, site_ids: Sequence[str]) -> pd.DataFrame:
    """Return the statuses of sites, from what their records say; STATUS_COLUMNS."""
    columns = schema.records.c
    query = select(columns.sequence, columns.fid, *(columns[name] for name in _SAID))
    with register.engine.connect() as connection:
        said = read_where_in(register, connection, query, columns.site_id, [*site_ids])
    return build_statuses(said.sort_values(["sequence", "fid"], ignore_index=True))
