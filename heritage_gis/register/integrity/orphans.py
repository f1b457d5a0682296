"""Orphans: rows of the register that point to records, sites or surveys that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.columns import are_among
from heritage_gis.register.integrity.findings import name_sites, tell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.register.integrity.holding import Held

DECIDED = "decided"  # of a relation: the check of decisions tells of it


def find_orphans(held: Held) -> Iterator[pd.DataFrame]:
    """Find what points to nothing, and what nothing points to."""
    yield from _find_lost_ends(held)
    yield from _find_empty_wholes(held)


def _find_lost_ends(held: Held) -> Iterator[pd.DataFrame]:
    records, sites = held.records["record_id"], held.sites["site_id"]
    names, links, relations = held.names, held.links, held.relations
    lost = ~are_among(names["record_id"], records) | _is_gone(names["site_id"], sites)
    yield tell("name_orphan", names[lost].drop_duplicates())
    lost = ~are_among(links["record_id"], records) | ~are_among(links["other_id"], records)
    yield tell("link_orphan", links[lost])
    lost = _is_gone(relations["site_id"], sites) | _is_gone(relations["other_site_id"], sites)
    lost |= _is_gone(relations["record_id"], records)
    yield tell("relation_orphan", relations[lost & (relations["told_by"] != DECIDED)])
    objects = held.objects
    lost = ~are_among(objects["work_id"], held.works["work_id"]) | _is_gone(
        objects["site_id"], sites
    )
    yield tell("work_object_orphan", objects[lost])
    yield tell("record_without_site", held.records[_is_gone(held.records["site_id"], sites)])
    lost = ~are_among(held.records["survey_id"], held.surveys["survey_id"])
    yield tell("record_without_survey", held.records[lost])


def _find_empty_wholes(held: Held) -> Iterator[pd.DataFrame]:
    bare = held.sites[~are_among(held.sites["site_id"], held.records["site_id"])]
    yield tell("site_without_records", bare.assign(site=name_sites(bare["site_id"], held.sites)))
    told = pd.concat([held.records["survey_id"], held.works["survey_id"]])
    yield tell("survey_without_rows", held.surveys[~are_among(held.surveys["survey_id"], told)])


def _is_gone(ids: pd.Series, known: pd.Series) -> pd.Series:
    """Tell which ids are stated and not known."""
    return ids.notna() & ~are_among(ids, known)
