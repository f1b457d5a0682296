"""FlatGeobuf: one layer, read by its one driver; features numbered from 1 as they lie in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from heritage_gis.read.gdal import import_pyogrio
from heritage_gis.read.job import Sheet
from heritage_gis.read.layers import LayerMeta, LayerSource, hand_over_layer

if TYPE_CHECKING:
    from heritage_gis.read.handover import Handover


def read_flatgeobuf(handover: Handover) -> None:
    """Hand over the features of a FlatGeobuf.

    Raises:
        RefusedFileError: it is damaged or cut short.
    """

    def describe(meta: LayerMeta) -> Sheet:
        return Sheet(
            "features",
            encoding="utf-8",
            encoding_evidence="FlatGeobuf is UTF-8 by its specification",
            crs_wkt=meta.crs,
            crs_evidence=handover.job.name if meta.crs else "",
            headings=meta.headings,
            has_geometry=meta.has_geometry,
        )

    source = LayerSource("FlatGeobuf", expected=_count_features(handover))
    hand_over_layer(handover, source, describe, _number_rows)


def _count_features(handover: Handover) -> int | None:
    """Return how many features the header says there are; 0 there stands for unknown."""
    try:
        found = import_pyogrio("FlatGeobuf").read_info(handover.input)["features"]
    except (RuntimeError, IndexError):  # of a layer that GDAL says is there, and has not
        return None  # the reading itself will say what is wrong
    return found if found > 0 else None


def _number_rows(batch: pa.RecordBatch, _before: int) -> pa.Array:
    return pc.add(batch.column(0).cast(pa.int64()), 1)
