"""A former id leads on only where that tells nothing more of the place."""

from __future__ import annotations

import pandas as pd
import pytest

from heritage_gis.model.ledger import Ledger
from heritage_gis.protect.redirects import withhold_redirects

FORMER, INTO = "KRG-000002", "KRG-000001"
HERE, BESIDE = "100000:74400000:48200000", "100000:74500000:48200000"
AROUND, WITHIN = "500000:74000000:48000000", "10000:74490000:48250000"


@pytest.mark.parametrize(
    ("told", "own", "position", "leads"),
    [
        ((HERE,), (HERE,), "cell", True),
        ((AROUND,), (HERE,), "cell", True),
        ((HERE,), (HERE, AROUND), "cell", True),
        ((HERE,), (AROUND,), "cell", False),  # it would tell in which part of its cell it lies
        ((WITHIN,), (HERE,), "cell", False),
        ((HERE,), (BESIDE,), "cell", False),  # two reports of one place: where the cells meet
        ((HERE,), (BESIDE, AROUND), "cell", False),
        ((BESIDE, HERE), (HERE,), "cell", False),  # the public remembers the first one, too
        ((HERE,), (), "none", False),
        ((AROUND,), (AROUND,), "none", False),  # the cell of a withheld site was never told
        ((HERE,), (HERE, AROUND), "none", True),
        ((HERE,), (), "exact", True),  # of an open place there is nothing left to tell
        ((), (HERE,), "cell", True),
    ],
)
def test_two_cells_of_one_place_are_not_brought_together(
    told: tuple[str, ...], own: tuple[str, ...], position: str, *, leads: bool
) -> None:
    """A former id leads on where all that its cells tell is told of the other site already."""
    cell = own[-1] if position == "cell" else None
    public = pd.DataFrame({"site_id": [INTO], "position": [position], "cell": [cell]})
    given = {FORMER: told, INTO: own}
    ledger = Ledger(
        cells={site: cells[-1] for site, cells in given.items() if cells},
        former_cells={site: cells[:-1] for site, cells in given.items()},
    )
    found = withhold_redirects({FORMER: INTO, "KRG-000003": ""}, public, ledger)
    assert found == {FORMER: INTO if leads else "", "KRG-000003": ""}
