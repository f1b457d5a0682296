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
    ("told", "shown", "leads"),
    [
        ((HERE,), HERE, True),
        ((HERE,), AROUND, True),
        ((HERE,), WITHIN, True),
        ((HERE,), BESIDE, False),  # two reports of one place: it lies where the cells meet
        ((BESIDE, HERE), HERE, False),  # the public remembers the first one, too
        ((WITHIN,), BESIDE, False),
        ((HERE,), None, False),  # it would tell the cell of a site that is withheld
        ((), HERE, True),
    ],
)
def test_two_cells_of_one_place_are_not_brought_together(
    told: tuple[str, ...], shown: str | None, *, leads: bool
) -> None:
    """Cells that lie in each other tell nothing new, cells beside each other would."""
    position = "none" if shown is None else "cell"
    public = pd.DataFrame({"site_id": [INTO], "position": [position], "cell": [shown]})
    ledger = Ledger(
        cells=dict.fromkeys([FORMER][: len(told)], told[-1] if told else ""),
        former_cells={FORMER: told[:-1]},
    )
    found = withhold_redirects({FORMER: INTO, "KRG-000003": ""}, public, ledger)
    assert found == {FORMER: INTO if leads else "", "KRG-000003": ""}


def test_a_place_that_is_shown_as_surveyed_is_led_to() -> None:
    """Of an open place there is nothing left to tell."""
    public = pd.DataFrame({"site_id": [INTO], "position": ["exact"], "cell": [None]})
    ledger = Ledger(cells={FORMER: HERE})
    assert withhold_redirects({FORMER: INTO}, public, ledger) == {FORMER: INTO}
