"""Explaining a site: what its records say side by side, and which is shown first by which rule."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from heritage_gis.geo.measures import measure_apart_m
from heritage_gis.model.history import (
    ACCURATE,
    EARLIEST,
    ONLY,
    RULED,
    VALUE,
    WITH_POSITION,
    Attribute,
    Joined,
    Said,
)
from heritage_gis.register.decisions import MERGED, PLACED, SPLIT
from heritage_gis.register.sites import TOLD_TOGETHER, UNKNOWN_KIND, find_points

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import geopandas as gpd

    from heritage_gis.register.journal import Event

Row = dict[str, Any]
# What is told of each attribute: the columns that a rule chooses together, and those beside them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name_kk": ("name_kk",),
    "name_ru": ("name_ru",),
    "name_en": ("name_en",),
    "name_other": ("name_other",),
    "kind": ("kind", "kind_certainty", "kind_text"),
    "dating": (
        *("period", "start_year", "end_year", "dating_certainty", "dating_scheme"),
        *("dating_basis", "culture", "period_text"),
    ),
    "position": ("lon", "lat", "position_accuracy_m", "position_method", "coordinate_text"),
    "district": ("district", "district_claimed"),
    "extant": ("extant",),
    "condition": ("condition",),
    "status": ("protection_status", "list_number", "legal_act", "status_from", "status_to"),
    "feature_count": ("feature_count",),
}
# Two voices are rivals where these differ; how they put it in words makes none.
SAYING: dict[str, tuple[str, ...]] = {
    **{name: columns[:1] for name, columns in COLUMNS.items()},
    "dating": ("period", "start_year", "end_year"),
    "position": ("lon", "lat"),
    "status": ("protection_status", "list_number"),
}


def explain_site(
    voices: gpd.GeoDataFrame,
    site: Mapping[str, Any],
    rulings: Mapping[str, Event],
    withheld: Collection[str] = (),
) -> tuple[Attribute, ...]:
    """Put side by side what the records of a site say, and say which is shown first, and why.

    Shown first is what the earliest survey says that says anything; of positions the most
    accurate, of two as accurate the earlier; unless a person ruled.

    Args:
        voices: standard records of the site, EPSG:4326, in the journal's sequence.
        site: what is shown of it (SITE_COLUMNS).
        rulings: attribute -> the decision that holds on what is shown first of it.
        withheld: the records that are not told: none of them is shown first.

    Returns:
        An attribute for each of which anything is said, in the order of COLUMNS.
    """
    points = find_points(voices.geometry)
    told = pd.DataFrame(voices.drop(columns="geometry"))
    told = told.assign(lon=points.x.to_numpy(), lat=points.y.to_numpy())
    rows = [
        {str(name): value for name, value in row.items() if not pd.isna(value)}
        for row in told.to_dict("records")
    ]
    found = (_explain(name, rows, (site, rulings.get(name), withheld)) for name in COLUMNS)
    return tuple(attribute for attribute in found if attribute.said)


def _explain(
    name: str,
    rows: Sequence[Row],
    shown_by: tuple[Mapping[str, Any], Event | None, Collection[str]],
) -> Attribute:
    site, ruling, withheld = shown_by
    saying = [row for row in rows if _says(name, row)]
    telling = [row for row in saying if row["record_id"] not in withheld]
    shown, rule = _choose(name, telling, site, ruling, is_alone=len(saying) == 1)
    said = [each for row in saying for each in _list_said(name, row, shown)]
    if name == "position":
        said = _measure(said)
    return Attribute(
        name=name,
        said=tuple(said),
        rule=rule,
        event=dict(ruling) if ruling and rule in (RULED, VALUE) else None,
        is_rival=_is_rival(name, said),
    )


def _is_rival(name: str, said: Sequence[Said]) -> bool:
    """Tell whether two say other things; who says nothing contradicts nobody."""
    told = ({each.told[c] for each in said if c in each.told} for c in SAYING[name])
    return any(len(values) > 1 for values in told)


def _says(name: str, row: Row) -> bool:
    columns = TOLD_TOGETHER.get(name, SAYING[name])
    if name == "district":
        columns = COLUMNS[name]
    if name == "dating":
        columns = (*columns, "period_text")
    return any(row.get(column, UNKNOWN_KIND) != UNKNOWN_KIND for column in columns)


def _choose(
    name: str,
    telling: Sequence[Row],
    site: Mapping[str, Any],
    ruling: Event | None,
    *,
    is_alone: bool,
) -> tuple[str, str]:
    """Return the record that is shown first, and the rule by which it is.

    Args:
        name: of the attribute.
        telling: the records that say something of it, and are told.
        site: what is shown of it.
        ruling: a person's, if one holds.
        is_alone: whether no other record says anything of it, told or not.
    """
    ids = [row["record_id"] for row in telling]
    if not ids or name == "name_other":  # of other names all are shown
        return "", ""
    if ruling and "value" in ruling:
        return "", VALUE
    chosen = [
        row for row in telling if any(c in row for c in TOLD_TOGETHER.get(name, SAYING[name]))
    ]
    if ruling and ruling["record"] in [row["record_id"] for row in chosen]:
        return str(ruling["record"]), RULED
    if name == "district":
        with_place = [row["record_id"] for row in telling if row["record_id"] == _place_of(site)]
        return (with_place[0], WITH_POSITION) if with_place else (ids[0], EARLIEST)
    if name == "position":
        best = _place_of(site) or ids[0]
        return best, ONLY if is_alone else ACCURATE
    return str((chosen or telling)[0]["record_id"]), ONLY if is_alone else EARLIEST


def _place_of(site: Mapping[str, Any]) -> str:
    told = site.get("position_from")
    return "" if told is None or pd.isna(told) else str(told)


def _list_said(name: str, row: Row, shown: str) -> list[Said]:
    """Return what a record says; of several datings in one cell each is an assertion of its own."""
    record = str(row["record_id"])
    values = {column: row[column] for column in COLUMNS[name] if column in row}
    is_shown = record == shown
    parts = json.loads(row["dating_parts"]) if name == "dating" and "dating_parts" in row else []
    if not parts:
        return [Said(record, values, is_shown=is_shown)]
    shared = {column: values[column] for column in ("culture", "period_text") if column in values}
    return [
        Said(
            record,
            {k: v for k, v in part.items() if v is not None} | shared,
            number,
            None,
            is_shown,
        )
        for number, part in enumerate(parts, start=1)
    ]


def _measure(said: list[Said]) -> list[Said]:
    """Say how far each position lies from the one that is shown."""
    shown = next((each for each in said if each.is_shown), None)
    if shown is None:
        return said
    places = np.array([[each.told["lon"], each.told["lat"]] for each in said], dtype=float)
    here = np.broadcast_to([shown.told["lon"], shown.told["lat"]], places.shape)
    apart_m = measure_apart_m(here[:, 0], here[:, 1], places[:, 0], places[:, 1])
    return [
        Said(
            each.record_id,
            each.told,
            0,
            None if each.is_shown else round(float(m), 1),
            each.is_shown,
        )
        for each, m in zip(said, apart_m, strict=True)
    ]


def explain_joins(
    voices: pd.DataFrame, links: pd.DataFrame, decisions: Sequence[Event]
) -> tuple[Joined, ...]:
    """Say how each record of a site came to it, and what keeps it off the maps.

    Args:
        voices: `record_id`, `site_id`, `own_site`, `joined_by`, `waits`.
        links: LINK_COLUMNS between records of the site that are the same place.
        decisions: that hold, in their sequence.
    """
    return tuple(_explain_join(row, links, decisions) for row in voices.to_dict("records"))


def _explain_join(
    row: Mapping[Any, Any], links: pd.DataFrame, decisions: Sequence[Event]
) -> Joined:
    record, own, site = str(row["record_id"]), str(row["own_site"]), str(row["site_id"])
    how = "" if pd.isna(row["joined_by"]) else str(row["joined_by"])
    event = None
    for each in decisions:
        placed = each["event"] == PLACED and each["record"] == record
        split = each["event"] == SPLIT and record in each["records"]
        merged = own != site and each["event"] == MERGED and each["site"] == own
        event = each if placed or split or merged else event
    link: Row = {}
    if how.startswith("matched"):
        mine = links[(links["record_id"] == record) | (links["other_id"] == record)]
        later = mine[mine["record_id"] == record]
        best = (later if len(later) else mine).sort_values("strength", ascending=False)
        link = {str(k): v for k, v in best.iloc[0].items()} if len(best) else {}
    other = (
        link.get("other_id", "") if link.get("record_id") == record else link.get("record_id", "")
    )
    distance = link.get("distance_m")
    return Joined(
        record_id=record,
        how=how,
        other_id=str(other or ""),
        reason=str(link.get("reason", "")),
        distance_m=None if distance is None or pd.isna(distance) else float(distance),
        event=dict(event) if event else None,
        own_site=own if own != site else "",
        waits="" if pd.isna(row["waits"]) else str(row["waits"]),
    )
