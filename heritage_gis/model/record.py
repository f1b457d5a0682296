"""The standard record: what every survey becomes. One row a record, geometry in EPSG:4326."""

from __future__ import annotations

from typing import Literal

Kind = Literal["text", "whole", "number", "flag"]

# Empty means unknown. Years are signed, BC negative, and there is no year 0. Metres everywhere.
RECORD_COLUMNS: dict[str, Kind] = {
    # identity
    "record_id": "text",
    "survey_id": "text",
    "source_file": "text",
    "source_layer": "text",
    "source_row": "whole",
    "site_code": "text",
    "part_of": "text",
    "part_no": "text",
    # name
    "name_kk": "text",
    "name_ru": "text",
    "name_en": "text",
    "name_other": "text",  # several are parted by "; "
    # what
    "kind": "text",
    "kind_text": "text",
    "kind_certainty": "text",  # certain, likely, unknown
    "legal_kind": "text",
    "culture": "text",
    # when
    "period": "text",  # codes of vocabularies/periods, parted by a space, oldest first
    "start_year": "whole",
    "end_year": "whole",
    "period_text": "text",
    "dating_scheme": "text",  # stated, trad, 14C
    "dating_basis": "text",  # 14C
    "dating_source": "text",
    "dating_certainty": "text",  # certain, approximate, uncertain
    "dating_parts": "text",  # JSON list, where a cell holds several datings; years span them all
    # where; the geometry itself is the column "geometry"
    "geometry_role": "text",  # point, outline, zone, route
    "position_accuracy_m": "number",
    "position_method": "text",  # gnss, total station, map, imagery, words, literature
    "position_date": "text",
    "coordinate_text": "text",
    "crs_stated": "text",
    "crs_used": "text",
    "crs_operation": "text",
    "district": "text",  # KATO of the present layout, from the polygon, else from the claim
    "district_claimed": "text",  # KATO the survey names
    "district_claimed_text": "text",
    "district_certain": "flag",
    "okrug": "text",
    "settlement": "text",
    "location_text": "text",
    "elevation_m": "number",
    # size
    "feature_count": "whole",
    "diameter_min_m": "number",
    "diameter_max_m": "number",
    "height_min_m": "number",
    "height_max_m": "number",
    "length_m": "number",
    "width_m": "number",
    "area_m2": "number",
    "size_text": "text",
    # state
    "condition": "text",
    "extant": "text",  # standing, ruined, destroyed, not found
    "threats": "text",
    "looted": "flag",
    "excavated": "flag",
    # status
    "protection_status": "text",
    "list_number": "text",
    "legal_act": "text",
    "status_from": "text",
    "status_to": "text",
    "other_numbers": "text",
    # who
    "investigator": "text",
    "institution": "text",
    "visited_on": "text",
    "year": "whole",
    "report_ref": "text",
    "references": "text",
    "finds": "text",
    "finds_kept_at": "text",
    "recorder": "text",
    # text
    "description_kk": "text",
    "description_ru": "text",
    "description_en": "text",
    "history": "text",
    "notes": "text",
    "media": "text",
    # all
    "source_values": "text",  # the whole original row as JSON
}

DTYPES: dict[Kind, str] = {
    "text": "str",
    "whole": "Int64",
    "number": "float64",
    "flag": "boolean",
}

CRS = "EPSG:4326"
POSITION_DECIMALS = 7  # of a degree, about a centimetre: finer than any survey, coarser than noise
# What the register keeps beside a record to find its neighbours: squares, its point and its reach.
SQUARE_COLUMNS = ("place_key", "place_mid", "place_wide")
REACH_COLUMNS = ("place_lon", "place_lat", "place_reach_m")
SEARCH_COLUMNS = (*SQUARE_COLUMNS, *REACH_COLUMNS)
