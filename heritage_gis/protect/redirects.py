"""Where former ids lead in public: on only where that tells nothing of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heritage_gis.geo.grid import WIDE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from heritage_gis.model.ledger import Ledger


def withhold_redirects(
    former: Mapping[str, str], public: pd.DataFrame, ledger: Ledger
) -> dict[str, str]:
    """Return where each former id leads, "" also where that would tell more than the cell.

    Two reports of one place lie close to each other. Where they were told by two cells, to say that
    they are of one place would say that it lies where the cells meet, or in the smaller one. So a
    former id leads to a protected site only where each of its cells holds one by which the site
    was told.

    Args:
        former: ids that are told no more -> the site that each means now, "" for none.
        public: `site_id`, `position` and `cell` of the public twin.
        ledger: the cells that were given out.
    """
    position = dict(zip(public["site_id"], public["position"], strict=True))
    shown = dict(zip(public["site_id"], public["cell"], strict=True))

    def list_told(site: str) -> list[str]:
        if position[site] == "cell":
            return [*ledger.list_cells(site), shown[site]]
        # The cell of a withheld site is a wide one, and told by no page.
        return [cell for cell in ledger.list_cells(site) if not cell.startswith(f"{WIDE}:")]

    def is_telling(site: str, into: str) -> bool:
        told = list_told(into)
        is_known = all(any(_lies_in(t, cell) for t in told) for cell in ledger.list_cells(site))
        return position[into] != "exact" and not is_known

    return {s: "" if into and is_telling(s, into) else into for s, into in former.items()}


def _lies_in(cell: str, other: str) -> bool:
    """Tell whether a cell is another one, or a part of it."""
    (size, *corner), (wider, *edges) = ([*map(int, each.split(":"))] for each in (cell, other))
    return size <= wider and [edge // wider * wider for edge in corner] == edges
