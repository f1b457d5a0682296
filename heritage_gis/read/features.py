"""Features that our own readers make, one by one, and how they become a table."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from heritage_gis.read.handover import TEXT, Handover, make_features_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from heritage_gis.read.job import Sheet

_BATCH = 10_000


@dataclass(frozen=True)
class Feature:
    """A feature.

    Attributes:
        number: as the person's program shows it, from 1 where it shows none.
        shape: WKB, in the system of the layer; None where it has none.
        texts: heading -> text.
        faults: what is wrong with it, as codes of `problems.csv` and what they are to name.
    """

    number: int
    shape: bytes | None = None
    texts: dict[str, str] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()


def put_text(texts: dict[str, str], heading: str, text: str) -> None:
    """Put a text under a heading, or under the next free one like it; an empty one nowhere."""
    if not text:
        return
    free, number = heading, 2
    while free in texts:
        free, number = f"{heading} ({number})", number + 1
    texts[free] = text


def hand_over_features(handover: Handover, features: Sequence[Feature], sheet: Sheet) -> None:
    """Hand over the features of a layer; its headings are theirs, in the order they come up.

    Raises:
        RefusedFileError: there are too many columns, or a text is too long.
    """
    headings = tuple(dict.fromkeys(heading for each in features for heading in each.texts))
    handover.check_width(len(headings), layer=sheet.layer)
    schema = make_features_schema(len(headings))
    for each in features:
        for code, value in each.faults:
            handover.add_fault(code, value, sheet.layer, each.number)
    whole = replace(sheet, kind="features", headings=headings)
    handover.add_sheet(whole, schema, _write_batches(handover, features, headings, schema))


def _write_batches(
    handover: Handover, features: Sequence[Feature], headings: tuple[str, ...], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    for start in range(0, len(features), _BATCH):
        some = features[start : start + _BATCH]
        columns = [
            handover.clean_texts(
                pa.array([each.texts.get(heading) for each in some], TEXT),
                "column_cell_long",
                column=heading,
            )
            for heading in headings
        ]
        numbers = pa.array([each.number for each in some], pa.int64())
        shapes = pa.array([each.shape for each in some], pa.large_binary())
        yield pa.record_batch([numbers, shapes, *columns], schema=schema)
