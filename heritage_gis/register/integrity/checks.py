"""All integrity checks of a register, after the checklist that OpenAtlas runs over its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.register.integrity.ages import find_wrong_dates
from heritage_gis.register.integrity.banks import find_rival_banks
from heritage_gis.register.integrity.findings import gather_findings, tell
from heritage_gis.register.integrity.given import find_wrong_gifts
from heritage_gis.register.integrity.orphans import find_orphans
from heritage_gis.register.integrity.places import find_wrong_places
from heritage_gis.register.integrity.relations import find_wrong_relations

if TYPE_CHECKING:
    from heritage_gis.register.integrity.holding import Held


def check_integrity(held: Held) -> pd.DataFrame:
    """Return all that does not fit together, the gravest first.

    It tells exact places, so it stays in `data/`.

    Args:
        held: what the register and the journal hold.

    Returns:
        FINDING_COLUMNS.
    """
    against = held.against.rename(columns={f"message_{n}": n for n in ("kk", "ru", "en")})
    told = [{n: row[n] for n in ("kk", "ru", "en")} for row in against.to_dict("records")]
    words = against[["record_id", "site_id"]].assign(told=pd.Series(told, dtype=object))
    return gather_findings(
        [
            *find_orphans(held),
            *find_wrong_dates(held),
            *find_wrong_places(held),
            *find_rival_banks(held),
            tell("text_against_position", words),
            *find_wrong_relations(held),
            *find_wrong_gifts(held),
        ]
    )
