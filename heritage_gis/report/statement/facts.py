"""What a yearly statement tells, in no language yet: works, their places, and counts of sites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from heritage_gis.places.layouts import KNOWN_FROM, find_layout
from heritage_gis.places.units import PRESENT_LAYOUT, list_regions, list_units
from heritage_gis.settings import LANGUAGES
from heritage_gis.vocabularies.works import list_work_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heritage_gis.model.public import PublicSites
    from heritage_gis.places.units import Region
    from heritage_gis.settings import Language

FACTS = ("leader", "institution", "permit", "report_no")
_WHATS: dict[Language, str] = {code: f"what_{code}" for code in LANGUAGES}
_TOLD = ("name_kk", "name_ru", "name_en", "district")
ON_BORDER, UNPLACED = "on_border", "unplaced"  # rows of a table that are no district
WITHHELD = "\x1d"  # in the place of a text that would tell a place more closely than its district


@dataclass(frozen=True)
class WorkObject:
    """What a work was done at.

    Attributes:
        text: its name in the words of the source; WITHHELD where that would tell a place.
        names: of the registered site by language, as the public may know them; empty where no
            one site is meant.
        is_registered: exactly one registered site is meant.
        district: KATO by the register, where it is known and public; else empty.
    """

    text: str
    names: Mapping[Language, str]
    is_registered: bool
    district: str


@dataclass(frozen=True)
class Work:
    """One work.

    Attributes:
        number: in the statement, from 1.
        type: a code of vocabularies/work_types.
        years: the first and the last in which it was done.
        what: what was done, by language; empty where it is told in none. A text is WITHHELD where
            it would tell a place.
        objects: the sites it was done at.
        districts: KATO codes that its source names.
        facts: those of FACTS that are told.
        source: the number of its source in the statement.
    """

    number: int
    type: str
    years: tuple[int, int]
    what: Mapping[Language, str]
    objects: tuple[WorkObject, ...]
    districts: tuple[str, ...]
    facts: Mapping[str, str]
    source: int

    @property
    def is_placed(self) -> bool:
        """Tell whether its source names a district, or the register knows one of each object."""
        known = [each.district for each in self.objects]
        return bool(self.districts) or (bool(known) and all(known))


@dataclass(frozen=True)
class CountTable:
    """Counts of sites of one region.

    Attributes:
        region: the region; None for sites whose region is not told.
        rows: KATO, ON_BORDER or UNPLACED -> kind group -> how many; rows without a site are left
            out.
        empty: KATO of the districts in which no site is known.
    """

    region: Region | None
    rows: Mapping[str, Mapping[str, int]]
    empty: tuple[str, ...]


@dataclass(frozen=True)
class Statement:
    """A yearly statement.

    Attributes:
        year: of the works.
        as_of: the day of the register.
        is_former_layout: the districts are those before 8 June 2022.
        works: by type, in the order of the vocabulary; then as they were received.
        sources: of the works, each with the title and licence of its survey, in their order.
        tables: counts by region.
        surveys: titles of the surveys that the counts are from, with the day each was received.
        borders: whom to credit for the borders.
        is_sketch: the borders are a sketch.
    """

    year: int
    as_of: date
    is_former_layout: bool
    works: tuple[Work, ...]
    sources: tuple[str, ...]
    tables: tuple[CountTable, ...]
    surveys: tuple[tuple[str, date], ...]
    borders: str
    is_sketch: bool


def gather_works(
    works: pd.DataFrame, objects: pd.DataFrame, public: PublicSites, titles: Mapping[str, str]
) -> tuple[tuple[Work, ...], tuple[str, ...]]:
    """Gather the works of a statement, and their sources.

    Args:
        works: those of a year, with WORK_COLUMNS; texts that tell a place are WITHHELD.
        objects: `work_id`, `object_text`, `site_id`; likewise.
        public: the public twin: what may be told of the sites of the objects.
        titles: survey_id -> its title and licence.
    """
    done_at = _gather_objects(objects, public)
    order = {code: place for place, code in enumerate(list_work_types())}
    columns = ["work_id", "survey_id", "type", "districts", "source", *FACTS, *_WHATS.values()]
    rows = works[columns].astype("str").fillna("").to_dict("records")
    years = list(zip(works["from_year"].tolist(), works["to_year"].tolist(), strict=True))
    ranked = sorted(range(len(rows)), key=lambda at: order[rows[at]["type"]])
    sources: dict[str, int] = {}
    gathered = []
    for number, at in enumerate(ranked, start=1):
        row = rows[at]
        parts = (row["source"], titles.get(row["survey_id"], ""))
        source = " — ".join(text for text in parts if text)
        told = Work(
            number=number,
            type=row["type"],
            years=years[at],
            what={code: row[name] for code, name in _WHATS.items() if row[name]},
            objects=tuple(done_at.get(row["work_id"], ())),
            districts=tuple(row["districts"].split()),
            facts={name: row[name] for name in FACTS if row[name]},
            source=sources.setdefault(source, len(sources) + 1),
        )
        gathered.append(told)
    return tuple(gathered), tuple(sources)


def _gather_objects(objects: pd.DataFrame, public: PublicSites) -> dict[str, list[WorkObject]]:
    """Return work_id -> its objects, with what the public may know of each."""
    known = public.frame.set_index("site_id")
    wanted = known.loc[known.index.intersection(objects["site_id"].dropna()), [*_TOLD]]
    told = wanted.astype("str").fillna("").to_dict("index")
    found: dict[str, list[WorkObject]] = {}
    texts = objects[["work_id", "object_text", "site_id"]].astype("str").fillna("")
    for row in texts.to_dict("records"):
        site = told.get(row["site_id"], {})
        names = {code: site[f"name_{code}"] for code in LANGUAGES if site.get(f"name_{code}")}
        district = site.get("district", "")
        each = WorkObject(row["object_text"], names, bool(row["site_id"]), district)
        found.setdefault(row["work_id"], []).append(each)
    return found


def count_sites(public: PublicSites, year: int) -> tuple[CountTable, ...]:
    """Count public sites by district and kind group, in the districts of the end of a year.

    Args:
        public: the public twin, made in that layout.
        year: the districts are those of its 31 December.
    """
    day = date(year, 12, 31)
    frame = public.frame
    border = frame["border_districts"].fillna("") != ""
    row = frame["district"].fillna(pd.Series(UNPLACED, index=frame.index).mask(border, ON_BORDER))
    region = frame["district"].str[:2].fillna(frame["region"]).fillna("")
    counts = frame.groupby([region.rename("region"), row.rename("row"), "kind_group"]).size()
    told: dict[str, dict[str, dict[str, int]]] = {}
    for (code, name, group), count in counts.items():
        told.setdefault(str(code), {}).setdefault(str(name), {})[str(group)] = int(count)
    layout = find_layout(day)
    katos = [unit.kato_in(layout) for unit in list_units(layout)]
    tables = []
    for each in list_regions(layout):
        own = [kato for kato in katos if kato.startswith(each.region)]
        rows = told.get(each.region, {})
        kept = {name: rows[name] for name in (*own, ON_BORDER, UNPLACED) if name in rows}
        tables.append(CountTable(each, kept, tuple(kato for kato in own if kato not in rows)))
    if "" in told:
        tables.append(CountTable(None, told[""], ()))
    return tuple(tables)


def is_former(year: int) -> bool:
    """Tell whether a year ended in the layout before the present one."""
    return find_layout(date(year, 12, 31)) != PRESENT_LAYOUT


def is_earlier(year: int) -> bool:
    """Tell whether the districts of a year are not known, so that it has those that came next."""
    return date(year, 12, 31) < KNOWN_FROM
