"""Cells once given stay, whatever becomes of the level; complexes share one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from heritage_gis.model.ledger import Ledger
from heritage_gis.protect.levels import find_roots
from heritage_gis.protect.positions import pin_cells
from heritage_gis.register.decisions import MERGED, SPLIT
from heritage_gis.register.journal import CELLS_PINNED, open_journal
from heritage_gis.register.ledgers import gather_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SITE = "KRG-000001"
# The place lies just east of the 0.1 degree cell it was given, and of the 0.5 degree cell around.
PLACE = shapely.Point(74.505, 48.25)
NEAR, AREA, WIDE = "10000:74490000:48250000", "100000:74400000:48200000", "500000:74000000:48000000"


def make_sites(parts: dict[str, str | None], place: shapely.Point = PLACE) -> gpd.GeoDataFrame:
    """Make sites at one place, each with the site it is part of."""
    frame = pd.DataFrame({"site_id": [*parts], "part_of": [*parts.values()]}, dtype="str")
    return gpd.GeoDataFrame(frame, geometry=[place] * len(frame), crs=4326)


@pytest.mark.parametrize(
    ("told", "level", "cell"),
    [
        ((AREA,), "area", AREA),
        ((AREA,), "wide", WIDE),  # the one around, not the one that the place lies in
        ((AREA, WIDE), "area", AREA),  # the one that all have seen already
        ((WIDE,), "area", "100000:74500000:48200000"),
        ((NEAR,), "area", AREA),
        ((NEAR, AREA, WIDE), "wide", WIDE),
        ((AREA,), "withheld", WIDE),  # it is told by no page, but its district follows from it
    ],
)
def test_cell_follows_from_those_given_before(told: Sequence[str], level: str, cell: str) -> None:
    """A level that changes gives no second cell that has but a strip in common with the first."""
    sites = make_sites({SITE: None})
    ledger = Ledger(cells={SITE: told[-1]}, former_cells={SITE: tuple(told[:-1])})
    assert pin_cells(sites, pd.Series([level]), ledger).tolist() == [cell]


def test_site_that_was_never_told_begins_with_the_cell_it_was_told_by(tmp_path: Path) -> None:
    """What is split off, or merged into a site without a cell, was told by its former site."""
    journal = open_journal(tmp_path / "journal.jsonl")
    journal.append(CELLS_PINNED, cells={SITE: NEAR})
    journal.append(CELLS_PINNED, cells={SITE: AREA, "KRG-000009": WIDE})
    journal.append(SPLIT, site=SITE, records=["a"], left=["b"], into="KRG-000002")
    journal.append(MERGED, site=SITE, into="KRG-000003")
    journal.append(MERGED, site=SITE, into="KRG-000009")
    ledger = gather_ledger(journal)
    assert ledger.inherited_cells == {"KRG-000002": (NEAR, AREA), "KRG-000003": (NEAR, AREA)}
    sites = make_sites({"KRG-000002": None, "KRG-000009": None})
    cells = pin_cells(sites, pd.Series(["area", "wide"]), ledger)
    assert cells.tolist() == [AREA, WIDE]


def test_place_far_from_its_cell_gets_another() -> None:
    """A cell that is shown to be wrong is left, whatever its size."""
    sites = make_sites({SITE: None}, shapely.Point(74.85, 48.25))
    ledger = Ledger(cells={SITE: AREA})
    assert pin_cells(sites, pd.Series(["wide"]), ledger).tolist() == ["500000:74500000:48000000"]


def test_parts_in_a_ring_or_deeply_nested_are_one_complex() -> None:
    """Parts that name each other, or a part of a part of a part, all have one root."""
    ring: dict[str, str | None] = {"C": "B", "B": "A", "A": "C", "D": "C", "E": "D", "0": "E"}
    assert set(find_roots(make_sites(ring))) == {"A"}
    names = [f"KRG-{number:06d}" for number in range(40)]
    nested = dict(zip(names, [None, *names], strict=False))
    assert set(find_roots(make_sites(nested))) == {names[0]}
    alone = make_sites({"A": None, "B": "Z", "C": None})
    assert find_roots(alone).tolist() == ["A", "B", "C"]
