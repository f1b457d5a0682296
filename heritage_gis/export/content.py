"""What an export holds: the sites, and the tables that go with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from heritage_gis.model.columns import map_distinct
from heritage_gis.model.record import CRS, SEARCH_COLUMNS
from heritage_gis.places.units import read_units
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.labels import read_labels

if TYPE_CHECKING:
    from collections.abc import Mapping

# Columns whose codes have labels, and the vocabulary that has them.
LABELLED = {
    "kind_group": "kind_groups",
    "kind": "kinds",
    "period": "periods",
    "condition": "conditions",
    "extant": "extant",
    "threats": "threats",
    "protection_status": "statuses",
    "status": "statuses",
    "district": "districts",
    "district_claimed": "districts",
    "border_districts": "districts",
}
INTERNAL = ("fid", *SEARCH_COLUMNS)  # of the database, and of nobody else


@dataclass(frozen=True)
class Content:
    """What is to be exported.

    Attributes:
        sites: one row a site, by site_id, EPSG:4326, with SITE_COLUMNS of the register, or with
            PUBLIC_COLUMNS; without INTERNAL.
        tables: name -> table that goes with them (`records`, `names`, …), in the order in which
            they are written; none for the public.
        surveys: `survey_id`, `title`, `licence`, `received` of what the sites are known from.
        is_public: whether it is the public twin.
        year: in which the edition was released; 0 for the keeper's export.
        base: address below which sites have their own, ending in `/`; empty where there is none.
    """

    sites: gpd.GeoDataFrame
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    surveys: pd.DataFrame = field(default_factory=pd.DataFrame)
    is_public: bool = False
    year: int = 0
    base: str = ""

    @property
    def notice(self) -> dict[str, str]:
        """Return whom the file is for, by language."""
        return read_labels("export_words")["notice_public" if self.is_public else "notice_exact"]

    @property
    def notice_line(self) -> str:
        """Return the notice in all languages, as one line."""
        return " / ".join(self.notice[language] for language in LANGUAGES)

    def identify(self, site_id: str) -> str:
        """Return the address of a site: below the base, else within the file itself."""
        return f"{self.base or '#'}{site_id}"


def add_labels(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with what its codes are called: after `kind`, `kind_kk` and so on.

    Several codes in one cell, parted by a space, give labels parted by "; ". A code that has no
    label is told as it is.
    """
    parts: list[pd.Series] = []
    for column in table.columns:
        parts.append(table[column])
        if column in LABELLED:
            names = _read_names(LABELLED[column])
            for language in LANGUAGES:
                called = {code: labels[language] for code, labels in names.items()}
                told = map_distinct(table[column], partial(_name, called), None)
                parts.append(told.astype("str").rename(f"{column}_{language}"))
    named = pd.concat(parts, axis="columns")
    return gpd.GeoDataFrame(named, geometry="geometry", crs=CRS) if "geometry" in table else named


def _name(called: dict[str, str], codes: str) -> str:
    return "; ".join(called.get(code, code) for code in codes.split())


def _read_names(vocabulary: str) -> dict[str, dict[str, str]]:
    if vocabulary != "districts":
        return read_labels(vocabulary)
    return {unit.kato: {lang: unit.name(lang) for lang in LANGUAGES} for unit in read_units()}
