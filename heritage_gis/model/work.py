"""The standard work: what was done in a year at monuments, as one row of a survey of works."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from heritage_gis.model.record import Kind

    # WORK_COLUMNS with `public_from`; and `work_id`, `object_no`, `object_text` of their objects.
    WorkTables = tuple[pd.DataFrame, pd.DataFrame]

WORKS, RECORDS = "works", "records"  # what the rows of a survey are: `holds` of its sidecar
HOLDINGS = (WORKS, RECORDS)

# Empty means unknown. Years are those in which the work was done, both ends included.
WORK_COLUMNS: dict[str, Kind] = {
    "work_id": "text",  # survey_id + file, layer and row
    "survey_id": "text",
    "source_file": "text",
    "source_layer": "text",
    "source_row": "whole",
    "from_year": "whole",
    "to_year": "whole",
    "type": "text",  # a code of vocabularies/work_types
    "type_text": "text",  # theirs
    "excavates": "flag",  # a site on which such work was done is excavated
    "what_kk": "text",
    "what_ru": "text",
    "what_en": "text",
    "objects_text": "text",  # names or ids of sites, parted by ";"
    "districts": "text",  # KATO codes of the present layout, parted by a space
    "place_text": "text",
    "leader": "text",
    "institution": "text",
    "permit": "text",
    "report_no": "text",
    "result": "text",
    "finds_kept_at": "text",
    "source": "text",
    "notes": "text",
    "source_values": "text",  # the whole original row as JSON
}

# What the public may be told in words of works at sites that are shown as surveyed.
WORK_TEXTS = (
    *("what_kk", "what_ru", "what_en", "leader", "institution"),
    *("report_no", "result", "source"),
)
