"""WKB nested without end is told before GEOS falls over it; every shape people draw is not."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from heritage_gis.model.wkb_nesting import MOST_DEPTH, find_deep, is_deep, set_aside_deep

if TYPE_CHECKING:
    from typing import Literal

POINT = struct.pack("<BIdd", 1, 1, 75, 48)


def nest(depth: int, code: int = 7, order: str = "<", before: bytes = b"") -> bytes:
    """Nest shapes, each with some shapes of another kind before the next."""
    count = 2 if before else 1
    one = struct.pack(f"{order}BII", order == "<", code, count) + before
    return one * depth + POINT


@pytest.mark.parametrize("code", [4, 6, 7, 9, 12, 1007, 3007, 0x80000007])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_hundred_thousand_depths_are_told(code: int, order: str) -> None:
    """In every spelling of every kind that holds others; shapely itself would end this process."""
    assert is_deep(nest(100_000, code, order))
    assert not is_deep(nest(2, code, order))


def test_what_stands_before_the_next_depth_is_walked_over() -> None:
    """Depth may begin behind points, lines and rings, and with an SRID at each step."""
    line = shapely.to_wkb(shapely.LineString([(0, 0, 1), (1, 1, 1)]))
    ring = shapely.to_wkb(shapely.box(0, 0, 1, 1), byte_order=0)
    srid = shapely.to_wkb(shapely.set_srid(shapely.Point(1, 2), 4326), include_srid=True)
    for before in (POINT, line, ring, srid):
        assert is_deep(nest(MOST_DEPTH, before=before))
        assert not is_deep(nest(MOST_DEPTH - 1, before=before))


def test_bytes_of_no_order_are_set_aside() -> None:
    """GEOS reads them on in the order of what came before, which is not followed here."""
    assert is_deep(struct.pack("<BII", 9, 7, 1) * 100_000)


def test_only_the_deep_ones_are_set_aside() -> None:
    """The rest stays as it is, also what is missing or no WKB."""
    values = np.array([POINT, None, nest(1000), b"no shape" * 100], dtype=object)
    assert find_deep(values).tolist() == [False, False, True, True]
    assert set_aside_deep(values).tolist() == [POINT, None, None, None]
    assert values[2] is not None


@given(
    st.recursive(
        st.sampled_from(
            [
                shapely.Point(1, 2),
                shapely.Point(),
                shapely.LineString([(0, 0, 5), (1, 1, 5)]),
                shapely.box(0, 0, 9, 9) - shapely.box(1, 1, 2, 2),
                shapely.MultiPoint([(0, 0), (1, 1)]),
            ]
        ),
        lambda inner: st.lists(inner, max_size=4).map(shapely.GeometryCollection),
    ),
    st.sampled_from([0, 1]),
    st.sampled_from(["extended", "iso"]),
)
def test_a_shape_of_few_depths_is_none_of_them(
    shape: shapely.Geometry, byte_order: int, flavor: Literal["iso", "extended"]
) -> None:
    """Whatever it is made of, and however it is written."""
    wkb = shapely.to_wkb(shape, byte_order=byte_order, flavor=flavor, output_dimension=3)
    assert not is_deep(wkb)
    assert shapely.from_wkb(wkb).equals_exact(shape)
