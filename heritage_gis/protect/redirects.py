"""Where former ids lead in public: on only where that tells nothing of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from heritage_gis.model.ledger import Ledger


def withhold_redirects(
    former: Mapping[str, str], public: pd.DataFrame, ledger: Ledger
) -> dict[str, str]:
    """Return where each former id leads, "" also where that would tell more than the cell.

    Two reports of one place lie close to each other. Where they were told by two cells, to say that
    they are of one place would say that it lies where the cells meet. So a former id leads to a
    protected site only where its cells hold, or lie in, the one that this is told by.

    Args:
        former: ids that are told no more -> the site that each means now, "" for none.
        public: `site_id`, `position` and `cell` of the public twin.
        ledger: the cells that were given out.
    """
    cells = public.set_index("site_id")["cell"]
    is_exact = public.set_index("site_id")["position"] == "exact"

    def is_telling(site: str, into: str) -> bool:
        told = [*ledger.former_cells.get(site, ()), *filter(None, [ledger.cells.get(site)])]
        shown = cells[into] if isinstance(cells[into], str) else ""
        return not is_exact[into] and not all(_are_nested(cell, shown) for cell in told)

    return {s: "" if into and is_telling(s, into) else into for s, into in former.items()}


def _are_nested(cell: str, other: str) -> bool:
    """Tell whether one of two cells holds the other; none does where one is missing."""
    if not other:
        return False
    (size, *corner), (wider, *edges) = sorted(
        [*map(int, each.split(":"))] for each in (cell, other)
    )
    del size
    return [edge // wider * wider for edge in corner] == edges
