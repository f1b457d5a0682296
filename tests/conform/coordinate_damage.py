"""Damage to coordinate texts: a mark, a letter, a separator or a space lost, doubled or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coordinate_scoring import answer
from coordinate_writers import FAMILIES, Written, write
from pyproj import Geod

from heritage_gis.geo.grid_references import read_mgrs

if TYPE_CHECKING:
    from random import Random

    from coordinate_scoring import Answer

_GEOD = Geod(ellps="WGS84")
_MARKS, _SEPARATORS = "°'\"′″º’*", " .,;:/|-"
_LETTERS = "NSEWCBнсвшюзедxyXYmдшСВОЗlбt"
SLACK_M = 0.02  # records are written with seven decimals
KINDS = ("drop sign", "double sign", "swap sign", "replace sign", "drop digit")


def write_any(random: Random) -> tuple[Written, tuple[float, float]]:
    """Write a random place in a random notation; the place is what the sound text is read as."""
    lat, lon = random.uniform(46.1, 51.2), random.uniform(62.7, 77.6)
    written = write(
        lat, lon, random.randrange(len(FAMILIES)), random.randrange(60), random.randrange(840)
    )
    return written, (lon, lat)


def damage(text: str, kind: str, random: Random) -> str:
    """Damage one character; a digit is only ever dropped, as another digit is another place."""
    signs = [place for place, sign in enumerate(text) if not sign.isdigit()]
    digits = [place for place, sign in enumerate(text) if sign.isdigit()]
    place = random.choice(digits if kind == "drop digit" else signs)
    head, sign, tail = text[:place], text[place], text[place + 1 :]
    if kind.startswith("drop"):
        return head + tail
    if kind == "double sign":
        return head + sign * 2 + tail
    if kind == "swap sign":
        return head + tail[:1] + sign + tail[1:] if tail else sign + head
    likely = _LETTERS if sign.isalpha() else _MARKS + _SEPARATORS
    return head + random.choice(likely.replace(sign, "")) + tail


def judge(said: Answer, place: tuple[float, float]) -> str:
    """Judge the answer to a damaged text: held, right, marked, or wrong without a word."""
    if said.place is None:
        return "held"
    distance_m = _GEOD.inv(*said.place, *place)[2]
    if distance_m <= said.accuracy_m + SLACK_M:
        return "right"
    return "marked" if said.is_marked else "wrong"


def damage_and_judge(random: Random, kind: str) -> tuple[str, str, str]:
    """Damage one random text: the verdict, the sound and the damaged text.

    The two letters of an MGRS square are figures: other letters name another square as well as
    another digit names another place, and nobody can know. Such a verdict is `another square`.
    """
    written, place = write_any(random)
    damaged = damage(written.text, kind, random)
    verdict = judge(answer(damaged), place)
    if verdict == "wrong" and all(read_mgrs(text) for text in (written.text, damaged)):
        verdict = "another square"
    return verdict, written.text, damaged
