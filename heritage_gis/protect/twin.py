"""The public twin, made from the register: the one place where PublicSites come from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.model.columns import map_distinct
from heritage_gis.model.ledger import FirstReleases
from heritage_gis.model.public import PUBLIC_COLUMNS, PublicSites, find_first_district
from heritage_gis.protect.attachment import attach_districts
from heritage_gis.protect.levels import find_levels, find_roots
from heritage_gis.protect.positions import find_home_cells, pin_cells, place_publicly
from heritage_gis.protect.texts import withhold_references, withhold_telling
from heritage_gis.vocabularies.conditions import tells_looting
from heritage_gis.vocabularies.kinds import find_group

if TYPE_CHECKING:
    import geopandas as gpd

    from heritage_gis.model.ledger import Ledger
    from heritage_gis.places.districts import Districts

NAMES = ("name_kk", "name_ru", "name_en", "name_other")
TOLD_OF_ALL = ("period", "start_year", "end_year", "protection_status")
COUNT_CLASSES = {0: "1", 1: "2-10", 10: "11-50", 50: "over-50"}  # more than -> class
UNKNOWN_KIND = "unknown"


def make_public_sites(
    sites: gpd.GeoDataFrame, surveys: pd.DataFrame, districts: Districts, ledger: Ledger
) -> tuple[PublicSites, FirstReleases]:
    """Make the public twin of the register.

    Every site is judged by itself, and nothing depends on where in its cell a protected site
    lies, nor on its size: `heritage_gis.protect.interference` puts that to the test.

    Args:
        sites: the register's sites, true points in EPSG:4326.
        surveys: `survey_id`, `title`, `licence`.
        districts: the layer in place.
        ledger: what was decided and given out before.

    Returns:
        The public twin, and the cells and catalogue numbers it gives out for the first time.
    """
    sites = sites.reset_index(drop=True)
    levels = find_levels(sites, ledger)
    cells = pin_cells(sites, levels, ledger)
    public = place_publicly(sites, levels, cells)
    public["site_id"] = sites["site_id"]
    public["protection"] = levels
    attached = attach_districts(sites, public, cells, districts)
    for column in attached:
        public[column] = attached[column]
    _tell_names(public, sites, ledger)
    _tell_kinds(public, sites)
    _tell_state(public, sites, ledger)
    public["credit"] = credit_surveys(sites["survey_ids"], surveys, ledger)
    numbers = give_numbers(public, ledger)
    public["number"] = _look_up_numbers(public, {**ledger.numbers}, numbers)
    ordered = _order(public)
    first_cells = _find_first_cells(sites, cells, ledger)
    return PublicSites(ordered), FirstReleases(numbers=numbers, cells=first_cells)


def list_public_texts(sites: pd.DataFrame, surveys: pd.DataFrame) -> list[pd.Series]:
    """Return the columns of texts that become public unless they tell a place."""
    return [
        *(sites[name] for name in (*NAMES, "list_number")),
        surveys["title"],
        surveys["licence"],
    ]


def _tell_names(public: gpd.GeoDataFrame, sites: pd.DataFrame, ledger: Ledger) -> None:
    hidden = public["protection"] != "exact"
    for column in NAMES:
        told = withhold_references(sites[column])
        public[column] = told.where(~hidden, withhold_telling(sites[column], ledger))


def _tell_kinds(public: gpd.GeoDataFrame, sites: pd.DataFrame) -> None:
    kinds = sites["kind"].fillna(UNKNOWN_KIND)
    groups = {kind: find_group(kind) for kind in kinds.unique()}
    public["kind_group"] = kinds.map(groups)
    public["kind"] = kinds.where(public["protection"] == "exact")


def _tell_state(public: gpd.GeoDataFrame, sites: pd.DataFrame, ledger: Ledger) -> None:
    for column in TOLD_OF_ALL:
        public[column] = sites[column]
    public["dating_certain"] = (sites["dating_certainty"] == "certain").astype("boolean")
    public["dating_certain"] = public["dating_certain"].mask(sites["dating_certainty"].isna())
    public["list_number"] = withhold_telling(sites["list_number"], ledger)
    looting = map_distinct(sites["condition"], tells_looting, missing=False).astype(bool)
    public["condition"] = sites["condition"].mask(looting)
    public["count_class"] = _classify_counts(sites["feature_count"])


def _classify_counts(counts: pd.Series) -> pd.Series:
    edges = [*COUNT_CLASSES, np.inf]
    classes = pd.cut(counts.astype("float64"), edges, labels=[*COUNT_CLASSES.values()])
    return classes.astype("str").where(classes.notna())


def credit_surveys(survey_ids: pd.Series, surveys: pd.DataFrame, ledger: Ledger) -> pd.Series:
    """Return `title (licence)` of each survey that a site is known from.

    Either is left out where it tells a place; instead of a title there is the year.
    """
    titles = withhold_telling(surveys["title"], ledger).fillna(surveys["survey_id"].str[:4])
    licences = withhold_telling(surveys["licence"], ledger)
    told = titles + (" (" + licences + ")").fillna("")
    credits_ = dict(zip(surveys["survey_id"], told, strict=True))
    texts = {
        ids: "; ".join(dict.fromkeys(credits_[survey_id] for survey_id in ids.split()))
        for ids in survey_ids.unique()
    }
    return survey_ids.map(texts)


def give_numbers(public: gpd.GeoDataFrame, ledger: Ledger) -> dict[str, dict[str, int]]:
    """Return the catalogue numbers that sites get now, by district; what was given stays.

    They are given in an order that says nothing of the place.
    """
    shown_in = find_first_district(public)
    given: dict[str, dict[str, int]] = {}
    for kato, members in public["site_id"].groupby(shown_in):
        known = ledger.numbers.get(str(kato), {})
        fresh = sorted(set(members) - known.keys(), key=_shuffle_key)
        first = max(known.values(), default=0) + 1
        if fresh:
            given[str(kato)] = {site: first + step for step, site in enumerate(fresh)}
    return given


def _look_up_numbers(
    public: pd.DataFrame, known: dict[str, dict[str, int]], fresh: dict[str, dict[str, int]]
) -> pd.Series:
    together = {k: {**known.get(k, {}), **fresh.get(k, {})} for k in {*known, *fresh}}
    pairs = zip(find_first_district(public).fillna(""), public["site_id"], strict=True)
    numbers = [together.get(kato, {}).get(site) for kato, site in pairs]
    return pd.Series(numbers, index=public.index, dtype="Int64")


def _shuffle_key(site_id: str) -> str:
    return hashlib.sha256(f"catalogue {site_id}".encode()).hexdigest()


def _find_first_cells(sites: pd.DataFrame, cells: pd.Series, ledger: Ledger) -> dict[str, str]:
    """Return the cells that are not yet pinned so, by the site that leads each complex."""
    pins = pd.Series(cells.to_numpy(), index=find_roots(sites)).dropna()
    pins = pins[~pins.index.duplicated()].sort_index()
    told = {str(site): str(cell) for site, cell in pins.items()}
    return {site: cell for site, cell in told.items() if ledger.cells.get(site) != cell}


def _order(public: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Order sites by cell, north to south and west to east, then by name."""
    name = public["name_kk"].fillna(public["name_ru"]).fillna(public["name_en"]).fillna("")
    keys = find_home_cells(public).assign(name=name.str.casefold(), site_id=public["site_id"])
    directions = {"south": False, "west": True, "name": True, "site_id": True}
    ordered = keys.sort_values([*directions], ascending=[*directions.values()]).index
    return public.loc[ordered, [*PUBLIC_COLUMNS]].reset_index(drop=True)
