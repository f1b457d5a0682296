"""The order in which ids are given tells nothing of the rows they are given to."""

from __future__ import annotations

import hashlib

import pandas as pd

from heritage_gis.register.decisions import Decided
from heritage_gis.register.gathering import Names, Scene, gather

RECORDS = [f"2026-a/sites.csv//{row}" for row in range(2, 42)]


def give_ids(secret: str) -> list[str]:
    """Return the records of a survey in the order of the ids that they are given."""
    scene = Scene(
        subjects=pd.DataFrame(),
        surveys=dict.fromkeys(RECORDS, "2026-a"),
        judged_at=dict.fromkeys(RECORDS, 1),
        same=pd.DataFrame({"record_id": [], "other_id": [], "strength": []}),
        decided=Decided(),
        secrets={1: secret},
    )
    names = Names({}, set(), 1)
    gather(scene, [RECORDS], names)
    return [*names.founders.values()]


def test_who_guesses_the_names_of_records_does_not_know_their_order() -> None:
    """Rows stand along the road, so ids must not lead back to them without the survey's files."""
    given = give_ids("digest of its files")
    assert sorted(given) == sorted(RECORDS)
    assert given != RECORDS
    assert given == give_ids("digest of its files")
    assert given != give_ids("digest of others")
    assert given != sorted(RECORDS, key=lambda name: hashlib.sha256(name.encode()).digest())
