"""Make the tables of the register.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from heritage_gis.register.schema import Geometry

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "decisions",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("holds", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "former_records",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index("former_by_id", "former_records", ["record_id"], unique=False)
    op.create_table(
        "founded_sites",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index("founded_by_record", "founded_sites", ["record_id", "site_id"], unique=False)
    op.create_table(
        "links",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("other_id", sa.Text(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("distance_m", sa.Float(), nullable=True),
        sa.Column("strength", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index("links_by_other", "links", ["other_id"], unique=False)
    op.create_index("links_by_record", "links", ["record_id"], unique=False)
    op.create_table(
        "lookups",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("stem", sa.Text(), nullable=True),
        sa.Column("numbers", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index("lookups_by_record", "lookups", ["record_id"], unique=False)
    op.create_index("lookups_by_stem", "lookups", ["stem", "numbers", "record_id"], unique=False)
    op.create_table(
        "names",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index("names_by_key", "names", ["name_key"], unique=False)
    op.create_index("names_by_record", "names", ["record_id"], unique=False)
    op.create_index("names_by_site", "names", ["site_id"], unique=False)
    op.create_table(
        "problems",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Text(), nullable=True),
        sa.Column("source_file", sa.Text(), nullable=True),
        sa.Column("source_layer", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("message_kk", sa.Text(), nullable=True),
        sa.Column("message_ru", sa.Text(), nullable=True),
        sa.Column("message_en", sa.Text(), nullable=True),
        sa.Column("suggestion", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_table(
        "records",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("own_site", sa.Text(), nullable=True),
        sa.Column("part_of_record", sa.Text(), nullable=True),
        sa.Column("joined_by", sa.Text(), nullable=True),
        sa.Column("waits", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("public_from", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.Integer(), nullable=True),
        sa.Column("place_key", sa.BigInteger(), nullable=True),
        sa.Column("place_mid", sa.BigInteger(), nullable=True),
        sa.Column("place_wide", sa.BigInteger(), nullable=True),
        sa.Column("place_lon", sa.Float(), nullable=True),
        sa.Column("place_lat", sa.Float(), nullable=True),
        sa.Column("place_reach_m", sa.Float(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("survey_id", sa.Text(), nullable=True),
        sa.Column("source_file", sa.Text(), nullable=True),
        sa.Column("source_layer", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("site_code", sa.Text(), nullable=True),
        sa.Column("part_of", sa.Text(), nullable=True),
        sa.Column("part_no", sa.Text(), nullable=True),
        sa.Column("name_kk", sa.Text(), nullable=True),
        sa.Column("name_ru", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_other", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("kind_text", sa.Text(), nullable=True),
        sa.Column("kind_certainty", sa.Text(), nullable=True),
        sa.Column("legal_kind", sa.Text(), nullable=True),
        sa.Column("culture", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.Column("period_text", sa.Text(), nullable=True),
        sa.Column("dating_scheme", sa.Text(), nullable=True),
        sa.Column("dating_basis", sa.Text(), nullable=True),
        sa.Column("dating_source", sa.Text(), nullable=True),
        sa.Column("dating_certainty", sa.Text(), nullable=True),
        sa.Column("dating_parts", sa.Text(), nullable=True),
        sa.Column("geometry_role", sa.Text(), nullable=True),
        sa.Column("position_accuracy_m", sa.Float(), nullable=True),
        sa.Column("position_method", sa.Text(), nullable=True),
        sa.Column("position_date", sa.Text(), nullable=True),
        sa.Column("coordinate_text", sa.Text(), nullable=True),
        sa.Column("crs_stated", sa.Text(), nullable=True),
        sa.Column("crs_used", sa.Text(), nullable=True),
        sa.Column("crs_operation", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("district_claimed", sa.Text(), nullable=True),
        sa.Column("district_claimed_text", sa.Text(), nullable=True),
        sa.Column("district_certain", sa.Boolean(), nullable=True),
        sa.Column("okrug", sa.Text(), nullable=True),
        sa.Column("settlement", sa.Text(), nullable=True),
        sa.Column("location_text", sa.Text(), nullable=True),
        sa.Column("elevation_m", sa.Float(), nullable=True),
        sa.Column("feature_count", sa.Integer(), nullable=True),
        sa.Column("diameter_min_m", sa.Float(), nullable=True),
        sa.Column("diameter_max_m", sa.Float(), nullable=True),
        sa.Column("height_min_m", sa.Float(), nullable=True),
        sa.Column("height_max_m", sa.Float(), nullable=True),
        sa.Column("length_m", sa.Float(), nullable=True),
        sa.Column("width_m", sa.Float(), nullable=True),
        sa.Column("area_m2", sa.Float(), nullable=True),
        sa.Column("size_text", sa.Text(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("extant", sa.Text(), nullable=True),
        sa.Column("threats", sa.Text(), nullable=True),
        sa.Column("looted", sa.Boolean(), nullable=True),
        sa.Column("excavated", sa.Boolean(), nullable=True),
        sa.Column("protection_status", sa.Text(), nullable=True),
        sa.Column("list_number", sa.Text(), nullable=True),
        sa.Column("legal_act", sa.Text(), nullable=True),
        sa.Column("status_from", sa.Text(), nullable=True),
        sa.Column("status_to", sa.Text(), nullable=True),
        sa.Column("other_numbers", sa.Text(), nullable=True),
        sa.Column("investigator", sa.Text(), nullable=True),
        sa.Column("institution", sa.Text(), nullable=True),
        sa.Column("visited_on", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("report_ref", sa.Text(), nullable=True),
        sa.Column("references", sa.Text(), nullable=True),
        sa.Column("finds", sa.Text(), nullable=True),
        sa.Column("finds_kept_at", sa.Text(), nullable=True),
        sa.Column("recorder", sa.Text(), nullable=True),
        sa.Column("description_kk", sa.Text(), nullable=True),
        sa.Column("description_ru", sa.Text(), nullable=True),
        sa.Column("description_en", sa.Text(), nullable=True),
        sa.Column("history", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("media", sa.Text(), nullable=True),
        sa.Column("source_values", sa.Text(), nullable=True),
        sa.Column("geometry", Geometry("GEOMETRY"), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index(op.f("ix_records_site_id"), "records", ["site_id"], unique=False)
    op.create_index("records_by_id", "records", ["record_id"], unique=True)
    op.create_index(
        "records_by_mid_place",
        "records",
        ["place_mid", "place_lon", "place_lat", "place_reach_m", "record_id"],
        unique=False,
    )
    op.create_index("records_by_own_site", "records", ["own_site"], unique=False)
    op.create_index(
        "records_by_place",
        "records",
        ["place_key", "place_lon", "place_lat", "place_reach_m", "record_id"],
        unique=False,
    )
    op.create_index("records_by_survey", "records", ["survey_id"], unique=False)
    op.create_index("records_by_whole", "records", ["part_of_record"], unique=False)
    op.create_index(
        "records_by_wide_place",
        "records",
        ["place_wide", "place_lon", "place_lat", "place_reach_m", "record_id"],
        unique=False,
    )
    op.create_table(
        "relations",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("other_site_id", sa.Text(), nullable=True),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("told_by", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index("relations_by_other", "relations", ["other_site_id"], unique=False)
    op.create_index("relations_by_site", "relations", ["site_id"], unique=False)
    op.create_table(
        "site_redirects",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("from_site_id", sa.Text(), nullable=True),
        sa.Column("to_site_id", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_table(
        "sites",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("name_kk", sa.Text(), nullable=True),
        sa.Column("name_ru", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("name_other", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("kind_certainty", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("start_year", sa.Integer(), nullable=True),
        sa.Column("end_year", sa.Integer(), nullable=True),
        sa.Column("dating_certainty", sa.Text(), nullable=True),
        sa.Column("extant", sa.Text(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("protection_status", sa.Text(), nullable=True),
        sa.Column("list_number", sa.Text(), nullable=True),
        sa.Column("feature_count", sa.Integer(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.Column("district_certain", sa.Boolean(), nullable=True),
        sa.Column("district_claimed", sa.Text(), nullable=True),
        sa.Column("position_accuracy_m", sa.Float(), nullable=True),
        sa.Column("position_from", sa.Text(), nullable=True),
        sa.Column("part_of", sa.Text(), nullable=True),
        sa.Column("kinds_told", sa.Text(), nullable=True),
        sa.Column("extants_told", sa.Text(), nullable=True),
        sa.Column("earliest_year", sa.Integer(), nullable=True),
        sa.Column("record_count", sa.Integer(), nullable=True),
        sa.Column("survey_ids", sa.Text(), nullable=True),
        sa.Column("public_from", sa.Text(), nullable=True),
        sa.Column("geometry", Geometry("POINT"), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index("sites_by_district", "sites", ["district"], unique=False)
    op.create_index("sites_by_id", "sites", ["site_id"], unique=True)
    op.create_table(
        "state",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "surveys",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("institution", sa.Text(), nullable=True),
        sa.Column("licence", sa.Text(), nullable=True),
        sa.Column("received", sa.Text(), nullable=True),
        sa.Column("public_from", sa.Text(), nullable=True),
        sa.Column("rows_received", sa.Integer(), nullable=True),
        sa.Column("rows_registered", sa.Integer(), nullable=True),
        sa.Column("rows_held_back", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_table(
        "work_objects",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Text(), nullable=True),
        sa.Column("object_no", sa.Integer(), nullable=True),
        sa.Column("object_text", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Text(), nullable=True),
        sa.Column("district", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index("work_objects_by_site", "work_objects", ["site_id"], unique=False)
    op.create_index("work_objects_by_work", "work_objects", ["work_id"], unique=False)
    op.create_table(
        "works",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("work_id", sa.Text(), nullable=True),
        sa.Column("survey_id", sa.Text(), nullable=True),
        sa.Column("source_file", sa.Text(), nullable=True),
        sa.Column("source_layer", sa.Text(), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("from_year", sa.Integer(), nullable=True),
        sa.Column("to_year", sa.Integer(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("type_text", sa.Text(), nullable=True),
        sa.Column("excavates", sa.Boolean(), nullable=True),
        sa.Column("what_kk", sa.Text(), nullable=True),
        sa.Column("what_ru", sa.Text(), nullable=True),
        sa.Column("what_en", sa.Text(), nullable=True),
        sa.Column("objects_text", sa.Text(), nullable=True),
        sa.Column("districts", sa.Text(), nullable=True),
        sa.Column("place_text", sa.Text(), nullable=True),
        sa.Column("leader", sa.Text(), nullable=True),
        sa.Column("institution", sa.Text(), nullable=True),
        sa.Column("permit", sa.Text(), nullable=True),
        sa.Column("report_no", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("finds_kept_at", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("source_values", sa.Text(), nullable=True),
        sa.Column("public_from", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid"),
    )
    op.create_index("works_by_year", "works", ["from_year", "to_year"], unique=False)
