"""Clues: everything about a site that can be counted or put in order, whatever it may mean."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from public_files import Edition

FIRST_ROW = 2  # of a sheet with one line of headings


def gather_clues(editions: Sequence[Edition], sheets: Mapping[str, str]) -> pd.DataFrame:
    """Return by site what can be counted of it; missing where it cannot.

    The running number of its id; whole numbers that are told of it; its rank in each sort of file;
    size and time of its pages; when it was told first, and how often its pages changed; the row
    of its survey that its id may come from.

    Args:
        editions: all that were published.
        sheets: title of a survey -> what the ids of its records begin with, as far as guessed.
    """
    clues: dict[str, dict[str, float]] = {}
    changes: dict[str, set[tuple[str, float]]] = {}
    for number, edition in enumerate(editions):
        for site, told in edition.told.items():
            own = clues.setdefault(site, {"id": int(site[4:]), "first edition": number})
            own.update(_count(told))
        for site, figures in edition.figures.items():
            changes.setdefault(site, set()).add(("size", figures.get("size", 0)))
            changes[site].add(("time", figures.get("time", 0)))
            clues.setdefault(site, {}).update({f"page {k}": v for k, v in figures.items()})
        for address, ids in edition.orders.items():
            sort = address.partition("/")[0] + "/" + address.rpartition(".")[2]
            if address.rpartition("/")[2][:4] != "KRG-":
                for rank, site in enumerate(ids):
                    clues.setdefault(site, {})[f"rank in {sort}"] = rank
    for site, seen in changes.items():
        clues[site]["times changed"] = len(seen)
    found = pd.DataFrame.from_dict(clues, orient="index")
    return found.join(_guess_all_rows(editions, sheets))


def _count(told: Mapping[str, object]) -> dict[str, float]:
    """Return numbers, and the lengths of texts."""
    counted: dict[str, float] = {}
    for name, value in told.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            counted[f"number {name}"] = value
        elif isinstance(value, str):
            counted[f"length of {name}"] = len(value)
    return counted


def _guess_all_rows(editions: Sequence[Edition], sheets: Mapping[str, str]) -> pd.DataFrame:
    """Return by site the survey that told it first, and the row there that its id may come from."""
    first: dict[str, str] = {}
    for edition in editions:
        for site, told in edition.told.items():
            first.setdefault(site, str(told.get("credit", "")).partition(" (")[0])
    frame = pd.DataFrame({"survey": first})
    frame["guessed row"] = float("nan")
    for survey, ids in frame.groupby("survey").groups.items():
        if survey in sheets:
            frame.loc[sorted(ids), "guessed row"] = guess_rows(len(ids), sheets[str(survey)])
    return frame


def guess_rows(count: int, sheet: str) -> list[int]:
    """Return the rows in the order in which ids were given, if that is the order of their hashes.

    Who guesses how the records of a survey are named can sort them as the register might.
    """
    records = {f"{sheet}{row}": row for row in range(FIRST_ROW, count + FIRST_ROW)}
    hashed = sorted(records, key=lambda record: hashlib.sha256(record.encode()).digest())
    return [records[record] for record in hashed]
