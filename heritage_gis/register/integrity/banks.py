"""Left bank or right: what voices say of the river that a site lies at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from heritage_gis.model.columns import map_distinct
from heritage_gis.places.spelling import fold_name
from heritage_gis.register.integrity.findings import name_sites, tell
from heritage_gis.register.integrity.holding import BANK_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from heritage_gis.register.integrity.holding import Held

LEFT, RIGHT = "left", "right"
STEM = 6  # folded letters by which one river is known in any case: «Каракенгира», «Қаракеңгір»
_RIVER = r"[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ][\w-]+"
_WATER = r"(?:р\.|реки|речки|ручья|the|river|of|\s)*"
_SIDES = {
    LEFT: (r"лев\w+\s+берег\w*|левобереж\w*", r"сол\s+(?:жақ\s+)?жаға\w*", r"left\s+bank"),
    RIGHT: (r"прав\w+\s+берег\w*|правобереж\w*", r"оң\s+(?:жақ\s+)?жаға\w*", r"right\s+bank"),
}
_BOTH = re.compile(
    r"(?i:лев\w+\s+и\s+прав\w+\s+берег|прав\w+\s+и\s+лев\w+\s+берег|сол\s+және\s+оң|оң\s+және\s+сол"
    r"|left\s+and\s+right|right\s+and\s+left)"
)
Banks = frozenset[tuple[str, str]]


def find_rival_banks(held: Held) -> Iterator[pd.DataFrame]:
    """Find sites that lie on the left bank by one voice, and on the right by another."""
    told = held.banks
    words = pd.Series("", index=told.index, dtype="str")
    for column in BANK_TEXTS:
        words = words + "\n" + told[column].fillna("")
    none: Banks = frozenset()
    banks = map_distinct(words, read_banks, none)
    voices = told[["record_id", "site_id"]].assign(
        left=banks.map(lambda each: _list_rivers(each, LEFT)),
        right=banks.map(lambda each: _list_rivers(each, RIGHT)),
    )
    voices = voices.dropna(subset="site_id")
    in_one = [_meet(*each) for each in zip(voices["left"], voices["right"], strict=True)]
    yield tell("banks_in_one_text", _name(voices[np.array(in_one, dtype=bool)], held))
    pairs = voices.merge(voices, on="site_id", suffixes=("", "_y"))
    pairs = pairs[pairs["record_id"] != pairs["record_id_y"]]
    is_rival = [
        _meet(left, right) and not right_too and not left_too
        for left, right_too, left_too, right in zip(
            pairs["left"], pairs["right"], pairs["left_y"], pairs["right_y"], strict=True
        )
    ]
    rivals = pairs.assign(other_id=pairs["record_id_y"])[np.array(is_rival, dtype=bool)]
    yield tell("banks_contradict", _name(rivals.drop_duplicates("site_id"), held))


def _name(voices: pd.DataFrame, held: Held) -> pd.DataFrame:
    return voices.assign(site=name_sites(voices["site_id"], held.sites))


def read_banks(text: str) -> Banks:
    """Read the banks that a text names: pairs of LEFT or RIGHT and the river, empty if unnamed.

    «На левом берегу р. Каракенгир», «Қаракеңгір өзенінің сол жағалауында» and “left bank of the
    Karakengir” name one bank of one river. A text that says «both» in one breath names none.
    """
    if _BOTH.search(text):
        return frozenset()
    return frozenset(
        (side, _fold_river(match))
        for side, patterns in _compile().items()
        for pattern in patterns
        for match in pattern.finditer(text)
    )


def _compile() -> dict[str, list[re.Pattern[str]]]:
    before = rf"(?:(?P<before>{_RIVER})\s+(?:өзенінің|өз\.|river'?s?)\s+)?"
    after = rf"(?:\)?,?\s*{_WATER}(?P<after>{_RIVER}))?"
    return {
        side: [re.compile(rf"{before}\b(?i:{words})\)?{after}") for words in patterns]
        for side, patterns in _SIDES.items()
    }


def _fold_river(match: re.Match[str]) -> str:
    return fold_name(match["before"] or match["after"] or "")[:STEM]


def _list_rivers(banks: Banks, side: str) -> tuple[str, ...]:
    return tuple(sorted(river for told, river in banks if told == side))


def _meet(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Tell whether both banks may be of one river: an unnamed one may be any."""
    return any(not mine or not theirs or mine == theirs for mine in left for theirs in right)
