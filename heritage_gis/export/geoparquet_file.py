"""Sites as GeoParquet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from heritage_gis.export.content import add_labels

if TYPE_CHECKING:
    from pathlib import Path

    from heritage_gis.export.content import Content

VERSION = "1.1.0"
NOTICE = b"heritage:notice"


def write_geoparquet(content: Content, path: Path) -> None:
    """Write the sites with all their columns and labels; the notice stands in the metadata."""
    buffer = io.BytesIO()
    add_labels(content.sites).to_parquet(buffer, index=False, schema_version=VERSION)
    table = pq.read_table(buffer)
    metadata = {**(table.schema.metadata or {}), NOTICE: content.notice_line.encode()}
    pq.write_table(table.replace_schema_metadata(metadata), path, compression="zstd")
