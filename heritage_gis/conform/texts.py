"""The columns that are kept as they are written: numbers of lists, people, books, descriptions."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from heritage_gis.model.columns import map_distinct
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.blanks import clear_blanks
from heritage_gis.vocabularies.folding import name_language

# our field -> the column of the standard record
KEPT = {
    "site_code": "site_code",
    "part_of": "part_of",
    "part_no": "part_no",
    "kind": "kind_text",
    "legal_kind": "legal_kind",
    "culture": "culture",
    "period_text": "period_text",
    "okrug": "okrug",
    "settlement": "settlement",
    "location_text": "location_text",
    "register_no": "list_number",
    "legal_act": "legal_act",
    "other_numbers": "other_numbers",
    "investigator": "investigator",
    "institution": "institution",
    "visited_on": "visited_on",
    "references": "references",
    "finds": "finds",
    "finds_kept_at": "finds_kept_at",
    "recorder": "recorder",
    "history": "history",
    "notes": "notes",
    "media": "media",
}
YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d{2}(?!\d)")  # of research: the first that a cell names


def conform_texts(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of the standard record that are kept as text, and the year of research.

    Args:
        cells: text columns by our fields; «—», «б/н» and their like mean that nothing is told.
    """
    absent = pd.Series(np.nan, index=cells.index, dtype="str")
    told = {
        column: clear_blanks(cells[field]) if field in cells else absent
        for field, column in KEPT.items()
    }
    descriptions = clear_blanks(cells["description"]) if "description" in cells else absent
    language = map_distinct(descriptions, name_language, "")
    for code in LANGUAGES:
        told[f"description_{code}"] = descriptions.where(language == code)
    year = map_distinct(cells.get("year", absent), _find_year, None)
    return pd.DataFrame(told).assign(year=year.astype("Int64"))


def _find_year(text: str) -> int | None:
    found = YEAR.search(text)
    return int(found[0]) if found else None
