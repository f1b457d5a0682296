"""What was given out for good, and what was decided: numbers, cells and ids that mean nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.model.columns import are_among, map_distinct
from heritage_gis.places.units import find_by_kato
from heritage_gis.register.integrity.findings import tell
from heritage_gis.settings import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.register.integrity.holding import Held
    from heritage_gis.register.journal import Event

SITE_FIELDS = ("site", "other", "into")
RECORD_FIELDS = ("record", "records")


def find_wrong_gifts(held: Held) -> Iterator[pd.DataFrame]:
    """Find numbers given twice, and what was given to, or decided of, ids that are not there."""
    numbers, given = held.given.numbers, held.given.sites
    one_each = numbers.drop_duplicates()
    twice = one_each[one_each.duplicated(["district", "number"])]
    first = one_each.drop_duplicates(["district", "number"])
    told = twice.merge(first, on=["district", "number"], suffixes=("", "_first"))
    told = told.rename(columns={"site_id_first": "other"})
    yield tell("number_twice", told.assign(unit=_name_units(told["district"])))
    strange = one_each[_are_strange(one_each["site_id"], given)]
    yield tell("number_never_given", strange.assign(unit=_name_units(strange["district"])))
    cells = held.given.cells.drop_duplicates("site_id")
    yield tell("cell_never_given", cells[_are_strange(cells["site_id"], given)])
    yield from _find_void_decisions(held)


def _are_strange(sites: pd.Series, given: frozenset[str]) -> pd.Series:
    """Tell which ids were never given."""
    return pd.Series([site not in given for site in sites], index=sites.index, dtype=bool)


def _name_units(katos: pd.Series) -> pd.Series:
    unsaid: dict[str, str] = {}
    return map_distinct(katos, _name_unit, unsaid)


def _name_unit(kato: str) -> dict[str, str]:
    unit = find_by_kato(kato)
    return {language: unit.name(language) if unit else kato for language in LANGUAGES}


def _find_void_decisions(held: Held) -> Iterator[pd.DataFrame]:
    """Find decisions that hold and speak of a record or a site that is not there any more."""
    sites = [
        {"seq": event["seq"], "site_id": event[name]}
        for event in held.decisions
        for name in SITE_FIELDS
        if name in event
    ]
    named = pd.DataFrame(sites, columns=["seq", "site_id"]).drop_duplicates()
    now = named["site_id"].map(held.decided.find_site)
    yield tell("decision_of_no_site", named[~are_among(now, held.sites["site_id"])])
    records = [
        {"seq": event["seq"], "record_id": record}
        for event in held.decisions
        for record in _list_records(event)
    ]
    named = pd.DataFrame(records, columns=["seq", "record_id"]).drop_duplicates()
    yield tell(
        "decision_of_no_record", named[~are_among(named["record_id"], held.records["record_id"])]
    )


def _list_records(event: Event) -> list[str]:
    told = [event[name] for name in RECORD_FIELDS if name in event]
    return [record for each in told for record in ([each] if isinstance(each, str) else each)]
