"""Pairs made from real names by a seeded chance: what happens to names and places in lists.

The places are made up within the regions and say nothing of the true ones.
"""

from __future__ import annotations

import math
import random
import re
from typing import TYPE_CHECKING

from real_pairs import KATO, NOWHERE, Labelled, Row, at
from shapely.geometry import Point, Polygon

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 4
METRES_PER_DEGREE = 111_200.0
# How exact the notations are in which positions come (facts §1.3), in metres.
NOTATIONS = {"receiver": 5.0, "seconds": 30.0, "three decimals": 70.0, "map": 150.0,
             "two decimals": 700.0, "minutes": 1000.0, "words": 1500.0}  # fmt: skip
CYRILLIC = "абгдежзиклмнопрстухшы"
PERSONS = ("A. Beisenov", "I. Kukushkin", "V. Loman")
GROUNDS = ("burial_ground", "settlement", "petroglyphs", "mausoleum", "mine_ancient")


class Maker:
    """Chance, and the real names to draw from."""

    def __init__(self, rows: dict[str, list[Row]]) -> None:
        """Take the records of real sites, by site."""
        self.chance = random.Random(SEED)
        self.sites = [spellings for spellings in rows.values() if len(spellings) > 1]

    def draw(self) -> tuple[Row, Row]:
        """Return two spellings of one site, at one place made up, by two people."""
        left, right = self.chance.sample(self.chance.choice(self.sites), 2)
        lon, lat = self.chance.uniform(67, 76), self.chance.uniform(47.5, 49.5)
        kind = self.chance.choice(GROUNDS)
        district = self.chance.choice(sorted(KATO.values()))
        made = {"district": district, "district_claimed": district, "kind": kind,
                "kind_text": None, "kind_certainty": "certain", "start_year": None,
                "end_year": None, **at(lon, lat, 5.0)}  # fmt: skip
        first, second = self.chance.sample(PERSONS, 2)
        return {**left, **made, "author": first}, {**right, **made, "author": second}

    def draw_other(self, than: Row) -> Row:
        """Return a record of another real site's name at the same place."""
        name = than["name_ru"]
        kin = {row["name_ru"] for site in self.sites for row in site if name in
               {each["name_ru"] for each in site}}  # fmt: skip
        while True:
            other = self.draw()[0]
            if other["name_ru"] not in kin and other["name_ru"][:3] != name[:3]:
                return {**than, "name_ru": other["name_ru"], "author": other["author"]}

    def move(self, row: Row, least_m: float, most_m: float, accuracy_m: float | None) -> Row:
        """Return a record whose place is so far from where it was, in any direction."""
        angle = self.chance.uniform(0, 2 * math.pi)
        far = self.chance.uniform(least_m, most_m) / METRES_PER_DEGREE
        point = row["geometry"]
        lon = point.x + far * math.sin(angle) / math.cos(math.radians(point.y))
        return {**row, **at(round(lon, 6), round(point.y + far * math.cos(angle), 6), accuracy_m)}

    def report(self, row: Row) -> Row:
        """Return a record as some notation gives its place: moved within its accuracy."""
        exact = self.chance.choice(sorted(NOTATIONS.values()))
        return self.move(row, 0, exact, exact)

    def misspell(self, name: str) -> str:
        """Return a name with one letter left out, doubled, changed, or swapped with the next."""
        places = [i for i in range(1, len(name) - 1) if name[i].isalpha() and name[i + 1].isalpha()]
        spot = self.chance.choice(places[len(places) // 2 :])
        letter = name[spot]
        slips: list[Callable[[], str]] = [
            lambda: "",
            lambda: letter + letter,
            lambda: self.chance.choice(CYRILLIC),
        ]
        if self.chance.random() < 1 / 4:
            return name[:spot] + name[spot + 1] + letter + name[spot + 2 :]
        return name[:spot] + self.chance.choice(slips)() + name[spot + 1 :]


def list_made_pairs(rows: dict[str, list[Row]], times: int) -> list[Labelled]:
    """Make so many pairs of each sort, the same for the same names."""
    maker = Maker(rows)
    return [
        ("made", *tell(maker))
        for tell in (*ONE_SITE, *TWO_SITES, *NOT_KNOWN, *PARTS)
        for _ in range(times)
    ]


Told = tuple[str, str, Row, Row]


def _tell_two_notations(maker: Maker) -> Told:
    left, right = maker.draw()
    return "same", "two spellings, two notations", maker.report(left), maker.report(right)


def _tell_misspelt(maker: Maker) -> Told:
    left, _ = maker.draw()
    right = {**left, "name_ru": maker.misspell(left["name_ru"]), "author": "another"}
    exact = maker.chance.choice((5.0, 30.0, 150.0))
    return "same", "misspelt once", left, maker.move(right, 0, exact, exact)


def _tell_listed(maker: Maker) -> Told:
    left, right = maker.draw()
    return "same", "named in a list of its district", maker.report(left), {**right, **NOWHERE}


def _tell_nameless(maker: Maker) -> Told:
    left, right = maker.draw()
    moved = maker.move({**right, "name_ru": "б/н"}, 0, 15, 10.0)
    return "same", "nameless, some metres off", left, moved


def _tell_outline(maker: Maker) -> Told:
    left, right = maker.draw()
    shape = left["geometry"].buffer(0.003)
    return "same", "a point in its outline", {**left, "geometry": shape}, maker.report(right)


def _tell_rival_dates(maker: Maker) -> Told:
    left, right = maker.draw()
    told = ({"start_year": -1200, "end_year": -801}, {"start_year": -1500, "end_year": -1301})
    return "same", "rival datings", {**left, **told[0]}, maker.report({**right, **told[1]})


def _tell_wider_kind(maker: Maker) -> Told:
    left, right = maker.draw()
    kinds = maker.chance.choice(
        [("mausoleum", "mausoleum_dome"), ("mazar", "mausoleum"), ("kurgan", "kurgan_royal"),
         ("settlement", "settlement_metallurgists"), ("settlement", None)]
    )  # fmt: skip
    return ("same", "a wider and a narrower kind", {**left, "kind": kinds[0]},
            maker.report({**right, "kind": kinds[1]}))  # fmt: skip


def _tell_numbered(maker: Maker) -> Told:
    left, right = maker.draw()
    stem = _cut_number(left["name_ru"])
    number = maker.chance.randint(1, 9)
    roman = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number]
    return ("same", "one number in figures and in Roman numerals",
            {**left, "name_ru": f"{stem}-{number}"},
            maker.report({**right, "name_ru": f"{stem} {roman}"}))  # fmt: skip


def _tell_same_part(maker: Maker) -> Told:
    left, right = maker.draw()
    mound = {"kind": "kurgan", "feature_count": 1, "part_no": str(maker.chance.randint(1, 30))}
    moved = maker.move({**right, **mound}, 0, 10, 5.0)
    return "same", "one mound of one burial ground", {**left, **mound}, moved


def _tell_neighbours(maker: Maker) -> Told:
    left, _ = maker.draw()
    right = maker.move(maker.draw_other(left), 60, 1200, 30.0)
    return "different", "two names near each other", left, right


def _tell_neighbours_by_minutes(maker: Maker) -> Told:
    left, _ = maker.draw()
    right = {**maker.draw_other(left), "position_accuracy_m": 1000.0}
    return ("different", "two names at one whole minute",
            {**left, "position_accuracy_m": 1000.0}, right)  # fmt: skip


def _tell_numbers(maker: Maker) -> Told:
    left, right = maker.draw()
    stem = _cut_number(left["name_ru"])
    one, two = maker.chance.sample(range(1, 9), 2)
    moved = maker.move({**right, "name_ru": f"{stem} {two}"}, 100, 1300, 30.0)
    return "different", "two numbers of one name", {**left, "name_ru": f"{stem}-{one}"}, moved


def _tell_mounds(maker: Maker) -> Told:
    left, right = maker.draw()
    mound = {"kind": "kurgan", "feature_count": 1, "name_ru": "курган"}
    moved = maker.move({**right, **mound}, 40, 300, 5.0)
    return "different", "two nameless mounds in one field", {**left, **mound}, moved


def _tell_homonyms(maker: Maker) -> Told:
    left, right = maker.draw()
    elsewhere = maker.chance.choice(sorted(set(KATO.values()) - {left["district"]}))
    moved = maker.move(right, 60_000, 200_000, 30.0)
    return ("different", "one name in two districts", left,
            {**moved, "district": elsewhere, "district_claimed": elsewhere})  # fmt: skip


def _tell_two_kinds(maker: Maker) -> Told:
    left, right = maker.draw()
    left = {**left, "kind": "settlement", "name_ru": _cut_number(left["name_ru"])}
    right = {**right, "kind": "burial_ground", "name_ru": _cut_number(right["name_ru"])}
    moved = maker.move(right, 50, 1200, 30.0)
    return "different", "settlement and burial ground named alike", left, moved


def _tell_other_parts(maker: Maker) -> Told:
    left, right = maker.draw()
    one, two = maker.chance.sample(range(1, 30), 2)
    mound = {"kind": "kurgan", "feature_count": 1}
    moved = maker.move({**right, **mound, "part_no": str(two)}, 20, 300, 5.0)
    return (
        "different",
        "two mounds of one burial ground",
        {**left, **mound, "part_no": str(one)},
        moved,
    )


def _tell_nameless_elsewhere(maker: Maker) -> Told:
    left, right = maker.draw()
    moved = maker.move({**right, "name_ru": None}, 300, 1300, 10.0)
    return "different", "nameless, far from the named one", left, moved


def _tell_one_author(maker: Maker) -> Told:
    left, _ = maker.draw()
    right = {**maker.draw_other(left), "author": left["author"]}
    moved = maker.move(right, 8, 60, 5.0)
    return "different", "two names that one person lists side by side", left, moved


def _tell_conflict(maker: Maker) -> Told:
    left, right = maker.draw()
    return ("undecidable", "one name, far off in one district", left,
            maker.move(right, 4_000, 60_000, 30.0))  # fmt: skip


def _tell_without_district(maker: Maker) -> Told:
    left, right = maker.draw()
    bare = {"district": None, "district_claimed": None}
    return "undecidable", "named without place and district", left, {**right, **NOWHERE, **bare}


def _tell_nameless_roughly(maker: Maker) -> Told:
    left, right = maker.draw()
    rough = {"position_accuracy_m": 1000.0, "kind": "burial_ground", "name_ru": None}
    return "undecidable", "nameless at one whole minute", {**left, **rough}, {**right, **rough}


def _tell_mausolea(maker: Maker) -> Told:
    left, right = maker.draw()
    other = maker.report({**right, "kind": "mausoleum"})
    note = "a mausoleum, of the Bronze Age and Islamic"
    return "undecidable", note, {**left, "kind": "bd_mausoleum"}, other


def _tell_mound_in_outline(maker: Maker) -> Told:
    left, right = maker.draw()
    shape: Polygon = left["geometry"].buffer(0.003)
    ground = {**left, "kind": "burial_ground", "geometry": shape}
    mound = {**right, "kind": "kurgan", "feature_count": 1, "name_ru": "курган"}
    return "part", "a nameless mound in the outline", maker.move(mound, 0, 150, 5.0), ground


def _tell_numbered_mound(maker: Maker) -> Told:
    left, right = maker.draw()
    ground = {**left, "kind": "burial_ground"}
    number = str(maker.chance.randint(1, 30))
    mound = {**right, "kind": "kurgan", "part_no": f"курган {number}"}
    return "part", "a numbered mound of the ground", maker.move(mound, 0, 200, 5.0), ground


def _tell_named_whole(maker: Maker) -> Told:
    left, right = maker.draw()
    ground = {**left, "kind": "burial_ground"}
    mound = {**right, "kind": "enclosure", "name_ru": "ограда", "part_of": right["name_ru"],
             "part_no": str(maker.chance.randint(1, 30))}  # fmt: skip
    return "part", "an enclosure that names its ground", maker.move(mound, 0, 200, 5.0), ground


def _tell_complex(maker: Maker) -> Told:
    left, _ = maker.draw()
    shape = Point(left["geometry"]).buffer(0.01)
    whole = {**left, "kind": "complex", "geometry": shape}
    part = {**maker.draw_other(left), "kind": maker.chance.choice(("kurgan", "mazar", "enclosure"))}
    return "part", "another name in the outline of a complex", maker.move(part, 0, 400, 5.0), whole


def _cut_number(name: str) -> str:
    """Return a name without its numbers, and without what a list adds in the plural."""
    words = [w for w in re.split(r"[-–,\s«»]+", name) if w.isalpha()]
    bare = [w for w in words if w not in ("I", "II", "III")]
    return " ".join(bare) or name


ONE_SITE = (
    *(_tell_two_notations, _tell_two_notations, _tell_misspelt, _tell_listed, _tell_nameless),
    *(_tell_outline, _tell_rival_dates, _tell_wider_kind, _tell_numbered, _tell_same_part),
)
TWO_SITES = (
    *(_tell_neighbours, _tell_neighbours, _tell_neighbours_by_minutes, _tell_numbers),
    *(_tell_mounds, _tell_homonyms, _tell_two_kinds, _tell_other_parts),
    *(_tell_nameless_elsewhere, _tell_one_author),
)
NOT_KNOWN = (_tell_conflict, _tell_without_district, _tell_nameless_roughly, _tell_mausolea)
PARTS = (_tell_mound_in_outline, _tell_numbered_mound, _tell_named_whole, _tell_complex)
