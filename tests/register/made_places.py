"""Made-up places and the voices that tell of them: alike, rival, misplaced, nameless, parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from registrar import BEGAZY
from shapely.geometry import Point

if TYPE_CHECKING:
    import random

    from registrar import Row

METRES_NORTH = 1 / 111_200.0  # of latitude, in degrees
METRES_EAST = METRES_NORTH / 0.66
NAMES = (
    ("Беғазы қорымы", "могильник Бегазы"),
    ("Талды-2", "курганы Талды-2"),
    ("Талды-1", "курганы Талды-1"),
    ("Қарағаш", "Караагаш"),
    (None, "Айыртас"),
    (None, None),
)
KINDS = ("burial_ground", "kurgan", "settlement", "unknown")
ACCURACIES = (10.0, 150.0, 500.0, None)
SHIFTS_M = (0, 30, 120, 400, 700, 2_000)


def make_voice(chance: random.Random) -> Row:
    """Return a row about one of few places, so that many rows speak of the same."""
    name_kk, name_ru = chance.choice(NAMES)
    east, north = (chance.choice(SHIFTS_M) * chance.choice((-1, 1)) for _ in "en")
    base = chance.choice(((75.345278, 48.267222), (75.36, 48.27)))
    is_placed = chance.random() < 0.85
    kind = chance.choice(KINDS)
    return BEGAZY | {
        "name_kk": name_kk if chance.random() < 0.5 else None,
        "name_ru": name_ru,
        "kind": kind,
        "kind_certainty": "unknown" if kind == "unknown" else "certain",
        "position_accuracy_m": chance.choice(ACCURACIES),
        "geometry": Point(base[0] + east * METRES_EAST, base[1] + north * METRES_NORTH)
        if is_placed
        else None,
    }


def make_voices(chance: random.Random, most: int = 4) -> list[Row]:
    """Return the rows of a survey."""
    return [make_voice(chance) for _ in range(chance.randint(1, most))]


def change_voices(chance: random.Random, rows: list[Row]) -> list[Row]:
    """Return a corrected version of rows: one moved, one renamed, one left out, one added."""
    corrected = [dict(row) for row in rows]
    for row in corrected:
        if chance.random() < 0.4:
            row |= {name: make_voice(chance)[name] for name in ("geometry", "position_accuracy_m")}
    if chance.random() < 0.4:
        corrected.append(make_voice(chance))
    if len(corrected) > 1 and chance.random() < 0.3:
        corrected.pop(chance.randrange(len(corrected)))
    return corrected
