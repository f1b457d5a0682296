"""Editions of the looter's home, published by the register itself from surveys and decisions."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from command_line import ask_register
from random_places import CELL, DECIMALS, OPEN_KIND, draw_within, make_sites, to_points

from heritage_gis.pipeline.deciding import Ruling, decide, undo_event, withdraw
from heritage_gis.pipeline.run import run
from heritage_gis.places.districts import load_districts
from heritage_gis.places.units import read_units
from heritage_gis.register import decisions
from heritage_gis.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from heritage_gis.places.districts import Districts

HEADINGS = "Название;Тип;Датировка;Количество;Диаметр, м;Описание;Район;Широта;Долгота;Точность, м"
WHY = "as the story goes"
FIRST_DAY = date(2026, 1, 10)
LEVELS = ("near", "wide", "withheld", "area")
SMALL = 6  # sites of a survey that is taken back
TWICE = 20  # one of so many sites is told twice
TINY = 0.002  # degrees by which most corrections move a place
CLOSE = 0.006  # degrees between two reports of one place


@dataclass
class Story:
    """A home as it grows.

    Attributes:
        home: its folder.
        districts: the layer in place.
        chance: the same seed tells the same story.
        surveys: survey_id -> its rows, as last handed in.
        versions: survey_id -> how often it was handed in.
        folders: a copy of `maps/` after each edition.
        again: pairs of names by which one place was told twice.
        taken_back: the event with which a survey was taken back.
        ruled: sites of which a keeper decided the level.
        merged: event, site, and the name of the record that another site brought to it.
        naming: the surveys that name the district of each row.
        day: on which the story stands.
    """

    home: Path
    districts: Districts
    chance: np.random.Generator
    surveys: dict[str, pd.DataFrame] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    folders: list[Path] = field(default_factory=list)
    again: list[tuple[str, str]] = field(default_factory=list)
    taken_back: int = 0
    ruled: list[str] = field(default_factory=list)
    merged: list[tuple[int, str, str]] = field(default_factory=list)
    naming: set[str] = field(default_factory=set)
    day: date = FIRST_DAY

    @property
    def settings(self) -> Settings:
        """The settings of this day."""
        return Settings(home=self.home, today=self.day, keeper="keeper", language="en")

    def hand_in(self, survey_id: str, rows: pd.DataFrame, *, names_district: bool) -> None:
        """Lay a survey, or a corrected version of it, into the home."""
        version = self.versions.get(survey_id, 0) + 1
        self.surveys[survey_id], self.versions[survey_id] = rows, version
        self.naming |= {survey_id} if names_district else set()
        folder = self.home / "data" / "raw" / survey_id / f"v{version}"
        folder.mkdir(parents=True)
        districts = self._name_districts(rows) if names_district else [""] * len(rows)
        lines = [
            f"{row.name_};{row.kind};ранний железный век;{row.count_};{row.width};"
            f"ров шириной {row.width} м;{district};{row.lat:.6f};{row.lon:.6f};{row.accuracy}"
            for row, district in zip(_rename(rows).itertuples(), districts, strict=True)
        ]
        (folder / "table.csv").write_text("\n".join((HEADINGS, *lines)) + "\n", "utf-8")
        (folder / "survey.toml").write_text(
            f'title = "Survey {survey_id}"\nwho = "{survey_id[-1]}. Surveyor"\n'
            f'licence = "CC-BY-4.0"\nreceived = {self.day.isoformat()}\n',
            "utf-8",
        )

    def _name_districts(self, rows: pd.DataFrame) -> list[str]:
        names = {unit.kato: unit.name_ru for unit in read_units()}
        located = self.districts.locate(to_points(rows[["lon", "lat"]].to_numpy()))
        return [names.get(kato, "") for kato in located["kato"]]

    def release(self, folder: Path) -> None:
        """Publish an edition, and keep a copy of it with the times of its files."""
        report = run(self.settings)
        assert report.is_new_edition, report
        shutil.copytree(self.home / "maps", folder)
        self.folders.append(folder)
        self.day += timedelta(days=7)

    def find_site(self, name: str) -> str:
        """Return the site of the record of this name; empty where it waits or is gone."""
        asked = f"SELECT site_id FROM records WHERE name_ru = '{name}'"  # noqa: S608 - ours
        found = ask_register(self.home, asked)
        return str(found[0][0]) if found and found[0][0] else ""

    def find_record(self, name: str) -> str:
        """Return the record of this name."""
        asked = f"SELECT record_id FROM records WHERE name_ru = '{name}'"  # noqa: S608 - ours
        return str(ask_register(self.home, asked)[0][0])

    def rule_level(self, site: str) -> None:
        """Decide some level of a site."""
        level = LEVELS[int(self.chance.integers(len(LEVELS)))]
        self.rule(decisions.LEVEL_DECIDED, site=site, level=level)
        self.ruled.append(site)

    def rule(self, event: str, **told: object) -> int:
        """Decide something, to be published with the next edition; return its number."""
        done = decide(Ruling(event, told), WHY, self.settings, publish=False)
        return done.event

    def pick(self, how_many: int) -> list[str]:
        """Pick sites by the names of their records, of surveys that stand, each once."""
        names = [
            name
            for survey, rows in self.surveys.items()
            if not survey.endswith(("x", "y", "t"))
            for name in rows.loc[rows["kind"] != OPEN_KIND, "name"]
        ]
        chosen = self.chance.choice(names, how_many * 2, replace=False)
        sites = dict.fromkeys(filter(None, map(self.find_site, chosen)))
        return [*sites][:how_many]


def _rename(rows: pd.DataFrame) -> pd.DataFrame:
    """Give columns names that no method of a tuple has."""
    return rows.rename(columns={"name": "name_", "count": "count_"})


def tell_story(base: Path, sites: int, editions: int, seed: int = 1) -> Story:
    """Let a home grow through its editions.

    Args:
        base: an empty folder.
        sites: how many are made up, those told twice not counted.
        editions: how many are published.
        seed: the same tells the same.
    """
    home = base / "home"
    home.mkdir()
    districts = load_districts(Settings(home=home).home_folder)
    story = Story(home, districts, np.random.default_rng(seed))
    made = make_sites(sites, districts, story.chance)
    later = sites // 2 // editions
    first = made.iloc[: sites - later * (editions - 1)]
    for number, part in enumerate(np.array_split(np.arange(len(first)), min(4, sites // 50))):
        _hand_in_first(story, first.iloc[part], number)
    _tell_twice(story, first)
    story.release(base / "edition-1")
    for edition in range(2, editions + 1):
        start = len(first) + later * (edition - 2)
        _hand_in_first(story, made.iloc[start : start + later], edition + 2)
        _correct(story, edition)
        _take_back(story, edition)
        _rule(story, edition, sites)
        story.release(base / f"edition-{edition}")
    return story


def _hand_in_first(story: Story, rows: pd.DataFrame, number: int) -> None:
    """Hand in rows as a surveyor lists them, from west to east or from south to north."""
    ordered = rows.sort_values("lat" if number % 2 else "lon", ignore_index=True)
    names_district = number % 4 < 2
    survey_id = f"2020-survey-{number}{'d' if names_district else 's'}"
    story.hand_in(survey_id, ordered, names_district=names_district)


def _tell_twice(story: Story, rows: pd.DataFrame) -> None:
    """Hand in a survey that tells some sites again, by another name, and some of taken-back."""
    some = rows[rows["kind"] != OPEN_KIND].sample(
        max(8, len(rows) // TWICE), random_state=story.chance
    )
    told = some.assign(name=[f"{name}тау" for name in some["name"]])
    shift = story.chance.normal(0, CLOSE / 2, (len(told), 2))
    told[["lon", "lat"]] = _keep_inside(story, some, shift)
    story.again = [*zip(some["name"], told["name"], strict=True)]
    story.hand_in("2021-twice-t", told.reset_index(drop=True), names_district=False)
    for letter in "xy":
        small = make_sites(SMALL, story.districts, story.chance)
        small["name"] = [f"{name}кала{letter}" for name in small["name"]]
        story.hand_in(f"2021-small-{letter}", small, names_district=True)


def _keep_inside(story: Story, rows: pd.DataFrame, shift: np.ndarray) -> np.ndarray:
    """Move places, but not out of the two regions."""
    here = rows[["lon", "lat"]].to_numpy()
    there = np.round(here + shift, DECIMALS)
    inside = story.districts.locate(to_points(there))["kato"].notna().to_numpy()
    return np.where(inside[:, None], there, here)


def _correct(story: Story, edition: int) -> None:
    """Hand in a corrected version: many places move a little, some to another cell."""
    surveys = [name for name in story.surveys if name[-1] in "ds"]
    survey_id = surveys[edition % len(surveys)]
    rows = story.surveys[survey_id].copy()
    chance = story.chance
    little = chance.normal(0, TINY, (len(rows), 2)) * (chance.random((len(rows), 1)) < 0.2)
    rows[["lon", "lat"]] = _keep_inside(story, rows, little)
    far = np.flatnonzero(chance.random(len(rows)) < 0.06)
    corners = np.floor(rows[["lon", "lat"]].to_numpy()[far] / CELL) * CELL
    steps = chance.integers(-1, 2, (len(far), 2))
    there = draw_within(corners + steps * CELL, story.districts, chance, beyond=corners)
    inside = story.districts.locate(to_points(there))["kato"].notna().to_numpy()
    moved = np.flatnonzero(steps.any(axis=1) & inside)
    rows.loc[far[moved], ["lon", "lat"]] = np.round(there[moved], DECIMALS)
    story.hand_in(survey_id, rows, names_district=survey_id.endswith("d"))


def _take_back(story: Story, edition: int) -> None:
    """Take surveys back: one comes back as it was, the other is told anew as another survey."""
    settings = story.settings
    if edition % 4 == 2:
        story.taken_back = withdraw("2021-small-x", WHY, settings, publish=False).event
    elif edition % 4 == 3:
        undo_event(story.taken_back, WHY, settings, publish=False)
    if edition == 3:
        withdraw("2021-small-y", WHY, settings, publish=False)
    elif edition == 4:
        rows = story.surveys["2021-small-y"].copy()
        shift = story.chance.normal(0, TINY, (len(rows), 2))
        rows[["lon", "lat"]] = _keep_inside(story, rows, shift)
        story.hand_in("2022-small-again-y", rows, names_district=True)


def _rule(story: Story, edition: int, sites: int) -> None:
    """Change levels both ways; merge, split and gather into complexes what was told twice."""
    few = max(2, sites // 200)
    if story.ruled:  # of some the level changes again
        for site in story.chance.choice(story.ruled, few):
            story.rule_level(str(site))
    for site in story.pick(few):
        story.rule_level(site)
    _rule_on_twice_told(story)
    if edition % 3 == 0 and len(story.merged) > 1:
        seq, _, _ = story.merged.pop(0)
        undo_event(seq, WHY, story.settings, publish=False)
        _, into, other = story.merged.pop()
        story.rule(decisions.SPLIT, site=into, records=[story.find_record(other)])


def _rule_on_twice_told(story: Story) -> None:
    """Merge some of what was told twice, and make every fourth a part of the other."""
    share = max(2, len(story.again) // 4)
    for turn, (name, other) in enumerate(story.again[:share]):
        into, site = story.find_site(name), story.find_site(other)
        if not into or not site or into == site:
            continue
        if turn % 4 == 3:
            story.rule(decisions.RELATED, site=site, other=into, relation="part_of")
        else:
            seq = story.rule(decisions.MERGED, into=into, site=site)
            story.merged.append((seq, into, other))
    story.again = story.again[share:]
