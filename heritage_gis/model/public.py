"""The public twin: all that publication may know of the register."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from heritage_gis.model.record import DTYPES
from heritage_gis.model.work import WORK_TEXTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from heritage_gis.model.record import Kind

# One row a published site. Made by protect alone; publish accepts nothing else.
PUBLIC_COLUMNS: dict[str, str] = {
    "site_id": "permanent id, such as KRG-000123",
    "number": "whole: catalogue number, unique within the district; missing where unplaced",
    "district": "KATO; missing where the site is on a border, or its district is not known",
    "border_districts": "KATOs parted by a space: the districts a border cell lies in, largest "
    "part first; empty otherwise",
    "region": "first two digits of the KATO, 35 or 62; missing where not known",
    "district_claimed": "KATO the survey names, only where it differs from the district shown",
    "district_certain": "flag: false where the border is a sketch and near",
    "name_kk": "text, missing where not known",
    "name_ru": "text, missing where not known",
    "name_en": "text, missing where not known",
    "name_other": "text, parted by '; '",
    "kind": "code of vocabularies/kinds; missing for a protected site",
    "kind_group": "code of vocabularies/kind_groups; always there",
    "period": "codes of vocabularies/periods parted by a space, oldest first",
    "start_year": "whole, signed, no year 0",
    "end_year": "whole, signed, no year 0",
    "dating_certain": "flag",
    "condition": "code of vocabularies/conditions, without looting",
    "protection_status": "code of vocabularies/statuses",
    "list_number": "text, such as 245-1",
    "count_class": "1, 2-10, 11-50, over-50 (how many mounds or structures); missing where unknown",
    "protection": "exact, near, area, wide, withheld: the level of the position",
    "position": "exact, cell, none: what the geometry is",
    "cell": "the cell, as <size>:<west>:<south> in microdegrees; missing where there is none",
    "coordinate_uncertainty_m": "whole metres, the coarser of level and accuracy; missing "
    "where there is no geometry",
    "credit": "survey titles with licence, parted by '; '",
    "geometry": "Point (exact), Polygon (the whole cell), or missing; EPSG:4326",
}


# What sources say of a published site, one row for each thing that one or more of them say alike;
# rival ones stand side by side, in the sequence in which their surveys were received.
VOICE_COLUMNS: dict[str, Kind] = {
    "site_id": "text",
    "said": "text",  # dating, kind, condition, status, reference
    "code": "text",  # of kinds, kind_groups (of a protected site), conditions, statuses
    "period": "text",  # of a dating, as in PUBLIC_COLUMNS; so the two years
    "start_year": "whole",
    "end_year": "whole",
    "dating_scheme": "text",  # stated, trad, 14C
    "is_certain": "flag",
    "list": "text",  # of a status: a code of vocabularies/number_lists
    "list_number": "text",
    "held_from": "text",  # of a status: YYYY, YYYY-MM or YYYY-MM-DD
    "held_to": "text",
    "year": "whole",  # in which a condition was seen
    "text": "text",  # of a reference; the legal act of a status
    "credit": "text",  # survey titles with licence, parted by '; '
}


# Works at published sites that are shown as surveyed; of all others none may be told.
PUBLIC_WORK_COLUMNS: dict[str, Kind] = {
    "site_id": "text",
    "type": "text",  # a code of vocabularies/work_types
    "from_year": "whole",
    "to_year": "whole",
    **dict.fromkeys(WORK_TEXTS, "text"),
    "credit": "text",  # survey titles with licence, parted by '; '
}


def find_first_district(frame: pd.DataFrame) -> pd.Series:
    """Return the district that each site is told by first: its own, or the first on its border."""
    first = frame["border_districts"].str.split(" ").str[0]
    return frame["district"].fillna(first.mask(first == ""))


def make_no_voices() -> pd.DataFrame:
    """Return VOICE_COLUMNS without a row."""
    return _make_empty(VOICE_COLUMNS)


def make_no_public_works() -> pd.DataFrame:
    """Return PUBLIC_WORK_COLUMNS without a row."""
    return _make_empty(PUBLIC_WORK_COLUMNS)


def _make_empty(columns: Mapping[str, Kind]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({name: pd.Series(dtype=DTYPES[kind]) for name, kind in columns.items()})


@dataclass(frozen=True)
class PublicSites:
    """The public twin of the register.

    Attributes:
        frame: GeoDataFrame in EPSG:4326 with PUBLIC_COLUMNS, ordered by cell (north to south,
            then west to east; exact sites by the 0.1 degree cell they lie in), then by name.
            Texts are missing (NaN) where empty.
        voices: VOICE_COLUMNS, by site_id, then by what is said.
        works: PUBLIC_WORK_COLUMNS, by site_id, then by year.
        former: ids that an edition told once and this one does not -> the site that each leads to
            now, "" where it was taken back.
    """

    frame: gpd.GeoDataFrame
    voices: pd.DataFrame = field(default_factory=make_no_voices)
    works: pd.DataFrame = field(default_factory=make_no_public_works)
    former: Mapping[str, str] = field(default_factory=dict)
